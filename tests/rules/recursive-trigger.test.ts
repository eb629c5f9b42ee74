import rule from "../../src/rules/recursive-trigger.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const env = [
  "Environment:",
  "  Variables:",
  "    BUCKET: !Ref Photos",
  "    QUEUE: !Ref Queue",
  "    TOPIC: !Ref Topic",
  "    OTHER: !Ref Other",
];
const bucket = (...filter: string[]) => [
  ...env,
  "Events:",
  "  Upload:",
  "    Type: S3",
  "    Properties:",
  "      Bucket: !Ref Photos",
  "      Events: s3:ObjectCreated:*",
  ...filter.map((line) => `      ${line}`),
];
const rules = (name: string, value: string) => [
  "Filter:",
  "  S3Key:",
  "    Rules:",
  `      - { Name: ${name}, Value: ${value} }`,
];
const queue = [
  ...env,
  "Events:",
  "  Queue:",
  "    Type: SQS",
  "    Properties: { Queue: !GetAtt Queue.Arn }",
];
const topic = [...env, "Events:", "  Topic:", "    Type: SNS", "    Properties: { Topic: !Ref Topic }"];
const resources = [
  "Photos: { Type: AWS::S3::Bucket }",
  "Other: { Type: AWS::S3::Bucket }",
  "Queue: { Type: AWS::SQS::Queue }",
  "Topic: { Type: AWS::SNS::Topic }",
];

const put = (
  target: string,
  key: string,
  before = "",
) => `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async (event) => {
  for (const record of event.Records) {
    ${before}
    await s3.send(new PutObjectCommand({ Bucket: ${target}, Key: ${key}, Body: "" }));
  }
};
`;
const send = (name: string) => `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async (event) => {
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.${name}, MessageBody: "again" }));
};
`;
const project = (code: string, more: readonly string[]) => ({
  files: { "template.yaml": samTemplate(more, resources), "src/handler.ts": code },
});
const at = 'new PutObjectCommand({ Bucket: process.env.BUCKET, Key: "small", Body: "" })';

const stack = (filter: string) =>
  cdkStack(`bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(fn)${filter});`);
const cdkStack = (notifications: string) => ({
  files: {
    "cdk.json": "{}",
    "package.json": "{}",
    "src/handler.ts": put("process.env.BUCKET", '"small"'),
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { S3EventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";
export class Photos extends Stack {
  constructor(scope, id, props) {
    super(scope, id);
    const bucket = new Bucket(this, "Photos");
    const fn = new NodejsFunction(this, "Resize", { entry: "src/handler.ts", environment: { BUCKET: bucket.bucketName } });
    ${notifications}
  }
}
`,
  },
});

/** A bucket of SST or Pulumi, whose notifications have the function write to it. */
const bucketOf = (file: string, code: string) => ({
  files: {
    [file]: code,
    ...(file === "index.ts" ? { "Pulumi.yaml": "name: a" } : {}),
    "src/handler.ts": put("process.env.BUCKET", '"small/a"'),
  },
  lint: "src/handler.ts",
});
const sstBucket = (rest: string) =>
  bucketOf(
    "sst.config.ts",
    `const photos = new sst.aws.Bucket("Photos");
const resize = { handler: "src/handler.handler", environment: { BUCKET: photos.name } };
${rest}`,
  );
const pulumiBucket = (rest: string) =>
  bucketOf(
    "index.ts",
    `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
const photos = new aws.s3.Bucket("photos");
const fn = new aws.lambda.Function("Resize", { handler: "handler.handler", code: new pulumi.asset.FileArchive("src"), environment: { variables: { BUCKET: photos.bucket } } });
${rest}`,
  );
const sstLink = (target: string, module = "sst") => ({
  files: {
    "sst.config.ts": `const photos = new sst.aws.Bucket("Photos"); const small = new sst.aws.Bucket("Small");
photos.notify({ notifications: [{ name: "Resize", function: { handler: "src/handler.handler", link: [photos, small] } }] });`,
    "src/handler.ts": `import { Resource } from "${module}";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async () => {
  await s3.send(new PutObjectCommand({ Bucket: ${target}, Body: "" }));
};
`,
  },
  lint: "src/handler.ts",
});
/** Version 2 names no resource: the function writes to the bucket of its event. */
const oldSstBucket = (options: string) => ({
  files: {
    "sst.config.ts": `export default { config: () => ({ name: "photos" }), stacks(app) { app.stack(Photos); } };
import { Bucket } from "sst/constructs";
function Photos({ stack }) {
  new Bucket(stack, "Photos", { notifications: { resize: { function: "src/handler.handler", ${options} } } });
}`,
    "src/handler.ts": put("record.s3.bucket.name", '"small/a"'),
  },
  lint: "src/handler.ts",
});

/** What makes a bucket tell only of objects that are gone, and the same for new ones. */
const notifications: Readonly<
  Record<string, (event: "Created" | "Removed") => ReturnType<typeof bucketOf> | ReturnType<typeof cdkStack>>
> = {
  "the CDK's addEventNotification": (event) =>
    cdkStack(
      `bucket.addEventNotification(EventType.OBJECT_${event.toUpperCase()}, new LambdaDestination(fn));`,
    ),
  "the CDK's method of its own": (event) =>
    cdkStack(`bucket.addObject${event}Notification(new LambdaDestination(fn));`),
  "the CDK's event source": (event) =>
    cdkStack(
      `fn.addEventSource(new S3EventSource(bucket, { events: [EventType.OBJECT_${event.toUpperCase()}] }));`,
    ),
  "SST 3": (event) =>
    sstBucket(
      `photos.notify({ notifications: [{ name: "Resize", events: ["s3:Object${event}:*"], function: resize }] });`,
    ),
  "SST 3, by Pulumi's method": (event) =>
    sstBucket(
      `const fn = new sst.aws.Function("Resize", resize);\nphotos.nodes.bucket.onObject${event}("resize", fn.nodes.function);`,
    ),
  "SST 3, by Pulumi's resource": (event) =>
    sstBucket(
      `import * as aws from "@pulumi/aws"; const fn = new sst.aws.Function("Resize", resize);\nnew aws.s3.BucketNotification("n", { bucket: photos.name, lambdaFunctions: [{ lambdaFunctionArn: fn.arn, events: ["s3:Object${event}:*"] }] });`,
    ),
  "SST 2": (event) => oldSstBucket(`events: ["object_${event.toLowerCase()}"]`),
  "Pulumi's method": (event) => pulumiBucket(`photos.onObject${event}("resize", fn);`),
  "Pulumi's onEvent": (event) =>
    pulumiBucket(`photos.onEvent("resize", fn, { events: ["s3:Object${event}:*"] });`),
  "Pulumi's resource": (event) =>
    pulumiBucket(
      `new aws.s3.BucketNotification("n", { bucket: photos.id, lambdaFunctions: [{ lambdaFunctionArn: fn.arn, events: ["s3:Object${event}:*"] }] });`,
    ),
};

runJoinedRule("recursive-trigger", rule, {
  valid: {
    "SST 3: another bucket, and other keys": {
      files: {
        "sst.config.ts": `const photos = new sst.aws.Bucket("Photos"); const small = new sst.aws.Bucket("Small");
photos.notify({ notifications: [{ name: "A", function: { handler: "src/handler.handler", environment: { BUCKET: small.name } } }, { name: "B", filterPrefix: "large/", function: { handler: "src/handler.handler", environment: { BUCKET: photos.name } } }] });`,
        "src/handler.ts": put("process.env.BUCKET", '"small/a"'),
      },
      lint: "src/handler.ts",
    },
    "another bucket by its name": {
      files: {
        "serverless.ts": `export default { provider: { name: "aws" }, functions: { Resize: { handler: "src/handler.handler", environment: { BUCKET: "small" }, events: [{ s3: { bucket: "photos" } }] } } };`,
        "src/handler.ts": put("process.env.BUCKET", '"small/a"'),
      },
      lint: "src/handler.ts",
    },
    ...Object.fromEntries(
      Object.entries(notifications).map(([name, project]) => [
        `objects that are gone: ${name}`,
        project("Removed"),
      ]),
    ),
    "the CDK, with events that are not known": cdkStack(
      "bucket.addEventNotification(props.event, new LambdaDestination(fn));",
    ),
    "SST 3, of another bucket by its link": sstLink('Resource.Small.name, Key: "a"'),
    "an object that is called as SST's links are": sstLink('Resource.Photos.name, Key: "a"', "./own.js"),
    "SST 2, with another prefix": oldSstBucket('filters: [{ prefix: "large/" }]'),
    "the CDK, with an ending": stack(', { suffix: ".jpg" }'),
    "the CDK, with another prefix": stack(', { prefix: "in/" }'),
    "the CDK, with filters that are not known": stack(", props.filter"),
    "a part of the record of the same name": project(
      put("bucket.name", '"small"', "const { bucket } = record;"),
      bucket(),
    ),
    "a variable that is another bucket's later": project(
      put("bucket.name", '"small"', 'let { bucket } = record.s3; bucket = { name: "other" };'),
      bucket(),
    ),
    ...Object.fromEntries(
      ["s3:ObjectRemoved:*", "[s3:ObjectRemoved:Delete, s3:ObjectRestore:*]"].map((events) => [
        `a bucket that sends ${events}`,
        project(
          put("process.env.BUCKET", `"small"`),
          bucket().map((line) => line.replace("s3:ObjectCreated:*", events)),
        ),
      ]),
    ),
    "a serverless.yml with objects that are gone": {
      files: {
        "serverless.yml":
          "provider: { name: aws }\nfunctions:\n  Resize:\n    handler: src/handler.handler\n    environment: { BUCKET: photos }\n    events:\n      - s3: { bucket: photos, event: s3:ObjectRemoved:* }\n",
        "src/handler.ts": put("process.env.BUCKET", '"small/a"'),
      },
      lint: "src/handler.ts",
    },
    "a name that two buckets have": {
      files: {
        "template.yaml": samTemplate(
          bucket().map((line) =>
            line.replace("BUCKET: !Ref Photos", 'BUCKET: !Sub "${AWS::StackName}-photos"'),
          ),
          [
            ...["Photos", "Other"].map(
              (id) =>
                `${id}: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "\${AWS::StackName}-photos" } }`,
            ),
            ...resources.slice(2),
          ],
        ),
        "src/handler.ts": put("process.env.BUCKET", '"small"'),
      },
    },
    "a bucket that a helper is given": project(
      `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async (event) => {
  for (const record of event.Records) await save(record, event.target);
};
async function save(record, bucket) {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: "small", Body: "" }));
}
`,
      bucket(),
    ),
    "another bucket": project(put("process.env.OTHER", `"small"`), bucket()),
    "a bucket that is not known": project(put("event.target", `"small"`), bucket()),
    "another prefix": project(
      put("process.env.BUCKET", "`small/${record.s3.object.key}`"),
      bucket(...rules("prefix", "uploads/")),
    ),
    "a key that is not known, where only some invoke it": project(
      put("process.env.BUCKET", "event.key"),
      bucket(...rules("prefix", "uploads/")),
    ),
    "a prefix that is not known": project(
      put("process.env.BUCKET", `"small"`),
      bucket(...rules("prefix", "!ImportValue prefix")),
    ),
    "a suffix": project(put("process.env.BUCKET", `"small.json"`), bucket(...rules("suffix", ".jpg"))),
    "a condition": project(
      put("process.env.BUCKET", `"small"`, `if (record.s3.object.key.startsWith("small")) continue;`),
      bucket(),
    ),
    "a condition around the call of a helper": project(
      `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
const again = (body) => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body }));
export const handler = async (event) => {
  for (const { body, messageAttributes } of event.Records) {
    const attempts = Number(messageAttributes.attempts.stringValue);
    if (attempts < 3) await again(body);
  }
};
`,
      queue,
    ),
    "a condition around a callback": project(
      `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async (event) => {
  const left = JSON.parse(event.Records[0].body);
  if (left.length > 0)
    await Promise.all(left.map((body) => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body }))));
};
`,
      queue,
    ),
    "records that are picked": project(
      `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async (event) => {
  const isFirst = ({ body }) => !body.includes("again");
  await Promise.all(event.Records.filter(isFirst).map(() => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "again" }))));
};
`,
      queue,
    ),
    "a queue that sends no events": project(send("OTHER"), queue),
    "a write to the bucket of a function with another source": project(
      put("process.env.BUCKET", `"small"`),
      topic,
    ),
    "no configuration": { files: { "src/handler.ts": put("process.env.BUCKET", `"small"`) } },
    "one of two stages": {
      files: {
        "template.yaml": samTemplate(bucket(), resources),
        "template-dev.yaml": samTemplate(topic, resources),
        "src/handler.ts": put("process.env.BUCKET", `"small"`),
      },
    },
  },
  invalid: {
    ...Object.fromEntries(
      [
        [
          "SST 3, of a bucket",
          "sst.config.ts",
          `const photos = new sst.aws.Bucket("Photos");
photos.notify({ notifications: [{ name: "Resize", filterPrefix: "small/", function: { handler: "src/handler.handler", environment: { BUCKET: photos.name } } }] });`,
        ],
        [
          "Pulumi, of a bucket",
          "index.ts",
          `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi";
const photos = new aws.s3.Bucket("photos");
const fn = new aws.lambda.Function("Resize", { handler: "handler.handler", code: new pulumi.asset.FileArchive("src"), environment: { variables: { BUCKET: photos.bucket } } });
new aws.s3.BucketNotification("n", { bucket: photos.id, lambdaFunctions: [{ lambdaFunctionArn: fn.arn, events: ["s3:ObjectCreated:*"] }] });`,
        ],
        [
          "a serverless.ts, of a bucket by its name",
          "serverless.ts",
          `export default { provider: { name: "aws" }, functions: { Resize: { handler: "src/handler.handler", environment: { BUCKET: "photos" }, events: [{ s3: { bucket: "photos" } }] } } };`,
        ],
      ].map(([name = "", file = "", code = ""]) => [
        name,
        {
          files: {
            [file]: code,
            "Pulumi.yaml": "name: a",
            "src/handler.ts": put("process.env.BUCKET", '"small/a"'),
          },
          lint: "src/handler.ts",
          findings: [
            { messageId: "writesToTrigger", at: at.replace('"small"', '"small/a"'), says: ["`Resize`"] },
          ],
        },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(notifications).map(([name, project]) => [
        `objects that are made: ${name}`,
        {
          ...project("Created"),
          findings: [
            {
              messageId: "writesToTrigger",
              at:
                /new PutObjectCommand\(.*? \}\)/.exec(project("Created").files["src/handler.ts"])?.[0] ?? "",
              says: ["the same place, S3"],
            },
          ],
        },
      ]),
    ),
    "SST 3, of a bucket by its link": {
      ...sstLink('Resource.Photos.name, Key: "a"'),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new PutObjectCommand({ Bucket: Resource.Photos.name, Key: "a", Body: "" })',
          says: ["`Resize`"],
        },
      ],
    },
    "the CDK, with one destination of two notifications": {
      ...cdkStack(
        "const resize = new LambdaDestination(fn); bucket.addEventNotification(EventType.OBJECT_REMOVED, resize); bucket.addEventNotification(EventType.OBJECT_CREATED, resize);",
      ),
      findings: [{ messageId: "writesToTrigger", at, says: ["`Resize` (lib/stack.ts:10)"] }],
    },
    "objects that are made and those that are gone": {
      ...project(
        put("process.env.BUCKET", `"small"`),
        bucket().map((line) =>
          line.replace("s3:ObjectCreated:*", "[s3:ObjectRemoved:*, s3:ObjectCreated:Put]"),
        ),
      ),
      findings: [{ messageId: "writesToTrigger", at, says: ["`Orders` (template.yaml:3)"] }],
    },
    "a helper that is called in any case": {
      ...project(
        `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
const again = (body) => sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body }));
export const handler = async (event) => {
  for (const { body } of event.Records) await again(body);
};
`,
        queue,
      ),
      findings: [
        {
          messageId: "writesToTrigger",
          at: "new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: body })",
          says: ["`Orders` (template.yaml:3)"],
        },
      ],
    },
    "the CDK, without a filter": {
      ...stack(""),
      findings: [{ messageId: "writesToTrigger", at, says: ["`Resize` (lib/stack.ts:10)"] }],
    },
    ...Object.fromEntries(
      [
        ["a bucket that is taken out of the record", "const { bucket } = record.s3;", "bucket.name"],
        [
          "a bucket that is taken out of it further",
          "const { s3: { bucket: { name: source } } } = record;",
          "source",
        ],
        ["a record by another name", "const { s3 } = record; const from = s3.bucket;", "from.name"],
      ].map(([name = "", before = "", target = ""]) => [
        name,
        {
          ...project(put(target, '"small"', before), bucket()),
          findings: [
            {
              messageId: "writesToTrigger",
              at: `new PutObjectCommand({ Bucket: ${target}, Key: "small", Body: "" })`,
              says: ["`Orders` (template.yaml:3)"],
            },
          ],
        },
      ]),
    ),
    "a record that a callback takes apart": {
      ...project(
        `import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
const s3 = new S3Client({});
export const handler = async (event) =>
  Promise.all(event.Records.map(async ({ s3: { bucket } }) => s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: "small", Body: "" }))));
`
          .replace("s3: { bucket }", "s3: source")
          .replace("bucket.name", "source.bucket.name"),
        bucket(),
      ),
      findings: [
        {
          messageId: "writesToTrigger",
          at: `new PutObjectCommand({ Bucket: source.bucket.name, Key: "small", Body: "" })`,
          says: ["template.yaml:3"],
        },
      ],
    },
    "a name that both sides make of the same parts": {
      files: {
        "template.yaml": samTemplate(
          bucket().map((line) =>
            line.replace("BUCKET: !Ref Photos", 'BUCKET: !Sub "${AWS::StackName}-photos"'),
          ),
          [
            'Photos: { Type: AWS::S3::Bucket, Properties: { BucketName: !Sub "${AWS::StackName}-photos" } }',
            ...resources.slice(1),
          ],
        ),
        "src/handler.ts": put("process.env.BUCKET", '"small"'),
      },
      findings: [{ messageId: "writesToTrigger", at, says: ["template.yaml:3"] }],
    },
    "the bucket of the events": {
      ...project(put("process.env.BUCKET", `"small"`), bucket()),
      findings: [
        {
          messageId: "writesToTrigger",
          at,
          says: ["`Orders` (template.yaml:3)", "S3 (template.yaml:18)", "another prefix"],
        },
      ],
    },
    "the bucket as the event names it": {
      ...project(put("record.s3.bucket.name", "`small-${record.s3.object.key}`"), bucket()),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new PutObjectCommand({ Bucket: record.s3.bucket.name, Key: `small-${record.s3.object.key}`, Body: "" })',
          says: ["template.yaml:18"],
        },
      ],
    },
    "the same object again, whatever the filter": {
      ...project(
        put("process.env.BUCKET", `decodeURIComponent(record.s3.object.key.replace(/\\+/g, " "))`),
        bucket(...rules("suffix", ".jpg")),
      ),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new PutObjectCommand({ Bucket: process.env.BUCKET, Key: decodeURIComponent(record.s3.object.key.replace(/\\+/g, " ")), Body: "" })',
          says: ["template.yaml:18"],
        },
      ],
    },
    "the prefix of the events": {
      ...project(
        put("process.env.BUCKET", "`uploads/small/${record.s3.object.key}`"),
        bucket(...rules("prefix", "uploads/")),
      ),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new PutObjectCommand({ Bucket: process.env.BUCKET, Key: `uploads/small/${record.s3.object.key}`, Body: "" })',
          says: ["template.yaml:18"],
        },
      ],
    },
    "the queue of the messages": {
      ...project(send("QUEUE"), queue),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "again" })',
          says: ["SQS (template.yaml:17)", "another queue"],
        },
      ],
    },
    "the topic of the events": {
      ...project(
        `import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";\nconst sns = new SNSClient({});\nexport const handler = async () => { await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: "" })); };`,
        topic,
      ),
      findings: [
        {
          messageId: "writesToTrigger",
          at: 'new PublishCommand({ TopicArn: process.env.TOPIC, Message: "" })',
          says: ["SNS (template.yaml:17)", "another topic"],
        },
      ],
    },
    ...Object.fromEntries(
      shapeProjects(
        {
          imports: { "@aws-sdk/client-sqs": ["SendMessageCommand", "SQSClient"] },
          top: "const sqs = new SQSClient({});",
          body: `await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "" }));`,
        },
        queue,
        resources,
      ).map(({ name, files }) => [
        `in ${name}`,
        {
          files,
          findings: [
            {
              messageId: "writesToTrigger",
              at: 'new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: "" })',
              says: ["template.yaml:17"],
            },
          ],
        },
      ]),
    ),
  },
});
