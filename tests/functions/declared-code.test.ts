import { expect, it, test } from "vitest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mayDeclareInCode, readDeclaredCode } from "../../src/functions/declared-code.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { parseSource } from "../../src/syntax/parse-source.js";
import { temporaryProject } from "../support/temporary-project.js";

const imports = `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
`;

function readFrom(files: Readonly<Record<string, string>>, name: string) {
  const file = join(temporaryProject({ "cdk.json": "{}", ...files }), name);
  return readDeclaredCode(parseSource(file, readFileSync(file, "utf8"))!, file);
}

test.each([
  ["a template", "template.yaml", `${imports} aws-lambda`, false],
  ["code without the CDK", "a.ts", 'import { Context } from "aws-lambda";', false],
  ["a stack without functions", "a.ts", 'import { Queue } from "aws-cdk-lib/aws-sqs";', false],
  ["a stack with functions", "lib/a.ts", imports, true],
  ["what a tool has bundled under a hidden name", "lib/.sst.config.1719338843207.mjs", imports, false],
  ["a stack in a hidden folder", "/home/.orders/a.ts", imports, true],
  [
    "the root namespace",
    "lib/a.mjs",
    'import * as cdk from "aws-cdk-lib"; new cdk.aws_lambda.Function()',
    true,
  ],
])("%s may declare functions or not, by its text", (_, file, text, may) => {
  expect(mayDeclareInCode(text, file)).toBe(may);
});

it("declares what its own expressions make, and not what it imports", () => {
  const other = `${imports} export class Other extends Stack { a = new NodejsFunction(this, "Other", { entry: "a.ts" }); }`;
  const stack = `${imports}
import { Other } from "./other";
export class Own extends Stack {
  other = new Other(this, "O");
  create = new NodejsFunction(this, "Create", { entry: "a.ts" });
}`;
  const found = readFrom({ "lib/stack.ts": stack, "lib/other.ts": other }, "lib/stack.ts");
  expect(found.map(({ id }) => id)).toEqual(["Create"]);
});

it("declares what it makes of a function's class in another file", () => {
  const create = `${imports}
export class Create extends NodejsFunction {
  constructor(scope, id) { super(scope, id, { entry: "a.ts", memorySize: 512 }); }
}`;
  const stack = `
import { Stack } from "aws-cdk-lib";
import { Create } from "./create";
export class Own extends Stack { create = new Create(this, "Create"); }`;
  const files = {
    "cdk.json": '{ "app": "npx ts-node bin/app.ts" }',
    "bin/app.ts": `import { App } from "aws-cdk-lib"; import { Own } from "../lib/stack"; new Own(new App(), "Own");`,
    "lib/stack.ts": stack,
    "lib/create.ts": create,
  };
  expect(readFrom(files, "lib/stack.ts").map(({ id }) => id)).toEqual(["Create"]);
  expect(readFrom(files, "lib/create.ts")).toEqual([]);
});

it("has one function for an expression that makes several, with what they have in common", () => {
  const stack = `${imports}
export class Own extends Stack {
  constructor(scope, id) {
    super(scope, id);
    for (const [name, memorySize] of [["one", 256], ["two", 512]])
      new NodejsFunction(this, name, { entry: \`src/\${name}.ts\`, memorySize, ephemeralStorageSize: undefined, environment: { A: "1" } });
  }
}`;
  const found = readFrom({ "lib/stack.ts": stack }, "lib/stack.ts");
  expect(found).toMatchObject([
    { memoryMb: { k: "opaque" }, timeoutSec: { k: "default" }, env: { isComplete: true } },
  ]);
  expect(onlyValue(found[0]?.env.variables.get("A"))).toBe("1");
});

it("has for a factory that is called twice what is missing in both, and nothing that only one has", () => {
  const stack = `${imports}
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Tracing } from "aws-cdk-lib/aws-lambda";
export class Own extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.make("One", { TABLE: "a", ONLY: "1" }).addLayers("arn:a", "arn:b");
    const second = this.make("Two", { TABLE: "b" });
    second.addLayers("arn:a");
    second.configureAsyncInvoke({ onFailure: new Queue(this, "Failed") });
  }
  make(name, environment) {
    return new NodejsFunction(this, name, { entry: \`src/\${name}.ts\`, environment, tracing: Tracing.ACTIVE });
  }
}`;
  const [fn, ...others] = readFrom({ "lib/stack.ts": stack }, "lib/stack.ts");
  expect(others).toEqual([]);
  expect(fn).toMatchObject({
    tracing: { k: "known", value: "Active" },
    logging: { format: { k: "default", value: "Text" } },
    deployment: { alias: undefined },
    handler: { status: "opaque" },
  });
  expect(fn?.failureSinks?.onFailure).toBeDefined();
  expect(fn?.layers?.items).toHaveLength(2);
  expect([...(fn?.env.variables ?? [])].map(([name, value]) => [name, value.k])).toEqual([
    ["TABLE", "opaque"],
    ["ONLY", "opaque"],
  ]);
});

it("knows what others of the project give it only where they call it themselves", () => {
  const shared = `export const MEMORY = 2048;`;
  const stack = `${imports}
import { MEMORY } from "./shared.js";
export class Own extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    new NodejsFunction(this, "Create", { entry: "a.ts", memorySize: MEMORY, timeout: props.timeout });
  }
}`;
  const [found] = readFrom({ "lib/stack.ts": stack, "lib/shared.ts": shared }, "lib/stack.ts");
  expect(onlyValue(found?.memoryMb)).toBe(2048);
  expect(found?.timeoutSec.k).toBe("opaque");
});

test.each([
  ["a private field", "private readonly fn", true],
  ["a field that others see", "readonly fn", false],
])("the environment of a function in %s, in a text that is not on the disk", (_, field, isComplete) => {
  const stack = `${imports} export class Own extends Stack { ${field} = new NodejsFunction(this, "Create", { entry: "a.ts" }); }`;
  const file = join(temporaryProject({ "cdk.json": "{}", "lib/stack.ts": stack }), "lib/stack.ts");
  expect(readDeclaredCode(parseSource(file, `${stack}\n`)!, file)[0]?.env.isComplete).toBe(isComplete);
});

test.each([
  ["new Own(scope, id, { ...props })", "opaque", "opaque"],
  ["new Own(scope, id, { timeout: Duration.seconds(9), ...props })", "opaque", "opaque"],
  ["new Own(scope, id, { ...props, memorySize: 256 })", "known", "opaque"],
  ["new Own(scope, id, { memorySize: 256 })", "known", "known"],
])(
  "takes a setting for unknown that a spread of unknown settings may replace: %s",
  (made, memory, timeout) => {
    const lib = `${imports} import { Duration } from "aws-cdk-lib";
class Own extends NodejsFunction {
  constructor(scope, id, props) {
    super(scope, id, { memorySize: 128, timeout: Duration.seconds(5), ...props });
  }
}
export const make = (scope, id, props) => ${made};`;
    const [found] = readFrom({ "lib/own.ts": lib }, "lib/own.ts");
    expect([found?.memoryMb.k, found?.timeoutSec.k]).toEqual([memory, timeout]);
  },
);

test.each([
  ["without a mark at its start", ""],
  ["with a byte order mark, which ESLint takes away", "\uFEFF"],
])("knows what the rest of the project gives to what is on the disk, %s", (_, mark) => {
  const stack = `${imports}
export class Own extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    new NodejsFunction(this, "Create", { entry: "a.ts", memorySize: props.memorySize });
  }
}`;
  const app = `import { Own } from "../lib/stack"; new Own(undefined, "Own", { memorySize: 512 });`;
  const directory = temporaryProject({
    "cdk.json": '{ "app": "npx tsx bin/app.ts" }',
    "bin/app.ts": app,
    "lib/stack.ts": mark + stack,
  });
  const file = join(directory, "lib/stack.ts");
  const [found] = readDeclaredCode(parseSource(file, stack)!, file);
  expect(onlyValue(found?.memoryMb)).toBe(512);
});

it("has each function of a serverless.ts that another file declares, at the place that takes them in", () => {
  const config = `import { functions } from "./functions"; export default { provider: { name: "aws" }, functions };`;
  const functions = `export const functions = { one: { handler: "a.one" }, two: { handler: "a.two", memorySize: 512 } };`;
  const found = readFrom({ "serverless.ts": config, "functions.ts": functions }, "serverless.ts");
  expect(found.map(({ id, memoryMb }) => [id, onlyValue(memoryMb)])).toEqual([
    ["one", 1024],
    ["two", 512],
  ]);
});

it("declares nothing in what the compiler wrote beside the source", () => {
  const stack = `${imports} export class Own extends Stack { a = new NodejsFunction(this, "Own", { entry: "a.ts" }); }`;
  const files = { "lib/stack.ts": stack, "lib/stack.js": stack, "lib/plain.js": stack };
  expect(readFrom(files, "lib/stack.ts")).toHaveLength(1);
  expect(readFrom(files, "lib/stack.js")).toEqual([]);
  expect(readFrom(files, "lib/plain.js")).toHaveLength(1);
});
