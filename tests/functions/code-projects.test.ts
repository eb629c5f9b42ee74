import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { infrastructureReads } from "../../src/functions/project-folders.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { readDeclaredCode } from "../../src/functions/declared-code.js";
import { functionsOfFile } from "../../src/functions/functions-of-file.js";
import { parseSource, sourceParses } from "../../src/syntax/parse-source.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const handler = async () => {};\n";

function stackWith(entry: string, memory = 256): string {
  return `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class OrdersStack extends Stack {
  create = new NodejsFunction(this, "Create", { entry: ${entry}, memorySize: ${memory} });
}
`;
}

const manifest = JSON.stringify({ dependencies: { "aws-cdk-lib": "^2.200.0" } });

function count(): { folders: number; files: number; readings: number; parses: number } {
  const { folders, files, readings } = infrastructureReads;
  return { folders, files, readings, parses: sourceParses.count };
}

describe("where the code is found from a handler", () => {
  test.each([
    [
      "beside the handler's folder, by cdk.json",
      { "cdk.json": "{}", "lib/stack.ts": stackWith('"src/create.ts"') },
    ],
    [
      "by the package.json that depends on the CDK",
      { "package.json": manifest, "stacks/stack.ts": stackWith('"src/create.ts"') },
    ],
    [
      "in a folder for infrastructure with a package of its own",
      { "infra/package.json": manifest, "infra/lib/stack.ts": stackWith('"../src/create.ts"') },
    ],
    [
      "in a folder that has such a name in it",
      { "orders-cdk/cdk.json": "{}", "orders-cdk/lib/stack.ts": stackWith('"../src/create.ts"') },
    ],
    [
      "in a package of the repository",
      { "packages/infra/cdk.json": "{}", "packages/infra/lib/stack.ts": stackWith('"../../src/create.ts"') },
    ],
    [
      "beside the packages of the handlers, in a folder that is called after constructs",
      {
        "constructs/package.json": manifest,
        "constructs/lib/stack.ts": stackWith('"../src/create.ts"'),
        "src/package.json": "{}",
      },
    ],
    [
      "in a folder for resources, which most projects use for something else",
      { "source/resources/cdk.json": "{}", "source/resources/stack.ts": stackWith('"../../src/create.ts"') },
    ],
    [
      "by a path from the file",
      { "cdk.json": "{}", "bin/app.ts": stackWith('require.resolve("../src/create.ts")') },
    ],
  ])("%s", (_, files) => {
    const directory = temporaryProject({ ".git/HEAD": "", "src/create.ts": handler, ...files });
    expect(functionsOfFile(join(directory, "src/create.ts")).map(({ id }) => id)).toEqual(["Create"]);
  });

  describe("in an app that the compiler writes before it runs", () => {
    const app = {
      "infra/bin/app.ts": `import { App } from "aws-cdk-lib";
import { OrdersStack } from "../lib/orders-stack.js";
new OrdersStack(new App(), "Orders");
`,
      // Nothing in its text says that it makes functions.
      "infra/lib/orders-stack.ts": `import { Stack } from "aws-cdk-lib";
import { OwnFunction } from "./own-function.js";
export class OrdersStack extends Stack {
  create = new OwnFunction(this, "Create", "src/create.ts");
}
`,
    };
    const ownFunction = (code: string) => `import * as path from "node:path";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
const root = path.join(__dirname, "../../..");
${code}
`;
    const bundled = ownFunction(`export class OwnFunction extends NodejsFunction {
  constructor(scope, id, entry) { super(scope, id, { entry: path.join(root, entry) }); }
}`);
    const zipped = ownFunction(`export class OwnFunction extends Function {
  constructor(scope, id) {
    super(scope, id, { code: Code.fromAsset(path.join(root, "src")), handler: "create.handler", runtime: Runtime.NODEJS_24_X });
  }
}`);
    const findIn = (files: Readonly<Record<string, string>>) => {
      const directory = temporaryProject({ ".git/HEAD": "", "src/create.ts": handler, ...app, ...files });
      return functionsOfFile(join(directory, "src/create.ts")).map(({ id }) => id);
    };

    test.each([
      ["with an entry", bundled, '{ "outDir": "dist", "rootDir": "." }'],
      ["with an asset", zipped, '{ "outDir": "./dist" }'],
    ])("%s, by the paths from where the compiled files lie", (_, code, options) => {
      const files = {
        "infra/cdk.json": '{ "app": "node --enable-source-maps dist/bin/app.js" }',
        "infra/tsconfig.json": `{ "compilerOptions": ${options} }`,
        "infra/lib/own-function.ts": code,
      };
      expect(findIn(files)).toEqual(["Create"]);
    });

    it("but not where the sources are run themselves", () => {
      const files = {
        "infra/cdk.json": '{ "app": "npx tsx bin/app.ts" }',
        "infra/tsconfig.json": '{ "compilerOptions": { "outDir": "dist", "rootDir": "." } }',
        "infra/lib/own-function.ts": bundled,
      };
      expect(findIn(files)).toEqual([]);
    });
  });

  test.each([
    [
      "of a project that does not depend on the CDK",
      { "package.json": "{}", "lib/stack.ts": stackWith('"src/create.ts"') },
    ],
    ["of a test", { "package.json": manifest, "test/stack.test.ts": stackWith('"src/create.ts"') }],
    [
      "of what is synthesized",
      { "package.json": manifest, "cdk.out/stack.js": stackWith('"src/create.ts"') },
    ],
    [
      "outside of the repository",
      { "cdk.json": "{}", "lib/stack.ts": stackWith('"repository/src/create.ts"') },
      "repository/",
    ],
  ])("not that %s", (_, files, prefix = "") => {
    const directory = temporaryProject({
      [`${prefix}.git/HEAD`]: "",
      [`${prefix}src/create.ts`]: handler,
      ...files,
    });
    expect(functionsOfFile(join(directory, prefix, "src/create.ts"))).toEqual([]);
  });

  it("each project of a repository has its own working folder", () => {
    const files = Object.fromEntries(
      ["one", "two"].flatMap((name) => [
        [`${name}/cdk.json`, "{}"],
        [`${name}/lib/stack.ts`, stackWith('"src/create.ts"', name === "one" ? 256 : 512)],
        [`${name}/src/create.ts`, handler],
      ]),
    );
    const directory = temporaryProject({ "package.json": manifest, ...files });
    const memoryOf = (name: string) =>
      functionsOfFile(join(directory, name, "src/create.ts")).map(({ memoryMb }) => onlyValue(memoryMb));
    expect(memoryOf("one")).toEqual([256]);
    expect(memoryOf("two")).toEqual([512]);
  });

  it("those below a folder for infrastructure are looked at, where it is none itself", () => {
    const files = (marker: string, more = {}) => ({
      ".git/HEAD": "",
      "package.json": manifest,
      [marker]: "{}",
      "infra/app/lib/stack.ts": stackWith('"../../src/create.ts"'),
      "src/create.ts": handler,
      ...more,
    });
    const found = (project: Record<string, string>) =>
      functionsOfFile(join(temporaryProject(project), "src/create.ts")).length;
    expect(found(files("infra/app/cdk.json"))).toBe(1);
    expect(found(files("infra/app/cdk.json", { "infra/cdk.json": "{}" }))).toBe(0);
  });
});

describe("a package that the app of a folder above runs", () => {
  const construct = `
import { Construct } from "constructs";
import { NodejsFunction, type NodejsFunctionProps } from "aws-cdk-lib/aws-lambda-nodejs";
export class Handler extends Construct {
  constructor(scope: Construct, id: string, { entry, memorySize = 512 }: NodejsFunctionProps) {
    super(scope, id);
    new NodejsFunction(this, "Function", { entry, memorySize });
  }
}
`;
  const files = (app: string) => ({
    ".git/HEAD": "",
    "cdk.json": JSON.stringify({ app }),
    "deployment/package.json": manifest,
    "deployment/app.ts": `
import { App, Stack } from "aws-cdk-lib";
import { Handler } from "./handler.ts";
const stack = new Stack(new App(), "Orders");
new Handler(stack, "Create", { entry: "src/create.ts" });
new Handler(stack, "List", { entry: "src/list.ts" });
`,
    "deployment/handler.ts": construct,
    "src/create.ts": handler,
    "src/list.ts": handler,
  });
  const readConstruct = (project: string) => {
    const file = join(project, "deployment/handler.ts");
    const sourceCode = parseSource(file, readFileSync(file, "utf8"));
    return sourceCode === undefined ? [] : readDeclaredCode(sourceCode, file);
  };

  it("is read with it, from the folder that it runs in", () => {
    const project = temporaryProject(files("npx tsx ./deployment/app.ts"));
    const [fn, ...others] = readConstruct(project);
    expect(others).toEqual([]);
    expect(fn?.madeAs?.map(({ handler: { status } }) => status)).toEqual(["resolved", "resolved"]);
    expect(fn?.madeAs).toHaveLength(2);
    expect(onlyValue(fn?.memoryMb)).toBe(512);
    const created = functionsOfFile(join(project, "src/create.ts"));
    expect(created.map(({ id }) => id)).toEqual(["Create/Function"]);
  });

  it("is read first in a repository with more files than are looked at", () => {
    const others = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`bin/file-${index}.ts`, "export const value = 1;\n"]),
    );
    const project = temporaryProject({ ...others, ...files("npx tsx ./deployment/app.ts") });
    expect(functionsOfFile(join(project, "src/create.ts")).map(({ id }) => id)).toEqual(["Create/Function"]);
  });

  it("and not where the app above is another one", () => {
    const project = temporaryProject(files("node other/app.js"));
    // Nothing says then which file of the package makes anything of it.
    expect(readConstruct(project).map(({ madeAs }) => madeAs)).toEqual([undefined]);
  });
});

describe("what it costs", () => {
  let now = 1e9;
  beforeEach(() => {
    now += 1e7;
    vi.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const many = Object.fromEntries(
    Array.from({ length: 20 }, (_, index): [string, string] => [`src/handlers/h${index}.ts`, handler]),
  );

  it("a project is read once for all its handlers", () => {
    const directory = temporaryProject({
      "cdk.json": "{}",
      "lib/stack.ts": stackWith('"src/handlers/h3.ts"'),
      ...many,
    });
    const before = count();
    const found = Object.keys(many).flatMap((file) => functionsOfFile(join(directory, file)));
    expect(found).toHaveLength(1);
    expect(count().readings - before.readings).toBe(1);
    // Of 21 sources one mentions the CDK.
    expect(count().files - before.files).toBe(21);
    expect(count().parses - before.parses).toBe(1);
  });

  it("no code is parsed for a file that it cannot mean, until it can", () => {
    const directory = temporaryProject({
      ".git/HEAD": "",
      "cdk.json": "{}",
      "lib/stack.ts": stackWith('"src/create.ts"'),
      "src/refund.ts": handler,
    });
    const before = count();
    expect(functionsOfFile(join(directory, "src/refund.ts"))).toEqual([]);
    expect(count().readings - before.readings).toBe(0);
    expect(count().parses - before.parses).toBe(0);
    const stack = join(directory, "lib/stack.ts");
    writeFileSync(stack, stackWith('"src/refund.ts"'));
    utimesSync(stack, 2e9, 2e9);
    now += 1e6;
    expect(functionsOfFile(join(directory, "src/refund.ts"))).toHaveLength(1);
  });

  it("a file of the code that has been linted is not parsed again for its project", () => {
    const directory = temporaryProject({
      ".git/HEAD": "",
      "cdk.json": '{ "app": "npx tsx bin/app.ts" }',
      "bin/app.ts":
        'import { App } from "aws-cdk-lib";\nimport { OrdersStack } from "../lib/stack";\nnew OrdersStack(new App());\n',
      "lib/stack.ts": stackWith('"src/create.ts"'),
      "src/create.ts": handler,
    });
    const before = count();
    for (const file of ["bin/app.ts", "lib/stack.ts"].map((name) => join(directory, name))) {
      const sourceCode = parseSource(file, readFileSync(file, "utf8"));
      if (sourceCode !== undefined) readDeclaredCode(sourceCode, file);
    }
    expect(functionsOfFile(join(directory, "src/create.ts"))).toHaveLength(1);
    // Those of this test.
    expect(count().parses - before.parses).toBe(2);
  });

  it("a project without the CDK is not looked through", () => {
    const directory = temporaryProject({ ".git/HEAD": "", "package.json": "{}", ...many });
    const before = count();
    for (const file of Object.keys(many)) functionsOfFile(join(directory, file));
    expect(count().folders - before.folders).toBe(3);
    expect(count().files - before.files).toBe(0);
    expect(count().readings - before.readings).toBe(0);
  });

  it("nothing is read again after a while, where nothing has changed", () => {
    const directory = temporaryProject({
      // Without it, the folders above are looked at too, and other tests change those.
      ".git/HEAD": "",
      "cdk.json": "{}",
      "lib/stack.ts": stackWith('"src/handlers/h3.ts"'),
      ...many,
    });
    functionsOfFile(join(directory, "src/handlers/h3.ts"));
    const before = count();
    now += 60_000;
    functionsOfFile(join(directory, "src/handlers/h3.ts"));
    expect(count()).toEqual(before);
  });

  it("a file that changes is read again, and so is a new one", () => {
    const directory = temporaryProject({
      "cdk.json": "{}",
      "lib/stack.ts": stackWith('"src/handlers/h3.ts"'),
      ...many,
    });
    const source = join(directory, "src/handlers/h3.ts");
    expect(onlyValue(functionsOfFile(source)[0]?.memoryMb)).toBe(256);
    writeFileSync(join(directory, "lib/stack.ts"), stackWith('"src/handlers/h3.ts"', 1024));
    utimesSync(join(directory, "lib/stack.ts"), 1, 1);
    expect(onlyValue(functionsOfFile(source)[0]?.memoryMb)).toBe(256);
    now += 60_000;
    expect(onlyValue(functionsOfFile(source)[0]?.memoryMb)).toBe(1024);
    mkdirSync(join(directory, "lib/more"));
    writeFileSync(join(directory, "lib/more/other.ts"), stackWith('"src/handlers/h4.ts"'));
    utimesSync(join(directory, "lib"), 2, 2);
    now += 60_000;
    expect(functionsOfFile(join(directory, "src/handlers/h4.ts"))).toHaveLength(1);
  });
});
