import { join } from "node:path";
import type { Linter } from "eslint";
import { expect, it } from "vitest";
import { findLintableFiles, lintFiles } from "../../src/project/lint-files.js";
import { temporaryProject } from "../support/temporary-project.js";

/** A plugin whose one rule reports every file, and fails on those that ask for it. */
function pluginWith(): Parameters<typeof lintFiles>[1]["plugin"] {
  const rule = {
    create(context: { filename: string; report(finding: object): void }) {
      if (context.filename.includes("failing")) throw new Error("no such node");
      context.report({ loc: { line: 1, column: 0 }, message: "Found." });
      return {};
    },
  };
  const config = {
    plugins: { "aws-lambda": { rules: { any: rule } }, other: { rules: { any: rule } } },
    rules: { "aws-lambda/any": "error", "other/any": "error" },
  } as unknown as Linter.Config;
  return { configs: { strict: config, "templates-strict": config } };
}

it("keeps the findings of its own rules, and those of other files where a rule fails on one", async () => {
  const directory = temporaryProject({
    "src/a.ts": "export const a = 1;\n",
    "src/failing.ts": "export const b = 1;\n",
    "src/z.ts": "export const z = 1;\n",
  });
  const config = { config: {}, directory };
  const { linted } = await findLintableFiles([], { directory, config });
  const { findings, problems } = await lintFiles(linted, { directory, config, plugin: pluginWith() });
  expect(findings).toEqual([
    { file: join(directory, "src/a.ts"), line: 1, rule: "any", message: "Found." },
    { file: join(directory, "src/z.ts"), line: 1, rule: "any", message: "Found." },
  ]);
  expect(problems).toEqual([
    {
      file: join(directory, "src/failing.ts"),
      line: undefined,
      message: expect.stringMatching(/^It could not be linted: .*no such node/) as string,
    },
  ]);
});

it("tells tests from what is linted, as the settings say", async () => {
  const directory = temporaryProject({
    "src/a.ts": "",
    "src/a.test.ts": "",
    "template.yaml": "",
    "package.json": "{}",
    "src/types.d.ts": "",
  });
  const linted = async (settings: object) => {
    const config = { config: { settings }, directory };
    const files = await findLintableFiles(["src", "*.yaml"], { directory, config });
    const names = (list: readonly string[]) => list.map((file) => file.slice(directory.length + 1));
    return { linted: names(files.linted), tests: names(files.tests) };
  };
  expect(await linted({})).toEqual({ linted: ["src/a.ts", "template.yaml"], tests: ["src/a.test.ts"] });
  expect(await linted({ ignoreTestFiles: false })).toEqual({
    linted: ["src/a.test.ts", "src/a.ts", "template.yaml"],
    tests: ["src/a.test.ts"],
  });
});
