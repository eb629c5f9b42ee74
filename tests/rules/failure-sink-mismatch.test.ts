import rule from "../../src/rules/failure-sink-mismatch.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const on = (type: string, properties = "") => [
  "Events:",
  "  Source:",
  `    Type: ${type}`,
  `    Properties: {${properties}}`,
];
const throwing = `export const handler = async (event) => {\n  if (event.id === undefined) throw new Error("no id");\n};\n`;
const deadLetters = ["DeadLetterQueue:", "  Type: SQS", "  TargetArn: !GetAtt Failed.Arn"];
const project = (more: readonly string[], code = throwing) => ({
  files: {
    "template.yaml": samTemplate(more, ["Failed: { Type: AWS::SQS::Queue }"]),
    "src/handler.ts": code,
  },
});
/** A handler with a middleware of another file, which is this code. */
const withMiddleware = (middleware: string, use: string, files: Readonly<Record<string, string>> = {}) => {
  const handler = `import middy from "@middy/core";\nimport { errorHandler, audit } from "./middlewares";\nexport const handler = middy(async () => {\n  throw new Error("no");\n}).use(${use});`;
  const { files: own } = project(on("Schedule"), handler);
  return {
    files: { "package.json": "{}", ...own, "src/middlewares.ts": middleware, ...files },
    lint: "src/handler.ts",
  };
};
const answering = `export const audit = () => ({ before: () => {}, onError: (request) => { request.response = {}; } });`;
const looking = `export const errorHandler = () => ({ before: () => {} });`;
const template = (more: readonly string[]) => ({ ...project(more), lint: "template.yaml" });

runJoinedRule("failure-sink-mismatch", rule, {
  valid: {
    "a dead-letter queue": project([...on("Schedule"), ...deadLetters]),
    "a destination": project([
      ...on("S3"),
      "EventInvokeConfig:",
      "  DestinationConfig:",
      "    OnFailure: { Type: SQS, Destination: !GetAtt Failed.Arn }",
    ]),
    "a destination that is written elsewhere": project([
      ...on("S3"),
      "Fn::Transform: { Name: AWS::Include }",
    ]),
    "a source with a caller": project(on("HttpApi")),
    "a source that is polled": project(on("SQS")),
    "no source": project([]),
    "an error that is caught": project(
      on("Schedule"),
      `export const handler = async () => {\n  try {\n    throw new Error("no");\n  } catch (error) {\n    console.log(error);\n  }\n};`,
    ),
    "an error that a caller catches": project(
      on("Schedule"),
      `const store = async () => {\n  throw new Error("no");\n};\nexport const handler = async () => {\n  try {\n    await store();\n  } catch (error) {\n    return { statusCode: 400 };\n  }\n};`,
    ),
    "a middleware of another file, which may answer the error": project(
      on("Schedule"),
      `import middy from "@middy/core";\nimport { errorHandler } from "./error-handler.js";\nexport const handler = middy(async () => {\n  throw new Error("no");\n}).use(errorHandler());`,
    ),
    "a middleware of a package nobody knows, in a list": project(
      on("Schedule"),
      `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nimport errorHandler from "fhir-middy-error-handler";\nconst run = async () => {\n  throw new Error("no");\n};\nexport const handler = middy(run).use([cors(), errorHandler({ level: "error" })]);`,
    ),
    "a middleware of another file that answers errors, by another name": withMiddleware(answering, "audit()"),
    "a middleware of a third file that answers errors": withMiddleware(
      `export * from "./audit";`,
      "[audit()]",
      {
        "src/audit.ts": answering,
      },
    ),
    "a middleware whose function is of a third file": withMiddleware(
      `import { answer } from "./answer"; export const audit = { onError: answer };`,
      "audit",
      { "src/answer.ts": "export const answer = () => {};" },
    ),
    "a middleware of a class that answers errors": withMiddleware(
      `export class Audit { onError() {} } export const audit = new Audit();`,
      "audit",
    ),
    "a middleware of another file that a package makes": withMiddleware(
      `import { make } from "some-package"; export const errorHandler = make();`,
      "errorHandler",
    ),
    "Middy's middleware that answers errors": project(
      on("Schedule"),
      `import middy from "@middy/core";\nimport httpErrorHandler from "@middy/http-error-handler";\nconst chain = middy().use(httpErrorHandler());\nexport const handler = chain.handler(async () => {\n  throw new Error("no");\n});`,
    ),
    "a middleware of the file that answers errors": project(
      on("Schedule"),
      `import middy from "@middy/core";\nconst answers = { onError: (request) => {\n  request.response = { ok: false };\n} };\nexport const handler = middy(async () => {\n  throw new Error("no");\n}).use(answers);`,
    ),
    "a chain with an answer to errors": project(
      on("Schedule"),
      `import middy from "@middy/core";\nexport const handler = middy(async () => {\n  throw new Error("no");\n}).onError((request) => {\n  request.response = {};\n});`,
    ),
    "a wrapper nobody knows": project(
      on("Schedule"),
      `import { withErrors } from "./with-errors.js";\nexport const handler = withErrors(async (event) => {\n  throw new Error("no");\n});`,
    ),
    "an error at init": project(
      on("Schedule"),
      `if (!process.env.X) throw new Error("no");\nexport const handler = async () => 1;`,
    ),
    "no configuration": { files: { "src/handler.ts": throwing } },
    "a dead-letter queue of an asynchronous source": template([...on("SNS"), ...deadLetters]),
    "a dead-letter queue of a function without sources": template(deadLetters),
    "one of two sources is asynchronous": template([
      ...on("SQS"),
      "  Daily:",
      "    Type: Schedule",
      "    Properties: {}",
      ...deadLetters,
    ]),
    "a source that is not known": template([...on("AlexaSkill"), ...deadLetters]),
  },
  invalid: {
    "a dead-letter queue of an authorizer": {
      files: {
        "serverless.yml": `provider: { name: aws, httpApi: { authorizers: { own: { type: request, functionName: check } } } }
functions:
  check:
    handler: src/handler.handler
    onError: arn:aws:sqs:eu-central-1:1:failed
`,
        "src/handler.ts": throwing,
      },
      lint: "serverless.yml",
      findings: [
        {
          messageId: "unusedDeadLetterQueue",
          at: "arn:aws:sqs:eu-central-1:1:failed",
          says: ["an API that it is the authorizer of (serverless.yml", "waits for the answer"],
        },
      ],
    },
    "an error that nothing keeps": {
      ...project(on("Schedule")),
      findings: [
        {
          messageId: "lostAfterRetries",
          at: 'throw new Error("no id");',
          says: ["a schedule (template.yaml:11)", "`Orders` (template.yaml:3)"],
        },
      ],
    },
    "middlewares that leave errors to Lambda": {
      ...project(
        on("Schedule"),
        `import middy from "@middy/core";\nimport { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";\nimport inputOutputLogger from "@middy/input-output-logger";\nconst run = async () => {\n  throw new Error("no");\n};\nexport const handler = middy(run)\n  .use(injectLambdaContext(logger))\n  .use(inputOutputLogger())\n  .use({ before: () => {} });`,
      ),
      findings: [{ messageId: "lostAfterRetries", at: 'throw new Error("no");', says: ["a schedule"] }],
    },
    "a middleware of another file that answers no errors, whatever its name": {
      ...withMiddleware(looking, "errorHandler()"),
      findings: [{ messageId: "lostAfterRetries", at: 'throw new Error("no");', says: ["a schedule"] }],
    },
    "a catch that throws again": {
      ...project(
        on("SNS"),
        `import { store } from "./store.js";\nexport const handler = async (event) => {\n  try {\n    await store(event);\n  } catch (error) {\n    throw new Error("not stored", { cause: error });\n  }\n};`,
      ),
      findings: [
        {
          messageId: "lostAfterRetries",
          at: 'throw new Error("not stored", { cause: error });',
          says: ["SNS (template.yaml:11)"],
        },
      ],
    },
    "a dead-letter queue of a queue's function": {
      ...template([...on("SQS"), ...deadLetters]),
      findings: [
        {
          messageId: "unusedDeadLetterQueue",
          at: "!GetAtt Failed.Arn",
          says: ["`Orders`", "SQS (template.yaml:11)", "set one for the queue"],
        },
      ],
    },
    "a dead-letter queue of an API's function": {
      ...template([...on("HttpApi", " Path: /, Method: get "), ...deadLetters]),
      findings: [
        {
          messageId: "unusedDeadLetterQueue",
          at: "!GetAtt Failed.Arn",
          says: ["an HTTP API (template.yaml:11)", "Remove it"],
        },
      ],
    },
    "a dead-letter queue that a construct is given for one of its functions": {
      files: {
        "cdk.json": '{ "app": "tsx lib/stack.ts" }',
        "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
class Service extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    this.fn = new NodejsFunction(this, "Function", { entry: props.entry, deadLetterQueue: props.failed });
  }
}
export class Users extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const failed = new Queue(this, "Failed");
    const welcome = new Service(this, "Welcome", { entry: "src/handler.ts", failed: failed });
    new Service(this, "List", { entry: "src/list.ts" });
    new UserPool(this, "Pool", { lambdaTriggers: { postConfirmation: welcome.fn } });
  }
}
`,
        "src/handler.ts": throwing,
        "src/list.ts": throwing,
      },
      lint: "lib/stack.ts",
      findings: [
        {
          messageId: "unusedDeadLetterQueue",
          at: "failed",
          occurrence: 3,
          says: ["`Welcome/Function`", "Cognito (lib/stack.ts:18)"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects({ body: `throw new Error("no");` }, on("Schedule")).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [
            { messageId: "lostAfterRetries", at: 'throw new Error("no");', says: ["template.yaml:11"] },
          ],
        },
      ]),
    ),
  },
});
