import rule from "../../src/rules/iam-difference.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

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

runJoinedRule("iam-difference", rule, {
  valid: {
    "a statement with the action": project(statement("dynamodb:PutItem")),
    "a wildcard": project(statement("'dynamodb:Put*'")),
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
    "no policy": {
      ...project([]),
      findings: [{ messageId: "notAllowed", at, says: ["`dynamodb:PutItem`", "`Orders` (template.yaml:3)"] }],
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
