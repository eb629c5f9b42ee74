import rule from "../../src/rules/durable-mismatch.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const durable = `import { withDurableExecution } from "@aws/durable-execution-sdk-js";\nexport const handler = withDurableExecution(async (event) => event);\n`;
const plain = "export const handler = async (event) => event;\n";
const config = ["DurableConfig:", "  ExecutionTimeout: 3600"];
const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

const serverless = (code: string, more = "", beside = "") => ({
  files: {
    "serverless.yml": `provider: { name: aws, runtime: nodejs22.x }
functions:
  place-order:
    handler: src/handler.handler
${more}${beside}`,
    "src/handler.ts": code,
  },
  lint: "src/handler.ts",
});
const pulumi = (code: string, more = "") => ({
  files: {
    "Pulumi.yaml": "name: orders",
    "index.ts": `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
new aws.lambda.Function("Orders", { handler: "handler.handler", runtime: "nodejs22.x", code: new pulumi.asset.FileArchive("src"), ${more} });`,
    "src/handler.ts": code,
  },
  lint: "src/handler.ts",
});

runJoinedRule("durable-mismatch", rule, {
  valid: {
    "a durable handler of a durable function": project(durable, config),
    "an ordinary handler of an ordinary function": project(plain, []),
    "settings that are written elsewhere": project(durable, ["Fn::Transform: { Name: AWS::Include }"]),
    "a handler in a wrapper that nobody knows": project(
      `import { wrap } from "./wrap.js";\nexport const handler = wrap(async (event) => event);`,
      config,
    ),
    "a handler of another file": project(`export { handler } from "./impl.js";`, config),
    "a durable function of a serverless.yml": serverless(
      durable,
      "    durableConfig: { executionTimeout: 60 }\n",
    ),
    "an ordinary function of a serverless.yml": serverless(plain),
    "a function of a serverless.yml that an extension makes durable": serverless(
      durable,
      "",
      "resources:\n  - extensions: { PlaceDashorderLambdaFunction: { Properties: { DurableConfig: { ExecutionTimeout: 60 } } } }\n",
    ),
    "a serverless.yml with resources that are not known": serverless(
      durable,
      "",
      "resources: ${file(missing.yml)}\n",
    ),
    "a durable function of Pulumi": pulumi(durable, "durableConfig: { executionTimeout: 60 }"),
    "a function of Pulumi with settings that are not known": pulumi(durable, "...more"),
    "no configuration": { files: { "src/handler.ts": durable } },
    "a function of the name": project(
      `import { withDurableExecution } from "./own.js";\nexport const handler = withDurableExecution(async (event) => event);`,
      [],
    ),
  },
  invalid: {
    "a durable handler of an ordinary function": {
      ...project(durable, []),
      findings: [
        { messageId: "notDurable", at: "handler", says: ["`Orders` (template.yaml:3)", "`DurableConfig`"] },
      ],
    },
    "an ordinary function of a serverless.yml": {
      ...serverless(durable),
      findings: [{ messageId: "notDurable", at: "handler", says: ["serverless.yml:3"] }],
    },
    "a serverless.yml whose extensions are about another function": {
      ...serverless(
        durable,
        "",
        "resources: { extensions: { OtherLambdaFunction: { Properties: { DurableConfig: { ExecutionTimeout: 60 } } } } }\n",
      ),
      findings: [{ messageId: "notDurable", at: "handler", says: ["serverless.yml:3"] }],
    },
    "a durable function of a serverless.yml": {
      ...serverless(plain, "    durableConfig: { executionTimeout: 60 }\n"),
      findings: [{ messageId: "durableUnused", at: "handler", says: ["serverless.yml:3"] }],
    },
    "an ordinary function of Pulumi": {
      ...pulumi(durable),
      findings: [{ messageId: "notDurable", at: "handler", says: ["index.ts:2"] }],
    },
    "an ordinary handler of a durable function": {
      ...project(plain, config),
      findings: [{ messageId: "durableUnused", at: "handler", says: ["`Orders` (template.yaml:3)"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: "return 1;" })
        .filter(({ name }) => name === "durable execution")
        .map(({ name, files }) => [
          `in ${name}`,
          { files, findings: [{ messageId: "notDurable", at: "placeOrder", says: ["template.yaml:3"] }] },
        ]),
    ),
  },
});
