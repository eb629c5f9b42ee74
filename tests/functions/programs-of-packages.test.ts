import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { readDeclaredCode } from "../../src/functions/declared-code.js";
import { functionsOfFile } from "../../src/functions/functions-of-file.js";
import { parseSource } from "../../src/syntax/parse-source.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};\n";

/** The handlers' files, relative to the folder. */
function handlersOf(directory: string, root = "."): readonly (readonly [string, string | undefined])[] {
  return codeFunctionsOfProject(join(directory, root)).map(({ handler: { status, file } }) => [
    status,
    file?.slice(directory.length + 1),
  ]);
}

describe("what infrastructure code takes from a package of the workspace that makes no resources", () => {
  const config = `
import lend from "./lend";
export default { provider: { name: "aws", runtime: "nodejs22.x" }, functions: { lend } };
`;
  const lend = `
import { folderOf } from "@books/lambda";
export default { handler: \`\${folderOf(__dirname)}/handler.handler\` };
`;
  const helper = `
import middy from "@middy/core";
export const wrap = (inner) => middy(inner);
export * from "./paths";
`;
  const paths = `export const folderOf = (folder: string) => folder.split(process.cwd())[1].substring(1).replace(/\\\\/g, "/");`;

  it("is read: where a handler lies", () => {
    const directory = temporaryProject({
      "package.json": JSON.stringify({ workspaces: ["packages/**/*"] }),
      "packages/api/lambda/package.json": JSON.stringify({ name: "@books/lambda", main: "lib/index.js" }),
      "packages/api/lambda/src/index.ts": helper,
      "packages/api/lambda/src/paths.ts": paths,
      "services/desk/serverless.ts": config,
      "services/desk/lend/index.ts": lend,
      "services/desk/lend/handler.ts": handler,
    });
    expect(handlersOf(directory, "services/desk")).toEqual([["resolved", "services/desk/lend/handler.ts"]]);
  });

  it("is not followed through more files than have to do with infrastructure", () => {
    const parts = Array.from({ length: 80 }, (_, index): [string, string] => [
      `packages/lambda/src/part${index}.ts`,
      index === 79 ? paths : `export * from "./part${index + 1}";`,
    ]);
    const directory = temporaryProject({
      "package.json": JSON.stringify({ workspaces: ["packages/*"] }),
      "packages/lambda/package.json": JSON.stringify({ name: "@books/lambda" }),
      "packages/lambda/src/index.ts": `export * from "./part0";`,
      ...Object.fromEntries(parts),
      "services/desk/serverless.ts": config,
      "services/desk/lend/index.ts": lend,
      "services/desk/lend/handler.ts": handler,
    });
    expect(handlersOf(directory, "services/desk")).toEqual([["opaque", undefined]]);
  });
});

it("finds constructs in the projects of Rush, which its file lists with comments", () => {
  const directory = temporaryProject({
    "rush.json": `/* all */
{
  // projects
  "projects": [
    { "packageName": "@books/constructs", "projectFolder": "lib/constructs" },
    // { "packageName": "@books/old", "projectFolder": "lib/old" },
    { "packageName": "desk", "projectFolder": "apps/desk" },
  ],
}`,
    "lib/constructs/package.json": JSON.stringify({
      name: "@books/constructs",
      exports: { "./dist/watched": "./dist/watched.js" },
      dependencies: { "aws-cdk-lib": "^2" },
    }),
    "lib/constructs/src/watched.ts": `
import { AssetCode, Function, Runtime } from "aws-cdk-lib/aws-lambda";
export class Watched extends Function {
  static create(stack, name) {
    return new Watched(stack, name, { runtime: Runtime.NODEJS_24_X, code: new AssetCode("dist/lambda/" + name), handler: name + ".handler" });
  }
}`,
    "apps/desk/package.json": JSON.stringify({ name: "desk", dependencies: { "aws-cdk-lib": "^2" } }),
    "apps/desk/cdk.json": `{ "app": "node lib/app.js" }`,
    "apps/desk/src/app.ts": `
import { App, Stack } from "aws-cdk-lib";
import { Watched } from "@books/constructs/dist/watched";
class DeskStack extends Stack {
  constructor(scope, id) { super(scope, id); Watched.create(this, "lend-book"); }
}
new DeskStack(new App(), "Desk");`,
    "apps/desk/src/lambda/lend-book/lend-book.ts": handler,
  });
  expect(handlersOf(directory, "apps/desk")).toEqual([
    ["resolved", "apps/desk/src/lambda/lend-book/lend-book.ts"],
  ]);
});

describe("the app of a cdk.json that names a script of the package.json", () => {
  test.each([
    ["npm run start:app", "start:app"],
    ["npm run --silent app", "app"],
    ["yarn app", "app"],
    ["pnpm run app", "app"],
  ])("is what `%s` runs", (command, script) => {
    const directory = temporaryProject({
      "cdk.json": JSON.stringify({ app: command }),
      "package.json": JSON.stringify({
        dependencies: { "aws-cdk-lib": "^2" },
        scripts: { [script]: "npx ts-node -r tsconfig-paths/register ./bin/index.ts" },
      }),
      "bin/index.ts": `import { App } from "aws-cdk-lib"; import { Books } from "../lib/books"; new Books(new App(), "Books", "src/lend.ts");`,
      "lib/books.ts": `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Books extends Stack {
  constructor(scope, id, entry) { super(scope, id); new NodejsFunction(this, "Lend", { entry }); }
}`,
      "src/lend.ts": handler,
    });
    expect(handlersOf(directory)).toEqual([["resolved", "src/lend.ts"]]);
  });
});

describe("the entry of a NodejsFunction that the compiler writes", () => {
  const read = (entry: string, files: Readonly<Record<string, string>>) =>
    handlersOf(
      temporaryProject({
        "infra/cdk.json": "{}",
        "infra/lib/stack.ts": `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Books extends Stack { lend = new NodejsFunction(this, "Lend", { entry: "${entry}" }); }`,
        ...files,
      }),
      "infra",
    );

  test.each([
    [
      "by the compiler's settings",
      "../api/out/lend.js",
      "api/code/lend.ts",
      { rootDir: "code", outDir: "out" },
    ],
    ["beside what it writes", "../api/dist/index.js", "api/src/index.ts", {}],
    ["in a folder of handlers", "../api/dist/api/lend.js", "api/src/api/lend.ts", { outDir: "./dist" }],
  ])("is read from its source %s", (_, entry, source, compilerOptions) => {
    expect(
      read(entry, {
        "api/package.json": "{}",
        "api/tsconfig.json": JSON.stringify({ compilerOptions }),
        [source]: handler,
      }),
    ).toEqual([["resolved", source]]);
  });

  it("is one that no build has written yet, where there is no source of it", () => {
    expect(read("../api/dist/lend.js", {})).toEqual([["built-artifact", undefined]]);
    expect(read("../api/lend.js", {})).toEqual([["file-missing", undefined]]);
  });

  it("is the file itself where that is no build's", () => {
    const files = { "api/lend.js": handler, "api/src/lend.ts": handler };
    expect(read("../api/lend.js", files)).toEqual([["resolved", "api/lend.js"]]);
  });
});

describe("functions that other functions make", () => {
  const config = `
export default $config({
  app() { return { name: "books", home: "aws" }; },
  async run() {
    const { createBus } = await import("./packages/infra/bus.js");
    const bus = createBus();
  },
});`;
  const bus = `
/// <reference path="../../.sst/platform/config.d.ts" />
export function createBus(options: { prefix?: string } = {}) {
  const prefix = options.prefix ?? "";
  return new sst.aws.Function("Bus", { handler: \`\${prefix}src/bus.handler\`, memory: "512 MB" });
}`;
  const files = { "sst.config.ts": config, "packages/infra/bus.ts": bus, "src/bus.ts": handler };

  it("are made once, with what they are given, where a function that nobody calls makes them", () => {
    expect(handlersOf(temporaryProject(files))).toEqual([["resolved", "src/bus.ts"]]);
  });

  it("are made once, whichever file comes first", () => {
    const directory = temporaryProject({
      "cdk.json": "{}",
      "lib/a-helper.ts": `
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export const make = (scope, id) => new NodejsFunction(scope, id, { entry: \`src/\${id}.ts\` });`,
      "lib/books.ts": `
import { Function } from "aws-cdk-lib/aws-lambda";
import { make } from "./a-helper";
export function books(scope) { return make(scope, "lend"); }`,
      "src/lend.ts": handler,
    });
    expect(handlersOf(directory)).toEqual([["resolved", "src/lend.ts"]]);
  });

  it("are of the program above, where the package that makes them is for SST and has none", () => {
    const directory = temporaryProject({
      ...files,
      "packages/infra/package.json": JSON.stringify({ dependencies: { sst: "^3" } }),
    });
    const file = join(directory, "packages/infra/bus.ts");
    const sourceCode = parseSource(file, bus);
    if (sourceCode === undefined) throw new Error("does not parse");
    expect(readDeclaredCode(sourceCode, file).map((fn) => fn.handler.status)).toEqual(["resolved"]);
    expect(functionsOfFile(join(directory, "src/bus.ts")).map((fn) => onlyValue(fn.memoryMb))).toEqual([512]);
  });
});
