import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { z } from "zod";
import { getPool } from "../database.js";

const entrySchema = z.object({ entryId: z.uuid(), account: z.string(), amountCents: z.number().int() });

const logger = new Logger();
const pool = getPool();

async function book(record: SQSRecord): Promise<void> {
  const { entryId, account, amountCents } = entrySchema.parse(JSON.parse(record.body));
  await pool.query(
    "INSERT INTO ledger (id, account, amount_cents) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
    [entryId, account, amountCents],
  );
}

export const handler = async (event: SQSEvent): Promise<void> => {
  await Promise.all(event.Records.map(book));
  logger.info("Ledger entries booked", { count: event.Records.length });
};
