import { Logger } from "@aws-lambda-powertools/logger";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { z } from "zod";
import { getPool } from "../database.js";

const usageSchema = z.object({
  subscriptionId: z.string(),
  meter: z.enum(["api-calls", "storage-gb", "seats"]),
  quantity: z.number().nonnegative(),
});

const logger = new Logger();
const pool = getPool();

let batches = 0;

export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  batches += 1;
  logger.appendKeys({ batches });

  const rows = event.Records.map(({ kinesis }) => ({
    id: kinesis.sequenceNumber,
    ...usageSchema.parse(JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8"))),
  }));

  try {
    await pool.query(
      `INSERT INTO usage (id, subscription_id, meter, quantity)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::numeric[]) ON CONFLICT (id) DO NOTHING`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.subscriptionId),
        rows.map((row) => row.meter),
        rows.map((row) => row.quantity),
      ],
    );
  } catch (error) {
    logger.error("Usage was not recorded", error as Error);
    const [first] = rows;
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.id }] };
  }
  return { batchItemFailures: [] };
}
