import { Logger } from "@aws-lambda-powertools/logger";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Handler } from "aws-lambda";
import { getPool } from "../database.js";
import { InvoiceRepository } from "../repositories/invoice-repository.js";

interface VoidRequest {
  readonly invoiceId: string;
  readonly reason: string;
}

const logger = new Logger();
const s3 = new S3Client({});
const invoices = new InvoiceRepository(getPool());

async function keepRecord({ invoiceId, reason }: VoidRequest): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env.REPORTS_BUCKET,
      Key: `voided/${invoiceId}.json`,
      Body: JSON.stringify({ invoiceId, reason, voidedAt: new Date().toISOString() }),
    }),
  );
}

export const handler: Handler<VoidRequest, { invoiceId: string }> = async (request) => {
  const { invoiceId } = request;
  try {
    await keepRecord(request);
    await invoices.setState(invoiceId, "uncollectible");
  } catch (error) {
    logger.error("Invoice was not voided", error as Error);
  }
  return { invoiceId };
};
