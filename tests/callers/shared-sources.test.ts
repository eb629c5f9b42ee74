import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { readFunctionSources } from "../../src/callers/function-sources.js";
import { readHandlerSources } from "../../src/callers/handler-sources.js";
import unusedEnv from "../../src/rules/unused-env.js";
import { findSpecifiersInText } from "../../src/syntax/specifiers-in-text.js";
import { lintText } from "../support/lint-text.js";
import { temporaryProject } from "../support/temporary-project.js";

vi.mock(import("../../src/syntax/specifiers-in-text.js"), async (load) => {
  const actual = await load();
  return { ...actual, findSpecifiersInText: vi.fn(actual.findSpecifiersInText) };
});
vi.mock(import("../../src/callers/function-sources.js"), async (load) => {
  const actual = await load();
  return { ...actual, readFunctionSources: vi.fn(actual.readFunctionSources) };
});

const loading = 'import { log } from "./log.js";\nexport const handler = async () => log();\n';

it("looks into a file once that several handlers load", () => {
  const folder = temporaryProject({
    "one.ts": loading,
    "two.ts": loading,
    "log.ts": "export const log = () => 1;\n",
  });
  for (const name of ["one.ts", "two.ts"])
    expect([...readHandlerSources(join(folder, name)).texts.keys()]).toEqual([
      join(folder, name),
      join(folder, "log.ts"),
    ]);
  expect(vi.mocked(findSpecifiersInText)).toHaveBeenCalledTimes(3);
});

it("asks once about a variable that functions share", () => {
  const names = Array.from({ length: 10 }, (_, index) => `fn${index}`);
  const folder = temporaryProject({
    ".git/HEAD": "",
    "serverless.yml": `provider: { name: aws, environment: { A: a, B: b } }\nfunctions:\n${names
      .map((name) => `  ${name}: { handler: ${name}.handler }\n`)
      .join("")}`,
    ...Object.fromEntries(names.map((name) => [`${name}.ts`, "export const handler = async () => 1;\n"])),
  });
  const filename = join(folder, "serverless.yml");
  const { messages } = lintText(
    { "unused-env": unusedEnv },
    { code: readFileSync(filename, "utf8"), filename, cwd: folder },
  );
  expect(messages.map(({ messageId }) => messageId)).toEqual(["unusedVariable", "unusedVariable"]);
  // Each of the functions, for each of the variables.
  expect(vi.mocked(readFunctionSources)).toHaveBeenCalledTimes(20);
});
