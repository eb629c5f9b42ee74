import { Logger } from "@aws-lambda-powertools/logger";
import type { ScheduledHandler } from "aws-lambda";
import { getPool } from "../database.js";
import { formatAmount } from "../domain/invoice.js";
import { sendMail } from "../mail.js";
import { InvoiceRepository } from "../repositories/invoice-repository.js";

const pageSize = 200;

const logger = new Logger();

export const handler: ScheduledHandler = async (event) => {
  const invoices = new InvoiceRepository(getPool());
  let issued = 0;
  let lastId = "";

  while (true) {
    const drafts = await invoices.pageByState("draft", lastId, pageSize);
    if (drafts.length === 0) break;

    for (const invoice of drafts) {
      await sendMail({
        to: invoice.customerEmail,
        subject: `Your invoice ${invoice.id}`,
        text: `The amount of ${formatAmount(invoice)} is due on ${invoice.dueOn}.`,
      });
      await invoices.setState(invoice.id, "open");
      lastId = invoice.id;
      issued += 1;
    }
  }

  logger.info("Invoices issued", { issued, scheduledAt: event.time });
};
