import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** What a function has when its configuration does not say it. */
export interface FunctionDefaults extends Sourced {
  /** Whose default it is, as a message can say it. */
  readonly of: string;
  readonly memoryMb: number;
  readonly timeoutSec: number;
  /** Undefined where the framework asks for one. */
  readonly runtime?: string;
}

const checked = "2026-11-26";

export const functionDefaults = {
  /** What a function has that is created without a word on it, whatever creates it. */
  lambda: {
    of: "AWS Lambda",
    memoryMb: 128,
    timeoutSec: 3,
    source: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    checked,
  },
  cloudformation: {
    of: "CloudFormation",
    memoryMb: 128,
    timeoutSec: 3,
    source:
      "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
    checked,
  },
  sam: {
    of: "AWS SAM",
    memoryMb: 128,
    timeoutSec: 3,
    source:
      "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html",
    checked,
  },
  serverless: {
    of: "the Serverless Framework",
    memoryMb: 1024,
    timeoutSec: 6,
    source: "https://www.serverless.com/framework/docs/providers/aws/guide/functions",
    checked,
  },
  cdk: {
    of: "AWS CDK",
    memoryMb: 128,
    timeoutSec: 3,
    source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda.FunctionProps.html",
    checked,
  },
  sst: {
    of: "SST",
    memoryMb: 1024,
    timeoutSec: 20,
    source: "https://sst.dev/docs/component/aws/function",
    checked,
  },
  sst2: {
    of: "SST",
    memoryMb: 1024,
    timeoutSec: 10,
    source: "https://v2.sst.dev/constructs/Function",
    checked,
  },
  pulumi: {
    of: "Pulumi",
    memoryMb: 128,
    timeoutSec: 3,
    source: "https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function/",
    checked,
  },
  /** `aws.lambda.CallbackFunction`, and what makes one of a callback. */
  pulumiCallback: {
    of: "Pulumi",
    memoryMb: 128,
    timeoutSec: 180,
    source: "https://github.com/pulumi/pulumi-aws/blob/master/sdk/nodejs/lambda/lambdaMixins.ts",
    checked,
  },
  amplify: {
    of: "Amplify",
    memoryMb: 512,
    timeoutSec: 3,
    source: "https://docs.amplify.aws/react/build-a-backend/functions/configure-functions/",
    checked,
  },
} as const satisfies Readonly<Record<string, FunctionDefaults>>;

const frameworkNames: ReadonlySet<string> = new Set(Object.values(functionDefaults).map(({ of }) => of));

/** Whether a default is the framework's own, which nobody of the project chose, and not that of a parameter. */
export function isFrameworkDefault(of: string): boolean {
  return frameworkNames.has(of);
}

/** How many records one event of a source has at most, when the event source mapping does not say it. */
export const defaultBatchSizes: ReadonlyMap<EventKind, number> = new Map<EventKind, number>([
  ["sqs", 10],
  ["kinesis", 100],
  ["dynamodb-stream", 100],
  ["msk", 100],
  ["self-managed-kafka", 100],
]);

/** @public Held against its date by the tests of all tables. */
export const defaultBatchSizesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
  checked,
};
