import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { functionsOfFile } from "../../src/functions/functions-of-file.js";
import { createRule } from "../../src/rule-kit/create-rule.js";
import { rules } from "../../src/rules/index.js";
import { readSafely, setAsideErrors } from "../../src/syntax/set-aside.js";
import { exampleFolder, exampleNames } from "../support/examples.js";
import { lintText } from "../support/lint-text.js";

beforeEach(() => {
  setAsideErrors.length = 0;
});

/** Sources and templates, as their paths from the folder. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => !file.includes("node_modules") && /\.(?:[cm]?tsx?|ya?ml)$/.test(file),
  );
}

describe("errors that are set aside", () => {
  it.each(exampleNames)("are none in the project %s", (name) => {
    const folder = exampleFolder(name);
    const linted = filesIn(folder).map((file) => {
      const filename = join(folder, file);
      lintText(rules, { code: readFileSync(filename, "utf8"), filename, cwd: folder });
      return functionsOfFile(filename).length;
    });
    expect(setAsideErrors).toEqual([]);
    // Something was read.
    expect(linted.some((functions) => functions > 0)).toBe(true);
  });

  it("are kept, be they few", () => {
    const error = new Error("A reader is wrong.");
    const fail = (): number => {
      throw error;
    };
    expect(readSafely(0, fail)).toBe(0);
    expect(setAsideErrors).toEqual([error]);
    for (let count = 0; count < 100; count++) readSafely(0, fail);
    expect(setAsideErrors.length).toBeLessThan(50);
  });

  it("are those of a rule that ran out of stack", () => {
    const endless = (): number => endless() + 1;
    const rule = createRule({
      name: "endless",
      meta: {
        type: "problem",
        docs: { description: "go on for ever", recommended: "off", strict: "warn", seed: [] },
        messages: {},
        schema: [],
      },
      create: () => ({ Program: () => void endless() }),
    });
    expect(lintText({ endless: rule }, { code: "", filename: "a.ts" }).messages).toEqual([]);
    expect(setAsideErrors).toEqual([expect.any(RangeError)]);
  });
});
