import rule from "../../src/rules/function-timeout.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const api = "Events: { Api: { Type: Api } }\n";
const longApi = samTemplate(`Timeout: 60\n${api}`);
const globals = "Globals: { Function: { Timeout: 60 } }\n";
const worker = "  Work:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: work.handler }\n";
const sharedLong = samTemplate(api, { before: globals, beside: worker });
const trigger = (name: string) =>
  samTemplate(
    `Timeout: 20\nEvents: { Pool: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: ${name} } } }`,
  );

function offers(times: readonly number[], name: string, write: (seconds: number) => string) {
  return times.map((seconds) => ({
    messageId: "setTimeout",
    data: { name, seconds },
    output: write(seconds),
  }));
}

/** A stack that makes two functions by one expression: the second one has `more`. */
const factory = (first: string, second: string) => `import { Duration, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { LambdaRestApi } from "aws-cdk-lib/aws-apigateway";

export class Orders extends Stack {
  constructor(scope: never, id: string) {
    super(scope, id);
    const make = (name: string, seconds: number) =>
      new lambda.Function(this, name, {
        code: lambda.Code.fromAsset("src"),
        handler: "app.handler",
        runtime: lambda.Runtime.NODEJS_24_X,
        timeout: Duration.seconds(seconds),
      });
    ${first}
    ${second}
  }
}
`;
const oneOfTwo = factory(
  `make("Work", 300);`,
  `new LambdaRestApi(this, "Api", { handler: make("List", 60) });`,
);

/** A function of SST, which runs for 20 s where nothing else is said. */
const sst = (setting: string) =>
  `export default $config({ app() { return { name: "orders", home: "aws" }; }, async run() {
  new sst.aws.Function("Create", { ${setting}handler: "src/create.handler" });
} });
`;

runConfigRule("function-timeout", rule, {
  valid: [
    {
      name: "two functions of one expression, of which the shorter one has a caller",
      filename: "lib/stack.ts",
      code: factory(`make("Work", 300);`, `new LambdaRestApi(this, "Api", { handler: make("List", 20) });`),
    },
    { name: "a timeout in the function", code: samTemplate("Timeout: 10") },
    { name: "the default, chosen", code: samTemplate("Timeout: 3") },
    { name: "the longest", code: samTemplate("Timeout: 900") },
    { name: "a timeout in the globals", code: samTemplate("", { before: globals }) },
    {
      name: "a parameter without a default: unknown",
      code: samTemplate("Timeout: !Ref Time", { before: "Parameters: { Time: { Type: Number } }\n" }),
    },
    { name: "an import: unknown", code: samTemplate("Timeout: !ImportValue time") },
    { name: "one of two is out of range", code: samTemplate("Timeout: !If [C, 1000, 10]") },
    {
      name: "longer than Lambda's usual limit, on managed instances",
      code: samTemplate("Timeout: 1800\nCapacityProviderConfig: { Arn: !Ref P }"),
    },
    { name: "a second more than the API waits", code: samTemplate(`Timeout: 30\n${api}`) },
    {
      name: "longer than the API, and a queue as well",
      code: samTemplate("Timeout: 60\nEvents: { Api: { Type: Api }, Queue: { Type: SQS } }"),
    },
    {
      name: "an API whose definition is not known",
      code: samTemplate(
        "Timeout: 60\nEvents: { Api: { Type: Api, Properties: { RestApiId: !ImportValue api } } }",
      ),
    },
    {
      name: "an API with a timeout of its own",
      code: samTemplate(
        "Timeout: 60\nEvents: { Api: { Type: Api, Properties: { TimeoutInMillis: 90000 } } }",
      ),
    },
    { name: "a queue alone", code: samTemplate("Timeout: 600\nEvents: { Queue: { Type: SQS } }") },
    { name: "a trigger that sends a message itself", code: trigger("CustomSMSSender") },
    {
      name: "the provider's timeout",
      filename: "serverless.yml",
      code: serverlessFile("", { before: "timeout: 10" }),
    },
    {
      name: "a function whose settings an include writes",
      code: samTemplate("Fn::Transform: { Name: AWS::Include }"),
    },
  ],
  invalid: [
    {
      name: "one of two functions of one expression, whose caller waits for less",
      filename: "lib/stack.ts",
      code: oneOfTwo,
      errors: [
        {
          messageId: "timeoutOverCaller",
          data: { id: "List", seconds: 60, caller: "API Gateway", limit: 29, name: "timeout" },
          ...locate(oneOfTwo, "name", 1),
        },
      ],
    },
    {
      name: "no timeout in SAM",
      code: samTemplate(),
      errors: [
        {
          messageId: "chooseTimeout",
          data: { id: "Create", seconds: 3, of: "AWS SAM", name: "Timeout" },
          ...locate(samTemplate(), "Create"),
          suggestions: offers([5, 10, 29, 60], "Timeout", (seconds) =>
            samTemplate().replace("      Handler", `      Timeout: ${seconds}\n      Handler`),
          ),
        },
      ],
    },
    {
      name: "no timeout behind an API: no longer than it waits",
      code: samTemplate(api),
      errors: [
        {
          messageId: "chooseTimeout",
          data: { id: "Create", seconds: 3, of: "AWS SAM", name: "Timeout" },
          ...locate(samTemplate(api), "Create"),
          suggestions: offers([5, 10, 29], "Timeout", (seconds) =>
            samTemplate(api).replace("      Handler", `      Timeout: ${seconds}\n      Handler`),
          ),
        },
      ],
    },
    {
      name: "no timeout in serverless.yml",
      filename: "serverless.yml",
      code: serverlessFile(),
      errors: [
        {
          messageId: "chooseTimeout",
          data: { id: "create", seconds: 6, of: "the Serverless Framework", name: "timeout" },
          ...locate(serverlessFile(), "create"),
          suggestions: offers([5, 10, 29, 60], "timeout", (seconds) =>
            serverlessFile().replace("    handler", `    timeout: ${seconds}\n    handler`),
          ),
        },
      ],
    },
    {
      name: "no timeout in SST, whose default a cold start does not use up",
      filename: "sst.config.ts",
      code: sst(""),
      errors: [
        {
          messageId: "chooseTimeoutForWork",
          data: { id: "Create", seconds: 20, of: "SST", name: "timeout" },
          ...locate(sst(""), `"Create"`),
          suggestions: offers([5, 10, 29, 60], "timeout", (seconds) =>
            sst(`timeout: "${seconds} seconds", `),
          ),
        },
      ],
    },
    {
      name: "too long",
      code: plainTemplate("Timeout: 1000 # more"),
      errors: [
        {
          messageId: "timeoutOutOfRange",
          data: { id: "Create", seconds: 1000, min: 1, max: 900 },
          ...locate(plainTemplate("Timeout: 1000 # more"), "1000"),
          suggestions: offers([900], "Timeout", () => plainTemplate("Timeout: 900 # more")),
        },
      ],
    },
    {
      name: "none at all",
      code: plainTemplate("Timeout: 0"),
      errors: [
        {
          messageId: "timeoutOutOfRange",
          data: { id: "Create", seconds: 0, min: 1, max: 900 },
          ...locate(plainTemplate("Timeout: 0"), "0"),
          suggestions: offers([1], "Timeout", () => plainTemplate("Timeout: 1")),
        },
      ],
    },
    {
      name: "longer than the API waits",
      code: longApi,
      errors: [
        {
          messageId: "timeoutOverCaller",
          data: { id: "Create", seconds: 60, caller: "API Gateway", limit: 29, name: "Timeout" },
          ...locate(longApi, "60"),
          suggestions: offers([29], "Timeout", (seconds) => longApi.replace("60", String(seconds))),
        },
      ],
    },
    {
      name: "longer than the API waits, in globals that others have too: no edit",
      code: sharedLong,
      errors: [
        {
          messageId: "timeoutOverCaller",
          data: { id: "Create", seconds: 60, caller: "API Gateway", limit: 29, name: "Timeout" },
          ...locate(sharedLong, "Create"),
        },
      ],
    },
    {
      name: "longer than a user pool waits",
      code: trigger("PreSignUp"),
      errors: [
        {
          messageId: "timeoutOverCaller",
          data: { id: "Create", seconds: 20, caller: "Amazon Cognito", limit: 5, name: "Timeout" },
          ...locate(trigger("PreSignUp"), "20"),
          suggestions: offers([5], "Timeout", () => trigger("PreSignUp").replace("20", "5")),
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack("timeout: Duration.seconds(1000),"),
      errors: [
        {
          messageId: "timeoutOutOfRange",
          data: { id: "Create", seconds: 1000, min: 1, max: 900 },
          ...locate(cdkStack("timeout: Duration.seconds(1000),"), "Duration.seconds(1000)"),
          suggestions: offers([900], "timeout", () => cdkStack("timeout: Duration.seconds(900),")),
        },
      ],
    },
  ],
});

const including = `service: orders
provider: { name: aws, runtime: nodejs24.x }
functions: \${file(serverless/functions.yml)} # all
`;

runConfigRule("function-timeout (functions of an included file)", rule, {
  valid: [
    {
      name: "each has one",
      filename: "serverless.yml",
      files: {
        "serverless.yml": including,
        "serverless/functions.yml": "create:\n  handler: src/create.handler\n  timeout: 10\n",
      },
    },
  ],
  invalid: [
    {
      name: "each of them, where the file is included",
      filename: "serverless.yml",
      files: {
        "serverless.yml": including,
        "serverless/functions.yml":
          "create:\n  handler: src/create.handler\nlist:\n  handler: src/list.handler\nremove:\n  handler: src/remove.handler\n  timeout: 10\n",
      },
      errors: ["create", "list"].map((id) => ({
        messageId: "chooseTimeout",
        data: { id, seconds: 6, of: "the Serverless Framework", name: "timeout" },
        ...locate(including, "${file(serverless/functions.yml)}"),
      })),
    },
  ],
});
