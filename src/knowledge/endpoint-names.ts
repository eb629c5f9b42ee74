import type { Sourced } from "./fact.js";

/**
 * Where the services with endpoints are listed.
 *
 * @public Held against its date by the tests of all tables.
 */
export const endpointNamesSource: Sourced = {
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
  checked: "2026-11-26",
};

/** The end of an endpoint's service name, by the name of the SDK package without dashes. */
const ENDPOINTS: ReadonlyMap<string, string> = new Map([
  ["s3", "s3"],
  ["dynamodb", "dynamodb"],
  ["sqs", "sqs"],
  ["sns", "sns"],
  ["lambda", "lambda"],
  ["secretsmanager", "secretsmanager"],
  ["ssm", "ssm"],
  ["kms", "kms"],
  ["sts", "sts"],
  ["sfn", "states"],
  ["eventbridge", "events"],
  ["kinesis", "kinesis-streams"],
  ["firehose", "kinesis-firehose"],
  ["cloudwatch", "monitoring"],
  ["cloudwatchlogs", "logs"],
  ["bedrockruntime", "bedrock-runtime"],
]);

/** How AWS names the endpoint of a service; undefined where that is not known. */
export function endpointNameOf(service: string): string | undefined {
  return ENDPOINTS.get(service);
}
