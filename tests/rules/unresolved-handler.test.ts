import rule from "../../src/rules/unresolved-handler.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const project = (code: string, handler = "src/handler.handler", file = "src/handler.ts") => ({
  files: { "template.yaml": samTemplate().replace("src/handler.handler", handler), [file]: code },
});

const withoutHandler = samTemplate().replace("      Handler: src/handler.handler\n", "");

runJoinedRule("unresolved-handler", rule, {
  valid: {
    "no handler of an image": {
      files: { "template.yaml": withoutHandler.replace("CodeUri: .", "PackageType: Image") },
      lint: "template.yaml",
    },
    "a handler of the globals": {
      files: {
        "template.yaml": `${withoutHandler}Globals: { Function: { Handler: src/handler.handler } }\n`,
      },
      lint: "template.yaml",
    },
    "no handler in a part of a template": {
      files: { "template.yaml": withoutHandler.replace("Transform: AWS::Serverless-2016-10-31\n", "") },
      lint: "template.yaml",
    },
    "an export of the name": project("export const handler = async () => 1;"),
    "a re-export": project(`export { handler } from "./impl.js";`),
    "everything of another module": project(`export * from "./impl.js";`),
    "a member of the default export": project("export default { handler: async () => 1 };"),
    "a default export that a call makes": project(`import { app } from "./app.js";\nexport default app();`),
    "default.handler": project("export default { handler: async () => 1 };", "src/handler.default.handler"),
    "exports that code makes": project(
      "for (const name of ['handler']) exports[name] = async () => 1;",
      undefined,
      "src/handler.js",
    ),
    "an object of another module": project(
      `module.exports = require("./impl.js");`,
      undefined,
      "src/handler.js",
    ),
    "a spread": project(`module.exports = { ...require("./impl.js") };`, undefined, "src/handler.js"),
    "module.exports below the top level": project(
      "if (process.env.X) { module.exports.handler = async () => 1; }",
      undefined,
      "src/handler.js",
    ),
    "export =": project(
      "const handler = async () => 1;\nexport = { handler };",
      undefined,
      "src/handler.cts",
    ),
    "a default export that another name holds": project(
      "const handler = async () => 1;\nexport default handler;",
    ),
    "a handler that is not known": project("export const main = async () => 1;", "!Ref Handler"),
    "code in the template": {
      files: {
        "template.yaml": samTemplate(["InlineCode: exports.handler = async () => 1;"]),
        "src/handler.ts": "export const main = async () => 1;",
      },
    },
    "a template whose handler is exported": {
      ...project("export const handler = async () => 1;"),
      lint: "template.yaml",
    },
    "a template whose file passes on another one": {
      ...project(`export * from "./impl.js";`),
      lint: "template.yaml",
    },
    "a template whose handler has no file": {
      files: { "template.yaml": samTemplate() },
      lint: "template.yaml",
    },
    "another file": {
      files: { "template.yaml": samTemplate(), "src/other.ts": "export const main = async () => 1;" },
    },
    ...Object.fromEntries(
      shapeProjects({ body: "return 1;" }).map(({ name, files }) => [`in ${name}`, { files }]),
    ),
  },
  invalid: {
    "no handler": {
      files: { "template.yaml": withoutHandler },
      lint: "template.yaml",
      findings: [{ messageId: "noHandler", at: "Orders", says: ["`Orders`", "`src/app.handler`"] }],
    },
    "another name": {
      ...project("export const lambdaHandler = async () => 1;"),
      findings: [
        {
          messageId: "missingExport",
          at: "export const lambdaHandler = async () => 1;",
          says: ["`Orders` (template.yaml:3)", "`handler` of this file (template.yaml:7)", "`lambdaHandler`"],
        },
      ],
    },
    "in the template": {
      ...project("export const lambdaHandler = async () => 1;"),
      lint: "template.yaml",
      findings: [
        {
          messageId: "handlerNotExported",
          at: "src/handler.handler",
          says: ["`Orders`", "`handler` of src/handler.ts:1"],
        },
      ],
    },
    "CommonJS exports": {
      ...project("exports.list = async () => 1;\nexports.get = async () => 1;", undefined, "src/handler.js"),
      findings: [
        { messageId: "missingExport", at: "exports.list = async () => 1;", says: ["template.yaml:7"] },
      ],
    },
    "module.exports with other keys": {
      ...project("const list = async () => 1;\nmodule.exports = { list };", undefined, "src/handler.js"),
      findings: [{ messageId: "missingExport", at: "const list = async () => 1;", says: ["`list`"] }],
    },
    "a default function where the name is another": {
      ...project("export default async function main() {}"),
      findings: [
        {
          messageId: "missingExport",
          at: "export default async function main() {}",
          says: ["template.yaml:7"],
        },
      ],
    },
    "serverless.yml": {
      files: {
        "serverless.yml":
          "service: a\nprovider:\n  name: aws\nfunctions:\n  orders:\n    handler: src/handler.main\n",
        "src/handler.ts": "export const handler = async () => 1;",
      },
      findings: [
        {
          messageId: "missingExport",
          at: "export const handler = async () => 1;",
          says: ["`orders` (serverless.yml:5)", "(serverless.yml:6)"],
        },
      ],
    },
    "two functions of the file": {
      files: {
        "template.yaml": samTemplate(
          [],
          [
            "List:",
            "  Type: AWS::Serverless::Function",
            "  Properties: { CodeUri: ., Handler: src/handler.list }",
          ],
        ),
        "src/handler.ts": "export const handler = async () => 1;",
      },
      findings: [
        {
          messageId: "missingExport",
          at: "export const handler = async () => 1;",
          says: ["`List` (template.yaml:8)", "(template.yaml:10)"],
        },
      ],
    },
  },
});
