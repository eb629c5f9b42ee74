import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Linter } from "eslint";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { estimateFile, fileEstimates } from "../../src/estimate/estimate-file.js";
import type { PackageImport } from "../../src/estimate/package-imports.js";
import rule from "../../src/rules/no-heavy-import.js";
import { buildLanguageOptions } from "../support/lint-text.js";
import { fakeWeigher } from "./fake-graph.js";

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "eslint-plugin-aws-lambda-")));
  write("package.json", "{}");
  write("handler.ts", "");
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
}

/** A package of so many modules, each of `kb` kilobytes, and what its first module requires beside them. */
function install(name: string, modules: number, { kb = 0, requires = [] as readonly string[] } = {}): void {
  const folder = `node_modules/${name}`;
  const others = Array.from({ length: modules - 1 }, (_, index) => `./part${index}.js`);
  const text = `/* ${"x".repeat(kb * 1000)} */`;
  write(`${folder}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  write(
    `${folder}/index.js`,
    [...others, ...requires].map((file) => `require("${file}");`).join("\n") + text,
  );
  for (const file of others) write(`${folder}/${file}`, text);
}

const asked = (module: string): PackageImport => ({
  module,
  loads: [] as unknown as PackageImport["loads"],
  format: undefined,
  weight: undefined,
});

const read = (modules: readonly string[], budgetMs = 10_000) =>
  estimateFile(join(project, "handler.ts"), modules.map(asked), { weigherFor: () => fakeWeigher, budgetMs });

describe("estimateFile", () => {
  it("says what is installed of the packages that a file imports", () => {
    install("core", 3);
    install("orders", 5, { requires: ["core"] });
    install("invoices", 2, { requires: ["core"] });
    const estimates = read(["orders", "invoices"]);
    const figures = [...(estimates ?? [])].map(([name, { modules, exclusive, heaviestChain }]) => ({
      name,
      modules,
      exclusive: exclusive.modules,
      chain: heaviestChain.map((link) => link.package),
    }));
    expect(figures).toEqual([
      { name: "orders", modules: 8, exclusive: 5, chain: ["orders"] },
      { name: "invoices", modules: 5, exclusive: 2, chain: ["invoices", "core"] },
    ]);
  });

  it("knows nothing of a file that is not on disk, and leaves out a package that is not installed", () => {
    expect(
      estimateFile("src/handler.ts", [asked("orders")], { weigherFor: () => fakeWeigher, budgetMs: 99 }),
    ).toBeUndefined();
    expect(
      estimateFile(join(project, "none.ts"), [asked("orders")], {
        weigherFor: () => fakeWeigher,
        budgetMs: 99,
      }),
    ).toBeUndefined();
    install("orders", 1);
    expect([...(read(["orders", "invoices"])?.keys() ?? [])]).toEqual(["orders"]);
  });

  it("follows `require` in a CommonJS package, `import` in an ES one, and `import` where nothing else resolves", () => {
    const exports = { import: "./esm.mjs", require: "./cjs.cjs" };
    write("node_modules/dual/package.json", JSON.stringify({ name: "dual", version: "1.0.0", exports }));
    write("node_modules/dual/cjs.cjs", "");
    write("node_modules/dual/esm.mjs", 'import "./more.mjs";');
    write("node_modules/dual/more.mjs", "");
    write(
      "node_modules/modern/package.json",
      JSON.stringify({ name: "modern", version: "1.0.0", exports: { import: "./index.mjs" } }),
    );
    write("node_modules/modern/index.mjs", "");
    const modulesOf = () =>
      [...(read(["dual", "modern"]) ?? [])].map(([name, { modules }]) => [name, modules]);
    expect(modulesOf()).toEqual([
      ["dual", 1],
      ["modern", 1],
    ]);
    write("package.json", '{"type":"module"}');
    utimesSync(join(project, "package.json"), 1, 1);
    expect(modulesOf()).toEqual([
      ["dual", 2],
      ["modern", 1],
    ]);
  });

  it("leaves the project's own modules alone, whatever they are called: TypeScript would have to be loaded", () => {
    write("packages/shared/package.json", '{"name":"@acme/shared","main":"index.ts"}');
    write("packages/shared/index.ts", "export const shared = 1;");
    mkdirSync(join(project, "node_modules/@acme"), { recursive: true });
    symlinkSync(join(project, "packages/shared"), join(project, "node_modules/@acme/shared"));
    write("tsconfig.json", '{"compilerOptions":{"paths":{"@lib/*":["./lib/*"]}}}');
    write("lib/store.ts", "export const store = 1;");
    symlinkSync(join(project, "node_modules/loop"), join(project, "node_modules/loop"));
    expect([...(read(["@acme/shared", "@lib/store", "loop"]) ?? ["none"])]).toEqual([]);
  });

  it("reads once for the same question, and again when something was installed", () => {
    install("orders", 3);
    write("node_modules/.package-lock.json", "{}");
    const before = { ...fileEstimates };
    const first = read(["orders"]);
    expect(read(["orders"])).toBe(first);
    expect(fileEstimates.read - before.read).toBe(1);
    expect(fileEstimates.remembered - before.remembered).toBe(1);

    install("orders", 7);
    utimesSync(join(project, "node_modules/.package-lock.json"), 1, 1);
    expect(read(["orders"])?.get("orders")?.modules).toBe(7);
    expect(fileEstimates.read - before.read).toBe(2);
  });

  it("gives up when its time is over, and goes on from there the next time", () => {
    install("orders", 40);
    expect(read(["orders"], 0)).toBeUndefined();
    expect(read(["orders"])?.get("orders")?.modules).toBe(40);
  });

  it("survives what is broken, and names it nowhere as an estimate", () => {
    write("node_modules/broken/package.json", '{"name":"broken","main":"index.js","__proto__":{"exports":1}');
    write("node_modules/broken/index.js", "\0(((");
    write("node_modules/odd/package.json", '{"name":"odd","version":3,"main":"index.js"}');
    write("node_modules/odd/index.js", 'require("./missing"); require("odd");');
    write("package.json", "null");
    expect(() => read(["broken", "odd", "../outside", "__proto__"])).not.toThrow();
    expect(read(["odd"])?.get("odd")?.modules).toBe(1);
  });
});

describe("no-heavy-import in a project with its packages installed", () => {
  function lint(code: string, options: object = {}) {
    const filename = join(project, "handler.ts");
    const config = {
      files: ["**"],
      plugins: { "aws-lambda": { rules: { "no-heavy-import": rule } } },
      languageOptions: buildLanguageOptions(code, filename),
      rules: { "aws-lambda/no-heavy-import": ["error", options] },
    } as unknown as Linter.Config;
    return new Linter({ cwd: project }).verify(code, config, { filename });
  }

  const onABranch = (module: string) =>
    `import { run } from "${module}";\nexport const handler = async (event) => event.a && run(event);\n`;

  it("weighs a package that is in no table, and names the heaviest part of it", () => {
    install("engine", 300, { kb: 9 });
    install("reports", 30, { requires: ["engine"] });
    const [message, ...others] = lint(onABranch("reports"), { maxMs: 20 });
    expect(others).toEqual([]);
    expect(message).toMatchObject({ messageId: "heavyOnSomePaths", line: 1 });
    expect(message?.message).toMatch(/330 modules, 2\.7 MB, 2\.7 MB of it from `engine`/);
  });

  it("is silent about a light one, and about one that is not installed", () => {
    install("reports", 30);
    expect(lint(onABranch("reports"))).toEqual([]);
    expect(lint(onABranch("invoices"))).toEqual([]);
  });

  it("does not count what an import that stays loads anyway", () => {
    install("engine", 900);
    install("reports", 10, { requires: ["engine"] });
    const staying = 'import { start } from "engine";\nstart();\n';
    expect(lint(onABranch("reports"), { maxMs: 50 })).toHaveLength(1);
    expect(lint(staying + onABranch("reports"), { maxMs: 50 })).toEqual([]);
  });

  it("reports one that every path needs over the larger budget only", () => {
    install("reports", 900);
    const code = 'import { run } from "reports";\nexport const handler = async (event) => run(event);\n';
    expect(lint(code)).toEqual([]);
    expect(lint(code, { maxMsOnEveryPath: 50, maxMsWithoutAlternative: 50 })).toMatchObject([
      { messageId: "heavyOnEveryPath" },
    ]);
  });

  it("reads nothing where the table has all imports", () => {
    install("googleapis", 3);
    const before = fileEstimates.read;
    expect(lint(onABranch("googleapis"))).toHaveLength(1);
    expect(lint(onABranch("lodash"))).toEqual([]);
    expect(fileEstimates.read).toBe(before);
  });

  it("answers from the table when its time is over, and with what is installed once that was read", () => {
    install("reports", 300, { kb: 9 });
    install("googleapis", 1);
    const code =
      'import { google } from "googleapis";\nimport { run } from "reports";\n' +
      "export const handler = async (event) => (event.a ? run(event) : event.b && google.auth(event));\n";
    let nowMs = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 3));
    const reported: (readonly number[])[] = [];
    while (reported.at(-1)?.length !== 2 && reported.length < 20)
      reported.push(lint(code, { maxMs: 50 }).map(({ line }) => line));
    clock.mockRestore();
    // The first lints know what the table has, and are silent about what they have not read to its end.
    expect(reported.length).toBeGreaterThan(2);
    expect(reported.slice(0, -1)).toEqual(reported.slice(0, -1).map(() => [1]));
    expect(reported.at(-1)).toEqual([1, 2]);
    expect(lint(code, { maxMs: 50 })[1]?.message).toMatch(/300 modules, 2\.7 MB/);
  });

  it("reads once however often the file is linted", () => {
    install("reports", 900);
    const before = fileEstimates.read;
    for (let lints = 0; lints < 5; lints++) expect(lint(onABranch("reports"), { maxMs: 50 })).toHaveLength(1);
    expect(fileEstimates.read - before).toBe(1);
  });
});
