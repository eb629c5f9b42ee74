import type { SourceFile } from "./corpus.js";

/** What one generated service deals in. */
interface Domain {
  readonly entity: string;
  readonly plural: string;
  readonly key: string;
}

const domains: readonly [Domain, ...Domain[]] = [
  { entity: "Order", plural: "orders", key: "orderId" },
  { entity: "Invoice", plural: "invoices", key: "invoiceId" },
  { entity: "Shipment", plural: "shipments", key: "trackingNumber" },
  { entity: "Subscription", plural: "subscriptions", key: "subscriptionId" },
  { entity: "Booking", plural: "bookings", key: "reference" },
  { entity: "Device", plural: "devices", key: "serialNumber" },
  { entity: "Ticket", plural: "tickets", key: "ticketId" },
];

type Template = (domain: Domain, service: string) => string;

const templates: readonly [Template, ...Template[]] = [
  ({ entity, plural, key }, service) => `
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";

const tableName = process.env.${plural.toUpperCase()}_TABLE;
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

interface ${entity} {
  ${key}: string;
  customerId: string;
  status: "new" | "open" | "closed";
}

/** Answers GET /${service}/${plural}/{${key}}. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const ${key} = event.pathParameters?.${key};
  if (${key} === undefined) return json(400, { message: "${key} is missing" });
  const found = await find${entity}(${key});
  if (found === undefined) return json(404, { message: \`No ${entity} \${${key}}\` });
  return json(200, found);
};

async function find${entity}(${key}: string): Promise<${entity} | undefined> {
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { ${key} } }));
  return Item as ${entity} | undefined;
}

function json(statusCode: number, body: unknown): APIGatewayProxyResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
`,
  ({ entity, plural, key }, service) => `
import { S3Client, PutObjectCommand } from "@aws-sdk/client-s3";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

let lastSeen: string | undefined;

interface ${entity}Changed {
  ${key}: string;
  changedAt: string;
  before?: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** Archives what happened to the ${plural} of ${service}. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const s3 = new S3Client({ maxAttempts: 3 });
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const record of event.Records) {
    try {
      const change = parse(record);
      lastSeen = change.${key};
      await s3.send(
        new PutObjectCommand({
          Bucket: process.env.ARCHIVE_BUCKET,
          Key: \`${plural}/\${change.${key}}/\${change.changedAt}.json\`,
          Body: JSON.stringify(change),
        }),
      );
    } catch (error) {
      console.error({ message: "not archived", messageId: record.messageId, lastSeen, error });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

function parse({ body }: SQSRecord): ${entity}Changed {
  const change = JSON.parse(body) as Partial<${entity}Changed>;
  if (change.${key} === undefined || change.changedAt === undefined || change.after === undefined) {
    throw new TypeError("not a ${entity}Changed");
  }
  return { ${key}: change.${key}, changedAt: change.changedAt, after: change.after };
}
`,
  ({ entity, plural, key }, service) => `
import { Logger } from "@aws-lambda-powertools/logger";
import middy from "@middy/core";
import type { EventBridgeEvent } from "aws-lambda";
import { Pool } from "pg";

const logger = new Logger({ serviceName: "${service}" });
const cache = new Map<string, ${entity}Row>();

interface ${entity}Row {
  ${key}: string;
  total: number;
}

const pool = new Pool({ password: process.env.DB_PASSWORD, max: 1 });

const report = async (event: EventBridgeEvent<"${entity}Report", { since: string }>) => {
  const rows = await query(event.detail.since);
  for (const row of rows) cache.set(row.${key}, row);
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  logger.info("${plural} reported", { count: rows.length, total });
  return { count: rows.length, total, mean: rows.length === 0 ? 0 : total / rows.length };
};

async function query(since: string): Promise<${entity}Row[]> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<${entity}Row>("select * from ${plural} where changed_at > $1", [since]);
    return rows;
  } finally {
    client.release();
  }
}

export const handler = middy(report);
`,
];

/** The handler file of one of a great many services. The same index always gives the same text. */
export function generateHandler(index: number): SourceFile {
  const domain = pick(domains, index);
  const service = `${domain.plural}-${index}`;
  const text = pick(templates, index)(domain, service).trimStart();
  return { path: `/services/${service}/src/handler.ts`, text };
}

function pick<Item>(items: readonly [Item, ...Item[]], index: number): Item {
  return items[index % items.length] ?? items[0];
}
