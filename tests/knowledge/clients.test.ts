import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ClientFact } from "../../src/knowledge/client-fact.js";
import { clientFacts } from "../../src/knowledge/clients/index.js";
import { matchesFact } from "../../src/lambda/bindings/fact-match.js";
import type { ImportedValue } from "../../src/syntax/imports.js";

const require = createRequire(import.meta.url);

/** The facts that cover an export; `default` is the module itself. */
function factsOf(module: string, exported: string): readonly ClientFact[] {
  const imported = {
    module,
    path: exported === "default" ? [] : exported.split("."),
  } as unknown as ImportedValue;
  return clientFacts.filter((fact) => matchesFact(imported, fact));
}

function constructsOf(module: string, exported: string): string {
  return factsOf(module, exported)
    .map(({ construct }) => construct)
    .join();
}

test.each([
  // AWS SDK v3
  ["@aws-sdk/client-s3", "S3Client", "new"],
  ["@aws-sdk/client-s3", "S3", "new"],
  ["@aws-sdk/client-cognito-identity-provider", "CognitoIdentityProviderClient", "new"],
  ["@aws-sdk/client-cognito-identity-provider", "CognitoIdentityProvider", "new"],
  ["@aws-sdk/client-service-of-next-year", "ServiceOfNextYearClient", "new"],
  ["@aws-sdk/lib-dynamodb", "DynamoDBDocumentClient.from", "call"],
  ["@aws-sdk/lib-dynamodb", "DynamoDBDocument.from", "call"],
  // AWS SDK v2
  ["aws-sdk", "S3", "new"],
  ["aws-sdk", "DynamoDB.DocumentClient", "new"],
  ["aws-sdk/clients/all", "SQS", "new"],
  ["aws-sdk/clients/s3", "default", "new"],
  ["aws-sdk/clients/dynamodb", "DocumentClient", "new"],
  // Powertools
  ["@aws-lambda-powertools/logger", "Logger", "new"],
  ["@aws-lambda-powertools/parameters/secrets", "SecretsProvider", "new"],
  ["@aws-lambda-powertools/idempotency/dynamodb", "DynamoDBPersistenceLayer", "new"],
  // Clients of products
  ["@langchain/aws", "ChatBedrockConverse", "new"],
  ["googleapis", "google.auth.GoogleAuth", "new"],
  ["@temporalio/client", "Connection.connect", "call"],
  ["soap", "createClientAsync", "call"],
  ["resend", "Resend", "new"],
  ["square", "SquareClient", "new"],
  // Databases, caches, search
  ["pg", "Pool", "new"],
  ["postgres", "default", "call"],
  ["mysql2/promise", "createConnection", "call"],
  ["mongodb", "MongoClient", "new"],
  ["mongodb", "MongoClient.connect", "call"],
  ["mongoose", "connect", "call"],
  ["ioredis", "default", "new"],
  ["ioredis", "Redis", "new"],
  ["redis", "createClient", "call"],
  ["knex", "default", "call"],
  ["@prisma/client", "PrismaClient", "new"],
  ["../../generated/prisma/client.js", "PrismaClient", "new"],
  ["./generated/prisma", "PrismaClient", "new"],
  ["typeorm", "DataSource", "new"],
  ["@mikro-orm/postgresql", "MikroORM.init", "call"],
  ["@elastic/elasticsearch", "Client", "new"],
  // Queues, HTTP
  ["kafkajs", "Kafka", "new"],
  ["amqplib", "connect", "call"],
  ["axios", "create", "call"],
  ["got", "extend", "call"],
  ["got", "got.extend", "call"],
  ["undici", "ProxyAgent", "new"],
  ["https", "Agent", "either"],
  // Services
  ["openai", "default", "new"],
  ["@anthropic-ai/sdk", "Anthropic", "new"],
  ["stripe", "default", "either"],
  ["twilio", "default", "either"],
  ["nodemailer", "createTransport", "call"],
  ["pino", "default", "call"],
  ["@google-cloud/secret-manager", "SecretManagerServiceClient", "new"],
  ["@google-cloud/secret-manager", "v1.SecretManagerServiceClient", "new"],
  ["aws-jwt-verify", "CognitoJwtVerifier.create", "call"],
])("%s: %s is a client, by %s", (module, exported, construct) => {
  expect(constructsOf(module, exported)).toBe(construct);
});

test.each([
  // AWS SDK v3: commands, errors, paginators, waiters, enums, Smithy's base class
  ["@aws-sdk/client-s3", "PutObjectCommand"],
  ["@aws-sdk/client-s3", "S3ServiceException"],
  ["@aws-sdk/client-s3", "NoSuchKey"],
  ["@aws-sdk/client-s3", "NotFound"],
  ["@aws-sdk/client-s3", "paginateListObjectsV2"],
  ["@aws-sdk/client-s3", "waitUntilObjectExists"],
  ["@aws-sdk/client-s3", "StorageClass"],
  ["@aws-sdk/client-s3", "__Client"],
  ["@aws-sdk/client-s3", "default"],
  ["@aws-sdk/client-cognito-identity", "InvalidClientException"],
  ["@aws-sdk/client-dynamodb", "ConditionalCheckFailedException"],
  ["@aws-sdk/lib-dynamodb", "PutCommand"],
  ["@aws-sdk/lib-dynamodb", "DynamoDBDocumentClient"],
  ["@aws-sdk/lib-storage", "Upload"],
  ["@aws-sdk/s3-request-presigner", "S3RequestPresigner"],
  ["@aws-sdk/credential-providers", "fromTemporaryCredentials"],
  ["not-@aws-sdk/client-s3", "S3Client"],
  ["@aws-sdk/client-s3/commands", "S3Client"],
  // AWS SDK v2
  ["aws-sdk", "default"],
  ["aws-sdk", "Credentials"],
  ["aws-sdk", "ChainableTemporaryCredentials"],
  ["aws-sdk", "Config"],
  ["aws-sdk", "Endpoint"],
  ["aws-sdk", "HttpRequest"],
  ["aws-sdk", "Service"],
  ["aws-sdk", "CloudFront.Signer"],
  ["aws-sdk", "S3.ManagedUpload"],
  ["aws-sdk", "config.update"],
  ["aws-sdk/clients/s3", "ManagedUpload"],
  ["aws-sdk/lib/core", "default"],
  ["aws-xray-sdk-core", "captureAWSv3Client"],
  // Others
  ["./s3.js", "S3Client"],
  ["./client.js", "PrismaClient"],
  ["@prisma/client", "Prisma"],
  ["@prisma/client", "Prisma.PrismaClientKnownRequestError"],
  ["pg", "types"],
  ["pg", "DatabaseError"],
  ["mongodb", "ObjectId"],
  ["mongoose", "Schema"],
  ["mongoose", "model"],
  ["ioredis", "default.print"],
  ["redis", "default"],
  ["axios", "default"],
  ["axios", "get"],
  ["got", "default"],
  ["undici", "fetch"],
  ["undici", "MockAgent"],
  ["http", "request"],
  ["openai", "APIError"],
  ["stripe", "errors.StripeError"],
  ["@neondatabase/serverless", "neon"],
  ["mssql", "connect"],
  ["@apollo/client", "ApolloClient"],
  ["@google-cloud/storage", "ApiError"],
  ["pino", "destination"],
  ["aws-jwt-verify", "CognitoJwtVerifier"],
  ["@aws-lambda-powertools/logger", "LogFormatter"],
  ["@aws-lambda-powertools/parameters/ssm", "getParameter"],
])("%s: %s is none", (module, exported) => {
  expect(factsOf(module, exported)).toEqual([]);
});

/** The AWS SDK clients that are installed here. */
const installedClients = readdirSync(
  path.dirname(require.resolve("@aws-sdk/client-s3/package.json")) + "/..",
).filter((name) => name.startsWith("client-"));

describe.each(installedClients)("the real exports of @aws-sdk/%s", (name) => {
  test("are clients exactly where they send commands", () => {
    const module = `@aws-sdk/${name}`;
    const exports = require(module) as Record<string, unknown>;
    const sends = Object.keys(exports).filter((key) => key !== "__Client" && canSend(exports[key]));
    expect(sends.length).toBeGreaterThanOrEqual(2); // the bare-bones client and the aggregated class
    expect(Object.keys(exports).filter((key) => factsOf(module, key).length > 0)).toEqual(sends);
  });
});

function canSend(value: unknown): boolean {
  if (typeof value !== "function") return false;
  const prototype = value.prototype as { send?: unknown } | undefined;
  return typeof prototype?.send === "function";
}

describe("facts about packages that are installed here", () => {
  const packages =
    /^(@aws-lambda-powertools\/(logger|metrics|tracer|parameters)|@aws-sdk\/lib-dynamodb|ioredis|pg)\b/;
  // AppConfig's provider needs an SDK client that is not installed.
  const isInstalled = ({ module }: ClientFact) =>
    typeof module === "string" && packages.test(module) && !/^pg-|appconfig/.test(module);
  const facts = clientFacts.filter(isInstalled);

  test.each(facts.map((fact) => ({ ...fact, name: String(fact.export) })))(
    "$module: $name can be constructed so and closed so",
    ({ module, name, construct, closeMethods }) => {
      const exports = require(String(module)) as Record<string, unknown>;
      const value = name === "default" ? (exports.default ?? exports) : readPath(exports, name);
      expect(typeof value).toBe("function");
      if (construct !== "new") return;
      const { prototype } = value as { prototype: Record<string, unknown> };
      for (const method of closeMethods) expect(typeof prototype[method]).toBe("function");
    },
  );

  test("are some", () => {
    expect(facts.length).toBeGreaterThanOrEqual(12);
  });
});

function readPath(value: unknown, dotted: string): unknown {
  return dotted.split(".").reduce<unknown>((object, key) => (object as Record<string, unknown>)[key], value);
}

describe("the table", () => {
  test("names no export of a module twice", () => {
    const keys = clientFacts.map((fact) => `${String(fact.module)} ${String(fact.export)} ${fact.construct}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test("has patterns that match whole names and keep no state", () => {
    const patterns = clientFacts
      .flatMap((fact) => [fact.module, fact.export])
      .filter((key) => key instanceof RegExp);
    expect(patterns.length).toBeGreaterThan(0);
    expect(patterns.filter(({ source }) => !source.startsWith("^") || !source.endsWith("$"))).toEqual([]);
    expect(patterns.filter(({ global, sticky }) => global || sticky)).toEqual([]);
  });

  test("writes specifiers and exports as the import resolver gives them", () => {
    for (const { module, export: name } of clientFacts) {
      expect(String(module)).not.toMatch(/^node:/);
      expect(String(name)).not.toMatch(/^default\./);
    }
  });

  test("has exceptions for patterns only", () => {
    expect(clientFacts.filter((fact) => fact.except && typeof fact.export === "string")).toEqual([]);
  });
});
