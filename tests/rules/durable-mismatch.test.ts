import rule from "../../src/rules/durable-mismatch.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const durable = `import { withDurableExecution } from "@aws/durable-execution-sdk-js";\nexport const handler = withDurableExecution(async (event) => event);\n`;
const plain = "export const handler = async (event) => event;\n";
const config = ["DurableConfig:", "  ExecutionTimeout: 3600"];
const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
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
