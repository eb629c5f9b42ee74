import { awsServiceNames } from "./aws-service-names.js";
import { buildClientFacts } from "./build-client-facts.js";

const sdkV3 = /^@aws-sdk\/client-[a-z\d-]+$/;
const sdkV3Source = "https://www.npmjs.com/package/@aws-sdk/client-s3";

/** What SDK v2 exports beside its services. It is no longer developed, so the list is complete. */
const noServicesOfV2 =
  /^(?:\w*Credentials|AWSError|Config|CredentialProviderChain|Endpoint|EndpointCache|EventListeners|Http(?:Client|Request|Response)|IniLoader|JSON|MetadataService|Model|NodeHttpClient|ParamValidator|Protocol|Request|ResourceWaiter|Response|SSOTokenProvider|SequentialExecutor|Service|Signers|StaticTokenProvider|Token|TokenProviderChain|VERSION|XML)$/;

export const awsSdkClients = [
  ...buildClientFacts("aws-sdk-v3", [
    {
      modules: [sdkV3],
      exports: [/^[A-Z]\w*Client$/, new RegExp(`^(?:${awsServiceNames.join("|")})$`)],
      except: /(?:Command|Exception|Error)$/,
      construct: "new",
      closeMethods: ["destroy"],
      source: sdkV3Source,
    },
  ]),
  ...buildClientFacts("aws-sdk-v3-document", [
    {
      modules: ["@aws-sdk/lib-dynamodb"],
      exports: ["DynamoDBDocumentClient.from", "DynamoDBDocument.from"],
      construct: "call",
      closeMethods: ["destroy"],
    },
  ]),
  ...buildClientFacts("aws-sdk-v2", [
    {
      modules: ["aws-sdk", "aws-sdk/clients/all"],
      exports: [/^(?:[A-Z]\w*|DynamoDB\.DocumentClient)$/],
      except: noServicesOfV2,
      construct: "new",
    },
    {
      modules: [/^aws-sdk\/clients\/(?!all$)[a-z\d]+(?:\.js)?$/],
      exports: ["default"],
      construct: "new",
      source: "https://www.npmjs.com/package/aws-sdk",
    },
    { modules: ["aws-sdk/clients/dynamodb"], exports: ["DocumentClient"], construct: "new" },
  ]),
  ...buildClientFacts("database", [
    { modules: ["amazon-dax-client"], exports: ["default"], construct: "new", closeMethods: ["shutdown"] },
  ]),
];

export const powertoolsClients = buildClientFacts("powertools", [
  { modules: ["@aws-lambda-powertools/logger"], exports: ["Logger"], construct: "new", isLocal: true },
  { modules: ["@aws-lambda-powertools/metrics"], exports: ["Metrics"], construct: "new", isLocal: true },
  { modules: ["@aws-lambda-powertools/tracer"], exports: ["Tracer"], construct: "new", isLocal: true },
  {
    modules: ["@aws-lambda-powertools/parameters/appconfig"],
    exports: ["AppConfigProvider"],
    construct: "new",
  },
  {
    modules: ["@aws-lambda-powertools/parameters/dynamodb"],
    exports: ["DynamoDBProvider"],
    construct: "new",
  },
  { modules: ["@aws-lambda-powertools/parameters/secrets"], exports: ["SecretsProvider"], construct: "new" },
  { modules: ["@aws-lambda-powertools/parameters/ssm"], exports: ["SSMProvider"], construct: "new" },
  {
    modules: ["@aws-lambda-powertools/idempotency/dynamodb"],
    exports: ["DynamoDBPersistenceLayer"],
    construct: "new",
  },
  {
    modules: ["@aws-lambda-powertools/idempotency/cache"],
    exports: ["CachePersistenceLayer"],
    construct: "new",
  },
]);
