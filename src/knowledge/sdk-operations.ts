import type { Sourced } from "./fact.js";

/**
 * The tables were held against the service models that the pages are made from: those in botocore 1.43.107
 * (https://pypi.org/project/botocore/1.43.107/) for fields and limits, and the clients of SDK v3 for paginators.
 */
const checked = "2026-11-26";

/** The packages of SDK v3 that have commands. */
export const sdkPackages = /^@aws-sdk\/(?:client-[a-z\d-]+|lib-dynamodb)$/;

/** The packages of both versions whose clients have the operations. */
export const sdkClientPackages =
  /^(?:@aws-sdk\/(?:client-[a-z\d-]+|lib-dynamodb)|aws-sdk(?:\/clients\/[a-z\d]+)?)$/;

/** The packages whose classes and objects stay what they are where a file of the project passes them on to others. */
export const packagesPassedOn = new RegExp(
  `${sdkClientPackages.source}|^@aws-lambda-powertools/(?:logger|metrics|tracer)$`,
);

/** What the names of operations begin with, but for those of few services: an array, a table and a queue have others. */
export const operationVerbs =
  /^(?:batch|copy|create|delete|describe|execute|get|head|invoke|list|publish|put|query|receive|run|scan|send|start|transact|update)(?:[A-Z]\w*)?$/;

/** Services that SDK v2 names otherwise than SDK v3. */
export const sdkServiceAliases: ReadonlyMap<string, string> = new Map([
  ["stepfunctions", "sfn"],
  ["cognitoidentityserviceprovider", "cognitoidentityprovider"],
  ["cloudwatchevents", "eventbridge"],
]);

/** What the document clients of DynamoDB call its operations. */
export const documentOperations: ReadonlyMap<string, string> = new Map([
  ["BatchGet", "BatchGetItem"],
  ["BatchWrite", "BatchWriteItem"],
  ["Delete", "DeleteItem"],
  ["Get", "GetItem"],
  ["Put", "PutItem"],
  ["TransactGet", "TransactGetItems"],
  ["TransactWrite", "TransactWriteItems"],
  ["Update", "UpdateItem"],
]);

export interface OperationFact extends Sourced {
  /** As the package of SDK v3 is named, without dashes: `dynamodb`, `secretsmanager`. */
  readonly service: string;
  readonly operation: string;
}

/** An operation that answers with success although a part of it failed. */
export interface PartialFailureFact extends OperationFact {
  /** The field that says what failed. */
  readonly field: string;
  /** Fields by which a program can tell it as well. */
  readonly otherFields: readonly string[];
  /** What is lost when nobody looks. */
  readonly loss: string;
}

const partialFailures = (
  rows: readonly (readonly [
    service: string,
    operation: string,
    fields: readonly [string, ...string[]],
    loss: string,
    source: string,
  ])[],
): readonly PartialFailureFact[] =>
  rows.map(([service, operation, [field, ...otherFields], loss, source]) => ({
    service,
    operation,
    field,
    otherFields,
    loss,
    checked,
    source: `https://docs.aws.amazon.com/${source}`,
  }));

export const partialFailureFacts = partialFailures([
  [
    "dynamodb",
    "BatchWriteItem",
    ["UnprocessedItems"],
    "items that were not written, for example when the table throttles",
    "amazondynamodb/latest/APIReference/API_BatchWriteItem.html",
  ],
  [
    "dynamodb",
    "BatchGetItem",
    ["UnprocessedKeys"],
    "keys that were not read: the answer stops at 16 MB and where the table throttles",
    "amazondynamodb/latest/APIReference/API_BatchGetItem.html",
  ],
  [
    "dynamodb",
    "BatchExecuteStatement",
    ["Responses"],
    "statements that failed",
    "amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html",
  ],
  [
    "kinesis",
    "PutRecords",
    ["FailedRecordCount", "Records"],
    "records that were not written",
    "kinesis/latest/APIReference/API_PutRecords.html",
  ],
  [
    "firehose",
    "PutRecordBatch",
    ["FailedPutCount", "RequestResponses"],
    "records that were not written",
    "firehose/latest/APIReference/API_PutRecordBatch.html",
  ],
  [
    "eventbridge",
    "PutEvents",
    ["FailedEntryCount", "Entries"],
    "events that were not published",
    "eventbridge/latest/APIReference/API_PutEvents.html",
  ],
  [
    "sqs",
    "SendMessageBatch",
    ["Failed", "Successful"],
    "messages that were not sent",
    "AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html",
  ],
  [
    "sqs",
    "DeleteMessageBatch",
    ["Failed", "Successful"],
    "messages that were not deleted and come again",
    "AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html",
  ],
  [
    "sqs",
    "ChangeMessageVisibilityBatch",
    ["Failed", "Successful"],
    "messages that keep their visibility timeout",
    "AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html",
  ],
  [
    "sns",
    "PublishBatch",
    ["Failed", "Successful"],
    "messages that were not published",
    "sns/latest/api/API_PublishBatch.html",
  ],
  [
    "s3",
    "DeleteObjects",
    ["Errors", "Deleted"],
    "objects that were not deleted",
    "AmazonS3/latest/API/API_DeleteObjects.html",
  ],
  [
    "ecs",
    "RunTask",
    ["failures", "tasks"],
    "tasks that were not started, for example for lack of capacity",
    "AmazonECS/latest/APIReference/API_RunTask.html",
  ],
  [
    "lambda",
    "Invoke",
    ["FunctionError"],
    "errors that the invoked function threw: the request itself succeeds with status 200",
    "lambda/latest/api/API_Invoke.html",
  ],
]);

/** An operation on one item that has a form for many. */
export interface BatchFormFact extends OperationFact {
  readonly batch: string;
  /** How many items one request takes. */
  readonly maxItems: number;
  /** Parameters of the operation that the batch form does not have. */
  readonly without: readonly string[];
}

const batchForms = (
  service: string,
  source: string,
  rows: readonly (readonly [
    operation: string,
    batch: string,
    maxItems: number,
    without?: readonly string[],
  ])[],
): readonly BatchFormFact[] =>
  rows.map(([operation, batch, maxItems, without = []]) => ({
    service,
    operation,
    batch,
    maxItems,
    without,
    checked,
    source: `https://docs.aws.amazon.com/${source.replace("*", batch)}`,
  }));

/** `BatchWriteItem` knows neither conditions nor old values. */
const WRITE_EXTRAS = [
  "ConditionExpression",
  "Expected",
  "ReturnValues",
  "ReturnValuesOnConditionCheckFailure",
];

export const batchFormFacts: readonly BatchFormFact[] = [
  ...batchForms("dynamodb", "amazondynamodb/latest/APIReference/API_*.html", [
    ["PutItem", "BatchWriteItem", 25, WRITE_EXTRAS],
    ["DeleteItem", "BatchWriteItem", 25, WRITE_EXTRAS],
    ["GetItem", "BatchGetItem", 100],
  ]),
  ...batchForms("sqs", "AWSSimpleQueueService/latest/APIReference/API_*.html", [
    ["SendMessage", "SendMessageBatch", 10],
    ["DeleteMessage", "DeleteMessageBatch", 10],
    ["ChangeMessageVisibility", "ChangeMessageVisibilityBatch", 10],
  ]),
  ...batchForms("sns", "sns/latest/api/API_*.html", [
    ["Publish", "PublishBatch", 10, ["PhoneNumber", "TargetArn"]],
  ]),
  ...batchForms("kinesis", "kinesis/latest/APIReference/API_*.html", [
    ["PutRecord", "PutRecords", 500, ["SequenceNumberForOrdering"]],
  ]),
  ...batchForms("firehose", "firehose/latest/APIReference/API_*.html", [
    ["PutRecord", "PutRecordBatch", 500],
  ]),
  ...batchForms("eventbridge", "eventbridge/latest/APIReference/API_*.html", [
    ["PutEvents", "PutEvents", 10, ["EndpointId"]],
  ]),
  // An entry of the batch has other names for what these compare.
  ...batchForms("s3", "AmazonS3/latest/API/API_*.html", [
    ["DeleteObject", "DeleteObjects", 1000, ["IfMatch", "IfMatchLastModifiedTime", "IfMatchSize"]],
  ]),
  ...batchForms("ssm", "systems-manager/latest/APIReference/API_*.html", [
    ["GetParameter", "GetParameters", 10],
  ]),
  ...batchForms("secretsmanager", "secretsmanager/latest/apireference/API_*.html", [
    ["GetSecretValue", "BatchGetSecretValue", 20, ["VersionId", "VersionStage"]],
  ]),
];

/** An operation that reads configuration, which does not change with the request. */
export interface ConfigFetchFact extends OperationFact {
  /** The parameters that say which configuration. */
  readonly keys: readonly string[];
}

const configFetches = (
  rows: readonly (readonly [service: string, operation: string, keys: readonly string[], source: string])[],
): readonly ConfigFetchFact[] =>
  rows.map(([service, operation, keys, source]) => ({
    service,
    operation,
    keys,
    checked,
    source: `https://docs.aws.amazon.com/${source}`,
  }));

export const configFetchFacts = configFetches([
  ["ssm", "GetParameter", ["Name"], "systems-manager/latest/APIReference/API_GetParameter.html"],
  ["ssm", "GetParameters", ["Names"], "systems-manager/latest/APIReference/API_GetParameters.html"],
  [
    "ssm",
    "GetParametersByPath",
    ["Path"],
    "systems-manager/latest/APIReference/API_GetParametersByPath.html",
  ],
  [
    "secretsmanager",
    "GetSecretValue",
    ["SecretId"],
    "secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
  [
    "secretsmanager",
    "BatchGetSecretValue",
    ["SecretIdList"],
    "secretsmanager/latest/apireference/API_BatchGetSecretValue.html",
  ],
  [
    "appconfigdata",
    "StartConfigurationSession",
    ["ApplicationIdentifier", "EnvironmentIdentifier", "ConfigurationProfileIdentifier"],
    "appconfig/2019-10-09/APIReference/API_appconfigdata_StartConfigurationSession.html",
  ],
  [
    "appconfig",
    "GetConfiguration",
    ["Application", "Environment", "Configuration"],
    "appconfig/2019-10-09/APIReference/API_GetConfiguration.html",
  ],
]);

/** The rows of a table for an operation; an operation has at most one in each table. */
export function indexOperations<Fact extends OperationFact>(
  facts: readonly Fact[],
): (call: { readonly service: string; readonly operation: string }) => Fact | undefined {
  let rows: ReadonlyMap<string, Fact> | undefined;
  return ({ service, operation }) => {
    rows ??= new Map(facts.map((fact) => [`${fact.service}.${fact.operation}`, fact]));
    return rows.get(`${service}.${operation}`);
  };
}
