import { utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { onlyValue } from "../../../src/functions/config-value.js";
import { temporaryProject } from "../../support/temporary-project.js";

const stack = `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class OrdersStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    new NodejsFunction(this, "Create", {
      entry: "src/create.ts",
      memorySize: props.memorySize,
      timeout: props.timeout,
      environment: { ...props.environment, LEVEL: "info" },
    });
  }
}
`;

function lambda(cdkPath: string, properties: object, metadata: object = {}): object {
  return {
    Type: "AWS::Lambda::Function",
    Properties: { Handler: "index.handler", Runtime: "nodejs22.x", ...properties },
    Metadata: { "aws:cdk:path": cdkPath, "aws:asset:path": "asset.1", ...metadata },
  };
}

function read(resources: object, isFresh = true, files: Record<string, string> = {}) {
  const directory = temporaryProject({
    "cdk.json": "{}",
    "src/create.ts": "export const handler = async () => {};",
    "lib/stack.ts": stack,
    "cdk.out/Orders.template.json": JSON.stringify({ Resources: resources }),
    "cdk.out/manifest.json": "{}",
    ...files,
  });
  const [older, newer] = [1_000, 2_000];
  utimesSync(join(directory, "lib/stack.ts"), isFresh ? older : newer, isFresh ? older : newer);
  utimesSync(join(directory, "cdk.out/manifest.json"), isFresh ? newer : older, isFresh ? newer : older);
  return codeFunctionsOfProject(directory);
}

const created = lambda("Orders/Create/Resource", {
  MemorySize: 1024,
  Timeout: 30,
  Environment: { Variables: { LEVEL: "info", STAGE: "prod", TABLE: { Ref: "Table" } } },
});

it("knows from a fresh output what the code leaves open", () => {
  const [found, ...others] = read({ Create: created });
  expect(others).toEqual([]);
  expect(found).toMatchObject({ id: "Create", handler: { status: "resolved" } });
  expect(found?.place.file).toMatch(/stack\.ts$/);
  expect(onlyValue(found?.memoryMb)).toBe(1024);
  expect(onlyValue(found?.timeoutSec)).toBe(30);
  expect(onlyValue(found?.runtime)).toBe("nodejs22.x");
  expect(found?.env.isComplete).toBe(true);
  expect([...(found?.env.variables.keys() ?? [])].sort()).toEqual(["LEVEL", "STAGE", "TABLE"]);
  expect(onlyValue(found?.env.variables.get("STAGE"))).toBe("prod");
  expect(found?.env.variables.get("TABLE")?.k).toBe("opaque");
});

test.each([
  ["older than the code", { Create: created }, false],
  ["of another construct", { Other: lambda("Orders/Other/Resource", { MemorySize: 1024 }) }, true],
])("does not take an output that is %s", (_, resources, isFresh) => {
  const [found, ...others] = read(resources, isFresh);
  expect(others).toEqual([]);
  expect(found?.memoryMb.k).toBe("opaque");
  expect(found?.env.isComplete).toBe(false);
});

it("leaves open in what two functions of one construct differ", () => {
  const other = lambda("Test/Create/Resource", { MemorySize: 512, Timeout: 30 });
  const [found] = read({ Create: created, Other: other });
  expect(onlyValue(found?.memoryMb)).toBeUndefined();
});

it("adds functions that only packages make, where their asset was not copied", () => {
  const found = read(
    { Api: lambda("Orders/Api/Resource", { MemorySize: 256 }, { "aws:asset:path": "../api" }) },
    true,
    { "api/index.js": "exports.handler = async () => {};" },
  );
  expect(found.map(({ id, framework, handler }) => [id, framework, handler.status])).toEqual([
    ["Create", "cdk", "resolved"],
    ["Api", "cdk", "resolved"],
  ]);
});

it("takes no harm from an output that is broken", () => {
  expect(read({}, true, { "cdk.out/Broken.template.json": "{" })).toHaveLength(1);
});
