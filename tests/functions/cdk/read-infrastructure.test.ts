import { describe, expect, it, test } from "vitest";
import { onlyValue, possibleValues } from "../../../src/functions/config-value.js";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import type { FunctionConfig } from "../../../src/functions/function-config.js";
import { temporaryProject } from "../../support/temporary-project.js";

const IMPORTS = `
import * as path from "node:path";
import * as cdk from "aws-cdk-lib";
import { Duration, RemovalPolicy, Stack, StackProps } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Alias, Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, NodejsFunctionProps, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { SqsDlq, SqsEventSource, DynamoEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as destinations from "aws-cdk-lib/aws-lambda-destinations";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { WebSocketLambdaAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import * as iam from "aws-cdk-lib/aws-iam";
import * as logs from "aws-cdk-lib/aws-logs";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as s3n from "aws-cdk-lib/aws-s3-notifications";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
`;

function stackWith(body: string, top = ""): string {
  return `${IMPORTS}
${top}
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    ${body}
  }
}
`;
}

/** All functions of a project whose stack is `lib/stack.ts`, with a handler in `src/create.ts`. */
function readAll(code: string, files: Readonly<Record<string, string>> = {}): readonly FunctionConfig[] {
  const directory = temporaryProject({
    "cdk.json": '{ "app": "npx ts-node bin/app.ts" }',
    "src/create.ts": "export const handler = async () => {};\n",
    "lib/stack.ts": code,
    ...files,
  });
  return codeFunctionsOfProject(directory);
}

function readOne(code: string, files: Readonly<Record<string, string>> = {}): FunctionConfig {
  const found = readAll(code, files);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const inStack = (body: string, top = ""): FunctionConfig => readOne(stackWith(body, top));

describe("what makes a function", () => {
  test.each([
    [
      "a class of the same name from elsewhere",
      `import { Function as Fn } from "./other"; new Fn(undefined, "A", {});`,
    ],
    ["a function of JavaScript", `import "aws-cdk-lib/aws-lambda"; new Function("return 1");`],
    [
      "a function that is imported by its ARN",
      `${IMPORTS} Function.fromFunctionArn(undefined, "A", "arn:x");`,
    ],
    ["a layer", `${IMPORTS} new lambda.LayerVersion(undefined, "A", { code: Code.fromAsset("layer") });`],
    [
      "only types",
      `import type { Function } from "aws-cdk-lib/aws-lambda"; export const f = (x: Function) => x;`,
    ],
  ])("not %s", (_, code) => {
    expect(readAll(code)).toEqual([]);
  });

  test.each([
    [
      "a named import",
      `new Function(this, "Create", { handler: "create.handler", code: Code.fromAsset("src") });`,
    ],
    [
      "the namespace of a module",
      `new lambda.Function(this, "Create", { handler: "create.handler", code: lambda.Code.fromAsset("src") });`,
    ],
    [
      "the root namespace",
      `new cdk.aws_lambda.Function(this, "Create", { handler: "create.handler", code: cdk.aws_lambda.Code.fromAsset("src") });`,
    ],
    [
      "a folder below __dirname",
      `new Function(this, "Create", { handler: "create.handler", code: Code.fromAsset(path.join(__dirname, "..", "src")) });`,
    ],
    [
      "a folder below import.meta.dirname",
      `new Function(this, "Create", { handler: "create.handler", code: Code.fromAsset(path.resolve(import.meta.dirname, "../src")) });`,
    ],
    [
      "an asset that is made with new",
      `new Function(this, "Create", { handler: "create.handler", code: new lambda.AssetCode("src") });`,
    ],
    [
      "an asset by a subclass",
      `new Function(this, "Create", { handler: "create.handler", code: lambda.AssetCode.fromAsset("src") });`,
    ],
    ["NodejsFunction", `new NodejsFunction(this, "Create", { entry: "src/create.ts" });`],
    [
      "NodejsFunction with a template",
      'new NodejsFunction(this, "Create", { entry: path.join(__dirname, `../src/${"create"}.ts`) });',
    ],
    [
      "NodejsFunction with index and the export",
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", handler: "index.handler" });`,
    ],
    [
      "a method of the class",
      `this.add("Create"); } add(name: string) { new NodejsFunction(this, name, { entry: \`src/\${name.toLowerCase()}.ts\` });`,
    ],
    [
      "a loop over a list",
      `for (const name of ["create"]) new NodejsFunction(this, "Create", { entry: "src/" + name + ".ts" });`,
    ],
    [
      "a loop that counts",
      `const names = ["create"]; for (let i = 0; i < names.length; i++) new NodejsFunction(this, "Create", { entry: \`src/\${names[i]!}.ts\` });`,
    ],
    [
      "a value that was not there",
      `const props: NodejsFunctionProps = {}; props.entry ??= "src/create.ts"; new NodejsFunction(this, "Create", props);`,
    ],
    [
      "a condition on what is not there",
      `const props: NodejsFunctionProps = {}; if (props.entry == null) props.entry = "src/create.ts"; new NodejsFunction(this, "Create", props);`,
    ],
    [
      "forEach over entries",
      `Object.entries({ Create: "create" }).forEach(([id, file]) => { new NodejsFunction(this, id, { entry: \`src/\${file}.ts\` }); });`,
    ],
    [
      "the entries and keys of a list",
      `const names = ["create"]; for (const [index, name] of names.entries()) for (const key of names.keys()) if (index === key) new NodejsFunction(this, "Create", { entry: \`src/\${name}.ts\` });`,
    ],
    [
      "the pairs of a map",
      `for (const [id, entry] of new Map([["Create", "src/create.ts"]])) new NodejsFunction(this, id, { entry });`,
    ],
    [
      "what a map has under a key",
      `const entries = new Map<string, string>(); entries.set("Create", "src/create.ts"); new NodejsFunction(this, "Create", { entry: entries.get("Create")! });`,
    ],
    [
      "forEach over a map",
      `new Map([["Create", "src/create.ts"]]).forEach((entry, id) => { new NodejsFunction(this, id, { entry }); });`,
    ],
    [
      "the values of a map and the items of a set",
      `const entries = Array.from(new Map([["Create", "src/create.ts"]]).values()); for (const id of new Set(["Create"])) if (entries.length === 1) new NodejsFunction(this, id, { entry: entries[0] });`,
    ],
    [
      "an arrow of the constructor",
      `const make = (id: string, entry: string) => new NodejsFunction(this, id, { entry }); make("Create", "src/create.ts");`,
    ],
    [
      "a spread of props",
      `const shared = { handler: "handler" }; new NodejsFunction(this, "Create", { ...shared, entry: "src/create.ts" });`,
    ],
    [
      "props with parentheses and an assertion",
      `new NodejsFunction(this, "Create", ({ entry: "src/create.ts" } as NodejsFunctionProps));`,
    ],
  ])("by %s", (_, body) => {
    const found = inStack(body);
    expect(found).toMatchObject({
      id: "Create",
      framework: "cdk",
      handler: { status: "resolved", exportName: "handler" },
    });
    expect(found.handler.file).toMatch(/create\.ts$/);
  });

  it("each one of a loop that counts, by what the lists have at its number", () => {
    const files = { "src/list.ts": "export const handler = async () => {};" };
    const loop = `
const names = ["Create", "List"];
const routes = [{ entry: "src/create.ts" }, { entry: "src/list.ts" }];
for (let index = 0; index < routes.length; index++)
  new NodejsFunction(this, names[index], { entry: routes[index].entry });
`;
    const found = readAll(stackWith(loop), files);
    expect(found.map(({ id, handler: { status } }) => [id, status])).toEqual([
      ["Create", "resolved"],
      ["List", "resolved"],
    ]);
  });

  it("once of a loop whose counter its body moves as well", () => {
    const loop = `for (let i = 0; i < 4; i++) { new NodejsFunction(this, \`Create\${i}\`, { entry: "src/create.ts" }); i++; }`;
    expect(readAll(stackWith(loop))).toHaveLength(1);
  });

  it("each one of a map, with what is done to it later", () => {
    const code = `
const made = new Map<string, NodejsFunction>();
for (const id of ["create", "list"]) {
  made.set(id, new NodejsFunction(this, id, { entry: \`src/\${id}.ts\`, environment: { TABLE: "orders" } }));
}
made.get("list")!.addEnvironment("INDEX", "by-day");
made.get("list")!.addEventSource(new SqsEventSource(new Queue(this, "Jobs")));
`;
    const found = readAll(stackWith(code), { "src/list.ts": "export const handler = async () => {};" });
    expect(
      found.map(({ id, env, sources }) => [
        id,
        [...env.variables.keys()],
        env.isComplete,
        sources.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ["create", ["TABLE"], true, []],
      ["list", ["TABLE", "INDEX"], true, ["sqs"]],
    ]);
  });

  it.each([
    [
      "under a key that is not known",
      "made.set(props.name, other); made.get('a')!.addEnvironment('B', 'b');",
    ],
    [
      "that is set again where a condition holds",
      "if (props.isProd) made.set('a', other); made.get('a')!.addEnvironment('B', 'b');",
    ],
    ["of a map that is not known", "new Map(props.all).get('a')!.addEnvironment('B', 'b');"],
  ])("not for certain with what is done to something %s", (_, statement) => {
    const { env } = inStack(
      `const made = new Map<string, NodejsFunction>(); const other = props!.other;
       made.set("a", new NodejsFunction(this, "Create", { entry: "src/create.ts", environment: { TABLE: "orders" } }));
       ${statement}`,
    );
    expect(env.isComplete && !env.variables.has("B")).toBe(false);
  });

  it("by the name of the class that it is made with", () => {
    const code = `${IMPORTS}
export class CreateOrder extends NodejsFunction {
  constructor(scope: Construct) { super(scope, CreateOrder.name, { entry: "src/create.ts" }); }
}
export class OrdersStack extends Stack { create = new CreateOrder(this); }
`;
    expect(readOne(code).id).toBe("CreateOrder");
  });

  it("by require, in JavaScript", () => {
    const code = `
const { NodejsFunction } = require("aws-cdk-lib/aws-lambda-nodejs");
const path = require("path");
class OrdersStack extends require("aws-cdk-lib").Stack {
  constructor(scope, id) {
    super(scope, id);
    new NodejsFunction(this, "Create", { entry: path.join(__dirname, "../src/create.ts") });
  }
}
module.exports = { OrdersStack };
`;
    expect(readOne("", { "lib/orders.js": code }).handler.status).toBe("resolved");
  });

  it("of CDK v1", () => {
    const code = `
import * as lambda from "@aws-cdk/aws-lambda-nodejs";
import * as cdk from "@aws-cdk/core";
export class OrdersStack extends cdk.Stack {
  readonly create = new lambda.NodejsFunction(this, "Create", { entry: "src/create.ts", timeout: cdk.Duration.minutes(1) });
}
`;
    const found = readOne(code);
    expect(found.handler.status).toBe("resolved");
    expect(onlyValue(found.timeoutSec)).toBe(60);
  });

  it("without an entry, by the file that defines it and the id", () => {
    const code = stackWith(`new NodejsFunction(this, "worker");`);
    const found = readOne(code, { "lib/stack.worker.mts": "export const handler = async () => {};" });
    expect(found.handler.file).toMatch(/lib.stack\.worker\.mts$/);
    expect(readOne(code).handler).toMatchObject({ status: "file-missing", exportName: "handler" });
  });

  it("by a class of the project that extends one, in the file that calls super", () => {
    const code = stackWith(
      `new ServiceFunction(this, "worker", { memorySize: 512 });`,
      `import { ServiceFunction } from "./service-function";`,
    );
    const base = `${IMPORTS}
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, { memorySize = 256, ...rest }: NodejsFunctionProps) {
    super(scope, id, { runtime: Runtime.NODEJS_22_X, memorySize, timeout: Duration.seconds(20), ...rest });
    this.addEnvironment("SERVICE", id);
  }
}
`;
    const found = readOne(code, {
      "lib/service-function.ts": base,
      "lib/service-function.worker.ts": "export const handler = async () => {};",
    });
    expect(found.handler.file).toMatch(/service-function\.worker\.ts$/);
    expect(found.place.file).toMatch(/stack\.ts$/);
    expect(onlyValue(found.memoryMb)).toBe(512);
    expect(onlyValue(found.timeoutSec)).toBe(20);
    expect(onlyValue(found.env.variables.get("SERVICE"))).toBe("worker");
    expect(found.env.isComplete).toBe(true);
  });

  it("by a construct of the project, once for each, with the path below the stack", () => {
    const code = stackWith(
      `new Worker(this, "Ship", "ship"); new Worker(this, "Bill", "bill");`,
      `class Worker extends Construct {
        constructor(scope: Construct, id: string, name: string) {
          super(scope, id);
          new NodejsFunction(this, "Function", { entry: \`src/\${name}.ts\` });
        }
      }`,
    );
    const found = readAll(code, {
      "src/ship.ts": "export const handler = async () => {};",
      "src/bill.ts": "export const handler = async () => {};",
    });
    expect(found.map(({ id, handler }) => [id, handler.file?.slice(-11)])).toEqual([
      ["Ship/Function", "src/ship.ts"],
      ["Bill/Function", "src/bill.ts"],
    ]);
  });

  it("with what the app gives the stack", () => {
    const files = {
      "bin/app.ts": `
import { App } from "aws-cdk-lib";
import { OrdersStack } from "../lib/stack.js";
import settings from "../settings.json" with { type: "json" };
new OrdersStack(new App(), "Orders", { folder: settings.folder, memorySize: 1024 });
`,
      "settings.json": '{ "folder": "src" }',
    };
    const code = `${IMPORTS}
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: { folder: string; memorySize: number }) {
    super(scope, id);
    new NodejsFunction(this, "Create", { entry: \`\${props.folder}/create.ts\`, memorySize: props.memorySize });
  }
}
`;
    const found = readOne(code, files);
    expect(found.handler.status).toBe("resolved");
    expect(onlyValue(found.memoryMb)).toBe(1024);
    // Without an app nothing is known of them.
    expect(readOne(code)).toMatchObject({ handler: { status: "opaque" }, memoryMb: { k: "opaque" } });
  });

  it("ends with code that calls itself", () => {
    const found = readAll(
      stackWith(
        `this.again(0); } again(n: number): void { new NodejsFunction(this, "Create", { entry: "src/create.ts" }); this.again(n + 1);`,
      ),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it("of another language, whose code is not looked for", () => {
    const code = stackWith(
      `new PythonFunction(this, "Create", { entry: "src", runtime: Runtime.PYTHON_3_13 });`,
      `import { PythonFunction } from "@aws-cdk/aws-lambda-python-alpha";`,
    );
    expect(readOne(code)).toMatchObject({
      handler: { status: "opaque" },
      runtime: { k: "known", value: "python3.13" },
    });
  });

  it("with its code in the file, or built from a source that a script names", () => {
    expect(
      inStack(`new Function(this, "Create", { handler: "index.handler", code: Code.fromInline("x") });`)
        .handler.status,
    ).toBe("inline");
    const built = readOne(
      stackWith(
        `new Function(this, "Create", { handler: "orders.handler", code: Code.fromAsset("api/dist") });`,
      ),
      {
        "api/package.json":
          '{ "scripts": { "build": "esbuild --bundle --outfile=./dist/orders.js ./src/orders/index.ts" } }',
        "api/src/orders/index.ts": "export const handler = async () => {};",
      },
    );
    expect(built.handler).toMatchObject({ status: "resolved", exportName: "handler" });
    expect(built.handler.file).toMatch(/orders.index\.ts$/);
  });

  test.each([
    ["app/build/backend/orders", "app/src/backend/orders/index.ts"],
    ["dist/orders", "orders/index.ts"],
    // What projen bundles, and what it bundled before.
    ["assets/api/orders.lambda", "src/api/orders.lambda.ts"],
    ["assets/orders.edge-lambda", "src/orders.edge-lambda.ts"],
    ["src/orders.lambda.bundle", "src/orders.lambda.ts"],
    ["src/orders.bundle", "src/orders.lambda.ts"],
  ])("with its code in %s, built from %s", (asset, source) => {
    const code = stackWith(
      `new Function(this, "Create", { handler: "index.handler", code: Code.fromAsset(path.join(__dirname, "../${asset}")) });`,
    );
    const { handler } = readOne(code, { [source]: "export const handler = async () => {};" });
    expect(handler).toMatchObject({ status: "resolved", exportName: "handler" });
    expect(handler.file?.replaceAll("\\", "/").endsWith(source)).toBe(true);
    // Another source is no evidence.
    expect(readOne(code, { "src/other.ts": "" }).handler.file).toBeUndefined();
  });

  test.each([
    ["index.handler", ""],
    ["orders.handler", ", { buildOptions: { minify: true } }"],
  ])("with code that cdk-esbuild bundles, as %s", (name, options) => {
    const code = `import { TypeScriptCode } from "@mrgrain/cdk-esbuild";\n${stackWith(
      `new Function(this, "Create", { handler: "${name}", code: new TypeScriptCode("src/orders.ts"${options}) });`,
    )}`;
    const source = { "src/orders.ts": "export const handler = async () => {};" };
    const { handler, bundle } = readOne(code, source);
    expect(handler).toMatchObject({ status: "resolved", exportName: "handler" });
    expect(bundle).toMatchObject({ tool: "esbuild", define: options === "" ? [] : undefined });
    // A class of the same name is another one, and without the file nothing is known.
    expect(readOne(code.replace("@mrgrain/cdk-esbuild", "./code"), source).handler.status).toBe("opaque");
    expect(readOne(code).handler.status).toBe("opaque");
  });

  it("by a construct of another file that one of the project makes, once", () => {
    const found = readAll(
      `${IMPORTS}
import { CreateFunction as Handler } from "./create-function";
export class Orders extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.make();
  }
  private make() { return new Handler(this, "Create", { memorySize: 512 }); }
}`,
      {
        "lib/create-function.ts": `${IMPORTS}
export class CreateFunction extends Function {
  constructor(scope: Construct, id: string, props?: lambda.FunctionOptions) {
    super(scope, id, { ...props, handler: "create.handler", code: Code.fromAsset("src") });
  }
}`,
      },
    );
    expect(found.map(({ id, memoryMb }) => [id, onlyValue(memoryMb)])).toEqual([["Create", 512]]);
  });

  it("by a construct that a stack makes which only a callback of a package makes, once", () => {
    const found = readAll(
      `import { Pipeline } from "some-pipeline";
import { ApiStack } from "./api-stack";
new Pipeline({ create: (scope: never) => { new ApiStack(scope, "api"); } });`,
      {
        "cdk.json": '{ "app": "npx ts-node lib/stack.ts" }',
        "lib/api-stack.ts": `import { Stack } from "aws-cdk-lib";
import { Api } from "./api";
export class ApiStack extends Stack {
  constructor(scope: never, id: string) { super(scope, id); new Api(this, "Api", { entry: "src/create.ts" }); }
}`,
        "lib/api.ts": `${IMPORTS}
export class Api extends Construct {
  constructor(scope: Construct, id: string, props: { entry: string }) {
    super(scope, id);
    new NodejsFunction(this, "Create", { entry: props.entry });
  }
}`,
      },
    );
    expect(found.map(({ id, handler: { status } }) => [id, status])).toEqual([["Api/Create", "resolved"]]);
  });

  it("is called by the place where it is made, where a helper in another file puts its name together", () => {
    const found = readOne(
      stackWith(
        `new NodejsFunction(this, nameOf("create", props.stage), { entry: props.entry });`,
        `import { nameOf } from "./names";`,
      ),
      {
        "lib/names.ts":
          "export const nameOf = (...parts: string[]) => { const all = parts; return all.join(mark()); };",
      },
    );
    expect(found.id).toBe('nameOf("create", props.stage)');
  });

  it("not by what a tool has written under a hidden name", () => {
    const code = stackWith(`new NodejsFunction(this, "Create", { entry: "src/create.ts" });`);
    expect(readAll(code, { "lib/.stack.1719338843207.mjs": code })).toHaveLength(1);
  });
});

describe("values", () => {
  it.each([
    ["what is installed beside it", `nodeModules: ["sharp"]`, ["pg-native"]],
    ["something beside it that is not known", `nodeModules: list()`, undefined],
    [
      "commands that may install",
      `commandHooks: { afterBundling: (from: string, to: string) => ["npm install --prefix " + to + " sharp"] }`,
      undefined,
    ],
    [
      "commands that copy a file",
      `commandHooks: { afterBundling: (from: string, to: string) => ["cp schema.graphql " + to] }`,
      ["sharp", "pg-native"],
    ],
  ])("leave out of the bundle what is external, with %s", (_, option, external) => {
    const { bundle } = inStack(
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", bundling: { externalModules: ["sharp", "pg-native"], ${option} } });`,
      `import { list } from "elsewhere";`,
    );
    expect(bundle?.external).toEqual(external);
  });

  it("are known with the place at which they are written", () => {
    const found = inStack(
      `new NodejsFunction(this, "Create", {
      entry: "src/create.ts",
      runtime: lambda.Runtime.NODEJS_22_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout: Duration.minutes(2),
      ephemeralStorageSize: cdk.Size.gibibytes(2),
      tracing: lambda.Tracing.ACTIVE,
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup: new logs.LogGroup(this, "Logs", { retention: logs.RetentionDays.ONE_WEEK }),
      reservedConcurrentExecutions: 5,
      bundling: { minify: true, format: OutputFormat.ESM, externalModules: ["pg-native"], define: { "process.env.STAGE": "1" } },
    });`,
      "const MEMORY_MB = 256 * 2;",
    );
    expect(onlyValue(found.runtime)).toBe("nodejs22.x");
    expect(onlyValue(found.architecture)).toBe("arm64");
    expect(found.memoryMb).toMatchObject({ k: "known", value: 512 });
    expect(onlyValue(found.timeoutSec)).toBe(120);
    expect(onlyValue(found.ephemeralStorageMb)).toBe(2048);
    expect(onlyValue(found.tracing)).toBe("Active");
    expect(onlyValue(found.logging?.format)).toBe("JSON");
    expect(onlyValue(found.logging?.retentionDays)).toBe(7);
    expect(onlyValue(found.concurrency?.reserved)).toBe(5);
    expect(found.bundle).toMatchObject({
      tool: "esbuild",
      external: ["pg-native"],
      define: ["process.env.STAGE"],
    });
    expect(onlyValue(found.bundle?.format)).toBe("esm");
    expect(onlyValue(found.bundle?.minify)).toBe(true);
  });

  it("stand where they are used, with their offsets", () => {
    const code = stackWith(
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", memorySize: 128 });`,
    );
    const { memoryMb, place, properties } = readOne(code);
    const textAt = (range: readonly [number, number] | undefined) => range && code.slice(...range);
    expect(memoryMb.k === "known" && textAt(memoryMb.place.range)).toBe("128");
    expect(textAt(place.range)).toBe('"Create"');
    expect(textAt(properties?.range)).toMatch(/^\{ entry.*\}$/);
    const before = code.slice(0, place.range?.[0]).split("\n");
    expect(place).toMatchObject({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  });

  it("are one of several where a condition decides", () => {
    const found = inStack(
      `const isProd = process.env.STAGE === "prod";
       new NodejsFunction(this, "Create", { entry: "src/create.ts", memorySize: isProd ? 1024 : 256, timeout: TIMEOUTS[id] });`,
      `const TIMEOUTS = { dev: Duration.seconds(5), prod: Duration.seconds(30) };`,
    );
    expect(possibleValues(found.memoryMb)).toEqual([1024, 256]);
    expect(possibleValues(found.timeoutSec)).toEqual([5, 30]);
  });

  it("are joined where branches assign them", () => {
    const found = inStack(
      `let memorySize = 128; if (id === "prod") { memorySize = 1024; } else { memorySize = 512; }
       new NodejsFunction(this, "Create", { entry: "src/create.ts", memorySize });`,
    );
    expect(possibleValues(found.memoryMb)).toEqual([1024, 512]);
  });

  test.each([
    ["an argument", "memorySize: props!.memory"],
    ["a spread of an argument after it", "memorySize: 512, ...props"],
    ["the environment of the build", "memorySize: Number(process.env.MEMORY)"],
    ["what is perhaps not there", "...(id === 'prod' ? { memorySize: 512 } : {})"],
    ["a call into a package", "memorySize: this.node.tryGetContext('memory')"],
  ])("are not known from %s", (_, property) => {
    expect(
      inStack(`new NodejsFunction(this, "Create", { entry: "src/create.ts", ${property} });`).memoryMb.k,
    ).toBe("opaque");
  });

  it("are defaults where nobody writes them", () => {
    const { memoryMb, timeoutSec, runtime } = inStack(
      `new NodejsFunction(this, "Create", { entry: "src/create.ts" });`,
    );
    expect(memoryMb).toEqual({ k: "default", value: 128, of: "AWS CDK" });
    expect(timeoutSec).toEqual({ k: "default", value: 3, of: "AWS CDK" });
    expect(runtime).toBeUndefined();
    expect(
      inStack(
        `new NodejsFunction(this, "Create", { entry: "src/create.ts", runtime: Runtime.NODEJS_LATEST });`,
      ).runtime?.k,
    ).toBe("opaque");
  });
});

const FN = `const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts", environment: { TABLE: "orders" } });`;

describe("environment", () => {
  it("has what is written and added, and the resources that values come from", () => {
    const { env } = inStack(
      `const queue = new Queue(this, "Jobs");
       const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts", environment: { ...common, QUEUE: queue.queueUrl } });
       fn.addEnvironment("STAGE", "dev");
       for (const other of [fn]) other.addEnvironment("REGION", this.region);`,
      `const common = { LEVEL: "info" };`,
    );
    expect([...env.variables.keys()].sort()).toEqual(["LEVEL", "QUEUE", "REGION", "STAGE"]);
    expect(onlyValue(env.variables.get("STAGE"))).toBe("dev");
    expect(env.variables.get("QUEUE")?.k).toBe("opaque");
    expect(env.references.get("QUEUE")).toMatchObject({ id: "Jobs", type: "AWS::SQS::Queue" });
    expect(env.isComplete).toBe(true);
  });

  test.each([
    ["it is not touched", "", true],
    [
      "the CDK is given it",
      `new cdk.CfnOutput(this, "Arn", { value: fn.functionArn }); cdk.Tags.of(fn).add("a", "b");`,
      true,
    ],
    [
      "a function of the file is given it",
      `const grant = (f: Function) => { f.addEnvironment("A", "1"); }; grant(fn);`,
      true,
    ],
    ["another package is given it", `new Monitoring(this, "M", { lambda: fn });`, false],
    ["code that is not read is given it", `watch(fn);`, false],
    ["the name is not known", `fn.addEnvironment(props!.name, "1");`, false],
    ["something unknown gets a variable", `props!.functions[0].addEnvironment("A", "1");`, false],
    [
      "an escape hatch is used",
      `(fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride("Environment.Variables.A", "1");`,
      false,
    ],
    [
      "something unknown below it is overridden",
      `props!.find("Create").addPropertyOverride("Environment.Variables.A", "1");`,
      false,
    ],
    [
      "policies of something unknown are overridden",
      `props!.find("Role")?.addPropertyOverride("Policies.1", {}); props!.find("Role").addOverride("Properties.Policies", []);`,
      true,
    ],
    [
      "what no function has is overridden of something unknown",
      `props!.find("Bucket").addPropertyOverride("LifecycleConfiguration.Rules", []); props!.find("Table").addOverride("Metadata.checked", true);`,
      true,
    ],
    [
      "all properties of something unknown are overridden",
      `props!.find("Create").addOverride("Properties", { Environment: {} });`,
      false,
    ],
    [
      "a property of something unknown is overridden by its path",
      `props!.find("Create").addOverride("Properties.Environment.Variables.A", "1");`,
      false,
    ],
    [
      "a property that is not known is overridden of something unknown",
      `props!.find("Create").addPropertyOverride(props!.name, "1");`,
      false,
    ],
    [
      "the resource below it is assigned to",
      `const resource = fn.node.defaultChild as lambda.CfnFunction; resource.environment = { variables: { A: "1" } };`,
      false,
    ],
    [
      "the resource below another one is assigned to",
      `const queue = new Queue(this, "Q"); (queue.node.defaultChild as any).environment = {};`,
      true,
    ],
  ])("is complete or not when %s", (_, body, isComplete) => {
    const top = `import { Monitoring } from "cdk-monitoring"; import { watch, Defaults } from "./missing"; import { AwsSolutionsChecks } from "cdk-nag";`;
    expect(inStack(`${FN} ${body}`, top).env.isComplete).toBe(isComplete);
  });

  test.each([
    ["a spread of something unknown", "{ ...props!.env, A: '1' }"],
    ["something unknown", "props!.env"],
    ["a computed name", "{ [props!.name]: '1' }"],
  ])("is not complete with %s", (_, environment) => {
    expect(
      inStack(`new NodejsFunction(this, "Create", { entry: "src/create.ts", environment: ${environment} });`)
        .env.isComplete,
    ).toBe(false);
  });
});

describe("event sources", () => {
  test.each([
    ["nothing", "", []],
    ["a permission to invoke", `fn.grantInvoke(new iam.ServicePrincipal("x"));`, []],
    [
      "a permission for the rules of IoT",
      `fn.addPermission("Iot", { principal: new iam.ServicePrincipal("iot.amazonaws.com"), sourceArn: "arn:aws:iot:eu-west-1:1:rule/scans" });`,
      ["iot"],
    ],
    [
      "a permission for what is connected beside it",
      `fn.addPermission("Events", { principal: new iam.ServicePrincipal("events.amazonaws.com") }); new events.Rule(this, "R", { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(fn)] });`,
      ["scheduled"],
    ],
    [
      "a permission for the resource of another service",
      `fn.addPermission("Iot", { principal: new iam.ServicePrincipal("iot.amazonaws.com"), sourceArn: "arn:aws:s3:::scans" });`,
      [],
    ],
    [
      "an alarm",
      `fn.metricErrors().createAlarm(this, "Errors", { threshold: 1, evaluationPeriods: 1 });`,
      [],
    ],
    ["the props of another stack", `new cdk.NestedStack(this, "Other", { fn });`, []],
    ["a REST API", `new apigateway.LambdaRestApi(this, "Api", { handler: fn });`, ["apigw-rest"]],
    [
      "an integration",
      `new apigateway.RestApi(this, "Api").root.addMethod("GET", new apigateway.LambdaIntegration(fn));`,
      ["apigw-rest"],
    ],
    ["an integration without proxy", `new apigateway.LambdaIntegration(fn, { proxy: false });`, [undefined]],
    ["an HTTP API", `new HttpLambdaIntegration("Integration", fn);`, ["apigw-http"]],
    [
      "a schedule of EventBridge Scheduler",
      `new Schedule(this, "S", { schedule: ScheduleExpression.rate(Duration.days(1)), target: new LambdaInvoke(fn, { retryAttempts: 1 }) });`,
      ["scheduled"],
    ],
    [
      "a schedule that sends an input of its own",
      `new Schedule(this, "S", { target: new LambdaInvoke(fn, { input: ScheduleTargetInput.fromObject({ a: 1 }) }) });`,
      [undefined],
    ],
    [
      "the authorizer of a WebSocket API",
      `new WebSocketLambdaAuthorizer("Authorizer", fn, { identitySource: ["route.request.querystring.token"] });`,
      ["authorizer"],
    ],
    [
      "a schedule",
      `new events.Rule(this, "R", { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(fn)] });`,
      ["scheduled"],
    ],
    [
      "a rule with a pattern, added later",
      `const rule = new events.Rule(this, "R", { eventPattern: { source: ["a"] } }); rule.addTarget(new targets.LambdaFunction(fn));`,
      ["eventbridge"],
    ],
    [
      "a rule with its own input",
      `new events.Rule(this, "R", { eventPattern: {}, targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromText("x") })] });`,
      [undefined],
    ],
    ["a URL", `fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });`, ["function-url"]],
    ["a URL of its own", `new lambda.FunctionUrl(this, "U", { function: fn });`, ["function-url"]],
    ["an alias", `fn.addAlias("live").addEventSource(new SqsEventSource(new Queue(this, "Q")));`, ["sqs"]],
    ["an unknown construct", `new Monitoring(this, "M", { lambda: fn });`, [undefined]],
    ["a target that no rule has", `const target = new targets.LambdaFunction(fn);`, []],
    [
      "a target that something unknown is given",
      `new Monitoring(this, "M", { target: new targets.LambdaFunction(fn) });`,
      [undefined],
    ],
    [
      "a source of the function, or of its alias",
      `const target = process.env.STAGE === "local" ? fn : fn.addAlias("live"); target.addEventSource(new SqsEventSource(new Queue(this, "Q")));`,
      ["sqs"],
    ],
  ])("with %s", (_, body, kinds) => {
    const top = `import { Monitoring } from "cdk-monitoring";`;
    expect(inStack(`${FN} ${body}`, top).sources.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("with the settings of a URL that is a construct", () => {
    const { url } = inStack(
      `${FN} new lambda.FunctionUrl(this, "U", { function: fn, authType: lambda.FunctionUrlAuthType.NONE });`,
    );
    expect([onlyValue(url?.authType), onlyValue(url?.invokeMode)]).toEqual(["NONE", "BUFFERED"]);
  });

  it("with what sends an event that is none of its own", () => {
    const event = `{ event: events.RuleTargetInput.fromText("x") }`;
    const { sources } = inStack(
      `${FN} new events.Rule(this, "R", { schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(fn, ${event})] });`,
    );
    expect(sources).toMatchObject([{ kind: undefined, sender: "scheduled" }]);
  });

  test.each<[string, string, object | undefined]>([
    ["an integration", "new apigateway.LambdaIntegration(fn);", { k: "default", value: 29_000 }],
    [
      "an integration that says how long",
      "new apigateway.LambdaIntegration(fn, { timeout: Duration.seconds(5) });",
      { k: "known", value: 5000 },
    ],
    ["an integration with options of others", "new apigateway.LambdaIntegration(fn, options);", undefined],
    [
      "an integration with some options of others",
      "new apigateway.LambdaIntegration(fn, { ...options });",
      undefined,
    ],
    [
      "a REST API",
      `new apigateway.LambdaRestApi(this, "Api", { handler: fn });`,
      { k: "default", value: 29_000 },
    ],
    [
      "a REST API that says how long",
      `new apigateway.LambdaRestApi(this, "Api", { handler: fn, integrationOptions: { timeout: Duration.seconds(9) } });`,
      { k: "known", value: 9000 },
    ],
    ["an HTTP API", `new HttpLambdaIntegration("Integration", fn);`, { k: "default", value: 30_000 }],
    [
      "an HTTP API that says how long",
      `new HttpLambdaIntegration("Integration", fn, { timeout: Duration.seconds(3) });`,
      { k: "known", value: 3000 },
    ],
  ])("know how long %s waits", (_, body, expected) => {
    const top = `import { options } from "@acme/options";`;
    const [timeout] = inStack(`${FN} ${body}`, top).sources.map((source) => source.integrationTimeoutMs);
    if (expected === undefined) expect(timeout?.k ?? "opaque").toBe("opaque");
    else expect(timeout).toMatchObject(expected);
  });

  test.each([
    [`pool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, fn);`, 5000],
    [`pool.addTrigger(cognito.UserPoolOperation.CUSTOM_EMAIL_SENDER, fn);`, undefined],
    [`pool.addTrigger(operation(), fn);`, undefined],
    [`new cognito.UserPool(this, "Own", { lambdaTriggers: { postConfirmation: fn } });`, 5000],
    [
      `new cognito.UserPool(this, "Own", { lambdaTriggers: { customSmsSender: fn, preSignUp: fn } });`,
      undefined,
    ],
  ])("of a user pool say how long it waits: %s", (code, waitMs) => {
    const { sources } = inStack(
      `const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts" });
       const pool = new cognito.UserPool(this, "Pool");
       ${code}`,
      `import * as cognito from "aws-cdk-lib/aws-cognito"; import { operation } from "elsewhere";`,
    );
    expect(sources[0]?.kind).toBe("cognito");
    expect(onlyValue(sources[0]?.integrationTimeoutMs)).toBe(waitMs);
  });

  test.each([
    ["invokes the function", `new Trigger(this, "T", { handler: fn });`, [undefined]],
    ["waits for it", `new Trigger(this, "T", { handler: other, executeBefore: [fn] });`, []],
  ])("of a trigger that %s", (_, code, kinds) => {
    const { sources } = inStack(
      `${FN} ${code}`,
      `import { Trigger } from "aws-cdk-lib/triggers"; import { other } from "elsewhere";`,
    );
    expect(sources.map(({ kind }) => kind)).toEqual(kinds);
  });

  test.each([
    `new GraphqlApi(this, "Api", {}).addLambdaDataSource("Orders", fn);`,
    `new LambdaDataSource(this, "Orders", { api, lambdaFunction: fn });`,
  ])("of AppSync say how long it waits, and not what it sends: %s", (code) => {
    const { sources } = inStack(
      `${FN} ${code}`,
      `import { GraphqlApi, LambdaDataSource } from "aws-cdk-lib/aws-appsync"; import { api } from "elsewhere";`,
    );
    expect(sources).toMatchObject([
      { kind: undefined, integrationTimeoutMs: { k: "default", value: 30_000, of: "AppSync" } },
    ]);
  });

  it("of a queue say its batches and what the queue is", () => {
    const { sources } = inStack(`${FN}
      const queue = new Queue(this, "Jobs", { visibilityTimeout: Duration.minutes(6), fifo: true });
      fn.addEventSource(new SqsEventSource(queue, { batchSize: 50, reportBatchItemFailures: true, maxBatchingWindow: Duration.seconds(5) }));
      fn.addEventSource(new SqsEventSource(new Queue(this, "Other")));
    `);
    expect(sources).toMatchObject([
      {
        kind: "sqs",
        batchSize: { k: "known", value: 50 },
        reportsBatchItemFailures: true,
        resource: { id: "Jobs", type: "AWS::SQS::Queue" },
        visibilityTimeoutSec: { k: "known", value: 360 },
        isFifo: true,
      },
      {
        kind: "sqs",
        batchSize: { k: "default", value: 10 },
        reportsBatchItemFailures: false,
        visibilityTimeoutSec: { k: "default", value: 30 },
        isFifo: false,
      },
    ]);
  });

  it("of a function's own dead-letter queue say what that queue is", () => {
    const { sources } = inStack(`
      const dead = new Queue(this, "Dead", { visibilityTimeout: Duration.minutes(15) });
      const fn = new NodejsFunction(this, "Fn", { entry: "src/create.ts", deadLetterQueue: dead });
      fn.addEventSource(new SqsEventSource(fn.deadLetterQueue!, { batchSize: 1, enabled: false }));
    `);
    expect(sources).toMatchObject([
      { kind: "sqs", resource: { id: "Dead" }, visibilityTimeoutSec: { k: "known", value: 900 } },
    ]);
  });

  it("of a queue that another construct makes say nothing of its settings", () => {
    const top = `import { Inbox } from "their-constructs";`;
    const { sources } = inStack(
      `${FN}
      const inbox = new Inbox(this, "Inbox", { retention: 3 });
      fn.addEventSource(new SqsEventSource(inbox.queue));`,
      top,
    );
    expect(sources.map(({ visibilityTimeoutSec }) => visibilityTimeoutSec)).toEqual([undefined]);
  });

  it("of a mapping, of a table's stream, and of a bucket", () => {
    const { sources } = inStack(`${FN}
      const table = new dynamodb.Table(this, "Orders", { stream: dynamodb.StreamViewType.NEW_IMAGE });
      fn.addEventSource(new DynamoEventSource(table, { onFailure: new SqsDlq(new Queue(this, "Dead")) }));
      new lambda.EventSourceMapping(this, "M", { target: fn, eventSourceArn: new Queue(this, "Jobs").queueArn, batchSize: 5 });
      new s3.Bucket(this, "Photos").addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.LambdaDestination(fn), { prefix: "in/" });
    `);
    expect(sources).toHaveLength(3);
    const byKind = new Map(sources.map((source) => [source.kind, source]));
    expect(byKind.get("dynamodb-stream")).toMatchObject({ onFailure: { id: "Dead" } });
    expect(byKind.get("sqs")).toMatchObject({ batchSize: { value: 5 }, resource: { id: "Jobs" } });
    expect(byKind.get("s3")).toMatchObject({ resource: { id: "Photos" }, prefixes: [{ value: "in/" }] });
  });
});

describe("the name of a function", () => {
  it("is that of the parameter where the id is one, without its type", () => {
    const code = `${IMPORTS}
      export class Widget extends Construct {
        constructor(scope: Construct, id: string) {
          super(scope, id);
          new NodejsFunction(scope, id, { entry: process.env.ENTRY });
        }
      }`;
    expect(readOne(code).id).toBe("id");
  });

  test.each([
    ["its module", "src/create-order.ts", "create-order"],
    ["the folder of a module that says nothing", "src/create-order/index.ts", "create-order"],
    [
      "what is written, where neither says anything",
      "src/index.ts",
      `\${props.stage}-\${kebab("create").replace(/\\s/g, "")}`,
    ],
  ])("is that of %s where the id is not known and the handler is", (_, entry, name) => {
    const code = stackWith(
      `new NodejsFunction(this, \`\${props.stage}-\${kebab("create").replace(/\\s/g, "")}\`, { entry: "${entry}" });`,
      `import { kebab } from "strings";`,
    );
    expect(readOne(code, { [entry]: "export const handler = async () => {};" }).id).toBe(name);
  });
});

describe("permissions", () => {
  it("are those of statements and of grants that are known", () => {
    const { permissions } = inStack(`${FN}
      new Queue(this, "Jobs").grantSendMessages(fn);
      fn.addToRolePolicy(new iam.PolicyStatement({ actions: ["ses:SendEmail"], resources: ["*"] }));
    `);
    expect(permissions).toMatchObject({
      isComplete: true,
      statements: [
        { effect: "Allow", actions: [{ value: "ses:SendEmail" }], resources: [{ k: "known", value: "*" }] },
        {
          actions: [
            { value: "sqs:SendMessage" },
            { value: "sqs:GetQueueAttributes" },
            { value: "sqs:GetQueueUrl" },
          ],
          resources: [{ id: "Jobs", type: "AWS::SQS::Queue" }],
        },
      ],
    });
  });

  test.each([
    [
      "a role of its own",
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", role: props!.role });`,
    ],
    ["a grant that is not known", `${FN} props!.table.grantReadData(fn);`],
    ["a grant of an unknown method", `${FN} new s3.Bucket(this, "B").grantSomething(fn);`],
    ["a policy of AWS", `${FN} fn.role?.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName("X"));`],
    [
      "statements of a list that is not known",
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", initialPolicy: props!.policies });`,
    ],
    [
      "a source that may read more",
      `${FN} fn.addEventSource(new ManagedKafkaEventSource({ topic: "jobs" }));`,
    ],
  ])("are not complete with %s", (_, body) => {
    expect(inStack(body).permissions?.isComplete).toBe(false);
  });
});

describe("everything else", () => {
  it("failure sinks, URL, alias, alarms, layers and VPC", () => {
    const found = inStack(`
      const fn = new NodejsFunction(this, "Create", {
        entry: "src/create.ts",
        deadLetterQueue: new Queue(this, "Dead"),
        onFailure: new destinations.SqsDestination(new Queue(this, "Failed")),
        layers: [lambda.LayerVersion.fromLayerVersionArn(this, "L", "arn:aws:lambda:eu-west-1:1:layer:a:3")],
        vpc: new cdk.aws_ec2.Vpc(this, "Vpc"),
      });
      fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, invokeMode: lambda.InvokeMode.RESPONSE_STREAM });
      const alias = new Alias(this, "Live", { aliasName: "live", version: fn.currentVersion, provisionedConcurrentExecutions: 2 });
      new cdk.aws_codedeploy.LambdaDeploymentGroup(this, "D", {
        alias,
        deploymentConfig: cdk.aws_codedeploy.LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: [fn.metricErrors().createAlarm(this, "Errors", { threshold: 1, evaluationPeriods: 1 })],
      });
    `);
    expect(found.failureSinks).toMatchObject({
      deadLetterQueue: { id: "Dead" },
      onFailure: { id: "Failed" },
      isComplete: true,
    });
    expect(found.layers?.items).toMatchObject([
      { k: "known", value: "arn:aws:lambda:eu-west-1:1:layer:a:3" },
    ]);
    expect(found.vpc?.references).toMatchObject([{ id: "Vpc", type: "AWS::EC2::VPC" }]);
    expect(onlyValue(found.url?.authType)).toBe("NONE");
    expect(onlyValue(found.url?.invokeMode)).toBe("RESPONSE_STREAM");
    expect(onlyValue(found.deployment?.alias)).toBe("live");
    expect(onlyValue(found.deployment?.type)).toBe("Canary10Percent5Minutes");
    expect(found.deployment?.hasAlarms).toBe(true);
    expect(onlyValue(found.concurrency?.provisioned)).toBe(2);
    expect(found.alarms).toMatchObject([{ metric: "Errors" }]);
  });

  it.each([
    [
      "a share of the invocations",
      `new cloudwatch.Alarm(this, "A", { metric: new cloudwatch.MathExpression({ expression: "e / i", usingMetrics: { e: fn.metricErrors(), i: fn.metricInvocations() } }) });`,
      ["Errors", "Invocations"],
    ],
    [
      "an expression that makes it",
      `new cloudwatch.MathExpression({ expression: "e", usingMetrics: { e: fn.metricErrors() } }).createAlarm(this, "A", {});`,
      ["Errors"],
    ],
    [
      "another period",
      `new cloudwatch.Alarm(this, "A", { metric: fn.metricErrors().with({ period: cdk.Duration.minutes(1) }) });`,
      ["Errors"],
    ],
    [
      "other metrics beside a widget",
      `fn.metricDuration().createAlarm(this, "A", {}); new cloudwatch.GraphWidget({ left: [fn.metricErrors()] });`,
      ["Duration"],
    ],
  ])("alarms on %s", (_, body, metrics) => {
    const found = inStack(
      `const cloudwatch = cdk.aws_cloudwatch; const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts" }); ${body}`,
    );
    expect(found.alarms?.map(({ metric }) => metric).sort()).toEqual(metrics);
  });

  it("is what the CDK makes it where nobody can say anything else", () => {
    const found = inStack(FN);
    expect(found).toMatchObject({
      vpc: undefined,
      url: undefined,
      architecture: { k: "default", value: "x86_64" },
      tracing: { k: "default", value: "PassThrough" },
      logging: { format: { k: "default", value: "Text" } },
      deployment: { alias: undefined, type: undefined },
      alarms: [],
      isDurable: false,
    });
    expect(found.failureSinks).toMatchObject({ deadLetterQueue: undefined, isComplete: true });
    const open = inStack(`new NodejsFunction(this, "Create", { entry: "src/create.ts", ...props });`);
    expect(open).toMatchObject({ vpc: undefined, isDurable: undefined, failureSinks: { isComplete: false } });
  });

  test.each([
    [
      "properties from elsewhere",
      `new NodejsFunction(this, "Create", { entry: "src/create.ts", ...props });`,
    ],
    ["an aspect", `${FN} cdk.Aspects.of(this).add(new Defaults());`],
    ["an injector", `${FN} new Stack(this, "Other", { propertyInjectors: [new Defaults()] });`],
  ])("is not known with %s", (_, body) => {
    const found = inStack(body, `import { Defaults } from "own-defaults";`);
    expect(found.tracing?.k).not.toBe("default");
    expect(found.architecture?.k).not.toBe("default");
    expect(found.deployment).toBeUndefined();
  });

  const ASPECT_CLASS = (body: string): string =>
    `class Defaults implements cdk.IAspect { public visit(node: IConstruct): void { ${body} } }`;

  test.each([
    ["of a bucket", `cdk.Aspects.of(new s3.Bucket(this, "Files")).add(new Other());`, ""],
    [
      "that changes buckets",
      `cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(
        `if (node instanceof s3.CfnBucket || node instanceof dynamodb.CfnTable) { node.addPropertyOverride("Tags", []); }`,
      ),
    ],
    [
      "that leaves all but buckets alone",
      `cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(`if (!(node instanceof s3.CfnBucket)) return; node.bucketName = "files";`),
    ],
    [
      "that says what becomes of resources",
      `cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(`if (node instanceof cdk.CfnResource) node.applyRemovalPolicy(RemovalPolicy.DESTROY);`),
    ],
    [
      "that adds remarks to functions",
      `cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(
        `const resource = node as lambda.CfnFunction; if (resource.cfnResourceType) { resource.addMetadata("cfn_nag", {}); }`,
      ),
    ],
    [
      "that says why checks do not hold",
      `cdk.Aspects.of(this).add(new Defaults());`,
      `import { NagSuppressions as Nag } from "cdk-nag"; ${ASPECT_CLASS(`Nag.addResourceSuppressions(node, []); console.log("seen");`)}`,
    ],
  ])("is known beside an aspect %s", (_, body, top) => {
    const found = inStack(`${FN} ${body}`, `import { Other } from "own-defaults"; ${top}`);
    expect(found.tracing?.k).toBe("default");
    expect(found.architecture?.k).toBe("default");
    expect(found.env.isComplete).toBe(true);
  });

  test.each([
    [
      "of the function",
      `cdk.Aspects.of(new NodejsFunction(this, "Create", { entry: "src/create.ts" })).add(new Other());`,
      "",
    ],
    [
      "of a construct of the project",
      `${FN} cdk.Aspects.of(new Own(this, "Own")).add(new Other());`,
      "class Own extends Construct {}",
    ],
    [
      "that changes functions",
      `${FN} cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(`if (node instanceof lambda.CfnFunction) { node.memorySize = 512; }`),
    ],
    [
      "that changes whatever there is",
      `${FN} cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(
        `if (node instanceof cdk.CfnResource) { node.addPropertyOverride("Environment.Variables.A", "1"); }`,
      ),
    ],
    [
      "that changes all but buckets",
      `${FN} cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(`if (node instanceof s3.CfnBucket) return; node.addPropertyOverride("Tags", []);`),
    ],
    [
      "that changes roles",
      `${FN} cdk.Aspects.of(this).add(new Defaults());`,
      ASPECT_CLASS(`if (node instanceof iam.CfnRole) { node.addPropertyOverride("Policies", []); }`),
    ],
    [
      "that calls a class of the project, whatever its name",
      `${FN} cdk.Aspects.of(this).add(new Defaults());`,
      `import { NagSuppressions } from "./suppressions"; ${ASPECT_CLASS(`NagSuppressions.apply(node);`)}`,
    ],
    [
      "whose class comes of another one",
      `${FN} cdk.Aspects.of(this).add(new Mine());`,
      `class Mine extends Other { visit(node: IConstruct) {} }`,
    ],
  ])("is not known with an aspect %s", (_, body, top) => {
    const found = inStack(body, `import { Other } from "own-defaults"; ${top}`);
    expect(found.tracing?.k).not.toBe("default");
    expect(found.env.isComplete).toBe(false);
  });
});

it("never throws at strange code", () => {
  const strange = `${IMPORTS} class A extends A {} const { a, ...b } = b; for (const x of y) new Function(...x); new Function();
    export * from "./stack"; export default class extends Function { constructor() { this.x = 1; super(...arguments); } }`;
  expect(() => readAll(strange, { "lib/other.ts": "export * from './stack';" })).not.toThrow();
});
