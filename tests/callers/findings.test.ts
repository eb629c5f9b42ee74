import { describe, expect, it } from "vitest";
import { sourceParses } from "../../src/syntax/parse-source.js";
import { projectReads } from "../../src/callers/read-project-text.js";
import type { rules } from "../../src/rules/index.js";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

type RuleName = keyof typeof rules;

/** The messages of a rule for `src/lib.ts` of a project with these files. */
function lint(
  rule: RuleName,
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, "src/lib.ts", [rule], settings).map(
    ({ line, message }) => `${line}: ${message}`,
  );
}

const sdk = `import { S3Client } from "@aws-sdk/client-s3";\n`;
const callsMake = `import { make } from "./lib"; export const handler = async (event) => make(event.region);`;

describe("an answer that a function of another file makes smaller, step by step", () => {
  const files = {
    "src/handler.ts": `import { Search } from "./search"; import { Store } from "./lib"; const search = new Search(new Store());
      export const handler = async (event) => search.run(event.queryStringParameters);`,
    "src/search.ts": `import { Store } from "./lib"; export class Search {
      constructor(private store: Store) {}
      async run(filters) {
        const result = await this.store.find(filters);
        let rest = result.items;
        if (filters.from) { rest = rest.filter((item) => item.at >= filters.from); }
        if (filters.to) { rest = rest.filter((item) => item.at <= filters.to); }
        if (filters.least) { rest = rest.filter((item) => item.price >= filters.least); }
        if (filters.most) { rest = rest.filter((item) => item.price <= filters.most); }
        const some = rest.slice(0, filters.limit);
        return { lines: some.map((item) => item.toObject()), count: rest.length };
      }
    }`,
    "src/lib.ts": `import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb"; const client = new DynamoDBClient({});
      export class Store { async find(filters) {
        const { Items } = await client.send(new QueryCommand({ TableName: "items", KeyConditionExpression: "a = :a" }));
        return { items: Items };
      } }`,
  };

  it("is followed once through each step", () => {
    expect(lint("require-pagination", files)).toEqual([expect.stringContaining("`LastEvaluatedKey`")]);
  });
});

describe("a list that a function of another file asks for", () => {
  const api = `import axios from "axios"; const http = axios.create({ timeout: 1000 });
    export const save = async (order: unknown) => { await http.post("https://example.com", order); };
    export const list = async (): Promise<string[]> => (await http.get("https://example.com")).data.orders;
    export const load = async (): Promise<string> => (await http.get("https://example.com")).data;
    export const collect = (): Promise<string[]> => new Promise((resolve, reject) => {
      http.get("https://example.com").then((answer) => {
        const orders: string[] = []; const lines = answer.data as string[];
        lines.forEach((line) => { orders.push(JSON.parse(line)); });
        resolve(orders);
      }).catch(reject);
    });`;

  it.each<[string, number, string]>([
    [
      "in a variable that is set later",
      1,
      `let orders: string[] | undefined; try { orders = await list(); for (const order of orders) await save(order); } catch (error) { throw new Error("no orders"); }`,
    ],
    ["by a promise of its own", 1, `for (const order of await collect()) await save(order);`],
    [
      "in parts",
      1,
      `const orders = await list(); const parts = []; for (let i = 0; i < orders.length; i += 50) { parts.push(orders.slice(i, i + 50)); } for (const part of parts) await save(part);`,
    ],
    [
      "as JSON",
      1,
      `const { orders } = JSON.parse(await load()); for (const order of orders) await save(order);`,
    ],
    [
      "as a text of lines",
      1,
      `let text = await load(); text = text.trim(); for (const line of text.split("\\n")) await save(line);`,
    ],
    [
      "in a variable that may hold another list",
      0,
      `let orders = ["a"]; if (event) orders = await list(); for (const order of orders) await save(order);`,
    ],
    [
      "and puts beside it in a list of its own",
      0,
      `const orders = await list(); const tasks = []; tasks.push(orders); for (const task of tasks) await save(task);`,
    ],
  ])("is as long as the answer says: %s", (_name, count, body) => {
    const code = `import { collect, list, load, save } from "./api"; export const handler = async (event: unknown) => { ${body} };`;
    expect(lint("require-remaining-time-check", { "src/api.ts": api, "src/lib.ts": code })).toHaveLength(
      count,
    );
  });
});

describe("a secret that another file fetches into the environment", () => {
  const fill = `import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({});
    export const init = async () => { const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: process.env.KEYS_ARN })); process.env.SERVICE_KEY = JSON.parse(SecretString).key; };`;
  const lib = `export const headers = () => ({ key: process.env.SERVICE_KEY, token: process.env.BOT_TOKEN });`;
  const handler = `import { init } from "./init"; import { headers } from "./lib"; export const handler = async (event) => { await init(); return headers(); };`;

  it("is none of the configuration", () => {
    const found = lint("no-secret-in-env", {
      "src/init.ts": fill,
      "src/lib.ts": lib,
      "src/handler.ts": handler,
    });
    expect(found).toEqual([expect.stringContaining("`BOT_TOKEN`")]);
  });

  it("is one where nothing loads that file together with the one that reads it", () => {
    const found = lint("no-secret-in-env", {
      "src/init.ts": fill,
      "scripts/deploy.ts": `import { init } from "../src/init"; await init();`,
      "src/lib.ts": lib,
      "src/handler.ts": `import { headers } from "./lib"; export const handler = async (event) => headers();`,
    });
    expect(found).toHaveLength(2);
  });
});

describe("a list in the request of a route that another file serves", () => {
  const app = `import express from "express"; import serverless from "serverless-http"; import { add } from "./lib"; const app = express(); app.post("/orders", add); export const handler = serverless(app);`;

  it.each([
    ["of the body", 1, "req.body.items"],
    ["of the body, in a transaction", 1, "req.body.items", "db.transaction(async (tx) => { ", "});"],
    ["of the settings", 0, "settings.items"],
  ])("is as long as its sender says: %s", (_name, count, list, before = "", after = "") => {
    const lib = `import { db, save, settings } from "./work"; export const add = async (req, res) => { await ${before || "(async () => { "}for (const item of ${list}) await save(item); ${after || "})();"} res.status(200).json({}); };`;
    const found = lint("require-remaining-time-check", { "src/lib.ts": lib, "src/app.ts": app });
    expect(found).toHaveLength(count);
  });
});

describe("a list that a client or a data model of another file is asked for", () => {
  const databases = `import { Pool } from "pg"; import { PrismaClient } from "@prisma/client"; import postgres from "postgres"; import mongoose from "mongoose";
    import { drizzle } from "drizzle-orm/neon-http"; import { Model } from "sequelize-typescript"; import { Model as View } from "./view";
    export const prisma = new PrismaClient(); export const sql = postgres("postgres://"); export const db = drizzle("postgres://");
    let pool; export const getPool = async () => (pool ??= new Pool());
    export const Order = mongoose.model("Order", new mongoose.Schema({}));
    export class User extends Model {} export class Page extends View {}
    export const settings = { regions: ["eu-west-1"], list: async () => settings.regions };`;
  const repository = `import { prisma, settings } from "./databases"; export const listOrders = () => prisma.order.findMany({ where: { open: true } }); export const listRegions = () => settings.list();`;

  it.each([
    ["by a client", 1, "prisma.order.findMany()"],
    ["by a chain of calls", 1, "db.select({ id: 1 }).from(orders).where(eq(1, 2)).orderBy(asc(1))"],
    ["by a template", 1, "sql`select id from orders`"],
    ["by a client that a function gives", 1, "(await getPool()).query('select')"],
    ["by a model of Mongoose", 1, "Order.find({ open: true })"],
    ["by a model of Sequelize", 1, "User.findAll()"],
    ["by a function of a further file", 1, "listOrders()"],
    ["no more than ten", 0, "prisma.order.findMany({ take: 10 })"],
    ["no more than ten, at the end of a chain", 0, "db.select().from(orders).limit(10)"],
    ["a list in one row", 0, "(await prisma.user.findUnique({ where: { id: 1 } })).roles"],
    ["by a class of another parent", 0, "Page.findAll()"],
    ["of what is written down", 0, "settings.list()"],
    ["of what is written down, by a function of a further file", 0, "listRegions()"],
  ])("is as long as the answer says: %s", (_name, count, list) => {
    const code = `import { Order, Page, User, db, getPool, prisma, settings, sql } from "./databases"; import { listOrders, listRegions } from "./repository"; import { asc, eq, orders } from "./schema"; import { save } from "./work";
      export const handler = async (event: unknown) => { const items = await ${list}; for (const item of items) await save(item); };`;
    const files = { "src/databases.ts": databases, "src/repository.ts": repository, "src/lib.ts": code };
    expect(lint("require-remaining-time-check", files)).toHaveLength(count);
  });
});

describe("a secret that code of another file asks for by the name it is given", () => {
  const lib = `import { SecretsManagerClient, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager"; const client = new SecretsManagerClient({});
    export const load = async (id: string) => (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString;`;
  const handler = `import { fetchKey } from "./keys"; export const handler = async (event: { tenant: string }) => fetchKey(event.tenant);`;
  const helpers = `export const env = (name: string) => process.env[name] ?? ""; export class Settings { secretId = () => env("SECRET_ID"); of = (tenant: string) => tenant; } export const names = new Settings();`;
  const inClass = (fields: string, id: string): string =>
    `import { load } from "./lib"; import { Settings, env, names } from "./helpers"; class Keys { ${fields} async fetch(tenant: string) { const id = ${id}; return load(id); } } const keys = new Keys(); export const fetchKey = (tenant: string) => keys.fetch(tenant);`;

  it.each<[string, number, string]>([
    ["of a variable", 1, inClass("", 'env("API_SECRET_ARN")')],
    [
      "of the settings that an object holds",
      1,
      inClass("private readonly settings = new Settings();", "this.settings.secretId()"),
    ],
    [
      "of settings by another name",
      0,
      inClass("private readonly state = new Settings();", "this.state.secretId()"),
    ],
    [
      "of the settings of a tenant",
      0,
      inClass("private readonly settings = new Settings();", "this.settings.of(tenant)"),
    ],
    [
      "of settings that are set again",
      0,
      inClass(
        "settings = new Settings(); reset(next: Settings) { this.settings = next; }",
        "this.settings.secretId()",
      ),
    ],
    ["of a text that is no variable's name", 0, inClass("", 'env("tenant")')],
    ["of what an imported object says", 0, inClass("", "names.secretId()")],
  ])("is the same in every invocation by the name %s, or not known to be", (_name, count, keys) => {
    const files = {
      "src/lib.ts": lib,
      "src/handler.ts": handler,
      "src/helpers.ts": helpers,
      "src/keys.ts": keys,
    };
    expect(lint("no-uncached-config-fetch", files)).toHaveLength(count);
  });

  it.each<[string, number, string, string]>([
    ["a schedule", 0, "ScheduledEvent", "ScheduledEvent"],
    ["a schedule and an API", 1, "ScheduledEvent", "APIGatewayProxyEvent"],
    ["an API", 1, "APIGatewayProxyEvent", "APIGatewayProxyEvent"],
  ])("is worth keeping where it is asked for by %s", (_name, count, first, second) => {
    const handlerOf = (type: string): string =>
      `import type { ${type} } from "aws-lambda"; import { load } from "./lib"; export const handler = async (event: ${type}) => load(process.env.SECRET ?? "");`;
    const files = { "src/lib.ts": lib, "src/a.ts": handlerOf(first), "src/b.ts": handlerOf(second) };
    const found = lint("no-uncached-config-fetch", files);
    expect(found).toHaveLength(count);
    if (first !== second) expect(found[0]).toContain("src/b.ts");
  });

  it("is asked for by a command that yet another file passes on", () => {
    const files = {
      "src/client.ts": `import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm"; const client = new SSMClient({}); export const getClient = () => client; export { GetParameterCommand };`,
      "src/lib.ts": `import { getClient, GetParameterCommand } from "./client"; export const load = async (id: string) => (await getClient().send(new GetParameterCommand({ Name: id }))).Parameter?.Value;`,
      "src/handler.ts": `import { load } from "./lib"; export const handler = async () => load(process.env.KEY_PARAMETER ?? "");`,
    };
    expect(lint("no-uncached-config-fetch", files)).toHaveLength(1);
  });

  it.each([
    ["private", 1],
    ["protected", 0],
  ])("is given to a %s method by its class", (accessibility, count) => {
    const files = {
      "src/lib.ts": `import { SSM } from "aws-sdk"; import { env } from "./helpers"; export class Store { private ssm = new SSM();
        async get(key: string) { const found = await this.read(\`/\${env("APP_NAME")}/\`); return found?.find(({ Name }) => Name === key); }
        ${accessibility} read(path: string) { return this.ssm.getParametersByPath({ Path: path }).promise().then(({ Parameters }) => Parameters); } }`,
      "src/helpers.ts": helpers,
      "src/handler.ts": `import { Store } from "./lib"; const store = new Store(); export const handler = async (event: { key: string }) => store.get(event.key);`,
    };
    expect(lint("no-uncached-config-fetch", files)).toHaveLength(count);
  });
});

describe("the app of an instance of a class", () => {
  const controller = `import { Router } from "express"; import { S3Client } from "@aws-sdk/client-s3";
    export class Orders { router = Router(); constructor() { this.router.get("/orders", this.list); } list = async (req, res) => { res.json(new S3Client({})); }; }`;
  const giving = `this.app.use("/", new Orders().router);`;
  const classOf = (body: string): string =>
    `import express from "express"; import { Orders } from "./lib"; export class App { ${body} }`;

  it.each<[string, number, string, string]>([
    ["in a field", 1, `app = express(); constructor() { ${giving} }`, "new App().app"],
    [
      "that the constructor makes",
      1,
      `app; constructor() { this.app = express(); ${giving} }`,
      "new App().app",
    ],
    [
      "that a method sets up",
      1,
      `app = express(); constructor() { this.init(); } private init() { ${giving} }`,
      "new App().app",
    ],
    [
      "behind a method",
      1,
      `private app = express(); constructor() { ${giving} } getApp() { return this.app; }`,
      "new App().getApp()",
    ],
    [
      "behind a function in a field",
      1,
      `private app = express(); constructor() { ${giving} } getApp = () => this.app;`,
      "new App().getApp()",
    ],
    [
      "behind a getter",
      1,
      `private server = express(); constructor() { this.server.use("/", new Orders().router); } get app() { return this.server; }`,
      "new App().app",
    ],
    [
      "that nobody serves",
      0,
      `app = express(); other = express(); constructor() { ${giving} }`,
      "new App().other",
    ],
  ])("has its routes by what other files serve: %s", (_name, count, body, app) => {
    const files = {
      "src/lib.ts": controller,
      "src/app.ts": classOf(body),
      "src/handler.ts": `import serverless from "serverless-http"; import { App } from "./app"; export const handler = serverless(${app});`,
    };
    expect(lint("no-client-in-handler", files)).toHaveLength(count);
  });
});

describe("routers in a list of another file", () => {
  const controller = `import { Router } from "express"; import { S3Client } from "@aws-sdk/client-s3";
    export class Orders { router() { return Router().get("/orders", async (req, res) => { res.json(new S3Client({})); }); } }`;

  it.each<[string, number, string]>([
    ["by a loop", 1, "for (const route of routes) app.use(route.router());"],
    ["by a callback", 1, "routes.forEach((route) => { app.use(route.router()); });"],
    ["or to another app", 0, "routes.forEach((route) => { express().use(route.router()); });"],
    ["or are only counted", 0, "routes.forEach((route) => { console.log(route.router()); });"],
  ])("are given to an app %s", (_name, count, giving) => {
    const files = {
      "src/lib.ts": controller,
      "src/routes.ts": `import { Orders } from "./lib"; export const routes = [new Orders()];`,
      "src/handler.ts": `import serverless from "serverless-http"; import express from "express"; import { routes } from "./routes"; const app = express(); ${giving} export const handler = serverless(app);`,
    };
    expect(lint("no-client-in-handler", files)).toHaveLength(count);
  });
});

describe("a variable that the functions of the configuration do not set", () => {
  const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { Handler: src/handler.handler, Runtime: nodejs22.x, CodeUri: . }
`;
  const lib = `export const find = (id: string) => fetch(process.env.ORDERS_URL + id);`;
  const between = `import { find } from "./lib"; export const run = (id: string) => find(id);`;
  const handler = `import { run } from "./run"; export const handler = async (event: { id: string }) => run(event.id);`;

  it.each<[string, number, Readonly<Record<string, string>>]>([
    ["is undefined", 1, { "src/run.ts": between, "src/handler.ts": handler }],
    [
      "is set by a handler that loads a file",
      0,
      { "src/run.ts": between, "src/handler.ts": `import "dotenv/config"; ${handler}` },
    ],
    [
      "is set by a file between",
      0,
      { "src/run.ts": `import { config } from "dotenv"; config(); ${between}`, "src/handler.ts": handler },
    ],
  ])("%s", (_name, count, files) => {
    expect(lint("undefined-env", { "template.yaml": template, "src/lib.ts": lib, ...files })).toHaveLength(
      count,
    );
  });
});

describe("an object of Powertools that another file makes", () => {
  const powertools = `import { Logger } from "@aws-lambda-powertools/logger"; import { Tracer } from "@aws-lambda-powertools/tracer"; const logger = new Logger(); const tracer = new Tracer(); export { logger, tracer };`;
  const own = `export class Logger { injectLambdaContext(options) {} } export const logger = new Logger(); export const tracer = { addErrorAsMetadata(error) { throw error; } };`;
  const logEvent = `import { logger } from "./powertools"; class Orders { @logger.injectLambdaContext({ logEvent: true }) async handler(event: unknown, context: unknown) { return event; } }
const orders = new Orders(); export const handler = orders.handler.bind(orders);`;
  const catching = `import { logger, tracer } from "./powertools"; import { save } from "./store"; export const handler = async (event) => { for (const id of event.ids) { try { await save(id); } catch (error) { tracer.addErrorAsMetadata(error as Error); logger.error("not saved", error as Error); } } };`;
  const store = `export const save = async (id: string) => { await fetch("https://example.com/" + id); };`;

  it.each<[string, RuleName, string, number, string]>([
    ["a logger that writes events", "no-event-logging", powertools, 1, logEvent],
    ["a logger of the project", "no-event-logging", own, 0, logEvent],
    ["a tracer that notes an error", "no-swallowed-error", powertools, 1, catching],
    ["a tracer of the project", "no-swallowed-error", own, 0, catching],
  ])("is known: %s", (_name, rule, file, count, code) => {
    const files = { "src/powertools.ts": file, "src/store.ts": store, "src/lib.ts": code };
    expect(lint(rule, files)).toHaveLength(count);
  });
});

describe("a variable that a function of another file reads by name", () => {
  const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/lib.handler
      Runtime: nodejs22.x
      Environment:
        Variables:
          DB_PASSWORD: "{{resolve:secretsmanager:orders:SecretString:password}}"
`;
  const handler = (call: string, imports = 'import { env } from "./config";'): string =>
    `${imports}\nexport const handler = async (event) => ${call};\n`;
  const demanding = `export function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(name);
  return value;
}
`;
  const reading = "export const env = (name: string, fallback?: string) => process.env[name] ?? fallback;";
  const find = (
    rule: RuleName,
    code: string,
    config = demanding,
    more: Readonly<Record<string, string>> = {},
  ) => lint(rule, { "template.yaml": template, "src/lib.ts": code, "src/config.ts": config, ...more });

  it.each<[RuleName, string, string]>([
    ["no-secret-in-env", 'env("API_KEY")', "`API_KEY`"],
    ["inlined-secret", 'env("DB_PASSWORD")', "`DB_PASSWORD`"],
    ["undefined-env", 'env("TABLE_NAME")', "`TABLE_NAME`"],
  ])("is seen by %s", (rule, call, says) => {
    expect(find(rule, handler(call))).toEqual([expect.stringContaining(says)]);
  });

  it("is seen behind a file that passes the function on, and as a method of an object", () => {
    const index = { "src/index.ts": 'export { env } from "./config";' };
    const passedOn = handler('env("API_KEY")', 'import { env } from ".";');
    expect(find("no-secret-in-env", passedOn, demanding, index)).toHaveLength(1);
    const object = `export const config = { get(name: string) { return process.env[name]; } };`;
    const method = handler('config.get("API_KEY")', 'import { config } from "./config";');
    expect(find("no-secret-in-env", method, object)).toHaveLength(1);
  });

  it("is seen where nothing in the file speaks of the environment", () => {
    const settings = demanding.replace("function env", "function read");
    const code = handler('read("TABLE_NAME")', 'import { read } from "./settings";');
    expect(find("undefined-env", code, "", { "src/settings.ts": settings })).toHaveLength(1);
  });

  it("has the other argument as its fallback", () => {
    expect(find("no-secret-in-env", handler('env("API_KEY", "hunter2")'), reading)).toHaveLength(2);
  });

  it.each<[string, RuleName, string, string]>([
    [
      "a function of another kind",
      "no-secret-in-env",
      'env("API_KEY")',
      "export const env = (name: string) => name;",
    ],
    [
      "another parameter",
      "no-secret-in-env",
      'env("API_KEY")',
      "export const env = (a: string, b: string) => process.env[b];",
    ],
    ["a text that is no variable", "no-secret-in-env", 'env("password")', reading],
    ["one that may be missing", "undefined-env", 'env("TABLE_NAME")', reading],
    ["a variable that is set", "undefined-env", 'env("DB_PASSWORD")', demanding],
  ])("is none of %s", (_name, rule, call, config) => {
    expect(find(rule, handler(call), config)).toEqual([]);
  });
});

describe("configuration that a function fetches by a name it is given", () => {
  const fetching = (more = "") => `import { SSMClient, GetParameterCommand } from "@aws-sdk/client-ssm";
const ssm = new SSMClient({});
const known = new Map();
export const read = async (name) => {
  ${more}
  return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter;
};
`;
  const calling = (call: string, top = ""): string =>
    `import { read } from "./lib";\n${top}\nexport const handler = async (event) => ${call};\n`;
  const find = (handler: string, lib = fetching()) =>
    lint("no-uncached-config-fetch", { "src/lib.ts": lib, "src/handler.ts": handler });

  it.each(['read("/orders/limit")', "read(process.env.LIMIT_PARAMETER)", "read(NAME)"])(
    "is reported where a handler of another file gives the same each time: %s",
    (call) => {
      expect(find(calling(call, 'const NAME = "/orders/limit";'))).toHaveLength(1);
    },
  );

  it.each([
    ["a name from the event", calling("read(event.name)"), fetching()],
    ["a call at init", calling("limit", 'const limit = read("/orders/limit");'), fetching()],
    ["a call that is kept", calling('(limit ??= await read("/orders/limit"))', "let limit;"), fetching()],
    [
      "a function that keeps what it has",
      calling('read("/a")'),
      fetching("if (known.has(name)) return known.get(name);")
        .replace("return (await", "const found = (await")
        .replace(".Parameter;", ".Parameter;\n  known.set(name, found);\n  return found;"),
    ],
    [
      "a name that is made of more",
      calling('read("/a")'),
      fetching().replace("Name: name", "Name: name + Date.now()"),
    ],
  ])("is left alone: %s", (_name, handler, lib) => {
    expect(find(handler, lib)).toEqual([]);
  });
});

describe("a client that another file makes", () => {
  const handlerOf = (work: string, clients = "./clients"): string =>
    `import { client } from "${clients}"; export const handler = async (event) => { ${work} };`;
  const of = (name: string, module: string, creation = `new ${name}({})`): string =>
    `import { ${name} } from "${module}"; export const client = ${creation};`;
  const sqs = of("SQS", "@aws-sdk/client-sqs");
  const v2 = `import AWS from "aws-sdk"; export const client = new AWS.SQS();`;
  const db = of("DynamoDBDocument", "@aws-sdk/lib-dynamodb", "DynamoDBDocument.from(base)");
  const send = `await client.sendMessageBatch({ QueueUrl: "q", Entries: event.entries });`;

  it.each<[string, RuleName, string, string]>([
    ["SDK v3", "no-ignored-partial-failure", sqs, send],
    ["SDK v2", "no-ignored-partial-failure", v2, send.replace(");", ").promise();")],
    [
      "the document client",
      "require-pagination",
      db,
      `const { Items } = await client.query({ TableName: "t" }); return Items;`,
    ],
    [
      "SDK v3, in a loop",
      "prefer-batch-operation",
      sqs,
      `for (const body of event.bodies) await client.sendMessage({ QueueUrl: "q", MessageBody: body });`,
    ],
  ])("is known: %s", (_name, rule, clients, work) => {
    expect(lint(rule, { "src/clients.ts": clients, "src/lib.ts": handlerOf(work) })).toHaveLength(1);
  });

  it("is known in a service that makes none, for the pages that nobody reads", () => {
    const files = {
      "src/clients.js": `const AWS = require("aws-sdk"); const table = new AWS.DynamoDB.DocumentClient(); const rows = { query: () => ({ promise: async () => ({ Items: [] }) }) }; module.exports = { table, rows };`,
      "src/lib.ts": `const { table } = require("./clients"); exports.find = async (TableName) => (await table.query({ TableName }).promise())["Items"];`,
      "src/handler.ts": `import { find } from "./lib"; export const handler = async (event) => find(event.table);`,
    };
    const other = files["src/lib.ts"].replaceAll("table.", "rows.").replace("{ table }", "{ rows }");
    expect(lint("require-pagination", files)).toHaveLength(1);
    expect(lint("require-pagination", { ...files, "src/lib.ts": other })).toEqual([]);
    expect(lint("require-pagination", { ...files, "src/handler.ts": "export const handler = 1;" })).toEqual(
      [],
    );
  });

  it("is known through a file that passes it on, in a service of the handler", () => {
    const files = {
      "src/clients.ts": sqs,
      "src/all.ts": `export * from "./clients";`,
      "src/lib.ts": `import { client } from "./all"; export const save = async (event) => { ${send} };`,
      "src/handler.ts": `import { save } from "./lib"; export const handler = async (event) => { await save(event); };`,
    };
    expect(lint("no-ignored-partial-failure", files)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ["of another package", of("SQS", "@acme/queues")],
    ["with methods of its own", "export const client = { sendMessageBatch: async () => {} };"],
    ["whose class has no such methods", of("SQSClient", "@aws-sdk/client-sqs")],
    ["that nobody shows", "export { client } from './missing';"],
  ])("is unknown %s", (_name, clients) => {
    expect(
      lint("no-ignored-partial-failure", { "src/clients.ts": clients, "src/lib.ts": handlerOf(send) }),
    ).toEqual([]);
  });
});

describe("no-client-in-handler", () => {
  const lintClient = (
    files: Readonly<Record<string, string>>,
    settings?: Readonly<Record<string, unknown>>,
  ) => lint("no-client-in-handler", files, settings);
  const make = `${sdk}export const make = () => new S3Client({});`;

  it("says which handler calls it, and through which files", () => {
    expect(lintClient({ "src/lib.ts": make, "src/handler.ts": callsMake })).toEqual([
      expect.stringMatching(
        /^2: `new S3Client\(\)` runs in every invocation \(`handler` in src\/handler\.ts calls it\): no connection/,
      ),
    ]);
    const middle = `import { make } from "./lib"; export const work = () => make();`;
    const handler = `import { work } from "./middle"; export const handler = async () => work();`;
    expect(lintClient({ "src/lib.ts": make, "src/middle.ts": middle, "src/handler.ts": handler })).toEqual([
      expect.stringContaining("(`handler` in src/handler.ts calls it through src/middle.ts)"),
    ]);
  });

  it("names two files on the way, and counts the others", () => {
    const passOn = (name: string): string => `export * from "./${name}";`;
    const files = {
      "src/lib.ts": make,
      "src/d.ts": passOn("lib"),
      "src/c.ts": passOn("d"),
      "src/b.ts": `import { make } from "./c"; export const work = () => make();`,
      "src/handler.ts": `import { work } from "./b"; export const handler = async () => work();`,
    };
    expect(lintClient(files)).toEqual([
      expect.stringContaining(
        "(`handler` in src/handler.ts calls it through src/b.ts and src/c.ts and 1 more)",
      ),
    ]);
  });

  it("finds one in a handler that a factory of the file gives to an export of the configuration", () => {
    const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: orders.main, Runtime: nodejs22.x }
`;
    const lib = `${sdk}export const makeMain = (deps) => async (event) => new S3Client({});`;
    const orders = `import { makeMain } from "./lib"; export const main = makeMain({});`;
    const found = lintClient({ "src/lib.ts": lib, "src/orders.ts": orders, "template.yaml": template });
    expect(found).toHaveLength(1);
    expect(lintClient({ "src/lib.ts": lib, "src/orders.ts": orders })).toEqual([]);
  });

  it("finds a client of a class that the handler instantiates", () => {
    const lib = `${sdk}export class Store {\n  client = new S3Client({});\n  other;\n  constructor() {\n    this.other = new S3Client({});\n  }\n}`;
    const handler = `import { Store } from "./lib"; export const handler = async () => new Store();`;
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toHaveLength(2);
    const atInit = `import { Store } from "./lib"; const store = new Store(); export const handler = async () => store;`;
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": atInit })).toEqual([]);
  });

  it.each<[string, string]>([
    ["a name for the object of the exports", "var exports = module.exports = {};\nexports.make = make;"],
    ["the exports under another name", "const api = module.exports;\napi.make = make;"],
    ["the exports by their whole name", "module.exports.make = make;"],
  ])("finds one that CommonJS exports by %s", (_name, exported) => {
    const lib = `const { S3Client } = require("@aws-sdk/client-s3");\n${exported}\nfunction make() { return new S3Client({}); }`;
    const handler = `const { make } = require("./lib"); exports.handler = async () => make();`;
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toHaveLength(1);
  });

  it("leaves alone what is put on another object", () => {
    const lib = `const { S3Client } = require("@aws-sdk/client-s3");\nvar api = other.exports = {};\napi.make = () => new S3Client({});`;
    const handler = `const { make } = require("./lib"); exports.handler = async () => make();`;
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      "an object whose member a computed name decides",
      `${sdk}export const apis = { one: { run: () => new S3Client({}) } };`,
      `import { apis } from "./lib"; export const handler = async (event) => apis[event.kind].run();`,
    ],
    [
      "a member of a computed name itself",
      `${sdk}export default { one: () => new S3Client({}) };`,
      `import apis from "./lib"; export const handler = async ({ kind }) => await apis[kind]?.();`,
    ],
    [
      "an object of another file",
      `${sdk}export const one = { run: () => new S3Client({}) };`,
      `import apis from "./apis"; export const handler = async (event) => apis[event.kind].run();`,
    ],
  ])("follows a call of %s", (_name, lib, handler) => {
    const apis = `import { one } from "./lib"; export default { one, other: {} };`;
    expect(lintClient({ "src/lib.ts": lib, "src/apis.ts": apis, "src/handler.ts": handler })).toHaveLength(1);
  });

  it.each<[string, string]>([
    ["another member", "apis[event.kind].stop()"],
    ["the member itself, which is no function", "apis[event.kind]()"],
    ["a member of a member", "apis[event.kind].run.now()"],
  ])("leaves alone what a computed name does not lead to: %s", (_name, call) => {
    const lib = `${sdk}export const apis = { one: { run: () => new S3Client({}), stop: () => {} } };`;
    const handler = `import { apis } from "./lib"; export const handler = async (event) => ${call};`;
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toEqual([]);
  });

  const byRegion = `${sdk}export const make = (region) => new S3Client({ region });`;
  const byOptions = `${sdk}export function make({ region, retries = 3 }) {\n  return { client: new S3Client({ region, maxAttempts: retries }) };\n}`;

  it.each<[string, string, string]>([
    [
      "a literal",
      byRegion,
      `import { make } from "./lib"; export const handler = async () => make("eu-west-1");`,
    ],
    [
      "a variable of the environment",
      byRegion,
      `import { make } from "./lib"; export const handler = async () => { const region = process.env.REGION ?? "eu-west-1"; return make(region); };`,
    ],
    [
      "an object of constants",
      byOptions,
      `import { make } from "./lib"; import { config } from "./config"; const retries = Number(process.env.RETRIES); export const handler = async () => make({ region: config.region, retries });`,
    ],
    [
      "a constant, by a function between",
      byRegion,
      `import { make } from "./lib"; const work = () => make("eu-west-1"); export const handler = async () => work();`,
    ],
    [
      "a constant, in a constructor",
      `${sdk}export class Store { constructor(region) { this.client = new S3Client({ region }); } }`,
      `import { Store } from "./lib"; export const handler = async () => new Store("eu-west-1");`,
    ],
    [
      "a constant once, and data of the request at another place",
      byRegion,
      `import { make } from "./lib"; export const handler = async (event) => [make(event.region), make("eu-west-1")];`,
    ],
  ])("finds a client that is made of %s", (_name, lib, handler) => {
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toEqual([
      expect.stringContaining("(`handler` in src/handler.ts calls it)"),
    ]);
  });

  it("finds one that is made of a constant by a third file", () => {
    const middle = `import { make } from "./lib"; export const work = (id) => make("eu-west-1");`;
    const handler = `import { work } from "./middle"; export const handler = async (event) => work(event.id);`;
    expect(
      lintClient({ "src/lib.ts": byRegion, "src/middle.ts": middle, "src/handler.ts": handler }),
    ).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ["built from an argument", `${sdk}export const make = (region) => new S3Client({ region });`, callsMake],
    [
      "built from an argument, with a call in the file",
      `${sdk}export const make = (region) => new S3Client({ region }); export const home = make("eu-west-1");`,
      callsMake,
    ],
    [
      "built from a field",
      `${sdk}export class Store { constructor(region) { this.region = region; } make() { return new S3Client({ region: this.region }); } }`,
      `import { Store } from "./lib"; const s = new Store("eu-west-1"); export const handler = async () => s.make();`,
    ],
    [
      "built from an object that is given data of the request",
      byOptions,
      `import { make } from "./lib"; export const handler = async (event) => make({ region: event.region });`,
    ],
    [
      "built from an argument that a function between is given",
      byRegion,
      `import { make } from "./lib"; const work = (region) => make(region); export const handler = async (event) => work(event.region);`,
    ],
    [
      "built from what a call gives",
      byRegion,
      `import { make } from "./lib"; export const handler = async () => make(await findRegion());`,
    ],
    [
      "built from a variable that functions write",
      byRegion,
      `import { make } from "./lib"; let region = "a"; export const handler = async (event) => { region = event.region; return make(region); };`,
    ],
    [
      "built from a constant that its caller keeps",
      byRegion,
      `import { make } from "./lib"; let c; export const handler = async () => { c ??= make("eu-west-1"); };`,
    ],
    ...[
      [
        "an object of the module that the handler fills",
        `const state = { region: "" };`,
        `state.region = event.region;`,
        "state.region",
      ],
      [
        "an object of the handler that it fills",
        "",
        `const options = {}; options.region = event.region;`,
        "options.region",
      ],
      [
        "an object that is filled as a whole",
        `const state = {};`,
        `Object.assign(state, event);`,
        "state.region",
      ],
      ["a list that the handler fills", `const regions = [];`, `regions.push(event.region);`, "regions[0]"],
    ].map(([what = "", top = "", fill = "", argument = ""]): [string, string, string] => [
      `built from ${what}`,
      byRegion,
      `import { make } from "./lib"; ${top} export const handler = async (event) => { ${fill} return make(${argument}); };`,
    ]),
    [
      "built from an argument and a fetched secret",
      `${sdk}export const make = async (region) => new S3Client({ region, credentials: await assume() });`,
      `import { make } from "./lib"; export const handler = async () => make("eu-west-1");`,
    ],
    [
      "built by what a factory gives, from what that is given",
      `${sdk}export const makeMaker = (region) => ({ make: () => new S3Client({ region }) });`,
      `import { makeMaker } from "./lib"; export const handler = async (event) => makeMaker(event.region).make();`,
    ],
    [
      "kept in the file",
      `${sdk}let client; export const make = () => (client ??= new S3Client({}));`,
      callsMake,
    ],
    [
      "kept by the caller",
      make,
      `import { make } from "./lib"; let c; export const handler = async () => { c ??= make(); };`,
    ],
    [
      "made at init by the caller",
      make,
      `import { make } from "./lib"; const c = make(); export const handler = async () => c;`,
    ],
    [
      "made in module scope",
      `${sdk}export const client = new S3Client({});`,
      `import { client } from "./lib"; export const handler = async () => client;`,
    ],
    [
      "of a file that no handler uses",
      make,
      `import { make } from "./lib"; export const work = () => make();`,
    ],
  ])("leaves alone a client %s", (_name, lib, handler) => {
    expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": handler })).toEqual([]);
  });

  it("counts no test among the callers", () => {
    expect(lintClient({ "src/lib.ts": make, "src/lib.test.ts": callsMake })).toEqual([]);
    expect(
      lintClient({ "src/lib.ts": make, "src/lib.test.ts": callsMake }, { testFiles: ["**/none"] }),
    ).toHaveLength(1);
  });

  it("looks at no other file when the settings say so", () => {
    const before = projectReads.listings;
    expect(lintClient({ "src/lib.ts": make, "src/handler.ts": callsMake }, { crossFile: false })).toEqual([]);
    expect(projectReads.listings).toBe(before);
  });

  it("looks at no other file before it has a candidate", () => {
    const before = { listings: projectReads.listings, parses: sourceParses.count };
    const withoutClient = `export const make = (items) => items.map((item) => item.id);`;
    const atInit = `${sdk}const client = new S3Client({}); export const make = () => client;`;
    const withoutExport = `${sdk}const make = () => new S3Client({});`;
    for (const lib of [withoutClient, atInit, withoutExport])
      expect(lintClient({ "src/lib.ts": lib, "src/handler.ts": callsMake })).toEqual([]);
    expect({ listings: projectReads.listings, parses: sourceParses.count }).toEqual(before);
  });
});

describe("a handler that another file exports", () => {
  const main = `${sdk}export const main = async (event) => {\n  const s3 = new S3Client({});\n  last = event;\n};\nlet last;`;

  it.each([
    `export { main as handler } from "./lib";`,
    `import middy from "@middy/core"; import { main } from "./lib"; export const handler = middy(main);`,
    `exports.handler = require("./lib").main;`,
  ])("%s", (index) => {
    const files = { "src/lib.ts": main, "src/index.ts": index };
    expect(lint("no-client-in-handler", files)).toHaveLength(1);
    expect(
      lint("no-request-state-in-module-scope", {
        ...files,
        "src/lib.ts":
          `export ${main.replace("export const", "const").replace(sdk, "")} export { main };`.replace(
            "export const main",
            "const main",
          ),
      }),
    ).toHaveLength(1);
  });

  it("gives its first parameter the event", () => {
    const lib = `let last;\nexport const main = async (event) => {\n  last = event;\n  return fetch(last.url);\n};`;
    const index = `export { main as handler } from "./lib";`;
    expect(lint("no-request-state-in-module-scope", { "src/lib.ts": lib, "src/index.ts": index })).toEqual([
      expect.stringMatching(
        /^3: `last` outlives this invocation \(`handler` in src\/index\.ts calls it\), so a warm start finds the event data/,
      ),
    ]);
    expect(lint("no-request-state-in-module-scope", { "src/lib.ts": lib })).toEqual([]);
  });
});

describe("no-request-state-in-module-scope", () => {
  it("leaves objects alone that a request makes, wherever else they are made", () => {
    const lib = `export class CallError extends Error {
  status; text;
  constructor(message, answer) { super(message); this.status = answer.status; }
  keep(answer) { this.text = answer.text; }
}
export const call = async (url) => {
  const answer = await fetch(url);
  const error = new CallError("failed", answer);
  error.keep(answer);
  if (!answer.ok) throw error;
  return answer;
};`;
    const files = {
      "src/lib.ts": lib,
      "src/index.ts": `import { call } from "./lib"; export const handler = async () => call("https://a.example");`,
      "src/other.ts": `import { call } from "./lib"; const first = await call("https://b.example"); export const other = first;`,
    };
    expect(lint("no-request-state-in-module-scope", files)).toEqual([]);
  });

  const lib = `let last;\nexport const load = async (id) => {\n  last = await fetch(id);\n  return last;\n};`;
  const handler = `import { load } from "./lib"; export const handler = async (event) => load(event.id);`;

  it("finds an answer that a function of another file keeps", () => {
    const files = { "src/lib.ts": lib, "src/handler.ts": handler };
    expect(lint("no-request-state-in-module-scope", files)).toEqual([
      expect.stringMatching(
        /^3: `last` outlives this invocation \(`handler` in src\/handler\.ts calls it\), so/,
      ),
    ]);
  });

  it.each([
    ["guarded", lib.replace("last = ", "last ??= "), handler],
    [
      "at init",
      lib,
      `import { load } from "./lib"; const config = await load("a"); export const handler = async () => config;`,
    ],
    [
      "an argument, of which nothing is known",
      lib.replace("await fetch(id)", "id"),
      `import { load } from "./lib"; import { read } from "store"; export const handler = async () => load(read());`,
    ],
  ])("leaves alone what is kept %s", (_name, code, caller) => {
    expect(
      lint("no-request-state-in-module-scope", { "src/lib.ts": code, "src/handler.ts": caller }),
    ).toEqual([]);
  });
});

describe("require-remaining-time-check", () => {
  const lib = `import { S3Client, ListObjectsV2Command } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export async function list(Bucket) {
  let ContinuationToken;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}`;
  const handler = `import { list } from "./lib"; export const handler = async (event, context) => list(event.bucket);`;

  it("finds a loop in a function that a handler of another file calls", () => {
    expect(lint("require-remaining-time-check", { "src/lib.ts": lib, "src/handler.ts": handler })).toEqual([
      expect.stringMatching(
        /^8: This loop \(`handler` in src\/handler\.ts calls it\) awaits work as long as `ContinuationToken` holds/,
      ),
    ]);
  });

  it("finds a counted loop over what a function of another file asked for", () => {
    const lib = `import { S3Client, ListObjectsV2Command } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export async function list(Bucket) {
  const page = await s3.send(new ListObjectsV2Command({ Bucket }));
  return page.Contents;
}`;
    const handler = `import { list, work } from "./objects";
export const handler = async (event) => {
  const objects = await list(event.bucket);
  for (let i = 0; i < objects.length; i += 2) await work(objects.slice(i, i + 2));
};`;
    expect(lint("require-remaining-time-check", { "src/lib.ts": handler, "src/objects.ts": lib })).toEqual([
      expect.stringMatching(/^4: This loop awaits work for every item of `objects`/),
    ]);
  });

  it("finds a loop in a file that asks other systems through other files only", () => {
    const store = `import { S3Client, ListObjectsV2Command, CopyObjectCommand } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export async function list(Bucket) { const page = await s3.send(new ListObjectsV2Command({ Bucket })); return page.Contents; }
export async function copy(Key) { await s3.send(new CopyObjectCommand({ Key })); }`;
    const lib = `import { list, copy } from "./store";
export const copyAll = async (bucket) => {
  for (const { Key } of await list(bucket)) await copy(Key);
};`;
    const handler = `import { copyAll } from "./lib"; export const handler = async (event) => copyAll(event.bucket);`;
    expect(
      lint("require-remaining-time-check", {
        "src/lib.ts": lib,
        "src/store.ts": store,
        "src/handler.ts": handler,
      }),
    ).toEqual([
      expect.stringMatching(/^3: This loop \(`handler` in src\/handler\.ts calls it\) awaits work/),
    ]);
  });

  it.each([
    [
      "the caller looks at the time",
      handler.replace("list(event", "context.getRemainingTimeInMillis() > 9 && list(event"),
    ],
    [
      "it runs at init",
      `import { list } from "./lib"; const all = await list("a"); export const handler = async () => all;`,
    ],
    ["no handler calls it", `import { list } from "./lib"; export const work = async () => list("a");`],
    [
      "the handler is durable",
      `import { withDurableExecution } from "@aws/durable-execution-sdk-js"; import { list } from "./lib"; export const handler = withDurableExecution(list);`,
    ],
  ])("leaves it alone where %s", (_name, caller) => {
    expect(lint("require-remaining-time-check", { "src/lib.ts": lib, "src/handler.ts": caller })).toEqual([]);
  });
});

describe("no-polling-wait", () => {
  it("finds a loop that asks a function of another file again and again", () => {
    const lib = `export class Jobs { async get(id) { const answer = await fetch("https://jobs.example/" + id); return await answer.json(); } }`;
    const handler = `import { Jobs } from "./jobs";
const jobs = new Jobs();
export const handler = async (event) => {
  for (let attempt = 0; attempt < 60; attempt++) {
    const job = await jobs.get(event.id);
    if (job.isDone) return job;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
};`;
    expect(lint("no-polling-wait", { "src/lib.ts": handler, "src/jobs.ts": lib })).toEqual([
      expect.stringMatching(/^4: This loop sleeps and asks again/),
    ]);
  });

  it("finds one in a file that asks others by functions of a third", () => {
    const lib = `import { getJob } from "./jobs";
export const finish = async (id, flags) => {
  while (!flags.isDone) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const job = await getJob({ id });
    if (job.isDone) flags.isDone = true;
  }
};`;
    const jobs = `export const getJob = async (key) => (await client.get(key)).Item;`;
    const handler = `import { finish } from "./lib"; export const handler = async ({ id }) => { await finish(id, {}); };`;
    expect(
      lint("no-polling-wait", { "src/lib.ts": lib, "src/jobs.ts": jobs, "src/handler.ts": handler }),
    ).toEqual([expect.stringMatching(/^3: This loop .*sleeps and asks again/)]);
  });
});

describe("no-secret-in-env", () => {
  const lib = `export const password = process.env.DB_PASSWORD;`;

  it("finds a secret in a file that a handler loads", () => {
    const handler = `import { open } from "./middle"; export const handler = async () => open();`;
    const middle = `import { password } from "./lib"; export const open = () => password;`;
    expect(
      lint("no-secret-in-env", { "src/lib.ts": lib, "src/middle.ts": middle, "src/handler.ts": handler }),
    ).toHaveLength(1);
    expect(lint("no-secret-in-env", { "src/lib.ts": lib, "src/middle.ts": middle })).toEqual([]);
  });
});

describe("shared code of other files", () => {
  const dynamo = `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nimport { BatchWriteCommand, DeleteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";\nconst client = new DynamoDBClient({});\n`;
  const shared: Partial<Record<RuleName, string>> = {
    "no-broad-import": `import AWS from "aws-sdk";\nexport const work = () => new AWS.S3();`,
    "no-ignored-partial-failure": `${dynamo}export const work = async (RequestItems) => { await client.send(new BatchWriteCommand({ RequestItems })); };`,
    "no-polling-wait": `export const work = async () => { for (;;) { const answer = await fetch("https://example.com"); if (answer.ok) return; await new Promise((resolve) => setTimeout(resolve, 500)); } };`,
    "no-process-exit": `export const work = () => process.exit(1);`,
    "no-serial-await": `${dynamo}export const work = async (a, b) => { const one = await client.send(new QueryCommand(a)); const other = await client.send(new QueryCommand(b)); return [one, other]; };`,
    "no-swallowed-error": `export const work = async () => { try { await fetch("https://example.com", { method: "POST" }); } catch (error) { console.error(error); } };`,
    "no-sync-io-in-handler": `import { readFileSync } from "node:fs";\nexport const work = (name) => readFileSync(name);`,
    "no-sync-lambda-invoke": `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";\nconst client = new LambdaClient({});\nexport const work = async (FunctionName) => { const { Payload } = await client.send(new InvokeCommand({ FunctionName })); return Payload; };`,
    "no-uncached-config-fetch": `import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";\nconst client = new SSMClient({});\nexport const work = async () => client.send(new GetParameterCommand({ Name: "/orders/table" }));`,
    "prefer-batch-operation": `${dynamo}export const work = async (TableName, url) => { const keys = await (await fetch(url)).json(); for (const Key of keys) await client.send(new DeleteCommand({ TableName, Key })); };`,
    "require-io-timeout": `export const work = async () => fetch("https://example.com");`,
    "require-pagination": `${dynamo}export const work = async (TableName) => { const { Items } = await client.send(new QueryCommand({ TableName })); for (const item of Items) console.log(item.id); };`,
    "require-structured-logging": `export const work = async (id) => { console.log(\`order \${id}\`); return fetch("https://example.com"); };`,
  };
  const calling = `import { work } from "./lib"; export const handler = async (event) => work(event.a, event.b);`;

  it.each(Object.entries(shared) as [RuleName, string][])("is looked at by %s", (rule, lib) => {
    const found = lint(rule, { "src/lib.ts": lib, "src/handler.ts": calling });
    expect(found).toHaveLength(1);
    if (rule !== "no-broad-import") expect(found[0]).toContain("(`handler` in src/handler.ts calls it)");
    expect(lint(rule, { "src/lib.ts": lib, "src/page.ts": calling.replace("handler", "render") })).toEqual(
      [],
    );
  });

  it("is not looked at where another command of the same sender is meant", () => {
    const lib = `${dynamo}const send = (command) => client.send(command);
export const work = async (Key) => { await send(new DeleteCommand({ TableName: "orders", Key })); };
export const list = async () => { const { Items } = await send(new QueryCommand({ TableName: "orders" })); for (const item of Items) console.log(item.id); };`;
    expect(lint("require-pagination", { "src/lib.ts": lib, "src/handler.ts": calling })).toEqual([]);
    const listing = calling.replaceAll("work", "list");
    expect(lint("require-pagination", { "src/lib.ts": lib, "src/handler.ts": listing })).toHaveLength(1);
  });

  it("is taken to tell its failure by what it returns", () => {
    const lib = `export const work = async () => { try { return await fetch("https://example.com"); } catch (error) { console.error(error); } };`;
    expect(lint("no-swallowed-error", { "src/lib.ts": lib, "src/handler.ts": calling })).toEqual([]);
    const variable = `export const work = async () => { let answer; try { answer = await fetch("https://example.com"); } catch (error) { console.error(error); } return answer; };`;
    expect(lint("no-swallowed-error", { "src/lib.ts": variable, "src/handler.ts": calling })).toEqual([]);
  });
});

describe("no-floating-work", () => {
  const work = `export const work = async (id) => { await fetch(\`https://example.com/\${id}\`); };`;
  const handler = `import { work } from "./work"; export const handler = async (event) => { work(event.id); return "done"; };`;
  const lintWork = (files: Readonly<Record<string, string>>, settings?: Readonly<Record<string, unknown>>) =>
    lint("no-floating-work", files, settings);

  it.each([
    ["an async function", { "src/work.ts": work }],
    [
      "one that gives the answer and awaits nothing",
      { "src/work.ts": `export const work = async (id) => fetch(\`https://example.com/\${id}\`);` },
    ],
    [
      "one that a barrel passes on",
      {
        "src/work/index.ts": `export * from "./one"; export { other } from "./two";`,
        "src/work/one.ts": work,
      },
    ],
    [
      "one that another file renames",
      { "src/work.ts": `export { run as work } from "./run";`, "src/run.ts": work.replace("work", "run") },
    ],
  ])("finds a call of %s of another file that nothing waits for", (_name, files) => {
    expect(lintWork({ "src/lib.ts": handler, ...files })).toEqual([
      expect.stringMatching(/^1: Nothing waits for `work\(\)`/),
    ]);
  });

  it("leaves an async function alone that has nothing to wait for", () => {
    const sync = `export const work = async (id) => id.trim();`;
    expect(lintWork({ "src/lib.ts": handler, "src/work.ts": sync })).toEqual([]);
  });

  it("finds a call of a method of another file's class", () => {
    const cls = `export class Mailer { async send(id) { await fetch(id); } list(id) { return [id]; } }`;
    const using = (method: string): string =>
      `import { Mailer } from "./work"; const mailer = new Mailer(); export const handler = async (event) => { mailer.${method}(event.id); };`;
    expect(lintWork({ "src/lib.ts": using("send"), "src/work.ts": cls })).toHaveLength(1);
    expect(lintWork({ "src/lib.ts": using("list"), "src/work.ts": cls })).toEqual([]);
  });

  it.each<[string, string, string]>([
    ["it is awaited", work, handler.replace("work(event.id)", "await work(event.id)")],
    [
      "it is returned",
      work,
      `import { work } from "./work"; export const handler = async (event) => work(event.id);`,
    ],
    [
      "its promise is kept and awaited",
      work,
      handler.replace("work(event.id);", "const done = work(event.id); await done;"),
    ],
    ["the function is not async", `export const work = (id) => [id];`, handler],
    ["it awaits nothing", `export const work = async (id) => [id];`, handler],
    ["the file is not there", work, handler.replace("./work", "./gone")],
    ["no handler runs it", work, handler.replace("handler", "render")],
    ["the handler has a callback", work, handler.replace("async (event)", "(event, context, callback)")],
  ])("leaves a call alone where %s", (_name, other, code) => {
    expect(lintWork({ "src/lib.ts": code, "src/work.ts": other })).toEqual([]);
  });

  it("looks at no other file when the settings say so", () => {
    expect(lintWork({ "src/lib.ts": handler, "src/work.ts": work }, { crossFile: false })).toEqual([]);
  });
});

describe("lists of other files that a loop goes through", () => {
  const handler = (loop: string, top = `import { list } from "./store";`): string =>
    `${top}\nimport { send } from "./send";\nexport const handler = async () => {\n${loop}\n};`;
  const loop = `for (const order of await list()) await send(order);`;
  const scan = `import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb"; const client = new DynamoDBClient({});
    export async function list() { const { Items } = await client.send(new ScanCommand({ TableName: "orders" })); return Items ?? []; }`;
  const found = (files: Readonly<Record<string, string>>): readonly string[] =>
    lint("require-remaining-time-check", {
      "src/send.ts": "export const send = async (x) => fetch(x);",
      ...files,
    });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["of a query", { "src/lib.ts": handler(loop), "src/store.ts": scan }],
    [
      "of a query, in a variable",
      {
        "src/lib.ts": handler(
          `const orders = await list();\nfor (const order of orders.filter(Boolean)) await send(order);`,
        ),
        "src/store.ts": scan,
      },
    ],
    [
      "of a paged query",
      {
        "src/lib.ts": handler(loop),
        "src/store.ts": `import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb"; let client; const getClient = () => (client ??= new DynamoDBClient({}));
          async function list(status = null) { const items = []; let key; do { const page = await getClient().send(new ScanCommand({ TableName: "orders", ExclusiveStartKey: key })); items.push(...page.Items); key = page.LastEvaluatedKey; } while (key); return items; }
          module.exports = { list };`,
      },
    ],
    [
      "of a request",
      {
        "src/lib.ts": handler(loop),
        "src/store.ts": `export const list = async () => { const response = await fetch("https://example.com"); return response.json(); };`,
      },
    ],
    [
      "that a service passes on",
      {
        "src/lib.ts": handler(loop),
        "src/store.ts": `import { Repository } from "./repository"; const repository = new Repository(); export const list = async () => { const all = await repository.findAll(); return all.map(String); };`,
        "src/repository.ts": `import { Client } from "pg"; const client = new Client(); export class Repository { async findAll() { const result = await client.query("SELECT 1"); return result.rows; } }`,
      },
    ],
    [
      "that an index passes on",
      {
        "src/lib.ts": handler(loop),
        "src/store/index.ts": `export * from "./orders";`,
        "src/store/orders.ts": scan,
      },
    ],
    [
      "in an object",
      {
        "src/lib.ts": handler(
          `const { orders } = await list();\nfor (const order of orders) await send(order);`,
        ),
        "src/store.ts": scan.replace("return Items ?? [];", "return { orders: Items ?? [] };"),
      },
    ],
  ])("%s", (_name, files) => {
    expect(found(files)).toEqual([expect.stringContaining("awaits work for every item")]);
  });

  it.each([
    `const orders = orders.items;\nfor (const order of orders) await send(order);`,
    `const first = last.items;\nconst last = first.items;\nfor (const order of last) await send(order);`,
  ])("are none of a variable that is made of itself, which costs no other finding", (code) => {
    expect(found({ "src/lib.ts": handler(`${code}\n${loop}`), "src/store.ts": scan })).toEqual([
      expect.stringContaining("awaits work for every item"),
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["a list that the file writes", { "src/store.ts": `export const list = async () => ["eu", "us"];` }],
    [
      "a fixed list of what is asked",
      {
        "src/store.ts": `import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb"; const client = new DynamoDBClient({}); export const list = async () => { const page = await client.send(new ScanCommand({ TableName: "orders" })); return [page.Items[0], page.Count]; };`,
      },
    ],
    [
      "a list in one item",
      {
        "src/store.ts": `import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; import { GetCommand } from "@aws-sdk/lib-dynamodb"; const client = new DynamoDBClient({}); export const list = async () => { const { Item } = await client.send(new GetCommand({ TableName: "settings", Key: { id: 1 } })); return Item.paths ?? []; };`,
      },
    ],
    ["a file that is not there", {}],
    [
      "two files that pass on each other's",
      {
        "src/store.ts": `import { other } from "./other"; export const list = () => other();`,
        "src/other.ts": `import { list } from "./store"; export const other = () => list();`,
      },
    ],
  ])("but not %s", (_name, files) => {
    expect(found({ "src/lib.ts": handler(loop), ...files })).toEqual([]);
  });
});

describe("what the project's own wrapper is given", () => {
  const wrapper = {
    "src/api.ts": `export const api = (parse, fn) => async (event) => { const input = parse(JSON.parse(event.body)); return fn({ input }); };`,
  };
  const lib = (body: string): string =>
    `import { api } from "./api"; import { save } from "./save";\nexport const handler = api(parseOrder, async ({ input }) => {\n  ${body}\n});`;
  const save = {
    "src/save.ts": `export const save = async (order) => { await fetch("https://example.com"); };`,
  };

  it("must wait for its work", () => {
    const lintWork = (body: string) =>
      lint("no-floating-work", { ...wrapper, ...save, "src/lib.ts": lib(body) });
    expect(lintWork("save(input); return 1;")).toEqual([
      expect.stringMatching(/^3: Nothing waits for `save/),
    ]);
    expect(lintWork("await save(input); return 1;")).toEqual([]);
  });

  it("goes through the items of a request", () => {
    const loop = "for (const item of input.items) await save(item);";
    const found = lint("require-remaining-time-check", { ...wrapper, ...save, "src/lib.ts": lib(loop) });
    expect(found).toEqual([
      expect.stringMatching(/^3: This loop awaits work for every item of `input.items`/),
    ]);
  });
});

describe("a handler that a factory gives to another file", () => {
  const typed = (type: string, body: string): string =>
    `import type { ${type} } from "aws-lambda";\nexport const createHandler = ({ logger }: Deps) => {\n  return async (event: ${type}) => {\n    ${body}\n  };\n};`;
  const entry = `import { createHandler } from "./lib"; import { deps } from "./deps"; export const handler = createHandler(deps);`;
  const lintLogs = (lib: string, handler: string) =>
    lint("no-event-logging", { "src/lib.ts": lib, "src/index.ts": handler });

  it("gets the event of the type that it says", () => {
    const found = lintLogs(typed("DynamoDBStreamEvent", "logger.info({ event });"), entry);
    expect(found).toEqual([expect.stringMatching(/^4: This writes the whole event/)]);
    expect(lintLogs(typed("ScheduledEvent", "logger.info({ event });"), entry)).toEqual([]);
  });

  it("gets it only where the other file makes a handler of it", () => {
    const called = `import { createHandler } from "./lib"; const main = createHandler({}); export const handler = async (e) => main(e.detail);`;
    expect(lintLogs(typed("SQSEvent", "return logger.count(event);"), called)).toEqual([]);
  });

  it("fails its batch with one record", () => {
    const lib = typed(
      "SQSEvent",
      "for (const record of event.Records) await logger.save(JSON.parse(record.body));",
    );
    const found = lint("require-partial-batch-response", { "src/lib.ts": lib, "src/index.ts": entry });
    expect(found).toHaveLength(1);
  });
});

describe("a wrapper whose middlewares log the event", () => {
  const wrap = (middleware: string, module: string): string =>
    `import middy from "@middy/core"; import mod from "${module}"; import { logger } from "@orders/utils"; import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";\nexport function wrap(fn) {\n  return middy(fn).use(${middleware});\n}`;
  const powertools = wrap("injectLambdaContext(logger, { logEvent: true })", "./mod");
  const inputOutput = wrap("mod()", "@middy/input-output-logger");
  const entry = `import { wrap } from "./lib"; export const handler = wrap(async (event) => event.id);`;
  const lintLogs = (lib: string, index: string) =>
    lint("no-event-logging", { "src/lib.ts": lib, "src/index.ts": index });

  it("is found in a file without a handler", () => {
    expect(lintLogs(powertools, entry)).toEqual([expect.stringMatching(/^3: `logEvent` writes/)]);
    expect(lintLogs(inputOutput, entry)).toEqual([expect.stringMatching(/^3: This middleware writes/)]);
  });

  it("says nothing where no handler runs it", () => {
    const unused = `import { other } from "./lib"; export const handler = async (event) => event.id;`;
    expect(lintLogs(powertools, unused)).toEqual([]);
    expect(lintLogs(inputOutput, unused)).toEqual([]);
  });
});

describe("work that code of another file leaves running", () => {
  const sdk = `import { SNSClient, PublishCommand } from "@aws-sdk/client-sns";\nconst sns = new SNSClient({});\n`;
  const store = `${sdk}export class Store {\n  async save(order) {\n    this.tell(order);\n  }\n  async tell(order) {\n    await sns.send(new PublishCommand({ Message: order }));\n  }\n}`;
  const calls = (handler: string): string =>
    `import { Store } from "./lib"; const store = new Store();\n${handler}`;
  const lintWork = (lib: string, files: Readonly<Record<string, string>>) =>
    lint("no-floating-work", { "src/lib.ts": lib, ...files });

  it("is frozen after an async handler", () => {
    expect(
      lintWork(store, {
        "src/index.ts": calls("export const handler = async (event) => { await store.save(event.order); };"),
      }),
    ).toEqual([
      expect.stringMatching(
        /^5: Nothing waits for `this\.tell\(\)` \(`handler` in src\/index\.ts calls it\)\. Lambda freezes/,
      ),
    ]);
  });

  it("is frozen after one that another file wraps", () => {
    const middle = `import { Store } from "./lib"; export const main = async (event) => { await new Store().save(event); };`;
    const index = `import middy from "@middy/core"; import { main } from "./main"; export const handler = middy(main);`;
    expect(lintWork(store, { "src/main.ts": middle, "src/index.ts": index })).toHaveLength(1);
    const impl = `${sdk}export const main = async (event) => {\n  sns.send(new PublishCommand({ Message: event.id }));\n};`;
    expect(lintWork(impl, { "src/index.ts": index.replace("./main", "./lib") })).toHaveLength(1);
  });

  it("is frozen in the form with a callback", () => {
    const lib = `import { SNS } from "aws-sdk";\nconst sns = new SNS();\nexport const tell = async (text) => {\n  sns.publish({ Message: text }, (error) => console.error(error));\n};`;
    const index = `import { tell } from "./lib"; export const handler = async (event) => { await tell(event.text); };`;
    expect(lintWork(lib, { "src/index.ts": index })).toEqual([
      expect.stringMatching(
        /^4: `sns\.publish\(\)` calls back after the async handler has returned \(`handler`/,
      ),
    ]);
  });

  it.each<[string, string, string]>([
    [
      "a handler with a callback",
      store,
      calls("export const handler = (event, context, done) => { store.save(event).then(() => done()); };"),
    ],
    [
      "a server",
      store,
      calls(
        "import express from 'express'; const app = express(); app.get('/', async () => { await store.save(1); }); app.listen(80);",
      ),
    ],
    [
      "a durable execution",
      store,
      calls(
        "import { withDurableExecution } from '@aws/durable-execution-sdk-js'; export const handler = withDurableExecution(async (event) => { await store.save(event); });",
      ),
    ],
    [
      "a streamed response",
      store,
      calls(
        "export const handler = awslambda.streamifyResponse(async (event, stream) => { await store.save(event); stream.end(); });",
      ),
    ],
    ["a script beside a handler", store, "import { Store } from './lib'; await new Store().save(1);"],
    [
      "metrics that the handler sends",
      `import { Metrics } from "@aws-lambda-powertools/metrics";\nconst metrics = new Metrics();\nexport const count = () => { metrics.addMetric("orders", "Count", 1); };\nexport { metrics };`,
      `import { count, metrics } from "./lib"; export const handler = async () => { count(); metrics.publishStoredMetrics(); };`,
    ],
  ])("but not of %s", (_name, lib, index) => {
    expect(lintWork(lib, { "src/index.ts": index })).toEqual([]);
  });

  it("is frozen with the answer of an app, beside an async handler or without one", () => {
    const routes = calls(
      "import express from 'express'; import serverless from 'serverless-http'; const app = express(); app.get('/', async (q, s) => { await store.save(q); s.end(); }); export const handler = serverless(app);",
    );
    const index = calls("export const handler = async (event) => { await store.save(event.order); };");
    expect(lintWork(store, { "src/app.ts": routes })).toHaveLength(1);
    expect(lintWork(store, { "src/index.ts": index, "src/app.ts": routes })).toHaveLength(1);
  });
});

describe("handlers that are methods of other files", () => {
  const service = `import type { APIGatewayProxyEvent } from "aws-lambda";\nexport class Service { async handle(event: APIGatewayProxyEvent) { return { statusCode: 200, headers: {}, body: { id: event.pathParameters.id } }; } }\nexport const service = new Service();`;

  it.each<[string, string]>([
    [
      "an instance there",
      'import { service } from "./lib"; export const handler = service.handle.bind(service);',
    ],
    [
      "an instance here",
      'import { Service } from "./lib"; const service = new Service(); export const handler = service.handle.bind(service);',
    ],
    [
      "an instance here, in CommonJS",
      'const { Service } = require("./lib"); const service = new Service(); exports.handler = service.handle.bind(service);',
    ],
  ])("bound to %s", (_name, index) => {
    const file = index.includes("require") ? "src/index.js" : "src/index.ts";
    expect(lint("valid-proxy-response", { "src/lib.ts": service, [file]: index })).toHaveLength(1);
  });

  it("but not those that something else gets", () => {
    const index =
      'import { service } from "./lib"; export const handler = async () => null; export const other = service.handle.bind(service);';
    expect(lint("valid-proxy-response", { "src/lib.ts": service, "src/index.ts": index })).toEqual([]);
  });
});

describe("reads of other files", () => {
  const sdk = `import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"; import { db } from "./db"; import { logger } from "./logger"; import { Missing } from "./errors";\n`;
  const get = (name: string, before = ""): string =>
    `export const ${name} = async (id) => { ${before} logger.info("${name}", { id }); const { Item } = await db.send(new GetCommand({ Key: { id } })); if (!Item) throw new Missing(id); return Item; };\n`;
  const handler = `import { getOrder, getUser } from "./store";\nexport const handler = async (event) => {\n  const user = await getUser(event.user);\n  const order = await getOrder(event.order);\n  return { user, order };\n};`;
  const lintReads = (files: Readonly<Record<string, string>>) =>
    lint("no-serial-await", { "src/lib.ts": handler, ...files });

  it("need not wait for each other", () => {
    expect(lintReads({ "src/store.ts": sdk + get("getUser") + get("getOrder") })).toHaveLength(1);
  });

  it("may stand in classes, and in files behind those that are called", () => {
    const store = `${sdk}export class Store {\n  async get(id) { return db.send(new GetCommand({ Key: { id } })).then(({ Item }) => Item); }\n  async find(id) { const { Item } = await db.send(new GetCommand({ Key: { id } })); return Item; }\n}`;
    const service = `import { Store } from "./store"; const store = new Store();\nexport const getUser = async (id) => store.find(id);\nexport const getOrder = async (id) => { const order = await store.find(id); return order; };`;
    const ofService = handler.replace("./store", "./service");
    const found = lint("no-serial-await", {
      "src/lib.ts": ofService,
      "src/store.ts": store,
      "src/service.ts": service,
    });
    expect(found).toHaveLength(1);
  });

  it.each<[string, string]>([
    [
      "sends a request of node-fetch",
      `import fetch from "node-fetch";
const get = async (path) => { const answer = await fetch("https://api.example/" + path, { headers: {} }); const found = await answer.json(); return found; };
export const getUser = async (id) => get("users/" + id);
export const getOrder = async (id) => get("orders/" + id);`,
    ],
    [
      "asks for what was sold since a day",
      `export const getUser = async (day) => { const answer = await fetch("https://api.example/" + day.toISODate().replace("-", "") + day.getTime()); return answer.json(); };
export const getOrder = getUser;`,
    ],
    [
      "asks a client of SDK v2 that it is given",
      `import { S3 } from "aws-sdk";
export const getUser = async (s3: S3) => { const { Body } = await s3.getObject({ Bucket: "b", Key: "k" }).promise(); return JSON.parse(Body.toString()); };
export const getOrder = getUser;`,
    ],
    [
      "asks for the items of a table page by page, and takes them apart",
      `import { QueryCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
${sdk}export const getUser = async (TableName) => {
  let all = [];
  let page;
  const command = new QueryCommand({ TableName });
  do {
    if (page?.LastEvaluatedKey) command.input.ExclusiveStartKey = page.LastEvaluatedKey;
    page = await db.send(command);
    all = all.concat(page.Items.map((item) => unmarshall(item)));
  } while (page.LastEvaluatedKey);
  return all;
};
export const getOrder = getUser;`,
    ],
    [
      "asks for what was sold on a day",
      `import dayjs from "dayjs";
import { v4 } from "uuid";
${sdk}export const getUser = async (id) => {
  const today = dayjs();
  const since = today.subtract(1, "day").startOf("day").toISOString();
  const { Item } = await db.send(new GetCommand({ Key: { id, since, request: v4() } }));
  return Item;
};
export const getOrder = getUser;`,
    ],
  ])("need not wait for one that %s", (_name, store) => {
    expect(lintReads({ "src/store.ts": store })).toHaveLength(1);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      "that write as well",
      { "src/store.ts": sdk + get("getUser", "await db.send(new PutCommand({}));") + get("getOrder") },
    ],
    [
      "that keep something",
      { "src/store.ts": `${sdk}let last;\n${get("getUser", "last = id;")}${get("getOrder")}` },
    ],
    [
      "that call what is not seen",
      {
        "src/store.ts": `import { audit } from "audit";\n${sdk}${get("getUser", "audit(id);")}${get("getOrder")}`,
      },
    ],
    [
      "whose callees write",
      {
        "src/store.ts": `import { touch } from "./touch";\n${sdk}${get("getUser", "await touch(id);")}${get("getOrder")}`,
        "src/touch.ts": `import { PutCommand } from "@aws-sdk/lib-dynamodb"; import { db } from "./db"; export const touch = async (id) => { await db.send(new PutCommand({ Item: { id } })); };`,
      },
    ],
    [
      "that write with a client of SDK v2 that they are given",
      {
        "src/store.ts": `import { S3 } from "aws-sdk";
export const getUser = async (s3: S3) => s3.putObject({ Bucket: "b", Key: "k" }).promise();
export const getOrder = getUser;`,
      },
    ],
    [
      "that read nothing",
      {
        "src/store.ts":
          "export const getUser = async (id) => ({ id }); export const getOrder = async (id) => ({ id });",
      },
    ],
    [
      "of each other",
      {
        "src/store.ts": `import { getOrder as other } from "./other";\nexport const getUser = async (id) => { const a = await other(id); return a; };\nexport { getOrder } from "./other";`,
        "src/other.ts": `import { getUser } from "./store";\nexport const getOrder = async (id) => { const a = await getUser(id); return a; };`,
      },
    ],
  ])("wait for those %s", (_name, files) => {
    expect(lintReads(files)).toEqual([]);
  });
});

describe("reads by clients and commands of other files", () => {
  const reads = (one: string, other: string): string =>
    `import { db, QueryCommand, UpdateCommand } from "./db";\nexport const handler = async (event) => {\n  const user = await db.${one};\n  const orders = await db.${other};\n  return { user, orders };\n};`;
  const lintReads = (code: string, db: string) =>
    lint("no-serial-await", { "src/lib.ts": code, "src/db.ts": db });
  const commands = `import { DynamoDBClient } from "@aws-sdk/client-dynamodb";\nexport { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";\nexport const db = new DynamoDBClient({});`;
  const document = `import { DynamoDB } from "@aws-sdk/client-dynamodb";\nimport { DynamoDBDocument } from "@aws-sdk/lib-dynamodb";\nexport const db = DynamoDBDocument.from(new DynamoDB({}));`;
  const version2 = `import AWS from "aws-sdk";\nexport const db = new AWS.DynamoDB.DocumentClient();`;
  const query = "send(new QueryCommand(event))";

  it.each<[string, string, string]>([
    ["commands", reads(query, query), commands],
    ["methods", reads("get(event)", "query(event)"), document],
    ["methods of SDK v2", reads("get(event).promise()", "query(event).promise()"), version2],
    [
      "methods of SDK v2 in a loop",
      'import { db } from "./db";\nexport const handler = async (event) => {\n  for (const id of event.ids) { await db.delete({ Key: { id } }).promise(); }\n};',
      version2,
    ],
    [
      "methods in a loop",
      'import { db } from "./db";\nexport const handler = async (event) => {\n  for (const id of event.ids) { await db.delete({ Key: { id } }); }\n};',
      document,
    ],
  ])("need not wait for each other: %s", (_name, code, db) => {
    expect(lintReads(code, db)).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ["that change something", reads(query, "send(new UpdateCommand(event))"), commands],
    ["by methods that change something", reads("get(event)", "update(event)"), document],
    [
      "of a client that is the project's own",
      reads("get(event)", "query(event)"),
      "export const db = new Store();",
    ],
    ["of SDK v2 that are not sent", reads("get(event)", "query(event)"), version2],
    [
      "in a loop of batches",
      'import { db } from "./db";\nexport const handler = async (event) => {\n  for (const page of event.pages) { await db.batchWrite({ RequestItems: page }); }\n};',
      document,
    ],
  ])("wait for those %s", (_name, code, db) => {
    expect(lintReads(code, db)).toEqual([]);
  });
});

describe("commands that a file of the project passes on", () => {
  const handler = `import { client, QueryCommand } from "./ddb";\nexport const handler = async () => {\n  const answer = await client.send(new QueryCommand({ TableName: "orders" }));\n  return answer.Items?.length;\n};`;

  it("are those of the AWS SDK", () => {
    const ddb = `import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb"; export { QueryCommand }; export const client = new DynamoDBClient({});`;
    expect(lint("require-pagination", { "src/lib.ts": handler, "src/ddb.ts": ddb })).toEqual([
      expect.stringMatching(/^3: `QueryCommand` answers with one page/),
    ]);
  });

  it.each<[string, string, number]>([
    ["of the AWS SDK", `export { DeleteCommand } from "@aws-sdk/lib-dynamodb"; export const client = {};`, 1],
    [
      "of the AWS SDK, in CommonJS",
      `const { DynamoDBClient, DeleteItemCommand: DeleteCommand } = require("@aws-sdk/client-dynamodb"); const client = new DynamoDBClient({}); module.exports = { client, DeleteCommand };`,
      1,
    ],
    ["of its own", `export class DeleteCommand {} export const client = { send: (command) => {} };`, 0],
  ])("begin work where they are sent: %s", (_name, ddb, count) => {
    const sending = `import { client, DeleteCommand } from "./ddb";\nexport const handler = async (event) => {\n  const command = new DeleteCommand({ Key: event.key });\n  client.send(command);\n  return { done: true };\n};`;
    expect(lint("no-floating-work", { "src/lib.ts": sending, "src/ddb.ts": ddb })).toHaveLength(count);
  });

  it("are the project's own where it declares them", () => {
    const ddb = `export class QueryCommand {} export const client = { send: async (command) => ({ Items: [] }) };`;
    expect(lint("require-pagination", { "src/lib.ts": handler, "src/ddb.ts": ddb })).toEqual([]);
  });

  it("are unknown where other files are not looked at", () => {
    const ddb = `export { QueryCommand } from "@aws-sdk/client-dynamodb"; export const client = {};`;
    const files = { "src/lib.ts": handler, "src/ddb.ts": ddb };
    expect(lint("require-pagination", files, { crossFile: false })).toEqual([]);
  });
});

describe("items that a function of another file gives", () => {
  const notify = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
import { loadReaders } from "./readers";
const sqs = new SQSClient({});
const send = async (readers) => {
  for (const reader of readers)
    await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(reader) }));
};
export const handler = async () => {
  const readers = await loadReaders();
  await send(readers.filter((reader) => reader.isActive));
};`;

  it("are many where other systems answered them", () => {
    const readers = `import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const loadReaders = async () => { const { Items } = await client.send(new ScanCommand({ TableName: "readers" })); return Items; };`;
    expect(lint("prefer-batch-operation", { "src/lib.ts": notify, "src/readers.ts": readers })).toEqual([
      expect.stringContaining("6: `SendMessageCommand` is sent once for each item"),
    ]);
  });

  it("may be few where that file holds them", () => {
    const readers = `export const loadReaders = async () => [{ name: "first", isActive: true }, { name: "second", isActive: false }];`;
    expect(lint("prefer-batch-operation", { "src/lib.ts": notify, "src/readers.ts": readers })).toEqual([]);
  });
});

describe("a function of another file that only sleeps", () => {
  const sleeps = {
    arrow: `export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));`,
    "function with its own name": `async function rest(ms) { await new Promise((resolve) => { setTimeout(resolve, ms); }); }\nexport { rest as sleep };`,
    "timer of Node.js": `import { setTimeout as wait } from "node:timers/promises";\nexport const sleep = (ms) => wait(ms);`,
    "fixed time": `import wait from "delay";\nexport async function sleep() { await wait(5000); }`,
  };
  const sleeping = (call: string, module = "./time"): string =>
    `import { sleep } from "${module}";\nexport const handler = async (event) => {\n  ${call}\n  return event;\n};`;
  const lintWith = (time: string, code: string, more: Readonly<Record<string, string>> = {}) =>
    lint("no-polling-wait", { "src/lib.ts": code, "src/time.ts": time, ...more });

  it.each(Object.entries(sleeps))("is known: %s", (_name, time) => {
    expect(lintWith(time, sleeping("await sleep(5000);"))).toEqual([
      expect.stringContaining("3: The handler sleeps for 5 s here"),
    ]);
  });

  it("is known by the unit it takes its time in", () => {
    const time = `export const sleep = (s: number) => new Promise((resolve) => setTimeout(resolve, s * 1000));`;
    expect(lintWith(time, sleeping("await sleep(5);"))).toEqual([
      expect.stringContaining("3: The handler sleeps for 5 s here"),
    ]);
    expect(lintWith(time, sleeping("await sleep(1);"))).toEqual([]);
  });

  it("is known through a file that passes it on, and in a file that a handler calls", () => {
    const more = {
      "src/index.ts": `export * from "./time";`,
      "src/handler.ts": `import { work } from "./lib"; export const handler = async (event) => work(event);`,
    };
    const code = sleeping("await fetch(event.url); await sleep(5000);", "./index").replace("handler", "work");
    expect(lintWith(sleeps.arrow, code, more)).toHaveLength(1);
  });

  it("waits in a loop that asks for the state of a job", () => {
    const code = `import { sleep } from "./time";
import { BatchClient, DescribeJobsCommand } from "@aws-sdk/client-batch";
const batch = new BatchClient({});
export const handler = async (event) => {
  let status;
  while (status !== "SUCCEEDED") {
    const answer = await batch.send(new DescribeJobsCommand({ jobs: [event.id] }));
    status = answer.jobs[0].status;
    await sleep(500);
  }
};`;
    expect(lintWith(sleeps.arrow, code)).toEqual([
      expect.stringContaining("6: This loop sleeps and asks again"),
    ]);
  });

  it.each<[string, string, string]>([
    ["a short one", sleeps.arrow, "await sleep(100);"],
    ["a time that nobody knows", sleeps.arrow, "await sleep(event.ms);"],
    [
      "work with a timeout",
      `export const sleep = (ms) => Promise.race([fetch("https://example.com"), new Promise((resolve) => setTimeout(resolve, ms))]);`,
      "await sleep(5000);",
    ],
    ["a function that only has the name", `export const sleep = async (ms) => ms;`, "await sleep(5000);"],
    [
      "one between two attempts",
      sleeps.arrow,
      "try { await fetch(event.url); } catch { await sleep(5000); }",
    ],
  ])("is left alone: %s", (_name, time, call) => {
    expect(lintWith(time, sleeping(call))).toEqual([]);
  });
});

describe("clients of HTTP and databases that another file makes", () => {
  const call = (work: string): string =>
    `import { client } from "./client";\nexport const handler = async (event) => {\n  ${work}\n  return event;\n};`;
  const axios = (options: string, more = ""): string =>
    `import axios from "axios";\nexport const client = axios.create(${options});\n${more}`;
  const post = `client.post("/orders", event);`;

  it.each<[string, string, string]>([
    ["a request", post, axios("{ timeout: 2000 }")],
    [
      "a request with a handler of its error",
      `client.post("/orders", event).catch(console.error);`,
      axios(""),
    ],
    [
      "a message",
      `client.send({ QueueUrl: "q" });`,
      `import { SQSClient } from "@aws-sdk/client-sqs";\nconst made = new SQSClient({});\nexport { made as client };`,
    ],
    [
      "a query",
      `client.query("update orders set paid = true");`,
      `import { Pool } from "pg";\nconst pool = new Pool();\nexport { pool as client };`,
    ],
  ])("no-floating-work sees %s that nothing waits for", (_name, work, client) => {
    expect(lint("no-floating-work", { "src/lib.ts": call(work), "src/client.ts": client })).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ["a request that is awaited", `await ${post}`, axios("")],
    ["no request", "client.interceptors.request.use((config) => config);", axios("")],
    [
      "a query that reports to a callback",
      `await new Promise((resolve) => { client.query("select 1", (error, rows) => resolve(rows)); });`,
      `import { Pool } from "pg";\nexport const client = new Pool();`,
    ],
    [
      "a command that is only collected",
      `client.pipeline().set("a", 1);`,
      `import Redis from "ioredis";\nexport const client = new Redis();`,
    ],
    ["a client of the project", post, `export const client = { post(path, data) { return [path, data]; } };`],
    [
      "a client of an unknown package",
      post,
      `import make from "shop";\nexport const client = make.create();`,
    ],
  ])("no-floating-work leaves alone %s", (_name, work, client) => {
    expect(lint("no-floating-work", { "src/lib.ts": call(work), "src/client.ts": client })).toEqual([]);
  });

  it("no-floating-work takes no method of what a package only declares for one that asks it", () => {
    const lib = `import { DescribeStacksCommand, Stack, StackStatus, Tag } from "@aws-sdk/client-cloudformation";
      import { client } from "./client";
      interface Input { stack: Stack; status: StackStatus; tags: Tag[] }
      export const handler = async (input: Input) => {
        if (input.stack.StackStatus?.endsWith("FAILED") || input.status.startsWith("CREATE")) return;
        for (const tag of input.tags) if (tag.Key?.startsWith("app:")) console.log({ tag });
        await client.send(new DescribeStacksCommand({}));
      };`;
    const client = `import { CloudFormation } from "@aws-sdk/client-cloudformation"; export const client = new CloudFormation({});`;
    expect(lint("no-floating-work", { "src/lib.ts": lib, "src/client.ts": client })).toEqual([]);
  });

  const timeouts = (client: string, work = `await ${post}`) =>
    lint("require-io-timeout", {
      "src/lib.ts": client,
      "src/handler.ts": call(work).replace("./client", "./lib"),
    });

  it.each<[string, string]>([
    ["nothing", axios("")],
    ["a base address", axios("{ baseURL: process.env.SHOP }")],
    ["an interceptor of answers", axios("{}", "client.interceptors.response.use((answer) => answer);")],
    [
      "a name of the file's own",
      `import axios from "axios";\nconst shop = axios.create();\nexport { shop as client };`,
    ],
  ])("require-io-timeout reports a client that is given %s", (_name, client) => {
    expect(timeouts(client)).toEqual([
      expect.stringContaining(
        "Requests of the client that `axios.create()` makes here have no timeout (`handler`",
      ),
    ]);
  });

  it.each<[string, string, string?]>([
    ["a timeout", axios("{ timeout: 2000 }")],
    ["options of another file", axios("options").replace("\n", `\nimport { options } from "./options";\n`)],
    ["an adapter", axios("{ adapter }").replace("\n", `\nimport { adapter } from "./adapter";\n`)],
    ["a timeout later", axios("{}", "client.defaults.timeout = 2000;")],
    ["no request to send", axios(""), "client.defaults.headers.common.a = 1;"],
  ])("require-io-timeout leaves alone a client that is given %s", (_name, client, work) => {
    expect(timeouts(client, work)).toEqual([]);
  });
});

describe("a connection that a file keeps which handlers load", () => {
  const handler = {
    "src/handler.ts": `import { find } from "./lib"; export const handler = async (event) => find(event.id);`,
  };
  const lintLib = (lib: string, files = handler) =>
    lint("require-connection-recovery", { ...files, "src/lib.ts": `import { Pool } from "pg";\n${lib}` });

  it("has nobody who listens for its errors", () => {
    const lib = `const pool = new Pool();\nexport const find = (id) => pool.query("SELECT $1", [id]);`;
    expect(lintLib(lib)).toEqual([expect.stringMatching(/^2: `new Pool\(\)` keeps a connection/)]);
  });

  it("is a pool of a size that no request needs", () => {
    const lib = `export const pool = new Pool({ max: 20 });\nexport const find = (id) => pool.query("SELECT $1", [id]);`;
    expect(lintLib(lib)).toEqual([expect.stringMatching(/^2: This pool opens up to 20 connections/)]);
  });

  it.each([
    [
      "that it hands out, for others may listen",
      `let pool;\nconst getPool = () => { if (!pool) pool = new Pool(); return pool; };\nexport const find = (id) => getPool().query("SELECT $1", [id]);`,
    ],
    [
      "with a listener",
      `const pool = new Pool();\npool.on("error", console.error);\nexport const find = (id) => pool.query("SELECT $1", [id]);`,
    ],
  ])("is silent %s", (_name, lib) => {
    expect(lintLib(lib)).toEqual([]);
  });

  it("is silent where no handler loads it", () => {
    const lib = `const pool = new Pool({ max: 20 });\nexport const find = (id) => pool.query("SELECT $1", [id]);`;
    expect(lintLib(lib, { "src/handler.ts": "export const handler = async () => 1;" })).toEqual([]);
  });
});
