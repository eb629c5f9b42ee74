import rule from "../../src/rules/require-connection-recovery.js";
import { handlerShapes, toTestCase } from "../support/handler-shapes.js";
import { locate } from "../support/locate.js";
import { runRule } from "../support/run-rule.js";

const inFile = (top: string, body = "return client;") =>
  `${top}\nexport const handler = async (event: any) => {\n  ${body}\n};\n`;

const pg = `import pg, { Pool } from "pg";`;
const redis = `import { createClient } from "redis";`;

const valid: Record<string, string> = {
  "a pool of pg with a listener": inFile(
    `${pg}\nconst client = new Pool();\nclient.on("error", (error) => console.error(error));`,
  ),
  "a client of redis with a listener": inFile(
    `${redis}\nconst client = createClient();\nclient.on("error", console.error);\nawait client.connect();`,
  ),
  "a client of redis with a listener in its chain": inFile(
    `${redis}\nconst client = await createClient().on("error", console.error).connect();`,
  ),
  "a listener for an event that is unknown": inFile(
    `${pg}\nimport { EVENT } from "./events.js";\nconst client = new Pool();\nclient.on(EVENT, console.error);`,
  ),
  "a kept client with a listener": inFile(
    `${redis}\nlet client: any;`,
    `if (!client) { client = createClient(); client.on("error", console.error); await client.connect(); }\n  return client.get(event.id);`,
  ),
  "a pool that is exported": inFile(`${pg}\nexport const client = new Pool();`),
  "a pool that is exported later": inFile(`${pg}\nconst client = new Pool();\nexport { client };`),
  "a pool given to code of the project": inFile(
    `${pg}\nimport { watch } from "./watch.js";\nconst client = new Pool();\nwatch(client);`,
  ),
  "a pool in an object": inFile(`${pg}\nconst client = { pool: new Pool() };`),
  "a listener for what nobody catches": inFile(
    `${pg}\nprocess.on("uncaughtException", console.error);\nconst client = new Pool();`,
  ),
  "a pool of mysql2, which listens itself": inFile(
    `import mysql from "mysql2/promise";\nconst client = mysql.createPool({ host: "h" });`,
  ),
  "ioredis, which logs": inFile(`import Redis from "ioredis";\nconst client = new Redis();`),
  "mongodb, which throws where it is used": inFile(
    `import { MongoClient } from "mongodb";\nconst client = new MongoClient("mongodb://h");`,
  ),
  "the Data API": inFile(
    `import { RDSDataClient } from "@aws-sdk/client-rds-data";\nconst client = new RDSDataClient({});`,
  ),
  "a client of the invocation": inFile(
    pg,
    `const client = new pg.Client(); await client.connect(); try { return await client.query("select 1"); } finally { await client.end(); }`,
  ),
  "a class of the same name": inFile(
    `import { Pool } from "./pool.js";\nconst client = new Pool({ max: 10 });`,
  ),
  "a file without a handler": `${pg}\nconst client = new Pool({ max: 10 });\nexport const main = () => client;\n`,
  "a small pool": inFile(
    `import mysql from "mysql2/promise";\nconst client = mysql.createPool({ connectionLimit: 2 });`,
  ),
  "a pool whose size is unknown": inFile(
    `import mysql from "mysql2/promise";\nconst client = mysql.createPool({ connectionLimit: Number(process.env.LIMIT) });`,
  ),
  "a pool of the default size": inFile(
    `import mysql from "mysql2/promise";\nconst client = mysql.createPool(process.env.URL!);`,
  ),
  "a large pool for queries at once": inFile(
    `import mysql from "mysql2/promise";\nconst client = mysql.createPool({ connectionLimit: 5 });`,
    `return Promise.all(event.ids.map((id: string) => client.query("select ?", [id])));`,
  ),
};

const unhandled = (code: string, name: string, piece: string) => ({
  messageId: "errorUnhandled" as const,
  data: { name },
  ...locate(code, piece, code.split(piece).length - 2),
});

/** By name: the code, the client in the message, and its callee. */
const fatal: Record<string, [code: string, name: string, piece: string]> = {
  "a pool of pg": [inFile(`${pg}\nconst client = new Pool();`), "new Pool()", "Pool"],
  "a pool of pg by its default export": [
    inFile(`${pg}\nconst client = new pg.Pool();`),
    "new pg.Pool()",
    "pg.Pool",
  ],
  "a pool that is required": [
    inFile(`const { Pool } = require("pg");\nconst client = new Pool();`),
    "new Pool()",
    "Pool",
  ],
  "a pool with another listener": [
    inFile(`${pg}\nconst client = new Pool();\nclient.on("connect", console.log);`),
    "new Pool()",
    "Pool",
  ],
  "a pool given to a package": [
    inFile(
      `${pg}\nimport { drizzle } from "drizzle-orm/node-postgres";\nconst client = new Pool();\nconst db = drizzle(client);`,
      "return db;",
    ),
    "new Pool()",
    "Pool",
  ],
  "a client of pg": [
    inFile(`${pg}\nconst client = new pg.Client();\nawait client.connect();`),
    "new pg.Client()",
    "pg.Client",
  ],
  "a kept client of pg": [
    inFile(`${pg}\nlet client: any;`, `client ??= new pg.Client(); return client.query("select 1");`),
    "new pg.Client()",
    "pg.Client",
  ],
  "a connection of mysql2": [
    inFile(
      `import mysql from "mysql2/promise";\nconst client = await mysql.createConnection({ host: "h" });`,
    ),
    "mysql.createConnection()",
    "mysql.createConnection",
  ],
  "a client of redis": [
    inFile(`${redis}\nconst client = createClient();\nawait client.connect();`),
    "createClient()",
    "createClient",
  ],
};

const large: Record<
  string,
  [code: string, option: string, size: number, place: [piece: string, occurrence?: number]]
> = {
  "a pool of mysql2": [
    inFile(`import mysql from "mysql2/promise";\nconst client = mysql.createPool({ connectionLimit: 10 });`),
    "connectionLimit",
    10,
    ["10"],
  ],
  "a pool with its size in a constant": [
    inFile(
      `import mysql from "mysql2";\nconst LIMIT = 20;\nconst options = { connectionLimit: LIMIT };\nconst client = mysql.createPool(options);`,
    ),
    "connectionLimit",
    20,
    ["LIMIT", 1],
  ],
  "a pool of pg": [
    inFile(`${pg}\nconst client = new Pool({ max: 5 });\nclient.on("error", console.error);`),
    "max",
    5,
    ["5"],
  ],
  "an exported pool of pg": [inFile(`${pg}\nexport const client = new Pool({ max: 5 });`), "max", 5, ["5"]],
  "a client of mongodb": [
    inFile(
      `import { MongoClient } from "mongodb";\nconst client = new MongoClient("mongodb://h", { maxPoolSize: 50 });`,
    ),
    "maxPoolSize",
    50,
    ["50"],
  ],
};

runRule("require-connection-recovery", rule, {
  valid: Object.entries(valid).map(([name, code]) => ({ name, code })),
  invalid: [
    ...Object.entries(fatal).map(([name, [code, client, piece]]) => ({
      name: `no listener: ${name}`,
      code,
      errors: [unhandled(code, client, piece)],
    })),
    ...Object.entries(large).map(([name, [code, option, size, place]]) => ({
      name: `too large: ${name}`,
      code,
      errors: [
        {
          messageId: "poolTooLarge" as const,
          data: { option, size },
          ...locate(code, ...place),
        },
      ],
    })),
    ...handlerShapes.map((shape) => {
      const testCase = toTestCase(shape, {
        imports: { pg: ["Pool"] },
        top: "const pool = new Pool();",
        body: `await pool.query("select 1");`,
      });
      return { ...testCase, errors: [unhandled(testCase.code, "new Pool()", "Pool")] };
    }),
  ],
});
