import rule from "../../src/rules/streaming-mismatch.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";

const streaming = `export const handler = awslambda.streamifyResponse(async (event, stream) => { stream.end("a"); });\n`;
const typed = `import type { StreamifyHandler } from "aws-lambda";\nexport const handler: StreamifyHandler = async (event, stream) => { stream.end("a"); };\n`;
const project = (more: readonly string[], code = streaming) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});
const api = ["Events:", "  Api:", "    Type: HttpApi", "    Properties: { Path: /, Method: get }"];

runJoinedRule("streaming-mismatch", rule, {
  valid: {
    "a URL that streams": project(["FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM }"]),
    "a mode that is not known": project([
      "FunctionUrlConfig: { AuthType: NONE, InvokeMode: !ImportValue mode }",
    ]),
    "neither a URL nor an API": project([]),
    "a REST API, which can stream": project(api.map((line) => line.replace("HttpApi", "Api"))),
    "a handler that does not stream": project(
      ["FunctionUrlConfig: { AuthType: NONE }"],
      "export const handler = async () => 1;\nexport const other = (streamifyResponse) => streamifyResponse;",
    ),
    "no configuration": { files: { "src/handler.ts": streaming } },
  },
  invalid: {
    "a buffered URL": {
      ...project(["FunctionUrlConfig: { AuthType: NONE, InvokeMode: BUFFERED }"]),
      findings: [
        {
          messageId: "bufferedUrl",
          at: "handler",
          says: ["`Orders` (template.yaml:3)", "(template.yaml:8)"],
        },
      ],
    },
    "a URL without a mode": {
      ...project(["FunctionUrlConfig:", "  AuthType: NONE"]),
      findings: [{ messageId: "bufferedUrl", at: "handler", says: ["template.yaml:"] }],
    },
    "an HTTP API": {
      ...project(api),
      findings: [
        { messageId: "httpApi", at: "handler", says: ["`Orders` (template.yaml:3)", "(template.yaml:11)"] },
      ],
    },
    "by its type": {
      ...project(api, typed),
      findings: [{ messageId: "httpApi", at: "handler: StreamifyHandler", says: ["template.yaml:11"] }],
    },
  },
});
