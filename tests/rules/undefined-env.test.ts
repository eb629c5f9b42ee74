import rule from "../../src/rules/undefined-env.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const withTable = samTemplate(["Environment:", "  Variables:", "    TABLE_NAME: orders"]);
const without = samTemplate();

const sdk = `import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";\nconst client = new DynamoDBClient({});\n`;
const code = (read: string, top = "") => `${sdk}${top}
export const handler = async (event: { id: string }) => {
  await client.send(new GetItemCommand({ TableName: ${read}, Key: { id: { S: event.id } } }));
};
`;

const project = (handler: string, template = without) => ({
  files: { "template.yaml": template, "src/handler.ts": handler },
});

const serverless = (environment: string) => ({
  files: {
    "serverless.yml": `service: orders\nprovider:\n  name: aws\nfunctions:\n  orders:\n    handler: src/handler.handler\n${environment}`,
    "src/handler.ts": code("process.env.TABLE!"),
  },
});

/** A function of SST 3, with these props, and statements before it. */
const sst = (props: string, before = "") => ({
  files: {
    "package.json": "{}",
    "sst.config.ts": `export default $config({
  app() { return { name: "orders", home: "aws" }; },
  async run() {
    ${before}
    new sst.aws.Function("Orders", { handler: "src/handler.handler", ${props} });
  },
});
`,
    "src/handler.ts": code("process.env.TABLE!"),
  },
});

/** A function of SST 2, with props of its own, what the app says of all functions, and statements after it. */
const sst2 = (props: string, { app = "", after = "" } = {}) => ({
  files: {
    "package.json": "{}",
    "sst.config.ts": `import { ApiStack } from "./stacks/api";
export default { config() { return { name: "orders" }; }, stacks(app) { ${app} app.stack(ApiStack); } };
`,
    "stacks/api.ts": `import { Api, Function, Table, use } from "sst/constructs";
import { Aspects } from "aws-cdk-lib";
import { Storage } from "./storage";
export function ApiStack({ stack, app }) {
  const orders = new Function(stack, "Orders", { handler: "src/handler.handler", ${props} });
  ${after}
}
`,
    "stacks/storage.ts": "export function Storage({ stack }) { return made(stack); }\n",
    "src/handler.ts": code("process.env.TABLE!"),
  },
});
/** A function of an API of SST 2, by what the API says of its functions, and what the route says of this one. */
const sst2Api = (defaults: string, route: string, api = "new Api") => ({
  files: {
    ...sst2("").files,
    "stacks/api.ts": `import { Api, use } from "sst/constructs";
import { Storage } from "./storage";
export function ApiStack({ stack }) {
  ${
    api === "new Api"
      ? `new Api(stack, "Api", { ${defaults}, routes: { "GET /": { function: { handler: "src/handler.handler", ${route} } } } });`
      : `${api}.addRoutes(stack, { "GET /": { function: { handler: "src/handler.handler", ${route} } } });`
  }
}
`,
  },
});

/** A function of Amplify, by what it is defined with, and what the backend does with it; it reads `TABLE`. */
const amplify = ({ props = "", backend = "", members = "book", read = "process.env.TABLE!" } = {}) => ({
  files: {
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    "amplify/backend.ts": `import { defineBackend } from "@aws-amplify/backend";
import { CfnFunction, Function } from "aws-cdk-lib/aws-lambda";
import { trace } from "some-tracer";
import { book } from "./book/resource";
const backend = defineBackend({ ${members} });
const fn = backend.book.resources.lambda as Function;
${backend}
`,
    "amplify/book/resource.ts": `import { defineFunction, secret } from "@aws-amplify/backend";
export const book = defineFunction({ name: "book", ${props} });
`,
    "amplify/book/handler.ts": code(read),
  },
  lint: "amplify/book/handler.ts",
});
const amplifyReport = [
  { messageId: "undefinedVariable", at: "process.env.TABLE", says: ["`book` (amplify/book/resource.ts:2)"] },
];

const list = [
  "List:",
  "  Type: AWS::Serverless::Function",
  "  Properties: { CodeUri: ., Handler: src/list.handler, Environment: { Variables: { TABLE: orders } } }",
];
const store = (name: string) =>
  `${sdk}export const read = async (id: string) => client.send(new GetItemCommand({ TableName: ${name}, Key: { id: { S: id } } }));\n`;
const callsStore = `import { read } from "./store.js";\nexport const handler = async (event: { id: string }) => read(event.id);\n`;
/** Code that another file runs. */
const shared = (template: string, more: Readonly<Record<string, string>> = {}) => ({
  files: {
    "package.json": "{}",
    "template.yaml": template,
    "src/handler.ts": callsStore,
    "src/store.ts": store("process.env.TABLE!"),
    ...more,
  },
  lint: "src/store.ts",
});

/** Two uses of one variable, of which each handler comes to one, or to both. */
const twoUses = (ofOrders: string, ofList: string, read = "process.env.TABLE!") =>
  shared(samTemplate([], list), {
    "src/handler.ts": `import { Store } from "./store.js";\nexport const handler = async () => ${ofOrders};\n`,
    "src/list.ts": `import { Store } from "./store.js";\nexport const handler = async () => ${ofList};\n`,
    "src/store.ts": `import { DynamoDBClient, GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export class Store {
  static async history() { return client.send(new ScanCommand({ TableName: table })); }
  static async find() { return client.send(new GetItemCommand({ TableName: table, Key: {} })); }
}
const table = ${read};
`,
  });

/** Reads the variable by a function of the file. */
const byName = (
  call: string,
  body = "if (!value) throw new Error(`${name} is missing`);\n  return value;",
  more = "",
) => code(call, `function demand(name: string${more}) {\n  const value = process.env[name];\n  ${body}\n}\n`);

runJoinedRule("undefined-env", rule, {
  valid: {
    "a variable that a check gets with its name": project(
      code(
        "table",
        'declare function check(name: string, value: unknown): void;\nconst table = process.env.TABLE!;\ncheck("TABLE", table);\n',
      ),
    ),
    "Amplify: a variable that the function is defined with": amplify({
      props: `environment: { TABLE: secret("TABLE") }`,
    }),
    "Amplify: one that the backend adds": amplify({ backend: `backend.book.addEnvironment("TABLE", name);` }),
    "Amplify: one that the backend adds to the construct": amplify({
      backend: `fn.addEnvironment("TABLE", name);`,
    }),
    "Amplify: one that is added in a loop": amplify({
      backend: `for (const one of [fn]) one.addEnvironment("TABLE", name);`,
    }),
    "Amplify: one that something unknown may add": amplify({
      backend: `for (const one of backend.functions()) one.addEnvironment("TABLE", name);`,
    }),
    "Amplify: a name that is not known": amplify({ backend: `fn.addEnvironment(config.name, name);` }),
    "Amplify: the properties of the template": amplify({
      backend: `(fn.node.defaultChild as CfnFunction).addPropertyOverride("Environment.Variables", variables);`,
    }),
    "Amplify: its environment in the template": amplify({
      backend: `backend.book.resources.cfnResources.cfnFunction.environment = { variables };`,
    }),
    "Amplify: a package that gets the function": amplify({ backend: `trace(fn);` }),
    "Amplify: parts of the backend that come from elsewhere": amplify({ members: "book, ...others" }),
    "Amplify: a variable that access to a storage brings": amplify({
      read: "process.env.PLANS_BUCKET_NAME!",
    }),
    "SST 3: a variable that the function has": sst(`environment: { TABLE: "orders" }`),
    ...Object.fromEntries(
      [
        ["an object of which nobody knows all", "environment: { ...others }", "const others = await load();"],
        ["a link that adds variables", "link: [auth]", `const auth = new sst.aws.Auth("Auth", {});`],
        ["a link that nobody knows", "link: [thing]", "const thing = await load();"],
        ["links that nobody knows", "link: things", "const things = await load();"],
        ["a transform of its own", "transform: { function: (args) => { args.environment = {}; } }", ""],
        [
          "a transform of all functions",
          "",
          "$transform(aws.lambda.Function, (args) => { args.environment = { variables: {} }; });",
        ],
        ["what esbuild puts in its place", `nodejs: { esbuild: { define: {} } }`, ""],
        ["props that nobody knows", "...more", "const more = await load();"],
      ].map(([what = "", props = "", before = ""]) => [
        `SST 3: a variable that may be set by ${what}`,
        sst(props, before),
      ]),
    ),
    "a field of an object that is no input": project(
      "export const handler = async () => ({ deep: [{ stage: process.env.STAGE }] });",
    ),
    "a field deep in an input, with a fallback": project(code('{ name: process.env.TABLE ?? "orders" }')),
    "SST 2: a variable that the function has": sst2(`environment: { TABLE: "orders" }`),
    "SST 2: a variable that the app gives all functions": sst2(`environment: { OTHER: "a" }`, {
      app: `app.setDefaultFunctionProps({ environment: { TABLE: "orders" } });`,
    }),
    "SST 2: a variable that the API gives all its functions": sst2Api(
      `defaults: { function: { environment: { TABLE: "orders" } } }`,
      `environment: { OTHER: "a" }`,
    ),
    "SST 2: a variable that the API gives all its functions, as versions before the first had it": sst2Api(
      `defaultFunctionProps: { environment: { TABLE: "orders" } }`,
      "",
    ),
    "SST 2: a route of an API that another stack hands over": sst2Api("", "", "use(Storage).api"),
    ...Object.fromEntries(
      [
        ["a method of the function", "", { after: `orders.addEnvironment("TABLE", "orders");` }],
        [
          "a method of something unknown",
          "",
          { after: `use(Storage).fn.addEnvironment("TABLE", "orders");` },
        ],
        ["the app", "", { app: `app.addDefaultFunctionEnv({ TABLE: "orders" });` }],
        [
          "the app, of which nobody knows what",
          "",
          { app: "app.addDefaultFunctionEnv({ ...more(), A: 1 });" },
        ],
        [
          "defaults that a function makes",
          "",
          { app: "app.setDefaultFunctionProps((stack) => more(stack));" },
        ],
        ["an aspect", "", { after: "Aspects.of(stack).add(new Environment());" }],
        ["what esbuild puts in its place", `nodejs: { esbuild: { define: { A: "1" } } }`, {}],
      ].map(([what, props, more]) => [
        `SST 2: a variable that may be set by ${what as string}`,
        sst2(props as string, more as object),
      ]),
    ),
    "a variable that a function reads by name, and that is set": project(
      byName('demand("TABLE_NAME")'),
      withTable,
    ),
    "one that is read by name, and may be missing": project(byName('demand("TABLE")', "return value;")),
    "one that is read by name, with a default": project(
      byName(
        'demand("TABLE", "orders")',
        "if (!value && !fallback) throw new Error(name);\n  return value ?? fallback;",
        ", fallback?: string",
      ),
    ),
    "one that is read by name, and tried": project(
      byName("table", undefined, "").replace(
        "export const handler",
        'let table = "orders";\ntry { table = demand("TABLE"); } catch { table = "all"; }\nexport const handler',
      ),
    ),
    "a name that is not known": project(byName("demand(event.id)")),
    "a function that throws for something else": project(
      byName('demand("TABLE")', 'if (value === "none") throw new Error(name);\n  return value!;'),
    ),
    "a variable that the function of the calling handler sets": shared(
      samTemplate(["Environment:", "  Variables:", "    TABLE: orders"]),
    ),
    "one of two functions sets it whose handlers call the code": shared(samTemplate([], list), {
      "src/list.ts": callsStore,
    }),
    "a use that a handler comes to whose function sets it": twoUses(
      "Store.history()",
      "[Store.history(), Store.find()]",
    ),
    "a use that no handler comes to": twoUses("1", "Store.find()"),
    "a calling handler that no configuration names": shared(samTemplate(), {
      "src/other.ts": callsStore,
    }),
    "code that a handler loads and does not call": shared(samTemplate(), {
      "src/handler.ts": `import "./store.js";\nexport const handler = async () => 1;\n`,
    }),
    "code that is called where the setting looks at no other file": {
      ...shared(samTemplate()),
      settings: { crossFile: false },
    },
    "a variable that the function sets": project(code("process.env.TABLE_NAME"), withTable),
    "a variable of the globals": project(
      code("process.env.TABLE"),
      `Globals:\n  Function:\n    Environment:\n      Variables:\n        TABLE: orders\n${without}`,
    ),
    "a variable whose value is not known": project(
      code("process.env.TABLE"),
      samTemplate(["Environment:", "  Variables:", "    TABLE: !GetAtt Table.Arn"]),
    ),
    "variables that are written elsewhere": project(
      code("process.env.TABLE"),
      samTemplate(["Environment:", "  Variables: !Transform", "    Name: AWS::Include"]),
    ),
    "a serverless.yml for a developer's machine, which sets no variable": serverless(
      "plugins: [serverless-offline]\n",
    ),
    "variables of serverless.yml that are not known": serverless(
      "    environment: ${file(./env.js):variables}\n",
    ),
    "no configuration": { files: { "src/handler.ts": code("process.env.TABLE") } },
    "the configuration of another file": {
      files: {
        "template.yaml": without,
        "src/handler.ts": "export const handler = async () => 1;",
        "src/other.ts": code("process.env.TABLE"),
      },
      lint: "src/other.ts",
    },
    "one that Lambda sets": project(code("`orders-${process.env.AWS_REGION}`")),
    "one that tools set": project(code("`orders-${process.env.NODE_ENV}`")),
    "a fallback": project(code(`process.env.TABLE ?? "orders"`)),
    "a fallback that is no literal": project(code("process.env.TABLE || event.id")),
    "a guard": project(
      code("process.env.TABLE", `if (!process.env.TABLE) throw new Error("TABLE is missing");`),
    ),
    "a guard of the variable that holds it": project(
      code(
        "TABLE",
        `const TABLE = process.env.TABLE;\nif (TABLE === undefined) throw new Error("TABLE is missing");`,
      ),
    ),
    "an assertion function": project(
      code("TABLE", `import assert from "node:assert";\nconst TABLE = process.env.TABLE;\nassert(TABLE);`),
    ),
    "a default in a pattern": project(code("TABLE", `const { TABLE = "orders" } = process.env;`)),
    "one that the file sets": project(code("process.env.TABLE", `process.env.TABLE = "orders";`)),
    "one that is only compared": project(
      `export const handler = async () => (process.env.STAGE === "prod" ? 1 : 2);`,
    ),
    "one that is logged": project(
      "export const handler = async () => { console.log(`stage ${process.env.STAGE}`, process.env.STAGE); };",
    ),
    "an option that may be missing": project(
      `import { S3Client } from "@aws-sdk/client-s3";\nexport const client = new S3Client({ endpoint: process.env.ENDPOINT });\nexport const handler = async () => 1;`,
    ),
    "optional access": project("export const handler = async () => process.env.LIST?.split(',');"),
    "a function that nothing calls": project(
      `export const unused = () => process.env.TABLE!.length;\nexport const handler = async () => 1;`,
    ),
    "a file that loads variables": project(`import "dotenv/config";\n${code("process.env.TABLE")}`),
    "one of two stages that sets it": {
      files: {
        "template.yaml": without,
        "template-prod.yaml": withTable,
        "src/handler.ts": code("process.env.TABLE_NAME"),
      },
    },
    "another object called env": project(
      `const env: Record<string, string> = {};\nexport const handler = async () => env.TABLE!.length;`,
    ),
  },
  invalid: {
    "a variable that is handed to something else's check": {
      files: {
        "template.yaml": without,
        "src/handler.ts": `${sdk}import { checkQuota } from "./quota.js";
const table = process.env.TABLE!;
export const handler = async (event: { id: string }) => {
  if (await checkQuota(client, table, event.id)) await client.send(new GetItemCommand({ TableName: table, Key: {} }));
};
`,
        "src/quota.ts":
          "export const checkQuota = async (client: unknown, table: string, id: string) => true;\n",
      },
      lint: "src/handler.ts",
      findings: [{ messageId: "undefinedVariable", at: "process.env.TABLE", says: ["template.yaml"] }],
    },
    "Amplify: a function without variables": { ...amplify(), findings: amplifyReport },
    "Amplify: a function that data lets in": {
      ...amplify({
        backend: `import { a, defineData } from "@aws-amplify/backend";
export const data = defineData({ schema: a.schema({}).authorization((allow) => [allow.resource(book).to(["query"])]) });`,
      }),
      findings: amplifyReport,
    },
    "Amplify: variables by other names": {
      ...amplify({
        props: `environment: { STAGE: "dev" }`,
        backend: `fn.addEnvironment("TABLE_PARAM", name);
fn.addToRolePolicy(statement);
(fn.node.defaultChild as CfnFunction).addPropertyOverride("TracingConfig", { Mode: "Active" });`,
      }),
      findings: amplifyReport,
    },
    ...Object.fromEntries(
      [
        ["", ""],
        [`environment: { TABLES: "orders" }`, ""],
        [
          `link: [...shared, key], nodejs: { minify: true }`,
          `const key = new sst.Secret("Key"); const shared = [new sst.aws.Dynamo("Table", {})];`,
        ],
      ].map(([props = "", before = ""]) => [
        `SST 3: a variable that nothing sets, beside ${props}`,
        {
          ...sst(props, before),
          lint: "src/handler.ts",
          findings: [
            {
              messageId: props.includes("TABLES") ? "misspeltVariable" : "undefinedVariable",
              at: "process.env.TABLE",
              says: ["`TABLE`", "`Orders`", "sst.config.ts:5"],
            },
          ],
        },
      ]),
    ),
    ...Object.fromEntries(
      [
        ["nothing", sst2("")],
        [
          "variables of the app",
          sst2("", { app: `app.setDefaultFunctionProps({ environment: { A: "1" } });` }),
        ],
        ["others that the app adds", sst2("", { app: `app.addDefaultFunctionEnv({ A: "1" });` })],
        ["what is bound to it", sst2("bind: [use(Storage).table]")],
        ["options of esbuild that put nothing in its place", sst2(`nodejs: { esbuild: { minify: true } }`)],
        [
          "a method of another function",
          sst2("", {
            after: `new Function(stack, "Other", { handler: "src/other.handler" }).addEnvironment("TABLE", "orders");`,
          }),
        ],
        ["variables of its API", sst2Api(`defaults: { function: { environment: { A: "1" } } }`, "")],
      ].map(([what, linted]) => [
        `SST 2: a variable that nothing sets, beside ${what as string}`,
        {
          ...(linted as ReturnType<typeof sst2>),
          lint: "src/handler.ts",
          findings: [
            {
              messageId: "undefinedVariable",
              at: "process.env.TABLE",
              says: ["`TABLE`", "stacks/api.ts:"],
            },
          ],
        },
      ]),
    ),
    "a variable that a function of the file demands by name": {
      ...project(byName('demand("TABLE")')),
      findings: [
        { messageId: "undefinedVariable", at: 'demand("TABLE")', says: ["`TABLE`", "template.yaml:3"] },
      ],
    },
    "one that an arrow function demands": {
      ...project(
        code(
          'env("TABLE")',
          'const env = (key: string): string => {\n  const value = process.env[key];\n  if (value === undefined || value === "") {\n    console.error(key);\n    throw new Error(key);\n  }\n  return value;\n};\n',
        ),
      ),
      findings: [{ messageId: "undefinedVariable", at: 'env("TABLE")', says: ["`TABLE`"] }],
    },
    "an input of the SDK": {
      ...project(code("process.env.TABLE")),
      findings: [
        {
          messageId: "undefinedVariable",
          at: "process.env.TABLE",
          says: ["`TABLE`", "`Orders` (template.yaml:3)"],
        },
      ],
    },
    ...Object.fromEntries(
      [
        [
          "a field deep in an input of the SDK",
          "EventBridgeClient, PutEventsCommand",
          "PutEventsCommand({ Entries: [{ EventBusName: process.env.BUS, Detail: event.id }] })",
        ],
        [
          "a key of an input of the SDK",
          "EventBridgeClient, PutEventsCommand",
          "PutEventsCommand({ RequestItems: { [process.env.BUS]: [] } })",
        ],
      ].map(([name = "", imported = "", command = ""]) => [
        name,
        {
          ...project(
            `import { ${imported} } from "@aws-sdk/client-eventbridge";\nconst client = new EventBridgeClient({});\nexport const handler = async (event: { id: string }) => client.send(new ${command});`,
          ),
          findings: [{ messageId: "undefinedVariable", at: "process.env.BUS", says: ["template.yaml:3"] }],
        },
      ]),
    ),
    "a name that is spelled otherwise": {
      ...project(code("process.env.TABLENAME"), withTable),
      findings: [
        {
          messageId: "misspeltVariable",
          at: "process.env.TABLENAME",
          says: ["`Orders` (template.yaml:3)", "`TABLE_NAME` (template.yaml:10)"],
        },
      ],
    },
    "a variable that holds it": {
      ...project(code("TABLE", "const TABLE = process.env.TABLE;")),
      findings: [{ messageId: "undefinedVariable", at: "process.env.TABLE", says: ["template.yaml:3"] }],
    },
    "a pattern": {
      ...project(code("TABLE", "const { TABLE } = process.env;")),
      findings: [{ messageId: "undefinedVariable", at: "TABLE", says: ["template.yaml:3"] }],
    },
    "an assertion of the type": {
      ...project("export const handler = async () => process.env.TABLE!;"),
      findings: [{ messageId: "undefinedVariable", at: "process.env.TABLE", says: ["template.yaml:3"] }],
    },
    "a part of a text": {
      ...project("export const handler = async () => `https://${process.env.HOST}/`;"),
      findings: [{ messageId: "undefinedVariable", at: "process.env.HOST", says: ["template.yaml:3"] }],
    },
    "a method of it, in a function that the handler calls": {
      ...project(
        "const list = () => process.env.LIST.split(',');\nexport const handler = async () => list();",
      ),
      findings: [{ messageId: "undefinedVariable", at: "process.env.LIST", says: ["template.yaml:3"] }],
    },
    "an argument of a package": {
      ...project(
        `import Stripe from "stripe";\nimport { verify } from "jsonwebtoken";\nexport const handler = async (event: { token: string }) => verify(event.token, process.env.PEM);`,
      ),
      findings: [{ messageId: "undefinedVariable", at: "process.env.PEM", says: ["template.yaml:3"] }],
    },
    "serverless.yml that runs functions locally too": {
      ...serverless("    environment: { STAGE: dev }\nplugins: [serverless-offline]\n"),
      findings: [
        { messageId: "undefinedVariable", at: "process.env.TABLE", says: ["`orders` (serverless.yml:5)"] },
      ],
    },
    "serverless.yml": {
      ...serverless(""),
      findings: [
        { messageId: "undefinedVariable", at: "process.env.TABLE", says: ["`orders` (serverless.yml:5)"] },
      ],
    },
    "the handler of one function of the file": {
      files: {
        "template.yaml": samTemplate(
          ["Environment:", "  Variables:", "    TABLE: orders"],
          [
            "List:",
            "  Type: AWS::Serverless::Function",
            "  Properties: { CodeUri: ., Handler: src/handler.list }",
          ],
        ),
        "src/handler.ts": `export const handler = async () => process.env.TABLE!;\nexport const list = async () => process.env.INDEX!;\n`,
      },
      findings: [
        { messageId: "undefinedVariable", at: "process.env.INDEX", says: ["`List` (template.yaml:11)"] },
      ],
    },
    "code that the handler of another file calls": {
      ...shared(samTemplate()),
      findings: [
        {
          messageId: "undefinedVariable",
          at: "process.env.TABLE",
          says: ["neither `Orders` (template.yaml:3, which runs this through src/handler.ts) nor Lambda"],
        },
      ],
    },
    "a method that the handler of another file calls, by the variable that holds the value": {
      ...shared(samTemplate(), {
        "src/handler.ts": `import { Store } from "./store.js";\nconst store = new Store();\nexport const handler = async () => store.read();\n`,
        "src/store.ts": `${sdk}const table = process.env.TABLE;\nexport class Store { async read() { return client.send(new GetItemCommand({ TableName: table, Key: {} })); } }`,
      }),
      findings: [
        { messageId: "undefinedVariable", at: "process.env.TABLE", says: ["through src/handler.ts"] },
      ],
    },
    ...Object.fromEntries(
      ["process.env.TABLE!", "process.env.TABLE", "process.env.TABLE as string"].map((read) => [
        `a use of ${read} that only handlers come to whose functions do not set it`,
        {
          ...twoUses("Store.history()", "Store.find()", read),
          findings: [
            {
              messageId: "undefinedVariable",
              at: "table",
              says: ["neither `Orders` (template.yaml:3, which runs this through src/handler.ts) nor Lambda"],
            },
          ],
        },
      ]),
    ),
    "a use beside one that code comes to which no configuration names": {
      ...shared(samTemplate([], list), {
        ...twoUses("Store.history()", "Store.find()").files,
        "src/tool.ts": `import { Store } from "./store.js";\nexport const handler = async () => Store.find();\n`,
      }),
      findings: [{ messageId: "undefinedVariable", at: "table", says: ["`Orders`"] }],
    },
    "code that the handlers of two files call": {
      ...shared(
        samTemplate(
          [],
          list.map((line) => line.replace("TABLE", "INDEX")),
        ),
        { "src/list.ts": callsStore },
      ),
      findings: [{ messageId: "undefinedVariable", at: "process.env.TABLE", says: ["template.yaml:3"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: "JSON.parse(process.env.RULES);" }).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [{ messageId: "undefinedVariable", at: "process.env.RULES", says: ["template.yaml:3"] }],
        },
      ]),
    ),
  },
});
