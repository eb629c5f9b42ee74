import { Logger } from "@aws-lambda-powertools/logger";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import type { S3Event, S3EventRecord } from "aws-lambda";
import { documentClient } from "../clients/dynamodb.js";
import { newOrderSchema, type NewOrder } from "../domain/order.js";

const batchSize = 25;
const maxOrders = 5_000;

const logger = new Logger();
const s3 = new S3Client({});

async function readOrders({ bucket, object }: S3EventRecord["s3"]): Promise<NewOrder[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: object.key }));
  const lines = ((await Body?.transformToString()) ?? "").split("\n").filter((line) => line !== "");
  return lines.map((line) => newOrderSchema.parse(JSON.parse(line)));
}

async function store(orders: readonly NewOrder[], importedFrom: string): Promise<void> {
  const tableName = process.env.ORDERS_TABLE ?? "orders";
  await documentClient.send(
    new BatchWriteCommand({
      RequestItems: {
        [tableName]: orders.map((order, index) => ({
          PutRequest: { Item: { pk: `IMPORT#${importedFrom}`, sk: String(index), ...order } },
        })),
      },
    }),
  );
}

export const handler = async (event: S3Event, context: { getRemainingTimeInMillis(): number }): Promise<void> => {
  for (const { s3: notification } of event.Records) {
    const { key } = notification.object;
    const orders = await readOrders(notification);
    if (orders.length > maxOrders) throw new Error(`${key} has more than ${maxOrders} orders`);

    for (let start = 0; start < orders.length; start += batchSize) {
      if (context.getRemainingTimeInMillis() < 10_000) throw new Error(`${key} takes too long`);
      await store(orders.slice(start, start + batchSize), `${key}#${start}`);
    }

    await s3.send(
      new PutObjectCommand({
        Bucket: process.env.IMPORTS_BUCKET,
        Key: `${key}.result.json`,
        Body: JSON.stringify({ imported: orders.length }),
      }),
    );
    logger.info("Orders imported", { key, count: orders.length });
  }
};
