import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { createGraphReader, type ReadSettings } from "../../src/graph/graph-reader.js";
import { modulesOf, writeProject } from "./write-project.js";

type Files = Readonly<Record<string, string | object>>;

/** A project, and what a new process finds that reads an entry with the cache of those before. */
function openProject(files: Files, entry: string, settings: ReadSettings = {}) {
  const folder = writeProject(files);
  for (const name of Object.keys(files)) utimesSync(join(folder, name), 1000, 1000);
  const cache = join(folder, "cache");
  const read = async () => {
    const graph = await createGraphReader({ cache }).read(join(folder, entry), settings);
    return { graph, modules: modulesOf(folder, graph), problems: graph.problems.length };
  };
  const write = (name: string, content: string | object) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  };
  return { folder, read, write };
}

/** Changes a text without changing size or time, as nobody does, to see whether it is read. */
function rewriteUnseen(path: string, text: string): void {
  expect(text.length).toBe(statSync(path).size);
  writeFileSync(path, text);
  utimesSync(path, 1000, 1000);
}

const script: Files = {
  "a.js": 'require("./b"); require("p");',
  "b/index.js": "",
  "node_modules/p/package.json": { name: "p", version: "1.0.0" },
  "node_modules/p/index.js": 'require("./lib/c");',
  "node_modules/p/lib/c.js": "",
  "node_modules/p/lib/d.js": "",
};
const scriptModules = ["b/index.js", "node_modules/p/index.js", "node_modules/p/lib/c.js"];

const typed: Files = {
  "tsconfig.json": { extends: "./base.json" },
  "base.json": { compilerOptions: { module: "commonjs", paths: { "@app/*": ["./lib/*"] } } },
  "handler.ts": 'import { T } from "./types"; import { v } from "@app/v"; let t: T; export const a = v;',
  "types.ts": 'export type T = 1; import "./side"',
  "side.ts": "",
  "lib/v.ts": "export const v = 1",
  "other/v.ts": "export const v = 2",
};

describe("a kept graph", () => {
  it("is the graph that was read", async () => {
    const { read } = openProject(script, "a.js");
    const first = await read();
    expect(first.modules).toEqual(scriptModules);
    expect((await read()).graph).toEqual(first.graph);
  });

  it.each([
    ["the entry", "a.js", 'require("./x"); require("q");'],
    ["a file of a package", "node_modules/p/index.js", 'require("./lib/d");'],
  ])("spares the reading of %s", async (_name, file, text) => {
    const { folder, read } = openProject(script, "a.js");
    await read();
    rewriteUnseen(join(folder, file), text);
    expect((await read()).modules).toEqual(scriptModules);
  });

  it("lies in node_modules, where its own folder is no sign of an installation", async () => {
    const { folder } = openProject(script, "a.js");
    const read = async () => modulesOf(folder, await createGraphReader().read(join(folder, "a.js")));
    expect(await read()).toEqual(scriptModules);
    rewriteUnseen(join(folder, "node_modules/p/index.js"), 'require("./lib/d");');
    expect(await read()).toEqual(scriptModules);
  });

  it("spares compiling", async () => {
    const { folder, read } = openProject(typed, "handler.ts");
    expect((await read()).modules).toEqual(["lib/v.ts"]);
    rewriteUnseen(join(folder, "types.ts"), 'export const T = 1; import "./sid"');
    expect((await read()).modules).toEqual(["lib/v.ts"]);
  });

  it("spares reading what is missing, and names it again", async () => {
    const { read } = openProject({ "a.js": 'require("./no"); require("q")' }, "a.js");
    expect((await read()).problems).toBe(2);
    expect((await read()).problems).toBe(2);
  });

  it.each<[string, Files, readonly string[]]>([
    ["the entry changes", { "a.js": 'require("./b")' }, ["b/index.js"]],
    ["a file of the project changes", { "b/index.js": 'require("../a")' }, scriptModules],
    ["a file comes before another", { "b.js": "" }, ["b.js", ...scriptModules.slice(1)]],
    [
      "a package comes nearer",
      { "b/index.js": 'require("p")', "b/node_modules/p/index.js": "" },
      ["b/index.js", "b/node_modules/p/index.js", ...scriptModules.slice(1)],
    ],
    [
      "a package is another version",
      { "node_modules/p/package.json": { name: "p", version: "1.0.1", main: "lib/d.js" } },
      ["b/index.js", "node_modules/p/lib/d.js"],
    ],
  ])("is not used when %s", async (_name, changes, modules) => {
    const { read, write } = openProject(script, "a.js");
    const before = await read();
    for (const [name, content] of Object.entries(changes)) write(name, content);
    const after = await read();
    expect(after.modules).toEqual(modules);
    // Read anew, not only equal.
    expect(after.graph).not.toEqual(before.graph);
  });

  it("is not used when something was installed", async () => {
    const { folder, read, write } = openProject(script, "a.js");
    await read();
    rewriteUnseen(join(folder, "node_modules/p/index.js"), 'require("./lib/d");');
    write("node_modules/.package-lock.json", {});
    expect((await read()).modules).toContain("node_modules/p/lib/d.js");
  });

  it("is not used when a package appears beside the project, where another was found above", async () => {
    const { read, write } = openProject(
      { "src/a.js": 'require("p")', "node_modules/p/index.js": "" },
      "src/a.js",
    );
    expect((await read()).modules).toEqual(["node_modules/p/index.js"]);
    write("src/node_modules/p/index.js", "");
    expect((await read()).modules).toEqual(["src/node_modules/p/index.js"]);
  });

  it("is not used when a file that was missing is there", async () => {
    const { read, write } = openProject({ "a.js": 'require("./no/such"); require("q")' }, "a.js");
    expect((await read()).problems).toBe(2);
    write("no/such.js", "");
    expect(await read()).toMatchObject({ modules: ["no/such.js"], problems: 1 });
    write("node_modules/q/index.js", "");
    expect(await read()).toMatchObject({ modules: ["no/such.js", "node_modules/q/index.js"], problems: 0 });
  });

  it("is not used when a package of the project says of what kind its files are", async () => {
    const { read, write } = openProject({ "a.js": "", "package.json": {} }, "a.js");
    const format = async () => [...(await read()).graph.modules.values()].at(0)?.format;
    expect(await format()).toBe("commonjs");
    write("package.json", { type: "module" });
    expect(await format()).toBe("module");
  });

  it.each<[string, Files, readonly string[]]>([
    [
      "what was a type is a value",
      { "types.ts": 'export const T = 1; export type T = 1; import "./side"' },
      ["lib/v.ts"],
    ],
    [
      "an import is used as a value",
      { "handler.ts": 'import { T } from "./types"; export const a = T;', "types.ts": "export const T = 1" },
      ["types.ts"],
    ],
    [
      "tsconfig.json is another",
      { "tsconfig.json": { compilerOptions: { paths: { "@app/*": ["./other/*"] } } } },
      ["other/v.ts"],
    ],
    [
      "what tsconfig.json extends is another",
      { "base.json": { compilerOptions: { module: "commonjs", paths: { "@app/*": ["./other/*"] } } } },
      ["other/v.ts"],
    ],
    [
      "imports are kept now",
      { "base.json": { compilerOptions: { verbatimModuleSyntax: true, paths: { "@app/*": ["./lib/*"] } } } },
      ["lib/v.ts", "side.ts", "types.ts"],
    ],
  ])("is not used when %s", async (_name, changes, modules) => {
    const { read, write } = openProject(typed, "handler.ts");
    expect((await read()).modules).toEqual(["lib/v.ts"]);
    for (const [name, content] of Object.entries(changes)) write(name, content);
    expect((await read()).modules).toEqual(modules);
  });

  it("is not used when a path of tsconfig.json leads to another file", async () => {
    const files = {
      ...typed,
      "tsconfig.json": { compilerOptions: { paths: { "@app/*": ["./new/*", "./lib/*"] } } },
    };
    const { read, write } = openProject(files, "handler.ts");
    expect((await read()).modules).toEqual(["lib/v.ts"]);
    write("new/v.ts", "export const v = 3");
    expect((await read()).modules).toEqual(["new/v.ts"]);
  });

  it("is not used for imports that are not those it was made from", async () => {
    const { folder } = openProject({ ...script, "node_modules/q/index.js": "" }, "a.js");
    const cache = join(folder, "cache");
    const read = async (...specifiers: readonly string[]) => {
      const imports = specifiers.map((specifier) => ({ specifier, kind: "require" as const }));
      return modulesOf(folder, await createGraphReader({ cache }).read(join(folder, "a.js"), { imports }));
    };
    const ofPackage = scriptModules.slice(1);
    expect(await read("p")).toEqual(ofPackage);
    expect(await read("q")).toEqual(["node_modules/q/index.js"]);
    expect(await read("p")).toEqual(ofPackage);
    rewriteUnseen(join(folder, "node_modules/p/index.js"), 'require("./lib/d");');
    expect(await read("p")).toEqual(ofPackage);
  });

  it("is found again after the folder was touched, and not after it was moved", async () => {
    const { folder, read, write } = openProject(script, "a.js");
    await read();
    write("notes.txt", "");
    rewriteUnseen(join(folder, "node_modules/p/index.js"), 'require("./lib/d");');
    expect((await read()).modules).toEqual(scriptModules);
    renameSync(join(folder, "b"), join(folder, "c"));
    expect((await read()).problems).toBe(1);
  });

  it("is not made of what could not be read", async () => {
    const { folder, read } = openProject({ "a.js": 'require("./b")', "b.js": "\0\0" }, "a.js");
    expect((await read()).problems).toBe(1);
    rewriteUnseen(join(folder, "b.js"), "//");
    expect((await read()).problems).toBe(0);
  });

  it("serves a synchronous reader that has hardly any time", async () => {
    const { folder, read } = openProject(script, "a.js");
    await read();
    rmSync(join(folder, "node_modules/p/lib/d.js"));
    const reader = createGraphReader({ cache: join(folder, "cache") });
    expect(reader.readSync(join(folder, "a.js"), { budgetMs: 1 })?.modules.size).toBe(4);
  });
});
