import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { createRule, type LambdaRule } from "../../src/rule-kit/create-rule.js";
import { packageInfo } from "../../src/rule-kit/package-info.js";
import { lintText } from "../support/lint-text.js";

function createRuleAgainst(identifier: string) {
  return createRule<"found", [{ limit: number; unit: string }]>({
    name: `no-${identifier}`,
    meta: {
      type: "problem",
      docs: { description: "disallow a name", recommended: "warn", strict: "error", seed: [] },
      messages: { found: "Found within {{limit}} {{unit}}." },
      schema: [{ type: "object" }],
      defaultOptions: [{ limit: 3, unit: "ms" }],
    },
    create: (context, [{ limit, unit }]) => ({
      Identifier(node) {
        if (node.name === identifier) context.report({ node, messageId: "found", data: { limit, unit } });
      },
    }),
  });
}

const rules = {
  "no-a": createRuleAgainst("a") as unknown as LambdaRule,
  "no-b": createRuleAgainst("b") as unknown as LambdaRule,
};

function lint(
  code: string,
  settings?: unknown,
  filename = "src/handler.ts",
  options: unknown[] = [],
): string[] {
  return lintText(rules, { code, filename, options, settings: { "aws-lambda": settings } }).messages.map(
    ({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`,
  );
}

describe("createRule", () => {
  it("documents the rule at the address of its page", () => {
    expect(rules["no-a"].meta.docs?.url).toBe(`${packageInfo.repositoryUrl}/blob/main/rules-docs/no-a.md`);
    expect(rules["no-a"].meta.docs?.url).toMatch(
      /^https:\/\/github\.com\/[^/]+\/eslint-plugin-aws-lambda\/blob\//,
    );
  });

  it("leaves alone what only a tool writes: a file of more than two million characters", () => {
    const padding = "// a line of a bundle\n".repeat(90_000);
    expect(lint(`a;\n${padding}`)).toHaveLength(1);
    expect(lint(`a;\n${padding}${padding}`)).toEqual([]);
  });

  it("merges the options with the defaults", () => {
    expect(lint("a;")).toEqual(["1:1 aws-lambda/no-a Found within 3 ms."]);
    expect(lint("a;", undefined, "src/handler.ts", [{ limit: 9 }])).toEqual([
      "1:1 aws-lambda/no-a Found within 9 ms.",
    ]);
  });

  it.each([
    "a.test.ts",
    "a.spec.js",
    "a.e2e.ts",
    "a.mock.ts",
    "test/a.ts",
    "__mocks__/a.ts",
    "e2e/a.ts",
    "a.d.mts",
  ])("leaves src/%s alone by default", (file) => {
    expect(lint("a;", undefined, `src/${file}`)).toEqual([]);
  });

  it("leaves tests alone, unless the settings say otherwise", () => {
    expect(lint("a;", {}, "src/handler.test.ts")).toEqual([]);
    expect(lint("a;", { ignoreTestFiles: false }, "src/handler.test.ts")).toHaveLength(1);
    expect(lint("a;", { testFiles: ["**/handler.ts"] })).toEqual([]);
    expect(lint("a;", { testFiles: ["**/handler.ts"] }, "src/handler.test.ts")).toHaveLength(1);
  });

  it.each([
    `import { it } from "vitest"; a;`,
    `import { expect } from "@jest/globals"; a;`,
    `import { describe } from "mocha"; a;`,
    `import test from "node:test"; a;`,
    `const { Given } = require("@cucumber/cucumber"); a;`,
    `const test = require("node:test"); a;`,
    `describe("a", () => { a; });`,
    `describe.each([1])("a", function () { a; });`,
    `beforeEach(async () => { a; });`,
  ])("leaves a test alone by what it says: %s", (code) => {
    expect(lint(code, {}, "src/orders.integration.ts")).toEqual([]);
    expect(lint(code, { ignoreTestFiles: false }, "src/orders.integration.ts")).not.toEqual([]);
  });

  it.each([
    `import Mocha from "mocha"; a;`,
    `import { run } from "node:test"; a;`,
    `import type { Mock } from "vitest"; a;`,
    `import { describe } from "./pictures"; describe("a", () => {}); a;`,
    `const test = (name, f) => f(name); test("a", () => {}); a;`,
    `it.next(); a;`,
    `export const handler = () => { describe("a", () => {}); a; };`,
  ])("takes no other code for a test: %s", (code) => {
    expect(lint(code, {}, "src/orders.ts")).toHaveLength(1);
  });

  it("says nothing of code that leads further than the stack holds, and passes on every other error", () => {
    const recursive = (end: () => void): LambdaRule =>
      createRule({
        name: "no-a",
        meta: {
          type: "problem",
          docs: { description: "disallow a name", recommended: "warn", strict: "error", seed: [] },
          messages: { found: "Found." },
          schema: [],
        },
        create: () => ({ Program: end }),
      });
    const overflow = (): void => {
      overflow();
    };
    expect(lintText({ "no-a": recursive(overflow) }, { code: "a;", filename: "a.ts" }).messages).toEqual([]);
    const fail = (): void => {
      throw new RangeError("Invalid array length");
    };
    expect(() => lintText({ "no-a": recursive(fail) }, { code: "a;", filename: "a.ts" })).toThrow(
      /array length/,
    );
  });

  it("reports wrong settings once for each file, and the findings as well", () => {
    const settings = { handlerName: ["main"], ignoreTestFiles: 1 };
    for (const filename of ["src/one.ts", "src/two.ts"]) {
      expect(lint("a + b;", settings, filename)).toEqual([
        '1:1 aws-lambda/no-a settings["aws-lambda"].handlerName is not a known key. Did you mean "handlerNames"? Known keys: "handlerNames", "handlerFiles", "wrappers", "clients", "backgroundWrappers", "functions", "ignoreTestFiles", "testFiles", "crossFile", "complianceVpc". Until it is corrected the default is used.',
        '1:1 aws-lambda/no-a settings["aws-lambda"].ignoreTestFiles must be true or false, but is 1. Until it is corrected the default is used.',
        "1:1 aws-lambda/no-a Found within 3 ms.",
        "1:5 aws-lambda/no-b Found within 3 ms.",
      ]);
    }
  });

  it("reports wrong settings in a file that has no code", () => {
    expect(lint("", { handlerNames: 1 })).toHaveLength(1);
  });

  it("works in ESLint without the TypeScript parser", () => {
    const messages = new Linter().verify(
      "a;",
      [{ plugins: { x: { rules: rules as never } }, rules: { "x/no-a": "warn" } }],
      "src/handler.js",
    );
    expect(messages.map(({ message }) => message)).toEqual(["Found within 3 ms."]);
  });
});
