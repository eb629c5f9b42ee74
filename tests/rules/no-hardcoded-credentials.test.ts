import path from "node:path";
import rule from "../../src/rules/no-hardcoded-credentials.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";
import { temporaryFolder } from "../support/temporary-folder.js";

const file = (top: string, body = "return 1;"): string =>
  `${top}\nexport const handler = async (event) => {\n  ${body}\n};`;

const s3 = (options: string): string =>
  file(`import { S3Client } from "@aws-sdk/client-s3";\nexport const s3 = new S3Client(${options});`);
const pg = (options: string): string =>
  file(`import { Pool } from "pg";\nexport const pool = new Pool(${options});`);
const realKey =
  '{ accessKeyId: "AKIA4Q7XWDM2RPLZ9TBC", secretAccessKey: "q0vXk2r9PzL1mWb7TfYh3sJdE8uNcGaR5iOpKxQe" }';

const valid: Record<string, string> = {
  "credentials of the role": s3("{ region: 'eu-west-1' }"),
  "credentials of the environment": s3(
    "{ credentials: { accessKeyId: process.env.KEY_ID, secretAccessKey: process.env.KEY } }",
  ),
  "LocalStack's dummies beside an endpoint": s3(
    '{ endpoint: process.env.ENDPOINT, credentials: { accessKeyId: "test", secretAccessKey: "test" } }',
  ),
  "anything beside an endpoint on this machine": s3(
    `{ endpoint: "http://localhost:4566", credentials: ${realKey} }`,
  ),
  "dummies in a branch with an endpoint": s3(
    '{ ...(process.env.LOCAL && { endpoint: process.env.ENDPOINT, credentials: { accessKeyId: "local", secretAccessKey: "local" } }) }',
  ),
  "AWS's example": s3(
    '{ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" } }',
  ),
  "a placeholder": s3('{ credentials: { accessKeyId: "<access key>", secretAccessKey: "your-secret-key" } }'),
  "a mock": s3('{ credentials: { accessKeyId: "mock-id", secretAccessKey: "mock-key" } }'),
  "an empty text": pg('{ password: "" }'),
  "a password of Secrets Manager": file(
    'import { Pool } from "pg";\nimport { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nexport const pool = new Pool({ password: async () => (await getSecret("db")) ?? "" });',
  ),
  "a database on this machine": pg('{ host: "localhost", password: "hunter2" }'),
  "a connection string without a password": pg(
    '{ connectionString: "postgres://app@db.example.com/orders" }',
  ),
  "a connection string to this machine": pg('"postgres://app:hunter2@localhost:5432/orders"'),
  "a connection string of the environment": pg("{ connectionString: process.env.DATABASE_URL }"),
  "a connection string with a variable for the password": pg(
    "{ connectionString: `postgres://app:${process.env.PW}@db.internal/orders` }",
  ),
  "a fallback that no-secret-in-env reports": pg(
    '{ password: process.env.DB_PASSWORD ?? "hunter2-production" }',
  ),
  "a class of the same name": file(
    'import { S3Client } from "./s3-client.js";\nexport const s3 = new S3Client({ secretAccessKey: "q0vXk2r9PzL1mWb7TfYh3sJd" });',
  ),
  "a field of a form that is no secret": file(
    'import got from "got";\nimport FormData from "form-data";',
    'const form = new FormData(); form.append("client_id", "q0vXk2r9PzL1mWb7TfYh"); form.append("grant_type", "client_credentials"); return got.post("https://login.example.com", { body: form });',
  ),
  "a secret of a variable in a form": file(
    'import { secrets } from "./secrets.js";',
    'return fetch("https://login.example.com", { method: "POST", body: new URLSearchParams({ client_secret: secrets.client, refresh_token: await secrets.token() }) });',
  ),
  "a placeholder in a form": file(
    "",
    'return fetch("https://login.example.com", { method: "POST", body: new URLSearchParams({ client_secret: "<secret>" }) });',
  ),
  "a map with such a name": file(
    'import got from "got";',
    'const fields = new Map(); fields.set("client_secret", "q0vXk2r9PzL1mWb7TfYh"); return got(event.url);',
  ),
  "a password that is no option of a client": file(
    'export const form = { password: "Password of the account" };',
  ),
  "a bearer token of a variable": file(
    "",
    "return fetch('https://api.example.com', { headers: { Authorization: `Bearer ${process.env.TOKEN}` } });",
  ),
  "a scheme that no token follows": file(
    "",
    'return fetch("https://login.example.com", { headers: { Authorization: "Bearer" } });',
  ),
  "a header that proves nothing": file(
    "",
    'return fetch("https://api.example.com", { headers: { "Content-Type": "application/json" } });',
  ),
  "a header of a local service": file(
    "",
    'return fetch("http://localhost:2773/secretsmanager/get", { headers: { Authorization: "Bearer 0123456789abcdef" } });',
  ),
  "a name of a secret": file(
    'import { getSecret } from "@aws-lambda-powertools/parameters/secrets";\nexport const load = () => getSecret("prod/orders/password");',
  ),
  "jwt with a secret of the environment": file(
    'import jwt from "jsonwebtoken";',
    "return jwt.verify(event.token, process.env.JWT);",
  ),
};

interface Finding {
  readonly code: string;
  readonly option: string;
  readonly taker: string;
  readonly at: string;
  readonly isAws?: true;
}

const invalid: Record<string, Finding> = {
  "a field of a form": {
    code: file(
      'import got from "got";\nimport FormData from "form-data";',
      'const form = new FormData(); form.append("client_secret", "q0vXk2r9PzL1mWb7TfYh"); return got.post("https://login.example.com", { body: form });',
    ),
    option: "client_secret",
    taker: "form.append",
    at: '"q0vXk2r9PzL1mWb7TfYh"',
  },
  "a field of a query that is made of an object": {
    code: file(
      "",
      'return fetch("https://login.example.com", { method: "POST", body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: "q0vXk2r9PzL1mWb7TfYh" }) });',
    ),
    option: "refresh_token",
    taker: "URLSearchParams",
    at: '"q0vXk2r9PzL1mWb7TfYh"',
  },
  "a header that is set later": {
    code: file(
      "",
      'const headers = new Headers(); headers.set("Authorization", "Bearer q0vXk2r9PzL1mWb7TfYh"); return fetch("https://api.example.com", { headers });',
    ),
    option: "Authorization",
    taker: "headers.set",
    at: '"Bearer q0vXk2r9PzL1mWb7TfYh"',
  },
  "keys of SDK v3": {
    code: s3(`{ credentials: ${realKey} }`),
    option: "secretAccessKey",
    taker: "S3Client",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJdE8uNcGaR5iOpKxQe"',
    isAws: true,
  },
  "dummies without an endpoint": {
    code: s3('{ credentials: { accessKeyId: process.env.ID, secretAccessKey: "test" } }'),
    option: "secretAccessKey",
    taker: "S3Client",
    at: '"test"',
    isAws: true,
  },
  "real keys beside an endpoint that is not known": {
    code: s3(`{ endpoint: process.env.ENDPOINT, credentials: ${realKey} }`),
    option: "secretAccessKey",
    taker: "S3Client",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJdE8uNcGaR5iOpKxQe"',
    isAws: true,
  },
  "an access key alone": {
    code: s3('{ credentials: { accessKeyId: "AKIA4Q7XWDM2RPLZ9TBC", secretAccessKey: process.env.KEY } }'),
    option: "accessKeyId",
    taker: "S3Client",
    at: '"AKIA4Q7XWDM2RPLZ9TBC"',
    isAws: true,
  },
  "keys in constants": {
    code: file(
      'import { S3Client } from "@aws-sdk/client-s3";\nconst SECRET = "q0vXk2r9PzL1mWb7TfYh3sJd";\nconst credentials = { accessKeyId: process.env.ID, secretAccessKey: SECRET };\nexport const s3 = new S3Client({ credentials });',
    ),
    option: "secretAccessKey",
    taker: "S3Client",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJd"',
    isAws: true,
  },
  "keys of SDK v2": {
    code: file(
      'import AWS from "aws-sdk";\nexport const s3 = new AWS.S3({ accessKeyId: process.env.ID, secretAccessKey: "q0vXk2r9PzL1mWb7TfYh3sJd" });',
    ),
    option: "secretAccessKey",
    taker: "AWS.S3",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJd"',
    isAws: true,
  },
  "AWS.config.update": {
    code: file(
      'import AWS from "aws-sdk";\nAWS.config.update({ secretAccessKey: "q0vXk2r9PzL1mWb7TfYh3sJd" });',
    ),
    option: "secretAccessKey",
    taker: "AWS.config",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJd"',
    isAws: true,
  },
  "new AWS.Credentials": {
    code: file(
      'import AWS from "aws-sdk";\nexport const credentials = new AWS.Credentials(process.env.ID, "q0vXk2r9PzL1mWb7TfYh3sJd");',
    ),
    option: "secretAccessKey",
    taker: "AWS.Credentials",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJd"',
    isAws: true,
  },
  "a fallback of the runtime's own key": {
    code: s3(
      '{ credentials: { accessKeyId: process.env.ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY || "q0vXk2r9PzL1mWb7TfYh3sJd" } }',
    ),
    option: "secretAccessKey",
    taker: "S3Client",
    at: '"q0vXk2r9PzL1mWb7TfYh3sJd"',
    isAws: true,
  },
  "a password of a pool": {
    code: pg('{ host: "db.internal", password: "hunter2" }'),
    option: "password",
    taker: "Pool",
    at: '"hunter2"',
  },
  "a password of knex": {
    code: file(
      'import knex from "knex";\nexport const db = knex({ client: "pg", connection: { password: "hunter2" } });',
    ),
    option: "password",
    taker: "knex",
    at: '"hunter2"',
  },
  "a password of mysql2": {
    code: file(
      'import mysql from "mysql2/promise";\nexport const pool = mysql.createPool({ password: `hunter2` });',
    ),
    option: "password",
    taker: "mysql.createPool",
    at: "`hunter2`",
  },
  "the third argument of Sequelize": {
    code: file(
      'import { Sequelize } from "sequelize";\nexport const db = new Sequelize("orders", "app", "hunter2");',
    ),
    option: "password",
    taker: "Sequelize",
    at: '"hunter2"',
  },
  "a connection string": {
    code: pg('{ connectionString: "postgres://app:hunter2@db.example.com/orders" }'),
    option: "connection string",
    taker: "Pool",
    at: '"postgres://app:hunter2@db.example.com/orders"',
  },
  "the URI of MongoDB": {
    code: file(
      'import { MongoClient } from "mongodb";\nconst uri = "mongodb+srv://app:hunter2@cluster0.abc.mongodb.net/orders";\nexport const client = new MongoClient(uri);',
    ),
    option: "connection string",
    taker: "MongoClient",
    at: '"mongodb+srv://app:hunter2@cluster0.abc.mongodb.net/orders"',
  },
  "the password of Redis": {
    code: file(
      'import Redis from "ioredis";\nexport const redis = new Redis({ host: "cache.internal", password: "hunter2" });',
    ),
    option: "password",
    taker: "Redis",
    at: '"hunter2"',
  },
  "an API key": {
    code: file(
      'import OpenAI from "openai";\nexport const ai = new OpenAI({ apiKey: "sk-q0vXk2r9PzL1mWb7" });',
    ),
    option: "apiKey",
    taker: "OpenAI",
    at: '"sk-q0vXk2r9PzL1mWb7"',
  },
  "a token of GitHub": {
    code: file(
      'import { Octokit } from "@octokit/rest";\nexport const github = new Octokit({ auth: "ghp_q0vXk2r9PzL1mWb7" });',
    ),
    option: "auth",
    taker: "Octokit",
    at: '"ghp_q0vXk2r9PzL1mWb7"',
  },
  "the key of Stripe": {
    code: file('import Stripe from "stripe";\nexport const stripe = new Stripe("sk_live_q0vXk2r9PzL1");'),
    option: "apiKey",
    taker: "Stripe",
    at: '"sk_live_q0vXk2r9PzL1"',
  },
  "a mail server's password": {
    code: file(
      'import nodemailer from "nodemailer";\nexport const mail = nodemailer.createTransport({ auth: { user: "app", pass: "hunter2" } });',
    ),
    option: "pass",
    taker: "nodemailer.createTransport",
    at: '"hunter2"',
  },
  "a secret of jsonwebtoken": {
    code: file('import jwt from "jsonwebtoken";', 'return jwt.verify(event.token, "q0vXk2r9PzL1");'),
    option: "secret",
    taker: "jwt.verify",
    at: '"q0vXk2r9PzL1"',
  },
  "a bearer token": {
    code: file(
      "",
      'return fetch("https://api.example.com", { headers: { Authorization: "Bearer q0vXk2r9PzL1" } });',
    ),
    option: "Authorization",
    taker: "fetch",
    at: '"Bearer q0vXk2r9PzL1"',
  },
  "an API key in a header of axios": {
    code: file(
      'import axios from "axios";',
      'return axios.get("https://api.example.com", { headers: { "x-api-key": "q0vXk2r9PzL1" } });',
    ),
    option: "x-api-key",
    taker: "axios.get",
    at: '"q0vXk2r9PzL1"',
  },
  "a header of an instance": {
    code: file(
      'import axios from "axios";\nexport const api = axios.create({ headers: { Authorization: "Basic q0vXk2r9PzL1" } });',
    ),
    option: "Authorization",
    taker: "axios.create",
    at: '"Basic q0vXk2r9PzL1"',
  },
};

runRule("no-hardcoded-credentials", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "a file that is no code for Lambda",
      code: 'import { Pool } from "pg";\nexport const pool = new Pool({ password: "hunter2-production" });',
      filename: path.join(temporaryFolder({}), "pool.ts"),
    },
    { name: "a test", code: s3(`{ credentials: ${realKey} }`), filename: "tests/handler.test.ts" },
  ],
  invalid: [
    ...Object.entries(invalid).map(([name, { code, option, taker, at, isAws }]) => ({
      name,
      code,
      errors: [
        {
          messageId: isAws === true ? ("awsCredential" as const) : ("credential" as const),
          data: { option, taker },
          ...locate(code, at),
        },
      ],
    })),
    ...handlerShapes.map((shape) => {
      const code = shape.code({
        imports: { pg: ["Pool"] },
        top: 'const pool = new Pool({ password: "hunter2" });',
        body: "return pool.query('SELECT 1');",
      });
      return {
        name: `handler shape: ${shape.name}`,
        code,
        filename: shape.filename,
        ...(shape.settings !== undefined && { settings: shape.settings }),
        errors: [
          {
            messageId: "credential" as const,
            data: { option: "password", taker: "Pool" },
            ...locate(code, '"hunter2"'),
          },
        ],
      };
    }),
  ],
});
