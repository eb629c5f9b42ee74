import { Logger } from "@aws-lambda-powertools/logger";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { S3Event } from "aws-lambda";
import { documentClient } from "../clients/dynamodb.js";
import { newOrderSchema, type NewOrder } from "../domain/order.js";

const batchSize = 25;
const maxOrders = 5_000;

const logger = new Logger();
const s3 = new S3Client({});

async function readOrders(bucket: string, key: string): Promise<NewOrder[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const lines = ((await Body?.transformToString()) ?? "").split("\n").filter((line) => line !== "");
  if (lines.length > maxOrders) throw new Error(`${key} has more than ${maxOrders} orders`);
  return lines.map((line) => newOrderSchema.parse(JSON.parse(line)));
}

async function store(orders: readonly NewOrder[], importedFrom: string): Promise<void> {
  const tableName = process.env.ORDERS_TABLE ?? "orders";
  for (let start = 0; start < orders.length; start += batchSize) {
    await documentClient.send(
      new BatchWriteCommand({
        RequestItems: {
          [tableName]: orders.slice(start, start + batchSize).map((order, index) => ({
            PutRequest: { Item: { pk: `IMPORT#${importedFrom}`, sk: String(start + index), ...order } },
          })),
        },
      }),
    );
  }
}

export const handler = async (event: S3Event): Promise<void> => {
  for (const record of event.Records) {
    const bucket = record.s3.bucket.name;
    const key = record.s3.object.key;
    const orders = await readOrders(bucket, key);
    await store(orders, key);
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `${key}.result.json`,
        Body: JSON.stringify({ imported: orders.length }),
      }),
    );
    logger.info("Orders imported", { key, count: orders.length });
  }
};
