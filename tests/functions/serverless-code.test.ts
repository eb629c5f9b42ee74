import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue, possibleValues } from "../../src/functions/config-value.js";
import { temporaryProject } from "../support/temporary-project.js";

const handler = "export const main = async () => {};";

function read(config: string, files: Readonly<Record<string, string>> = {}, name = "serverless.ts") {
  return codeFunctionsOfProject(
    temporaryProject({ [name]: config, "src/hello/handler.ts": handler, ...files }),
  );
}

describe("serverless.ts", () => {
  test.each([
    [
      "export default",
      `const config: AWS = { provider: { name: "aws" }, functions: { hello: { handler: "src/hello/handler.main" } } }; export default config;`,
      "serverless.ts",
    ],
    [
      "module.exports",
      `const config: AWS = { provider: { name: "aws" }, functions: { hello: { handler: "src/hello/handler.main" } } }; module.exports = config;`,
      "serverless.ts",
    ],
    [
      "export =",
      `export = { provider: "aws", functions: { hello: { handler: "src/hello/handler.main" } } };`,
      "serverless.ts",
    ],
    [
      "a provider that the environment may name, with a runtime of AWS",
      `export default { provider: { name: process.env.PROVIDER ?? "aws", runtime: "nodejs22.x" }, functions: { hello: { handler: "src/hello/handler.main" } } };`,
      "serverless.ts",
    ],
    [
      "CommonJS in JavaScript",
      `module.exports = { provider: { name: "aws" }, functions: { hello: { handler: "src/hello/handler.main" } } };`,
      "serverless.js",
    ],
  ])("by %s", (_, config, name) => {
    const [found, ...others] = read(config, {}, name);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: "hello",
      framework: "serverless",
      handler: { status: "resolved", exportName: "main" },
    });
    expect(found?.memoryMb).toMatchObject({ k: "default", value: 1024 });
  });

  it("with a value of each stage", () => {
    const [found] = read(`
const isProd = process.env.STAGE === "prod";
export default {
  provider: {
    name: "aws",
    runtime: isProd ? "nodejs18.x" : "nodejs16.x",
    timeout: isProd ? 10 : undefined,
    environment: { HOST: isProd ? "\${ssm:/host}" : "localhost" },
  },
  functions: {
    hello: {
      handler: "src/hello/handler.main",
      memorySize: { dev: 256, test: 512, prod: 1024 }[process.env.STAGE],
    },
  },
};`);
    expect(possibleValues(found?.runtime)).toEqual(["nodejs18.x", "nodejs16.x"]);
    expect(possibleValues(found?.memoryMb)).toEqual([256, 512, 1024]);
    expect(found?.timeoutSec.k).toBe("opaque");
    expect(found?.env.variables.get("HOST")?.k).toBe("opaque");
  });

  it("with functions of other files, and helpers for their paths", () => {
    const config = `
import type { AWS } from "@serverless/typescript";
import hello from "@functions/hello";
const stage = "dev";
const config: AWS = {
  provider: { name: "aws", runtime: "nodejs22.x", memorySize: 512, environment: { STAGE: stage, TABLE: "\${self:custom.table}" } },
  custom: { table: "orders" },
  functions: { hello },
};
module.exports = config;
`;
    const [found] = read(config, {
      "tsconfig.json": '{ "extends": "./tsconfig.paths.json" }',
      "tsconfig.paths.json":
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@functions/*": ["src/*"], "@libs/*": ["libs/*"] } } }',
      "src/hello/index.ts": `
import { handlerPath } from "@libs/handler-resolver";
export default { handler: \`\${handlerPath(__dirname)}/handler.main\`, timeout: 20, events: [{ http: { method: "get", path: "hello" } }] };
`,
      "libs/handler-resolver.ts":
        "export const handlerPath = (context: string) => `${context.split(process.cwd())[1].substring(1).replace(/\\\\/g, '/')}`;",
    });
    expect(found?.handler).toMatchObject({ status: "resolved", exportName: "main" });
    expect(onlyValue(found?.runtime)).toBe("nodejs22.x");
    expect(onlyValue(found?.memoryMb)).toBe(512);
    expect(onlyValue(found?.timeoutSec)).toBe(20);
    expect(found?.sources.map(({ kind }) => kind)).toEqual(["apigw-rest"]);
    expect(onlyValue(found?.env.variables.get("STAGE"))).toBe("dev");
    expect(onlyValue(found?.env.variables.get("TABLE"))).toBe("orders");
    expect(found?.env.isComplete).toBe(true);
  });

  test.each([
    [
      "another cloud",
      `export default { provider: { name: "google" }, functions: { hello: { handler: "src/hello/handler.main" } } };`,
    ],
    [
      "a provider that the environment may name, with a runtime of any cloud",
      `export default { provider: { name: process.env.PROVIDER ?? "aws", runtime: "nodejs22" }, functions: { hello: { handler: "src/hello/handler.main" } } };`,
    ],
    [
      "a provider that is not known",
      `export default { provider: base(), functions: { hello: { handler: "src/hello/handler.main" } } };`,
    ],
    [
      "a function that may say anything",
      `import x from "x"; export default { provider: { name: "aws" }, functions: { hello: { handler: "a.b", ...x } } };`,
    ],
    [
      "functions that are not known",
      `import functions from "x"; export default { provider: { name: "aws" }, functions };`,
    ],
  ])("not of %s", (_, config) => {
    expect(read(config)).toEqual([]);
  });

  it("with a path that a file makes of its own folder", () => {
    const config = `
import hello from "./src/hello";
export default { provider: { name: "aws" }, functions: { hello } };
`;
    const [found] = read(config, {
      "src/hello/index.ts":
        "export default { handler: `${__dirname.split(process.cwd())[1].substring(1)}/handler.main` };",
    });
    expect(found?.handler).toMatchObject({ status: "resolved", exportName: "main" });
  });

  it("with references to its resources, as the intrinsic functions that they are", () => {
    const [found] = read(`
export default {
  provider: { name: "aws", environment: { TABLE: { Ref: "Orders" } } },
  functions: {
    hello: { handler: "src/hello/handler.main", events: [{ sqs: { arn: { "Fn::GetAtt": ["Jobs", "Arn"] } } }] },
  },
  resources: {
    Resources: {
      Orders: { Type: "AWS::DynamoDB::Table" },
      Jobs: { Type: "AWS::SQS::Queue", Properties: { VisibilityTimeout: 20 } },
    },
  },
};
`);
    expect(found?.sources).toMatchObject([{ kind: "sqs", resource: { id: "Jobs" } }]);
    expect(onlyValue(found?.sources[0]?.visibilityTimeoutSec)).toBe(20);
    expect(found?.env.references.get("TABLE")).toMatchObject({ id: "Orders" });
  });

  it("as functions of its own, where another file has the whole map of them", () => {
    const files = {
      "serverless.ts": `import { functions } from "./src/functions"; export default { provider: { name: "aws", runtime: "nodejs22.x" },\n  functions };`,
      "src/functions.ts": `export const functions = { hello: { handler: "src/hello/handler.main" }, hallo: { handler: "src/hello/handler.main" } };`,
      "src/hello/handler.ts": handler,
    };
    const root = temporaryProject(files);
    const found = codeFunctionsOfProject(root);
    expect(found.map(({ id, place }) => [id, path.relative(root, place.file), place.line])).toEqual([
      ["hello", "serverless.ts", 2],
      ["hallo", "serverless.ts", 2],
    ]);
  });

  it("whose environment is not complete where it spreads something unknown", () => {
    const [found] = read(
      `import { env } from "x"; export default { provider: { name: "aws", environment: { A: "1", ...env } }, functions: { hello: { handler: "src/hello/handler.main" } } };`,
    );
    expect(found?.env.isComplete).toBe(false);
  });
});
