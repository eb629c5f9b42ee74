import rule from "../../src/rules/sdk-budget-over-timeout.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const client = (options: string) => `import { S3Client } from "@aws-sdk/client-s3";
export const s3 = new S3Client({ ${options} });
export const handler = async () => s3;
`;
const handlerOf = (ms: string, more = "throwOnRequestTimeout: true") =>
  `requestHandler: { requestTimeout: ${ms}, ${more} }`;
const v2 = (options: string) => `import S3 from "aws-sdk/clients/s3";
export const s3 = new S3({ ${options} });
export const handler = async () => s3;
`;
const project = (code: string, ...more: string[]) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

/** A client in a file that the handlers of two functions load, of which the second has its own timeout. */
const shared = (ofSecond: string) => ({
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(
      ["Timeout: 10"],
      [
        "List:",
        "  Type: AWS::Serverless::Function",
        `  Properties: { CodeUri: ., Handler: src/list.handler, Timeout: ${ofSecond} }`,
      ],
    ),
    "src/s3.ts": client(handlerOf("5000")).replace(/export const handler.*/, ""),
    "src/handler.ts": 'import { s3 } from "./s3.js";\nexport const handler = async () => s3;\n',
    "src/list.ts": 'import { s3 } from "./s3.js";\nexport const handler = async () => s3;\n',
  },
  lint: "src/s3.ts",
});

runJoinedRule("sdk-budget-over-timeout", rule, {
  valid: {
    "a client of a file that one function with more time loads": shared("30"),
    "a client of a file that a function loads whose timeout is not known": shared("!ImportValue timeout"),
    "attempts that fit": project(client(handlerOf("2000")), "Timeout: 10"),
    "one attempt": project(client(`${handlerOf("5000")}, maxAttempts: 1`), "Timeout: 10"),
    "a timeout that only warns": project(
      client(handlerOf("20000", "connectionTimeout: 1000")),
      "Timeout: 10",
    ),
    "a timeout that is not known": project(client(handlerOf("Number(process.env.MS)")), "Timeout: 10"),
    "a strategy of its own": project(client(`${handlerOf("20000")}, retryStrategy: strategy`), "Timeout: 10"),
    "a function's timeout that is not known": project(
      client(handlerOf("20000")),
      "Timeout: !ImportValue timeout",
    ),
    "one of two stages has more time": {
      files: {
        "template.yaml": samTemplate(["Timeout: 10"]),
        "template-prod.yaml": samTemplate(["Timeout: 900"]),
        "src/handler.ts": client(handlerOf("20000")),
      },
    },
    "another client of the name": project(
      `import { S3Client } from "./s3.js";\nconst s3 = new S3Client({ ${handlerOf("20000")} });\nexport const handler = async () => s3;`,
      "Timeout: 10",
    ),
    "no configuration": { files: { "src/handler.ts": client(handlerOf("20000")) } },
  },
  invalid: {
    "a client of a file that several handlers load": {
      ...shared("15"),
      findings: [
        {
          messageId: "overTimeout",
          at: "5000",
          says: ["`Orders` (template.yaml:3, which runs this through src/handler.ts) ends after 10 s"],
        },
      ],
    },
    "three attempts by default": {
      ...project(client(handlerOf("5000")), "Timeout: 10"),
      findings: [
        {
          messageId: "overTimeout",
          at: "5000",
          says: ["`S3Client`", "3 attempts of 5 s", "`Orders` (template.yaml:3)", "10 s (template.yaml:8)"],
        },
      ],
    },
    "the function's default": {
      ...project(client(`${handlerOf("3000")}, maxAttempts: 1`)),
      findings: [
        { messageId: "overTimeout", at: "3000", says: ["1 attempts of 3 s", "3 s (the default of"] },
      ],
    },
    "a handler that is made": {
      ...project(
        `import { S3Client } from "@aws-sdk/client-s3";\nimport { NodeHttpHandler } from "@smithy/node-http-handler";\nconst requestHandler = new NodeHttpHandler({ requestTimeout: 30_000, throwOnRequestTimeout: true });\nconst s3 = new S3Client({ requestHandler });\nexport const handler = async () => s3;`,
        "Timeout: 30",
      ),
      findings: [{ messageId: "overTimeout", at: "30_000", says: ["template.yaml:8"] }],
    },
    "SDK v2": {
      ...project(v2("httpOptions: { timeout: 5000 }, maxRetries: 2"), "Timeout: 15"),
      findings: [{ messageId: "overTimeout", at: "5000", says: ["3 attempts of 5 s", "`timeout`"] }],
    },
    ...Object.fromEntries(
      shapeProjects(
        {
          imports: { "@aws-sdk/client-s3": ["S3Client"] },
          top: `const s3 = new S3Client({ ${handlerOf("9000")} });`,
          body: "return s3;",
        },
        ["Timeout: 10"],
      ).map(({ name, files }) => [
        `in ${name}`,
        { files, findings: [{ messageId: "overTimeout", at: "9000", says: ["template.yaml:8"] }] },
      ]),
    ),
  },
});
