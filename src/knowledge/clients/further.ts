import { buildClientFacts } from "./build-client-facts.js";

const checked = "2026-11-26";

/**
 * Clients beside the most used ones, in the order of the categories. Those that also have methods which ask nobody count as
 * local: nothing is said of what their calls wait for.
 */
export const furtherClients = [
  ...buildClientFacts(
    "database",
    [
      {
        modules: ["slonik"],
        exports: ["createPool"],
        construct: "call",
        closeMethods: ["end"],
        connects: true,
      },
    ],
    checked,
  ),
  ...buildClientFacts(
    "search",
    [
      { modules: ["typesense"], exports: ["Client"], construct: "new" },
      { modules: ["@qdrant/js-client-rest"], exports: ["QdrantClient"], construct: "new" },
      {
        modules: ["weaviate-client"],
        exports: ["connectToWeaviateCloud", "connectToCustom"],
        construct: "call",
        closeMethods: ["close"],
        connects: true,
      },
    ],
    checked,
  ),
  ...buildClientFacts(
    "ai",
    [
      {
        modules: ["@langchain/openai"],
        exports: ["ChatOpenAI", "AzureChatOpenAI", "OpenAIEmbeddings"],
        construct: "new",
      },
      { modules: ["@langchain/anthropic"], exports: ["ChatAnthropic"], construct: "new" },
      {
        modules: ["@langchain/aws"],
        exports: ["ChatBedrockConverse", "BedrockEmbeddings", "AmazonKnowledgeBaseRetriever"],
        construct: "new",
      },
      { modules: ["@google-cloud/vertexai"], exports: ["VertexAI"], construct: "new" },
      { modules: ["replicate"], exports: ["default"], construct: "new" },
    ],
    checked,
  ),
  ...buildClientFacts(
    "payment",
    [
      { modules: ["braintree"], exports: ["BraintreeGateway"], construct: "new" },
      { modules: ["square"], exports: ["SquareClient"], construct: "new" },
      { modules: ["plaid"], exports: ["PlaidApi"], construct: "new" },
      { modules: ["razorpay"], exports: ["default"], construct: "new" },
      { modules: ["@mollie/api-client"], exports: ["createMollieClient"], construct: "call" },
    ],
    checked,
  ),
  ...buildClientFacts(
    "messaging",
    [
      { modules: ["postmark"], exports: ["ServerClient"], construct: "new" },
      { modules: ["resend"], exports: ["Resend"], construct: "new" },
      { modules: ["mailgun.js"], exports: ["default"], construct: "new", isLocal: true },
      { modules: ["@sendgrid/mail"], exports: ["MailService"], construct: "new" },
      { modules: ["@sendgrid/client"], exports: ["Client"], construct: "new" },
      { modules: ["expo-server-sdk"], exports: ["Expo", "default"], construct: "new", isLocal: true },
      {
        modules: ["telegraf"],
        exports: ["Telegraf"],
        construct: "new",
        closeMethods: ["stop"],
        isLocal: true,
      },
      { modules: ["grammy"], exports: ["Bot"], construct: "new", closeMethods: ["stop"], isLocal: true },
      { modules: ["discord.js", "@discordjs/rest"], exports: ["REST"], construct: "new" },
      { modules: ["twitter-api-v2"], exports: ["TwitterApi"], construct: "new" },
    ],
    checked,
  ),
  ...buildClientFacts(
    "other",
    [
      // Each fetches a token of its own.
      { modules: ["google-auth-library"], exports: ["GoogleAuth", "JWT"], construct: "new" },
      { modules: ["googleapis"], exports: ["google.auth.GoogleAuth", "google.auth.JWT"], construct: "new" },
      { modules: ["auth0"], exports: ["ManagementClient"], construct: "new" },
      { modules: ["@okta/okta-sdk-nodejs"], exports: ["Client"], construct: "new" },
      { modules: ["@clerk/backend"], exports: ["createClerkClient"], construct: "call" },
      {
        modules: ["jsforce"],
        exports: ["Connection"],
        construct: "new",
        closeMethods: ["logout", "destroy"],
      },

      { modules: ["nano"], exports: ["default"], construct: "call" },
      { modules: ["@influxdata/influxdb-client"], exports: ["InfluxDB"], construct: "new" },
      {
        modules: ["@temporalio/client"],
        exports: ["Connection.connect"],
        construct: "call",
        closeMethods: ["close"],
        connects: true,
      },
      { modules: ["node-vault"], exports: ["default"], construct: "call" },
      { modules: ["consul"], exports: ["default"], construct: "new", closeMethods: ["destroy"] },
      {
        modules: ["unleash-client"],
        exports: ["initialize", "startUnleash"],
        construct: "call",
        closeMethods: ["destroy", "destroyWithFlush"],
        connects: true,
      },
      // Reads and parses the description of the service each time.
      { modules: ["soap"], exports: ["createClientAsync"], construct: "call", connects: true },

      { modules: ["ethers"], exports: ["JsonRpcProvider", "ethers.JsonRpcProvider"], construct: "new" },
      { modules: ["viem"], exports: ["createPublicClient", "createWalletClient"], construct: "call" },
      { modules: ["web3"], exports: ["default", "Web3"], construct: "new", isLocal: true },

      { modules: ["airtable"], exports: ["default"], construct: "new", isLocal: true },
      { modules: ["@sanity/client"], exports: ["createClient"], construct: "call" },
      { modules: ["@shopify/shopify-api"], exports: ["shopifyApi"], construct: "call", isLocal: true },
      { modules: ["inngest"], exports: ["Inngest"], construct: "new", isLocal: true },
    ],
    checked,
  ),
];
