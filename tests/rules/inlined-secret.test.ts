import { expect, it } from "vitest";
import rule from "../../src/rules/inlined-secret.js";
import noSecretInEnv from "../../src/rules/no-secret-in-env.js";
import { lintJoined, runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const variable = (value: string, name = "DATABASE") => [
  "Environment:",
  "  Variables:",
  `    ${name}: ${value}`,
];
const resolved = `"{{resolve:secretsmanager:orders:SecretString:password}}"`;
const reading = "export const handler = async () => process.env.DATABASE;\n";
const project = (more: readonly string[], code = reading) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});

/** A variable that a file reads which handlers of other files run; each function gets the value given for it. */
const shared = (name: string, ...values: readonly string[]) => ({
  files: {
    "package.json": "{}",
    "template.yaml": [
      "Transform: AWS::Serverless-2016-10-31",
      "Resources:",
      ...values.flatMap((value, i) => [
        `  Orders${String(i)}:`,
        "    Type: AWS::Serverless::Function",
        "    Properties:",
        `      Handler: src/orders${String(i)}.handler`,
        "      Environment: { Variables: { " + `${name}: ${value}` + " } }",
      ]),
    ].join("\n"),
    ...Object.fromEntries(
      values.map((_, i) => [
        `src/orders${String(i)}.ts`,
        `import { connect } from "./database";\nexport const handler = async () => connect();\n`,
      ]),
    ),
    "src/database.ts": `export const connect = () => process.env.${name};\nexport const unused = () => process.env.${name};\n`,
  },
  lint: "src/database.ts",
});

const ofVersion = (version: string, value: string) => ({
  files: {
    "serverless.yml": `service: orders\nframeworkVersion: "${version}"\nprovider: { name: aws }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { DATABASE: "${value}" }\n`,
    "src/handler.ts": reading,
  },
});

/** A value of a secret that the deployment reads as an object. */
const ofObject = (origin: string, member: string, name = "DATABASE") => ({
  files: {
    "serverless.yml": `service: orders\nframeworkVersion: "3"\nprovider: { name: aws }\ncustom: { database: "${origin}" }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { ${name}: "\${self:custom.database.${member}}" }\n`,
    "src/handler.ts": reading.replace("DATABASE", name),
  },
});
const stored = "${ssm:/aws/reference/secretsmanager/${sls:stage}/db, ssm:/aws/reference/secretsmanager/db}";

runJoinedRule("inlined-secret", rule, {
  valid: {
    "the host among the values of a secret": ofObject(stored, "host"),
    "a value of a parameter that is no secret": ofObject("${ssm:/orders/settings}", "table"),
    "a value of an object that comes from elsewhere": ofObject("${cf:orders.outputs}", "password"),
    "a value of what is written beside it": ofObject("${file(./missing.yml)}", "password"),
    "code of several functions, of which one has no secret": shared("DATABASE_URL", resolved, "!Ref Url"),
    "a name in other code that says nothing of a secret": shared("DATABASE", resolved),
    "a parameter that is no secret": project(variable(`"{{resolve:ssm:/orders/table}}"`)),
    "the ARN of a secret": project(variable("!Ref Secret")),
    "a value that is not known": project(variable("!ImportValue database")),
    "a secret that nothing reads": project(variable(resolved), "export const handler = async () => 1;"),
    "a secret that only other code reads": project(
      variable(resolved),
      "export const unused = () => process.env.DATABASE;\nexport const handler = async () => 1;",
    ),
    "a look whether it is there": project(
      variable(resolved),
      "export const handler = async () => (process.env.DATABASE ? 1 : 2);",
    ),
    "one stage of two": project([...variable(`!If [IsProd, ${resolved}, plain]`)]),
    "a parameter of the Serverless Framework that may be none": {
      files: {
        "serverless.yml":
          "service: orders\nprovider: { name: aws }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { DATABASE: '${ssm:/orders/database}' }\n",
        "src/handler.ts": reading,
      },
    },
    ...Object.fromEntries(
      ["${ssm:/orders/table~true}", "${ssm:/orders/${opt:stage}/table~true}"].map((value) => [
        `a parameter that is decrypted, and that nothing calls a secret: ${value}`,
        {
          files: {
            "serverless.yml": `service: orders\nprovider: { name: aws }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { DATABASE: "${value}" }\n`,
            "src/handler.ts": reading,
          },
        },
      ]),
    ),
    ...Object.fromEntries(
      [
        ["2", "${ssm:/orders/password}"],
        ["3", "${ssm(eu-west-1, noDecrypt):/orders/password}"],
        ["3", "${ssm:/orders/table}"],
      ].map(([version = "", value = ""]) => [
        `what version ${version} leaves encrypted, or nothing calls a secret: ${value}`,
        ofVersion(version, value),
      ]),
    ),
    "no configuration": { files: { "src/handler.ts": reading } },
  },
  invalid: {
    "code of several functions, of which one does without the variable": {
      files: {
        ...shared("DATABASE_URL", resolved, resolved).files,
        "template.yaml": shared("DATABASE_URL", resolved, resolved).files["template.yaml"].replace(
          /DATABASE_URL(?![^]*DATABASE_URL)/,
          "OTHER",
        ),
      },
      lint: "src/database.ts",
      findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE_URL", says: ["Secrets Manager"] }],
    },
    "the password among the values of a secret": {
      ...ofObject(stored, "password"),
      findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["Secrets Manager"] }],
    },
    "a value deep in a parameter, by the name of the variable": {
      ...ofObject("${ssm:/orders/settings}", "db.main", "DB_PASSWORD"),
      findings: [{ messageId: "inlinedSecret", at: "process.env.DB_PASSWORD", says: ["Parameter Store"] }],
    },
    "a secret that a function of the file reads by name": {
      ...project(
        variable(resolved),
        'const read = (name) => process.env[name];\nexport const handler = async () => read("DATABASE");\n',
      ),
      findings: [
        { messageId: "inlinedSecret", at: 'read("DATABASE")', says: ["`DATABASE`", "(template.yaml:10)"] },
      ],
    },
    "a secret of Secrets Manager": {
      ...project(variable(resolved)),
      findings: [
        {
          messageId: "inlinedSecret",
          at: "process.env.DATABASE",
          says: ["`DATABASE`", "`Orders` (template.yaml:3)", "(template.yaml:10)", "Secrets Manager"],
        },
      ],
    },
    "a parameter that version 3 of the Serverless Framework decrypts": {
      ...ofVersion("^3.38", "${ssm:/orders/${sls:stage}/password}"),
      findings: [
        { messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["Parameter Store", "`Orders`"] },
      ],
    },
    "a parameter that is a secret": {
      files: {
        "template.yaml": `Parameters:\n  Password: { Type: String, NoEcho: true, Default: x }\n${samTemplate(variable("!Ref Password"))}`,
        "src/handler.ts": reading,
      },
      findings: [
        { messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["`NoEcho`", "(template.yaml:12)"] },
      ],
    },
    ...Object.fromEntries(
      [
        ...["unsafeUnwrap()", "toString()"].map((method) => [
          `the CDK, in a variable: ${method}`,
          "lib/stack.ts",
          `import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
export class Orders extends Stack {
  constructor(scope: never, id: string) {
    super(scope, id);
    const password = new Secret(this, "Password").secretValue.${method};
    new NodejsFunction(this, "Orders", { entry: "src/handler.ts", environment: { DATABASE: password } });
  }
}`,
          { "cdk.json": "{}" },
          "Secrets Manager",
        ]),
        [
          "the Serverless Framework, by the name of the variable",
          "serverless.yml",
          `service: orders\nprovider: { name: aws }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { DATABASE_PASSWORD: "\${ssm:/orders/database~true}" }\n`,
          {},
          "Parameter Store",
          "process.env.DATABASE_PASSWORD",
        ],
        ...[
          "${ssm:/aws/reference/secretsmanager/orders}",
          "${ssm(eu-west-1):/orders/password~true}",
          "${ssm:orders-${opt:stage}-password~true}",
        ].map(
          (value) =>
            [
              `the Serverless Framework: ${value}`,
              "serverless.yml",
              `service: orders\nprovider: { name: aws }\nfunctions:\n  Orders:\n    handler: src/handler.handler\n    environment: { DATABASE: "${value}" }\n`,
              {},
              value.includes("~true") ? "Parameter Store" : "Secrets Manager",
            ] as const,
        ),
        [
          "SST",
          "sst.config.ts",
          `const password = new sst.Secret("Password"); new sst.aws.Function("Orders", { handler: "src/handler.handler", environment: { DATABASE: password.value } });`,
          {},
          "a secret of SST",
        ],
        [
          "Pulumi",
          "index.ts",
          `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
const password = new pulumi.Config().requireSecret("password");
new aws.lambda.Function("Orders", { handler: "handler.handler", code: new pulumi.asset.FileArchive("src"), environment: { variables: { DATABASE: password } } });`,
          { "Pulumi.yaml": "name: a" },
          "Pulumi's configuration",
        ],
      ].map(([name, file, code, more, says, read = "process.env.DATABASE"]) => [
        `a secret of ${name as string}`,
        {
          files: {
            [file as string]: code,
            ...(more as object),
            "src/handler.ts": reading.replace("process.env.DATABASE", read as string),
          },
          lint: "src/handler.ts",
          findings: [
            {
              messageId: "inlinedSecret",
              at: read as string,
              says: [`\`${(read as string).replace("process.env.", "")}\``, says as string],
            },
          ],
        },
      ]),
    ),
    ...Object.fromEntries(
      ["DATABASE_URL", "DB_PASSWORD"].map((name) => [
        `${name} in code that handlers of other files run`,
        {
          ...shared(name, resolved, resolved),
          findings: [
            {
              messageId: "inlinedSecret",
              at: `process.env.${name}`,
              says: [
                "`Orders0` (template.yaml:3, which runs this through src/orders0.ts)",
                "template.yaml:7",
              ],
            },
          ],
        },
      ]),
    ),
    "in a part of a text": {
      ...project(
        variable('!Sub "postgres://orders:{{resolve:secretsmanager:${Secret}:SecretString:password}}@db"'),
      ),
      findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["template.yaml:10"] }],
    },
    ...Object.fromEntries(
      shapeProjects({ body: "return process.env.DATABASE;" }, variable(resolved)).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [{ messageId: "inlinedSecret", at: "process.env.DATABASE", says: ["template.yaml:10"] }],
        },
      ]),
    ),
  },
});

it("reports instead of no-secret-in-env, which knows secrets by their names", () => {
  const both = { "inlined-secret": rule, "no-secret-in-env": noSecretInEnv };
  const code = "export const handler = async () => process.env.DB_PASSWORD;";
  const idsOf = (linted: Parameters<typeof lintJoined>[1]) =>
    lintJoined(both, linted).messages.map(({ ruleId }) => ruleId);
  expect(idsOf(project(variable(resolved, "DB_PASSWORD"), code))).toEqual(["aws-lambda/inlined-secret"]);
  expect(idsOf(project(variable("hunter2", "DB_PASSWORD"), code))).toEqual(["aws-lambda/no-secret-in-env"]);
  expect(idsOf(shared("DB_PASSWORD", resolved)).slice(0, 1)).toEqual(["aws-lambda/inlined-secret"]);
});
