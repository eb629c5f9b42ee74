import rule from "../../src/rules/no-event-injection.js";
import { handlerShapes } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const handler = (body: string, top = ""): string =>
  `${top}\nexport const handler = async (event, context) => {\n  ${body}\n};`;

const pg = `import { Pool } from "pg";\nconst pool = new Pool();`;
const exec = `import { exec } from "node:child_process";`;
const fs = `import { readFile, writeFile } from "node:fs/promises";\nimport path from "node:path";`;
const dynamo = `import { DynamoDBDocumentClient, QueryCommand, UpdateCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { DynamoDBClient, ExecuteStatementCommand } from "@aws-sdk/client-dynamodb";
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));`;
const sqlOf = (id: string): string => `return pool.query(\`SELECT * FROM t WHERE id = '\${${id}}'\`);`;

const appsync = (input: string): string =>
  `import type { AppSyncResolverHandler } from "aws-lambda"; export const handler: AppSyncResolverHandler<any, any> = async (event) => { let UpdateExpression = "set"; for (const key of Object.keys(${input})) UpdateExpression += \` #\${key} = :\${key},\`; return client.send(new UpdateCommand({ TableName: "t", Key: { id: 1 }, UpdateExpression })); };`;

const valid: Record<string, string> = {
  "what another branch has set": handler(
    `let id; if (event.method === "POST") { id = event.id; await save(id); } else { id = id ?? 1; await pool.query("DELETE FROM t WHERE id = " + id); }`,
    `${pg}\nimport { save } from "./save.js";`,
  ),
  // Near misses: parameters instead of text
  "pg: $1 with the values beside": handler(
    `return pool.query("SELECT * FROM t WHERE id = $1", [event.id]);`,
    pg,
  ),
  "pg: text and values in a config object": handler(
    `return pool.query({ text: "SELECT * FROM t WHERE id = $1", values: [event.id] });`,
    pg,
  ),
  "mysql2: ? with the values beside": handler(
    `return conn.execute("SELECT * FROM t WHERE id = ?", [event.id]);`,
    `import mysql from "mysql2/promise";\nconst conn = await mysql.createConnection({});`,
  ),
  "knex: bindings of raw": handler(
    `return db.raw("SELECT * FROM t WHERE id = ?", [event.id]);`,
    `import knex from "knex";\nconst db = knex({ client: "pg" });`,
  ),
  "knex: where with an object": handler(
    `return db("users").where({ id: event.id });`,
    `import knex from "knex";\nconst db = knex({ client: "pg" });`,
  ),
  "sequelize: replacements": handler(
    `return sequelize.query("SELECT * FROM t WHERE id = :id", { replacements: { id: event.id } });`,
    `import { Sequelize } from "sequelize";\nconst sequelize = new Sequelize("");`,
  ),
  "typeorm: parameters of where": handler(
    `return source.getRepository(User).createQueryBuilder("u").where("u.id = :id", { id: event.id }).getOne();`,
    `import { DataSource } from "typeorm";\nconst source = new DataSource({});\nclass User {}`,
  ),
  "prisma: the tag $queryRaw": handler(
    "return prisma.$queryRaw`SELECT * FROM t WHERE id = ${event.id}`;",
    `import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();`,
  ),
  "prisma: $queryRawUnsafe with values beside": handler(
    `return prisma.$queryRawUnsafe("SELECT * FROM t WHERE id = $1", event.id);`,
    `import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();`,
  ),
  "postgres: its sql tag": handler(
    "return sql`SELECT * FROM t WHERE id = ${event.id}`;",
    `import postgres from "postgres";\nconst sql = postgres();`,
  ),
  "drizzle: a query of the sql tag": handler(
    "return db.execute(sql`SELECT * FROM t WHERE id = ${event.id}`);",
    `import { sql } from "drizzle-orm";\nimport { db } from "./db.js";`,
  ),
  "better-sqlite3: values of a prepared statement": handler(
    `return db.prepare("SELECT * FROM t WHERE id = ?").get(event.id);`,
    `import Database from "better-sqlite3";\nconst db = new Database("a.db");`,
  ),
  "sqlite3: a prepared statement kept in a variable": handler(
    `statement.run(event.id);`,
    `import sqlite3 from "sqlite3";\nconst db = new sqlite3.Database("a.db");\nconst statement = db.prepare("DELETE FROM t WHERE id = ?");`,
  ),
  "RDS Data: parameters": handler(
    `return rds.send(new ExecuteStatementCommand({ sql: "SELECT :id", parameters: [{ name: "id", value: { stringValue: event.id } }] }));`,
    `import { RDSDataClient, ExecuteStatementCommand } from "@aws-sdk/client-rds-data";\nconst rds = new RDSDataClient({});`,
  ),
  "DynamoDB: values in ExpressionAttributeValues": handler(
    `return client.send(new QueryCommand({ KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": event.pk } }));`,
    dynamo,
  ),
  "DynamoDB: an update expression with indices for names": handler(
    `const names = Object.keys(event.changes);
     const UpdateExpression = "SET " + names.map((_, i) => "#n" + i + " = :v" + i).join(", ");
     return client.send(new UpdateCommand({ TableName: "t", Key: { id: event.id }, UpdateExpression }));`,
    dynamo,
  ),
  "DynamoDB: names of fields that the schema of AppSync has": `${dynamo} ${appsync("event.arguments.input")}`,
  "DynamoDB: PartiQL with parameters": handler(
    `return client.send(new ExecuteStatementCommand({ Statement: "SELECT * FROM t WHERE id = ?", Parameters: [{ S: event.id }] }));`,
    dynamo,
  ),
  "a function of another package that is called query": handler(
    "return query(`SELECT ${event.id} FROM t`);",
    `import { query } from "graphql-tools";`,
  ),

  // Near misses: no event data, or a part of it that AWS writes
  "SQL text of constants": handler('const table = "t"; return pool.query(`SELECT * FROM ${table}`);', pg),
  "SQL text of the environment": handler("return pool.query(`SELECT * FROM ${process.env.TABLE}`);", pg),
  "SQL text of the context": handler(sqlOf("context.awsRequestId"), pg),
  "a property of an object that holds event data in another one": handler(
    `const input = { id: event.id, table: "t" }; return pool.query("SELECT * FROM " + input.table);`,
    pg,
  ),
  "a name that is written anew before the use": handler(`let id = event.id; id = "1"; ${sqlOf("id")}`, pg),
  "a property that is written anew before the use": handler(
    `const input = { ...event }; input.id = "1"; ${sqlOf("input.id")}`,
    pg,
  ),
  "the response URL of a custom resource": handler(`return fetch(event.ResponseURL, { method: "PUT" });`),
  "the response URL of a custom resource that came through a topic": handler(
    `const request = JSON.parse(event.Records[0].Sns.Message); return fetch(request.ResponseURL, { method: "PUT" });`,
  ),
  "a mail of Cognito with what Cognito gives": handler(
    "event.response.emailMessage = `<p>${event.request.userAttributes.email}: <b>${event.request.codeParameter}</b></p>`; return event;",
  ),
  "a mail of Cognito without HTML": handler(
    "event.response.emailMessage = `Hello ${event.request.userAttributes.name}`; return event;",
  ),
  "a property of that name of something else": handler(
    "const mail: any = { response: {} }; mail.response.emailMessage = `<p>${event.name}</p>`; return mail;",
  ),
  "a mail that the event has whole": handler(
    `return ses.send(new SendEmailCommand({ Message: { Body: { Html: { Data: event.html } } } }));`,
    `import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";\nconst ses = new SESClient({});`,
  ),
  "a mail that the event has whole, but for what is replaced in it": handler(
    `return ses.send(new SendEmailCommand({ Message: { Body: { Html: { Data: event.html.replace("$YEAR$", "2026") } } } }));`,
    `import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";\nconst ses = new SESClient({});`,
  ),
  "a mail whose template gets an encoded value": handler(
    `return ses.send(new SendEmailCommand({ Message: { Body: { Html: { Data: page.replace("$NAME$", encodeURIComponent(event.name)) } } } }));`,
    `import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";\nconst ses = new SESClient({});\nconst page = "<p>$NAME$</p>";`,
  ),
  "the presigned URL of S3 Object Lambda": handler(`return fetch(event.getObjectContext.inputS3Url);`),
  "the request context, which API Gateway writes": handler(
    "return fetch(`https://${event.requestContext.domainName}/${event.requestContext.stage}`);",
  ),
  "an untyped function that no handler calls": `${pg}\nexport const find = (event) => pool.query("SELECT " + event.id);\nexport const handler = async () => {};`,
  "no handler in the file": `${pg}\nexport const find = (event) => pool.query("SELECT " + event.id);`,
  "a name of S3 Select from a list": handler(
    "return s3.send(new SelectObjectContentCommand({ Key: event.key, Expression: `SELECT s.${columns[event.column]} FROM s3object s` }));",
    `import { S3Client, SelectObjectContentCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});\nconst columns = { city: "city" };`,
  ),
  "eval of something else than the global": handler(
    `return math.eval(event.expression);`,
    `import math from "./math.js";`,
  ),
  "a local function named exec": handler(`return exec(event.command);`, `const exec = (name) => name;`),
  "exec of a regular expression": handler(`return /a(b)/.exec(event.text);`),
  "a callback of setTimeout": handler(`setTimeout(() => console.log(event.id), 10);`),

  // What a value has been turned into
  Number: handler(sqlOf("Number(event.id)"), pg),
  parseInt: handler(`const id = parseInt(event.id, 10); ${sqlOf("id")}`, pg),
  "unary plus": handler(sqlOf("+event.id"), pg),
  "a comparison": handler(sqlOf("event.order === 'desc'"), pg),
  "a length": handler(sqlOf("event.ids.length"), pg),
  "a map over Number": handler(`const ids = event.ids.map(Number).join(","); ${sqlOf("ids")}`, pg),
  "placeholders for a list": handler(
    `const marks = event.ids.map((_, i) => "$" + (i + 1)).join(","); return pool.query("SELECT * FROM t WHERE id IN (" + marks + ")", event.ids);`,
    pg,
  ),
  "a hash": handler(
    `const id = createHash("sha256").update(event.id).digest("hex"); ${sqlOf("id")}`,
    `import { createHash } from "node:crypto";\n${pg}`,
  ),
  Base64: handler(sqlOf(`Buffer.from(event.id).toString("base64")`), pg),
  "mysql.escape in SQL": handler(
    "return conn.query(`SELECT * FROM t WHERE id = ${mysql.escape(event.id)}`);",
    `import mysql from "mysql2";\nconst conn = mysql.createConnection({});`,
  ),
  "pg's escapeIdentifier on a client": handler(
    "const client = await pool.connect(); return client.query(`SELECT * FROM ${client.escapeIdentifier(event.table)}`);",
    pg,
  ),
  "quotes doubled everywhere": handler(sqlOf(`event.id.replace(/'/g, "''")`), pg),
  "everything but letters removed": handler(
    `const name = event.name.replace(/[^a-z]/gi, ""); ${sqlOf("name")}`,
    pg,
  ),
  "he.encode in HTML": handler(
    `return { statusCode: 200, headers: { "Content-Type": "text/html" }, body: "<b>" + he.encode(event.name) + "</b>" };`,
    `import he from "he";`,
  ),
  "a hand-written HTML escape in a helper": handler(
    `return { statusCode: 200, headers: { "content-type": "text/html" }, body: \`<b>\${escape(event.name)}</b>\` };`,
    `const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");`,
  ),
  "JSON instead of HTML": handler(
    `return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name: event.name }) };`,
  ),
  "a plain body without a type": handler(`return { statusCode: 200, body: "<b>" + event.name + "</b>" };`),
  "basename in a path": handler('return readFile(path.join("/tmp", path.basename(event.file)));', fs),
  "a path of a folder, where there is a file": handler(
    'const file = path.resolve("public", event.file); if (!file.startsWith(root) || !existsSync(file)) return 404; return readFile(file);',
    `${fs}\nimport { existsSync } from "node:fs";\nconst root = path.resolve("public");`,
  ),
  "a path that a function of the project has asked about": handler(
    'const file = path.resolve("public", event.file); if (!isPublic(file)) return 404; return readFile(file);',
    `${fs}\nimport { isPublic } from "./public.js";`,
  ),
  "the last piece of a key": handler('return readFile("/tmp/" + event.key.split("/").pop());', fs),
  "an encoded key in a path": handler('return writeFile(`/tmp/${encodeURIComponent(event.key)}`, "x");', fs),
  "the content of a file": handler('return writeFile("/tmp/a.txt", event.body);', fs),

  // URLs: only scheme and host count
  "a path behind a constant host": handler("return fetch(`https://api.example.com/orders/${event.id}`);"),
  "a query behind a constant host": handler('return fetch("https://api.example.com/?id=" + event.id);'),
  "a base from the environment": handler("return fetch(`${process.env.API}/orders/${event.id}`);"),
  "a base from a constant": handler(
    "return fetch(`${base}/orders/${event.id}`);",
    `const base = "https://api.example.com";`,
  ),
  "the path of the request behind a host": handler(
    "return fetch(`https://backend.example.com${event.rawPath}`);",
  ),
  "an encoded subdomain": handler(
    "return fetch(`https://${encodeURIComponent(event.tenant)}.example.com/`);",
  ),
  "a search parameter": handler(
    `const url = new URL("https://api.example.com/"); url.searchParams.set("q", event.q); return fetch(url);`,
  ),
  "the body of a request": handler(
    `return fetch("https://api.example.com/", { method: "POST", body: event.body });`,
  ),
  "https.request with a constant host": handler(
    `return https.request({ hostname: "api.example.com", path: event.path });`,
    `import https from "node:https";`,
  ),

  // Commands
  "execFile with the value as an argument": handler(
    `return execFile("convert", [event.file, "out.png"]);`,
    `import { execFile } from "node:child_process";`,
  ),
  "spawn without a shell": handler(
    `return spawn("ffmpeg", ["-i", event.file], { cwd: "/tmp" });`,
    `import { spawn } from "node:child_process";`,
  ),
  "a quoted argument": handler(
    `return exec("ls " + quote([event.dir]));`,
    `${exec}\nimport { quote } from "shell-quote";`,
  ),

  // Checks
  "an allow-list with includes": handler(
    `const { table } = event; if (!["a", "b"].includes(table)) throw new Error("table"); return pool.query("SELECT * FROM " + table);`,
    pg,
  ),
  "an allow-list with a Set, in a branch": handler(
    `if (TABLES.has(event.table)) { return pool.query("SELECT * FROM " + event.table); }`,
    `${pg}\nconst TABLES = new Set(["a", "b"]);`,
  ),
  "an allow-list with a choice": handler(
    `const order = ["asc", "desc"].includes(event.order) ? event.order : "asc"; return pool.query("SELECT * FROM t ORDER BY id " + order);`,
    pg,
  ),
  "an allow-list that replaces the value": handler(
    `let order = event.order; if (!["asc", "desc"].includes(order)) { order = "asc"; } return pool.query("SELECT * FROM t ORDER BY id " + order);`,
    pg,
  ),
  "a look-up in a literal": handler(
    `const column = { name: "user_name", age: "age" }[event.sort]; return pool.query("SELECT * FROM t ORDER BY " + column);`,
    pg,
  ),
  "a look-up in a Map": handler(
    `return pool.query("SELECT * FROM t ORDER BY " + COLUMNS.get(event.sort));`,
    `${pg}\nconst COLUMNS = new Map([["name", "user_name"]]);`,
  ),
  "a filtered list of columns": handler(
    `const columns = event.columns.filter((column) => ALLOWED.has(column)); return pool.query("SELECT " + columns.join(",") + " FROM t");`,
    `${pg}\nconst ALLOWED = new Set(["a"]);`,
  ),
  "a switch over literals": handler(
    `switch (event.table) { case "a": case "b": return pool.query("SELECT * FROM " + event.table); default: return null; }`,
    pg,
  ),
  "a switch whose default throws": handler(
    `switch (event.table) { case "a": break; case "b": break; default: throw new Error("table"); } return pool.query("SELECT * FROM " + event.table);`,
    pg,
  ),
  "equality with a constant": handler(
    `if (event.table === "a") { return pool.query("SELECT * FROM " + event.table); }`,
    pg,
  ),
  "one of two constants": handler(
    `const { order } = event; if (order !== "asc" && order !== "desc") return; return pool.query("SELECT * FROM t ORDER BY id " + order);`,
    pg,
  ),
  "a pattern": handler(`if (!/^[a-z]+$/.test(event.id)) { throw new Error("id"); } ${sqlOf("event.id")}`, pg),
  match: handler(
    `const { id } = event; if (!id?.match(/^\\d+$/)) return { statusCode: 400 }; ${sqlOf("id")}`,
    pg,
  ),
  "a type guard of another file": handler(
    `const id = event.pathParameters?.id; if (!isUuid(id)) return { statusCode: 400 }; ${sqlOf("id")}`,
    `${pg}\nimport { isUuid } from "./ids.js";`,
  ),
  "a predicate of the file": handler(
    `const { id } = event; if (!isId(id)) return; ${sqlOf("id")}`,
    `${pg}\nconst isId = (value) => /^[a-z]+$/.test(value);`,
  ),
  "an assertion of the file": handler(
    `const { id } = event; assertId(id); ${sqlOf("id")}`,
    `${pg}\nfunction assertId(value) { if (!/^[a-z]+$/.test(value)) throw new Error("id"); }`,
  ),
  assert: handler(
    `assert(/^[a-z]+$/.test(event.id)); ${sqlOf("event.id")}`,
    `${pg}\nimport assert from "node:assert";`,
  ),
  "typeof number": handler(
    `if (typeof event.id !== "number") throw new TypeError(); ${sqlOf("event.id")}`,
    pg,
  ),
  "Number.isInteger": handler(`const id = event.id; if (!Number.isInteger(id)) return; ${sqlOf("id")}`, pg),
  "zod, parsed": handler(
    `const { id } = Input.parse(JSON.parse(event.body)); ${sqlOf("id")}`,
    `${pg}\nimport { z } from "zod";\nconst Input = z.object({ id: z.string().uuid() });`,
  ),
  "zod, checked with safeParse": handler(
    `const body = JSON.parse(event.body); const result = Input.safeParse(body); if (!result.success) return { statusCode: 400 }; ${sqlOf("body.id")}`,
    `${pg}\nimport { z } from "zod";\nconst Input = z.object({ id: z.string().uuid() });`,
  ),
  ajv: handler(
    `const body = JSON.parse(event.body); if (!validate(body)) return { statusCode: 400 }; ${sqlOf("body.id")}`,
    `${pg}\nimport Ajv from "ajv";\nconst validate = new Ajv().compile({});`,
  ),
  joi: handler(
    `const body = JSON.parse(event.body); const { error } = schema.validate(body); if (error) return { statusCode: 400 }; ${sqlOf("body.id")}`,
    `${pg}\nimport Joi from "joi";\nconst schema = Joi.object({});`,
  ),
  valibot: handler(
    `const input = v.parse(Schema, JSON.parse(event.body)); ${sqlOf("input.id")}`,
    `${pg}\nimport * as v from "valibot";\nconst Schema = v.object({});`,
  ),
  "middy's validator": `${pg}
import middy from "@middy/core";
import validator from "@middy/validator";
export const handler = middy().use(validator({ eventSchema: {} })).handler(async (event) => pool.query("SELECT " + event.id));`,
  "Powertools' parser": `${pg}
import middy from "@middy/core";
import { parser } from "@aws-lambda-powertools/parser/middleware";
export const handler = middy(async (event) => pool.query("SELECT " + event.id)).use(parser({}));`,
  "a schema that throws in a try": handler(
    `const body = JSON.parse(event.body); try { Input.parse(body); } catch { return { statusCode: 400 }; } ${sqlOf("body.id")}`,
    `${pg}\nimport { Input } from "./schemas.js";`,
  ),
  "a host that is compared": handler(
    `const url = new URL(event.url); if (url.protocol !== "https:" || url.hostname !== API_HOST) throw new Error("host"); return fetch(url.href);`,
    `const API_HOST = \`api.\${process.env.DOMAIN}\`;`,
  ),
  "a host that a function compares before another one asks": handler(
    `return summarise(new URL(event.url));`,
    `const load = async (url: string) => fetch(url);
const summarise = (url: URL) => { if (url.host !== "api.example.com") throw new Error("host"); return load(url.href); };`,
  ),
  "a host that is put in the place of another one": handler(
    `const page = new URL(event.url); const api = new URL(page.href); api.hostname = "api.example.com"; return fetch(api.href);`,
  ),
  "an allow-list of hosts": handler(
    `const url = new URL(event.url); if (!HOSTS.has(url.hostname)) return { statusCode: 400 }; return fetch(url);`,
    `const HOSTS = new Set(["api.example.com"]);`,
  ),
  "a required beginning of a URL": handler(
    `if (!event.url.startsWith("https://api.example.com/")) return; return fetch(event.url);`,
  ),
  "what an unknown function makes of it": handler(
    sqlOf("clean(event.id)"),
    `${pg}\nimport { clean } from "./clean.js";`,
  ),
  "a handler from a list in the code": handler(
    `const actions = { a: () => import("./a.js"), b: () => import("./b.js") }; return actions[event.action]();`,
  ),
  "code that reads the value as data": handler(
    `return vm.runInNewContext("total * 2", { total: event.total });`,
    `import vm from "node:vm";`,
  ),
  "a template with the value as data": handler(
    `return template({ name: event.name });`,
    `import Handlebars from "handlebars";\nconst template = Handlebars.compile("Hello {{name}}");`,
  ),
};

interface Finding {
  readonly code: string;
  readonly messageId:
    "command" | "code" | "sql" | "dynamodb" | "html" | "url" | "path" | "module" | "template";
  readonly source: string;
  readonly taker: string;
  /** The piece of the code that is pointed at: the source itself unless given. */
  readonly at?: string;
  readonly occurrence?: number;
  readonly filename?: string;
}

const sql = (code: string, source: string, more: Partial<Finding> = {}): Finding => ({
  code,
  messageId: "sql",
  source,
  taker: "pool.query()",
  ...more,
});

const invalid: Record<string, Finding> = {
  // SQL
  "a template": sql(handler(sqlOf("event.id"), pg), "event.id"),
  "a concatenation": sql(
    handler(`return pool.query("SELECT * FROM t WHERE id = '" + event.id + "'");`, pg),
    "event.id",
  ),
  "a text built before": sql(
    handler("const text = `SELECT * FROM t WHERE id = '${event.id}'`; return pool.query(text);", pg),
    "event.id",
    { at: "text", occurrence: 2 },
  ),
  "a text appended to": sql(
    handler(
      `let text = "SELECT * FROM t"; if (event.id) text += " WHERE id = " + event.id; return pool.query(text);`,
      pg,
    ),
    "event.id",
    { at: "text", occurrence: 3 },
  ),
  "a destructured path parameter": sql(
    handler(`const { pathParameters: { id } } = event; ${sqlOf("id")}`, pg),
    "event.pathParameters.id",
    { at: "id", occurrence: 2 },
  ),
  "a destructured parameter of the handler": sql(
    `${pg}\nexport const handler = async ({ queryStringParameters: { id } }) => { ${sqlOf("id")} };`,
    "event.queryStringParameters.id",
    { at: "id", occurrence: 2 },
  ),
  "a field of the parsed body": sql(
    handler(`const body = JSON.parse(event.body ?? "{}"); ${sqlOf("body.id")}`, pg),
    "JSON.parse(event.body).id",
    { at: "body.id" },
  ),
  "a helper's argument": sql(
    handler(`return find(event.pathParameters.id);`, `${pg}\nconst find = (id) => { ${sqlOf("id")} };`),
    "event.pathParameters.id",
    { at: "id", occurrence: 2 },
  ),
  "what a helper returns": sql(
    handler(
      `return pool.query(build(event.id));`,
      `${pg}\nfunction build(id) { return "SELECT * FROM t WHERE id = " + id; }`,
    ),
    "event.id",
  ),
  "a helper that is clean for another call": sql(
    handler(
      `await pool.query(build("1")); return pool.query(build(event.id));`,
      `${pg}\nconst build = (id) => "SELECT * FROM t WHERE id = " + id;`,
    ),
    "event.id",
  ),
  "a method of a class": sql(
    handler(
      `return new Orders(pool).find(event.id);`,
      `${pg}\nclass Orders { constructor(db) { this.db = db; } find(id) { return this.db.query("SELECT * FROM t WHERE id = " + id); } }`,
    ),
    "event.id",
    { at: "id", occurrence: 2, taker: "this.db.query()" },
  ),
  "what bind gives a function that a promise calls": sql(
    handler(
      "return connected.then(run.bind(null, `SELECT * FROM t WHERE id = ${event.id}`));",
      `${pg}\nconst connected = Promise.resolve(1);\nfunction run(text, round) { return pool.query(text, [round]); }`,
    ),
    "event.id",
    { at: "text", occurrence: 1 },
  ),
  "a statement that bind gives a method of a class, whose connection a promise brings": sql(
    handler(
      "return find(`SELECT * FROM t WHERE id = ${event.id}`);",
      `import mysql from "mysql";
class Store { open() { return new Promise((resolve) => resolve(mysql.createConnection({}))); } query(text, connection) { return new Promise((resolve) => connection.query(text, resolve)); } }
function find(text) { const store = new Store(); return store.open().then(store.query.bind(store, text)); }`,
    ),
    "event.id",
    { at: "text", occurrence: 1, taker: "connection.query()" },
  ),
  "a method of the file that hands the text on, told of once": sql(
    handler(
      "return new Store().query(`SELECT * FROM t WHERE id = ${event.id}`, mysql.createConnection({}));",
      `import mysql from "mysql";
class Store { query(text, connection) { return connection.query(text); } }`,
    ),
    "event.id",
    { at: "text", occurrence: 1, taker: "connection.query()" },
  ),
  "a field of an instance": sql(
    handler(
      `return new Search(event.filter).run();`,
      `${pg}\nclass Search { constructor(filter) { this.filter = filter; } run() { return pool.query("SELECT * FROM t WHERE " + this.filter); } }`,
    ),
    "event.filter",
    { at: "this.filter", occurrence: 1 },
  ),
  "a record of a loop": sql(
    handler(
      `for (const record of event.Records) { const body = JSON.parse(record.body); await pool.query("INSERT INTO t VALUES ('" + body.name + "')"); }`,
      pg,
    ),
    "JSON.parse(event.Records[…].body).name",
    { at: "body.name" },
  ),
  "a record of map": sql(
    handler(
      "return Promise.all(event.Records.map(async (record) => pool.query(`DELETE FROM t WHERE id = ${record.body}`)));",
      pg,
    ),
    "event.Records[…].body",
    { at: "record.body" },
  ),
  "a list of values joined": sql(
    handler(
      'const rows = event.items.map((item) => `(${item.id})`).join(","); return pool.query("INSERT INTO t VALUES " + rows);',
      pg,
    ),
    "event.items[…].id",
    { at: "rows", occurrence: 1 },
  ),
  "a list that is pushed to": sql(
    handler(
      `const where = []; where.push("id = " + event.id); return pool.query("SELECT * FROM t WHERE " + where.join(" AND "));`,
      pg,
    ),
    "event.id",
    { at: "where", occurrence: 2 },
  ),
  "names of the body as columns": sql(
    handler(
      `const body = JSON.parse(event.body); const columns = Object.keys(body).join(","); return pool.query("SELECT " + columns + " FROM t");`,
      pg,
    ),
    "Object.keys(JSON.parse(event.body))",
    { at: "columns", occurrence: 1 },
  ),
  "presence is no check for SQL": sql(
    handler(`if (!event.id) return { statusCode: 400 }; ${sqlOf("event.id")}`, pg),
    "event.id",
    { occurrence: 1 },
  ),
  "a check of another value": sql(
    handler(`if (!/^[a-z]+$/.test(event.name)) return; ${sqlOf("event.id")}`, pg),
    "event.id",
  ),
  "a value that both branches change": sql(
    handler(
      `let name = event.id; if (event.isShort) { name = name + "s"; } else { name = name + "l"; } ${sqlOf("name")}`,
      pg,
    ),
    "event.id",
    { at: "name", occurrence: 5 },
  ),
  "a check that does not leave": sql(
    handler(`if (!/^[a-z]+$/.test(event.id)) console.warn("odd"); ${sqlOf("event.id")}`, pg),
    "event.id",
    { occurrence: 1 },
  ),
  "a check in another branch": sql(
    handler(
      `if (event.kind === "a") { if (!isId(event.id)) return; } ${sqlOf("event.id")}`,
      `${pg}\nimport { isId } from "./ids.js";`,
    ),
    "event.id",
    { occurrence: 1 },
  ),
  "a deny-list": sql(
    handler(`if (["root"].includes(event.id)) return; ${sqlOf("event.id")}`, pg),
    "event.id",
    { occurrence: 1 },
  ),
  "typeof string is no check for SQL": sql(
    handler(`if (typeof event.id !== "string") return; ${sqlOf("event.id")}`, pg),
    "event.id",
    { occurrence: 1 },
  ),
  "a user who may do it": sql(
    handler(
      `if (!isAuthorised(event)) return { statusCode: 401 }; ${sqlOf("event.id")}`,
      `${pg}\nimport { isAuthorised } from "./auth.js";`,
    ),
    "event.id",
  ),
  "HTML escapes are none for SQL": sql(
    handler(sqlOf("he.encode(event.id)"), `${pg}\nimport he from "he";`),
    "event.id",
  ),
  "encodeURIComponent is none for SQL": sql(handler(sqlOf("encodeURIComponent(event.id)"), pg), "event.id"),
  "one quote replaced": sql(handler(sqlOf(`event.id.replace("'", "''")`), pg), "event.id"),
  "trimmed and lowered": sql(handler(sqlOf("event.id.trim().toLowerCase()"), pg), "event.id"),
  "a default": sql(handler(sqlOf('event.id ?? "1"'), pg), "event.id"),
  "text of a config object": sql(
    handler("return pool.query({ text: `SELECT * FROM t WHERE id = ${event.id}` });", pg),
    "event.id",
  ),
  "a client of the pool": sql(
    handler('const client = await pool.connect(); return client.query("SELECT " + event.id);', pg),
    "event.id",
    { taker: "client.query()" },
  ),
  "a client typed by its class": sql(
    `import type { APIGatewayProxyEvent } from "aws-lambda";
import type { PoolClient } from "pg";
const find = (client: PoolClient, id: string) => client.query("SELECT * FROM t WHERE id = " + id);
export const handler = async (event: APIGatewayProxyEvent) => find(await connect(), event.pathParameters!.id!);
declare function connect(): Promise<PoolClient>;`,
    "event.pathParameters.id",
    { at: "id", occurrence: 2, taker: "client.query()" },
  ),
  "a pool of another file, by the text of the statement": sql(
    handler(
      "return db.query(`SELECT * FROM users WHERE name = '${event.name}'`);",
      `import { db } from "./db.js";`,
    ),
    "event.name",
    { taker: "db.query()" },
  ),
  "mysql's callback API": sql(
    handler(
      'pool.getConnection((error, connection) => { connection.query("SELECT " + event.id, () => {}); });',
      `import mysql from "mysql";\nconst pool = mysql.createPool({});`,
    ),
    "event.id",
    { taker: "connection.query()" },
  ),
  "mysql2's sql property": sql(
    handler(
      'return conn.execute({ sql: "SELECT " + event.id });',
      `import mysql from "mysql2/promise";\nconst conn = await mysql.createConnection({});`,
    ),
    "event.id",
    { taker: "conn.execute()" },
  ),
  "knex.raw in a transaction": sql(
    handler(
      'return db.transaction(async (trx) => trx.raw("SELECT " + event.id));',
      `import knex from "knex";\nconst db = knex({ client: "pg" });`,
    ),
    "event.id",
    { taker: "trx.raw()" },
  ),
  "knex: whereRaw": sql(
    handler(
      "return db('t').whereRaw(`name = '${event.name}'`);",
      `import knex from "knex";\nconst db = knex({ client: "pg" });`,
    ),
    "event.name",
    { taker: "db('t').whereRaw()" },
  ),
  "sequelize.literal": sql(
    handler(
      "return User.findAll({ order: Sequelize.literal(event.order) });",
      `import { Sequelize } from "sequelize";\nimport { User } from "./user.js";`,
    ),
    "event.order",
    { taker: "Sequelize.literal()" },
  ),
  "typeorm: text in where": sql(
    handler(
      "return source.getRepository(User).createQueryBuilder('u').where(`u.name = '${event.name}'`).getOne();",
      `import { DataSource } from "typeorm";\nconst source = new DataSource({});\nclass User {}`,
    ),
    "event.name",
    { taker: "….createQueryBuilder('u').where()" },
  ),
  "prisma: $queryRawUnsafe of another file's client": sql(
    handler(
      "return prisma.$queryRawUnsafe(`SELECT * FROM t WHERE id = ${event.id}`);",
      `import { prisma } from "./prisma.js";`,
    ),
    "event.id",
    { taker: "prisma.$queryRawUnsafe()" },
  ),
  "prisma: Prisma.raw in a tag": sql(
    handler(
      "return prisma.$queryRaw`SELECT * FROM ${Prisma.raw(event.table)}`;",
      `import { Prisma, PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();`,
    ),
    "event.table",
    { taker: "Prisma.raw()" },
  ),
  "postgres: unsafe": sql(
    handler(
      "return sql.unsafe(`SELECT * FROM ${event.table}`);",
      `import postgres from "postgres";\nconst sql = postgres();`,
    ),
    "event.table",
    { taker: "sql.unsafe()" },
  ),
  "drizzle: sql.raw": sql(
    handler(
      "return db.execute(sql.raw(`SELECT * FROM ${event.table}`));",
      `import { sql } from "drizzle-orm";\nimport { db } from "./db.js";`,
    ),
    "event.table",
    { taker: "sql.raw()" },
  ),
  "better-sqlite3: prepare": sql(
    handler(
      "return db.prepare(`SELECT * FROM t WHERE id = ${event.id}`).get();",
      `import Database from "better-sqlite3";\nconst db = new Database("a.db");`,
    ),
    "event.id",
    { taker: "db.prepare()" },
  ),
  "RDS Data": sql(
    handler(
      "return rds.send(new ExecuteStatementCommand({ sql: `SELECT ${event.id}` }));",
      `import { RDSDataClient, ExecuteStatementCommand } from "@aws-sdk/client-rds-data";\nconst rds = new RDSDataClient({});`,
    ),
    "event.id",
    { taker: "sql" },
  ),
  Athena: sql(
    handler(
      "const input = { QueryString: `SELECT * FROM ${event.table}` }; return athena.send(new StartQueryExecutionCommand(input));",
      `import { AthenaClient, StartQueryExecutionCommand } from "@aws-sdk/client-athena";\nconst athena = new AthenaClient({});`,
    ),
    "event.table",
    { taker: "QueryString", at: "input", occurrence: 1 },
  ),

  // DynamoDB
  "a filter expression": {
    code: handler(
      "return client.send(new ScanCommand({ FilterExpression: `name = ${event.name}` }));",
      dynamo,
    ),
    messageId: "dynamodb",
    source: "event.name",
    taker: "FilterExpression",
  },
  "an update expression of the body's names": {
    code: handler(
      'const body = JSON.parse(event.body); let UpdateExpression = "set"; for (const [key] of Object.entries(body)) { UpdateExpression += ` ${key} = :${key},`; } return client.send(new UpdateCommand({ Key: { id: 1 }, UpdateExpression }));',
      dynamo,
    ),
    messageId: "dynamodb",
    source: "Object.keys(JSON.parse(event.body))",
    taker: "UpdateExpression",
    at: "UpdateExpression",
    occurrence: 2,
  },
  "an update expression of the names in a JSON that AppSync is sent": {
    code: `${dynamo} ${appsync("JSON.parse(event.arguments.changes)")}`,
    messageId: "dynamodb",
    source: "Object.keys(JSON.parse(event.arguments.changes))",
    taker: "UpdateExpression",
    at: "UpdateExpression",
    occurrence: 2,
  },
  "a whole input": {
    code: handler("return client.send(new QueryCommand(event.params));", dynamo),
    messageId: "dynamodb",
    source: "event.params",
    taker: "KeyConditionExpression",
  },
  "an input with the event's parameters merged in": {
    code: handler(
      "const params = Object.assign({ TableName: 't' }, event.params); return client.send(new QueryCommand(params));",
      dynamo,
    ),
    messageId: "dynamodb",
    source: "event.params",
    taker: "KeyConditionExpression",
    at: "params",
    occurrence: 2,
  },
  PartiQL: {
    code: handler(
      "return client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM t WHERE id = '${event.id}'` }));",
      dynamo,
    ),
    messageId: "dynamodb",
    source: "event.id",
    taker: "Statement",
  },
  "SDK v2's document client": {
    code: `const AWS = require("aws-sdk");
const documents = new AWS.DynamoDB.DocumentClient();
exports.handler = async (event) => documents.query({ FilterExpression: "a = " + event.a }).promise();`,
    filename: "src/handler.cjs",
    messageId: "dynamodb",
    source: "event.a",
    taker: "FilterExpression",
  },

  // Commands
  exec: {
    code: handler("exec(`ls ${event.dir}`);", exec),
    messageId: "command",
    source: "event.dir",
    taker: "exec()",
  },
  "exec through promisify": {
    code: handler(
      "return run(`ls ${event.dir}`);",
      `${exec}\nimport { promisify } from "node:util";\nconst run = promisify(exec);`,
    ),
    messageId: "command",
    source: "event.dir",
    taker: "run()",
  },
  "execSync of a required module": {
    code: `const cp = require("child_process");\nexports.handler = async (event) => cp.execSync("tar xf " + event.file);`,
    filename: "src/handler.cjs",
    messageId: "command",
    source: "event.file",
    taker: "cp.execSync()",
  },
  "the program of spawn": {
    code: handler("return spawn(event.program, []);", `import { spawn } from "node:child_process";`),
    messageId: "command",
    source: "event.program",
    taker: "spawn()",
  },
  "the arguments of spawn with a shell": {
    code: handler(
      'return spawn("ls", [event.dir], { shell: true });',
      `import { spawn } from "node:child_process";`,
    ),
    messageId: "command",
    source: "event.dir",
    taker: "spawn()",
  },
  "sh -c": {
    code: handler(
      'return spawnSync("sh", ["-c", `ls ${event.dir}`]);',
      `import { spawnSync } from "node:child_process";`,
    ),
    messageId: "command",
    source: "event.dir",
    taker: "spawnSync()",
  },

  // Code
  eval: {
    code: handler("return eval(event.expression);"),
    messageId: "code",
    source: "event.expression",
    taker: "eval()",
  },
  "new Function": {
    code: handler('return new Function("a", "return a + " + event.expression);'),
    messageId: "code",
    source: "event.expression",
    taker: "new Function()",
  },
  "node-serialize": {
    code: handler("return serialize.unserialize(event.body);", `import serialize from "node-serialize";`),
    messageId: "code",
    source: "event.body",
    taker: "serialize.unserialize()",
  },
  "a query of S3 Select": {
    code: handler(
      "return s3.send(new SelectObjectContentCommand({ Expression: `SELECT * FROM s3object s WHERE s.city = '${event.city}'` }));",
      `import { S3Client, SelectObjectContentCommand } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});`,
    ),
    messageId: "sql",
    source: "event.city",
    taker: "Expression",
  },
  vm: {
    code: handler("return vm.runInNewContext(event.script);", `import vm from "node:vm";`),
    messageId: "code",
    source: "event.script",
    taker: "vm.runInNewContext()",
  },
  "setTimeout with a text": {
    code: handler("setTimeout(event.script, 10);"),
    messageId: "code",
    source: "event.script",
    taker: "setTimeout()",
  },
  require: {
    code: "exports.handler = async (event) => require(`./actions/${event.action}`);",
    filename: "src/handler.cjs",
    messageId: "module",
    source: "event.action",
    taker: "require()",
  },
  import: {
    code: handler("return import(`./actions/${event.action}.js`);"),
    messageId: "module",
    source: "event.action",
    taker: "import()",
  },
  "a template's source": {
    code: handler("return Handlebars.compile(event.template)({});", `import Handlebars from "handlebars";`),
    messageId: "template",
    source: "event.template",
    taker: "Handlebars.compile()",
  },

  // Pages
  "HTML in a response": {
    code: handler(
      'return { statusCode: 200, headers: { "Content-Type": "text/html" }, body: `<h1>${event.queryStringParameters.name}</h1>` };',
    ),
    messageId: "html",
    source: "event.queryStringParameters.name",
    taker: "body",
  },
  "HTML in a helper's response": {
    code: handler(
      "return page(`<h1>${event.queryStringParameters.name}</h1>`);",
      'const headers = { "content-type": "text/html; charset=utf-8" };\nconst page = (body) => ({ statusCode: 200, headers, body });',
    ),
    messageId: "html",
    source: "event.queryStringParameters.name",
    taker: "body",
    at: "body",
    occurrence: 1,
  },
  "HTML by concat": {
    code: handler(
      'let html = "<h1>"; html = html.concat(event.name); return { statusCode: 200, headers: { "Content-Type": "text/html" }, body: html };',
    ),
    messageId: "html",
    source: "event.name",
    taker: "body",
    at: "html",
    occurrence: 4,
  },
  "HTML of a mail": {
    code: handler(
      'return ses.send(new SendEmailCommand({ Message: { Body: { Html: { Data: "<p>" + JSON.parse(event.body).text + "</p>" } } } }));',
      `import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";\nconst ses = new SESClient({});`,
    ),
    messageId: "html",
    source: "JSON.parse(event.body).text",
    taker: "SendEmailCommand",
    at: "JSON.parse(event.body).text",
  },
  "what is put into the template of a mail": {
    code: handler(
      'return ses.send(new SendEmailCommand({ Message: { Body: { Html: { Data: page.replace("$TEXT$", JSON.parse(event.body).text) } } } }));',
      `import { readFileSync } from "node:fs";\nimport { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";\nconst ses = new SESClient({});\nconst page = readFileSync("mail.html", "utf8");`,
    ),
    messageId: "html",
    source: "JSON.parse(event.body).text",
    taker: "SendEmailCommand",
    at: "JSON.parse(event.body).text",
  },

  // URLs
  "a whole URL": {
    code: handler("return fetch(event.url);"),
    messageId: "url",
    source: "event.url",
    taker: "fetch()",
  },
  "a URL of which something else than the host is compared": {
    code: handler(
      `const url = new URL(event.url); if (url.protocol !== "https:") throw new Error("scheme"); return fetch(url.href);`,
    ),
    messageId: "url",
    source: "event.url",
    taker: "fetch()",
    at: "url.href",
  },
  "a URL whose origin cannot be written": {
    code: handler(
      `const url: any = new URL(event.url); url.origin = "https://api.example.com"; return fetch(url.href);`,
    ),
    messageId: "url",
    source: "event.url",
    taker: "fetch()",
    at: "url.href",
  },
  "a host": {
    code: handler("return fetch(`https://${event.host}/status`);"),
    messageId: "url",
    source: "event.host",
    taker: "fetch()",
  },
  "the beginning of a URL in a helper": {
    code: handler(
      "return load(event.base);",
      `import axios from "axios";\nconst load = (base) => axios.get(base + "/items");`,
    ),
    messageId: "url",
    source: "event.base",
    taker: "axios.get()",
    at: "base",
    occurrence: 1,
  },
  "a subdomain": {
    code: handler("return fetch(`https://${event.tenant}.example.com/`);"),
    messageId: "url",
    source: "event.tenant",
    taker: "fetch()",
  },
  "the host of https.request": {
    code: handler(
      "return https.request({ hostname: event.host, path: '/' });",
      `import https from "node:https";`,
    ),
    messageId: "url",
    source: "event.host",
    taker: "https.request()",
  },
  "HTML of a mail that Cognito sends": {
    code: handler(
      "event.response.emailMessage = `<p>Hello ${event.request.userAttributes.name}, your code is ${event.request.codeParameter}</p>`; return event;",
    ),
    messageId: "html",
    source: "event.request.userAttributes.name",
    taker: "event.response.emailMessage",
  },
  "a page that a browser opens": {
    code: handler(
      `const browser = await chromium.puppeteer.launch(); const page = await browser.newPage(); await page.goto(event.url);`,
      `import chromium from "chrome-aws-lambda";`,
    ),
    messageId: "url",
    source: "event.url",
    taker: "page.goto()",
  },
  "axios with a config": {
    code: handler('return axios({ method: "get", url: event.url });', `import axios from "axios";`),
    messageId: "url",
    source: "event.url",
    taker: "axios()",
  },
  "new URL with a base that an absolute URL replaces": {
    code: handler('return fetch(new URL(event.next, "https://api.example.com/"));'),
    messageId: "url",
    source: "event.next",
    taker: "fetch()",
  },

  // Files
  "a path by a template": {
    code: handler("return readFile(`/tmp/${event.file}`);", fs),
    messageId: "path",
    source: "event.file",
    taker: "readFile()",
  },
  "a path where there is a file": {
    code: handler(
      'const target = path.resolve("public", event.file); if (!existsSync(target)) return 404; return readFile(target);',
      `${fs}\nimport { existsSync } from "node:fs";`,
    ),
    messageId: "path",
    source: "event.file",
    taker: "readFile()",
    at: "target",
    occurrence: 2,
  },
  "a path where there was a file": {
    code: handler(
      'const target = path.resolve("public", event.file); const isThere = await pathExists(target); if (!isThere) return 404; return readFile(target);',
      `${fs}\nimport { pathExists } from "fs-extra";`,
    ),
    messageId: "path",
    source: "event.file",
    taker: "readFile()",
    at: "target",
    occurrence: 2,
  },
  "a path by join": {
    code: handler('return writeFile(path.join("/tmp", event.file), "x");', fs),
    messageId: "path",
    source: "event.file",
    taker: "writeFile()",
  },
  "the key of an S3 record": {
    code: handler(
      'const key = decodeURIComponent(event.Records[0].s3.object.key.replace(/\\+/g, " ")); return createWriteStream(`/tmp/${key}`);',
      `import { createWriteStream } from "node:fs";`,
    ),
    messageId: "path",
    source: "event.Records[0].s3.object.key",
    taker: "createWriteStream()",
    at: "key",
    occurrence: 2,
  },

  // Handlers
  "a helper that takes a typed event": {
    code: `import type { APIGatewayProxyEventV2 } from "aws-lambda";
export const load = (event: APIGatewayProxyEventV2) => fetch(event.queryStringParameters!.url!);`,
    messageId: "url",
    source: "event.queryStringParameters.url",
    taker: "fetch()",
    at: "event.queryStringParameters!.url",
  },
  "a typed record": {
    code: `import type { SQSRecord } from "aws-lambda";
import { processPartialResponse, BatchProcessor, EventType } from "@aws-lambda-powertools/batch";
const processor = new BatchProcessor(EventType.SQS);
const recordHandler = async (record: SQSRecord) => { await fetch(record.body); };
export const handler = async (event, context) => processPartialResponse(event, recordHandler, processor, { context });`,
    messageId: "url",
    source: "record.body",
    taker: "fetch()",
  },
};

runRule("no-event-injection", rule, {
  valid: [
    ...Object.entries(valid).map(([name, code]) => ({ name, code })),
    {
      name: "require of a constant",
      filename: "src/handler.cjs",
      code: 'const fs = require("fs");\nexports.handler = async (event) => fs.existsSync(event.file);',
    },
  ],
  invalid: [
    ...Object.entries(invalid).map(
      ([name, { code, messageId, source, taker, at, occurrence, filename }]) => ({
        name,
        code,
        ...(filename !== undefined && { filename }),
        errors: [
          { messageId, data: { source, place: "", taker }, ...locate(code, at ?? source, occurrence) },
        ],
      }),
    ),
    ...handlerShapes.map((shape) => {
      const code = shape.code({
        imports: { "node:child_process": ["execSync"] },
        body: "execSync(`ls ${event.dir}`);",
      });
      return {
        name: `handler shape: ${shape.name}`,
        code,
        filename: shape.filename,
        ...(shape.settings !== undefined && { settings: shape.settings }),
        errors: [
          {
            messageId: "command" as const,
            data: { source: "event.dir", place: "", taker: "execSync()" },
            ...locate(code, "event.dir"),
          },
        ],
      };
    }),
    {
      name: "two sinks, one finding each",
      code: handler('await pool.query("SELECT " + event.a); return pool.query("SELECT " + event.b);', pg),
      errors: ["event.a", "event.b"].map((source) => ({
        messageId: "sql" as const,
        data: { source, place: "", taker: "pool.query()" },
        ...locate(
          handler('await pool.query("SELECT " + event.a); return pool.query("SELECT " + event.b);', pg),
          source,
        ),
      })),
    },
  ],
});
