import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { collectCodeBlocks } from "../docs/code-blocks.js";
import { isTemplate } from "../support/lint-text.js";
import { projectRoot, readProjectFile } from "../support/project-files.js";
import { findLoadedFiles, findLoadedPackages } from "./loaded-packages.js";

/** Rules that read other files of the project, with a parser of their own. */
const readers = ["no-circular-import", "no-import-from-handler"];

/** The bad examples of the pages: each rule about code has something to look at in one of them. */
const blocks = Object.keys(rules)
  .filter((name) => !readers.includes(name))
  .flatMap((name) =>
    collectCodeBlocks(readProjectFile(`rules-docs/${name}.md`)).map((block) => ({ ...block, name })),
  )
  .filter(({ tag, filename, project }) => tag === "bad" && project === undefined && !isTemplate(filename));
const examples = blocks.map(({ code, filename, settings }) => ({ code, filename, settings }));

/** The rules whose examples are templates, or need several files. */
const withoutExample = Object.keys(rules).filter((rule) => !blocks.some(({ name }) => name === rule));

/** Lints the examples; without the parser those that are plain JavaScript. */
function lintProgram({ parser, plugin }: { readonly parser: boolean; readonly plugin: boolean }): string {
  return `
    const { Linter } = await import("eslint");
    const parser = ${parser} ? await import("@typescript-eslint/parser") : undefined;
    const plugin = ${plugin} ? (await import("eslint-plugin-aws-lambda")).default : undefined;
    const silent = new Set(Object.keys(plugin?.rules ?? {}));
    const off = Object.fromEntries(${JSON.stringify(readers)}.map((name) => ["aws-lambda/" + name, "off"]));
    const linter = new Linter();
    for (const { code, filename, settings } of ${JSON.stringify(examples)}) {
      const messages = linter.verify(
        code,
        [
          { files: ["**"], languageOptions: parser ? { parser } : {}, rules: { "max-lines": ["error", 99] } },
          ...(plugin
            ? [{ ...plugin.configs.strict, settings: { "aws-lambda": { handlerFiles: ["none/*"], ...settings } } }, { rules: off }]
            : []),
        ],
        { filename },
      );
      if (parser && messages.some(({ fatal }) => fatal)) throw new Error(messages[0].message);
      for (const { ruleId } of messages) silent.delete(ruleId?.replace("aws-lambda/", ""));
    }
    for (const name of ${JSON.stringify(withoutExample)}) silent.delete(name);
    if (parser && silent.size > 0) throw new Error("No finding of " + [...silent]);
    if (plugin && silent.size === Object.keys(plugin.rules).length - ${withoutExample.length}) throw new Error("No finding at all");
  `;
}

/** Lints a file of this project that imports a package which is in no table. */
function lintInstalledProgram(plugin: boolean): string {
  return `
    const { Linter } = await import("eslint");
    const plugin = ${plugin} ? (await import("eslint-plugin-aws-lambda")).default : undefined;
    // The rule gives up when a graph takes too long: on a busy machine the clock stands still.
    performance.now = () => 0;
    const code = 'import { Linter } from "eslint";\\nexport const handler = async (event) => event.a && new Linter();\\n';
    const rules = { "aws-lambda/no-heavy-import": ["error", { maxMs: 1 }] };
    const lint = () => new Linter().verify(
      code,
      [{ files: ["**"], ...(plugin && { plugins: { "aws-lambda": plugin }, rules }) }],
      { filename: process.cwd() + "/src/index.ts" },
    );
    let messages = lint();
    // On a slow machine, the first time is over before the packages are read: the next goes on from there.
    for (let round = 0; plugin && messages.length === 0 && round < 50; round++) messages = lint();
    if (plugin && messages.length !== 1) throw new Error("No finding: " + JSON.stringify(messages));
  `;
}

function subtract(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name));
}

describe("loading the plugin", () => {
  it("loads no package, and of its own files the one with the rules", () => {
    expect(findLoadedPackages(`await import("eslint-plugin-aws-lambda");`)).toEqual([]);
    expect(findLoadedFiles(`await import("eslint-plugin-aws-lambda");`)).toEqual(["index.js"]);
  });

  it("loads what rules ask of a file with the first one, and what they ask of packages when there are any", () => {
    const lintProgram = (code: string) => `
      const { Linter } = await import("eslint");
      const plugin = (await import("eslint-plugin-aws-lambda")).default;
      const rules = { "aws-lambda/no-client-in-handler": "error" };
      const messages = new Linter().verify(${JSON.stringify(code)}, [{ plugins: { "aws-lambda": plugin }, rules }]);
      if (messages.length > 0) throw new Error(messages[0].message);
    `;
    expect(findLoadedFiles(lintProgram("export const sum = (a, b) => a + b;"))).toEqual([
      "configuration.js",
      "index.js",
      "model.js",
    ]);
  });

  it("has the code of configuration in the file of that name: by it the benchmark tells what reading configuration takes", () => {
    const dist = join(projectRoot, "dist");
    const sizeOf = (name: string) => statSync(join(dist, name)).size;
    const shared = readdirSync(dist).filter((name) => name.startsWith("shared-"));
    expect(Math.max(...shared.map(sizeOf))).toBeLessThan(sizeOf("configuration.js") / 2);
  });

  it("would see a package that it loads, in either module format", () => {
    expect(findLoadedPackages(`await import("picomatch");`)).toEqual(["picomatch"]);
    expect(findLoadedPackages(`await import("@middy/core");`)).toEqual(["@middy/core"]);
  });
});

describe("linting templates", () => {
  const lintProgram = (code: string) => `
    const { Linter } = await import("eslint");
    const plugin = (await import("eslint-plugin-aws-lambda")).default;
    const config = plugin.configs["templates-strict"];
    const messages = new Linter().verify(${JSON.stringify(code)}, [config], { filename: "template.yaml" });
    if (messages.some(({ fatal }) => fatal)) throw new Error(messages[0].message);
  `;

  it("loads a YAML library for a template with functions, and another one where that is not enough", () => {
    const loadedBy = (template: string) =>
      findLoadedPackages(lintProgram(template)).filter((name) => name.endsWith("yaml"));
    const resources = "Resources: { Fn: { Type: AWS::Serverless::Function } }";
    expect(loadedBy("Resources: { Queue: { Type: AWS::SQS::Queue, Name: &name a } }")).toEqual([]);
    expect(loadedBy(resources)).toEqual(["js-yaml"]);
    expect(loadedBy(`${resources}\nMetadata: &anchor a`)).toEqual(["js-yaml", "yaml"]);
  });
});

describe("linting with every rule", () => {
  it("loads two small packages beside what ESLint and typescript-eslint's parser load: for globs, and to remember little", () => {
    const without = findLoadedPackages(lintProgram({ parser: true, plugin: false }));
    const withPlugin = findLoadedPackages(lintProgram({ parser: true, plugin: true }));
    expect(without).toEqual(expect.arrayContaining(["eslint", "typescript", "@typescript-eslint/parser"]));
    expect(subtract(withPlugin, without)).toEqual(
      subtract(["@typescript-eslint/utils", "picomatch", "quick-lru"], without),
    );
  });

  it("loads a resolver once there are installed packages to weigh that no cache has, and neither ts-morph nor a bundler", () => {
    rmSync(join(projectRoot, "node_modules/.cache/eslint-plugin-aws-lambda"), {
      recursive: true,
      force: true,
    });
    const without = findLoadedPackages(lintInstalledProgram(false));
    const withPlugin = findLoadedPackages(lintInstalledProgram(true));
    const added = subtract(withPlugin, without);
    expect(added).toContain("oxc-resolver");
    for (const heavy of ["typescript", "ts-morph", "esbuild"]) expect(added).not.toContain(heavy);
  });

  it("loads no TypeScript where the parser is ESLint's own", () => {
    const withPlugin = findLoadedPackages(lintProgram({ parser: false, plugin: true }));
    expect(withPlugin).toContain("picomatch");
    expect(withPlugin).not.toContain("typescript");
  });
});
