import rule from "../../src/rules/unused-env.js";
import { runJoinedRule, samTemplate } from "../support/run-joined-rule.js";
import { cdkApp } from "../support/templates.js";

const variables = (...names: string[]) => [
  "Environment:",
  "  Variables:",
  ...names.map((name) => `    ${name}: x`),
];
const manifest = (dependencies: Readonly<Record<string, string>>) => JSON.stringify({ dependencies });
const project = (files: Readonly<Record<string, string>>, more = variables("TABLE")) => ({
  files: { "template.yaml": samTemplate(more), "package.json": "{}", ...files },
  lint: "template.yaml",
});
const plain = { "src/handler.ts": "export const handler = async () => 1;" };

/** A function with a layer of the project, whose file it imports. */
const withLayer = (
  layer: string,
  { more = [], files = {} }: { more?: readonly string[]; files?: Readonly<Record<string, string>> } = {},
) => ({
  files: {
    "template.yaml": samTemplate(
      [...variables("TABLE"), ...more, "Layers: [!Ref Shared]"],
      ["Shared:", "  Type: AWS::Serverless::LayerVersion", "  Properties: { ContentUri: layers/shared }"],
    ),
    "package.json": "{}",
    "src/handler.js":
      'const { list } = require("/opt/nodejs/store");\nexports.handler = async () => list();\n',
    "layers/shared/nodejs/package.json": manifest({ luxon: "3" }),
    "layers/shared/nodejs/store.js": layer,
    ...files,
  },
  lint: "template.yaml",
});
const storeLayer = 'const { DateTime } = require("luxon");\nexports.list = () => DateTime.now();\n';

/** Two functions that a helper of the CDK makes, each of a file of its own. */
const made = (list: string, send: string) => ({
  files: {
    ...cdkApp(`for (const name of ["list", "send"])
  new NodejsFunction(this, name, { entry: \`src/\${name}.ts\`, environment: { TABLE: "orders" } });`),
    "src/list.ts": `export const handler = async () => ${list};\n`,
    "src/send.ts": `export const handler = async () => ${send};\n`,
  },
  lint: "lib/stack.ts",
});

/** Two functions of Amplify to which one line adds a variable, and what the second one does. */
const amplify = (second: string, lint = "first") => ({
  files: {
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    "amplify/backend.ts": `import { defineBackend } from "@aws-amplify/backend";
import { first } from "./first/resource";
import { second } from "./second/resource";
const backend = defineBackend({ first, second });
for (const fn of [backend.first.resources.lambda, backend.second.resources.lambda]) fn.addEnvironment("TABLE", "orders");
`,
    ...Object.fromEntries(
      ["first", "second"].flatMap((name) => [
        [
          `amplify/${name}/resource.ts`,
          `import { defineFunction } from "@aws-amplify/backend";\nexport const ${name} = defineFunction({ name: "${name}" });\n`,
        ],
        [
          `amplify/${name}/handler.ts`,
          `export const handler = async () => ${name === "second" ? second : "1"};\n`,
        ],
      ]),
    ),
  },
  lint: `amplify/${lint}/resource.ts`,
});

/** A function in JSON. */
const json = (folder: string, file: string) => ({
  files: {
    [`${folder}/${file}`]: JSON.stringify({
      AWSTemplateFormatVersion: "2010-09-09",
      Resources: {
        LambdaFunction: {
          Type: "AWS::Lambda::Function",
          Metadata: { "aws:asset:path": "./src", "aws:asset:property": "Code" },
          Properties: {
            Code: { S3Bucket: "code", S3Key: "key" },
            Handler: "index.handler",
            Environment: { Variables: { ENV: { Ref: "env" } } },
          },
        },
      },
    }),
    [`${folder}/src/index.js`]: "exports.handler = async () => 1;\n",
    [`${folder}/src/package.json`]: "{}",
  },
  lint: `${folder}/${file}`,
});

runJoinedRule("unused-env", rule, {
  valid: {
    "a variable that the project's layer reads": withLayer("exports.list = () => process.env.TABLE;\n"),
    "a layer with a file that is not there": withLayer(storeLayer, {
      files: {
        "src/handler.js":
          'const { get } = require("/opt/nodejs/other");\nexports.handler = async () => get();\n',
      },
    }),
    "a layer with a package that may read it": withLayer(
      'const { list } = require("acme-tables");\nexports.list = list;\n',
      { files: { "layers/shared/nodejs/package.json": manifest({ "acme-tables": "1" }) } },
    ),
    "a layer with an extension": withLayer(storeLayer, {
      files: { "layers/shared/extensions/agent": "#!/bin/sh\n" },
    }),
    "a layer whose script starts the function": withLayer(storeLayer, {
      more: ["    AWS_LAMBDA_EXEC_WRAPPER: /opt/wrapper"],
    }),
    "a layer that Node.js loads": withLayer(storeLayer, {
      more: ["    NODE_OPTIONS: --require /opt/nodejs/start.js"],
    }),
    "a layer of another stack": project(plain, [...variables("TABLE"), "Layers: [!ImportValue Shared]"]),
    "a file that runs in a thread": project({
      "src/handler.js":
        'const { Worker } = require("node:worker_threads");\nexports.handler = async () => new Worker(__dirname + "/work.js");\n',
    }),
    "a variable that a loop adds to functions of Amplify, one of which reads it":
      amplify("process.env.TABLE"),
    "one that none of them reads, which is said of the first": amplify("1", "second"),
    "variables that Amplify Gen 1 writes": json(
      "amplify/backend/function/book",
      "book-cloudformation-template.json",
    ),
    "a variable that one of the functions reads which one expression makes": made("1", "process.env.TABLE"),
    "variables of the provider that other settings take": {
      files: {
        ...plain,
        "serverless.yml": `service: a
provider:
  name: aws
  environment:
    SUBNETS: \${ssm:/orders/subnets}
    HOST: \${ssm:/orders/host}
functions:
  - create: { handler: src/handler.handler, vpc: { subnetIds: "\${self:provider.environment.SUBNETS}" } }
  - \${file(search.yml)}
`,
        "search.yml": `search: { handler: src/search.handler, environment: { HOST: "\${self:provider.environment.HOST}" } }\n`,
        "src/search.ts": "export const handler = async () => process.env.HOST;",
      },
      lint: "serverless.yml",
    },
    "variables of another file, which functions elsewhere may share": {
      files: {
        "package.json": "{}",
        "sst.config.ts": "",
        ...plain,
        "infra/env.ts": `export const common = { TABLE: "x" };`,
        "infra/api.ts": `import { common } from "./env"; new sst.aws.Function("Orders", { handler: "src/handler.handler", environment: { ...common } });`,
      },
      lint: "infra/api.ts",
    },
    "a variable that the handler reads": project({
      "src/handler.ts": "export const handler = async () => process.env.TABLE;",
    }),
    "a variable that a file behind it reads": project({
      "src/handler.ts": `import { table } from "./core/table.js";\nexport const handler = async () => table;`,
      "src/core/table.ts": `export { table } from "./config";`,
      "src/core/config/index.ts": `export const table = required("TABLE");`,
    }),
    "a file that is not there": project({
      "src/handler.ts": `import "./generated.js";\nexport const handler = async () => 1;`,
    }),
    "a path alias": project({
      "src/handler.ts": `import { a } from "@/a";\nexport const handler = async () => a;`,
    }),
    "a package of the same repository": project({
      "package.json": manifest({ "@own/config": "workspace:*" }),
      "src/handler.ts": `import { a } from "@own/config";\nexport const handler = async () => a;`,
    }),
    "code that decides what it loads": project({
      "src/handler.ts": "export const handler = async (event) => import(event.name);",
    }),
    "names that code makes": project({
      "src/handler.ts": "export const handler = async (event) => process.env[event.name];",
    }),
    "a name that a function is given in pieces": project(
      {
        "src/handler.ts": `import { getEnv } from "./env.js";\nexport const handler = async (event) => getEnv(\`\${event.kind}_TABLE\`);`,
        "src/env.ts": "export const getEnv = (name: string) => process.env[name];",
      },
      variables("ORDERS_TABLE"),
    ),
    "a name that is made of another": project({
      "src/handler.ts": `import { getEnv } from "./env.js";\nexport const handler = async () => getEnv("table".toUpperCase());`,
      "src/env.ts": "export const getEnv = (name: string) => process.env[name];",
    }),
    "a name that a variable holds": project({
      "src/handler.ts": `import names from "./names.json";\nfor (const name of names) console.log(process.env[name]);\nexport const handler = async () => 1;`,
      "src/names.json": "[]",
    }),
    ...Object.fromEntries(
      [
        ["a template in brackets", "process.env[`${event.kind}_TABLE`]"],
        ["a sum in brackets", `process.env["ORDERS_" + event.kind]`],
        ["an optional member of the process", "process?.env?.[event.name]"],
        ["an optional look", "process.env?.[event.name]"],
        ["a member in brackets", `process["env"][event.name]`],
        ["an imported environment", "env?.[event.name]"],
        ["a member of what is no object of the code", "process.env[settings.table]"],
        ["names of a list from elsewhere", "event.names.map((name) => process.env[name])"],
        ["the same with a function", "event.names.map(function (name) { return process.env[name]; })"],
      ].map(([shape, read]) => [
        `a name that nobody knows: ${shape}`,
        project(
          {
            "src/handler.ts": `import { env } from "node:process";\nexport const handler = async (event) => ${read};`,
          },
          variables("ORDERS_TABLE"),
        ),
      ]),
    ),
    ...Object.fromEntries(
      [
        ["a separator between parts", `get(event.kind + "_" + event.part)`, "ORDERS_TABLE"],
        ["parts that are joined", `get([event.kind, "TABLE"].join("_"))`, "ORDERS_TABLE"],
        ["two parts of a template", "get(`${event.kind}_${event.part}`)", "ORDERS_TABLE"],
        ["a number", "get(`TABLE${event.index}`)", "TABLE1"],
        ["a number after a separator", `get("TABLE_" + event.index)`, "TABLE_12"],
      ].map(([shape, read, name = ""]) => [
        `a name that a function is given with ${shape}`,
        project(
          {
            "src/handler.ts": `const get = (name: string) => process.env[name];\nexport const handler = async (event) => ${read};`,
          },
          variables(name),
        ),
      ]),
    ),
    "a name that Lambda does not take": project(plain, variables(`"A(B"`, `"C+"`, `"a.b"`)),
    "the environment as a whole": project({
      "src/handler.ts": `import { parse } from "./parse.js";\nexport const handler = async () => parse(process.env);`,
      "src/parse.ts": "export const parse = (x) => x;",
    }),
    ...Object.fromEntries(
      [
        ["what is left of the environment", "const { STAGE, ...rest } = process.env;"],
        ["a name that code makes", 'const { STAGE, [["TA", "BLE"].join("")]: table } = process.env;'],
        ["a part of a variable of any name", "const { length } = process.env[globalThis.name];"],
        ["its own name, and another one for it", 'const { TABLE: table = "orders" } = process.env;'],
        ["the environment under another name", "const { STAGE } = process.env, env = process.env;"],
      ].map(([shape = "", statement = ""]) => [
        `variables that are taken out of the environment, with ${shape}`,
        project({ "src/handler.ts": `${statement}\nexport const handler = async () => 1;` }),
      ]),
    ),
    "what a package reads": project(
      {
        "package.json": manifest({ stripe: "1" }),
        "src/handler.ts": `import Stripe from "stripe";\nexport const handler = async () => new Stripe();`,
      },
      variables("STRIPE_KEY"),
    ),
    "what a package reads whose name has more words": project(
      {
        "package.json": manifest({ "circuitbreaker-lambda": "1" }),
        "src/handler.ts": `import Breaker from "circuitbreaker-lambda";\nexport const handler = async () => new Breaker();`,
      },
      variables("CIRCUITBREAKER_TABLE"),
    ),
    "what a package may read that does the work": project(
      {
        "package.json": manifest({ "library-desk": "1" }),
        "src/handler.ts": `export { lend as handler } from "library-desk";`,
      },
      variables("BOOKS_TABLE"),
    ),
    "what a package of the same makers may read": project(
      {
        "package.json": manifest({ "@library/settings": "1" }),
        "src/handler.ts": `import { settings } from "@library/settings";\nexport const handler = async () => settings;`,
      },
      variables("BOOKS_TABLE"),
    ),
    "what the runtime and tools read": project(
      plain,
      variables("NODE_OPTIONS", "POWERTOOLS_SERVICE_NAME", "LOG_LEVEL", "TZ"),
    ),
    "a layer": project(plain, [...variables("TABLE"), "Layers: [!Ref Shared]"]),
    "a handler that is built by something else": project({}),
    "a handler whose code is not known": project(plain, [...variables("TABLE"), "ImageUri: orders"]),
    ...Object.fromEntries(
      [
        [
          "template.yaml",
          `Globals:\n  Function:\n    Environment:\n      Variables:\n        TABLE: x\n${samTemplate(variables("TABLE"), ["List:", "  Type: AWS::Serverless::Function", "  Properties: { CodeUri: ., Handler: src/list.handler }", "Find:", "  Type: AWS::Serverless::Function", "  Properties: { CodeUri: ., Handler: src/list.handler }"])}`,
        ],
        [
          "serverless.yml",
          "service: a\nprovider:\n  name: aws\n  environment:\n    TABLE: x\nfunctions:\n  orders: { handler: src/handler.handler, environment: { TABLE: none } }\n  list: { handler: src/list.handler }\n  find: { handler: src/list.handler }\n",
        ],
      ].map(([file = "", text = ""]) => [
        `a variable of a function that stands in for one of all functions: ${file}`,
        {
          files: {
            "package.json": "{}",
            [file]: text,
            ...plain,
            "src/list.ts": "export const handler = async () => process.env.TABLE;",
          },
          lint: file,
        },
      ]),
    ),
    "a variable of the globals that another function reads": {
      files: {
        "template.yaml": `Globals:\n  Function:\n    Environment:\n      Variables:\n        TABLE: x\n${samTemplate([], ["List:", "  Type: AWS::Serverless::Function", "  Properties: { CodeUri: ., Handler: src/list.handler }"])}`,
        ...plain,
        "src/list.ts": "export const handler = async () => process.env.TABLE;",
      },
      lint: "template.yaml",
    },
  },
  invalid: {
    "what neither the handler nor the project's layer reads": {
      ...withLayer(storeLayer),
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`Orders` (src/handler.js)"] }],
    },
    "a variable with a word of a package that reads none": {
      ...project(
        {
          "package.json": manifest({ "jwks-rsa": "4", qrcode: "1" }),
          "src/handler.js":
            'const jwks = require("jwks-rsa");\nconst qr = require("qrcode");\nexports.handler = async () => [jwks, qr];\n',
        },
        variables("KEYS_JWKS_URI"),
      ),
      findings: [{ messageId: "unusedVariable", at: "KEYS_JWKS_URI", says: ["`Orders` (src/handler.js)"] }],
    },
    "a layer of the Serverless Framework": {
      files: {
        "package.json": "{}",
        "serverless.yml": `service: orders
provider:
  name: aws
layers:
  my-tools: { path: tools }
functions:
  orders:
    handler: src/handler.handler
    environment:
      TABLE: orders
    layers: [!Ref MyDashtoolsLambdaLayer]
`,
        "src/handler.js":
          'const { list } = require("/opt/nodejs/store");\nexports.handler = async () => list();\n',
        "tools/nodejs/store.js": "exports.list = () => 1;\n",
      },
      lint: "serverless.yml",
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`orders` (src/handler.js)"] }],
    },
    "a variable that a loop adds to functions of Amplify, none of which reads it": {
      ...amplify("1"),
      findings: [
        {
          messageId: undefined,
          at: 'defineFunction({ name: "first" })',
          says: ["`TABLE`", "`first` (amplify/first/handler.ts)", "`second`", "amplify/backend.ts:5"],
        },
      ],
    },
    "a variable of a template in JSON": {
      ...json("book", "template.json"),
      findings: [
        { messageId: "unusedVariable", at: '"ENV"', says: ["`LambdaFunction` (book/src/index.js)"] },
      ],
    },
    "a variable that none of the functions reads which one expression makes": {
      ...made("1", "2"),
      findings: [
        {
          messageId: "unusedVariable",
          at: "TABLE",
          says: ["`TABLE`", "`list` (src/list.ts), `send` (src/send.ts)"],
        },
      ],
    },
    "a variable of a function that several stacks of one class have, which is named once": {
      files: {
        ...cdkApp(
          `new NodejsFunction(this, "list", { entry: "src/list.ts", environment: { TABLE: "orders" } });`,
        ),
        "bin/app.ts": `import { App } from "aws-cdk-lib";\nimport { Orders } from "../lib/stack";\nconst app = new App();\nnew Orders(app, "Test");\nnew Orders(app, "Live");\n`,
        "src/list.ts": `export const handler = async () => 1;\n`,
      },
      lint: "lib/stack.ts",
      findings: [
        {
          messageId: "unusedVariable",
          at: "TABLE",
          says: ["the code of `list` (src/list.ts) does not have"],
        },
      ],
    },
    "a variable that nothing reads": {
      ...project(plain, variables("TABLE")),
      findings: [
        { messageId: "unusedVariable", at: "TABLE", says: ["`TABLE`", "`Orders` (src/handler.ts)"] },
      ],
    },
    ...Object.fromEntries(
      [
        [
          "an arrow function",
          "export const getEnv = (name: string): string | undefined => process.env[name];",
        ],
        [
          "a function",
          "export function getEnv(name: Name, fallback?: string) {\n  const value = process.env[name];\n  if (!value) throw new Error(name);\n  return value ?? fallback;\n}",
        ],
        ["JavaScript", "export const getEnv = name => process.env[name];"],
      ].map(([shape = "", code = ""]) => [
        `a variable that nobody asks ${shape} for`,
        {
          ...project(
            {
              "src/handler.ts": `import { getEnv } from "./env.js";\nexport const handler = async () => getEnv("ORDERS_TABLE");`,
              "src/env.ts": code,
            },
            variables("ORDERS_TABLE", "STAGE"),
          ),
          findings: [{ messageId: "unusedVariable", at: "STAGE", says: ["`STAGE`"] }],
        },
      ]),
    ),
    "reads of one name, however they are written": {
      ...project(
        {
          "src/handler.ts":
            'export const handler = async () => [process.env["A"], process?.env?.A, process.env[`A`], process["env"]?.["A"]];',
        },
        variables("A", "TABLE"),
      ),
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`TABLE`"] }],
    },
    ...Object.fromEntries(
      [
        ["a constant object", 'const names = { table: "ORDERS_TABLE" };', "names.table as string"],
        ["an enumeration", 'enum Names {\n  Table = "ORDERS_TABLE",\n}', "Names.Table"],
        [
          "an object of objects, which is frozen",
          'export const NAMES = Object.freeze({ tables: { orders: "ORDERS_TABLE" } });',
          "NAMES.tables.orders",
        ],
      ].map(([shape = "", declaration = "", name = ""]) => [
        `a variable beside those that ${shape} names`,
        {
          ...project(
            {
              "src/handler.ts": `${declaration}\nexport const handler = async () => process.env[${name}];`,
            },
            variables("ORDERS_TABLE", "STAGE"),
          ),
          findings: [{ messageId: "unusedVariable", at: "STAGE", says: ["`STAGE`"] }],
        },
      ]),
    ),
    ...Object.fromEntries(
      [
        "arn:aws:lambda:eu-west-2:216552277552:layer:Dynatrace_OneAgent_1_331_39_20260206-150338_with_collector_nodejs_arm:1",
        "arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Node22-x:125",
        "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64:20",
        "arn:aws:lambda:eu-west-1:615299751070:layer:AWSOpenTelemetryDistroJs:8",
      ].map((layer) => [
        `a variable beside a layer that only watches: ${layer}`,
        {
          ...project(plain, [`Layers: ['${layer}']`, ...variables("TABLE", "DT_TENANT")]),
          findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`TABLE`"] }],
        },
      ]),
    ),
    "a variable beside texts that buffers and lists are made of": {
      ...project(
        {
          "src/handler.ts":
            'export const handler = async (event) => [Buffer.from(`${event.head}.${event.body}`), Array.from("table")];',
        },
        variables("TABLE_NAME"),
      ),
      findings: [{ messageId: "unusedVariable", at: "TABLE_NAME", says: ["`TABLE_NAME`"] }],
    },
    "a variable beside the layer of Powertools": {
      ...project(plain, [
        "Layers: [!Sub 'arn:aws:lambda:${AWS::Region}:094274105915:layer:AWSLambdaPowertoolsTypeScriptV2:30']",
        ...variables("TABLE"),
      ]),
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`TABLE`"] }],
    },
    "one that is only a part of another name": {
      ...project({ "src/handler.ts": "export const handler = async () => process.env.TABLE_NAME;" }),
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["src/handler.ts"] }],
    },
    ...Object.fromEntries(
      [
        "const { STAGE, DESK: desk = 'a' } = process.env;",
        "const { STAGE }: NodeJS.ProcessEnv = process.env;",
        "const {\n  STAGE,\n  DESK\n} = process.env\nconst more = 1;",
      ].map((statement) => [
        `beside variables that are taken out of the environment: ${statement}`,
        {
          ...project({
            "src/handler.ts": `${statement}\nexport const handler = async () => "table".toUpperCase();`,
          }),
          findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["src/handler.ts"] }],
        },
      ]),
    ),
    "behind files and packages": {
      ...project({
        "package.json": manifest({ zod: "4", pg: "8" }),
        "src/handler.ts": `import { z } from "zod";\nimport { Pool } from "pg";\nimport { b } from "./b.js";\nimport { S3Client } from "@aws-sdk/client-s3";\nexport const handler = async () => [z, Pool, b, S3Client];`,
        "src/b.ts": "export const b = 1;",
      }),
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["src/handler.ts"] }],
    },
    "a variable of the globals": {
      files: {
        "template.yaml": `Globals:\n  Function:\n    Environment:\n      Variables:\n        TABLE: x\n${samTemplate([], ["List:", "  Type: AWS::Serverless::Function", "  Properties: { CodeUri: ., Handler: src/list.handler }"])}`,
        ...plain,
        "src/list.ts": "export const handler = async () => 2;",
      },
      lint: "template.yaml",
      findings: [
        {
          messageId: "unusedVariable",
          at: "TABLE",
          says: ["`Orders` (src/handler.ts), `List` (src/list.ts)"],
        },
      ],
    },
    "a variable of many functions": {
      files: {
        "serverless.yml": `service: a\nprovider:\n  name: aws\n  environment:\n    TABLE: x\nfunctions:\n${["a", "b", "c", "d", "e"].map((name) => `  ${name}: { handler: src/handler.handler }\n`).join("")}`,
        "package.json": "{}",
        ...plain,
      },
      lint: "serverless.yml",
      findings: [
        {
          messageId: "unusedVariable",
          at: "TABLE",
          says: ["`a` (src/handler.ts)", "`c` (src/handler.ts) and 2 more"],
        },
      ],
    },
    "what another variable takes from the same place": {
      files: {
        "serverless.yml": `service: a
provider:
  name: aws
  stage: dev
  environment:
    STAGE: \${self:provider.stage}
    NODE_ENV: \${self:provider.stage}
functions:
  create: { handler: src/handler.handler }
`,
        ...plain,
      },
      lint: "serverless.yml",
      findings: [{ messageId: "unusedVariable", at: "STAGE", says: ["`STAGE`"] }],
    },
    "serverless.yml": {
      files: {
        "serverless.yml":
          "service: a\nprovider:\n  name: aws\nfunctions:\n  orders:\n    handler: src/handler.handler\n    environment:\n      TABLE: x\n",
        "package.json": "{}",
        ...plain,
      },
      lint: "serverless.yml",
      findings: [{ messageId: "unusedVariable", at: "TABLE", says: ["`orders`"] }],
    },
  },
});
