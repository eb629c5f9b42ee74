import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { isHandlerFile } from "../../src/graph/handler-files.js";
import { findImportCycles } from "../../src/graph/import-cycles.js";
import { importsOf, readProjectImports, resolveRelative } from "../../src/graph/project-imports.js";
import { writeProject } from "./write-project.js";

/** The cycles that an entry of these files runs into, as paths from their folder. */
function cyclesIn(files: Readonly<Record<string, string>>): string[] {
  const folder = writeProject(files);
  const entry = `${folder}/entry.ts`;
  return findImportCycles(entry, importsOf(files["entry.ts"] ?? "", entry)).map(
    ({ specifier, modules }) => `${specifier}: ${modules.map((file) => relative(folder, file)).join(" ")}`,
  );
}

describe("findImportCycles", () => {
  it("finds none where imports lead one way", () => {
    expect(
      cyclesIn({
        "entry.ts": `import { a } from "./a.js"; import { b } from "./b.js"; a(b);`,
        "a.ts": `import { b } from "./b.js"; export const a = (x: unknown) => b + String(x);`,
        "b.ts": `export const b = 1;`,
      }),
    ).toEqual([]);
  });

  it("finds the shortest way round, once for each group, at the import that leads there first", () => {
    expect(
      cyclesIn({
        "entry.ts": `import { a } from "./a.js"; import { c } from "./c.js"; import { x } from "./x"; a(c, x);`,
        "a.ts": `import { b } from "./b.js"; export const a = b;`,
        "b.ts": `import { c } from "./c.js"; export const b = c;`,
        "c.ts": `import { a } from "./a.js"; import { b } from "./b.js"; export const c = () => [a, b];`,
        "x/index.ts": `export * from "./y.js";`,
        "x/y.ts": `import * as x from "./index.js"; export const y = () => x;`,
      }),
    ).toEqual(["./a.js: a.ts b.ts c.ts a.ts", "./x: x/index.ts x/y.ts x/index.ts"]);
  });

  it("finds the entry in its own cycle", () => {
    expect(
      cyclesIn({
        "entry.ts": `import { a } from "./a.js"; export const shared = 1; a();`,
        "a.ts": `import { shared } from "./entry.js"; export const a = () => shared;`,
      }),
    ).toEqual(["./a.js: entry.ts a.ts entry.ts"]);
  });

  it.each([
    ["types by import type", `import type { T } from "./b.js"; export const a = (t: T) => t;`],
    ["types by type specifiers", `import { type T } from "./b.js"; export const a = (t: T) => t;`],
    ["names that only stand in types", `import { T } from "./b.js"; export const a = (t: T) => t as T;`],
    ["exported types", `export type { T } from "./b.js"; export const a = 1;`],
    ["what is loaded later", `export const a = () => import("./b.js");`],
    ["what is required in a function", `export const a = () => require("./b.js");`],
    ["a file that does not parse", `import { b } from "./b.js"; export const a = ;`],
  ])("leaves out %s", (_, code) => {
    expect(
      cyclesIn({
        "entry.ts": `import { a } from "./a.js"; a();`,
        "a.ts": code,
        "b.ts": `import { a } from "./a.js"; export interface T { x: 1 } export const b = () => a;`,
      }),
    ).toEqual([]);
  });
});

describe("readProjectImports", () => {
  it("reads a file again only when it changes", () => {
    const folder = writeProject({ "a.ts": `import "./b.js";`, "b.ts": "" });
    const first = readProjectImports(`${folder}/a.ts`);
    expect(first).toEqual([{ specifier: "./b.js", target: `${folder}/b.ts` }]);
    expect(readProjectImports(`${folder}/a.ts`)).toBe(first);
  });

  it("knows nothing of a file that is not there", () => {
    expect(readProjectImports("/nowhere/a.ts")).toEqual([]);
    expect(resolveRelative("pkg", "/nowhere/a.ts")).toBeUndefined();
  });

  it("takes a picture for no module, and no folder either", () => {
    const folder = writeProject({ "logo.svg": "<svg/>", "a.ts": "" });
    expect(resolveRelative("./logo.svg", `${folder}/a.ts`)).toBeUndefined();
  });
});

describe("isHandlerFile", () => {
  const isHandler = (code: string, name = "a.ts"): boolean =>
    isHandlerFile(`${writeProject({ [name]: code })}/${name}`, ["handler"]);

  it.each([
    [
      "a constant",
      `import type { SQSEvent } from "aws-lambda"; export const handler = (event: SQSEvent) => event;`,
    ],
    ["a function", `import middy from "@middy/core"; export async function handler() { return middy; }`],
    ["another name", `import middy from "@middy/core"; const run = middy(); export { run as handler };`],
  ])("knows %s", (_, code) => {
    expect(isHandler(code)).toBe(true);
  });

  it("knows CommonJS", () => {
    expect(isHandler(`const middy = require("@middy/core"); exports.handler = middy();`, "a.cjs")).toBe(true);
  });

  it.each([
    [
      "an example in a comment",
      `/** import middy from "@middy/core"; export const handler = 1; */ export class Logger {}`,
    ],
    ["a handler of something else", `export const handler = (name: string) => name;`],
    [
      "another export",
      `import type { SQSEvent } from "aws-lambda"; export const save = (event: SQSEvent) => event;`,
    ],
    ["an exported type", `import type { SQSEvent } from "aws-lambda"; export type handler = SQSEvent;`],
  ])("does not take for one %s", (_, code) => {
    expect(isHandler(code)).toBe(false);
  });
});
