import type { OperationFact } from "./sdk-operations.js";

const checked = "2026-11-27";

/** An operation that answers page by page. */
export interface PaginationFact extends OperationFact {
  /** The field of the answer that leads to the next page. */
  readonly token: string;
  /** Other fields that say whether there is one. */
  readonly otherTokens: readonly string[];
  /** The parameter that takes the token. */
  readonly inputToken: string;
  /** The parameters that say how much one page holds: who sets one means to read one page. */
  readonly limits: readonly string[];
  /** The field that holds the page's items. */
  readonly items: string;
  /** False where SDK v3 exports no paginator for it. */
  readonly hasPaginator: boolean;
}

type PaginationRow = readonly [
  operation: string,
  items: string,
  tokens: readonly [string, ...string[]],
  inputToken: string,
  limits?: readonly string[],
  hasPaginator?: false,
];

const pagination = (
  service: string,
  source: string,
  rows: readonly PaginationRow[],
): readonly PaginationFact[] =>
  rows.map(
    ([operation, items, [token, ...otherTokens], inputToken, limits = ["MaxResults"], hasPaginator]) => ({
      service,
      operation,
      items,
      token,
      otherTokens,
      inputToken,
      limits,
      hasPaginator: hasPaginator ?? true,
      checked,
      source: `https://docs.aws.amazon.com/${source.replace("*", operation)}`,
    }),
  );

export const paginationFacts: readonly PaginationFact[] = [
  ...pagination("dynamodb", "amazondynamodb/latest/APIReference/API_*.html", [
    ["Query", "Items", ["LastEvaluatedKey"], "ExclusiveStartKey", ["Limit"]],
    ["Scan", "Items", ["LastEvaluatedKey"], "ExclusiveStartKey", ["Limit"]],
    ["ListTables", "TableNames", ["LastEvaluatedTableName"], "ExclusiveStartTableName", ["Limit"]],
  ]),
  ...pagination("s3", "AmazonS3/latest/API/API_*.html", [
    ["ListObjectsV2", "Contents", ["NextContinuationToken", "IsTruncated"], "ContinuationToken", ["MaxKeys"]],
    ["ListObjects", "Contents", ["NextMarker", "IsTruncated"], "Marker", ["MaxKeys"], false],
    [
      "ListObjectVersions",
      "Versions",
      ["NextKeyMarker", "NextVersionIdMarker", "IsTruncated"],
      "KeyMarker",
      ["MaxKeys"],
      false,
    ],
  ]),
  ...pagination("ssm", "systems-manager/latest/APIReference/API_*.html", [
    ["GetParametersByPath", "Parameters", ["NextToken"], "NextToken"],
    ["DescribeParameters", "Parameters", ["NextToken"], "NextToken"],
  ]),
  ...pagination("secretsmanager", "secretsmanager/latest/apireference/API_*.html", [
    ["ListSecrets", "SecretList", ["NextToken"], "NextToken"],
  ]),
  ...pagination("sns", "sns/latest/api/API_*.html", [
    ["ListTopics", "Topics", ["NextToken"], "NextToken", []],
    ["ListSubscriptions", "Subscriptions", ["NextToken"], "NextToken", []],
    ["ListSubscriptionsByTopic", "Subscriptions", ["NextToken"], "NextToken", []],
  ]),
  ...pagination("lambda", "lambda/latest/api/API_*.html", [
    ["ListFunctions", "Functions", ["NextMarker"], "Marker", ["MaxItems"]],
    ["ListEventSourceMappings", "EventSourceMappings", ["NextMarker"], "Marker", ["MaxItems"]],
    ["ListVersionsByFunction", "Versions", ["NextMarker"], "Marker", ["MaxItems"]],
  ]),
  ...pagination("cloudwatchlogs", "AmazonCloudWatchLogs/latest/APIReference/API_*.html", [
    ["DescribeLogGroups", "logGroups", ["nextToken"], "nextToken", ["limit"]],
    ["DescribeLogStreams", "logStreams", ["nextToken"], "nextToken", ["limit"]],
    ["FilterLogEvents", "events", ["nextToken"], "nextToken", ["limit"]],
  ]),
  ...pagination("cloudwatch", "AmazonCloudWatch/latest/APIReference/API_*.html", [
    ["ListMetrics", "Metrics", ["NextToken"], "NextToken", []],
    ["DescribeAlarms", "MetricAlarms", ["NextToken"], "NextToken", ["MaxRecords", "AlarmNames"]],
  ]),
  ...pagination("cognitoidentityprovider", "cognito-user-identity-pools/latest/APIReference/API_*.html", [
    ["ListUsers", "Users", ["PaginationToken"], "PaginationToken", ["Limit"]],
    ["ListUsersInGroup", "Users", ["NextToken"], "NextToken", ["Limit"]],
    ["ListGroups", "Groups", ["NextToken"], "NextToken", ["Limit"]],
    ["AdminListGroupsForUser", "Groups", ["NextToken"], "NextToken", ["Limit"]],
  ]),
  ...pagination("ecs", "AmazonECS/latest/APIReference/API_*.html", [
    ["ListTasks", "taskArns", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListServices", "serviceArns", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListClusters", "clusterArns", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("iam", "IAM/latest/APIReference/API_*.html", [
    ["ListUsers", "Users", ["Marker", "IsTruncated"], "Marker", ["MaxItems"]],
    ["ListRoles", "Roles", ["Marker", "IsTruncated"], "Marker", ["MaxItems"]],
    ["ListPolicies", "Policies", ["Marker", "IsTruncated"], "Marker", ["MaxItems"]],
  ]),
  ...pagination("cloudformation", "AWSCloudFormation/latest/APIReference/API_*.html", [
    // Of one stack there is one page.
    ["DescribeStacks", "Stacks", ["NextToken"], "NextToken", ["StackName"]],
    ["ListStacks", "StackSummaries", ["NextToken"], "NextToken", []],
    ["ListStackResources", "StackResourceSummaries", ["NextToken"], "NextToken", []],
    ["ListStackSets", "Summaries", ["NextToken"], "NextToken"],
    ["ListStackInstances", "Summaries", ["NextToken"], "NextToken"],
    ["ListExports", "Exports", ["NextToken"], "NextToken", []],
  ]),
  ...pagination("sfn", "step-functions/latest/apireference/API_*.html", [
    ["ListExecutions", "executions", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListStateMachines", "stateMachines", ["nextToken"], "nextToken", ["maxResults"]],
    ["GetExecutionHistory", "events", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("kms", "kms/latest/APIReference/API_*.html", [
    ["ListKeys", "Keys", ["NextMarker", "Truncated"], "Marker", ["Limit"]],
    ["ListAliases", "Aliases", ["NextMarker", "Truncated"], "Marker", ["Limit"]],
  ]),
  ...pagination("route53", "Route53/latest/APIReference/API_*.html", [
    ["ListHostedZones", "HostedZones", ["NextMarker", "IsTruncated"], "Marker", ["MaxItems"]],
    [
      "ListResourceRecordSets",
      "ResourceRecordSets",
      ["NextRecordName", "IsTruncated"],
      "StartRecordName",
      ["MaxItems"],
      false,
    ],
  ]),
  ...pagination("eventbridge", "eventbridge/latest/APIReference/API_*.html", [
    ["ListRules", "Rules", ["NextToken"], "NextToken", ["Limit"], false],
    ["ListTargetsByRule", "Targets", ["NextToken"], "NextToken", ["Limit"], false],
  ]),
  ...pagination("scheduler", "scheduler/latest/APIReference/API_*.html", [
    ["ListSchedules", "Schedules", ["NextToken"], "NextToken"],
  ]),
  ...pagination("athena", "athena/latest/APIReference/API_*.html", [
    ["GetQueryResults", "ResultSet", ["NextToken"], "NextToken"],
  ]),
  ...pagination("organizations", "organizations/latest/APIReference/API_*.html", [
    ["ListAccounts", "Accounts", ["NextToken"], "NextToken"],
    ["ListAccountsForParent", "Accounts", ["NextToken"], "NextToken"],
    ["ListOrganizationalUnitsForParent", "OrganizationalUnits", ["NextToken"], "NextToken"],
    ["ListChildren", "Children", ["NextToken"], "NextToken"],
  ]),
  ...pagination("rds", "AmazonRDS/latest/APIReference/API_*.html", [
    ["DescribeDBInstances", "DBInstances", ["Marker"], "Marker", ["MaxRecords", "DBInstanceIdentifier"]],
    ["DescribeDBSnapshots", "DBSnapshots", ["Marker"], "Marker", ["MaxRecords", "DBSnapshotIdentifier"]],
  ]),
  ...pagination("resourcegroupstaggingapi", "resourcegroupstagging/latest/APIReference/API_*.html", [
    [
      "GetResources",
      "ResourceTagMappingList",
      ["PaginationToken"],
      "PaginationToken",
      ["ResourcesPerPage", "ResourceARNList"],
    ],
  ]),
  ...pagination("bedrockagent", "bedrock/latest/APIReference/API_agent_*.html", [
    ["ListAgents", "agentSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListAgentActionGroups", "actionGroupSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListAgentAliases", "agentAliasSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListAgentKnowledgeBases", "agentKnowledgeBaseSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListAgentVersions", "agentVersionSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListDataSources", "dataSourceSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListIngestionJobs", "ingestionJobSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListKnowledgeBases", "knowledgeBaseSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListFlows", "flowSummaries", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListPrompts", "promptSummaries", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("textract", "textract/latest/dg/API_*.html", [
    ["GetDocumentAnalysis", "Blocks", ["NextToken"], "NextToken", ["MaxResults"], false],
    ["GetDocumentTextDetection", "Blocks", ["NextToken"], "NextToken", ["MaxResults"], false],
    ["GetExpenseAnalysis", "ExpenseDocuments", ["NextToken"], "NextToken", ["MaxResults"], false],
  ]),
  ...pagination("rekognition", "rekognition/latest/APIReference/API_*.html", [
    ["GetLabelDetection", "Labels", ["NextToken"], "NextToken"],
    ["GetFaceDetection", "Faces", ["NextToken"], "NextToken"],
    ["GetTextDetection", "TextDetections", ["NextToken"], "NextToken"],
    ["GetContentModeration", "ModerationLabels", ["NextToken"], "NextToken"],
    ["GetCelebrityRecognition", "Celebrities", ["NextToken"], "NextToken"],
    ["ListFaces", "Faces", ["NextToken"], "NextToken"],
    ["ListCollections", "CollectionIds", ["NextToken"], "NextToken"],
  ]),
  ...pagination("transcribe", "transcribe/latest/APIReference/API_*.html", [
    ["ListTranscriptionJobs", "TranscriptionJobSummaries", ["NextToken"], "NextToken"],
  ]),
  ...pagination("glue", "glue/latest/webapi/API_*.html", [
    ["GetTables", "TableList", ["NextToken"], "NextToken"],
    ["GetDatabases", "DatabaseList", ["NextToken"], "NextToken"],
    ["GetPartitions", "Partitions", ["NextToken"], "NextToken"],
    ["GetJobRuns", "JobRuns", ["NextToken"], "NextToken"],
  ]),
  ...pagination("ecr", "AmazonECR/latest/APIReference/API_*.html", [
    ["ListImages", "imageIds", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("codepipeline", "codepipeline/latest/APIReference/API_*.html", [
    ["ListPipelines", "pipelines", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListActionExecutions", "actionExecutionDetails", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("autoscaling", "autoscaling/ec2/APIReference/API_*.html", [
    [
      "DescribeAutoScalingGroups",
      "AutoScalingGroups",
      ["NextToken"],
      "NextToken",
      ["MaxRecords", "AutoScalingGroupNames"],
    ],
  ]),
  ...pagination("iot", "iot/latest/apireference/API_*.html", [
    ["ListThings", "things", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListThingGroups", "thingGroups", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListThingsInThingGroup", "things", ["nextToken"], "nextToken", ["maxResults"]],
    ["ListCertificates", "certificates", ["nextMarker"], "marker", ["pageSize"]],
    ["ListJobs", "jobs", ["nextToken"], "nextToken", ["maxResults"]],
  ]),
  ...pagination("kinesis", "kinesis/latest/APIReference/API_*.html", [
    ["ListStreams", "StreamNames", ["NextToken", "HasMoreStreams"], "NextToken", ["Limit"]],
    ["ListShards", "Shards", ["NextToken"], "NextToken", ["MaxResults"], false],
  ]),
  ...pagination("backup", "aws-backup/latest/devguide/API_*.html", [
    ["ListBackupJobs", "BackupJobs", ["NextToken"], "NextToken"],
    ["ListRecoveryPointsByBackupVault", "RecoveryPoints", ["NextToken"], "NextToken"],
  ]),
  ...pagination("sesv2", "ses/latest/APIReference-V2/API_*.html", [
    ["ListContacts", "Contacts", ["NextToken"], "NextToken", ["PageSize"]],
    ["ListEmailIdentities", "EmailIdentities", ["NextToken"], "NextToken", ["PageSize"]],
    [
      "ListSuppressedDestinations",
      "SuppressedDestinationSummaries",
      ["NextToken"],
      "NextToken",
      ["PageSize"],
    ],
  ]),
  ...pagination("servicediscovery", "cloud-map/latest/api/API_*.html", [
    ["ListInstances", "Instances", ["NextToken"], "NextToken"],
    ["ListServices", "Services", ["NextToken"], "NextToken"],
  ]),
  ...pagination("redshiftdata", "redshift-data/latest/APIReference/API_*.html", [
    ["GetStatementResult", "Records", ["NextToken"], "NextToken", []],
  ]),
  ...pagination("workspaces", "workspaces/latest/api/API_*.html", [
    ["DescribeWorkspaces", "Workspaces", ["NextToken"], "NextToken", ["Limit", "WorkspaceIds"]],
  ]),
  ...pagination("acm", "acm/latest/APIReference/API_*.html", [
    ["ListCertificates", "CertificateSummaryList", ["NextToken"], "NextToken", ["MaxItems"]],
  ]),
  ...pagination("guardduty", "guardduty/latest/APIReference/API_*.html", [
    ["ListFindings", "FindingIds", ["NextToken"], "NextToken"],
    ["ListMembers", "Members", ["NextToken"], "NextToken"],
  ]),
  ...pagination("securityhub", "securityhub/1.0/APIReference/API_*.html", [
    ["GetFindings", "Findings", ["NextToken"], "NextToken"],
  ]),
];
