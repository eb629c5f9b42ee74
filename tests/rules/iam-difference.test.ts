import rule from "../../src/rules/iam-difference.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";
import { cdkApp } from "../support/templates.js";

const put = `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async () => client.send(new PutItemCommand({ TableName: "orders", Item: {} }));
`;
const at = `new PutItemCommand({ TableName: "orders", Item: {} })`;
const statement = (actions: string) => [
  "Policies:",
  "  - Version: '2012-10-17'",
  "    Statement:",
  `      - { Effect: Allow, Action: ${actions}, Resource: '*' }`,
];
const ask = (
  operation: string,
) => `import { BedrockRuntimeClient, ${operation} } from "@aws-sdk/client-bedrock-runtime";
const client = new BedrockRuntimeClient({});
export const handler = async () => client.send(new ${operation}({ modelId: "m" }));
`;
const policy = (name: string) => ["Policies:", `  - ${name}: { TableName: orders }`];
const project = (more: readonly string[], code = put) => ({
  files: { "template.yaml": samTemplate(more), "src/handler.ts": code },
});
const serverless = (more: string) => ({
  files: {
    "serverless.yml": `service: a\n${more}provider:\n  name: aws\nfunctions:\n  orders:\n    handler: src/handler.handler\n`,
    "src/handler.ts": put,
  },
});

const tables = ["  Orders1: { Type: AWS::DynamoDB::Table }", "  Orders2: { Type: AWS::DynamoDB::Table }"].map(
  (line) => line.trim(),
);
const ofVariable = put.replaceAll('"orders"', "process.env.TABLE");
const atVariable = at.replace('"orders"', "process.env.TABLE");
const onTable = (policies: string[], code = ofVariable) => ({
  files: {
    "template.yaml": samTemplate(
      ["Environment: { Variables: { TABLE: !Ref Orders1 } }", "Policies:", ...policies],
      tables,
    ),
    "src/handler.ts": code,
  },
});
const crud = (table: string) => `  - DynamoDBCrudPolicy: { TableName: ${table} }`;

/** A request in code that the handlers of two files call; the second one is of the function `List`. */
const shared = (orders: readonly string[], list: string) => ({
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(orders, [
      "List:",
      "  Type: AWS::Serverless::Function",
      `  Properties: { CodeUri: ., Handler: src/list.handler${list} }`,
    ]),
    "src/store.ts": put.replace("export const handler", "export const save"),
    "src/handler.ts": 'import { save } from "./store.js";\nexport const handler = async () => save();\n',
    "src/list.ts": 'import { save } from "./store.js";\nexport const handler = async () => save();\n',
  },
  lint: "src/store.ts",
});

/** A function of the CDK with a VPC, which may read a table. */
const inVpc = (more: string) => ({
  files: {
    ...cdkApp(
      `const vpc = Vpc.fromLookup(this, "Vpc", { vpcId: "a" });
const layer = LayerVersion.fromLayerVersionArn(this, "Layer", "arn:layer:1");
const create = new NodejsFunction(this, "Create", { entry: "src/handler.ts", vpc, ${more} });
new Table(this, "Orders", { partitionKey: { name: "id", type: AttributeType.STRING } }).grantReadData(create);
`,
      `import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Vpc } from "aws-cdk-lib/aws-ec2";
import { LayerVersion, Tracing } from "aws-cdk-lib/aws-lambda";
import { Tables } from "@acme/tables";
`,
    ),
    "src/handler.ts": put,
  },
  lint: "src/handler.ts",
});

/** A function of the CDK that is connected with other resources by a statement. */
const connected = (statement: string, props = "", code = put) => ({
  files: {
    ...cdkApp(
      `const queue = new Queue(this, "Queue");
const topic = new Topic(this, "Topic");
const table = new Table(this, "Table", { stream: StreamViewType.NEW_IMAGE });
const create = new NodejsFunction(this, "Create", { entry: "src/handler.ts", ${props} });
${statement}
`,
      `import { StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { DynamoEventSource, KinesisEventSource, SnsEventSource, SqsDlq, SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { options } from "@acme/options";
`,
    ),
    "src/handler.ts": code,
  },
  lint: "src/handler.ts",
});
const sendOnly = `import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async () => sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: "" }));
`;
const remove = `import { DeleteMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async (event: { Records: { receiptHandle: string }[] }) =>
  sqs.send(new DeleteMessageCommand({ QueueUrl: "q", ReceiptHandle: event.Records[0].receiptHandle }));
`;
const polled = "create.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));";

/** A function of Amplify that users trigger, which puts them into a group. */
const join = `import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
const users = new CognitoIdentityProviderClient({});
export const handler = async (event) => {
  await users.send(new AdminAddUserToGroupCommand({ UserPoolId: event.userPoolId, Username: event.userName, GroupName: "readers" }));
  return event;
};
`;
const amplify = ({ access = "", more = "", environment = "" } = {}) => ({
  files: {
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    "amplify/backend.ts": `import { defineBackend } from "@aws-amplify/backend";
import { auth } from "./auth/resource";
import { join } from "./join/resource";
const backend = defineBackend({ auth, join });
${more}`,
    "amplify/auth/resource.ts": `import { defineAuth } from "@aws-amplify/backend";
import { join } from "../join/resource";
export const auth = defineAuth({ loginWith: { email: true }, triggers: { postConfirmation: join }, ${access} });
`,
    "amplify/join/resource.ts": `import { defineFunction, secret } from "@aws-amplify/backend";
export const join = defineFunction({ name: "join", environment: { STAGE: "dev", ${environment} } });
`,
    "amplify/join/handler.ts": join,
  },
  lint: "amplify/join/handler.ts",
});

/** Two functions of Amplify that a helper allows the same, and what the second one does. */
const allowedAlike = (second: string, lint = "first") => ({
  files: {
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    "amplify/backend.ts": `import { defineBackend } from "@aws-amplify/backend";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { first } from "./first/resource";
import { second } from "./second/resource";
const backend = defineBackend({ first, second });
const allow = (fn) => {
  fn.addToRolePolicy(new PolicyStatement({ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: ["*"] }));
};
allow(backend.first.resources.lambda);
allow(backend.second.resources.lambda);
`,
    ...Object.fromEntries(
      ["first", "second"].flatMap((name) => [
        [
          `amplify/${name}/resource.ts`,
          `import { defineFunction } from "@aws-amplify/backend";\nexport const ${name} = defineFunction({ name: "${name}" });\n`,
        ],
        [
          `amplify/${name}/handler.ts`,
          `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async (event) => client.send(${name === "first" ? "new GetItemCommand(event)" : second});
`.replace(name === "second" && second.includes("Put") ? "\0" : ", PutItemCommand", ""),
        ],
      ]),
    ),
  },
  lint: `amplify/${lint}/resource.ts`,
});

runJoinedRule("iam-difference", rule, {
  valid: {
    "what a helper allows several functions of Amplify, and one of them needs":
      allowedAlike("new PutItemCommand(event)"),
    "what all of them need not, which is said of the first one": allowedAlike(
      "new GetItemCommand(event)",
      "second",
    ),
    "a function of Amplify with access": amplify({
      access: `access: (allow) => [allow.resource(join).to(["addUserToGroup"])]`,
    }),
    "a function of Amplify that is allowed what it asks": amplify({
      more: `import { PolicyStatement } from "aws-cdk-lib/aws-iam";
backend.join.resources.lambda.addToRolePolicy(new PolicyStatement({ actions: ["cognito-idp:Admin*"], resources: ["*"] }));`,
    }),
    "a function of Amplify whose role gets policies in the template": amplify({
      more: `backend.join.resources.lambda.role.node.defaultChild.addPropertyOverride("Policies", policies);`,
    }),
    "a function of Amplify with variables that may hold a secret": amplify({ environment: "KEY: key" }),
    "a function of Amplify that gets a statement": amplify({
      more: "backend.join.resources.lambda.addToRolePolicy(new PolicyStatement({}));",
    }),
    "a function of Amplify whose role is handed on": amplify({
      more: `import { policy } from "./policies";\npolicy.attachToRole(backend.join.resources.lambda.role);`,
    }),
    "a function of Amplify whose role a policy of the CDK takes": amplify({
      more: `import { Policy } from "aws-cdk-lib/aws-iam";
new Policy(backend.auth.resources.userPool, "Groups").attachToRole(backend.join.resources.lambda.role);`,
    }),
    "a function of Amplify with a secret, which it may read": amplify({ environment: `KEY: secret("KEY")` }),
    "what the construct of an event source allows": connected(polled, "", remove),
    "what a list of event sources allows": connected("", "events: [new SqsEventSource(queue)]", remove),
    "what a queue of failures allows": connected("", "deadLetterQueue: queue", sendOnly),
    "what a place for failures allows": connected("", "onFailure: new SqsDestination(queue)", sendOnly),
    "what a place for records that failed allows": connected(
      "create.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST, onFailure: new SqsDlq(queue) }));",
      "",
      sendOnly,
    ),
    "an event source of a stream that is not known": connected(
      "create.addEventSource(new KinesisEventSource(options.stream, { startingPosition: StartingPosition.LATEST }));",
    ),
    "an event source with options of a package": connected(
      "create.addEventSource(new SqsEventSource(queue, options));",
    ),
    "a place for what succeeded": connected(
      "create.configureAsyncInvoke({ onSuccess: new SqsDestination(queue) });",
    ),
    "what Lambda's own queue of failures may give": inVpc("deadLetterQueueEnabled: true"),
    "what some role gets by an escape hatch": inVpc(
      "}); this.find('Role').addPropertyOverride('Policies', [props.policy]); void ({",
    ),
    "what a construct of a package may grant": inVpc("}); new Tables(this, 'Tables', { create"),
    "shared code that one of the functions may run": shared([], ", Policies: [AmazonDynamoDBFullAccess]"),
    "shared code of a function whose permissions are not known": shared([], ", Role: !ImportValue role"),
    "the table that the code asks": onTable([crud("!Ref Orders1")]),
    "one of two tables that are allowed": onTable([crud("!Ref Orders2"), crud("!Ref Orders1")]),
    "a table by a name that is written out": onTable([crud("orders")]),
    "every table": onTable(["  - Statement: { Effect: Allow, Action: 'dynamodb:*', Resource: '*' }"]),
    "an index of the table": onTable([
      '  - Statement: { Effect: Allow, Action: dynamodb:PutItem, Resource: !Sub "${Orders1.Arn}/index/*" }',
    ]),
    "a table by a name that the code has": onTable([crud("!Ref Orders2")], put),
    "a table by a variable or a name": onTable(
      [crud("!Ref Orders2")],
      put.replaceAll('"orders"', 'process.env.TABLE ?? "orders"'),
    ),
    "a table that a caller decides on": onTable(
      [crud("!Ref Orders2")],
      put
        .replaceAll('"orders"', "table")
        .replace("export const handler = async () =>", "export const save = (table) =>"),
    ),
    "a statement with the action": project(statement("dynamodb:PutItem")),
    "a wildcard": project(statement("'dynamodb:Put*'")),
    "a conversation with a model, by the action that lets it answer": project(
      statement("bedrock:InvokeModel"),
      ask("ConverseCommand"),
    ),
    "work of a model that takes its time": project(statement("s3:PutObject"), ask("StartAsyncInvokeCommand")),
    everything: project(statement("'*'")),
    "another case": project(statement("dynamodb:putitem")),
    "an action that is not known": project(statement("!Ref Action")),
    "a policy template": project(policy("DynamoDBCrudPolicy")),
    "a policy template that is not known": project(policy("OwnPolicy")),
    "a managed policy": project(["Policies: [AmazonDynamoDBFullAccess]"]),
    "a role of another stack": project(["Role: !ImportValue role"]),
    "credentials of another role": project(
      [],
      `import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";\n${put.replace("DynamoDBClient({})", "DynamoDBClient({ credentials: fromTemporaryCredentials({ params: {} }) })")}`,
    ),
    "a request that the handler does not send": project(
      [],
      put.replace(
        "export const handler = async () =>",
        "export const handler = async () => 1;\nexport const unused = async () =>",
      ),
    ),
    "an operation whose action depends on its input": project(
      [],
      `import { DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";\nconst client = new DynamoDBClient({});\nexport const handler = async () => client.send(new TransactWriteItemsCommand({ TransactItems: [] }));`,
    ),
    "an operation of S3 that is not named as its action": project(
      [],
      `import { GetBucketNotificationConfigurationCommand, S3Client } from "@aws-sdk/client-s3";\nconst s3 = new S3Client({});\nexport const handler = async () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: "a" }));`,
    ),
    "a plugin that may grant it": serverless("plugins: [serverless-lift]\n"),
    "a policy among the resources": serverless(
      "resources: { Resources: { Store: { Type: AWS::IAM::Policy, Properties: { Roles: [!Ref IamRoleLambdaExecution] } } } }\n",
    ),
    "no configuration": { files: { "src/handler.ts": put } },
    "one of two stages allows it": {
      files: {
        "template.yaml": samTemplate(),
        "template-prod.yaml": samTemplate(statement("dynamodb:PutItem")),
        "src/handler.ts": put,
      },
    },
  },
  invalid: {
    "code behind a handler that another file passes on": {
      files: {
        "package.json": "{}",
        "template.yaml": samTemplate(policy("DynamoDBReadPolicy")),
        "src/handler.ts": 'export { create as handler } from "./create";\n',
        "src/create.ts":
          'import type { APIGatewayProxyHandler } from "aws-lambda";\nimport { save } from "./store";\nexport const create: APIGatewayProxyHandler = async () => ({ statusCode: 201, body: String(await save()) });\n',
        "src/store.ts": put.replace("export const handler", "export const save"),
      },
      lint: "src/store.ts",
      findings: [
        {
          messageId: "notAllowed",
          at,
          says: ["`dynamodb:PutItem`", "`Orders` (template.yaml:3, which runs this through src/create.ts)"],
        },
      ],
    },
    "a conversation with a model that answers bit by bit": {
      ...project(statement("bedrock:InvokeModel"), ask("ConverseStreamCommand")),
      findings: [
        {
          messageId: "notAllowed",
          at: 'new ConverseStreamCommand({ modelId: "m" })',
          says: ["`bedrock:InvokeModelWithResponseStream`"],
        },
      ],
    },
    "another table than the one that is allowed": {
      ...onTable([crud("!Ref Orders2")]),
      findings: [
        {
          messageId: "otherResource",
          at: atVariable,
          says: ["on `Orders1`, which `TABLE` names", "on `Orders2` only (template.yaml:10)"],
        },
      ],
    },
    "another table, by a destructured variable": {
      ...onTable(
        [crud("!Ref Orders2")],
        put
          .replaceAll('"orders"', "TABLE")
          .replace("const client", "const { TABLE } = process.env;\nconst client"),
      ),
      findings: [{ messageId: "otherResource", at: at.replace('"orders"', "TABLE"), says: ["`Orders1`"] }],
    },
    "shared code that none of the functions may run": {
      ...shared(policy("DynamoDBReadPolicy"), ""),
      findings: [
        {
          messageId: "notAllowed",
          at,
          says: ["`Orders` (template.yaml:3, which runs this through src/handler.ts) allows it"],
        },
      ],
    },
    "no policy": {
      ...project([]),
      findings: [{ messageId: "notAllowed", at, says: ["`dynamodb:PutItem`", "`Orders` (template.yaml:3)"] }],
    },
    "code that speaks of credentials and has none": {
      ...project(
        [],
        put
          .replace("=>", '=> { /* checks the credentials */ console.log("bad credentials"); return')
          .replace(/;\s*$/, "; };"),
      ),
      findings: [{ messageId: "notAllowed", at, says: ["`dynamodb:PutItem`"] }],
    },
    "policies for something else": {
      ...project(policy("DynamoDBReadPolicy")),
      findings: [{ messageId: "notAllowed", at, says: ["template.yaml:3"] }],
    },
    "an action of another name than the operation": {
      ...project(
        statement("lambda:Invoke"),
        `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";\nconst lambda = new LambdaClient({});\nexport const handler = async () => lambda.send(new InvokeCommand({ FunctionName: "a" }));`,
      ),
      findings: [
        {
          messageId: "notAllowed",
          at: `new InvokeCommand({ FunctionName: "a" })`,
          says: ["`lambda:InvokeFunction`"],
        },
      ],
    },
    "serverless.yml": {
      ...serverless("plugins: [serverless-offline]\n"),
      findings: [{ messageId: "notAllowed", at, says: ["`orders` (serverless.yml:6)"] }],
    },
    "plugins that grant nothing": {
      ...serverless("plugins: [serverless-plugin-tracing, serverless-plugin-aws-alerts]\n"),
      findings: [{ messageId: "notAllowed", at, says: ["`orders` (serverless.yml:6)"] }],
    },
    "what a helper allows several functions of Amplify, and none of them needs": {
      ...allowedAlike("new GetItemCommand(event)"),
      findings: [
        {
          messageId: undefined,
          at: 'defineFunction({ name: "first" })',
          says: ["`dynamodb:PutItem`", "`first`, `second`", "amplify/backend.ts:7"],
        },
      ],
    },
    "a function of Amplify that is allowed something else": {
      ...amplify({
        environment: `TABLE: process.env.TABLE ?? ""`,
        more: `import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Stack, Tags } from "aws-cdk-lib";
const fn = backend.join.resources.lambda;
fn.addToRolePolicy(new PolicyStatement({ actions: ["cognito-idp:AdminGetUser"], resources: ["*"] }));
(fn.node.defaultChild as CfnFunction).addPropertyOverride("TracingConfig", { Mode: "Active" });
new EventSourceMapping(Stack.of(fn), "Orders", { target: fn, eventSourceArn: arn });
Tags.of(fn).add("team", "users");`,
      }),
      findings: [
        {
          messageId: "notAllowed",
          at: 'new AdminAddUserToGroupCommand({ UserPoolId: event.userPoolId, Username: event.userName, GroupName: "readers" })',
          says: ["`cognito-idp:AdminAddUserToGroup`", "`join` (amplify/join/resource.ts:2)"],
        },
      ],
    },
    "a function of Amplify that nothing gives access": {
      ...amplify({ more: 'backend.join.addEnvironment("GROUP", "readers");' }),
      findings: [
        {
          messageId: "notAllowed",
          at: 'new AdminAddUserToGroupCommand({ UserPoolId: event.userPoolId, Username: event.userName, GroupName: "readers" })',
          says: ["`cognito-idp:AdminAddUserToGroup`", "`join` (amplify/join/resource.ts:2)"],
        },
      ],
    },
    "a function of the CDK that others are given, which grant it nothing": {
      files: {
        ...cdkApp(
          `const create = new NodejsFunction(this, "Create", { entry: "src/handler.ts" });
new Rule(this, "Nightly", { schedule: Schedule.rate(Duration.days(1)) }).addTarget(new LambdaFunction(create));
const api = new RestApi(this, "Api");
api.root.addMethod("GET", new LambdaIntegration(create));
new HttpApi(this, "Web").addRoutes({ path: "/", integration: new HttpLambdaIntegration("Create", create) });
create.metricErrors().createAlarm(this, "Errors", { threshold: 1, evaluationPeriods: 1 });
new CfnOutput(this, "Arn", { value: create.functionArn });
Tags.of(create).add("team", "orders");
new Views(this, "Views", { create });
`,
          `import { CfnOutput, Duration, NestedStack, Tags } from "aws-cdk-lib";
import { LambdaIntegration, RestApi } from "aws-cdk-lib/aws-apigateway";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
class Views extends NestedStack {
  constructor(scope, id, props) { super(scope, id, props); }
}
`,
        ),
        "src/handler.ts": put,
      },
      lint: "src/handler.ts",
      findings: [{ messageId: "notAllowed", at, says: ["`Create` (lib/stack.ts:"] }],
    },
    "a function of the CDK that reads a queue and a stream, and hears a topic": {
      ...connected(
        `${polled}
create.addEventSource(new SnsEventSource(topic, { deadLetterQueue: queue }));
create.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.LATEST, onFailure: new SqsDlq(queue) }));
create.configureAsyncInvoke({ retryAttempts: 1, onFailure: new SqsDestination(queue) });`,
        "deadLetterTopic: topic",
      ),
      findings: [{ messageId: "notAllowed", at, says: ["`Create` (lib/stack.ts:"] }],
    },
    "a function of the CDK in a VPC, with a layer and tracing": {
      ...inVpc("layers: [layer], tracing: Tracing.ACTIVE"),
      findings: [{ messageId: "notAllowed", at, says: ["`Create` (lib/stack.ts:13)"] }],
    },
    ...Object.fromEntries(
      shapeProjects({
        imports: { "@aws-sdk/client-sqs": ["SendMessageCommand", "SQSClient"] },
        top: "const sqs = new SQSClient({});",
        body: `await sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: "" }));`,
      }).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [
            {
              messageId: "notAllowed",
              at: `new SendMessageCommand({ QueueUrl: "q", MessageBody: "" })`,
              says: ["template.yaml:3"],
            },
          ],
        },
      ]),
    ),
  },
});

const granting = (actions: string, code = put, more: readonly string[] = []) => ({
  filename: "template.yaml",
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate([
      ...more,
      "Policies:",
      "  - Statement:",
      `      - { Effect: Allow, Action: ${actions}, Resource: "*" }`,
    ]),
    "src/handler.ts": code,
  },
});
const template = (policies: readonly string[], more: readonly string[] = [], code = sendOnly) => ({
  filename: "template.yaml",
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(["Policies:", ...policies, ...more]),
    "src/handler.ts": code,
  },
});
const unused = (actions: string, functions = "`Orders`") => ({
  messageId: "unusedPermission",
  data: { handler: "src/handler.ts:1", actions, functions },
});
const text = (testCase: { files: Readonly<Record<string, string>> }) => testCase.files["template.yaml"] ?? "";
const readOnly = granting("[dynamodb:PutItem, dynamodb:Scan]");
const scheduled = granting("[dynamodb:PutItem, dynamodb:Scan]", put, [
  "Events: { Daily: { Type: Schedule, Properties: { Schedule: rate(1 day), Input: '{}' } } }",
]);
const asking = granting(
  "[dynamodb:PutItem, dynamodb:Scan]",
  `import axios from "axios";\nexport const ask = () => axios.get("https://example.com");\n${put}`,
);
const besideHttp = {
  ...asking,
  files: { ...asking.files, "package.json": `{ "dependencies": { "axios": "1" } }` },
};
const besideOthers = {
  ...asking,
  files: {
    ...asking.files,
    "package.json": `{ "dependencies": { "pino": "10", "hono": "4" } }`,
    "src/handler.ts": `import pino from "pino";\nimport { Hono } from "hono";\nexport const log = pino();\nexport const app = new Hono();\n${put}`,
  },
};
const onStream = (type: string) => [
  `Events: { Changes: { Type: ${type}, Properties: { Stream: !ImportValue stream, StartingPosition: LATEST } } }`,
];
const streamed = granting("[dynamodb:PutItem, dynamodb:Scan]", put, onStream("DynamoDB"));
const settingUp = granting("sqs:CreateQueue");

/** Two functions of a file that handlers have in common: one saves, one removes. */
const storeCode = `import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const save = async () => client.send(new PutItemCommand({ TableName: "orders", Item: {} }));
export async function remove() {
  return client.send(new DeleteItemCommand({ TableName: "orders", Key: {} }));
}
`;
const storing = (code: string, { store = storeCode, more = [] as readonly string[], files = {} } = {}) => {
  const base = granting("[dynamodb:PutItem, dynamodb:DeleteItem]", code, more);
  return { ...base, files: { ...base.files, "src/store.ts": store, ...files } };
};
const byName = 'import { save } from "./store.js";\nexport const handler = async () => save();\n';
const listed = storeCode.replaceAll("export ", "");
const onlySaving: Readonly<Record<string, ReturnType<typeof storing>>> = {
  "by its name": storing(byName),
  "by a namespace": storing(
    'import * as store from "./store.js";\nexport const handler = async () => store.save();\n',
  ),
  "of an object": storing(
    'import store from "./store.js";\nexport const handler = async () => store.save();\n',
    { store: `${listed}export default { save, remove };\n` },
  ),
  "of a list of exports": storing(byName, { store: `${listed}export { save, remove };\n` }),
  "of CommonJS": storing('const { save } = require("./store");\nexports.handler = async () => save();\n', {
    store: `const { DeleteItemCommand, DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
exports.save = async () => client.send(new PutItemCommand({}));
exports.remove = async () => client.send(new DeleteItemCommand({}));
`,
  }),
  "beside a function that uses the other one": storing(
    'import { add } from "./orders.js";\nexport const handler = async () => add();\n',
    {
      files: {
        "src/orders.ts":
          'import { remove, save } from "./store.js";\nexport const add = async () => save();\nexport const cancel = async () => remove();\n',
      },
    },
  ),
  "beside another handler in the same file": storing(
    'import { remove, save } from "./store.js";\nexport const handler = async () => save();\nexport const cancel = async () => remove();\n',
  ),
  "of a function with a layer that only watches": storing(byName, {
    more: ["Layers: [arn:aws:lambda:eu-west-2:216552277552:layer:Dynatrace_OneAgent_1_331:1]"],
  }),
};
const usingBoth: Readonly<Record<string, ReturnType<typeof storing>>> = {
  "under another name": storing(
    'import { remove as drop, save } from "./store.js";\nexport const handler = async (event: any) => (event.isOld ? drop() : save());\n',
  ),
  "of an object that is handed on": storing(
    'import { run } from "./run.js";\nimport * as store from "./store.js";\nexport const handler = async (event: any) => run(store, event);\n',
    { files: { "src/run.ts": "export const run = (store: any, event: any) => store.save(event);\n" } },
  ),
  "by a name that the event brings": storing(
    'import * as store from "./store.js";\nexport const handler = async (event: any) => (store as any)[event.name](event);\n',
    { files: { "src/run.ts": "export const run = (store: any, name: string) => store[name](1);\n" } },
  ),
  "of a list of functions": storing(
    'import { remove, save } from "./store.js";\nconst steps = [save, remove];\nexport const handler = async () => Promise.all(steps.map((step) => step()));\n',
  ),
  "when the file is loaded": storing(byName, { store: `${storeCode}void remove();\n` }),
  "by a function of the same file": storing(byName, {
    store: storeCode.replace("async () => client", "async () => (await remove()) && client"),
  }),
  "in a class": storing(
    'import { Store } from "./store.js";\nexport const handler = async () => new Store().save();\n',
    { store: `${listed}export class Store { save() { return save(); } drop() { return remove(); } }\n` },
  ),
  "loaded in a way that nobody follows": storing(
    'export const handler = async () => { const all = Object.values(await import("./store.js")); await all[0](); };\n',
  ),
};
/** A policy template beside a file of which the handler uses what asks nobody. */
const besideStore = (code: string, policies: readonly string[] = [crud("orders")]) => {
  const base = template(policies, [], code);
  return {
    ...base,
    files: { ...base.files, "src/store.ts": `${storeCode}export const today = () => new Date();\n` },
  };
};
const usingNone = besideStore(
  'import { today } from "./store.js";\nexport const handler = async () => today();\n',
);
const invokedByOthers = granting("[dynamodb:PutItem, dynamodb:Scan]");
const permitted = {
  ...invokedByOthers,
  files: {
    ...invokedByOthers.files,
    "template.yaml": `${invokedByOthers.files["template.yaml"]}  Testers:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !Ref Orders, Principal: !Ref Testers }
`,
  },
};
const crudUnused = template([crud("orders")]);
const secretUnused = granting("secretsmanager:GetSecretValue");
const everythingOfS3 = granting("s3:*");
const role = (services: string, action = "dynamodb:Scan") => ({
  filename: "template.yaml",
  files: {
    "package.json": "{}",
    "template.yaml": samTemplate(
      ["Role: !GetAtt Own.Arn"],
      [
        "Own:",
        "  Type: AWS::IAM::Role",
        "  Properties:",
        `    AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${services} }, Action: sts:AssumeRole }] }`,
        "    Policies:",
        `      - PolicyDocument: { Statement: { Effect: Allow, Action: ${action}, Resource: '*' } }`,
      ],
    ),
    "src/handler.ts": put,
  },
});

/** Two functions that a helper of the CDK makes with the same permission, each of a file of its own. */
const made = (list: string, send: string) => ({
  filename: "lib/stack.ts",
  files: {
    ...cdkApp(
      `for (const name of ["list", "send"])
  new NodejsFunction(this, name, { entry: \`src/\${name}.ts\` }).addToRolePolicy(
    new iam.PolicyStatement({ actions: ["dynamodb:PutItem"], resources: ["*"] }),
  );`,
      'import * as iam from "aws-cdk-lib/aws-iam";',
    ),
    "src/list.ts": list,
    "src/send.ts": send,
  },
});
const madeUnused = made(sendOnly, sendOnly);

runConfigRule("iam-difference (permissions that nothing uses)", rule, {
  valid: [
    { name: "what one of the functions uses that one expression makes", ...made(sendOnly, put) },
    { name: "what the code asks for", ...granting("dynamodb:PutItem") },
    { name: "what the construct of an event source allows", ...connected(polled), filename: "lib/stack.ts" },
    {
      name: "what a place for failures allows",
      ...connected("", "onFailure: new SqsDestination(queue)"),
      filename: "lib/stack.ts",
    },
    { name: "a service of which nothing is known", ...granting("acm:ListCertificates") },
    { name: "an action that others need", ...granting("[kms:Decrypt, logs:PutLogEvents, s3:ListBucket]") },
    { name: "every action of a service that the code asks", ...granting("dynamodb:*") },
    { name: "an action that is not known", ...granting("!Ref Action") },
    {
      name: "a policy template of which the code uses a part",
      ...template([crud("orders")], [], put),
    },
    {
      name: "SDK v2, which is asked by other names",
      ...granting(
        "dynamodb:Scan",
        `import AWS from "aws-sdk";\nexport const handler = async () => new AWS.DynamoDB().putItem({}).promise();`,
      ),
    },
    {
      name: "a package that asks AWS itself",
      ...granting(
        "ssm:GetParameter",
        `import { getParameter } from "@aws-lambda-powertools/parameters/ssm";\nexport const handler = async () => getParameter("a");`,
      ),
    },
    {
      name: "a service that writes with the caller's permissions",
      ...granting(
        "s3:PutObject",
        `import { TranscribeClient } from "@aws-sdk/client-transcribe";\nexport const handler = async () => new TranscribeClient({});`,
      ),
    },
    {
      name: "an operation that reads with the caller's permissions",
      ...granting(
        "s3:GetObject",
        `import { DynamoDBClient, ImportTableCommand } from "@aws-sdk/client-dynamodb";\nexport const handler = async (event: any) => new DynamoDBClient({}).send(new ImportTableCommand(event.table));`,
      ),
    },
    {
      name: "requests that the code signs itself",
      ...granting(
        "s3:GetObject",
        `import { SignatureV4 } from "@smithy/signature-v4";\nexport const handler = async () => SignatureV4;`,
      ),
    },
    {
      name: "requests by HTTP that the code signs itself",
      ...granting(
        "s3:GetObject",
        `import axios from "axios";\nimport aws4 from "aws4";\nexport const handler = async () => axios(aws4.sign({ host: "a" }));`,
      ),
    },
    {
      name: "a file that is not there",
      ...granting("s3:GetObject", `import "./photos.js";\nexport const handler = async () => {};`),
    },
    {
      name: "a layer, which may hold code",
      ...granting("s3:GetObject", put, ["Layers: [!Ref Shared]"]),
    },
    {
      name: "the queue for failed events, to which Lambda sends with the function's role",
      ...granting("sqs:SendMessage", put, ["DeadLetterQueue: { Type: SQS, TargetArn: !ImportValue queue }"]),
    },
    {
      name: "a database that sends events, whose password Lambda reads with the function's role",
      ...granting("secretsmanager:GetSecretValue", put, [
        "Events: { Changes: { Type: DocumentDB, Properties: { Cluster: !Ref Cluster } } }",
      ]),
    },
    {
      name: "a stream, which Lambda reads with the function's role",
      ...granting("dynamodb:*", sendOnly, onStream("DynamoDB")),
    },
    {
      name: "another stream, and a wildcard of its service",
      ...granting("'kinesis:*'", put, onStream("Kinesis")),
    },
    { name: "a role that others may have", ...role("[lambda.amazonaws.com, states.amazonaws.com]") },
    {
      name: "a statement that denies",
      ...template(["  - Statement: { Effect: Deny, Action: dynamodb:Scan, Resource: '*' }"]),
    },
    {
      name: "a role of which another function uses the permission",
      filename: "serverless.yml",
      files: {
        "package.json": "{}",
        "serverless.yml":
          "service: a\nprovider:\n  name: aws\n  iam: { role: { statements: [{ Effect: Allow, Action: dynamodb:PutItem, Resource: '*' }] } }\nfunctions:\n  put: { handler: src/handler.handler }\n  send: { handler: src/send.handler }\n",
        "src/handler.ts": put,
        "src/send.ts": sendOnly,
      },
    },
    ...Object.entries(usingBoth).map(([how, testCase]) => ({
      name: `a function of a shared file that is used ${how}`,
      ...testCase,
    })),
    {
      name: "a policy template of which the code uses one action, of a shared file",
      ...besideStore('import { save } from "./store.js";\nexport const handler = async () => save();\n'),
    },
    {
      name: "an action that only its name tells of, beside those that the code does not use",
      ...template(
        [crud("orders")],
        [],
        'import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";\nexport const handler = async () => new DynamoDBClient({}).send(new DescribeTableCommand({ TableName: "orders" }));\n',
      ),
    },
    {
      name: "a secret that a layer which watches may fetch",
      ...granting("secretsmanager:GetSecretValue", put, [
        "Layers: [arn:aws:lambda:eu-west-1:464622532012:layer:Datadog-Extension:65]",
      ]),
    },
    { name: "the option that leaves them out", ...secretUnused, options: [{ unusedPermissions: false }] },
  ],
  invalid: [
    {
      name: "what none of the functions uses that one expression makes",
      ...madeUnused,
      errors: [
        {
          messageId: "unusedPermission",
          data: {
            handler: "src/list.ts:1",
            actions: "`dynamodb:PutItem`",
            functions: "`list`, `send`",
          },
          ...locate(madeUnused.files["lib/stack.ts"], '"dynamodb:PutItem"'),
        },
      ],
    },
    {
      name: "an action of a service of which the code asks another",
      ...readOnly,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(readOnly), "dynamodb:Scan") }],
    },
    {
      name: "the same of a function that a schedule sends an event of its own",
      ...scheduled,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(scheduled), "dynamodb:Scan") }],
    },
    {
      name: "a policy template of which the handler uses nothing, of a file that asks the service",
      ...usingNone,
      errors: [
        {
          ...unused("any of `dynamodb:GetItem` and what is allowed with it"),
          ...locate(text(usingNone), crud("orders").replace("  - ", "")),
        },
      ],
    },
    {
      name: "the same of a function that somebody else may invoke",
      ...permitted,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(permitted), "dynamodb:Scan") }],
    },
    ...Object.entries(onlySaving).map(([how, testCase]) => ({
      name: `a function of a shared file is used ${how}, and the other one is not`,
      ...testCase,
      errors: [{ ...unused("`dynamodb:DeleteItem`"), ...locate(text(testCase), "dynamodb:DeleteItem") }],
    })),
    {
      name: "the same beside a client of HTTP, which asks AWS for nothing",
      ...besideHttp,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(besideHttp), "dynamodb:Scan") }],
    },
    {
      name: "the same beside packages that ask others, and write logs",
      ...besideOthers,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(besideOthers), "dynamodb:Scan") }],
    },
    {
      name: "the same of a function that reads a stream, for which Lambda needs others",
      ...streamed,
      errors: [{ ...unused("`dynamodb:Scan`"), ...locate(text(streamed), "dynamodb:Scan") }],
    },
    {
      name: "an action that sets something up, which no code does",
      ...settingUp,
      errors: [{ ...unused("`sqs:CreateQueue`"), ...locate(text(settingUp), "sqs:CreateQueue") }],
    },
    {
      name: "a service that the code does not ask",
      ...secretUnused,
      errors: [
        {
          ...unused("`secretsmanager:GetSecretValue`"),
          ...locate(text(secretUnused), "secretsmanager:GetSecretValue"),
        },
      ],
    },
    {
      name: "every action of such a service",
      ...everythingOfS3,
      errors: [{ ...unused("`s3:*`"), ...locate(text(everythingOfS3), "s3:*") }],
    },
    {
      name: "a policy template",
      ...crudUnused,
      errors: [
        {
          ...unused("any of `dynamodb:GetItem` and what is allowed with it"),
          ...locate(text(crudUnused), crud("orders").replace("  - ", "")),
        },
      ],
    },
    {
      name: "a role of its own",
      ...role("lambda.amazonaws.com"),
      errors: [
        { ...unused("`dynamodb:Scan`"), ...locate(text(role("lambda.amazonaws.com")), "dynamodb:Scan") },
      ],
    },
  ],
});
