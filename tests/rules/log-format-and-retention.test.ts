import rule from "../../src/rules/log-format-and-retention.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const group = `  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub "/aws/lambda/\${Create}", RetentionInDays: 30 }
`;
const json = "Runtime: nodejs22.x\nLoggingConfig: { LogFormat: JSON }";
const text = samTemplate("Runtime: nodejs22.x", { beside: group });
const textOfCode = samTemplate("CodeUri: .\nRuntime: nodejs22.x", { beside: group });
const writtenText = plainTemplate("Runtime: nodejs22.x\nLoggingConfig: { LogFormat: Text } # why", {
  beside: group,
});

const inTemplate = ", as `LogFormat` of `LoggingConfig`";
const ownGroup = samTemplate("Runtime: nodejs22.x\nLoggingConfig: { LogGroup: !ImportValue g }");

/** An app of the CDK with the function `Create`, which has these properties, and statements after it. */
const stack = (properties: string, rest: string) => `import { Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
export class Orders extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    new lambda.Function(this, "Create", { handler: "app.handler", code: lambda.Code.fromAsset("src"), runtime: lambda.Runtime.NODEJS_24_X, loggingFormat: lambda.LoggingFormat.JSON, ${properties} });
    ${rest}
  }
}
`;
const app = (properties: string, rest: string, config = "{}") => ({
  files: { "cdk.json": config, "lib/stack.ts": stack(properties, rest) },
  filename: "lib/stack.ts",
});
const groupOf = (properties: string) => `new logs.LogGroup(this, "Group", { ${properties} });`;

/** A service of three functions whose logs are kept for a while. */
const service = (settings: string) => `service: orders
provider:
${settings}
  runtime: nodejs22.x
  logRetentionInDays: 14
functions:
${["one", "two", "six"].map((id) => `  ${id}: { handler: src/app.handler }\n`).join("")}`;

runConfigRule("log-format-and-retention", rule, {
  valid: [
    ...[
      ["a retention of the function", "logRetention: logs.RetentionDays.ONE_WEEK", ""],
      ["a log group of its own", 'logGroup: new logs.LogGroup(this, "Group")', ""],
      ["a log group of somebody else", "logGroup: props.group", ""],
      ["properties of somebody else", "...props.defaults", ""],
      ["a group with a function's name", "", groupOf('logGroupName: "/aws/lambda/orders-create"')],
      ["a group with a name that is not known", "", groupOf("logGroupName: props.name")],
      [
        "a retention for any group",
        "",
        'new logs.LogRetention(this, "Keep", { logGroupName: props.name, retention: 7 });',
      ],
      ["a construct of another package", "", "new props.Defaults(this);"],
    ].map(([name = "", properties = "", rest = ""]) => ({
      name: `${name} in an app of the CDK`,
      ...app(properties, rest),
    })),
    {
      name: "groups that the CDK makes",
      ...app("", "", '{ "context": { "@aws-cdk/aws-lambda:useCdkManagedLogGroup": true } }'),
    },
    { name: "JSON, and a log group", code: samTemplate(json, { beside: group }) },
    {
      name: "JSON in the globals",
      code: samTemplate("", {
        before: "Globals: { Function: { LoggingConfig: { LogFormat: JSON } } }\n",
        beside: group,
      }),
    },
    {
      name: "Powertools writes JSON",
      code: samTemplate("Runtime: nodejs22.x\nEnvironment: { Variables: { POWERTOOLS_SERVICE_NAME: a } }", {
        beside: group,
      }),
    },
    {
      name: "a runtime whose log has no other format",
      code: samTemplate("Runtime: provided.al2023", { beside: group }),
    },
    {
      name: "a log group that is declared elsewhere",
      code: samTemplate("LoggingConfig: { LogFormat: JSON, LogGroup: !ImportValue g }"),
    },
    {
      name: "a log group whose name is not known",
      code: samTemplate(json, {
        beside: "  G: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !ImportValue g } }\n",
      }),
    },
    {
      name: "a log group that a nested stack can have",
      code: samTemplate(json, {
        beside: `  CreateResources:
    Type: AWS::Serverless::Application
    Properties: { Location: lambda_resources.yaml, Parameters: { LambdaName: create } }
`,
      }),
    },
    {
      name: "functions of a factory whose code logs by a package that writes JSON",
      filename: "lib/stack.ts",
      files: {
        "cdk.json": "{}",
        "package.json": JSON.stringify({ dependencies: { pino: "^9.0.0" } }),
        "src/create.ts":
          'import { logger } from "./logger";\nexport const handler = async () => logger.info("a");\n',
        "src/list.ts":
          'import { logger } from "./logger";\nexport const handler = async () => logger.info("b");\n',
        "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Runtime } from "aws-cdk-lib/aws-lambda";
export class Orders extends Stack {
  constructor(scope, id) {
    super(scope, id);
    for (const name of ["create", "list"])
      new NodejsFunction(this, name, { entry: \`src/\${name}.ts\`, runtime: Runtime.NODEJS_22_X, logRetention: 14 });
  }
}`,
      },
    },
    {
      name: "code with a logger, whose package needs one that writes JSON",
      filename: "template.yaml",
      files: {
        "template.yaml": textOfCode,
        "app.ts": `import { logger } from "./common.js";\nexport const handler = async () => logger.info("done");\n`,
        "package.json": JSON.stringify({ dependencies: { "@aws-lambda-powertools/logger": "^2.0.0" } }),
      },
    },
    ...["serverless-plugin-log-retention", "serverless-logging-config"].map((plugin) => ({
      name: `a service with ${plugin}`,
      filename: "serverless.yml",
      code: serverlessFile("", { before: "runtime: nodejs22.x" }).replace(
        "provider:",
        `plugins: [${plugin}]\nprovider:`,
      ),
    })),
    {
      name: "serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile("", {
        before: "runtime: nodejs22.x\nlogRetentionInDays: 30\nlogs: { lambda: { logFormat: JSON } }",
      }),
    },
  ],
  invalid: [
    {
      name: "text, by default",
      code: text,
      errors: [
        {
          messageId: "textFormat",
          data: { id: "Create", where: inTemplate },
          ...locate(text, "Create"),
          suggestions: [
            {
              messageId: "setJson",
              output: text.replace(
                "      Handler",
                "      LoggingConfig: { LogFormat: JSON }\n      Handler",
              ),
            },
          ],
        },
      ],
    },
    {
      name: "text, of code whose package has no logger that writes JSON",
      filename: "template.yaml",
      files: {
        "template.yaml": textOfCode,
        "app.ts": `import { logger } from "./common.js";\nexport const handler = async () => logger.info("done");\n`,
        "package.json": JSON.stringify({ dependencies: { loglevel: "^1.0.0" } }),
      },
      errors: [
        {
          messageId: "textFormat",
          data: { id: "Create", where: inTemplate },
          ...locate(textOfCode, "Create"),
          suggestions: [
            {
              messageId: "setJson",
              output: textOfCode.replace(
                "      Handler",
                "      LoggingConfig: { LogFormat: JSON }\n      Handler",
              ),
            },
          ],
        },
      ],
    },
    {
      name: "text, of code without the logger that its package needs for other code",
      filename: "template.yaml",
      files: {
        "template.yaml": textOfCode,
        "app.ts": "export const handler = async () => {};\n",
        "package.json": JSON.stringify({ dependencies: { "@aws-lambda-powertools/logger": "^2.0.0" } }),
      },
      errors: [
        {
          messageId: "textFormat",
          data: { id: "Create", where: inTemplate },
          ...locate(textOfCode, "Create"),
          suggestions: [
            {
              messageId: "setJson",
              output: textOfCode.replace(
                "      Handler",
                "      LoggingConfig: { LogFormat: JSON }\n      Handler",
              ),
            },
          ],
        },
      ],
    },
    {
      name: "text, chosen",
      code: writtenText,
      errors: [
        {
          messageId: "textFormat",
          data: { id: "Create", where: inTemplate },
          ...locate(writtenText, "Text"),
          suggestions: [{ messageId: "setJson", output: writtenText.replace("Text", "JSON") }],
        },
      ],
    },
    {
      name: "text, with a log group of its own: no second LoggingConfig",
      code: ownGroup,
      errors: [
        { messageId: "textFormat", data: { id: "Create", where: inTemplate }, ...locate(ownGroup, "Create") },
      ],
    },
    {
      name: "no log group",
      code: samTemplate(json),
      errors: [
        {
          messageId: "noRetention",
          data: { id: "Create", setting: "`RetentionInDays` of a log group that is declared for it" },
          ...locate(samTemplate(json), "Create"),
        },
      ],
    },
    {
      name: "a log group that keeps everything",
      code: samTemplate(json, { beside: group.replace(", RetentionInDays: 30", "") }),
      errors: [
        {
          messageId: "noRetention",
          data: { id: "Create", setting: "`RetentionInDays` of a log group that is declared for it" },
          ...locate(samTemplate(json), "Create"),
        },
      ],
    },
    {
      name: "no log group in an app of the CDK, and others in it",
      ...app("", `${groupOf('logGroupName: "/aws/apigateway/orders"')} ${groupOf("")}`),
      errors: [
        {
          messageId: "noRetention",
          data: { id: "Create", setting: "`logGroup` to a `LogGroup` with a `retention`" },
          ...locate(stack("", ""), '"Create"'),
        },
      ],
    },
    {
      name: "no retention in serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile(),
      errors: [
        {
          messageId: "noRetention",
          data: {
            id: "create",
            setting: "`provider.logRetentionInDays` for all functions, or `logRetentionInDays` of this one",
          },
          ...locate(serverlessFile(), "create"),
          suggestions: [14, 30, 90].map((days) => ({
            messageId: "setRetention",
            data: { name: "logRetentionInDays", days },
            output: serverlessFile().replace("    handler", `    logRetentionInDays: ${days}\n    handler`),
          })),
        },
      ],
    },
    {
      name: "text for three functions of serverless.yml: at the provider, without an edit that version 3 would not know",
      filename: "serverless.yml",
      code: service("  name: aws"),
      errors: [
        {
          messageId: "textFormat",
          data: {
            id: "one",
            where: ", as `provider.logs.lambda.logFormat` (from version 4 of the Serverless Framework on)",
          },
          ...locate(service("  name: aws"), "provider"),
          more: "So it is with 2 more functions of this service: `provider.logs.lambda.logFormat` sets it for all of them.",
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("loggingFormat: lambda.LoggingFormat.TEXT,"),
      errors: [
        {
          messageId: "textFormat",
          data: { id: "Create", where: ", as `loggingFormat`" },
          ...locate(cdkStack("loggingFormat: lambda.LoggingFormat.TEXT,"), "lambda.LoggingFormat.TEXT"),
          suggestions: [
            { messageId: "setJson", output: cdkStack("loggingFormat: lambda.LoggingFormat.JSON,") },
          ],
        },
      ],
    },
  ],
});

const level = (more: string) =>
  samTemplate(`Runtime: nodejs24.x\nLoggingConfig: { LogGroup: !Ref Group, ${more} }`);
const levelOfText = level("LogFormat: Text, SystemLogLevel: WARN");
const levelOfDefault = level("ApplicationLogLevel: DEBUG");

runConfigRule("log-format-and-retention (levels)", rule, {
  valid: [
    { name: "a level of a log in JSON", code: level("LogFormat: JSON, SystemLogLevel: WARN") },
    {
      name: "a level of a log in JSON or text",
      code: level("LogFormat: !If [A, JSON, Text], SystemLogLevel: WARN"),
    },
  ],
  invalid: [
    {
      name: "a level of a log in text",
      code: levelOfText,
      errors: [
        {
          messageId: "levelOfText",
          data: { id: "Create", level: "WARN" },
          ...locate(levelOfText, "WARN"),
          suggestions: [{ messageId: "setJson", output: levelOfText.replace("Text", "JSON") }],
        },
      ],
    },
    {
      name: "a level where nobody says the format",
      code: levelOfDefault,
      errors: [
        {
          messageId: "levelOfText",
          data: { id: "Create", level: "DEBUG" },
          ...locate(levelOfDefault, "DEBUG"),
        },
      ],
    },
  ],
});
