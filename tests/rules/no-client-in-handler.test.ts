import rule from "../../src/rules/no-client-in-handler.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const setUp = "its set-up is repeated for each request";
const handshake = "no connection is reused, and each request pays for a TLS handshake";
const awsHandshake = `${handshake} and for its credentials`;
const login = "each request pays for connecting and logging in, and the database for the connections";
const cacheLogin = "each request pays for connecting and logging in";
const brokers = "each request pays for connecting to the brokers";
const oneRequest = "what it sets up and keeps alive serves one request only";

interface Expected {
  /** The code that is underlined, and which of its occurrences. */
  readonly at: string;
  readonly occurrence?: number;
  readonly messageId?: "clientPerInvocation" | "clientClosedPerInvocation";
  readonly creation?: string;
  readonly cost?: string;
  readonly moveToInit?: string;
  readonly memoise?: string;
}

function finding(code: string, expected: Expected) {
  const {
    at,
    occurrence,
    messageId = "clientPerInvocation",
    cost = awsHandshake,
    moveToInit,
    memoise,
  } = expected;
  const { creation = `new ${at}()` } = expected;
  const suggestions = [
    ...(moveToInit === undefined
      ? []
      : [{ messageId: "moveToInit" as const, data: { creation }, output: moveToInit }]),
    ...(memoise === undefined
      ? []
      : [{ messageId: "memoise" as const, data: { creation }, output: memoise }]),
  ];
  return { messageId, data: { creation, cost, caller: "" }, ...locate(code, at, occurrence), suggestions };
}

function invalidCase(
  name: string,
  code: string,
  expected: Expected | readonly Expected[],
  filename = "src/handler.ts",
) {
  return { name, code, filename, errors: [expected].flat().map((one) => finding(code, one)) };
}

const s3 = 'import { S3Client } from "@aws-sdk/client-s3";';

const valid: Record<string, string> = {
  // Near misses: what looks like a client and is none.
  "a class of the same name from another package": `
    import { S3Client } from "./storage.js";
    export const handler = async () => new S3Client({});`,
  "a class of the same name in the file": `
    class S3Client {}
    export const handler = async () => new S3Client();`,
  "a parameter that shadows the class": `${s3}
    export const handler = async (S3Client) => new S3Client({});`,
  "a global of the same name": "export const handler = async () => new S3Client({});",
  "a command": `
    import { GetObjectCommand } from "@aws-sdk/client-s3";
    export const handler = async () => new GetObjectCommand({ Bucket: "b", Key: "k" });`,
  "an error class of the SDK": `
    import { NoSuchKey, S3ServiceException } from "@aws-sdk/client-s3";
    export const handler = async (error) => error instanceof NoSuchKey || new S3ServiceException(error);`,
  "a factory that is called with new, and a class that is called": `
    import { createPool } from "mysql2/promise";
    import { Pool } from "pg";
    export const handler = async () => [new createPool({}), Pool({})];`,
  "a type": `
    import type { S3Client } from "@aws-sdk/client-s3";
    import { s3 } from "./clients.js";
    export const handler = async (): Promise<S3Client> => s3 as S3Client;`,

  // Phases
  "init: module scope": `${s3}
    const s3 = new S3Client({});
    export const handler = async () => s3;`,
  "init: a helper that only module code calls": `${s3}
    const createClient = () => new S3Client({});
    const s3 = createClient();
    export const handler = async () => s3;`,
  "init: the constructor of a module-level instance": `${s3}
    class Storage { private readonly s3 = new S3Client({}); read() { return this.s3; } }
    const storage = new Storage();
    export const handler = async () => storage.read();`,
  "init: a static field and a static block": `${s3}
    class Storage { static s3 = new S3Client({}); static other; static { Storage.other = new S3Client({}); } }
    export const handler = async () => [Storage.s3, Storage.other];`,
  "init: the factory of a handler": `${s3}
    const createHandler = () => { const s3 = new S3Client({}); return async () => s3; };
    export const handler = createHandler();`,
  "unknown: an exported helper that nothing calls": `${s3}
    export const createClient = () => new S3Client({});
    export const handler = async () => 1;`,
  "unknown: a callback given to a package at init": `${s3}
    import { register } from "./container.js";
    register(() => new S3Client({}));
    export const handler = async () => 1;`,
  "unknown: no handler in the file": `${s3}
    export const upload = async (event) => new S3Client({}).send(event);`,
  "unknown: an Express handler": `${s3}
    export const handler = async (req, res) => res.send(new S3Client({}));`,

  // Memoised
  "memo: nullish assignment": `${s3}
    let s3: S3Client | undefined;
    export const handler = async () => (s3 ??= new S3Client({}));`,
  "memo: or assignment": `${s3}
    let s3;
    export const handler = async () => { s3 ||= new S3Client({}); return s3; };`,
  "memo: if": `${s3}
    let s3;
    export const handler = async () => { if (!s3) s3 = new S3Client({}); return s3; };`,
  "memo: a comparison with undefined": `${s3}
    let s3;
    export const handler = async () => { if (s3 === undefined) { s3 = new S3Client({}); } return s3; };`,
  "memo: or": `${s3}
    let s3;
    export const handler = async () => s3 || (s3 = new S3Client({}));`,
  "memo: a conditional": `${s3}
    let s3;
    export const handler = async () => { s3 = s3 ? s3 : new S3Client({}); return s3; };`,
  "memo: an early return in a helper": `${s3}
    let s3;
    function getClient() { if (s3) return s3; s3 = new S3Client({}); return s3; }
    export const handler = async () => getClient();`,
  "memo: a Map by region": `${s3}
    const clients = new Map();
    const clientFor = (region) => {
      const known = clients.get(region);
      if (known) return known;
      const client = new S3Client({ region });
      clients.set(region, client);
      return client;
    };
    export const handler = async () => clientFor(process.env.AWS_REGION);`,
  "memo: a static field": `${s3}
    class Clients { static s3; static get() { return (Clients.s3 ??= new S3Client({})); } }
    export const handler = async () => Clients.get();`,
  "memo: the caller keeps it": `${s3}
    let s3;
    const createClient = () => new S3Client({});
    export const handler = async () => { s3 ??= createClient(); return s3; };`,
  "memo: a closure": `${s3}
    const getClient = (() => { let s3; return () => (s3 ??= new S3Client({})); })();
    export const handler = async () => getClient();`,
  "memo: the global object": `${s3}
    export const handler = async () => { globalThis.s3 ??= new S3Client({}); return globalThis.s3; };`,
  "memo: the exports": `
    const { S3Client } = require("@aws-sdk/client-s3");
    exports.handler = async () => { if (!exports.s3) exports.s3 = new S3Client({}); return exports.s3; };`,
  "memo: the exports of the module": `
    const { S3Client } = require("@aws-sdk/client-s3");
    module.exports.handler = async () => { module.exports.s3 ??= new S3Client({}); return module.exports.s3; };`,
  "memo: the package's own state": `
    import mongoose from "mongoose";
    export const handler = async () => {
      if (mongoose.connection.readyState !== 1) await mongoose.connect("mongodb://localhost");
    };`,
  "memo: renewed on purpose": `
    import { Pool } from "pg";
    let pool;
    const connect = async () => { pool = new Pool(); };
    export const handler = async (event) => {
      if (!pool || event.renew) await connect();
      try { return await pool.query("select 1"); } catch { await connect(); }
    };`,

  // Per request on purpose
  "request: the event": `
    import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
    export const handler = async (event) => {
      const { domainName, stage } = event.requestContext;
      return new ApiGatewayManagementApiClient({ endpoint: \`https://\${domainName}/\${stage}\` });
    };`,
  "request: the event, through a helper's parameter": `${s3}
    const clientFor = (region: string) => new S3Client({ region });
    export const handler = async (event) => clientFor(event.region);`,
  "request: the event, through a constructor": `${s3}
    class Storage { private s3; constructor(region) { this.s3 = new S3Client({ region }); } }
    export const handler = async (event) => new Storage(event.region);`,
  "request: the context": `
    import { Logger } from "@aws-lambda-powertools/logger";
    export const handler = async (event, context) => new Logger({ persistentKeys: { id: context.awsRequestId } });`,
  "request: credentials of an assumed role": `${s3}
    import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
    const sts = new STSClient({});
    export const handler = async () => {
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: process.env.ROLE, RoleSessionName: "x" }));
      return new S3Client({ credentials: { accessKeyId: Credentials.AccessKeyId } });
    };`,
  "request: a credential provider of a role": `${s3}
    import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
    export const handler = async () =>
      new S3Client({ credentials: fromTemporaryCredentials({ params: { RoleArn: process.env.ROLE } }) });`,
  "request: credentials from a helper of the project": `${s3}
    import { assumeTenantRole } from "./tenants.js";
    export const handler = async () => {
      const credentials = await assumeTenantRole();
      return new S3Client({ credentials });
    };`,
  "request: a whole configuration from a helper of the project": `${s3}
    import { assumeTenantRole } from "./tenants.js";
    export const handler = async () => {
      const config = await assumeTenantRole();
      return new S3Client(config);
    };`,
  "request: the token of a customer, from a database": `
    import { WebClient } from "@slack/web-api";
    import { db, workspaceId } from "./database.js";
    export const handler = async () => {
      const workspace = await db.workspaces.findOne({ id: workspaceId() });
      return new WebClient(workspace.botId);
    };`,
  "request: credentials from a helper, taken apart": `${s3}
    import { assumeRole } from "./roles.js";
    export const handler = async () => {
      const role = await assumeRole(process.env.ROLE);
      const config = { region: "eu-west-1", credentials: { accessKeyId: role.AccessKeyId, secretAccessKey: role.SecretAccessKey } };
      return new S3Client(config);
    };`,
  "request: credentials behind a wrapper that tries again": `${s3}
    import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
    import { retry } from "./retry.js";
    const sts = new STSClient({});
    const assume = async () => {
      const role = await retry(() => sts.send(new AssumeRoleCommand({ RoleArn: "r", RoleSessionName: "s" })));
      return { accessKeyId: role.Credentials.AccessKeyId };
    };
    export const handler = async () => new S3Client({ credentials: await assume() });`,
  "request: one of two keys, by the event's stage": `
    import Stripe from "stripe";
    const keys = { test: process.env.TEST_KEY ?? "", live: process.env.LIVE_KEY ?? "" };
    export const handler = async (event: { stage: string; id: string }) => {
      const key = event.stage === "test" ? keys.test : keys.live;
      return new Stripe(key).events.retrieve(event.id);
    };`,
  "request: a tenant's record": `
    import { Pool } from "pg";
    import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
    import { documents } from "./clients.js";
    export const handler = async (event) => {
      const { Item } = await documents.send(new GetCommand({ TableName: "tenants", Key: { id: event.tenant } }));
      return new Pool({ host: Item.host });
    };`,
  "request: a loop over regions": `${s3}
    export const handler = async () => {
      const clients = [];
      for (const region of ["eu-west-1", "us-east-1"]) clients.push(new S3Client({ region }));
      return clients;
    };`,
  "request: a map over regions": `${s3}
    export const handler = async () => ["eu-west-1", "us-east-1"].map((region) => new S3Client({ region }));`,
  "request: a header that is set afterwards": `
    import axios from "axios";
    export const handler = async (event) => {
      const api = axios.create({ baseURL: process.env.API });
      api.defaults.headers.common.authorization = event.headers.authorization;
      return api.get("/orders");
    };`,
  "request: an interceptor that reads the event": `
    import axios from "axios";
    export const handler = async (event) => {
      const api = axios.create({ baseURL: process.env.API });
      api.interceptors.request.use((request) => ({ ...request, params: event.params }));
      return api.get("/orders");
    };`,
  "request: credentials through the package's configuration": `
    import AWS from "aws-sdk";
    export const handler = async (event) => {
      AWS.config.update({ credentials: event.credentials });
      return new AWS.S3().listBuckets().promise();
    };`,
  "request: a parameter that nothing in the file pins down": `${s3}
    import { forEachAccount } from "./accounts.js";
    export const handler = async () => forEachAccount((credentials) => new S3Client({ credentials }));`,
};

/** One finding in the handler, whose client can move as it stands: `[import, creation, cost]`. */
const categories: Record<string, readonly [importLine: string, creation: string, cost: string]> = {
  "AWS SDK v3": [
    'import { SQSClient } from "@aws-sdk/client-sqs";',
    "new SQSClient({ maxAttempts: 2 })",
    awsHandshake,
  ],
  "AWS SDK v3, aggregated": ['import { S3 } from "@aws-sdk/client-s3";', "new S3()", awsHandshake],
  "AWS SDK v3, document client": [
    'import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";\nimport { dynamo } from "./clients.js";',
    "DynamoDBDocumentClient.from(dynamo)",
    setUp,
  ],
  "AWS SDK v2": ['import AWS from "aws-sdk";', "new AWS.DynamoDB.DocumentClient()", setUp],
  "AWS SDK v2, one service": [
    'import S3 from "aws-sdk/clients/s3";',
    'new S3({ apiVersion: "2006-03-01" })',
    setUp,
  ],
  Powertools: [
    'import { Tracer } from "@aws-lambda-powertools/tracer";',
    'new Tracer({ serviceName: "orders" })',
    setUp,
  ],
  database: ['import { Pool } from "pg";', "new Pool({ max: 1 })", login],
  "database, a factory": [
    'import { createPool } from "mysql2/promise";',
    "createPool(process.env.DATABASE_URL)",
    login,
  ],
  "database, a default export": ['import knex from "knex";', 'knex({ client: "pg" })', login],
  "database, Prisma": ['import { PrismaClient } from "@prisma/client";', "new PrismaClient()", login],
  cache: ['import { Redis } from "ioredis";', 'new Redis("redis://cache:6379")', cacheLogin],
  search: [
    'import { Client } from "@opensearch-project/opensearch";',
    "new Client({ node: process.env.NODE })",
    handshake,
  ],
  queue: ['import { Kafka } from "kafkajs";', 'new Kafka({ brokers: ["b1:9092"] })', brokers],
  HTTP: ['import axios from "axios";', "axios.create({ timeout: 1000 })", oneRequest],
  "HTTP, undici": ['import { Agent } from "undici";', "new Agent({ connections: 4 })", oneRequest],
  "HTTP, a built-in": ['import https from "node:https";', "new https.Agent({ keepAlive: true })", oneRequest],
  AI: ['import OpenAI from "openai";', "new OpenAI()", setUp],
  payment: ['import Stripe from "stripe";', 'new Stripe(process.env.STRIPE_KEY ?? "")', setUp],
  messaging: ['import nodemailer from "nodemailer";', 'nodemailer.createTransport({ host: "smtp" })', setUp],
  telemetry: ['import pino from "pino";', 'pino({ level: "info" })', setUp],
  other: [
    'import { CognitoJwtVerifier } from "aws-jwt-verify";',
    'CognitoJwtVerifier.create({ userPoolId: "p" })',
    setUp,
  ],
};

/** The callee as it is underlined, and the creation as the message spells it. */
function spellCreation(creation: string): { readonly at: string; readonly creation: string } {
  const [, keyword = "", callee = ""] = /^(new )?([\w.]+)/.exec(creation) ?? [];
  return { at: callee, creation: `${keyword}${callee}()` };
}

const categoryCases = Object.entries(categories).map(([name, [importLine, creation, cost]]) => {
  const handler = "export const handler = async () => {\n";
  const declaration = `const made = ${creation};\n`;
  const code = `${importLine}\n\n${handler}  ${declaration}  return made;\n};\n`;
  const moveToInit = `${importLine}\n\n${declaration}\n${handler}  return made;\n};\n`;
  const at = spellCreation(creation);
  const occurrence = code.slice(0, code.indexOf(creation)).split(at.at).length - 1;
  return invalidCase(`client: ${name}`, code, { ...at, occurrence, cost, moveToInit });
});

/** Every way to import a client: `[import, creation, filename]`. */
const imports: Record<string, readonly [importLine: string, creation: string, filename?: string]> = {
  renamed: ['import { S3Client as Storage } from "@aws-sdk/client-s3";', "new Storage({})"],
  namespace: ['import * as sdk from "@aws-sdk/client-s3";', "new sdk.S3Client({})"],
  "default interop": ['import sdk from "@aws-sdk/client-s3";', "new sdk.S3Client({})"],
  "import equals": ['import sdk = require("@aws-sdk/client-s3");', "new sdk.S3Client({})", "src/handler.cts"],
  require: ['const sdk = require("@aws-sdk/client-s3");', "new sdk.S3Client({})", "src/handler.cjs"],
  "require, destructured": [
    'const { S3Client: Storage } = require("@aws-sdk/client-s3");',
    "new Storage({})",
    "src/handler.cjs",
  ],
  "require in place": [
    'const { S3Client } = require("@aws-sdk/client-s3");',
    "new S3Client({})",
    "src/handler.js",
  ],
  "an alias": [
    'import { S3Client } from "@aws-sdk/client-s3";\nconst Storage = S3Client;',
    "new Storage({})",
  ],
  "top-level await": [
    'const { S3Client: Storage } = await import("@aws-sdk/client-s3");',
    "new Storage({})",
    "src/handler.mts",
  ],
};

const importCases = Object.entries(imports).map(
  ([name, [importLine, creation, filename = "src/handler.ts"]]) => {
    const isCommonJs = /\.c?js$/.test(filename);
    const handler = `${isCommonJs ? "exports.handler" : "export const handler"} = async () => {\n`;
    const code = `${importLine}\n\n${handler}  const made = ${creation};\n  return made;\n};\n`;
    const isDeclaration = importLine.split("\n").at(-1)?.startsWith("const") === true;
    const moved = `const made = ${creation};\n\n${handler}  return made;\n};\n`;
    const moveToInit = `${importLine}${isDeclaration ? "\n" : "\n\n"}${moved}`;
    const at = spellCreation(creation);
    const occurrence = code.slice(0, code.indexOf(creation)).split(at.at).length - 1;
    return invalidCase(`import: ${name}`, code, { ...at, occurrence, moveToInit }, filename);
  },
);

const shapeCases = handlerShapes.map((shape) => {
  const parts = { imports: { "@aws-sdk/client-s3": ["ListBucketsCommand", "S3Client"] } };
  const use = "const { Buckets } = await s3.send(new ListBucketsCommand({}));\nreturn Buckets;";
  const declaration = "const s3 = new S3Client({});";
  const testCase = toTestCase(shape, { ...parts, body: `${declaration}\n${use}` });
  const moveToInit = shape
    .code({ ...parts, top: `${declaration}\n`, body: use })
    // The shapes have no gap after their imports; the edit leaves one.
    .replace(`\n${declaration}`, (line, offset: number, text: string) =>
      /^import .*$/.test(text.slice(0, offset).split("\n").at(-1) ?? "") ? `\n${line}` : line,
    );
  return {
    ...testCase,
    name: `handler: ${shape.name}`,
    errors: [finding(testCase.code, { at: "S3Client", occurrence: 1, moveToInit })],
  };
});

const paths = [
  invalidCase(
    "path: a helper",
    `${s3}

const createClient = () => new S3Client({});

export const handler = async () => createClient();
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3Client = new S3Client({});

const createClient = () => s3Client;

export const handler = async () => createClient();
`,
    },
  ),
  invalidCase(
    "path: a helper of a helper, declared below",
    `${s3}

export const handler = async () => open();

function open() {
  return createClient();
}

/** Two attempts are enough. */
function createClient(): S3Client {
  return new S3Client({
    maxAttempts: 2, // twice
  });
}
`,
    {
      at: "S3Client",
      occurrence: 2,
      moveToInit: `${s3}

export const handler = async () => open();

function open() {
  return createClient();
}

const s3Client = new S3Client({
  maxAttempts: 2, // twice
});

/** Two attempts are enough. */
function createClient(): S3Client {
  return s3Client;
}
`,
    },
  ),
  invalidCase(
    "path: a constructor",
    `${s3}

@final
class Storage {
  private readonly s3;

  constructor(private readonly bucket: string) {
    this.s3 = new S3Client({});
  }

  open() {
    return [this.s3, this.bucket];
  }
}

export const handler = async () => new Storage("receipts").open();

function final(value: unknown, _context: ClassDecoratorContext): void {
  Object.freeze(value);
}
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3Client = new S3Client({});

@final
class Storage {
  private readonly s3;

  constructor(private readonly bucket: string) {
    this.s3 = s3Client;
  }

  open() {
    return [this.s3, this.bucket];
  }
}

export const handler = async () => new Storage("receipts").open();

function final(value: unknown, _context: ClassDecoratorContext): void {
  Object.freeze(value);
}
`,
    },
  ),
  invalidCase(
    "path: a field, in a class whose subclass the handler makes",
    `${s3}

class Storage {
  readonly s3: S3Client = new S3Client({});
}

class Receipts extends Storage {}

export const handler = async () => new Receipts().s3;
`,
    {
      at: "S3Client",
      occurrence: 2,
      moveToInit: `${s3}

const s3Client = new S3Client({});

class Storage {
  readonly s3: S3Client = s3Client;
}

class Receipts extends Storage {}

export const handler = async () => new Receipts().s3;
`,
    },
  ),
  invalidCase(
    "path: a method of a module-level instance",
    `${s3}

class Storage {
  open() {
    const s3 = new S3Client({});
    return s3;
  }
}

const storage = new Storage();

export const handler = async () => storage.open();
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3 = new S3Client({});

class Storage {
  open() {
    return s3;
  }
}

const storage = new Storage();

export const handler = async () => storage.open();
`,
    },
  ),
  invalidCase(
    "path: a function called at once",
    `${s3}

export const handler = async () => (() => new S3Client({}))();
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3Client = new S3Client({});

export const handler = async () => (() => s3Client)();
`,
    },
  ),
  invalidCase(
    "path: a callback over the records",
    `${s3}
import type { SQSEvent } from "aws-lambda";

export const handler = async (event: SQSEvent) =>
  Promise.all(
    event.Records.map(async ({ body }) => {
      // one for each record
      const s3 = new S3Client({});
      return [s3, body];
    }),
  );
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}
import type { SQSEvent } from "aws-lambda";

// one for each record
const s3 = new S3Client({});

export const handler = async (event: SQSEvent) =>
  Promise.all(
    event.Records.map(async ({ body }) => {
      return [s3, body];
    }),
  );
`,
    },
  ),
  invalidCase(
    "path: a callback of a promise, and the default of a parameter",
    `${s3}

export const handler = async (key: string, s3 = new S3Client({})) =>
  fetch(key).then(() => [s3, new S3Client({ maxAttempts: 1 })]);
`,
    [
      {
        at: "S3Client",
        occurrence: 1,
        moveToInit: `${s3}

const s3Client = new S3Client({});

export const handler = async (key: string, s3 = s3Client) =>
  fetch(key).then(() => [s3, new S3Client({ maxAttempts: 1 })]);
`,
      },
      {
        at: "S3Client",
        occurrence: 2,
        moveToInit: `${s3}

const s3Client = new S3Client({ maxAttempts: 1 });

export const handler = async (key: string, s3 = new S3Client({})) =>
  fetch(key).then(() => [s3, s3Client]);
`,
      },
    ],
  ),
  invalidCase(
    "path: a client that is used where it is made",
    `const AWS = require("aws-sdk");

exports.handler = async () => {
  const { Buckets } = await new AWS.S3().listBuckets().promise();
  return Buckets;
};
`,
    {
      at: "AWS.S3",
      cost: setUp,
      moveToInit: `const AWS = require("aws-sdk");
const s3 = new AWS.S3();

exports.handler = async () => {
  const { Buckets } = await s3.listBuckets().promise();
  return Buckets;
};
`,
    },
    "src/handler.js",
  ),
  invalidCase(
    "path: route of an app",
    `import serverless from "serverless-http";
import express from "express";
${s3}

const app = express();
app.get("/", async (_request, response) => {
  const s3 = new S3Client({});
  response.json(s3);
});

export const handler = serverless(app);
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `import serverless from "serverless-http";
import express from "express";
${s3}

const app = express();
const s3 = new S3Client({});

app.get("/", async (_request, response) => {
  response.json(s3);
});

export const handler = serverless(app);
`,
    },
  ),
];

const moves = [
  invalidCase(
    "move: comments and layout go along",
    `${s3}

// Answers with the buckets.
export const handler = async () => {
  // Close to the data.
  const s3 = new S3Client({
    region: process.env.BUCKET_REGION, // not the function's own
    /*
     * No retries.
     */
    maxAttempts: 1,
  }); // made once

  return s3;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

// Close to the data.
const s3 = new S3Client({
  region: process.env.BUCKET_REGION, // not the function's own
  /*
   * No retries.
   */
  maxAttempts: 1,
}); // made once

// Answers with the buckets.
export const handler = async () => {
  return s3;
};
`,
    },
  ),
  invalidCase(
    "move: a nest is one finding",
    `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const translateConfig = { marshallOptions: { removeUndefinedValues: true } };

export const handler = async () => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), translateConfig);
  return documents;
};
`,
    {
      at: "DynamoDBDocumentClient.from",
      creation: "DynamoDBDocumentClient.from()",
      moveToInit: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const translateConfig = { marshallOptions: { removeUndefinedValues: true } };
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}), translateConfig);

export const handler = async () => {
  return documents;
};
`,
    },
  ),
  invalidCase(
    "move: what a client is made of goes before it",
    `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export const handler = async () => {
  const region = process.env.TABLE_REGION ?? "eu-west-1";
  const dynamo = new DynamoDBClient({ region });
  const documents = DynamoDBDocumentClient.from(dynamo);
  return [documents, region];
};
`,
    [
      {
        at: "DynamoDBClient",
        occurrence: 1,
        moveToInit: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const region = process.env.TABLE_REGION ?? "eu-west-1";
const dynamo = new DynamoDBClient({ region });

export const handler = async () => {
  const documents = DynamoDBDocumentClient.from(dynamo);
  return [documents, region];
};
`,
      },
      {
        at: "DynamoDBDocumentClient.from",
        creation: "DynamoDBDocumentClient.from()",
        cost: setUp,
        moveToInit: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const region = process.env.TABLE_REGION ?? "eu-west-1";
const dynamo = new DynamoDBClient({ region });
const documents = DynamoDBDocumentClient.from(dynamo);

export const handler = async () => {
  return [documents, region];
};
`,
      },
    ],
  ),
  invalidCase(
    "move: a client that is made by what a helper gives",
    `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readConfig } from "./config.js";

export const handler = async () => {
  const dynamo = new DynamoDBClient(readConfig());
  const documents = DynamoDBDocumentClient.from(dynamo);
  return documents;
};
`,
    [
      {
        at: "DynamoDBClient",
        occurrence: 1,
        moveToInit: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readConfig } from "./config.js";

const dynamo = new DynamoDBClient(readConfig());

export const handler = async () => {
  const documents = DynamoDBDocumentClient.from(dynamo);
  return documents;
};
`,
      },
      {
        at: "DynamoDBDocumentClient.from",
        creation: "DynamoDBDocumentClient.from()",
        cost: setUp,
        moveToInit: `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { readConfig } from "./config.js";

const dynamo = new DynamoDBClient(readConfig());
const documents = DynamoDBDocumentClient.from(dynamo);

export const handler = async () => {
  return documents;
};
`,
      },
    ],
  ),
  invalidCase(
    "move: with its instrumentation",
    `${s3}
import { captureAWSv3Client } from "aws-xray-sdk-core";

export const handler = async () => {
  const s3 = captureAWSv3Client(new S3Client({}));
  return s3;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}
import { captureAWSv3Client } from "aws-xray-sdk-core";

const s3 = captureAWSv3Client(new S3Client({}));

export const handler = async () => {
  return s3;
};
`,
    },
  ),
  invalidCase(
    "move: with the tracer's instrumentation, out of a return",
    `${s3}
import { tracer } from "./tracer.js";

export const handler = async () => {
  return tracer.captureAWSv3Client(new S3Client({}));
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}
import { tracer } from "./tracer.js";

const s3Client = tracer.captureAWSv3Client(new S3Client({}));

export const handler = async () => {
  return s3Client;
};
`,
    },
  ),
  invalidCase(
    "move: not the name, where another has it",
    `${s3}

export const list = async () => {
  const client = new S3Client({});
  return client;
};

export const handler = async () => {
  const client = await list();
  return client;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3Client = new S3Client({});

export const list = async () => {
  const client = s3Client;
  return client;
};

export const handler = async () => {
  const client = await list();
  return client;
};
`,
    },
  ),
  invalidCase(
    "move: out of a declaration of two",
    `import axios from "axios";

export const handler = async (event: { path: string }) => {
  const { path } = event,
    api = axios.create({ timeout: 1000 });
  return api.get(path);
};
`,
    {
      at: "axios.create",
      creation: "axios.create()",
      cost: oneRequest,
      moveToInit: `import axios from "axios";

const axiosClient = axios.create({ timeout: 1000 });

export const handler = async (event: { path: string }) => {
  const { path } = event,
    api = axiosClient;
  return api.get(path);
};
`,
    },
  ),
  invalidCase(
    "move: a variable that is assigned keeps its place",
    `${s3}

export const handler = async () => {
  let s3;
  if (process.env.LOCAL) s3 = new S3Client({ endpoint: "http://localhost:4566" });
  return s3;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3Client = new S3Client({ endpoint: "http://localhost:4566" });

export const handler = async () => {
  let s3;
  if (process.env.LOCAL) s3 = s3Client;
  return s3;
};
`,
    },
  ),
  invalidCase(
    "move: out of a case",
    `${s3}

export const handler = async (event: { kind: string }) => {
  switch (event.kind) {
    case "list":
      const s3 = new S3Client({});
      return s3;
    default:
      return undefined;
  }
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3 = new S3Client({});

export const handler = async (event: { kind: string }) => {
  switch (event.kind) {
    case "list":
      return s3;
    default:
      return undefined;
  }
};
`,
    },
  ),
  invalidCase(
    "move: Windows line breaks",
    `${s3}

export const handler = async () => {
  const s3 = new S3Client({
    maxAttempts: 1,
  });
  return s3;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      moveToInit: `${s3}

const s3 = new S3Client({
  maxAttempts: 1,
});

export const handler = async () => {
  return s3;
};
`,
    },
  ),
];

const memos = [
  invalidCase(
    "memo: the variable is there",
    `${s3}

let s3: S3Client;

export const handler = async () => {
  s3 = new S3Client({ region: process.env.BUCKET_REGION });
  return list();
};

const list = () => s3;
`,
    {
      at: "S3Client",
      occurrence: 2,
      memoise: `${s3}

let s3: S3Client;

export const handler = async () => {
  s3 ??= new S3Client({ region: process.env.BUCKET_REGION });
  return list();
};

const list = () => s3;
`,
    },
  ),
  invalidCase(
    "memo: the variable is there, for what is awaited",
    `const mysql = require("mysql2/promise");
let connection = null;

exports.handler = async () => {
  connection = await mysql.createConnection(process.env.DATABASE_URL);
  return connection;
};
`,
    {
      at: "mysql.createConnection",
      creation: "mysql.createConnection()",
      cost: login,
      memoise: `const mysql = require("mysql2/promise");
let connection = null;

exports.handler = async () => {
  connection ??= await mysql.createConnection(process.env.DATABASE_URL);
  return connection;
};
`,
    },
    "src/handler.js",
  ),
  invalidCase(
    "memo: the variable is there, and changes",
    `${s3}

let s3: S3Client | undefined;

export const handler = async () => {
  s3 = new S3Client({});
  await flush();
};

async function flush() {
  await s3?.config.region();
  s3 = undefined;
}
`,
    {
      at: "S3Client",
      occurrence: 2,
      moveToInit: `${s3}

let s3: S3Client | undefined;
const s3Client = new S3Client({});

export const handler = async () => {
  s3 = s3Client;
  await flush();
};

async function flush() {
  await s3?.config.region();
  s3 = undefined;
}
`,
    },
  ),
  invalidCase(
    "memo: what it is made of is awaited",
    `${s3}
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

const sts = new STSClient({});

export const handler = async () => {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const s3 = new S3Client({ endpoint: \`https://\${Account}.s3.amazonaws.com\` });
  return s3;
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      memoise: `${s3}
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";

const sts = new STSClient({});
let cachedS3Client: S3Client | undefined;

export const handler = async () => {
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  const s3 = (cachedS3Client ??= new S3Client({ endpoint: \`https://\${Account}.s3.amazonaws.com\` }));
  return s3;
};
`,
    },
  ),
  invalidCase(
    "memo: what it is made of is declared below the handler",
    `import * as sdk from "@aws-sdk/client-s3";

export const handler = async () => new sdk.S3Client(options());

const region = "eu-west-1";
function options() {
  return { region };
}
`,
    {
      at: "sdk.S3Client",
      memoise: `import * as sdk from "@aws-sdk/client-s3";

let cachedS3Client: sdk.S3Client | undefined;

export const handler = async () => (cachedS3Client ??= new sdk.S3Client(options()));

const region = "eu-west-1";
function options() {
  return { region };
}
`,
    },
  ),
  invalidCase(
    "memo: the client is awaited",
    `import { createTransport } from "nodemailer";

export const handler = async () => {
  const mail = await createTransport({ host: "smtp" });
  return mail;
};
`,
    {
      at: "createTransport",
      occurrence: 1,
      creation: "createTransport()",
      cost: setUp,
      memoise: `import { createTransport } from "nodemailer";

let cachedTransport: Awaited<ReturnType<typeof createTransport>> | undefined;

export const handler = async () => {
  const mail = (cachedTransport ??= await createTransport({ host: "smtp" }));
  return mail;
};
`,
    },
  ),
  invalidCase(
    "memo: the call is a statement",
    `import mongoose from "mongoose";

export const handler = async () => {
  await mongoose.connect("mongodb://localhost");
};
`,
    {
      at: "mongoose.connect",
      creation: "mongoose.connect()",
      cost: setUp,
      memoise: `import mongoose from "mongoose";

let cachedMongoose: Awaited<ReturnType<typeof mongoose.connect>> | undefined;

export const handler = async () => {
  cachedMongoose ??= await mongoose.connect("mongodb://localhost");
};
`,
    },
  ),
  invalidCase(
    "memo: closed when the environment ends",
    `import mongoose from "mongoose";
process.on("SIGTERM", () => { void mongoose.disconnect(); });

export const handler = async () => {
  await mongoose.connect("mongodb://localhost");
};
`,
    {
      at: "mongoose.connect",
      creation: "mongoose.connect()",
      cost: setUp,
      memoise: `import mongoose from "mongoose";
process.on("SIGTERM", () => { void mongoose.disconnect(); });

let cachedMongoose: Awaited<ReturnType<typeof mongoose.connect>> | undefined;

export const handler = async () => {
  cachedMongoose ??= await mongoose.connect("mongodb://localhost");
};
`,
    },
  ),
  invalidCase(
    "memo: no type in JavaScript",
    `const { Pool } = require("pg");
const { getSecret } = require("./secrets.js");

exports.handler = async () => {
  const pool = new Pool({ password: await getSecret() });
  return pool;
};
`,
    {
      at: "Pool",
      occurrence: 1,
      cost: login,
      memoise: `const { Pool } = require("pg");
const { getSecret } = require("./secrets.js");
let cachedPool;

exports.handler = async () => {
  const pool = (cachedPool ??= new Pool({ password: await getSecret() }));
  return pool;
};
`,
    },
    "src/handler.js",
  ),
  invalidCase(
    "memo: the class is loaded in the handler",
    `export const handler = async () => {
  const { S3Client } = await import("@aws-sdk/client-s3");
  return new S3Client({});
};
`,
    {
      at: "S3Client",
      occurrence: 1,
      memoise: `let cachedS3Client: import("@aws-sdk/client-s3").S3Client | undefined;

export const handler = async () => {
  const { S3Client } = await import("@aws-sdk/client-s3");
  return (cachedS3Client ??= new S3Client({}));
};
`,
    },
  ),
  invalidCase(
    "memo: the class is a member of a default import",
    `import pg from "pg";
import { getSecret } from "./secrets.js";

export const handler = async () => {
  const pool = new pg.Pool({ password: await getSecret() });
  return pool;
};
`,
    {
      at: "pg.Pool",
      cost: login,
      memoise: `import pg from "pg";
import { getSecret } from "./secrets.js";

let cachedPool: InstanceType<typeof pg.Pool> | undefined;

export const handler = async () => {
  const pool = (cachedPool ??= new pg.Pool({ password: await getSecret() }));
  return pool;
};
`,
    },
  ),
];

/** Findings without a suggestion: the same edit would not be safe. */
const unedited = [
  invalidCase(
    "closed in finally",
    `import pg from "pg";
export const handler = async () => {
  const client = new pg.Client();
  await client.connect();
  try {
    return await client.query("select 1");
  } finally {
    await client.end();
  }
};
`,
    { at: "pg.Client", cost: login, messageId: "clientClosedPerInvocation" },
  ),
  ...["mongoose.disconnect()", "mongoose.connection.close()"].map((close) =>
    invalidCase(
      `closed by the package that made it: ${close}`,
      `import mongoose from "mongoose";

export const handler = async () => {
  await mongoose.connect("mongodb://localhost");
  try {
    return await mongoose.model("Order").find();
  } finally {
    await ${close};
  }
};
`,
      {
        at: "mongoose.connect",
        creation: "mongoose.connect()",
        cost: login,
        messageId: "clientClosedPerInvocation",
      },
    ),
  ),
  invalidCase(
    "closed by the caller of the helper that made it",
    `import { createConnection } from "mysql2/promise";
const connect = async () => createConnection("mysql://localhost");
export const handler = async () => {
  const connection = await connect();
  await connection.end();
};
`,
    {
      at: "createConnection",
      occurrence: 1,
      creation: "createConnection()",
      cost: login,
      messageId: "clientClosedPerInvocation",
    },
  ),
  invalidCase(
    "closed as a property",
    `import Redis from "ioredis";
class Cache {
  private readonly redis = new Redis();
  close() {
    return this.redis.quit();
  }
}
export const handler = async () => new Cache().close();
`,
    { at: "Redis", occurrence: 1, cost: cacheLogin, messageId: "clientClosedPerInvocation" },
  ),
  invalidCase(
    "closed by using",
    `import { Pool } from "pg";
export const handler = async () => {
  await using pool = new Pool();
  return pool.query("select 1");
};
`,
    { at: "Pool", occurrence: 1, cost: login, messageId: "clientClosedPerInvocation" },
  ),
  invalidCase(
    "connected by hand, which a second invocation must not repeat",
    `import pg from "pg";
export const handler = async () => {
  const client = new pg.Client();
  await client.connect();
  return client.query("select 1");
};
`,
    { at: "pg.Client", cost: login },
  ),
  invalidCase(
    "connected in the chain",
    `import { createClient } from "redis";
export const handler = async () => createClient().on("error", console.error).connect();
`,
    { at: "createClient", occurrence: 1, creation: "createClient()", cost: cacheLogin },
  ),
  invalidCase(
    "given a listener",
    `import Redis from "ioredis";
export const handler = async () => {
  const redis = new Redis();
  redis.on("error", console.error);
  return redis.get("key");
};
`,
    { at: "Redis", occurrence: 1, cost: cacheLogin },
  ),
  invalidCase(
    "given an interceptor",
    `import axios from "axios";
export const handler = async () => {
  const api = axios.create({});
  api.interceptors.response.use((response) => response.data);
  return api.get("/orders");
};
`,
    { at: "axios.create", creation: "axios.create()", cost: oneRequest },
  ),
  invalidCase(
    "configured through its package",
    `import AWS from "aws-sdk";
export const handler = async () => {
  AWS.config.update({ region: "eu-west-1" });
  return new AWS.S3();
};
`,
    { at: "AWS.S3", cost: setUp },
  ),
  invalidCase(
    "made at init as well, when module scope may not have run",
    `${s3}
const open = () => new S3Client({});
const warm = open();
export const handler = async () => [warm, open()];
`,
    { at: "S3Client", occurrence: 1 },
  ),
  invalidCase(
    "one function, two clients",
    `${s3}
const clientFor = (region: string) => new S3Client({ region });
export const handler = async () => [clientFor("eu-west-1"), clientFor("us-east-1")];
`,
    { at: "S3Client", occurrence: 1 },
  ),
  invalidCase(
    "the promise of a connection",
    `import { createConnection } from "mysql2/promise";
export const handler = async () => {
  const connecting = createConnection("mysql://localhost");
  return connecting.then((connection) => connection.query("select 1"));
};
`,
    { at: "createConnection", occurrence: 1, creation: "createConnection()", cost: login },
  ),
  invalidCase(
    "a line that begins with the client, without semicolons",
    `const { Pool } = require("pg")
const { getSecret } = require("./secrets.js")
exports.handler = async () => {
  const password = await getSecret()
  new Pool({ password }).query("select 1", console.log)
}
`,
    { at: "Pool", occurrence: 1, cost: login },
    "src/handler.js",
  ),
];

const settings = {
  "aws-lambda": { clients: [{ module: "@acme/*", export: "Ledger.open", closeMethods: ["release"] }] },
};

const fromSettings = [
  {
    ...invalidCase(
      "settings: an own client",
      `import { Ledger } from "@acme/ledger";

export const handler = async () => {
  const ledger = Ledger.open();
  return ledger;
};
`,
      {
        at: "Ledger.open",
        creation: "Ledger.open()",
        cost: setUp,
        moveToInit: `import { Ledger } from "@acme/ledger";

const ledger = Ledger.open();

export const handler = async () => {
  return ledger;
};
`,
      },
    ),
    settings,
  },
  {
    ...invalidCase(
      "settings: an own client, closed",
      `import { Ledger } from "@acme/ledger";
export const handler = async () => {
  const ledger = Ledger.open();
  ledger.release();
};
`,
      { at: "Ledger.open", creation: "Ledger.open()", cost: setUp, messageId: "clientClosedPerInvocation" },
    ),
    settings,
  },
];

runRule("no-client-in-handler", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "a test file",
      filename: "src/handler.test.ts",
      code: `${s3}\nexport const handler = async () => new S3Client({});`,
    },
    {
      name: "CommonJS, memoised",
      filename: "src/handler.cjs",
      code: `const { S3Client } = require("@aws-sdk/client-s3");
        let s3;
        exports.handler = async () => { if (!s3) { s3 = new S3Client({}); } return s3; };`,
    },
    {
      name: "a client of the settings, built by another export",
      settings: {
        "aws-lambda": { clients: [{ module: "@acme/ledger", export: "Ledger", construct: "new" }] },
      },
      code: 'import { Ledger, Entry } from "@acme/ledger";\nexport const handler = async () => [new Entry(), Ledger()];',
    },
  ],
  invalid: [
    ...categoryCases,
    ...importCases,
    ...shapeCases,
    ...paths,
    ...moves,
    ...memos,
    ...unedited,
    ...fromSettings,
  ],
});
