import { describe, expect, it } from "vitest";
import { join } from "node:path";
import { modulesIn, modulesOf, readGraph, writeProject } from "./write-project.js";

const sources = {
  "types.ts": "export interface T { a: string } export type U = string;",
  "mixed.ts": "export interface T { a: string } export const value = 1; export class C {}",
  "effect.ts": "console.log(1);",
};

/** The files that `text` loads under some compiler options. */
async function loads(text: string, compilerOptions: object = {}): Promise<readonly string[]> {
  const files = {
    ...sources,
    "tsconfig.json": { compilerOptions: { module: "esnext", ...compilerOptions } },
  };
  return modulesIn({ ...files, "a.ts": text }, "a.ts");
}

describe("imports that TypeScript drops", () => {
  it.each([
    ['import type { T } from "./mixed";'],
    ['import { type T } from "./mixed";'],
    ['import { T } from "./mixed"; export const a: T = { a: "" };'],
    ['import { value } from "./mixed";'],
    ['import { value } from "./mixed"; export type V = typeof value;'],
    ['import * as all from "./mixed"; export const a: all.T = { a: "" };'],
    ['import { C } from "./mixed"; export function f(c: C): void {}'],
    ['export type { T } from "./mixed";'],
    ['export { type T } from "./types";'],
    ['export { T } from "./types";'],
    ['import { T } from "./types"; export { T };'],
    ['import mixed = require("./mixed"); export const a: mixed.T = { a: "" };'],
    ['declare module "./mixed" { interface T { b: string } }'],
    ['export type A = import("./mixed").T;'],
  ])("%s", async (text) => {
    expect(await loads(text)).toEqual([]);
  });

  it.each([
    ['import { value } from "./mixed"; console.log(value);'],
    ['import "./mixed";'],
    ['import { C } from "./mixed"; export class D extends C {}'],
    ['import mixed = require("./mixed"); console.log(mixed.value);'],
    ['export { value } from "./mixed";'],
    ['export * from "./mixed";'],
    ['import { value, type T } from "./mixed"; export { value };'],
    ['const mixed = require("./mixed");'],
  ])("and those that it keeps: %s", async (text) => {
    expect(await loads(text, { module: "commonjs" })).toEqual(["mixed.ts"]);
  });

  it("keeps every import that is no type with verbatimModuleSyntax", async () => {
    const text =
      'import { value } from "./mixed"; import { type T } from "./types"; import type { U } from "./effect";';
    expect(await loads(text, { verbatimModuleSyntax: true })).toEqual(["mixed.ts", "types.ts"]);
  });

  it("keeps the types of decorated parameters with emitDecoratorMetadata", async () => {
    const text = 'import { C } from "./mixed"; @dec class D { constructor(c: C) {} } declare const dec: any;';
    const decorators = { experimentalDecorators: true, emitDecoratorMetadata: true };
    expect(await loads(text, decorators)).toEqual(["mixed.ts"]);
    expect(await loads(text, { experimentalDecorators: true })).toEqual([]);
  });
});

describe("how TypeScript finds files", () => {
  it("follows paths, extends, .js that means .ts, and index files", async () => {
    const modules = await modulesIn(
      {
        "base.json": { compilerOptions: { module: "esnext", paths: { "@lib/*": ["./lib/*"] } } },
        "tsconfig.json": { extends: "./base.json" },
        "src/a.ts":
          'import "@lib/b"; import "./c.js"; import "./d"; import data from "./e.json"; console.log(data);',
        "lib/b.ts": "",
        "src/c.ts": "",
        "src/d/index.ts": "",
        "src/e.json": "{}",
      },
      "src/a.ts",
    );
    expect(modules).toEqual(["lib/b.ts", "src/c.ts", "src/d/index.ts", "src/e.json"]);
  });

  it("follows references of a tsconfig.json that has no files", async () => {
    const modules = await modulesIn(
      {
        "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }] },
        "tsconfig.app.json": {
          compilerOptions: { composite: true, module: "esnext", paths: { "~/*": ["./src/*"] } },
        },
        "src/a.ts": 'import "~/b";',
        "src/b.ts": "",
      },
      "src/a.ts",
    );
    expect(modules).toEqual(["src/b.ts"]);
  });

  it("asks for packages as the compiled file would", async () => {
    const files = {
      "a.ts": 'import { a } from "dual"; console.log(a);',
      "node_modules/dual/package.json": { exports: { import: "./esm.mjs", require: "./cjs.cjs" } },
      "node_modules/dual/esm.mjs": "export const a = 1;",
      "node_modules/dual/cjs.cjs": "exports.a = 1;",
    };
    const withModule = (module: string) => ({ ...files, "tsconfig.json": { compilerOptions: { module } } });
    expect(await modulesIn(withModule("commonjs"), "a.ts")).toEqual(["node_modules/dual/cjs.cjs"]);
    expect(await modulesIn(withModule("esnext"), "a.ts")).toEqual(["node_modules/dual/esm.mjs"]);
    expect(
      await modulesIn({ ...withModule("nodenext"), "package.json": { type: "module" } }, "a.ts"),
    ).toEqual(["node_modules/dual/esm.mjs"]);
  });

  it("tells lines, and counts the helpers that the compiler imports", async () => {
    const folder = writeProject({
      "tsconfig.json": { compilerOptions: { target: "es2015", module: "commonjs", importHelpers: true } },
      "a.ts": 'import type { T } from "./b";\n\nimport { b } from "./b";\nexport const f = async () => b;',
      "b.ts": "export interface T {} export const b = 1;",
      "node_modules/tslib/package.json": { main: "tslib.js" },
      "node_modules/tslib/tslib.js": "",
    });
    const graph = await readGraph(folder, "a.ts");
    expect(modulesOf(folder, graph)).toEqual(["b.ts", "node_modules/tslib/tslib.js"]);
    const edges = graph.modules.get(join(folder, "a.ts"))?.edges;
    expect(edges?.find(({ specifier }) => specifier === "./b")?.line).toBe(3);
  });

  it.each([
    ["malformed", "{"],
    ["that extends itself", '{ "extends": "./tsconfig.json" }'],
    ["that extends nothing", '{ "extends": "./gone.json" }'],
    [
      "with options of the wrong kind",
      '{ "compilerOptions": { "module": 7, "paths": [1], "__proto__": { "jsx": 1 } } }',
    ],
    ["that refers to itself", '{ "files": [], "references": [{ "path": "." }] }'],
  ])("survives a tsconfig.json %s", async (_name, tsconfig) => {
    expect(
      await modulesIn({ "tsconfig.json": tsconfig, "a.ts": 'import "./b";', "b.ts": "" }, "a.ts"),
    ).toEqual(["b.ts"]);
  });

  it("survives a file that does not parse", async () => {
    expect(await modulesIn({ "a.ts": 'import "./b"; const = ;', "b.ts": "}}}" }, "a.ts")).toEqual(["b.ts"]);
  });
});
