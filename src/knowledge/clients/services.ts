import { buildClientFacts } from "./build-client-facts.js";

export const aiClients = buildClientFacts("ai", [
  { modules: ["openai"], exports: ["default", "OpenAI", "AzureOpenAI"], construct: "new" },
  { modules: ["@anthropic-ai/sdk"], exports: ["default", "Anthropic"], construct: "new" },
  { modules: ["@anthropic-ai/bedrock-sdk"], exports: ["default", "AnthropicBedrock"], construct: "new" },
  { modules: ["@google/generative-ai"], exports: ["GoogleGenerativeAI"], construct: "new" },
  { modules: ["@google/genai"], exports: ["GoogleGenAI"], construct: "new" },
  { modules: ["groq-sdk"], exports: ["default", "Groq"], construct: "new" },
  { modules: ["@mistralai/mistralai"], exports: ["Mistral"], construct: "new" },
  { modules: ["cohere-ai"], exports: ["CohereClient", "CohereClientV2"], construct: "new" },
  { modules: ["@pinecone-database/pinecone"], exports: ["Pinecone"], construct: "new" },
]);

export const paymentClients = buildClientFacts("payment", [
  { modules: ["stripe"], exports: ["default"], construct: "either" },
  { modules: ["stripe"], exports: ["Stripe"], construct: "new" },
]);

export const messagingClients = buildClientFacts("messaging", [
  { modules: ["twilio"], exports: ["default"], construct: "either" },
  { modules: ["twilio"], exports: ["Twilio"], construct: "new" },
  { modules: ["nodemailer"], exports: ["createTransport"], construct: "call", closeMethods: ["close"] },
  { modules: ["@slack/web-api"], exports: ["WebClient"], construct: "new" },
  { modules: ["@slack/webhook"], exports: ["IncomingWebhook"], construct: "new" },
  {
    modules: ["@slack/bolt"],
    exports: ["App", "AwsLambdaReceiver"],
    construct: "new",
    closeMethods: ["stop"],
  },
  { modules: ["pusher"], exports: ["default"], construct: "new" },
  { modules: ["ably"], exports: ["Realtime"], construct: "new", closeMethods: ["close"], connects: true },
  { modules: ["ably"], exports: ["Rest"], construct: "new" },
]);

export const telemetryClients = buildClientFacts("telemetry", [
  { modules: ["winston"], exports: ["createLogger"], construct: "call", closeMethods: ["close", "end"] },
  { modules: ["pino"], exports: ["default", "pino"], construct: "call" },
  { modules: ["bunyan"], exports: ["createLogger"], construct: "call" },
  {
    modules: ["@opentelemetry/sdk-trace-node"],
    exports: ["NodeTracerProvider", "BasicTracerProvider"],
    construct: "new",
    closeMethods: ["shutdown"],
  },
  {
    modules: ["@opentelemetry/sdk-trace-base"],
    exports: ["BasicTracerProvider"],
    construct: "new",
    closeMethods: ["shutdown"],
  },
  {
    modules: ["@opentelemetry/sdk-node"],
    exports: ["NodeSDK"],
    construct: "new",
    closeMethods: ["shutdown"],
  },
  {
    modules: ["@opentelemetry/sdk-metrics"],
    exports: ["MeterProvider"],
    construct: "new",
    closeMethods: ["shutdown"],
  },
  {
    modules: ["@opentelemetry/sdk-logs"],
    exports: ["LoggerProvider"],
    construct: "new",
    closeMethods: ["shutdown"],
  },
  { modules: ["hot-shots"], exports: ["default", "StatsD"], construct: "new", closeMethods: ["close"] },
  { modules: ["posthog-node"], exports: ["PostHog"], construct: "new", closeMethods: ["shutdown"] },
  {
    modules: ["@segment/analytics-node"],
    exports: ["Analytics"],
    construct: "new",
    closeMethods: ["closeAndFlush"],
  },
  { modules: ["mixpanel"], exports: ["init"], construct: "call" },
]);

export const otherClients = buildClientFacts("other", [
  // Google Cloud: every generated client is called `…Client`, the hand-written ones by the product.
  {
    modules: [/^@google-cloud\/[a-z\d-]+$/],
    exports: [/^(?:v\d\w*\.)?[A-Z]\w*Client$/],
    construct: "new",
    closeMethods: ["close"],
    source: "https://www.npmjs.com/package/@google-cloud/secret-manager",
  },
  { modules: ["@google-cloud/bigquery"], exports: ["BigQuery"], construct: "new" },
  {
    modules: ["@google-cloud/firestore"],
    exports: ["default", "Firestore"],
    construct: "new",
    closeMethods: ["terminate"],
  },
  { modules: ["@google-cloud/logging"], exports: ["Logging"], construct: "new" },
  { modules: ["@google-cloud/pubsub"], exports: ["PubSub"], construct: "new", closeMethods: ["close"] },
  { modules: ["@google-cloud/storage"], exports: ["Storage"], construct: "new" },

  // Azure
  { modules: ["@azure/cosmos"], exports: ["CosmosClient"], construct: "new", closeMethods: ["dispose"] },
  { modules: ["@azure/data-tables"], exports: ["TableClient", "TableServiceClient"], construct: "new" },
  {
    modules: ["@azure/data-tables"],
    exports: ["TableClient.fromConnectionString", "TableServiceClient.fromConnectionString"],
    construct: "call",
  },
  {
    modules: ["@azure/event-hubs"],
    exports: ["EventHubProducerClient", "EventHubBufferedProducerClient"],
    construct: "new",
    closeMethods: ["close"],
  },
  { modules: ["@azure/keyvault-secrets"], exports: ["SecretClient"], construct: "new" },
  {
    modules: ["@azure/service-bus"],
    exports: ["ServiceBusClient"],
    construct: "new",
    closeMethods: ["close"],
  },
  { modules: ["@azure/storage-blob"], exports: ["BlobServiceClient"], construct: "new" },
  {
    modules: ["@azure/storage-blob"],
    exports: ["BlobServiceClient.fromConnectionString"],
    construct: "call",
  },
  { modules: ["@azure/storage-queue"], exports: ["QueueServiceClient"], construct: "new" },
  {
    modules: ["@azure/storage-queue"],
    exports: ["QueueServiceClient.fromConnectionString"],
    construct: "call",
  },

  // Backends and feature flags
  { modules: ["firebase-admin", "firebase-admin/app"], exports: ["initializeApp"], construct: "call" },
  { modules: ["@supabase/supabase-js"], exports: ["createClient"], construct: "call" },
  {
    modules: ["@launchdarkly/node-server-sdk", "launchdarkly-node-server-sdk"],
    exports: ["init"],
    construct: "call",
    closeMethods: ["close"],
    connects: true,
  },

  // Tokens: the verifiers cache the keys they fetch.
  {
    modules: ["aws-jwt-verify"],
    exports: [
      "AlbJwtVerifier.create",
      "CognitoJwtVerifier.create",
      "JwtRsaVerifier.create",
      "JwtVerifier.create",
    ],
    construct: "call",
  },
  { modules: ["@okta/jwt-verifier"], exports: ["default"], construct: "new" },
  { modules: ["jwks-rsa"], exports: ["default"], construct: "either" },
  { modules: ["jwks-rsa"], exports: ["JwksClient"], construct: "new" },
  { modules: ["jose"], exports: ["createRemoteJWKSet"], construct: "call" },

  // APIs of products
  { modules: ["@octokit/core", "@octokit/rest"], exports: ["Octokit"], construct: "new" },
  { modules: ["octokit"], exports: ["App", "Octokit"], construct: "new" },
  { modules: ["@notionhq/client", "@hubspot/api-client"], exports: ["Client"], construct: "new" },
  { modules: ["contentful"], exports: ["createClient"], construct: "call" },
  { modules: ["shopify-api-node"], exports: ["default"], construct: "new" },
]);
