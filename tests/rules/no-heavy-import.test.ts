import { expect, it } from "vitest";
import { formatMs, measuredSavingMs } from "../../src/estimate/lighter-parts.js";
import { lighterImports } from "../../src/knowledge/lighter-imports.js";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import rule from "../../src/rules/no-heavy-import.js";
import { describeWeight } from "../../src/weight/describe-weight.js";
import { type ModuleFormat, weigh } from "../../src/weight/weigh.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { lintText } from "../support/lint-text.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type Use = "heavyOnSomePaths" | "heavyOnEveryPath" | "heavyAndUnused" | "heavyWithUnknownUse";

interface Expected {
  readonly module: string;
  readonly use?: Use;
  /** How the file gets the module, where it says so. */
  readonly format?: ModuleFormat;
  readonly loadLazily?: string;
  readonly useLighterImport?: string;
}

/** The finding at the specifier. The figures are the table's: they change when it is measured again. */
function finding(code: string, { module, use = "heavyOnSomePaths", format, ...outputs }: Expected) {
  const weight = weigh(module, format);
  if (weight === undefined) throw new Error(`The table has no ${module}.`);
  const part = lighterImports.find((entry) => entry.module === module);
  const lighter = part?.lighter;
  const savingMs = part && measuredSavingMs(part, weight, format);
  const data = {
    module,
    ms: String(weight.likely),
    weight: describeWeight(weight),
    orLighter: lighter === undefined ? "" : `, or import \`${lighter}\``,
    instead:
      lighter === undefined ? "only the part that is needed, or a lighter package" : `\`${lighter}\` instead`,
  };
  const quote = code.includes(`'${module}'`) ? "'" : code.includes(`\`${module}\``) ? "`" : '"';
  const { loadLazily, useLighterImport } = outputs;
  return {
    messageId: use,
    data,
    ...locate(code, `${quote}${module}${quote}`),
    suggestions: [
      ...(loadLazily === undefined
        ? []
        : [
            {
              messageId: "loadLazily" as const,
              data: { module, ms: formatMs(weight.likely) },
              output: loadLazily,
            },
          ]),
      ...(useLighterImport === undefined
        ? []
        : [
            {
              messageId: "useLighterImport" as const,
              data: { module, ms: formatMs(savingMs ?? NaN) },
              output: useLighterImport,
            },
          ]),
    ],
  };
}

type Options = NonNullable<(typeof rule)["meta"]["defaultOptions"]>[0];

/** Budgets under which every package of the tests is heavy. */
const strict: Options = { maxMs: 5, maxMsOnEveryPath: 5, maxMsWithoutAlternative: 5, ignore: [] };
/** Budgets that the package is over, and its parts are not. */
const justBelow = (module: string, format?: ModuleFormat): Options => {
  const { likely } = weigh(module, format) ?? { likely: NaN };
  const maxMs = likely - 0.1;
  return { maxMs, maxMsOnEveryPath: maxMs, maxMsWithoutAlternative: maxMs, ignore: [] };
};
/** Packages are heavy where a path does without them. */
const strictOnSomePaths: Options = {
  maxMs: 5,
  maxMsOnEveryPath: 100_000,
  maxMsWithoutAlternative: 100_000,
  ignore: [],
};

const loose: Options = { maxMs: 1000, maxMsOnEveryPath: 1000, maxMsWithoutAlternative: 1000, ignore: [] };

function invalidCase(
  name: string,
  code: string,
  expected: Expected | readonly Expected[],
  { options = strictOnSomePaths, filename = "src/handler.ts" }: { options?: Options; filename?: string } = {},
) {
  return {
    name,
    code,
    filename,
    options: [options] as const,
    errors: [expected].flat().map((one) => finding(code, one)),
  };
}

it("has budgets between the packages that they are meant to tell apart", () => {
  const likely = (module: string) => weigh(module)?.likely ?? NaN;
  const [{ maxMs, maxMsOnEveryPath, maxMsWithoutAlternative }] = rule.meta.defaultOptions as readonly [
    Options,
  ];
  for (const client of ["client-dynamodb", "client-s3", "client-sqs", "client-ssm", "lib-dynamodb"])
    expect(likely(`@aws-sdk/${client}`)).toBeLessThan(maxMs);
  for (const heavy of ["aws-sdk", "googleapis", "exceljs", "cheerio"])
    expect(likely(heavy)).toBeGreaterThan(maxMs);
  for (const driver of ["mongoose", "redis", "express", "@nestjs/core"])
    expect(likely(driver)).toBeLessThan(maxMsWithoutAlternative);
  expect(likely("aws-sdk")).toBeGreaterThan(maxMsOnEveryPath);
  expect(likely("jsdom")).toBeGreaterThan(maxMsWithoutAlternative);
});

const valid: Record<string, string> = {
  // Near misses: heavy modules that the file does not load, or that it needs.
  "no handler": `
    import { google } from "googleapis";
    export const list = async (full) => full ? google.sheets("v4") : [];`,
  "a type import": `
    import type { sheets_v4 } from "googleapis";
    import { type Auth } from "googleapis";
    export const handler = async (event: { auth?: Auth.GoogleAuth; sheets?: sheets_v4.Sheets }) => event;`,
  "an import of which only types are used": `
    import { google, sheets_v4 } from "googleapis";
    export const handler = async (event: { sheets?: sheets_v4.Sheets }) => {
      const sheets: typeof google | undefined = undefined;
      return [event, sheets];
    };`,
  "an unused import, which TypeScript leaves out": `
    import { google } from "googleapis";
    import * as AWS from "aws-sdk";
    import sdk = require("aws-sdk");
    export const handler = async () => {};`,
  "an import that is lazy already": `
    export const handler = async (event) => {
      if (event.csv) return 1;
      const { google } = await import("googleapis");
      return google.sheets("v4");
    };`,
  "a require in a function": `
    export const handler = async (event) => {
      if (event.csv) return 1;
      return require("googleapis").google.sheets("v4");
    };`,
  "a module of the same name in the project": `
    import { google } from "./googleapis.js";
    import AWS from "@/aws-sdk";
    export const handler = async (event) => event.a && google.sheets(AWS);`,
  "a light subpath of a heavy package": `
    import get from "lodash/get.js";
    import S3 from "aws-sdk/clients/nothing.js";
    export const handler = async (event) => event.a && get(new S3(), event.a);`,
  "a package that nobody weighed": `
    import { heavy } from "not-a-package-of-the-table";
    export const handler = async (event) => event.a && heavy();`,
  "modules of Node.js": `
    import { connect } from "node:http2";
    import https from "https";
    export const handler = async (event) => event.a && connect(https);`,
  "an SDK v3 client that is made at init": `
    import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
    import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    export const handler = async (event) => {
      if (!event.id) return { statusCode: 400 };
      return documents.send(new GetCommand({ TableName: "orders", Key: { id: event.id } }));
    };`,
  "an SDK v3 client that some paths do without": `
    import { S3Client } from "@aws-sdk/client-s3";
    export const handler = async (event) => event.a ? new S3Client({}) : undefined;`,
  "a package that has an unknown part in common with one that stays": `
    import { OpenTelemetrySdk } from "@opentelemetry/not-in-the-table";
    import { NodeSDK } from "@opentelemetry/sdk-node";
    const sdk = new OpenTelemetrySdk();
    export const handler = async (event) => event.a ? new NodeSDK(sdk) : undefined;`,
  "a database driver that every path needs": `
    import mongoose from "mongoose";
    export const handler = async () => {
      await mongoose.connect(process.env.MONGODB_URI);
      return mongoose.connection.readyState;
    };`,
  "a client of SDK v2, needed on every path": `
    import S3 from "aws-sdk/clients/s3.js";
    const s3 = new S3();
    export const handler = async () => s3.listBuckets().promise();`,
  "heavy packages that every path needs, of which only a replacement is lighter, or nothing": `
    import { type } from "arktype";
    import { App } from "@slack/bolt";
    import { EC2Client } from "@aws-sdk/client-ec2";
    const order = type({ id: "string" });
    export const handler = async (event) => [order(event), new App({}), new EC2Client({})];`,
  "a validator in module scope, after which every request goes": `
    import { z } from "zod";
    const order = z.object({ id: z.string() });
    export const handler = async (event) => order.parse(event);`,
  "a heavy package that every path needs once it was not rejected": `
    import * as cheerio from "cheerio";
    export const handler = async (event) => {
      if (!event.body) return { statusCode: 400, body: "Send a page." };
      return { statusCode: 200, body: cheerio.load(event.body).text() };
    };`,
  "a heavy package behind a memo that every path fills": `
    import mongoose from "mongoose";
    let connection;
    const connect = async () => {
      if (connection) return connection;
      connection = await mongoose.connect(process.env.MONGODB_URI);
      return connection;
    };
    export const handler = async () => (await connect()).models;`,
  "a heavy package in code that nothing in the file is proven to run": `
    import * as cheerio from "cheerio";
    import { register } from "./registry.js";
    register((page) => cheerio.load(page));
    export const handler = async () => {};`,
};

// ── how often the handler uses it ────────────────────────────────────────────────────────────────────────────────

const sqsHandler = (body: string) => `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
const client = () => new SQSClient({});
export const handler = async (event: any) => {
  ${body}
};
`;

/** Without a suggestion: the uses stand where nothing can be awaited. */
const onSomePaths: Record<string, string> = {
  "a sync helper on a branch": sqsHandler("if (event.urgent) client().destroy();"),
  "after a response": sqsHandler("if (!event.urgent) return { statusCode: 204 };\n  client().destroy();"),
  "one case of a switch": sqsHandler(
    'switch (event.kind) {\n    case "urgent":\n      client().destroy();\n      break;\n    default:\n  }',
  ),
  "a catch clause": sqsHandler(
    "try {\n    JSON.parse(event.body);\n  } catch {\n    client().destroy();\n  }",
  ),
  "a branch in a loop": sqsHandler(
    "for (const record of event.Records) {\n    if (record.urgent) client().destroy();\n  }",
  ),
  "a branch in a callback": sqsHandler(
    "event.Records.forEach((record: any) => {\n    if (record.urgent) client().destroy();\n  });",
  ),
  "one of two handlers": `import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSHandler, S3Handler } from "aws-lambda";
export const forward: SQSHandler = async () => void new SQSClient({});
export const ignore: S3Handler = async () => {};
`,
};

const onEveryPath: Record<string, string> = {
  "module scope": `import { SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async (event: any) => event.urgent && sqs.destroy();
`,
  "a helper that is always called": sqsHandler("client().destroy();"),
  "both branches": sqsHandler("if (event.urgent) client().destroy();\n  else new SendMessageCommand(event);"),
  "a loop over the records": sqsHandler(
    "for (const record of event.Records) new SendMessageCommand(record);",
  ),
  "a callback": sqsHandler("return event.Records.map((record: any) => new SendMessageCommand(record));"),
  "the import's side effects": `import "@aws-sdk/client-sqs";
export const handler = async () => {};
`,
  "a class in module scope": `import { SQSClient } from "@aws-sdk/client-sqs";
class Client extends SQSClient {}
export const handler = async (event: any) => event.urgent && new Client({});
`,
};

const withUnknownUse: Record<string, string> = {
  "an exported function that the handler does not call": `import { SQSClient } from "@aws-sdk/client-sqs";
export const makeClient = () => new SQSClient({});
export const handler = async () => {};
`,
  "a route of an app that is handed on": `import { SQSClient } from "@aws-sdk/client-sqs";
import { app } from "./app.js";
app.get("/", () => new SQSClient({}));
export const handler = async (event: any, context: any) => app.resolve(event, context);
`,
};

const unused: Record<string, string> = {
  "a re-export": `export { SQSClient } from "@aws-sdk/client-sqs";
export const handler = async () => {};
`,
  "a re-export of everything": `export * from "@aws-sdk/client-sqs";
export const handler = async () => {};
`,
  "an import that is only exported": `import { SQSClient } from "@aws-sdk/client-sqs";
export { SQSClient };
export const handler = async () => {};
`,
};

const useCases = (cases: Record<string, string>, use: Use) =>
  Object.entries(cases).map(([name, code]) =>
    invalidCase(`${use}: ${name}`, code, { module: "@aws-sdk/client-sqs", use }, { options: strict }),
  );

// ── suggestions: loadLazily ──────────────────────────────────────────────────────────────────────────────────────

const handler = (body: string) => `export const handler = async (event: any) => {
${body}
};
`;

interface EditCase {
  readonly module: string;
  readonly filename?: string;
  readonly before: string;
  readonly after: string;
}

const lazily: Record<string, EditCase> = {
  "named, on a branch, before the comment of its statement": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient, SendMessageCommand as Send } from "@aws-sdk/client-sqs"; // queue
import { randomUUID } from "node:crypto";

${handler(`  const id = randomUUID();
  if (event.urgent) {
    // Tell the others.
    await new SQSClient({}).send(new Send({ QueueUrl: event.queue, MessageBody: id }));
  }
  return id;`)}`,
    after: `// queue
import { randomUUID } from "node:crypto";

${handler(`  const id = randomUUID();
  if (event.urgent) {
    const { SQSClient, SendMessageCommand: Send } = await import("@aws-sdk/client-sqs");
    // Tell the others.
    await new SQSClient({}).send(new Send({ QueueUrl: event.queue, MessageBody: id }));
  }
  return id;`)}`,
  },
  "default, in single quotes, after an early return": {
    module: "pg",
    before: `import pg from 'pg';
import { log } from "node:console";
${handler(`  if (!event.sql) return [];
  const client = new pg.Client();
  log(client.port);
  return client.query(event.sql);`)}`,
    after: `import { log } from "node:console";
${handler(`  if (!event.sql) return [];
  const { default: pg } = await import('pg');
  const client = new pg.Client();
  log(client.port);
  return client.query(event.sql);`)}`,
  },
  "a namespace, in an async helper": {
    module: "pg",
    before: `import * as pg from "pg";

async function query(sql: string) {
  const client = new pg.Client();
  return client.query(sql);
}

${handler("  return event.sql ? query(event.sql) : [];")}`,
    after: `async function query(sql: string) {
  const pg = await import("pg");
  const client = new pg.Client();
  return client.query(sql);
}

${handler("  return event.sql ? query(event.sql) : [];")}`,
  },
  "types stay imported": {
    module: "@aws-sdk/client-sqs",
    before: `import { type Message, SQSClient, SendMessageCommand, SendMessageCommandInput } from "@aws-sdk/client-sqs";

function toInput(message: Message): SendMessageCommandInput {
  return { QueueUrl: "", MessageBody: message.Body };
}

${handler(`  let client: SQSClient | undefined;
  if (event.urgent) {
    client = new SQSClient({});
    await client.send(new SendMessageCommand(toInput(event)));
  }
  return client?.config;`)}`,
    after: `import type { Message, SQSClient, SendMessageCommandInput } from "@aws-sdk/client-sqs";

function toInput(message: Message): SendMessageCommandInput {
  return { QueueUrl: "", MessageBody: message.Body };
}

${handler(`  let client: SQSClient | undefined;
  if (event.urgent) {
    const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
    client = new SQSClient({});
    await client.send(new SendMessageCommand(toInput(event)));
  }
  return client?.config;`)}`,
  },
  "the types of a default import and of names stay": {
    module: "ioredis",
    before: `import Redis, { Cluster, type RedisOptions } from "ioredis";
export const open = (options: RedisOptions, cluster?: Cluster): Redis[] => [];
${handler(`  if (event.url) {
    return new Redis(event.url).get("key");
  }
  return undefined;`)}`,
    after: `import type { default as Redis, Cluster, RedisOptions } from "ioredis";
export const open = (options: RedisOptions, cluster?: Cluster): Redis[] => [];
${handler(`  if (event.url) {
    const { default: Redis } = await import("ioredis");
    return new Redis(event.url).get("key");
  }
  return undefined;`)}`,
  },
  "a namespace with types": {
    module: "zod",
    before: `import * as z from "zod";
const parse = async (body: string, schema?: z.ZodString): Promise<string> => {
  return (schema ?? z.string()).parse(body);
};
${handler("  if (event.body) return parse(event.body);\n  return undefined;")}`,
    after: `import type * as z from "zod";
const parse = async (body: string, schema?: z.ZodString): Promise<string> => {
  const z = await import("zod");
  return (schema ?? z.string()).parse(body);
};
${handler("  if (event.body) return parse(event.body);\n  return undefined;")}`,
  },
  "a sync callback in an async function": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  if (event.urgent) {
    const toCommand = (record: any) => new SendMessageCommand(record);
    return event.Records.map(toCommand);
  }
  return [];`)}`,
    after: handler(`  if (event.urgent) {
    const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
    const toCommand = (record: any) => new SendMessageCommand(record);
    return event.Records.map(toCommand);
  }
  return [];`),
  },
  "a hoisted function: at the beginning of its block": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  if (event.urgent) {
    const command = build();
    return command.input;
    function build() {
      return new SendMessageCommand(event);
    }
  }
  return [];`)}`,
    after: handler(`  if (event.urgent) {
    const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
    const command = build();
    return command.input;
    function build() {
      return new SendMessageCommand(event);
    }
  }
  return [];`),
  },
  "before a loop rather than in it": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  const commands = [];
  if (event.urgent) {
    for (const record of event.Records) {
      commands.push(new SendMessageCommand(record));
    }
  }
  return commands;`)}`,
    after: handler(`  const commands = [];
  if (event.urgent) {
    const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
    for (const record of event.Records) {
      commands.push(new SendMessageCommand(record));
    }
  }
  return commands;`),
  },
  "in a loop, when the loop itself is always run": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  const commands = [];
  for (const record of event.Records) {
    if (record.urgent) {
      commands.push(new SendMessageCommand(record));
    }
  }
  return commands;`)}`,
    after: handler(`  const commands = [];
  for (const record of event.Records) {
    if (record.urgent) {
      const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
      commands.push(new SendMessageCommand(record));
    }
  }
  return commands;`),
  },
  "each branch that uses it, with the names that it uses": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  let command: unknown;
  if (event.kind === "one") {
    command = new SendMessageCommand(event);
  } else if (event.kind === "many") {
    command = new SendMessageBatchCommand(event);
  }
  return command;`)}`,
    after: handler(`  let command: unknown;
  if (event.kind === "one") {
    const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
    command = new SendMessageCommand(event);
  } else if (event.kind === "many") {
    const { SendMessageBatchCommand } = await import("@aws-sdk/client-sqs");
    command = new SendMessageBatchCommand(event);
  }
  return command;`),
  },
  "once for several uses after an early return": {
    module: "@aws-sdk/client-sqs",
    before: `import { SendMessageBatchCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
${handler(`  if (event.warmUp) return undefined;
  if (event.kind === "one") {
    return new SendMessageCommand(event).input;
  }
  return new SendMessageBatchCommand(event).input;`)}`,
    after: handler(`  if (event.warmUp) return undefined;
  const { SendMessageBatchCommand, SendMessageCommand } = await import("@aws-sdk/client-sqs");
  if (event.kind === "one") {
    return new SendMessageCommand(event).input;
  }
  return new SendMessageBatchCommand(event).input;`),
  },
  "each function that uses it": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
async function close() {
  new SQSClient({}).destroy();
}
${handler(`  if (event.close) return close();
  if (event.urgent) {
    return new SQSClient({}).config;
  }
  return undefined;`)}`,
    after: `async function close() {
  const { SQSClient } = await import("@aws-sdk/client-sqs");
  new SQSClient({}).destroy();
}
${handler(`  if (event.close) return close();
  if (event.urgent) {
    const { SQSClient } = await import("@aws-sdk/client-sqs");
    return new SQSClient({}).config;
  }
  return undefined;`)}`,
  },
  "an if without braces": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
${handler(`  if (event.urgent) return new SQSClient({}).config;
  else if (event.close)
    new SQSClient({}).destroy();
  return undefined;`)}`,
    after: handler(`  if (event.urgent) {
    const { SQSClient } = await import("@aws-sdk/client-sqs");
    return new SQSClient({}).config;
  }
  else if (event.close) {
    const { SQSClient } = await import("@aws-sdk/client-sqs");
    new SQSClient({}).destroy();
  }
  return undefined;`),
  },
  "a case without braces": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
${handler(`  switch (event.kind) {
    case "close":
      new SQSClient({}).destroy();
      break;
    default:
      return event.kind;
  }
  return undefined;`)}`,
    after: handler(`  switch (event.kind) {
    case "close": {
      const { SQSClient } = await import("@aws-sdk/client-sqs");
      new SQSClient({}).destroy();
      break;
    }
    default:
      return event.kind;
  }
  return undefined;`),
  },
  "an async generator and an async method": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
async function* commands(records: any[]) {
  for (const record of records) yield new SendMessageCommand(record);
}
class Queue {
  async close() {
    new SQSClient({}).destroy();
  }
}
const queue = new Queue();
${handler(`  if (event.close) await queue.close();
  if (event.urgent) for await (const command of commands(event.Records)) queue.close.call(command);`)}`,
    after: `async function* commands(records: any[]) {
  const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
  for (const record of records) yield new SendMessageCommand(record);
}
class Queue {
  async close() {
    const { SQSClient } = await import("@aws-sdk/client-sqs");
    new SQSClient({}).destroy();
  }
}
const queue = new Queue();
${handler(`  if (event.close) await queue.close();
  if (event.urgent) for await (const command of commands(event.Records)) queue.close.call(command);`)}`,
  },
  "a require, in a function that is not async": {
    module: "pg",
    filename: "src/handler.cjs",
    before: `"use strict";
const { Client, types } = require("pg");
const https = require("https");

function connect() {
  return new Client();
}

exports.handler = async (event) => {
  if (event.sql) {
    types.setTypeParser(20, Number);
    return connect().query(event.sql);
  }
  return https;
};
`,
    after: `"use strict";
const https = require("https");

function connect() {
  const { Client } = require("pg");
  return new Client();
}

exports.handler = async (event) => {
  if (event.sql) {
    const { types } = require("pg");
    types.setTypeParser(20, Number);
    return connect().query(event.sql);
  }
  return https;
};
`,
  },
  "a required module": {
    module: "pg",
    filename: "src/handler.js",
    before: `var pg = require('pg');
exports.handler = async (event) => {
  if (!event.sql) return [];
  return new pg.Client().query(event.sql);
};
`,
    after: `exports.handler = async (event) => {
  if (!event.sql) return [];
  const pg = require('pg');
  return new pg.Client().query(event.sql);
};
`,
  },
  "a member of a required module": {
    module: "pg",
    filename: "src/handler.js",
    before: `const Client = require("pg").Client;
exports.handler = async (event) => {
  if (!event.sql) return [];
  return new Client().query(event.sql);
};
`,
    after: `exports.handler = async (event) => {
  if (!event.sql) return [];
  const Client = require("pg").Client;
  return new Client().query(event.sql);
};
`,
  },
  "a top-level import()": {
    module: "pg",
    filename: "src/handler.mjs",
    before: `const { Client } = (await import("pg")).default;
export const handler = async (event) => {
  if (!event.sql) return [];
  return new Client().query(event.sql);
};
`,
    after: `export const handler = async (event) => {
  if (!event.sql) return [];
  const { Client } = (await import("pg")).default;
  return new Client().query(event.sql);
};
`,
  },
};

/** On some paths only, and yet there is no mechanical way. */
const notLazily: Record<string, Omit<EditCase, "after">> = {
  "a comment in the import": {
    module: "pg",
    before: `import pg /* the driver */ from "pg";
${handler("  if (event.sql) {\n    return new pg.Client().query(event.sql);\n  }\n  return [];")}`,
  },
  "a default import beside a namespace": {
    module: "ioredis",
    before: `import Redis, * as all from "ioredis";
${handler("  if (event.url) {\n    return [new Redis(event.url), all];\n  }\n  return [];")}`,
  },
  "a use in a condition of a path that all take": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSServiceException } from "@aws-sdk/client-sqs";
${handler("  return event.error && event.error instanceof SQSServiceException;")}`,
  },
  "a use in a function that is not async, and one that is": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
const make = () => new SQSClient({});
${handler("  if (event.urgent) {\n    make().destroy();\n    new SQSClient({}).destroy();\n  }")}`,
  },
  "a use in a parameter's default value": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
async function close(client = new SQSClient({})) {
  client.destroy();
}
${handler("  if (event.urgent) await close();")}`,
  },
  "a case whose block other cases share": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
${handler(`  switch (event.kind) {
    case "close":
      const client = new SQSClient({});
      client.destroy();
      break;
    default:
      return event.kind;
  }
  return undefined;`)}`,
  },
  "an import-equals": {
    module: "pg",
    filename: "src/handler.cts",
    before: `import pg = require("pg");
const handler = async (event: any) => {
  if (event.sql) {
    return new pg.Client().query(event.sql);
  }
  return [];
};
export = { handler };
`,
  },
  "a name that is exported as well": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
export { SQSClient };
${handler("  if (event.urgent) {\n    new SQSClient({}).destroy();\n  }")}`,
  },
  "a declaration of several": {
    module: "pg",
    filename: "src/handler.cjs",
    before: `const pg = require("pg"), https = require("https");
exports.handler = async (event) => {
  if (event.sql) {
    return new pg.Client().query(event.sql);
  }
  return https;
};
`,
  },
  "a second import of the module": {
    module: "@aws-sdk/client-sqs",
    before: `import { SQSClient } from "@aws-sdk/client-sqs";
import * as sqs from "@aws-sdk/client-sqs";
${handler("  if (event.urgent) {\n    return [new SQSClient({}), sqs];\n  }\n  return [];")}`,
  },
};

// ── suggestions: useLighterImport ────────────────────────────────────────────────────────────────────────────────

const lighter: Record<string, EditCase> = {
  "names of lodash, one of them renamed": {
    module: "lodash",
    filename: "src/handler.mts",
    before: `import { get, maxBy as longest } from "lodash";
import { join } from "node:path";
${handler("  return get(longest(event.rows, 'length'), join(event.path));")}`,
    after: `import get from "lodash/get.js";
import longest from "lodash/maxBy.js";
import { join } from "node:path";
${handler("  return get(longest(event.rows, 'length'), join(event.path));")}`,
  },
  "the whole of lodash, read by member": {
    module: "lodash",
    filename: "src/handler.mts",
    before: `import _ from 'lodash';
${handler("  return _.get(_.maxBy(event.rows, 'length'), _['trim'](event.path)) ?? _.get(event, 'id');")}`,
    after: `import get from 'lodash/get.js';
import maxBy from 'lodash/maxBy.js';
import trim from 'lodash/trim.js';
${handler("  return get(maxBy(event.rows, 'length'), trim(event.path)) ?? get(event, 'id');")}`,
  },
  "a namespace, and the types of it": {
    module: "lodash",
    before: `import * as _ from "lodash";
${handler("  const rows: _.Dictionary<string> = event.rows;\n  return _.size(rows);")}`,
    after: `import size from "lodash/size.js";
import type * as _ from "lodash";
${handler("  const rows: _.Dictionary<string> = event.rows;\n  return size(rows);")}`,
  },
  "names of date-fns, and a type": {
    module: "date-fns",
    before: `import { addDays, format as print, type Locale, Day } from "date-fns";
${handler("  const [locale, day]: [Locale, Day] = event;\n  return print(addDays(event.date, day), 'P', { locale });")}`,
    after: `import { addDays } from "date-fns/addDays";
import { format as print } from "date-fns/format";
import type { Locale, Day } from "date-fns";
${handler("  const [locale, day]: [Locale, Day] = event;\n  return print(addDays(event.date, day), 'P', { locale });")}`,
  },
  "lodash, required": {
    module: "lodash",
    filename: "src/handler.cjs",
    before: `const _ = require("lodash"), https = require("https");
exports.handler = async (event) => _.get(https, _.get(event, "id"));
`,
    after: `const get = require("lodash/get.js"), https = require("https");
exports.handler = async (event) => get(https, get(event, "id"));
`,
  },
  "names of date-fns, required": {
    module: "date-fns",
    filename: "src/handler.cjs",
    before: `const { addDays, format: print } = require("date-fns");
exports.handler = async (event) => print(addDays(event.date, 1), "P");
`,
    after: `const { addDays } = require("date-fns/addDays"), { format: print } = require("date-fns/format");
exports.handler = async (event) => print(addDays(event.date, 1), "P");
`,
  },
  "an import-equals of lodash": {
    module: "lodash",
    filename: "src/handler.cts",
    before: `import _ = require("lodash");
const handler = async (event: any) => _.get(event, "id");
export = { handler };
`,
    after: `import get = require("lodash/get.js");
const handler = async (event: any) => get(event, "id");
export = { handler };
`,
  },
};

// Apart from the others, because SDK v2 is too large to install for the types of two cases.
it.each([
  {
    before: `const AWS = require("aws-sdk");
const s3 = new AWS.S3();
exports.handler = async () => new AWS.DynamoDB.DocumentClient(s3);
`,
    after: `const S3 = require("aws-sdk/clients/s3.js"), DynamoDB = require("aws-sdk/clients/dynamodb.js");
const s3 = new S3();
exports.handler = async () => new DynamoDB.DocumentClient(s3);
`,
    filename: "src/handler.js",
  },
  {
    before: `import AWS, { SQS } from "aws-sdk";
const s3: AWS.S3 = new AWS.S3();
export const handler = async (event: AWS.S3.PutObjectRequest) => [s3.putObject(event), new SQS()];
`,
    after: `import S3 from "aws-sdk/clients/s3.js";
import SQS from "aws-sdk/clients/sqs.js";
const s3: S3 = new S3();
export const handler = async (event: S3.PutObjectRequest) => [s3.putObject(event), new SQS()];
`,
    filename: "src/handler.ts",
  },
])("imports the clients of SDK v2 alone in $filename", ({ before, after, filename }) => {
  const rules = { "no-heavy-import": rule as unknown as LambdaRule };
  const [message] = lintText(rules, {
    code: before,
    filename,
    options: [justBelow("aws-sdk")],
  }).messages;
  const suggestion = message?.suggestions?.find(({ messageId }) => messageId === "useLighterImport");
  const [start, end] = suggestion?.fix.range ?? [0, 0];
  expect(before.slice(0, start) + (suggestion?.fix.text ?? "") + before.slice(end)).toBe(after);
});

const notLighter: Record<string, Omit<EditCase, "after">> = {
  "more functions than are lighter together": {
    module: "lodash",
    filename: "src/handler.cjs",
    before: `const { get, merge } = require("lodash");
exports.handler = async (event) => get(merge(event, {}), "id");
`,
  },
  "a function that is no lighter than the whole": {
    module: "lodash",
    filename: "src/handler.cjs",
    before: `const { map } = require("lodash");
exports.handler = async (event) => map(event.Records);
`,
  },
  "lodash as a function": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  return _(event.rows).map('id').value();")}`,
  },
  "a chain": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  return [_.get(event, 'a'), _.chain(event).size()];")}`,
  },
  "lodash given away": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  return [_.get(event, 'a'), Object.keys(_)];")}`,
  },
  "a name that the file has": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  const get = 1;\n  return _.get(event, get);")}`,
  },
  "a name that is a global here": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  return _.isNaN(event.a) || isNaN(event.a);")}`,
  },
  "an export of date-fns without a file": {
    module: "date-fns",
    before: `import { addDays, formatDate } from "date-fns";\n${handler("  return formatDate(addDays(event, 1), 'P');")}`,
  },
  "a comment in the import": {
    module: "lodash",
    before: `import { get /* safely */ } from "lodash";\n${handler("  return get(event, 'a');")}`,
  },
  "the internals of SDK v2": {
    module: "aws-sdk",
    before: `import AWS from "aws-sdk";
AWS.events.on("send", console.log);
${handler("  return new AWS.S3();")}`,
  },
  "a comment in a member": {
    module: "lodash",
    before: `import _ from "lodash";\n${handler("  return _./* safely */ get(event, 'a');")}`,
  },
};

const formatOf = (filename: string, code: string): ModuleFormat | undefined =>
  /\.c[jt]s$/.test(filename) || /\brequire\(/.test(code)
    ? "cjs"
    : /\.m[jt]s$/.test(filename)
      ? "esm"
      : undefined;

const editCase = (
  name: string,
  { module, before, filename = "src/handler.ts" }: Omit<EditCase, "after">,
  expected: Partial<Expected> = {},
  options = strictOnSomePaths,
) => {
  const format = formatOf(filename, before);
  const found = { module, ...(format && { format }), ...expected };
  return invalidCase(name, before, found, { filename, options });
};

// ── every handler shape, options ─────────────────────────────────────────────────────────────────────────────────

const shapeCases = handlerShapes.map((shape) => {
  const withImport = (module: string, body: string) =>
    toTestCase(shape, { imports: { [module]: ["formatISO"] }, body });
  const body = (first: string) => `if (event.csv) {\n${first}  return formatISO(new Date());\n}\nreturn "";`;
  const before = withImport("date-fns", body(""));
  const isCommonJs = /\brequire\(/.test(before.code);
  const load = isCommonJs ? 'require("date-fns")' : 'await import("date-fns")';
  const { code: after } = toTestCase(shape, { body: body(`  const { formatISO } = ${load};\n`) });
  const format = formatOf(shape.filename, before.code);
  return {
    ...before,
    options: [{ ...strictOnSomePaths, maxMs: 100 }] as const,
    errors: [
      finding(before.code, {
        module: "date-fns",
        ...(format && { format }),
        loadLazily: after,
        useLighterImport: withImport("date-fns/formatISO", body("")).code,
      }),
    ],
  };
});

const onABranch = (module: string) =>
  `import * as heavy from "${module}";\nexport const handler = async (event) => event.a && heavy.run();\n`;

const optionCases = [
  ...["googleapis", "aws-sdk", "exceljs", "cheerio"].map((module) =>
    invalidCase(
      `the defaults: ${module} on a branch`,
      onABranch(module),
      { module },
      { options: {} as Options },
    ),
  ),
  invalidCase(
    "the defaults: googleapis on every path",
    'import { google } from "googleapis";\nexport const handler = async () => google.sheets("v4");\n',
    { module: "googleapis", use: "heavyOnEveryPath" },
    { options: {} as Options },
  ),
  ...["aws-sdk", "@faker-js/faker", "effect"].map((module) =>
    invalidCase(
      `the defaults: ${module} on every path, for a part of it would do`,
      `import * as heavy from "${module}";\nexport const handler = async () => heavy.run();\n`,
      { module, use: "heavyOnEveryPath" },
      { options: {} as Options },
    ),
  ),
  invalidCase(
    "maxMsWithoutAlternative",
    'import mongoose from "mongoose";\nexport const handler = async () => mongoose.connect("");\n',
    { module: "mongoose", use: "heavyOnEveryPath" },
    { options: { ...loose, maxMsOnEveryPath: 5, maxMsWithoutAlternative: 200 } },
  ),
  invalidCase(
    "maxKb",
    onABranch("moment"),
    { module: "moment" },
    {
      options: { ...loose, maxKb: 100 },
    },
  ),
  invalidCase(
    "maxModules",
    onABranch("pg"),
    { module: "pg" },
    {
      options: { ...loose, maxModules: 20 },
    },
  ),
  invalidCase(
    "a package of whose scope another one is imported, for some paths as well",
    `import { NestFactory } from "@nestjs/core";
import { Logger } from "@nestjs/common";
export const handler = async (event) => event.a ? Logger : event.b ? NestFactory : undefined;
`,
    [{ module: "@nestjs/core" }, { module: "@nestjs/common" }],
    { options: {} as Options },
  ),
  invalidCase(
    "the file's ending says how Node.js loads it",
    onABranch("ramda"),
    { module: "ramda", format: "esm" },
    { options: { ...loose, maxMs: 200 }, filename: "src/handler.mts" },
  ),
  invalidCase(
    "ignore: another package whose name begins alike",
    onABranch("mongoose"),
    { module: "mongoose" },
    { options: { ...loose, maxMs: 5, ignore: ["mongo", "mongoose/browser"] } },
  ),
];

const validOptions: readonly { name: string; options: Partial<Options>; code: string }[] = [
  {
    name: "maxKb and maxModules of an import that every path needs",
    options: { maxKb: 1, maxModules: 1 },
    code: 'import pg from "pg";\nconst pool = new pg.Pool();\nexport const handler = async () => pool;\n',
  },
  { name: "ignore", options: { ignore: ["googleapis", "@aws-sdk"] }, code: onABranch("googleapis") },
  {
    name: "ignore: a scope",
    options: { maxMs: 5, ignore: ["@aws-sdk"] },
    code: onABranch("@aws-sdk/client-sqs"),
  },
  {
    name: "the lower figure, where the file can be either format",
    options: { maxMs: 200 },
    code: onABranch("ramda"),
  },
];

runRule("no-heavy-import", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    ...validOptions.map(({ options, ...rest }) => ({ ...rest, options: [options as Options] as const })),
  ],
  invalid: [
    ...useCases(onSomePaths, "heavyOnSomePaths"),
    ...useCases(onEveryPath, "heavyOnEveryPath"),
    ...useCases(withUnknownUse, "heavyWithUnknownUse"),
    ...useCases(unused, "heavyAndUnused"),
    invalidCase(
      "heavyAndUnused: an unused import of JavaScript",
      'import { SQSClient } from "@aws-sdk/client-sqs";\nexport const handler = async () => {};\n',
      { module: "@aws-sdk/client-sqs", use: "heavyAndUnused", format: "esm" },
      { options: strict, filename: "src/handler.mjs" },
    ),
    ...Object.entries(lazily).map(([name, test]) => editCase(name, test, { loadLazily: test.after })),
    ...Object.entries(notLazily).map(([name, test]) => editCase(`not lazily: ${name}`, test)),
    ...Object.entries(lighter).map(([name, test]) =>
      editCase(
        name,
        test,
        { use: "heavyOnEveryPath", useLighterImport: test.after },
        justBelow(test.module, formatOf(test.filename ?? "src/handler.ts", test.before)),
      ),
    ),
    ...Object.entries(notLighter).map(([name, test]) =>
      editCase(`not lighter: ${name}`, test, { use: "heavyOnEveryPath" }, strict),
    ),
    ...shapeCases,
    ...optionCases,
  ],
});

/** A handler that uses axios on some paths, beside files of the project. */
const asking = `import axios from "axios";
import { shop } from "./shop.mjs";
export const handler = async (event) => (event.url ? axios.get(event.url) : shop(event));
`;
const own = `export const shop = async (event) => event;\n`;

it.each<[string, Readonly<Record<string, string>>, number]>([
  [
    "a file that loads it",
    { "src/shop.mjs": `import axios from "axios";\nexport const shop = axios.create();\n` },
    0,
  ],
  [
    "a file behind another one that loads it",
    {
      "src/shop.mjs": `import { get } from "./client.cjs";\nexport const shop = get;\n`,
      "src/client.cjs": `const axios = require("axios");\nexports.get = axios.get;\n`,
    },
    0,
  ],
  ["no such file", { "src/shop.mjs": own }, 1],
  [
    "a file that needs its types only",
    {
      "src/shop.mjs": `export { shop } from "./types.ts";\n`,
      "src/types.ts": `import type { AxiosInstance } from "axios";\nexport const shop = (axios: AxiosInstance) => axios;\n`,
    },
    1,
  ],
  [
    "a file that loads it where it is used",
    { "src/shop.mjs": `export const shop = async (url) => (await import("axios")).default.get(url);\n` },
    1,
  ],
  [
    "a file that loads another package",
    { "src/shop.mjs": `import mock from "axios-mock";\nexport const shop = mock;\n` },
    1,
  ],
  [
    "a file that nothing loads",
    {
      "src/shop.mjs": own,
      "src/other.mjs": `import axios from "axios";\nexport const other = axios.create();\n`,
    },
    1,
  ],
])("an import beside %s", (_name, files, count) => {
  const directory = temporaryProject({ "package.json": "{}", "src/handler.mjs": asking, ...files });
  expect(lintFile(directory, "src/handler.mjs", ["no-heavy-import"])).toHaveLength(count);
});

it.each([
  [
    "a file that loads a package built on it",
    `import "./model.mjs";`,
    `export { Model } from "sequelize-typescript";`,
    0,
  ],
  ["a package built on it", `import { Model } from "sequelize-typescript"; console.log(Model);`, "", 0],
  ["another package", `import "./model.mjs";`, `export { Model } from "objection";`, 1],
  ["a package built on it that is loaded late", `const load = () => import("sequelize-typescript");`, "", 1],
])("an import of what is built on beside %s", (_name, top, model, count) => {
  const handler = `import { Op } from "sequelize";\n${top}\nexport const handler = async (event) => (event.ids ? { [Op.in]: event.ids } : {});\n`;
  const directory = temporaryProject({
    "package.json": "{}",
    "src/handler.mjs": handler,
    "src/model.mjs": model,
  });
  expect(lintFile(directory, "src/handler.mjs", ["no-heavy-import"])).toHaveLength(count);
});
