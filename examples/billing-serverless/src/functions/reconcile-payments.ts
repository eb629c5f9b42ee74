import { Logger } from "@aws-lambda-powertools/logger";
import type { Context, ScheduledEvent } from "aws-lambda";
import pg from "pg";
import { config } from "../config.js";
import { databaseCredentials } from "../database.js";

interface UnmatchedPayment {
  readonly paymentId: string;
  readonly invoiceId: string | null;
}

const pageSize = 500;
const reserveMs = 15_000;

const logger = new Logger();

async function matchPayments(client: pg.Client, afterId: string): Promise<UnmatchedPayment[]> {
  const { rows } = await client.query<UnmatchedPayment>(
    `SELECT p.id AS "paymentId", i.id AS "invoiceId"
       FROM payments p LEFT JOIN invoices i ON i.reference = p.reference AND i.amount_cents = p.amount_cents
      WHERE p.invoice_id IS NULL AND p.id > $1 ORDER BY p.id LIMIT $2`,
    [afterId, pageSize],
  );
  return rows;
}

function hasTimeLeft(context: Context): boolean {
  return context.getRemainingTimeInMillis() > reserveMs;
}

export const handler = async (
  _event: ScheduledEvent,
  context: Context,
): Promise<{ lastPaymentId: string }> => {
  const { username, password } = await databaseCredentials();
  const client = new pg.Client({
    host: config.DB_PROXY_HOST,
    database: config.DB_NAME,
    user: username,
    password,
    ssl: true,
  });
  await client.connect();

  let lastPaymentId = "";
  try {
    let payments = await matchPayments(client, lastPaymentId);
    while (payments.length > 0 && hasTimeLeft(context)) {
      for (const { paymentId, invoiceId } of payments) {
        if (invoiceId !== null) {
          await client.query("UPDATE payments SET invoice_id = $2 WHERE id = $1", [paymentId, invoiceId]);
        }
        lastPaymentId = paymentId;
      }
      payments = await matchPayments(client, lastPaymentId);
    }
  } finally {
    await client.end();
  }

  logger.info("Payments reconciled", { lastPaymentId });
  return { lastPaymentId };
};
