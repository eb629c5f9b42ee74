import rule from "../../src/rules/integration-timeout.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const on = (type: string, more = "") => [
  "Events:",
  "  Source:",
  `    Type: ${type}`,
  `    Properties: { Path: /, Method: get${more} }`,
];
const signal = (ms: string) =>
  `export const handler = async () => fetch("https://example.com", { signal: AbortSignal.timeout(${ms}) });\n`;
const project = (more: readonly string[], code: string) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

/** A request in a file that the handlers of two functions call. */
const shared = (typeOfSecond: string) => ({
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(on("HttpApi"), [
      "List:",
      "  Type: AWS::Serverless::Function",
      "  Properties:",
      "    CodeUri: .",
      "    Handler: src/list.handler",
      ...on(typeOfSecond).map((line) => `    ${line}`),
    ]),
    "src/load.ts": signal("60_000").replace("handler", "load"),
    "src/handler.ts": 'import { load } from "./load.js";\nexport const handler = async () => load();\n',
    "src/list.ts": 'import { load } from "./load.js";\nexport const handler = async () => load();\n',
  },
  lint: "src/load.ts",
});

runJoinedRule("integration-timeout", rule, {
  valid: {
    "a request in a file that a function calls as well which nobody waits for": shared("Schedule"),
    "a time that the API waits": project(on("HttpApi"), signal("30_000")),
    "a time that is not known": project(on("HttpApi"), signal("Number(process.env.MS)")),
    "a source that does not wait": project(on("Schedule"), signal("60_000")),
    "one of two sources does not wait": project(
      [...on("HttpApi"), "  Daily: { Type: Schedule, Properties: {} }"],
      signal("60_000"),
    ),
    "a REST API with a definition of its own": project(
      on("Api", ", RestApiId: !ImportValue api"),
      signal("60_000"),
    ),
    "a time in code that nothing calls": project(
      on("HttpApi"),
      "export const unused = () => AbortSignal.timeout(60_000);\nexport const handler = async () => 1;",
    ),
    "no configuration": { files: { "src/handler.ts": signal("60_000") } },
    "another AbortSignal": project(
      on("HttpApi"),
      `import { AbortSignal } from "./abort.js";\n${signal("60_000")}`,
    ),
  },
  invalid: {
    "a request in a file that the handlers of two APIs call": {
      ...shared("Api"),
      findings: [
        {
          messageId: "callerHasGone",
          at: "60_000",
          says: [
            "invokes `Orders` (template.yaml:3, which runs this through src/handler.ts), waits for 30 s",
          ],
        },
      ],
    },
    "a request": {
      ...project(on("HttpApi"), signal("60_000")),
      findings: [
        {
          messageId: "callerHasGone",
          at: "60_000",
          says: ["60 s", "an HTTP API (template.yaml:11)", "`Orders` (template.yaml:3)", "30 s"],
        },
      ],
    },
    "a REST API": {
      ...project(on("Api"), signal("29_500")),
      findings: [
        { messageId: "callerHasGone", at: "29_500", says: ["a REST API (template.yaml:11)", "29 s"] },
      ],
    },
    "an API that waits for less": {
      ...project(on("HttpApi", ", TimeoutInMillis: 5000"), signal("10_000")),
      findings: [{ messageId: "callerHasGone", at: "10_000", says: ["5 s"] }],
    },
    "a sleep": {
      ...project(
        on("HttpApi"),
        `export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 45_000)); };`,
      ),
      findings: [{ messageId: "callerHasGone", at: "45_000", says: ["45 s"] }],
    },
    "a waiter of the SDK": {
      ...project(
        on("HttpApi"),
        `import { S3Client, waitUntilObjectExists } from "@aws-sdk/client-s3";\nconst client = new S3Client({});\nexport const handler = async () => waitUntilObjectExists({ client, maxWaitTime: 120 }, { Bucket: "a", Key: "b" });`,
      ),
      findings: [{ messageId: "callerHasGone", at: "120", says: ["120 s"] }],
    },
    "the attempts of a client": {
      ...project(
        on("HttpApi"),
        `import { S3Client } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({ requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true } });\nexport const handler = async () => s3;`,
      ),
      findings: [{ messageId: "callerHasGone", at: "20_000", says: ["60 s"] }],
    },
    ...Object.fromEntries(
      shapeProjects(
        { body: "await fetch('https://a.b', { signal: AbortSignal.timeout(60_000) });" },
        on("HttpApi"),
      ).map(({ name, files }) => [
        `in ${name}`,
        { files, findings: [{ messageId: "callerHasGone", at: "60_000", says: ["template.yaml:11"] }] },
      ]),
    ),
  },
});
