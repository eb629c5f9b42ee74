import { Logger } from "@aws-lambda-powertools/logger";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler } from "aws-lambda";
import type { Order } from "../domain/order.js";
import { orders } from "../repositories/index.js";

interface ArchiveRequest {
  readonly cursor?: string;
}

interface ArchiveResult {
  readonly archived: number;
  readonly cursor: string | undefined;
}

const reserveMs = 20_000;

const logger = new Logger();
const s3 = new S3Client({});

async function archive(order: Order): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env.EXPORTS_BUCKET,
      Key: `archive/${order.createdAt.slice(0, 7)}/${order.id}.json`,
      Body: JSON.stringify(order),
    }),
  );
  await orders.transition(order.id, "ARCHIVED");
}

export const handler: Handler<ArchiveRequest, ArchiveResult> = async (event, context) => {
  let cursor = event.cursor;
  let archived = 0;

  do {
    const page = await orders.pageByStatus("CANCELLED", cursor, 25);
    await Promise.all(page.orders.map(archive));
    archived += page.orders.length;
    cursor = page.nextCursor;
    if (context.getRemainingTimeInMillis() < reserveMs) break;
  } while (cursor !== undefined);

  logger.info("Orders archived", { archived, isComplete: cursor === undefined });
  return { archived, cursor };
};
