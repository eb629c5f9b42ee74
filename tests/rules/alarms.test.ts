import rule from "../../src/rules/alarms.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { cdkApp, cdkStack, plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const alarm = (metric: string, dimensions: string) => `  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/Lambda, MetricName: ${metric}, Dimensions: ${dimensions} }
`;
const own = "[{ Name: FunctionName, Value: !Ref Create }]";
const onlyDuration = samTemplate("", { beside: alarm("Duration", own) });

const withAlarm = (dimensions: string, namespace = "AWS/Lambda") =>
  serverlessFile("", {
    beside: `resources:
  Resources:
    Failed:
      Type: AWS::CloudWatch::Alarm
      Properties: { Namespace: ${namespace}, MetricName: Errors, Dimensions: ${dimensions} }
`,
  });
const onQueue = withAlarm("[{ Name: QueueName, Value: jobs }]", "AWS/SQS");
const onOther = `${withAlarm("[{ Name: FunctionName, Value: !Ref Other }]")}    Other: { Type: AWS::Lambda::Function }\n`;

/** A function in an app of the CDK, and what follows it. */
const app = (more: string) => ({
  filename: "lib/stack.ts",
  files: cdkApp(
    `new NodejsFunction(this, "Create", { entry: "src/create.ts" });\n${more}\n`,
    `import { Alarm, CfnAlarm, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Function } from "aws-cdk-lib/aws-lambda";
import { MetricFilter } from "aws-cdk-lib/aws-logs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { MonitoringFacade } from "cdk-monitoring-constructs";
import { config } from "dotenv";
import { Client } from "@acme/client";
import { Dashboards } from "./missing";
`,
  ),
});
const unwatched = app("");
/** Alarms on what is not the function. */
const watched = [
  "new Alarm(this, 'Late', { metric: new Queue(this, 'Jobs').metricApproximateAgeOfOldestMessage() });",
  "new Queue(this, 'Jobs').metricNumberOfMessagesSent().with({}).createAlarm(this, 'Many', {});",
  "new Alarm(this, 'Slow', { metric: new Metric({ namespace: 'AWS/ApiGateway', metricName: 'Latency' }) });",
  `const other = new NodejsFunction(this, "Other", { entry: "src/other.ts" });
new Alarm(this, 'Failed', { metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName: other.functionName } }) });
new Alarm(this, 'Rate', { metric: new MathExpression({ expression: 'a / b', usingMetrics: { a: other.metricErrors(), b: other.metricInvocations() } }) });`,
].map((statements) => app(statements));
const quiet = app('config({ path: ".env" }); new Client({ name: id });');

/** A program of Pulumi with a function, another one, and more. */
const program = (more: string) => ({
  files: {
    "Pulumi.yaml": "name: library\nruntime: nodejs\n",
    "index.ts": `import * as aws from "@pulumi/aws";
import { Monitor } from "@library/monitor";
import { unseen } from "./unseen";
const lend = new aws.lambda.Function("Lend", { name: "library-lend", handler: "index.handler" });
const other = new aws.lambda.Function("Return", { handler: "index.handler" });
const books = new aws.sqs.Queue("books");
${more}`,
  },
  filename: "index.ts",
});
const pulumiAlarm = (props: string) => `new aws.cloudwatch.MetricAlarm("Failed", { ${props} });`;
const onReturn = pulumiAlarm(
  'namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: other.name }',
);

runConfigRule("alarms", rule, {
  valid: [
    { name: "an alarm on its errors", code: samTemplate("", { beside: alarm("Errors", own) }) },
    { name: "an alarm on all functions", code: plainTemplate("", { beside: alarm("Errors", "[]") }) },
    {
      name: "an alarm on a metric that is not known",
      code: plainTemplate("", { beside: alarm("!Ref Metric", own) }),
    },
    {
      name: "an alarm on a function that is not known",
      code: samTemplate("", { beside: alarm("Errors", "[{ Name: FunctionName, Value: !ImportValue f }]") }),
    },
    {
      name: "a stack of its own may have them",
      code: samTemplate("", { beside: "  Alarms: { Type: AWS::CloudFormation::Stack }\n" }),
    },
    ...["serverless-plugin-aws-alerts", "serverless-slic-watch", "./plugins/alarms"].map((plugin) => ({
      name: `serverless.yml with ${plugin}`,
      filename: "serverless.yml",
      code: `plugins: [serverless-esbuild, ${plugin}]\n${serverlessFile()}`,
    })),
    {
      name: "resources of serverless.yml that are not read",
      filename: "serverless.yml",
      code: `${serverlessFile()}resources: \${file(./resources.js)}\n`,
    },
    {
      name: "an alarm of serverless.yml of which nothing is known",
      filename: "serverless.yml",
      code: `${serverlessFile()}resources: { Resources: { Failed: { Type: AWS::CloudWatch::Alarm } } }\n`,
    },
    {
      name: "alarms of serverless.yml on the function",
      filename: "serverless.yml",
      code: withAlarm("[{ Name: FunctionName, Value: !Ref CreateLambdaFunction }]"),
    },
    {
      name: "an alarm of serverless.yml on a function that is called by its name",
      filename: "serverless.yml",
      code: withAlarm('[{ Name: FunctionName, Value: "${self:service}-dev-create" }]'),
    },
    {
      name: "an alarm of serverless.yml beside a metric of a log",
      filename: "serverless.yml",
      code: `${withAlarm("[{ Name: QueueName, Value: a }]", "Orders")}    Lines: { Type: AWS::Logs::MetricFilter }\n`,
    },
    { name: "code of the CDK by itself", filename: "lib/stack.ts", code: cdkStack() },
    {
      name: "an app of the CDK with an alarm",
      ...app("new Alarm(this, 'Failed', { metric: queue.metricAge() });"),
    },
    ...[
      "new Alarm(this, 'Failed', { metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors' }) });",
      "new Alarm(this, 'Failed', { metric: new Metric({ namespace: 'Orders', metricName: 'Failed' }) });",
      "new Alarm(this, 'Failed', { metric: new MathExpression({ expression: 'a', usingMetrics }) });",
      "new CfnAlarm(this, 'Failed', { namespace: 'AWS/SQS' });",
      "new MetricFilter(this, 'Lines', {}).metric().createAlarm(this, 'Failed', {});",
      "Function.metricAllErrors().createAlarm(this, 'Failed', {});",
    ].map((statement) => ({ name: `an alarm that may be on it: ${statement}`, ...app(statement) })),
    { name: "an app of the CDK with a package", ...app("new MonitoringFacade(this, 'Monitoring', {});") },
    { name: "an app of the CDK with a file that is not read", ...app("new Dashboards(this, 'Dashboards');") },
    ...[
      'for (const [name, fn] of Object.entries({ lend, other })) new aws.cloudwatch.MetricAlarm(name, { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: fn.name } });',
      `${onReturn} ${pulumiAlarm('namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: "library-lend" }')}`,
      pulumiAlarm('namespace: "AWS/Lambda", metricName: "Errors"'),
      `${onReturn} ${pulumiAlarm('metricQueries: [{ id: "a", expression: "b / 2" }, { id: "b", metric: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: lend.name } } }]')}`,
      `${onReturn} ${pulumiAlarm('namespace: "Library", metricName: "failures"')}`,
      `${onReturn} ${pulumiAlarm("...unseen")}`,
      `${onReturn} ${pulumiAlarm("metricQueries: unseen")}`,
      `${onReturn} ${pulumiAlarm('namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: unseen }')}`,
      `${onReturn} new Monitor("monitor", { functions: [lend.name] });`,
      `${onReturn} unseen(lend);`,
    ].map((more) => ({ name: `a program of Pulumi with ${more}`, ...program(more) })),
    {
      name: "a file of Pulumi by itself",
      filename: "index.ts",
      code: program("").files["index.ts"],
    },
    { name: "a macro that may write them", code: samTemplate("", { before: "Transform: Alarms\n" }) },
  ],
  invalid: [
    {
      name: "no alarm",
      code: samTemplate(),
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "Create", alarm: "an `AWS::CloudWatch::Alarm`" },
          ...locate(samTemplate(), "Create"),
        },
      ],
    },
    {
      name: "an alarm on something else",
      code: onlyDuration,
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "Create", alarm: "an `AWS::CloudWatch::Alarm`" },
          ...locate(onlyDuration, "Create"),
        },
      ],
    },
    {
      name: "serverless.yml with plugins that make none",
      filename: "serverless.yml",
      code: `plugins: [serverless-esbuild, serverless-offline]\n${serverlessFile()}`,
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "create", alarm: "an `AWS::CloudWatch::Alarm`" },
          ...locate(`plugins: [serverless-esbuild, serverless-offline]\n${serverlessFile()}`, "create"),
        },
      ],
    },
    ...[onOther, onQueue].map((code, index) => ({
      name: `serverless.yml with an alarm on something else: ${String(index)}`,
      filename: "serverless.yml",
      code,
      errors: [
        {
          messageId: "noErrorAlarm" as const,
          data: { id: "create", alarm: "an `AWS::CloudWatch::Alarm`" },
          ...locate(code, "create"),
        },
      ],
    })),
    {
      name: "an app of the CDK without one",
      ...unwatched,
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "Create", alarm: "an `Alarm`" },
          ...locate(unwatched.files["lib/stack.ts"], '"Create"'),
        },
      ],
    },
    ...watched.map((files, index) => ({
      name: `an app of the CDK with alarms on something else: ${String(index)}`,
      ...files,
      errors: [
        {
          messageId: "noErrorAlarm" as const,
          data: { id: "Create", alarm: "an `Alarm`" },
          ...locate(files.files["lib/stack.ts"], '"Create"'),
        },
      ],
    })),
    {
      name: "an app of the CDK that gives another package no construct",
      ...quiet,
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "Create", alarm: "an `Alarm`" },
          ...locate(quiet.files["lib/stack.ts"], '"Create"'),
        },
      ],
    },
    ...[
      onReturn,
      `${onReturn} ${pulumiAlarm('namespace: "AWS/SQS", metricName: "ApproximateAgeOfOldestMessage", dimensions: { QueueName: books.name }')}`,
      `${onReturn} ${pulumiAlarm('namespace: "AWS/Lambda", metricName: "Throttles", dimensions: { FunctionName: lend.name }')}`,
      `${onReturn} ${pulumiAlarm('metricQueries: [{ id: "b", metric: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: other.name } } }]')}`,
    ].map((more) => ({
      name: `a program of Pulumi with alarms on something else: ${more}`,
      ...program(more),
      errors: [
        {
          messageId: "noErrorAlarm" as const,
          data: { id: "Lend", alarm: "an `aws.cloudwatch.MetricAlarm`" },
          ...locate(program(more).files["index.ts"], '"Lend"'),
        },
      ],
    })),
    {
      name: "an alarm on another function",
      code: plainTemplate("", {
        beside: `  Other: { Type: AWS::Lambda::Function }\n${alarm("Errors", "[{ Name: FunctionName, Value: !Ref Other }]")}`,
      }),
      errors: [
        {
          messageId: "noErrorAlarm",
          data: { id: "Create", alarm: "an `AWS::CloudWatch::Alarm`" },
          ...locate(plainTemplate(), "Create"),
        },
      ],
    },
  ],
});
