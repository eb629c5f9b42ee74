import { Logger } from "@aws-lambda-powertools/logger";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { EventBridgeEvent } from "aws-lambda";
import type { Order } from "../domain/order.js";
import { orders } from "../repositories/index.js";

const logger = new Logger();
const s3 = new S3Client({});

function toLine(order: Order): string {
  return JSON.stringify({ id: order.id, customer: order.customerId, totalCents: order.totalCents });
}

export const handler = async (event: EventBridgeEvent<"Scheduled Event", unknown>): Promise<void> => {
  const day = event.time.slice(0, 10);
  let cursor: string | undefined;
  let part = 0;

  do {
    const page = await orders.pageByStatus("SHIPPED", cursor, 1_000);
    await s3.send(
      new PutObjectCommand({
        Bucket: process.env.EXPORTS_BUCKET,
        Key: `shipped/${day}/part-${String(part).padStart(5, "0")}.jsonl`,
        Body: page.orders.map(toLine).join("\n"),
        ContentType: "application/x-ndjson",
      }),
    );
    cursor = page.nextCursor;
    part += 1;
  } while (cursor !== undefined);

  logger.info("Orders exported", { day, parts: part });
};
