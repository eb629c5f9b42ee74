import rule from "../../src/rules/failure-destination.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const topic = "Events: { T: { Type: SNS, Properties: { Topic: !Ref T } } }";
const stream = (more = "") =>
  `Events:\n  S:\n    Type: Kinesis\n    Properties: { Stream: !GetAtt S.Arn${more} }`;
const queue = "Events:\n  Q:\n    Type: SQS\n    Properties: { Queue: !GetAtt Queue.Arn }";
const bareQueue = "  Queue: { Type: AWS::SQS::Queue }\n";
const redriven = `${bareQueue.replace(" }", ", Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt Dlq.Arn } } }")}  Dlq: { Type: AWS::SQS::Queue }\n`;
const schedule = serverlessFile("events:\n  - schedule: rate(1 day)");
const permitted = (principal: string) =>
  serverlessFile("", {
    beside: `resources:
  Resources:
    Rule:
      Type: AWS::Lambda::Permission
      Properties: { FunctionName: !GetAtt CreateLambdaFunction.Arn, Principal: ${principal} }
`,
  });
/** A permission that names the rule, or something of another service. */
const permittedFor = (sourceArn: string) => permitted(`events.amazonaws.com, SourceArn: ${sourceArn}`);
const deadLetters = `Events:
  Q: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
  D: { Type: SQS, Properties: { Queue: !GetAtt Dlq.Arn } }`;

const cdkQueue = (props: string, more = ""): string => `
import { Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { queueProps } from "./elsewhere.js";
export class Orders extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const fn = new lambda.Function(this, "Import", { handler: "index.handler", runtime: lambda.Runtime.NODEJS_24_X, code: lambda.Code.fromAsset("src") });
    const dlq = new sqs.Queue(this, "Failed");
    fn.addEventSource(new SqsEventSource(new sqs.Queue(this, "Work", ${props})));
    ${more}
  }
}
`;

const factory = `
import { Stack } from "aws-cdk-lib";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { S3EventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as s3 from "aws-cdk-lib/aws-s3";
export class Media extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.make("Create", "create.ts");
    this.make("Resize", "resize.ts").addEventSource(new S3EventSource(new s3.Bucket(this, "Uploads"), { events: [] }));
  }
  make(id, entry) {
    return new NodejsFunction(this, id, { entry });
  }
}
`;

const several = factory.replace(
  'this.make("Create", "create.ts")',
  'this.make("Create", "create.ts").addEventSource(new S3EventSource(new s3.Bucket(this, "More"), { events: [] }))',
);

const tableOf = (given: string) => `const table = new sst.aws.Dynamo("Rows", { stream: "new-image" });
table.subscribe("Rows", ${given});
`;
const oldTableOf = (cdk: string) => `import { Table, type StackContext } from "sst/constructs";
export function Rows({ stack }: StackContext) {
  new Table(stack, "Rows", { stream: true, consumers: { work: { function: "src/app.handler", cdk: ${cdk} } } });
}
`;

/** Functions of SST 2 in a stack of their own. */
const sst2 = (body: string) => `import { Cron, EventBus, Function, Topic, use } from "sst/constructs";
import { Storage } from "./storage";
export function Jobs({ stack, app }) {
  ${body}
}
`;
const projectOfSst2 = (code: string) => ({
  files: {
    "package.json": "{}",
    "sst.config.ts": `import { Jobs } from "./stacks/jobs";
export default { config() { return { name: "orders" }; }, stacks(app) { app.stack(Jobs); } };
`,
    "stacks/jobs.ts": code,
    "stacks/storage.ts": "export function Storage({ stack }) { return made(stack); }\n",
    "src/mail.ts": "export const handler = async () => {};\n",
    "src/clean.ts": "export const handler = async () => {};\n",
  },
  filename: "stacks/jobs.ts",
});
const nightlySchedule = cdkStack(
  "",
  'new scheduler.Schedule(this, "Nightly", { schedule: scheduler.ScheduleExpression.rate(Duration.days(1)), target: new targets.LambdaInvoke(fn, { retryAttempts: 0 }) });',
).replace(
  "export class",
  'import * as scheduler from "aws-cdk-lib/aws-scheduler";\nimport * as targets from "aws-cdk-lib/aws-scheduler-targets";\nexport class',
);
const nightly = `import { defineFunction } from "@aws-amplify/backend";
export const nightly = defineFunction({ name: "nightly", schedule: "every 1h" });
`;
/** A project of Amplify with a function on a schedule, and what its backend does beside it. */
const projectOfAmplify = (more: string) => ({
  files: {
    "package.json": '{ "devDependencies": { "@aws-amplify/backend": "^1" } }',
    "amplify/nightly/resource.ts": nightly,
    "amplify/nightly/handler.ts": "export const handler = async () => {};\n",
    "amplify/backend.ts": `import { defineBackend } from "@aws-amplify/backend";
import { CfnEventInvokeConfig, EventInvokeConfig } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { nightly } from "./nightly/resource";
const backend = defineBackend({ nightly });
const { lambda } = backend.nightly.resources;
${more}
`,
  },
  filename: "amplify/nightly/resource.ts",
});
const oldTopic = sst2('new Topic(stack, "Sent", { subscribers: { mail: "src/mail.handler" } });');
const oldCron = sst2(
  'const clean = new Function(stack, "Clean", { handler: "src/clean.handler" }); new Cron(stack, "Daily", { schedule: "rate(1 day)", job: clean });',
);
const oldBus = sst2(
  'new EventBus(stack, "Bus").addRules(stack, { sent: { pattern: { source: ["a"] }, targets: { mail: { function: { handler: "src/mail.handler" } } } } });',
);

runConfigRule("failure-destination", rule, {
  valid: [
    ...[
      [
        "a destination of the function",
        'new Topic(stack, "Sent", { subscribers: { mail: { function: { handler: "src/mail.handler", onFailure: kept } } } });',
      ],
      [
        "a queue that is made for it",
        'new Topic(stack, "Sent", { subscribers: { mail: { function: { handler: "src/mail.handler", deadLetterQueueEnabled: true } } } });',
      ],
      [
        "a queue of all functions of the construct",
        'new Topic(stack, "Sent", { defaults: { function: { deadLetterQueue: use(Storage).queue } }, subscribers: { mail: "src/mail.handler" } });',
      ],
      [
        "a queue of all functions of the app",
        'app.setDefaultFunctionProps({ deadLetterQueueEnabled: true }); new Topic(stack, "Sent", { subscribers: { mail: "src/mail.handler" } });',
      ],
      [
        "a bus that keeps what failed",
        'new EventBus(stack, "Bus", { defaults: { retries: 20 } }).addRules(stack, { sent: { pattern: {}, targets: { mail: "src/mail.handler" } } });',
      ],
      [
        "a topic that another stack hands over",
        'use(Storage).topic.addSubscribers(stack, { mail: "src/mail.handler" });',
      ],
      [
        "settings that are added to a function",
        'new Topic(stack, "Sent", { subscribers: { mail: "src/mail.handler" } }).getFunction("mail").configureAsyncInvoke({ onFailure: kept });',
      ],
      [
        "settings that are not known",
        'new Topic(stack, "Sent", { subscribers: { mail: { function: { handler: "src/mail.handler", ...use(Storage) } } } });',
      ],
    ].map(([what = "", body = ""]) => ({
      name: `events of SST 2 with ${what}`,
      ...projectOfSst2(sst2(body)),
    })),
    ...['!Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/*/*"', "!Ref Topic"].map(
      (sourceArn) => ({
        name: `a permission of EventBridge for another service's resource, by which nothing comes: ${sourceArn}`,
        filename: "serverless.yml",
        code: `${permittedFor(sourceArn)}    Topic: { Type: AWS::SNS::Topic }\n`,
      }),
    ),
    ...[
      [
        "serverless.yml",
        serverlessFile("events:\n  - schedule: { rate: rate(5 minutes), input: { warmup: true } }"),
      ],
      [
        "template.yaml",
        samTemplate(
          `Events: { W: { Type: Schedule, Properties: { Schedule: rate(5 minutes), Input: '{ "isWarmer": true }' } } }`,
        ),
      ],
      [
        "template.yaml",
        plainTemplate("", {
          beside:
            '  Rule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(5 minutes), Targets: [{ Id: a, Arn: !GetAtt Create.Arn, Input: \'{ "source": "keep-alive" }\' }] } }\n',
        }),
      ],
      [
        "lib/stack.ts",
        cdkStack(
          "",
          `new events.Rule(this, "Warm", { schedule: events.Schedule.rate(Duration.minutes(5)), targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromObject({ warmup: true }) })] });`,
        ).replace(
          "export class",
          'import * as events from "aws-cdk-lib/aws-events";\nimport * as targets from "aws-cdk-lib/aws-events-targets";\nexport class',
        ),
      ],
      [
        "index.ts",
        `import * as aws from "@pulumi/aws";
const fn = new aws.lambda.Function("Create", { handler: "index.handler", runtime: "nodejs24.x" });
const rule = new aws.cloudwatch.EventRule("Warm", { scheduleExpression: "rate(5 minutes)" });
new aws.cloudwatch.EventTarget("Warm", { rule: rule.name, arn: fn.arn, input: JSON.stringify({ warmup: true }) });
`,
      ],
      [
        "infra/api.ts",
        `new sst.aws.Cron("Warm", { schedule: "rate(5 minutes)", function: { handler: "src/app.handler" }, event: { warmup: "true" } });`,
      ],
      [
        "infra/warm.ts",
        'new sst.aws.Cron("KeepWarm", { schedule: "rate(5 minutes)", function: "src/app.handler" });',
      ],
      [
        "serverless.yml",
        serverlessFile(
          "events:\n  - schedule: { rate: rate(5 minutes), description: Keeps the function warm }",
        ),
      ],
      [
        "template.yaml",
        samTemplate("Events: { WarmUp: { Type: Schedule, Properties: { Schedule: rate(5 minutes) } } }"),
      ],
      [
        "template.yaml",
        plainTemplate("", {
          beside:
            "  WarmRule: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: rate(5 minutes), Targets: [{ Id: a, Arn: !GetAtt Create.Arn }] } }\n",
        }),
      ],
      [
        "template.yaml",
        plainTemplate("", {
          beside:
            "  Timer: { Type: AWS::Scheduler::Schedule, Properties: { Name: keep-alive, ScheduleExpression: rate(5 minutes), Target: { Arn: !GetAtt Create.Arn } } }\n",
        }),
      ],
      [
        "lib/rule.ts",
        cdkStack(
          "",
          'new events.Rule(this, "KeepWarm", { schedule: events.Schedule.rate(Duration.minutes(5)), targets: [new targets.LambdaFunction(fn)] });',
        ).replace(
          "export class",
          'import * as events from "aws-cdk-lib/aws-events";\nimport * as targets from "aws-cdk-lib/aws-events-targets";\nexport class',
        ),
      ],
      [
        "lib/schedule.ts",
        cdkStack(
          "",
          'new scheduler.Schedule(this, "Timer", { description: `Keeps ${id} warm`, schedule: scheduler.ScheduleExpression.rate(Duration.minutes(5)), target: new targets.LambdaInvoke(fn, { retryAttempts: 0 }) });',
        ).replace(
          "export class",
          'import * as scheduler from "aws-cdk-lib/aws-scheduler";\nimport * as targets from "aws-cdk-lib/aws-scheduler-targets";\nexport class',
        ),
      ],
      [
        "index.ts",
        `import * as aws from "@pulumi/aws";
const fn = new aws.lambda.Function("Create", { handler: "index.handler", runtime: "nodejs24.x" });
const rule = new aws.cloudwatch.EventRule("every-5-minutes", { scheduleExpression: "rate(5 minutes)", description: "Keep the function warm" });
new aws.cloudwatch.EventTarget("Timer", { rule: rule.name, arn: fn.arn });
`,
      ],
    ].map(([filename = "", code = ""], index) => ({
      name: `a schedule that keeps the function warm: ${filename} ${String(index)}`,
      filename,
      code,
    })),
    {
      name: "records of tables of SST with a place for those that are lost, or with settings that are not known",
      filename: "infra/table.ts",
      code: `${tableOf(`"src/app.handler", { transform: { eventSourceMapping: { destinationConfig: { onFailure: { destinationArn: failed.arn } } } } }`)}
table.subscribe("More", "src/app.handler", options);
table.subscribe("Others", "src/app.handler", { transform: { eventSourceMapping: change } });
`,
    },
    ...["settings", "{ eventSource: settings }", "{ eventSource: { onFailure: failed } }"].map((cdk) => ({
      name: `records of a table of SST 2 with ${cdk}`,
      filename: "stacks/table.ts",
      code: oldTableOf(cdk),
    })),
    {
      name: "an API that another stack has waits for the answer",
      filename: "serverless.yml",
      code: permitted("apigateway.amazonaws.com"),
    },
    { name: "an API waits for the answer itself", code: samTemplate("Events: { A: { Type: Api } }") },
    { name: "no source in the template", code: samTemplate() },
    {
      name: "a destination",
      code: samTemplate(`${topic}\nEventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } }`),
    },
    {
      name: "a dead-letter queue",
      code: samTemplate(`${topic}\nDeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Q.Arn }`),
    },
    {
      name: "a dead-letter queue in the globals",
      code: samTemplate(topic, {
        before: "Globals: { Function: { DeadLetterQueue: { Type: SNS, TargetArn: !Ref D } } }\n",
      }),
    },
    {
      name: "a configuration for a function that is not known",
      code: samTemplate(topic, {
        beside:
          "  C: { Type: AWS::Lambda::EventInvokeConfig, Properties: { FunctionName: !ImportValue f } }\n",
      }),
    },
    {
      name: "a stream with a destination",
      code: samTemplate(stream(", DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } }")),
    },
    { name: "a queue with a dead-letter queue", code: samTemplate(queue, { beside: redriven }) },
    { name: "a queue that is declared elsewhere", code: samTemplate(queue) },
    {
      name: "asynchronous invocations of a CDK function whose properties may have a dead-letter queue",
      filename: "lib/stack.ts",
      code: cdkStack("...props,", "fn.configureAsyncInvoke({ retryAttempts: 1 });"),
    },
    {
      name: "a CDK queue with a dead-letter queue",
      filename: "stack.ts",
      code: cdkQueue("{ deadLetterQueue: { maxReceiveCount: 3, queue: new sqs.Queue(this, 'Dlq') } }"),
    },
    {
      name: "a CDK queue with properties that are not known",
      filename: "stack.ts",
      code: cdkQueue("{ fifo: true, ...queueProps }"),
    },
    {
      name: "a CDK dead-letter queue that is read",
      filename: "stack.ts",
      code: cdkQueue(
        "{ deadLetterQueue: { maxReceiveCount: 3, queue: dlq } }",
        "fn.addEventSource(new SqsEventSource(dlq));",
      ),
    },
    { name: "a dead-letter queue that is read", code: samTemplate(deadLetters, { beside: redriven }) },
    ...[
      [
        "a subscription",
        "AWS::SNS::Subscription",
        "RedrivePolicy: { deadLetterTargetArn: !GetAtt Queue.Arn }",
      ],
      [
        "another queue, under a condition",
        "AWS::SQS::Queue",
        "RedrivePolicy: !If [Live, { deadLetterTargetArn: !GetAtt Queue.Arn, maxReceiveCount: 3 }, !Ref 'AWS::NoValue']",
      ],
      [
        "a rule",
        "AWS::Events::Rule",
        "Targets: [{ Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: { Arn: !GetAtt Queue.Arn } }]",
      ],
    ].map(([name = "", type = "", properties = ""]) => ({
      name: `the dead-letter queue of ${name} that is read`,
      code: samTemplate(queue, {
        beside: `${bareQueue}  Other: { Type: ${type}, Properties: { ${properties} } }\n`,
      }),
    })),
    {
      name: "a schedule of serverless.yml that is switched off",
      filename: "serverless.yml",
      code: serverlessFile("events:\n  - schedule: { rate: rate(1 day), enabled: false }"),
    },
    {
      name: "a schedule that is switched off",
      code: samTemplate(
        "Events:\n  D: { Type: Schedule, Properties: { Schedule: rate(1 day), Enabled: false } }",
      ),
    },
    {
      name: "a rule of the template that is switched off",
      code: samTemplate("", {
        beside:
          "  R:\n    Type: AWS::Events::Rule\n    Properties: { State: DISABLED, ScheduleExpression: rate(1 day), Targets: [{ Arn: !GetAtt Create.Arn, Id: a }] }\n",
      }),
    },
    {
      name: "a rule of Pulumi that is switched off",
      filename: "index.ts",
      code: `import * as aws from "@pulumi/aws";
const fn = new aws.lambda.CallbackFunction("create", { callback: async () => {} });
const rule = new aws.cloudwatch.EventRule("daily", { scheduleExpression: "rate(1 day)", isEnabled: false });
new aws.cloudwatch.EventTarget("create", { rule: rule.name, arn: fn.arn, input: "{}" });
`,
    },
    {
      name: "a rule of the CDK that is switched off",
      filename: "stack.ts",
      code: `import { Duration, Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope: Stack, id: string) {
    super(scope, id);
    const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts" });
    new Rule(this, "Daily", { schedule: Schedule.rate(Duration.days(1)), enabled: false }).addTarget(new LambdaFunction(fn));
  }
}
`,
    },
    ...[
      'lambda.configureAsyncInvoke({ onFailure: new SqsDestination(new Queue(backend.stack, "Failed")) });',
      'new EventInvokeConfig(backend.stack, "Retries", { function: lambda, onFailure: new SqsDestination(new Queue(backend.stack, "Failed")) });',
      'new CfnEventInvokeConfig(backend.stack, "Retries", { functionName: lambda.functionName, qualifier: "$LATEST", destinationConfig: settings });',
      'backend.nightly.resources.cfnResources.cfnFunction.addPropertyOverride("DeadLetterConfig.TargetArn", new Queue(backend.stack, "Failed").queueArn);',
    ].map((more) => ({ name: `a function of Amplify: ${more}`, ...projectOfAmplify(more) })),
    {
      name: "a function of the CDK that a resource of the template knows by its name",
      filename: "stack.ts",
      code: `import { Duration, Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { CfnEventInvokeConfig } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope: Stack, id: string) {
    super(scope, id);
    const fn = new NodejsFunction(this, "Create", { entry: "src/create.ts" });
    new Rule(this, "Daily", { schedule: Schedule.rate(Duration.days(1)) }).addTarget(new LambdaFunction(fn));
    new CfnEventInvokeConfig(this, "Retries", { functionName: fn.functionName, qualifier: "$LATEST", destinationConfig: { onFailure: { destination: "arn:aws:sqs:eu-west-1:123456789012:failed" } } });
  }
}
`,
    },
    {
      name: "serverless.yml with a destination",
      filename: "serverless.yml",
      code: serverlessFile("events:\n  - schedule: rate(1 day)\ndestinations: { onFailure: failed }"),
    },
  ],
  invalid: [
    {
      name: "events of a topic",
      code: samTemplate(topic),
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "Create", others: "", source: "SNS" },
          ...locate(samTemplate(topic), "Create"),
        },
      ],
    },
    {
      name: "events of a schedule in serverless.yml",
      filename: "serverless.yml",
      code: schedule,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "create", others: "", source: "a schedule" },
          ...locate(schedule, "create"),
        },
      ],
    },
    {
      name: "events of rules that another stack has, which resources of serverless.yml permit",
      filename: "serverless.yml",
      code: permitted("events.amazonaws.com"),
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "create", others: "", source: "EventBridge" },
          ...locate(permitted("events.amazonaws.com"), "create"),
        },
      ],
    },
    {
      name: "events of a rule whose ARN is put together, which resources of serverless.yml permit",
      filename: "serverless.yml",
      code: permittedFor("arn:aws:events:eu-west-1:123456789012:rule/nightly"),
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "create", others: "", source: "EventBridge" },
          ...locate(permittedFor("arn:aws:events:eu-west-1:123456789012:rule/nightly"), "create"),
        },
      ],
    },
    ...[
      ["a topic", oldTopic, '"src/mail.handler"', "Sent", "SNS"],
      ["a schedule", oldCron, '"Clean"', "Clean", "a schedule"],
      [
        "rules that are added to a bus",
        oldBus,
        '{ function: { handler: "src/mail.handler" } }',
        "Bus",
        "EventBridge",
      ],
    ].map(([what = "", code = "", at = "", id = "", source = ""]) => ({
      name: `events of SST 2 by ${what}`,
      ...projectOfSst2(code),
      errors: [{ messageId: "eventsAreLost", data: { id, others: "", source }, ...locate(code, at) }],
    })),
    {
      name: "events of a schedule of EventBridge Scheduler",
      filename: "lib/nightly.ts",
      code: nightlySchedule,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "Create", others: "", source: "a schedule" },
          ...locate(nightlySchedule, '"Create"'),
        },
      ],
    },
    {
      name: "events of a schedule of Amplify",
      ...projectOfAmplify("lambda.addEnvironment('LEVEL', 'info');"),
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "nightly", others: "", source: "a schedule" },
          ...locate(nightly, 'defineFunction({ name: "nightly", schedule: "every 1h" })'),
        },
      ],
    },
    {
      name: "records of a stream",
      code: samTemplate(stream()),
      errors: [
        {
          messageId: "recordsAreLost",
          data: { id: "Create", source: "Kinesis" },
          ...locate(samTemplate(stream()), "{ Stream: !GetAtt S.Arn }"),
        },
      ],
    },
    {
      name: "records of a table of SST",
      filename: "infra/table.ts",
      code: tableOf(`"src/app.handler"`),
      errors: [
        {
          messageId: "recordsAreLost",
          data: { id: "Rows", source: "DynamoDB" },
          ...locate(tableOf(`"src/app.handler"`), 'table.subscribe("Rows", "src/app.handler")'),
        },
      ],
    },
    {
      name: "records of a table of SST 2",
      filename: "stacks/table.ts",
      code: oldTableOf("{ eventSource: { batchSize: 5 } }"),
      errors: [
        {
          messageId: "recordsAreLost",
          data: { id: "Rows", source: "DynamoDB" },
          ...locate(
            oldTableOf("{ eventSource: { batchSize: 5 } }"),
            '{ function: "src/app.handler", cdk: { eventSource: { batchSize: 5 } } }',
          ),
        },
      ],
    },
    {
      name: "messages of a queue of the file",
      code: samTemplate(queue, { beside: bareQueue }),
      errors: [
        {
          messageId: "messagesAreLost",
          data: { reader: "`Create`", name: "`RedrivePolicy`" },
          ...locate(samTemplate(queue), "{ Queue: !GetAtt Queue.Arn }"),
        },
      ],
    },
    {
      name: "a mapping of CloudFormation",
      code: plainTemplate("", {
        beside: `${bareQueue}  M:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties: { FunctionName: !Ref Create, EventSourceArn: !GetAtt Queue.Arn }\n`,
      }),
      errors: [
        {
          messageId: "messagesAreLost",
          data: { reader: "`Create`", name: "`RedrivePolicy`" },
          ...{ line: 9, column: 17, endLine: 9, endColumn: 81 },
        },
      ],
    },
    ...[
      [
        "SST",
        "`dlq`",
        "What is subscribed to `Work`",
        'const queue = new sst.aws.Queue("Work");\nqueue.subscribe({ handler: "src/app.handler", timeout: "10 seconds" });\n',
        'queue.subscribe({ handler: "src/app.handler", timeout: "10 seconds" })',
        "infra/queue.ts",
      ],
      [
        "SST, by a mapping of Pulumi",
        "`dlq`",
        "`Read`",
        'const queue = new sst.aws.Queue("Work");\nconst read = new sst.aws.Function("Read", { handler: "src/app.handler" });\nnew aws.lambda.EventSourceMapping("Work", { eventSourceArn: queue.arn, functionName: read.name });\n',
        'new aws.lambda.EventSourceMapping("Work", { eventSourceArn: queue.arn, functionName: read.name })',
        "infra/queue.ts",
      ],
      [
        "Pulumi",
        "`redrivePolicy`",
        "`Work`",
        'import * as aws from "@pulumi/aws";\nconst queue = new aws.sqs.Queue("work");\nconst fn = new aws.lambda.Function("Work", { handler: "index.handler" });\nnew aws.lambda.EventSourceMapping("work", { eventSourceArn: queue.arn, functionName: fn.arn });\n',
        'new aws.lambda.EventSourceMapping("work", { eventSourceArn: queue.arn, functionName: fn.arn })',
        "index.ts",
      ],
    ].map(([framework = "", name = "", reader = "", code = "", at = "", filename = ""]) => ({
      name: `messages of a queue of ${framework}`,
      filename,
      code,
      errors: [{ messageId: "messagesAreLost", data: { reader, name }, ...locate(code, at) }],
    })),
    {
      name: "code of the CDK",
      filename: "lib/stack.ts",
      code: cdkStack(
        "",
        "const queue = new sqs.Queue(this, 'Queue');\nfn.addEventSource(new sources.SqsEventSource(queue));",
      ),
      errors: [
        {
          messageId: "messagesAreLost",
          data: { reader: "`Create`", name: "`deadLetterQueue`" },
          ...locate(
            cdkStack(
              "",
              "const queue = new sqs.Queue(this, 'Queue');\nfn.addEventSource(new sources.SqsEventSource(queue));",
            ),
            "new sources.SqsEventSource(queue)",
          ),
        },
      ],
    },
  ],
});

const invokeConfig = (more: string) =>
  samTemplate("", {
    beside: `  Config:\n    Type: AWS::Lambda::EventInvokeConfig\n    Properties: { FunctionName: !Ref Create, Qualifier: $LATEST${more} }\n`,
  });
const withoutDestination = invokeConfig(", MaximumRetryAttempts: 0");
const scheduled = samTemplate(
  `Events:\n  S:\n    Type: Schedule\n    Properties: { Schedule: rate(1 day), Input: '{ "job": "clean" }' }`,
);
const scheduledByService = serverlessFile(
  "events:\n  - schedule: { rate: rate(1 day), input: { job: clean } }",
);
const kafka = samTemplate(
  "Events:\n  K:\n    Type: MSK\n    Properties: { Stream: arn:aws:kafka:eu-central-1:1:cluster/a/b, Topics: [a] }",
);

runConfigRule("failure-destination (settings of asynchronous invocations, Kafka)", rule, {
  valid: [
    {
      name: "a destination",
      code: invokeConfig(", DestinationConfig: { OnFailure: { Destination: !GetAtt Queue.Arn } }"),
    },
    {
      name: "a destination of a topic of Kafka",
      code: kafka.replace(
        "Topics: [a]",
        "Topics: [a], DestinationConfig: { OnFailure: { Destination: !GetAtt Q.Arn } }",
      ),
    },
  ],
  invalid: [
    {
      name: "settings without a destination",
      code: withoutDestination,
      errors: [
        { messageId: "noDestination", data: { id: "Create" }, ...locate(withoutDestination, "Config") },
      ],
    },
    {
      name: "a topic of Kafka",
      code: kafka,
      errors: [
        {
          messageId: "recordsAreLost",
          data: { id: "Create", source: "Kafka" },
          ...locate(kafka, "{ Stream: arn:aws:kafka:eu-central-1:1:cluster/a/b, Topics: [a] }"),
        },
      ],
    },
    {
      name: "a schedule with an input of its own, in serverless.yml",
      filename: "serverless.yml",
      code: scheduledByService,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "create", others: "", source: "a schedule" },
          ...locate(scheduledByService, "create"),
        },
      ],
    },
    {
      name: "a schedule with an input of its own",
      code: scheduled,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "Create", others: "", source: "a schedule" },
          ...locate(scheduled, "Create"),
        },
      ],
    },
    {
      name: "one of two functions that an expression makes",
      filename: "lib/media.ts",
      code: factory,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "Resize", others: "", source: "S3" },
          ...locate(factory, "id", 3),
        },
      ],
    },
    {
      name: "each of the functions that a method of the CDK makes",
      filename: "lib/media.ts",
      code: several,
      errors: [
        {
          messageId: "eventsAreLost",
          data: { id: "Create", others: " (and 1 other made here)", source: "S3" },
          ...locate(several, "id", 3),
        },
      ],
    },
  ],
});
