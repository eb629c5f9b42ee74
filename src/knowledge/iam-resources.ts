import type { Sourced } from "./fact.js";

/**
 * Which member of an operation's input names the resource that its permission is about.
 *
 * @public Held against its date by the tests of all tables.
 */
export const iamResourcesSource: Sourced = {
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  checked: "2026-11-26",
};

export interface IamResource {
  /** `TableName` */
  readonly input: string;
  /** What CloudFormation calls such a resource. */
  readonly types: readonly string[];
}

const RESOURCES: ReadonlyMap<string, IamResource> = new Map([
  [
    "dynamodb",
    {
      input: "TableName",
      types: ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable"],
    },
  ],
  ["s3", { input: "Bucket", types: ["AWS::S3::Bucket"] }],
  ["sqs", { input: "QueueUrl", types: ["AWS::SQS::Queue"] }],
  ["sns", { input: "TopicArn", types: ["AWS::SNS::Topic"] }],
  ["secretsmanager", { input: "SecretId", types: ["AWS::SecretsManager::Secret"] }],
  [
    "states",
    {
      input: "stateMachineArn",
      types: ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"],
    },
  ],
  ["kinesis", { input: "StreamName", types: ["AWS::Kinesis::Stream"] }],
]);

/** What an action is about, of actions on one resource that requests name. */
export function resourceOfAction(action: string): IamResource | undefined {
  return RESOURCES.get(action.slice(0, action.indexOf(":")));
}
