import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import type { SQSBatchResponse, SQSHandler, SQSRecord } from "aws-lambda";
import Stripe from "stripe";
import { config } from "../config.js";
import { getPool } from "../database.js";
import { formatAmount, isFinalReminder, type Invoice } from "../domain/invoice.js";
import { sendMail } from "../mail.js";
import { InvoiceRepository } from "../repositories/invoice-repository.js";

const invoices = new InvoiceRepository(getPool());
const remindedCustomers: string[] = [];

let stripe: Stripe | undefined;

async function getStripe(): Promise<Stripe> {
  if (!stripe) {
    stripe = new Stripe((await getSecret<string>(config.STRIPE_SECRET_ARN, { maxAge: 900 })) ?? "");
  }
  return stripe;
}

async function paymentLinkFor(invoice: Invoice): Promise<string> {
  const client = await getStripe();
  const session = await client.checkout.sessions.create({
    mode: "payment",
    customer_email: invoice.customerEmail,
    success_url: "https://shop.example/billing/thanks",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: invoice.currency,
          unit_amount: invoice.amountCents,
          product_data: { name: `Invoice ${invoice.id}` },
        },
      },
    ],
    metadata: { invoiceId: invoice.id },
  });
  return session.url ?? "https://shop.example/billing";
}

async function remind(record: SQSRecord): Promise<void> {
  const { invoiceId } = JSON.parse(record.body) as { invoiceId: string };
  const invoice = await invoices.find(invoiceId);
  if (invoice?.state !== "open") return;
  if (remindedCustomers.includes(invoice.customerId)) return;

  let link = "https://shop.example/billing";
  if (isFinalReminder(invoice)) {
    link = await paymentLinkFor(invoice);
  }
  await sendMail({
    to: invoice.customerEmail,
    subject: `Reminder: ${formatAmount(invoice)} was due on ${invoice.dueOn}`,
    text: `Please pay at ${link}.`,
  });
  await invoices.countReminder(invoice.id);
  remindedCustomers.push(invoice.customerId);
}

export const handler: SQSHandler = async (event): Promise<SQSBatchResponse> => {
  const results = await Promise.allSettled(event.Records.map(remind));
  const batchItemFailures = event.Records.filter((_, index) => results[index]?.status === "rejected").map(
    ({ messageId }) => ({ itemIdentifier: messageId }),
  );
  return { batchItemFailures };
};
