import { join, relative } from "node:path";
import { describe, expect, it, test } from "vitest";
import { readTemplateText } from "../../src/functions/declared-functions.js";
import { functionsOfFile } from "../../src/functions/functions-of-file.js";
import { findSourceBehindBuild } from "../../src/functions/sources-behind-build.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};\n";
const manifest = { "package.json": "{}" };

describe("findSourceBehindBuild", () => {
  test.each([
    ["a folder for each function", "dist/orders/handler", "src/lambdas/orders/handler.ts"],
    ["a file for each function", "dist/create-order", "src/handlers/create-order.ts"],
    ["a folder for each, with an index", "build/create-order/index", "src/handlers/create-order.ts"],
    ["a folder that the sources have not", "dist/web/create-order", "src/handlers/create-order.ts"],
    ["a folder of the build's own", "dist/mobile/apps/orders/src/app", "apps/orders/src/app.ts"],
    ["JavaScript", "out/orders/handler", "functions/orders/handler.mjs"],
    ["an archive for each function", "dist/create-order.zip/index", "src/handlers/create-order.ts"],
    ["a build beside a template that is no package", "app/dist/app/orders/handler", "app/orders/handler.ts"],
  ])("finds the one source of %s", (_, deployed, source) => {
    const directory = temporaryProject({ ...manifest, [source]: handler, "src/other.ts": handler });
    expect(findSourceBehindBuild(join(directory, deployed))).toBe(join(directory, source));
  });

  test.each([
    ["a name that two sources have", "dist/create-order", ["src/a/create-order.ts", "src/b/create-order.ts"]],
    ["a name that says nothing", "dist/index", ["src/index.ts"]],
    ["a common name in a folder of another name", "dist/orders/handler", ["src/users/handler.ts"]],
    ["what only tests have", "dist/create-order", ["tests/create-order.ts", "src/create-order.test.ts"]],
    ["what was built", "dist/create-order", ["dist/create-order.js"]],
    ["a part of a name", "dist/order", ["src/create-order.ts"]],
    ["no build", "src/create-order", ["functions/create-order.ts"]],
  ])("says nothing of %s", (_, deployed, sources) => {
    const directory = temporaryProject({
      ...manifest,
      ...Object.fromEntries(sources.map((source) => [source, handler])),
    });
    expect(findSourceBehindBuild(join(directory, deployed))).toBeUndefined();
  });

  it("looks in packages only", () => {
    const directory = temporaryProject({ "src/create-order.ts": handler });
    expect(findSourceBehindBuild(join(directory, "dist/create-order"))).toBeUndefined();
  });
});

describe("a function that a Makefile builds", () => {
  const template = (handlerName: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Borrow:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: makefile }
    Properties: { CodeUri: ., Handler: ${handlerName}, Runtime: nodejs22.x }
`;
  const statusOf = (handlerName: string, sources: readonly string[]) => {
    const directory = temporaryProject({
      ...manifest,
      "template.yaml": template(handlerName),
      ...Object.fromEntries(sources.map((source) => [source, handler])),
    });
    return readTemplateText(template(handlerName), join(directory, "template.yaml")).map(
      ({ handler: { status, file } }) => [status, file && relative(directory, file)],
    );
  };

  it("has the one source of its name as its handler", () => {
    expect(statusOf("borrow.handler", ["src/desk/borrow.ts", "src/desk/return.ts"])).toEqual([
      ["resolved", "src/desk/borrow.ts"],
    ]);
    expect(statusOf("borrow.handler", ["borrow.ts", "old/borrow.ts"])).toEqual([["resolved", "borrow.ts"]]);
  });

  test.each([
    ["borrow.handler", ["src/desk/borrow.ts", "src/web/borrow.ts"]],
    ["borrow.main", ["src/desk/borrow.ts"]],
    ["index.handler", ["src/desk/index.ts"]],
  ])("has none that is known by the name %s among %s", (name, sources) => {
    expect(statusOf(name, sources)).toEqual([["built-artifact", undefined]]);
  });
});

describe("a template whose code a script bundles", () => {
  const template = `
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: dist/orders/, Handler: handler.handler, Runtime: nodejs22.x }
`;
  const files = { ...manifest, "template.yaml": template, "src/lambdas/orders/handler.ts": handler };

  it("has the source as its handler, whether it has been built or not", () => {
    for (const built of [{}, { "dist/orders/handler.js": handler }]) {
      const directory = temporaryProject({ ...files, ...built });
      const found = functionsOfFile(join(directory, "src/lambdas/orders/handler.ts"));
      expect(found.map(({ id, handler: { status } }) => [id, status])).toEqual([["Orders", "resolved"]]);
    }
  });

  it("has none where the source exports something else: it may be another one", () => {
    const directory = temporaryProject({
      ...files,
      "src/lambdas/orders/handler.ts": "export const main = async () => {};\n",
    });
    expect(functionsOfFile(join(directory, "src/lambdas/orders/handler.ts"))).toEqual([]);
  });

  it("has none that the compiler's settings lead to where a bundler writes the code and it exports something else", () => {
    const other = "export const main = async () => {};\n";
    const compiled = { ...files, "src/orders/handler.ts": other, "tsconfig.json": '{ "outDir": "./dist" }' };
    const statuses = ["{}", '{ "devDependencies": { "esbuild": "^0.25.0" } }'].map((text) => {
      const directory = temporaryProject({ ...compiled, "package.json": text });
      return functionsOfFile(join(directory, "src/orders/handler.ts")).map(
        ({ handler: { status } }) => status,
      );
    });
    expect(statuses).toEqual([["export-missing"], []]);
  });
});
