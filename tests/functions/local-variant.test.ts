import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { functionsInTemplate, functionsOfFile } from "../../src/functions/functions-of-file.js";
import memorySize from "../../src/rules/memory-size.js";
import { lintText } from "../support/lint-text.js";
import { temporaryProject } from "../support/temporary-project.js";

const serverless = (stage: string) => `service: orders
provider: { name: aws, runtime: nodejs22.x, stage: ${stage} }
functions:
  create: { handler: src/create.handler }
`;
const sam = `Transform: AWS::Serverless-2016-10-31
Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: src/create.handler }
`;
const code = `export default { provider: { name: "aws" }, functions: { create: { handler: "src/create.handler" } } };\n`;
const source = { "src/create.ts": "export const handler = async () => {};\n" };

describe("a configuration for local work", () => {
  it.each([
    ["serverless.local.yml", serverless("local"), "serverless.yml", serverless("dev")],
    ["serverless.localstack.yml", serverless("local"), "serverless.yaml", serverless("dev")],
    ["serverless.offline.yml", serverless("local"), "serverless.ts", code],
    ["serverless.local.ts", code, "serverless.yml", serverless("dev")],
    ["template.local.yaml", sam, "template.yaml", sam],
    ["template-localstack.yml", sam, "template.yaml", sam],
  ])("%s declares none of the functions of the one beside it", (variant, text, main, other) => {
    const root = temporaryProject({ ".git/HEAD": "", [variant]: text, [main]: other, ...source });
    const found = functionsOfFile(join(root, "src/create.ts"));
    expect(found.map(({ place }) => place.file)).toEqual([join(root, main)]);
  });

  it("is not linted", () => {
    const root = temporaryProject({
      "serverless.local.yml": serverless("local"),
      "serverless.yml": serverless("dev"),
      ...source,
    });
    const lint = (name: string) => {
      const filename = join(root, name);
      const text = readFileSync(filename, "utf8");
      return lintText({ "memory-size": memorySize }, { code: text, filename, cwd: root }).messages;
    };
    expect(lint("serverless.local.yml")).toEqual([]);
    expect(lint("serverless.yml")).toHaveLength(1);
  });
});

describe("all other configurations", () => {
  it.each(["serverless.local.yml", "serverless.orders.yml", "serverless.dev.yml"])(
    "%s declares functions where it is the only one",
    (name) => {
      const root = temporaryProject({ [name]: serverless("dev"), ...source });
      expect(functionsInTemplate(join(root, name)).map(({ id }) => id)).toEqual(["create"]);
    },
  );

  it("declare functions beside a serverless.yml: a service may have several", () => {
    const files = {
      "serverless.yml": serverless("dev"),
      "serverless.admin.yml": serverless("dev"),
      ...source,
    };
    const root = temporaryProject({ ".git/HEAD": "", ...files });
    expect(functionsOfFile(join(root, "src/create.ts"))).toHaveLength(2);
  });

  it("in code too, where it is the only one", () => {
    const root = temporaryProject({ "serverless.local.ts": code, ...source });
    expect(codeFunctionsOfProject(root).map(({ id }) => id)).toEqual(["create"]);
  });
});
