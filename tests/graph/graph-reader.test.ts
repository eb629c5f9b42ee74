import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createGraphReader } from "../../src/graph/graph-reader.js";
import type { ModuleGraph } from "../../src/graph/module-graph.js";
import { modulesIn, modulesOf, readGraph, writeProject } from "./write-project.js";

describe("what Node.js finds", () => {
  it("takes the condition that the importer asks with", async () => {
    const files = {
      "a.mjs": 'import "dual";',
      "a.cjs": 'require("dual");',
      "node_modules/dual/package.json": {
        name: "dual",
        version: "1.0.0",
        exports: { ".": { browser: "./browser.js", import: "./esm.mjs", require: "./cjs.cjs" } },
      },
      "node_modules/dual/esm.mjs": "export {};",
      "node_modules/dual/cjs.cjs": "",
      "node_modules/dual/browser.js": "",
    };
    expect(await modulesIn(files, "a.mjs")).toEqual(["node_modules/dual/esm.mjs"]);
    expect(await modulesIn(files, "a.cjs")).toEqual(["node_modules/dual/cjs.cjs"]);
  });

  it("takes module-sync, unless ES modules cannot be required", async () => {
    const folder = writeProject({
      "a.cjs": 'require("sync");',
      "node_modules/sync/package.json": { exports: { "module-sync": "./esm.mjs", default: "./cjs.cjs" } },
      "node_modules/sync/esm.mjs": "export {};",
      "node_modules/sync/cjs.cjs": "",
    });
    const lambda = await readGraph(folder, "a.cjs", { requiresModules: false });
    expect(modulesOf(folder, await readGraph(folder, "a.cjs"))).toEqual(["node_modules/sync/esm.mjs"]);
    expect(modulesOf(folder, lambda)).toEqual(["node_modules/sync/cjs.cjs"]);
  });

  it("finds the addon that a package has had built, or brings for Linux", async () => {
    const { arch } = process;
    const loader = (name: string) => ({
      [`node_modules/${name}/package.json`]: { name, version: "1.0.0" },
      [`node_modules/${name}/index.js`]: "",
    });
    const modules = await modulesIn(
      {
        "a.js":
          'require("brought"); require("built"); require("named"); require("foreign"); require("optional");',
        ...loader("node-gyp-build"),
        ...loader("node-gyp-build-optional-packages"),
        ...loader("bindings"),
        "node_modules/brought/package.json": { name: "brought", version: "1.0.0" },
        "node_modules/brought/index.js": 'module.exports = require("node-gyp-build")(__dirname);',
        [`node_modules/brought/prebuilds/linux-${arch}/brought.node`]: "\0",
        [`node_modules/brought/prebuilds/linux-${arch}/electron.napi.node`]: "\0",
        [`node_modules/brought/prebuilds/linux-${arch}/node.napi.node`]: "\0",
        [`node_modules/brought/prebuilds/linux-${arch}/node.napi.musl.node`]: "\0",
        "node_modules/brought/prebuilds/win32-x64/node.napi.node": "\0",
        "node_modules/built/package.json": { name: "built", version: "1.0.0", main: "lib/main.mjs" },
        "node_modules/built/lib/main.mjs":
          'import load from "node-gyp-build"; import { dirname } from "node:path"; export default load(dirname(import.meta.dirname));',
        "node_modules/built/build/Release/own.node": "\0",
        "node_modules/named/package.json": { name: "named", version: "1.0.0", main: "lib" },
        "node_modules/named/lib/index.js": 'const addon = require("bindings")("own");',
        "node_modules/named/build/Release/own.node": "\0",
        "node_modules/foreign/package.json": { name: "foreign", version: "1.0.0" },
        "node_modules/foreign/index.js": 'module.exports = require("node-gyp-build")(__dirname);',
        "node_modules/foreign/prebuilds/win32-x64/node.napi.node": "\0",
        "node_modules/optional/package.json": { name: "optional", version: "1.0.0" },
        "node_modules/optional/index.js":
          'module.exports = require("node-gyp-build-optional-packages")(__dirname);',
        [`node_modules/@optional/optional-linux-${arch}/package.json`]: { version: "1.0.0" },
        [`node_modules/@optional/optional-linux-${arch}/index.js`]: "",
        [`node_modules/@optional/optional-linux-${arch}/node.abi1.glibc.node`]: "\0",
        [`node_modules/@optional/optional-linux-${arch}/node.abi${process.versions.modules}.glibc.node`]:
          "\0",
      },
      "a.js",
    );
    expect(modules.filter((id) => /\.node$|\w\/package\.json$/.test(id)).sort()).toEqual([
      `node_modules/@optional/optional-linux-${arch}/node.abi${process.versions.modules}.glibc.node`,
      "node_modules/brought/package.json",
      `node_modules/brought/prebuilds/linux-${arch}/node.napi.node`,
      "node_modules/built/build/Release/own.node",
      "node_modules/built/package.json",
      "node_modules/foreign/package.json",
      "node_modules/named/build/Release/own.node",
      "node_modules/optional/package.json",
    ]);
  });

  it("finds what a module loads from a folder that it lists", async () => {
    const modules = await modulesIn(
      {
        "package.json": { name: "app" },
        "a.js": 'require("./models"); require("./plugins"); require("listed");',
        "models/index.js": `const fs = require("fs"); const path = require("path");
          const basename = path.basename(__filename);
          fs.readdirSync(__dirname)
            .filter((file) => file.indexOf(".") !== 0 && file !== basename && file.slice(-3) === ".js")
            .forEach((file) => { const model = require(path.join(__dirname, file))({}); db[model.name] = model; });`,
        "models/order.js": "",
        "models/user.js": "",
        "models/notes.txt": "",
        "plugins/index.js": `const { readdirSync, existsSync } = require("node:fs");
          for (const entry of readdirSync(__dirname + "/all", { withFileTypes: true }))
            if (entry.isDirectory()) require("./all/" + entry.name);
          if (existsSync(__dirname + "/extra.js")) require("./extra");
          if (existsSync(__dirname + "/none.js")) require("./never");`,
        "plugins/extra.js": "",
        "plugins/never.js": "",
        "plugins/all/one/index.js": "",
        "plugins/all/two.js": "",
        "node_modules/listed/package.json": { name: "listed", version: "1.0.0" },
        "node_modules/listed/index.js":
          'require("fs").readdirSync(require("path").join(__dirname, "..", "..", "models")).forEach((name) => require("../../models/" + name));',
      },
      "a.js",
    );
    expect(modules.filter((id) => !id.startsWith("node:")).sort()).toEqual([
      "models/index.js",
      "models/order.js",
      "models/user.js",
      "node_modules/listed/index.js",
      "plugins/all/one/index.js",
      "plugins/extra.js",
      "plugins/index.js",
    ]);
  });

  it("takes no file of its own working directory for one that a program loads from there", async () => {
    const modules = await modulesIn(
      {
        "package.json": { name: "app" },
        "a.js": `const path = require("path");
          try { require(path.resolve("package.json")); } catch {}
          require(path.resolve(__dirname, "near.js"));`,
        "near.js": "",
      },
      "a.js",
    );
    expect(modules.filter((id) => !id.startsWith("node:"))).toEqual(["near.js"]);
  });

  it("resolves folders, main, extensions, JSON, addons, own names and #imports", async () => {
    const modules = await modulesIn(
      {
        "a.js":
          'require("./lib"); require("old"); require("./data"); require("./addon.node"); require("self/part"); require("#inner");',
        "package.json": {
          name: "self",
          exports: { "./part": "./part.js" },
          imports: { "#inner": "./inner.js" },
        },
        "lib/index.js": 'require("punycode/"); require("node:fs/promises"); require("fs")',
        "data.json": "{}",
        "addon.node": "\0",
        "part.js": "",
        "inner.js": "",
        "node_modules/old/package.json": { main: "./src" },
        "node_modules/old/src/index.js": "",
        "node_modules/punycode/package.json": { main: "punycode.js" },
        "node_modules/punycode/punycode.js": "",
      },
      "a.js",
    );
    expect(modules).toEqual([
      "addon.node",
      "data.json",
      "inner.js",
      "lib/index.js",
      "node:fs",
      "node:fs/promises",
      "node_modules/old/src/index.js",
      "node_modules/punycode/punycode.js",
      "part.js",
    ]);
  });

  it("reads a package of TypeScript, as bundlers do", async () => {
    const modules = await modulesIn(
      {
        "a.ts": 'import { Kind } from "shared"; console.log(Kind.One);',
        "node_modules/shared/package.json": { name: "shared", version: "1.0.0", main: "index.ts" },
        "node_modules/shared/index.ts": 'export * from "./kind"; export type { Shape } from "./shape";',
        "node_modules/shared/kind.ts":
          'import { Shape } from "./shape"; export enum Kind { One = "1" } export type Of = Shape;',
        "node_modules/shared/shape.ts": "export interface Shape { readonly side: number }",
      },
      "a.ts",
    );
    expect(modules).toEqual(["node_modules/shared/index.ts", "node_modules/shared/kind.ts"]);
  });

  it("decides formats by extension, type and syntax", async () => {
    const folder = writeProject({
      "a.mjs":
        'import "./b.cjs"; import "./c.js"; import "./d/e.js"; import "./f.json" with { type: "json" };',
      "b.cjs": "",
      "c.js": "export {};",
      "d/package.json": { type: "module" },
      "d/e.js": "",
      "f.json": "{}",
    });
    const { modules } = await readGraph(folder, "a.mjs");
    const formats = [...modules.values()].map(({ format }) => format);
    expect(formats).toEqual(["module", "commonjs", "module", "module", "json"]);
  });

  it("keeps lazy loads as edges that are not followed", async () => {
    const folder = writeProject({
      "a.js": 'exports.f = () => require("./b"); exports.g = async () => import("./c.mjs"); require("./d");',
      "b.js": "",
      "c.mjs": "",
      "d.js": "",
    });
    const graph = await readGraph(folder, "a.js");
    expect(modulesOf(folder, graph)).toEqual(["d.js"]);
    expect(graph.modules.get(join(folder, "a.js"))?.edges).toMatchObject([
      { specifier: "./b", kind: "require", isEager: false, line: 1 },
      { specifier: "./c.mjs", kind: "dynamic-import", isEager: false },
      { specifier: "./d", kind: "require", isEager: true, target: join(folder, "d.js") },
    ]);
    expect(graph.modules.get(join(folder, "a.js"))?.edges[0]?.target).toBeUndefined();
  });

  it("loads nothing after a function has returned", async () => {
    const has = 'if (typeof Promise === "function") return';
    const modules = await modulesIn(
      {
        "a.js": 'require("./function"); require("./module");',
        "function.js": `module.exports = (function () { ${has} Promise; return require("./no").Promise; })();`,
        "module.js": `${has}; require("./no");`,
        "no.js": "",
      },
      "a.js",
    );
    expect(modules).toEqual(["function.js", "module.js"]);
  });

  it("goes around cycles, and through symbolic links to the real files", async () => {
    const folder = writeProject({
      "app/a.js": 'require("shared"); require("./b");',
      "app/b.js": 'require("./a");',
      "packages/shared/package.json": { name: "shared", main: "main.js" },
      "packages/shared/main.js": "",
    });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(join(folder, "packages/shared"), join(folder, "node_modules/shared"));
    const graph = await readGraph(folder, "app/a.js");
    expect(modulesOf(folder, graph)).toEqual(["app/b.js", "packages/shared/main.js"]);
    expect(graph.modules.get(join(folder, "packages/shared/main.js"))?.package).toBeUndefined();
  });

  it("names the package of a module", async () => {
    const folder = writeProject({
      "a.js": 'require("@scope/p/lib/b")',
      "node_modules/@scope/p/package.json": { name: "@scope/p", version: "1.2.3" },
      "node_modules/@scope/p/lib/package.json": { type: "commonjs" },
      "node_modules/@scope/p/lib/b.js": "",
    });
    const { modules } = await readGraph(folder, "a.js");
    expect([...modules.values()][1]?.package).toEqual({ name: "@scope/p", version: "1.2.3" });
  });
});

describe("what one module sets going in another", () => {
  const lazy =
    'exports.start = () => require("./heavy"); Object.defineProperty(exports, "now", { get: () => require("./now") });';
  const files = { "lazy.js": lazy, "heavy.js": "", "now.js": "" };

  it.each<[string, string, readonly string[]]>([
    ["nothing", 'require("./lazy");', ["lazy.js"]],
    ["a call", 'require("./lazy").start();', ["heavy.js", "lazy.js"]],
    ["a call by another name", 'const { start: go } = require("./lazy"); go();', ["heavy.js", "lazy.js"]],
    ["a call in a function", 'const lazy = require("./lazy"); exports.f = () => lazy.start();', ["lazy.js"]],
    ["a getter", 'require("./lazy").now;', ["lazy.js", "now.js"]],
  ])("%s", async (_name, text, modules) => {
    expect(await modulesIn({ ...files, "a.js": text }, "a.js")).toEqual(modules);
  });

  it("through a module between them", async () => {
    const between = 'const lazy = require("./lazy"); exports.begin = () => lazy.start();';
    const modules = await modulesIn(
      { ...files, "between.js": between, "a.js": 'require("./between").begin();' },
      "a.js",
    );
    expect(modules).toEqual(["between.js", "heavy.js", "lazy.js"]);
  });

  it.each<[string, string, string, string]>([
    ["the whole", "a.js", 'require("./between.js").start();', 'module.exports = require("./lazy");'],
    ["a member", "a.js", 'require("./between.js").start();', 'exports.start = require("./lazy").start;'],
    [
      "a name of its own",
      "a.js",
      'require("./between.js").lazy.start();',
      'exports.lazy = require("./lazy");',
    ],
    [
      "another name",
      "a.js",
      'const { tools } = require("./between.js"); tools.start();',
      'const lazy = require("./lazy"); exports.tools = { start: lazy.start };',
    ],
    [
      "a declaration",
      "a.mjs",
      'import { start } from "./between.mjs"; start();',
      'export { start } from "./lazy.js";',
    ],
    ["everything", "a.mjs", 'import { start } from "./between.mjs"; start();', 'export * from "./lazy.js";'],
  ])("through one that hands it on: %s", async (_name, entry, text, between) => {
    const format = entry.slice(entry.indexOf("."));
    const modules = await modulesIn(
      { ...files, "a.js": text, "a.mjs": text, [`between${format}`]: between },
      entry,
    );
    expect(modules).toContain("heavy.js");
  });

  it.each<[string, string, string, string, boolean]>([
    [
      "a function",
      'require("./guard")(() => require("./heavy"));',
      "module.exports = (run) => run();",
      "js",
      true,
    ],
    [
      "a function that an object has",
      'const { attempt } = require("./guard"); const found = attempt("heavy", () => require("./heavy"));',
      "exports.attempt = (name, load) => { try { return load ? load() : require(name); } catch { return {}; } };",
      "js",
      true,
    ],
    [
      "a function that another module hands on",
      'const { attempt } = require("./guard"); attempt(() => require("./heavy"));',
      'Object.assign(exports, require("./first")); exports.other = 1;',
      "js",
      true,
    ],
    [
      "an imported function",
      'import { createRequire } from "node:module"; import { attempt } from "./guard.mjs"; const require = createRequire(import.meta.url); attempt(() => require("./heavy"));',
      "export function attempt(run) { return run(); }",
      "mjs",
      true,
    ],
    [
      "a function that keeps it",
      'require("./guard")(() => require("./heavy"));',
      "module.exports = (run) => ({ run });",
      "js",
      false,
    ],
    [
      "another argument",
      'require("./guard")(() => require("./heavy"), () => {});',
      "module.exports = (a, b) => b();",
      "js",
      false,
    ],
    ["nobody knows what", 'f()(() => require("./heavy"));', "", "js", false],
  ])("through %s that gets a function", async (_name, text, guard, format, isLoaded) => {
    const modules = await modulesIn(
      {
        [`a.${format}`]: text,
        [`guard.${format}`]: guard,
        "first.js": "exports.attempt = (run) => run();",
        "heavy.js": "",
      },
      `a.${format}`,
    );
    expect(modules.includes("heavy.js")).toBe(isLoaded);
  });

  it.each<[string, string, string, string, boolean]>([
    [
      "a test of the language",
      'require("./is")() || require("./heavy");',
      "is.js",
      'module.exports = () => typeof Math.sign === "function";',
      false,
    ],
    [
      "a test of Node.js",
      'const { is } = require("./is"); if (!is(4)) require("./heavy");',
      "is.js",
      'const [major] = process.versions.node.split(".").map(Number); exports.is = (least) => major >= least;',
      false,
    ],
    [
      "a constant",
      'if (require("./is").browser === true) require("./heavy");',
      "is.js",
      'exports.browser = typeof window !== "undefined";',
      false,
    ],
    [
      "a list",
      'require("./names").forEach((name) => require("./" + name));',
      "names.js",
      'module.exports = ["heavy"];',
      true,
    ],
    [
      "JSON",
      'for (const name of require("./names.json").parts) require(`./${name}`);',
      "names.json",
      '{ "parts": ["heavy"] }',
      true,
    ],
    [
      "what it keeps",
      'const { is } = require("./is"); if (!is()) require("./heavy");',
      "is.js",
      'let known; exports.is = () => { if (known === undefined) known = process.platform === "linux"; return known; };',
      false,
    ],
    [
      "what may change",
      'const { is } = require("./is"); if (is()) require("./heavy");',
      "is.js",
      "let ready = false; exports.begin = () => { ready = true; }; exports.is = () => ready;",
      true,
    ],
    [
      "what somebody else is asked",
      'const { is } = require("./is"); if (is(f())) require("./heavy");',
      "is.js",
      "exports.is = (one) => one === 1;",
      true,
    ],
  ])("by what a module of a package tells: %s", async (_name, text, name, content, isLoaded) => {
    const modules = await modulesIn(
      {
        "a.js": 'require("asking");',
        "node_modules/asking/package.json": { name: "asking", version: "1.0.0", main: "main.js" },
        "node_modules/asking/main.js": text,
        [`node_modules/asking/${name}`]: content,
        "node_modules/asking/heavy.js": "",
      },
      "a.js",
    );
    expect(modules.includes("node_modules/asking/heavy.js")).toBe(isLoaded);
  });

  it("through a getter that is defined on what another module exports", async () => {
    const modules = await modulesIn(
      {
        "a.js": 'const { tools } = require("./between"); tools.now;',
        "between.js":
          'const tools = require("./tools"); exports.tools = tools; Object.defineProperty(tools, "now", { get: () => require("./now") });',
        "tools.js": "module.exports = () => {};",
        "now.js": "",
      },
      "a.js",
    );
    expect(modules).toEqual(["between.js", "now.js", "tools.js"]);
  });

  it("an import of CommonJS reads the getters that it can name", async () => {
    const named = `exports.now = void 0; ${lazy}`;
    expect(await modulesIn({ ...files, "lazy.js": named, "a.mjs": 'import "./lazy.js";' }, "a.mjs")).toEqual([
      "lazy.js",
      "now.js",
    ]);
  });
});

describe("readSync", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Runs something for which no time passes. */
  function atOnce<T>(run: () => T): T {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    try {
      return run();
    } finally {
      clock.mockRestore();
    }
  }

  const files = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`m${index}.js`, `require("./m${index + 1}");`]),
  );

  it("gives up when its time is over, and goes on the next time", () => {
    const folder = writeProject({ ...files, "m50.js": "" });
    const reader = createGraphReader({ cache: false });
    const entry = join(folder, "m0.js");
    expect(reader.readSync(entry, { budgetMs: 0 })).toBeUndefined();
    let graph: ReturnType<typeof reader.readSync>;
    for (let attempt = 0; attempt < 1000 && graph === undefined; attempt++) {
      graph = reader.readSync(entry, { budgetMs: 0.5 });
    }
    expect(graph?.modules.size).toBe(51);
  });

  it("does not begin to read a file that is too large for the time that is left", () => {
    const folder = writeProject({ "a.js": 'require("./large.js");', "large.js": " ".repeat(30_000_000) });
    const reader = createGraphReader({ cache: false });
    expect(reader.readSync(join(folder, "a.js"), { budgetMs: 1000 })).toBeUndefined();
    const graph = reader.readSync(join(folder, "a.js"), { budgetMs: 60_000 });
    expect(graph?.problems).toEqual([]);
    expect(modulesOf(folder, graph!)).toEqual(["large.js"]);
  });

  it("does not begin to follow a code that is too long for the time that is left, though it would read it", () => {
    const long = `exports.start = () => require("./lazy.js");${"/* - */".repeat(400_000)}`;
    const folder = writeProject({ "a.js": 'require("./long.js");', "long.js": long, "lazy.js": "" });
    const reader = createGraphReader({ cache: false });
    const read = (budgetMs: number) => atOnce(() => reader.readSync(join(folder, "a.js"), { budgetMs }));
    expect(read(1000)).toBeUndefined();
    expect(modulesOf(folder, read(60_000)!)).toEqual(["long.js"]);
  });

  it("leaves a code that takes long to follow where it is when the time is over", () => {
    const busy = "for (let i = 0; i < 1900; i++) for (let j = 0; j < 9; j++) sum = i + j;";
    const folder = writeProject({
      "a.js": `let sum = 0; if (sum < 1) require("./b.js"); ${busy}`,
      "b.js": "",
    });
    const reader = createGraphReader({ cache: false });
    let looks = 0;
    vi.spyOn(performance, "now").mockImplementation(() => looks++);
    expect(reader.readSync(join(folder, "a.js"), { budgetMs: 20 })).toBeUndefined();
    // The clock of the test goes on with each look at it, and those into the code are a part of them.
    expect(looks).toBeLessThan(40);
    expect(modulesOf(folder, reader.readSync(join(folder, "a.js"), { budgetMs: 60_000 })!)).toEqual(["b.js"]);
  });

  it("does not load the compiler for TypeScript of the project when there is no time for it", () => {
    const folder = writeProject({
      "a.js": 'require("./shared.ts");',
      "shared.ts": "export const shared = 1;",
    });
    const reader = createGraphReader({ cache: false });
    const read = (budgetMs: number) => atOnce(() => reader.readSync(join(folder, "a.js"), { budgetMs }));
    expect(read(600)).toBeUndefined();
    expect(modulesOf(folder, read(60_000)!)).toEqual(["shared.ts"]);
  });

  it("keeps on disk what it has read of packages when its time is over", () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const folder = writeProject({
      "a.js": names.map((name) => `require("${name}");`).join(""),
      ...Object.fromEntries(names.map((name) => [`node_modules/${name}/index.js`, "module.exports = 1;"])),
    });
    const cache = join(folder, "cache");
    let looks = 0;
    vi.spyOn(performance, "now").mockImplementation(() => looks++);
    // Each time in another process, so to speak: what the one before has read, this one has to find on disk.
    const lengths: number[] = [];
    let graph: ModuleGraph | undefined;
    while (graph === undefined && lengths.length < 40) {
      graph = createGraphReader({ cache }).readSync(join(folder, "a.js"), { budgetMs: 60 });
      lengths.push(readdirSync(cache).length);
    }
    expect(graph?.modules.size).toBe(41);
    expect(lengths.length).toBeGreaterThan(1);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  });

  it("starts from imports that the caller knows, without reading the entry", () => {
    const folder = writeProject({ ...files, "m50.js": "" });
    const graph = createGraphReader({ cache: false }).readSync(join(folder, "not-written.ts"), {
      budgetMs: 60_000,
      imports: [{ specifier: "./m48.js", kind: "import", line: 3 }],
    });
    expect(graph?.problems).toEqual([]);
    expect(graph?.modules.get(join(folder, "not-written.ts"))?.edges).toMatchObject([
      { line: 3, isEager: true },
    ]);
    expect(modulesOf(folder, graph!)).toEqual(["m48.js", "m49.js", "m50.js"]);
  });

  it("does not read such an entry later either, whatever its imports would load when it uses them", () => {
    const folder = writeProject({
      "entry.ts":
        'import { parse } from "./lazy.js";\nimport "./other.js";\nexport const handler = () => parse();\n',
      "lazy.js": 'Object.defineProperty(exports, "parse", { get: () => require("./parse.js") });',
      "parse.js": "",
      "other.js": "",
    });
    const graph = createGraphReader({ cache: false }).readSync(join(folder, "entry.ts"), {
      budgetMs: 500,
      imports: [{ specifier: "./lazy.js", kind: "require" }],
    });
    expect(graph && modulesOf(folder, graph)).toEqual(["lazy.js"]);
  });
});

describe("bad input", () => {
  it("names what is missing, unreadable, binary or malformed, and its importer", async () => {
    const folder = writeProject({
      "a.js":
        'require("missing"); require("./folder.js"); require("./binary.js"); require("./bad.json"); require("./good");',
      "folder.js/index.txt": "",
      "binary.js": "\0\u0001\u0002",
      "bad.json": "{",
      "good.js": "",
    });
    const { problems, modules } = await readGraph(folder, "a.js");
    expect(modules.has(join(folder, "good.js"))).toBe(true);
    const importer = join(folder, "a.js");
    expect(problems.map((problem) => problem.file.replace(`${folder}/`, "")).toSorted()).toEqual([
      "./folder.js",
      "bad.json",
      "binary.js",
      "missing",
    ]);
    expect(new Set(problems.map((problem) => problem.importer))).toEqual(new Set([importer]));
    for (const { message } of problems) expect(message).toMatch(/\w/);
  });

  it("names an entry that is not there", async () => {
    const folder = writeProject({});
    const { problems } = await readGraph(folder, "nothing.js");
    expect(problems).toMatchObject([{ file: join(folder, "nothing.js"), importer: undefined }]);
  });

  it("does not mind an optional package that is not installed", async () => {
    const folder = writeProject({ "a.js": 'try { require("optional") } catch {}' });
    expect((await readGraph(folder, "a.js")).problems).toEqual([]);
  });

  it.each<[string, string]>([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["a path out of the package", '{ "exports": "./../../../../secret.js" }'],
    ["a path out of the package in main", '{ "main": "../../outside-of-nowhere" }'],
    [
      "keys of the prototype",
      '{ "__proto__": { "exports": "./x.js" }, "constructor": 1, "exports": { "__proto__": "./x.js" } }',
    ],
    ["values of the wrong kind", '{ "name": 1, "version": {}, "type": [], "main": 7, "exports": 42 }'],
    ["exports of the wrong kind", '{ "exports": { ".": [null, 1, { "require": {} }] }, "imports": "#" }'],
    ["endless nesting", `{ "exports": ${'{ "node": '.repeat(500)}"./x.js"${"}".repeat(500)} }`],
  ])("survives a package.json with %s", async (_name, manifest) => {
    const folder = writeProject({
      "a.js": 'require("p"); require("./b");',
      "b.js": "",
      "node_modules/p/package.json": manifest,
    });
    const graph = await readGraph(folder, "a.js");
    expect(modulesOf(folder, graph)).toEqual(["b.js"]);
    expect(graph.problems).toMatchObject([{ file: "p", importer: join(folder, "a.js") }]);
  });

  it.each([
    "",
    "../".repeat(50),
    "\0",
    "file:///%",
    "data:text/javascript,1",
    "https://example.com/a.js",
    "node:nothing",
    "__proto__",
  ])("survives the specifier %j", async (specifier) => {
    const folder = writeProject({
      "a.mjs": `import ${JSON.stringify(specifier)}; import "./b.mjs";`,
      "b.mjs": "",
    });
    expect(modulesOf(folder, await readGraph(folder, "a.mjs"))).toEqual(["b.mjs"]);
  });

  it("survives symbolic links in a circle", async () => {
    const folder = writeProject({ "a.js": 'require("./x/b"); require("./c")', "c.js": "" });
    symlinkSync(join(folder, "y"), join(folder, "x"));
    symlinkSync(join(folder, "x"), join(folder, "y"));
    expect(modulesOf(folder, await readGraph(folder, "a.js"))).toEqual(["c.js"]);
    expect(modulesOf(folder, await readGraph(folder, "a.js", { cache: join(folder, "cache") }))).toEqual([
      "c.js",
    ]);
  });

  it("reads a chain of 5,000 modules", async () => {
    const folder = writeProject({ "m5000.js": "" });
    for (let index = 0; index < 5000; index++) {
      writeFileSync(join(folder, `m${index}.js`), `require("./m${index + 1}");`);
    }
    expect((await readGraph(folder, "m0.js")).modules.size).toBe(5001);
  });
});
