import rule from "../../src/rules/queue-visibility-timeout.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const queue = (seconds: number | string) =>
  `  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { VisibilityTimeout: ${seconds} }\n`;
const events = "Events:\n  Q:\n    Type: SQS\n    Properties: { Queue: !GetAtt Queue.Arn }";
const of = (timeout: number | string, seconds: number | string) =>
  samTemplate(`Timeout: ${timeout}\n${events}`, { beside: queue(seconds) });
const bareQueue = samTemplate(`Timeout: 10\n${events}`, { beside: "  Queue: { Type: AWS::SQS::Queue }\n" });
const withDeadLetters = samTemplate(`Timeout: 10\n${events}`, {
  beside:
    "  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { VisibilityTimeout: 20, RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 3 } }\n  Failed: { Type: AWS::SQS::Queue }\n",
});
const noTimeout = samTemplate(events, { beside: queue(10) });
const mapping = plainTemplate("Timeout: 60", {
  beside: `${queue(90)}  M: { Type: AWS::Lambda::EventSourceMapping, Properties: { FunctionName: !Ref Create, EventSourceArn: !GetAtt Queue.Arn } }\n`,
});
const service = serverlessFile("timeout: 10\nevents:\n  - sqs: { arn: !GetAtt Queue.Arn }", {
  beside:
    "resources:\n  Resources:\n    Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 20 } }\n",
});
const named = (account: string, queueName: string) => `service: orders
provider: { name: aws, runtime: nodejs22.x }
functions:
  create:
    handler: src/create.handler
    timeout: 10
    events: [{ sqs: "arn:aws:sqs:\${aws:region}:${account}:${queueName}" }]
resources:
  Resources:
    Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "\${sls:stage}-jobs", VisibilityTimeout: 20 } }
`;
const sstQueue = 'const queue = new sst.aws.Queue("Work", { visibilityTimeout: "30 seconds" });\n';
const subscribed = `${sstQueue}queue.subscribe({ handler: "src/app.handler", timeout: "10 seconds" });\n`;
const mapped = `${sstQueue}const read = new sst.aws.Function("Read", { handler: "src/app.handler", timeout: "10 seconds" });
new aws.lambda.EventSourceMapping("Mapping", { eventSourceArn: queue.arn, functionName: read.name });
`;

const set = (advised: number, output: string) => [{ messageId: "setVisibility", data: { advised }, output }];

/** Two functions of one expression, with times and queues of their own. */
const factory = `import { Duration, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";

export class Orders extends Stack {
  constructor(scope: never, id: string) {
    super(scope, id);
    const make = (name: string, seconds: number, visibilityTimeout: Duration) =>
      new lambda.Function(this, name, {
        code: lambda.Code.fromAsset("src"),
        handler: "app.handler",
        runtime: lambda.Runtime.NODEJS_24_X,
        timeout: Duration.seconds(seconds),
      }).addEventSource(new SqsEventSource(new Queue(this, name + "Queue", { visibilityTimeout })));
    make("Fast", 10, Duration.seconds(60));
    make("Slow", 60, Duration.seconds(100));
  }
}
`;

/** What is said of a queue of 20 s whose reader has 10. */
const tooShort = (code: string) => [
  {
    messageId: "shortVisibility",
    data: {
      queue: "The queue `Queue`",
      reader: "`create`",
      visibility: 20,
      timeout: 10,
      advised: 60,
      fate: "",
    },
    ...locate(code, "20"),
    suggestions: set(60, code.replace("20", "60")),
  },
];

runConfigRule("queue-visibility-timeout", rule, {
  valid: [
    ...[
      ["of another account", "123456789012", "${sls:stage}-jobs"],
      ["with another name", "${aws:accountId}", "${sls:stage}-more-jobs"],
    ].map(([which = "", account = "", queueName = ""]) => ({
      name: `a queue ${which}`,
      filename: "serverless.yml",
      code: named(account, queueName),
    })),
    { name: "six times the timeout", code: of(10, 60) },
    {
      name: "the default of both",
      code: samTemplate(events, { beside: "  Queue: { Type: AWS::SQS::Queue }\n" }),
    },
    { name: "a queue that is declared elsewhere", code: samTemplate(`Timeout: 900\n${events}`) },
    { name: "a timeout that is not known", code: of("!ImportValue t", 30) },
    { name: "a visibility that is not known", code: of(900, "!ImportValue v") },
    { name: "long enough in one of two cases", code: of(10, "!If [Prod, 60, 30]") },
    { name: "the longest that SQS has", code: of(900, 43_200) },
    {
      name: "another source",
      code: samTemplate("Timeout: 900\nEvents: { A: { Type: Api } }", { beside: queue(30) }),
    },
  ],
  invalid: [
    {
      name: "shorter than the timeout",
      code: of(60, 30),
      errors: [
        {
          messageId: "visibleTooSoon",
          data: { queue: "The queue `Queue`", reader: "`Create`", visibility: 30, timeout: 60, advised: 360 },
          ...locate(of(60, 30), "30"),
          suggestions: set(360, of(60, 360)),
        },
      ],
    },
    {
      name: "less than six times the timeout, of a mapping",
      code: mapping,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Queue`",
            reader: "`Create`",
            visibility: 90,
            timeout: 60,
            advised: 360,
            fate: "",
          },
          ...locate(mapping, "90"),
          suggestions: set(360, mapping.replace("90", "360")),
        },
      ],
    },
    {
      name: "the default of the queue: at the source",
      code: bareQueue,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Queue`",
            reader: "`Create`",
            visibility: 30,
            timeout: 10,
            advised: 60,
            fate: "",
          },
          ...locate(bareQueue, "{ Queue: !GetAtt Queue.Arn }"),
        },
      ],
    },
    {
      name: "with a dead-letter queue",
      code: withDeadLetters,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Queue`",
            reader: "`Create`",
            visibility: 20,
            timeout: 10,
            advised: 60,
            fate: ", and go to the dead-letter queue",
          },
          ...locate(withDeadLetters, "20"),
          suggestions: set(60, withDeadLetters.replace("20", "60")),
        },
      ],
    },
    {
      name: "the default of the function",
      code: noTimeout,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Queue`",
            reader: "`Create`",
            visibility: 10,
            timeout: 3,
            advised: 18,
            fate: "",
          },
          ...locate(noTimeout, "10"),
          suggestions: set(18, noTimeout.replace("10", "18")),
        },
      ],
    },
    {
      name: "serverless.yml, where the ARN is put together",
      filename: "serverless.yml",
      code: named("${aws:accountId}", "${sls:stage}-jobs"),
      errors: tooShort(named("${aws:accountId}", "${sls:stage}-jobs")),
    },
    {
      name: "a function that has the name of its queue",
      filename: "infra/queue.ts",
      code: subscribed,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Work`",
            reader: "the function that reads it",
            visibility: 30,
            timeout: 10,
            advised: 60,
            fate: "",
          },
          ...locate(subscribed, '"30 seconds"'),
        },
      ],
    },
    {
      name: "a queue of SST that a mapping of Pulumi names",
      filename: "infra/queue.ts",
      code: mapped,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `Work`",
            reader: "`Read`",
            visibility: 30,
            timeout: 10,
            advised: 60,
            fate: "",
          },
          ...locate(mapped, '"30 seconds"'),
        },
      ],
    },
    {
      name: "serverless.yml",
      filename: "serverless.yml",
      code: service,
      errors: tooShort(service),
    },
    {
      name: "one of two functions that a factory of the CDK makes",
      filename: "lib/stack.ts",
      code: factory,
      errors: [
        {
          messageId: "shortVisibility",
          data: {
            queue: "The queue `SlowQueue`",
            reader: "`Slow`",
            visibility: 100,
            timeout: 60,
            advised: 360,
            fate: "",
          },
          ...locate(factory, "Duration.seconds(100)"),
          suggestions: set(360, factory.replace("Duration.seconds(100)", "Duration.seconds(360)")),
        },
      ],
    },
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "timeout: Duration.seconds(60),",
        "const queue = new sqs.Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(30) });\nfn.addEventSource(new sources.SqsEventSource(queue));",
      ),
      errors: [
        {
          messageId: "visibleTooSoon",
          data: { queue: "The queue `Queue`", reader: "`Create`", visibility: 30, timeout: 60, advised: 360 },
          ...locate(
            cdkStack(
              "timeout: Duration.seconds(60),",
              "const queue = new sqs.Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(30) });\nfn.addEventSource(new sources.SqsEventSource(queue));",
            ),
            "Duration.seconds(30)",
          ),
          suggestions: set(
            360,
            cdkStack(
              "timeout: Duration.seconds(60),",
              "const queue = new sqs.Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(360) });\nfn.addEventSource(new sources.SqsEventSource(queue));",
            ),
          ),
        },
      ],
    },
  ],
});
