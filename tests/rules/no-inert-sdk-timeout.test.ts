import path from "node:path";
import rule from "../../src/rules/no-inert-sdk-timeout.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { readProjectFile } from "../support/project-files.js";
import { runRule } from "../support/run-rule.js";
import { temporaryFolder } from "../support/temporary-folder.js";

/** A project with the packages installed, by their path below it; returns that of its handler. */
function projectWith(files: Record<string, object | string>): string {
  return path.join(temporaryFolder(files), "src/handler.ts");
}

const handlerPackage = "node_modules/@smithy/node-http-handler/package.json";
const client = (handler = "NodeHttpHandler", name = "client-s3") => ({
  [`node_modules/@aws-sdk/${name}/package.json`]: { version: "3.900.0" },
  [`node_modules/@aws-sdk/${name}/dist-cjs/runtimeConfig.js`]: `requestHandler: ${handler}.create(config)`,
});

const installed = projectWith({ [handlerPackage]: { version: "4.4.0" }, ...client() });
const former = projectWith({ [handlerPackage]: { version: "4.3.0" }, ...client() });
const http2 = projectWith({
  [handlerPackage]: { version: "4.14.2" },
  ...client("NodeHttp2Handler", "client-kinesis"),
});
const nested = projectWith({
  [handlerPackage]: { version: "4.14.2" },
  "node_modules/@aws-sdk/client-s3/node_modules/@smithy/node-http-handler/package.json": { version: "4.3.0" },
  ...client(),
});
const broken = projectWith({ [handlerPackage]: "no JSON", ...client() });
const without = projectWith({ "package.json": { name: "none" } });
const bare = projectWith({
  [handlerPackage]: { version: "4.14.2" },
  "node_modules/@aws-sdk/client-s3/package.json": { version: "3.1100.0" },
});

/** What is installed for this repository, whose files the invalid cases are. */
const { version } = JSON.parse(readProjectFile(handlerPackage)) as { version: string };

const imports = `import { S3Client } from "@aws-sdk/client-s3";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { shared } from "./shared.js";`;
const handler = `export const handler = async (event: any) => client;`;
const withClient = (creation: string) => `${imports}\nconst client = ${creation};\n${handler}\n`;
const s3 = (options: string) => withClient(`new S3Client({ requestHandler: ${options} })`);

const finding = (code: string, output: string) => ({
  messageId: "inertTimeout" as const,
  data: { version },
  ...locate(code, "requestTimeout"),
  suggestions: [{ messageId: "throwOnTimeout" as const, output }],
});

const simple = s3("{ requestTimeout: 3_000 }");

const valid: Record<string, [code: string, filename: string]> = {
  "a handler of 4.3.0, which throws": [simple, former],
  "a client with an older handler of its own": [simple, nested],
  "a handler that is not installed": [simple, without],
  "a handler whose package.json is broken": [simple, broken],
  "a client of which nothing can be read": [simple, bare],
  "a client that speaks HTTP/2": [
    withClient("new KinesisClient({ requestHandler: { requestTimeout: 3_000 } })"),
    http2,
  ],
  "a timeout that throws": [s3("{ requestTimeout: 3_000, throwOnRequestTimeout: true }"), installed],
  "a timeout that is meant to warn": [
    s3("{ requestTimeout: 3_000, throwOnRequestTimeout: false }"),
    installed,
  ],
  "a timeout beside one of the socket": [s3("{ requestTimeout: 3_000, socketTimeout: 2_000 }"), installed],
  "a timeout that is off": [s3("{ requestTimeout: 0 }"), installed],
  "options of which a part is unknown": [s3("{ requestTimeout: 3_000, ...shared }"), installed],
  "options from elsewhere": [s3("shared"), installed],
  "only a connection timeout": [s3("{ connectionTimeout: 3_000 }"), installed],
  "the handler's class from elsewhere": [
    `import { NodeHttpHandler } from "./handler.js";\nconst client = new NodeHttpHandler({ requestTimeout: 1 });\n${handler}\n`,
    installed,
  ],
  "the option of another package": [
    `import { Client } from "@opensearch-project/opensearch";\nconst client = new Client({ requestTimeout: 3_000 });\n${handler}\n`,
    installed,
  ],
  "a module of a package that is not for Lambda": [
    `import { NodeHttpHandler } from "@smithy/node-http-handler";\nexport const main = new NodeHttpHandler({ requestTimeout: 3_000 });\n`,
    installed,
  ],
};

/** By name: the code, and what the suggestion follows. */
const invalid: Record<string, [code: string, from: string]> = {
  "options of a client": [simple, "requestTimeout: 3_000"],
  "options with others": [s3("{ requestTimeout: 3_000, connectionTimeout: 1_000 }"), "requestTimeout: 3_000"],
  "options in a constant": [
    `${imports}\nconst options = { requestTimeout: 3_000 };\nconst client = new S3Client({ requestHandler: options });\n${handler}\n`,
    "requestTimeout: 3_000",
  ],
  "a config in a constant": [
    `${imports}\nconst config = { requestHandler: { requestTimeout: 3_000 } };\nconst client = new S3Client(config);\n${handler}\n`,
    "requestTimeout: 3_000",
  ],
  "a handler that is made": [s3("new NodeHttpHandler({ requestTimeout: 3_000 })"), "requestTimeout: 3_000"],
  "a handler that is created": [
    s3("NodeHttpHandler.create({ requestTimeout: 3_000 })"),
    "requestTimeout: 3_000",
  ],
  "a handler by itself": [
    `${imports}\nconst client = new NodeHttpHandler({\n  requestTimeout: Number(process.env.TIMEOUT), // ms\n});\n${handler}\n`,
    "requestTimeout: Number(process.env.TIMEOUT)",
  ],
  "a client that the handler makes": [
    `${imports}\nexport const handler = async () => new S3Client({ requestHandler: { requestTimeout: 3_000 } });\n`,
    "requestTimeout: 3_000",
  ],
  "a module without a handler in a package for Lambda": [
    `import { NodeHttpHandler } from "@smithy/node-http-handler";\nexport const main = new NodeHttpHandler({ requestTimeout: 3_000 });\n`,
    "requestTimeout: 3_000",
  ],
};

runRule("no-inert-sdk-timeout", rule, {
  valid: Object.entries(valid).map(([name, [code, filename]]) => ({ name, code, filename })),
  invalid: [
    ...Object.entries(invalid).map(([name, [code, from]]) => ({
      name,
      code,
      errors: [finding(code, code.replace(from, `${from}, throwOnRequestTimeout: true`))],
    })),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { "@aws-sdk/client-s3": ["S3Client"] },
        top: "const client = new S3Client({ requestHandler: { requestTimeout: 3_000 } });",
        body: "console.log(client);",
      });
      const output = testCase.code.replace("3_000", "3_000, throwOnRequestTimeout: true");
      return { ...testCase, errors: [finding(testCase.code, output)] };
    }),
  ],
});
