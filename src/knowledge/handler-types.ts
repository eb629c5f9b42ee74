import type { Sourced } from "./fact.js";

/** Where the names below were read: the declarations of this version, file by file. */
export const handlerTypesSource: Sourced & { readonly version: string } = {
  source: "https://www.npmjs.com/package/@types/aws-lambda",
  version: "8.10.164",
  checked: "2026-11-24",
};

/** The files that `aws-lambda/…` reaches when a type is imported from the file that declares it. */
const declarationFiles = [
  "common/api-gateway",
  "common/cloudfront",
  "handler",
  "trigger/alb",
  "trigger/amplify-resolver",
  "trigger/api-gateway-authorizer",
  "trigger/api-gateway-proxy",
  "trigger/appsync-resolver",
  "trigger/autoscaling",
  "trigger/cdk-custom-resource",
  "trigger/cloudformation-custom-resource",
  "trigger/cloudfront-request",
  "trigger/cloudfront-response",
  "trigger/cloudwatch-alarm",
  "trigger/cloudwatch-events",
  "trigger/cloudwatch-logs",
  "trigger/codebuild-cloudwatch-state",
  "trigger/codecommit",
  "trigger/codepipeline",
  "trigger/codepipeline-cloudwatch",
  "trigger/codepipeline-cloudwatch-action",
  "trigger/codepipeline-cloudwatch-pipeline",
  "trigger/codepipeline-cloudwatch-stage",
  "trigger/cognito-user-pool-trigger",
  "trigger/cognito-user-pool-trigger/create-auth-challenge",
  "trigger/cognito-user-pool-trigger/custom-email-sender",
  "trigger/cognito-user-pool-trigger/custom-message",
  "trigger/cognito-user-pool-trigger/custom-sms-sender",
  "trigger/cognito-user-pool-trigger/define-auth-challenge",
  "trigger/cognito-user-pool-trigger/inbound-federation",
  "trigger/cognito-user-pool-trigger/post-authentication",
  "trigger/cognito-user-pool-trigger/post-confirmation",
  "trigger/cognito-user-pool-trigger/pre-authentication",
  "trigger/cognito-user-pool-trigger/pre-signup",
  "trigger/cognito-user-pool-trigger/pre-token-generation",
  "trigger/cognito-user-pool-trigger/pre-token-generation-v2",
  "trigger/cognito-user-pool-trigger/pre-token-generation-v3",
  "trigger/cognito-user-pool-trigger/user-migration",
  "trigger/cognito-user-pool-trigger/verify-auth-challenge-response",
  "trigger/connect-contact-flow",
  "trigger/dynamodb-stream",
  "trigger/eventbridge",
  "trigger/guard-duty-event-notification",
  "trigger/iot",
  "trigger/iot-authorizer",
  "trigger/kinesis-firehose-transformation",
  "trigger/kinesis-stream",
  "trigger/lambda-function-url",
  "trigger/lex",
  "trigger/lex-v2",
  "trigger/msk",
  "trigger/s3",
  "trigger/s3-batch",
  "trigger/s3-event-notification",
  "trigger/secretsmanager",
  "trigger/self-managed-kafka",
  "trigger/ses",
  "trigger/sns",
  "trigger/sqs",
  "trigger/transfer-family-authorizer",
] as const;

/**
 * Modules whose types mark Lambda code. The types of Powertools' parser share their names with `@types/aws-lambda`
 * or are in `eventTypes` under their own.
 */
export const handlerTypeModules: ReadonlySet<string> = new Set([
  "aws-lambda",
  "@types/aws-lambda",
  ...declarationFiles.map((file) => `aws-lambda/${file}`),
  "@aws-lambda-powertools/parser/types",
]);

/** `export as namespace AWSLambda`: the name by which `@types/aws-lambda` gives its types to files that do not import it. */
export const handlerTypeNamespace = "AWSLambda";

export interface HandlerType {
  /** The type of its first parameter: a key of `eventTypes`. Undefined when the type's own argument says it. */
  readonly eventType: string | undefined;
  /** The second parameter is the response stream. */
  readonly isStreaming?: true;
}

function takes(eventType: string): HandlerType {
  return { eventType };
}

/** Every type of `@types/aws-lambda` that annotates a handler. */
export const handlerTypes: ReadonlyMap<string, HandlerType> = new Map<string, HandlerType>([
  ["Handler", { eventType: undefined }],
  ["StreamifyHandler", { eventType: undefined, isStreaming: true }],

  ["ALBHandler", takes("ALBEvent")],
  ["APIGatewayProxyHandler", takes("APIGatewayProxyEvent")],
  ["APIGatewayProxyHandlerV2", takes("APIGatewayProxyEventV2")],
  ["APIGatewayProxyHandlerV2WithIAMAuthorizer", takes("APIGatewayProxyEventV2WithIAMAuthorizer")],
  ["APIGatewayProxyHandlerV2WithJWTAuthorizer", takes("APIGatewayProxyEventV2WithJWTAuthorizer")],
  ["APIGatewayProxyHandlerV2WithLambdaAuthorizer", takes("APIGatewayProxyEventV2WithLambdaAuthorizer")],
  ["APIGatewayProxyWebsocketHandlerV2", takes("APIGatewayProxyWebsocketEventV2")],
  ["APIGatewayProxyWithCognitoAuthorizerHandler", takes("APIGatewayProxyWithCognitoAuthorizerEvent")],
  ["APIGatewayProxyWithLambdaAuthorizerHandler", takes("APIGatewayProxyWithLambdaAuthorizerEvent")],
  ["ProxyHandler", takes("APIGatewayProxyEvent")],
  ["LambdaFunctionURLHandler", takes("LambdaFunctionURLEvent")],
  ["LambdaFunctionURLHandlerWithIAMAuthorizer", takes("LambdaFunctionURLEventWithIAMAuthorizer")],

  ["APIGatewayAuthorizerHandler", takes("APIGatewayAuthorizerEvent")],
  ["APIGatewayAuthorizerWithContextHandler", takes("APIGatewayAuthorizerEvent")],
  ["APIGatewayTokenAuthorizerHandler", takes("APIGatewayTokenAuthorizerEvent")],
  ["APIGatewayTokenAuthorizerWithContextHandler", takes("APIGatewayTokenAuthorizerEvent")],
  ["APIGatewayRequestAuthorizerHandler", takes("APIGatewayRequestAuthorizerEvent")],
  ["APIGatewayRequestAuthorizerWithContextHandler", takes("APIGatewayRequestAuthorizerEvent")],
  ["APIGatewayRequestIAMAuthorizerHandlerV2", takes("APIGatewayRequestAuthorizerEventV2")],
  ["APIGatewayRequestIAMAuthorizerV2WithContextHandler", takes("APIGatewayRequestAuthorizerEventV2")],
  ["APIGatewayRequestSimpleAuthorizerHandlerV2", takes("APIGatewayRequestAuthorizerEventV2")],
  ["APIGatewayRequestSimpleAuthorizerHandlerV2WithContext", takes("APIGatewayRequestAuthorizerEventV2")],
  ["CustomAuthorizerHandler", takes("CustomAuthorizerEvent")],
  ["AppSyncAuthorizerHandler", takes("AppSyncAuthorizerEvent")],
  ["AppSyncAuthorizerHander", takes("AppSyncAuthorizerEvent")], // spelled so in the package
  ["IoTCustomAuthorizerHandler", takes("IoTCustomAuthorizerEvent")],
  ["TransferFamilyAuthorizerHandler", takes("TransferFamilyAuthorizerEvent")],

  ["AmplifyGraphQlResolverHandler", takes("AmplifyGraphQlResolverEvent")],
  ["AppSyncResolverHandler", takes("AppSyncResolverEvent")],
  ["AppSyncBatchResolverHandler", { eventType: undefined }], // its event is an array

  ["DynamoDBStreamHandler", takes("DynamoDBStreamEvent")],
  ["FirehoseTransformationHandler", takes("FirehoseTransformationEvent")],
  ["KinesisStreamHandler", takes("KinesisStreamEvent")],
  ["KinesisStreamTumblingWindowHandler", takes("KinesisStreamTumblingWindowEvent")],
  ["MSKHandler", takes("MSKEvent")],
  ["SelfManagedKafkaHandler", takes("SelfManagedKafkaEvent")],
  ["SQSHandler", takes("SQSEvent")],

  ["CloudWatchAlarmHandler", takes("CloudWatchAlarmEvent")],
  ["CloudWatchLogsHandler", takes("CloudWatchLogsEvent")],
  ["CodeBuildCloudWatchStateHandler", takes("CodeBuildCloudWatchStateEvent")],
  ["CodePipelineCloudWatchHandler", takes("CodePipelineCloudWatchEvent")],
  ["CodePipelineCloudWatchActionHandler", takes("CodePipelineCloudWatchActionEvent")],
  ["CodePipelineCloudWatchPipelineHandler", takes("CodePipelineCloudWatchPipelineEvent")],
  ["CodePipelineCloudWatchStageHandler", takes("CodePipelineCloudWatchStageEvent")],
  ["EventBridgeHandler", takes("EventBridgeEvent")],
  ["S3NotificationEventBridgeHandler", takes("EventBridgeEvent")],
  ["ScheduledHandler", takes("ScheduledEvent")],

  ["CognitoUserPoolTriggerHandler", takes("CognitoUserPoolTriggerEvent")],
  ["CreateAuthChallengeTriggerHandler", takes("CreateAuthChallengeTriggerEvent")],
  ["CustomEmailSenderTriggerHandler", takes("CustomEmailSenderTriggerEvent")],
  ["CustomMessageTriggerHandler", takes("CustomMessageTriggerEvent")],
  ["CustomSMSSenderTriggerHandler", takes("CustomSMSSenderTriggerEvent")],
  ["DefineAuthChallengeTriggerHandler", takes("DefineAuthChallengeTriggerEvent")],
  ["InboundFederationTriggerHandler", takes("InboundFederationTriggerEvent")],
  ["PostAuthenticationTriggerHandler", takes("PostAuthenticationTriggerEvent")],
  ["PostConfirmationTriggerHandler", takes("PostConfirmationTriggerEvent")],
  ["PreAuthenticationTriggerHandler", takes("PreAuthenticationTriggerEvent")],
  ["PreSignUpTriggerHandler", takes("PreSignUpTriggerEvent")],
  ["PreTokenGenerationTriggerHandler", takes("PreTokenGenerationTriggerEvent")],
  ["PreTokenGenerationV2TriggerHandler", takes("PreTokenGenerationV2TriggerEvent")],
  ["PreTokenGenerationV3TriggerHandler", takes("PreTokenGenerationV3TriggerEvent")],
  ["UserMigrationTriggerHandler", takes("UserMigrationTriggerEvent")],
  ["VerifyAuthChallengeResponseTriggerHandler", takes("VerifyAuthChallengeResponseTriggerEvent")],

  ["AutoScalingScaleInHandler", takes("AutoScalingScaleInEvent")],
  ["CdkCustomResourceHandler", takes("CdkCustomResourceEvent")],
  ["CdkCustomResourceIsCompleteHandler", takes("CdkCustomResourceIsCompleteEvent")],
  ["CloudFormationCustomResourceHandler", takes("CloudFormationCustomResourceEvent")],
  ["CloudFrontRequestHandler", takes("CloudFrontRequestEvent")],
  ["CloudFrontResponseHandler", takes("CloudFrontResponseEvent")],
  ["CodeCommitHandler", takes("CodeCommitTrigger")],
  ["CodePipelineHandler", takes("CodePipelineEvent")],
  ["ConnectContactFlowHandler", takes("ConnectContactFlowEvent")],
  ["IoTHandler", takes("IoTEvent")],
  ["IoTPreProvisioningHookHandler", takes("IoTPreProvisioningHookEvent")],
  ["LexHandler", takes("LexEvent")],
  ["LexV2Handler", takes("LexV2Event")],
  ["S3BatchHandler", takes("S3BatchEvent")],
  ["S3Handler", takes("S3Event")],
  ["SESHandler", takes("SESEvent")],
  ["SNSHandler", takes("SNSEvent")],
  ["SecretsManagerRotationHandler", takes("SecretsManagerRotationEvent")],
]);

const eventTypesByKind = {
  alb: ["ALBEvent"],
  "apigw-rest": [
    "APIGatewayEvent",
    "APIGatewayProxyEvent",
    "APIGatewayProxyEventBase",
    "APIGatewayProxyWithCognitoAuthorizerEvent",
    "APIGatewayProxyWithLambdaAuthorizerEvent",
  ],
  "apigw-http": [
    "APIGatewayProxyEventV2",
    "APIGatewayProxyEventV2WithIAMAuthorizer",
    "APIGatewayProxyEventV2WithJWTAuthorizer",
    "APIGatewayProxyEventV2WithLambdaAuthorizer",
    "APIGatewayProxyEventV2WithRequestContext",
  ],
  "apigw-websocket": [
    "APIGatewayProxyWebsocketEvent", // Powertools parser
    "APIGatewayProxyWebsocketEventV2",
    "APIGatewayProxyWebsocketEventV2WithRequestContext",
  ],
  appsync: [
    "AmplifyGraphQlResolverEvent",
    "AppSyncBatchResolverEvent", // Powertools parser
    "AppSyncResolverEvent",
  ],
  authorizer: [
    "APIGatewayAuthorizerEvent",
    "APIGatewayRequestAuthorizerEvent",
    "APIGatewayRequestAuthorizerEventV2",
    "APIGatewayTokenAuthorizerEvent",
    "AppSyncAuthorizerEvent",
    "CustomAuthorizerEvent",
    "IoTCustomAuthorizerEvent",
    "TransferFamilyAuthorizerEvent",
    "TransferFamilyEvent", // Powertools parser
  ],
  "auto-scaling": ["AutoScalingScaleInEvent"],
  cloudfront: ["CloudFrontRequestEvent", "CloudFrontResponseEvent"],
  "cloudwatch-alarm": ["CloudWatchAlarmEvent"],
  "cloudwatch-logs": ["CloudWatchLogsEvent"],
  codecommit: ["CodeCommitTrigger"],
  codepipeline: ["CodePipelineEvent"],
  cognito: [
    "BaseCustomEmailSenderTriggerEvent",
    "BaseCustomMessageTriggerEvent",
    "BaseCustomSMSSenderTriggerEvent",
    "BasePostConfirmationTriggerEvent",
    "BasePreSignUpTriggerEvent",
    "BasePreTokenGenerationTriggerEvent",
    "BasePreTokenGenerationV2TriggerEvent",
    "BasePreTokenGenerationV3TriggerEvent",
    "BaseUserMigrationTriggerEvent",
    "CognitoUserPoolEvent",
    "CognitoUserPoolTriggerEvent",
    "CreateAuthChallengeTriggerEvent",
    "CustomEmailSenderAccountTakeOverNotificationTriggerEvent",
    "CustomEmailSenderAdminCreateUserTriggerEvent",
    "CustomEmailSenderAuthenticationTriggerEvent",
    "CustomEmailSenderForgotPasswordTriggerEvent",
    "CustomEmailSenderResendCodeTriggerEvent",
    "CustomEmailSenderSignUpTriggerEvent",
    "CustomEmailSenderTriggerEvent",
    "CustomEmailSenderUpdateUserAttributeTriggerEvent",
    "CustomEmailSenderVerifyUserAttributeTriggerEvent",
    "CustomMessageAdminCreateUserTriggerEvent",
    "CustomMessageAuthenticationTriggerEvent",
    "CustomMessageForgotPasswordTriggerEvent",
    "CustomMessageResendCodeTriggerEvent",
    "CustomMessageSignUpTriggerEvent",
    "CustomMessageTriggerEvent",
    "CustomMessageUpdateUserAttributeTriggerEvent",
    "CustomMessageVerifyUserAttributeTriggerEvent",
    "CustomSMSSenderAdminCreateUserTriggerEvent",
    "CustomSMSSenderAuthenticationUserTriggerEvent",
    "CustomSMSSenderForgotPasswordTriggerEvent",
    "CustomSMSSenderResendCodeTriggerEvent",
    "CustomSMSSenderSignUpTriggerEvent",
    "CustomSMSSenderTriggerEvent",
    "CustomSMSSenderUpdateUserAttributeTriggerEvent",
    "CustomSMSSenderVerifyUserAttributeTriggerEvent",
    "DefineAuthChallengeTriggerEvent",
    "InboundFederationTriggerEvent",
    "PostAuthenticationTriggerEvent",
    "PostConfirmationConfirmSignUpTriggerEvent",
    "PostConfirmationTriggerEvent",
    "PreAuthenticationTriggerEvent",
    "PreSignUpAdminCreateUserTriggerEvent",
    "PreSignUpEmailTriggerEvent",
    "PreSignUpExternalProviderTriggerEvent",
    "PreSignUpTriggerEvent",
    "PreTokenGenerationAuthenticateDeviceTriggerEvent",
    "PreTokenGenerationAuthenticateDeviceV2TriggerEvent",
    "PreTokenGenerationAuthenticationTriggerEvent",
    "PreTokenGenerationAuthenticationV2TriggerEvent",
    "PreTokenGenerationClientCredentialsV3TriggerEvent",
    "PreTokenGenerationHostedAuthTriggerEvent",
    "PreTokenGenerationHostedAuthV2TriggerEvent",
    "PreTokenGenerationNewPasswordChallengeTriggerEvent",
    "PreTokenGenerationNewPasswordChallengeV2TriggerEvent",
    "PreTokenGenerationRefreshTokensTriggerEvent",
    "PreTokenGenerationRefreshTokensV2TriggerEvent",
    "PreTokenGenerationTriggerEvent",
    "PreTokenGenerationV2TriggerEvent",
    "PreTokenGenerationV3TriggerEvent",
    "UserMigrationAuthenticationTriggerEvent",
    "UserMigrationForgotPasswordTriggerEvent",
    "UserMigrationTriggerEvent",
    "VerifyAuthChallengeResponseTriggerEvent",
  ],
  connect: ["ConnectContactFlowEvent", "ConnectOutboundCampaignsEvent" /* Powertools parser */],
  "custom-resource": [
    "CdkCustomResourceEvent",
    "CdkCustomResourceIsCompleteEvent",
    "CloudFormationCustomResourceCreateEvent",
    "CloudFormationCustomResourceDeleteEvent",
    "CloudFormationCustomResourceEvent",
    "CloudFormationCustomResourceUpdateEvent",
  ],
  "dynamodb-stream": ["DynamoDBStreamEvent"],
  eventbridge: [
    "CodeBuildCloudWatchStateEvent",
    "CodePipelineCloudWatchActionEvent",
    "CodePipelineCloudWatchEvent",
    "CodePipelineCloudWatchPipelineEvent",
    "CodePipelineCloudWatchStageEvent",
    "EventBridgeEvent",
    "GuardDutyNotificationEvent",
    "GuardDutyScanResultNotificationEvent",
    "S3EventNotificationEventBridge", // Powertools parser
    "S3NotificationEvent",
    "S3ObjectACLUpdatedNotificationEvent",
    "S3ObjectAccessTierChangedNotificationEvent",
    "S3ObjectCreatedNotificationEvent",
    "S3ObjectDeletedNotificationEvent",
    "S3ObjectRestoreCompletedNotificationEvent",
    "S3ObjectRestoreExpiredNotificationEvent",
    "S3ObjectRestoreInitiatedNotificationEvent",
    "S3ObjectStorageClassChangedNotificationEvent",
    "S3ObjectTagsAddedNotificationEvent",
    "S3ObjectTagsDeletedNotificationEvent",
  ],
  firehose: [
    "FirehoseTransformationEvent",
    "KinesisFireHoseEvent", // Powertools parser
    "KinesisFireHoseSqsEvent", // Powertools parser
  ],
  "function-url": [
    "LambdaFunctionURLEvent",
    "LambdaFunctionURLEventWithIAMAuthorizer",
    "LambdaFunctionUrlEvent", // Powertools parser
  ],
  iot: ["IoTEvent", "IoTPreProvisioningHookEvent"],
  kinesis: [
    "KinesisDataStreamEvent", // Powertools parser
    "KinesisDynamoDBStreamEvent", // Powertools parser
    "KinesisStreamEvent",
    "KinesisStreamTumblingWindowEvent",
  ],
  lex: ["LexEvent", "LexV2Event"],
  msk: ["MSKEvent", "KafkaMskEvent" /* Powertools parser */],
  s3: ["S3CreateEvent", "S3Event"],
  "s3-batch": ["S3BatchEvent"],
  "s3-object-lambda": ["S3ObjectLambdaEvent" /* Powertools parser */],
  scheduled: ["ScheduledEvent"],
  "secret-rotation": ["SecretsManagerRotationEvent"],
  "self-managed-kafka": ["SelfManagedKafkaEvent", "KafkaSelfManagedEvent" /* Powertools parser */],
  ses: ["SESEvent", "SesEvent" /* Powertools parser */],
  sns: ["SNSEvent", "SnsEvent" /* Powertools parser */],
  sqs: ["SQSEvent", "SqsEvent" /* Powertools parser */],
  "vpc-lattice": ["VpcLatticeEvent", "VpcLatticeEventV2"], // Powertools parser
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What sends an event. */
export type EventKind = keyof typeof eventTypesByKind;

/** Every source of events, by the name that the settings have for it. */
export const eventKinds = Object.keys(eventTypesByKind) as readonly EventKind[];

function byName<K extends string>(names: Readonly<Record<K, readonly string[]>>): ReadonlyMap<string, K> {
  return new Map(
    (Object.keys(names) as K[]).flatMap((kind) => names[kind].map((name): [string, K] => [name, kind])),
  );
}

/** Every type that describes the whole event of an invocation, and what sends it. */
export const eventTypes: ReadonlyMap<string, EventKind> = byName(eventTypesByKind);

/** Types of one item of an event's list: a function of it runs for each item of an invocation. */
export const recordTypes: ReadonlyMap<string, EventKind> = byName({
  cloudfront: ["CloudFrontRequestEventRecord", "CloudFrontResponseEventRecord"],
  "dynamodb-stream": ["DynamoDBRecord", "DynamoDBStreamRecord"],
  firehose: ["FirehoseTransformationEventRecord", "KinesisFirehoseRecord", "KinesisFirehoseSqsRecord"],
  kinesis: ["KinesisDataStreamRecordEvent", "KinesisStreamRecord"],
  msk: ["MSKRecord"],
  s3: ["S3EventRecord"],
  "s3-batch": ["S3BatchEventTask"],
  ses: ["SESEventRecord", "SesRecord"],
  sns: ["SNSEventRecord", "SnsRecord"],
  sqs: ["SQSRecord", "SqsRecord"],
} satisfies Partial<Record<EventKind, readonly string[]>>);

/** What a handler returns to Lambda. */
export const resultTypes: ReadonlySet<string> = new Set([
  "ALBResult",
  "APIGatewayAuthorizerResult",
  "APIGatewayAuthorizerWithContextResult",
  "APIGatewayIAMAuthorizerResult",
  "APIGatewayIAMAuthorizerWithContextResult",
  "APIGatewayProxyResult",
  "APIGatewayProxyResultV2",
  "APIGatewayProxyStructuredResultV2",
  "APIGatewaySimpleAuthorizerResult",
  "APIGatewaySimpleAuthorizerWithContextResult",
  "AppSyncAuthorizerResult",
  "AuthResponse",
  "AutoScalingScaleInResult",
  "CdkCustomResourceIsCompleteResponse",
  "CdkCustomResourceResponse",
  "CloudFrontRequestResult",
  "CloudFrontResponseResult",
  "CloudFrontResultResponse",
  "ConnectContactFlowResult",
  "CustomAuthorizerResult",
  "DynamoDBBatchResponse",
  "FirehoseTransformationResult",
  "IoTCustomAuthorizerResult",
  "IoTPreProvisioningHookResult",
  "KinesisStreamBatchResponse",
  "KinesisStreamStateResponse",
  "LambdaFunctionURLResult",
  "LexResult",
  "LexV2Result",
  "ProxyResult",
  "S3BatchResult",
  "SQSBatchResponse",
  "TransferFamilyAuthorizerResult",
]);

/** The type of the second parameter, with the request's id and the remaining time. */
export const contextType = "Context";
