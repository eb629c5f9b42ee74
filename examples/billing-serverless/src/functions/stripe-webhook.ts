import { Logger } from "@aws-lambda-powertools/logger";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import Stripe from "stripe";
import { getPool } from "../database.js";
import { InvoiceRepository } from "../repositories/invoice-repository.js";

const logger = new Logger();
const sqs = new SQSClient({});
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? "");

function verifiedEvent(event: APIGatewayProxyEventV2): Stripe.Event {
  const webhookSecret = process.env["STRIPE_WEBHOOK_SECRET"];
  if (webhookSecret === undefined) throw new Error("STRIPE_WEBHOOK_SECRET is not set");
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? "", "base64") : (event.body ?? "");
  return stripe.webhooks.constructEvent(body, event.headers["stripe-signature"] ?? "", webhookSecret);
}

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  let stripeEvent: Stripe.Event;
  try {
    stripeEvent = verifiedEvent(event);
  } catch (error) {
    logger.warn("Signature rejected", error as Error);
    return { statusCode: 400, body: "Invalid signature" };
  }

  const invoices = new InvoiceRepository(getPool());
  switch (stripeEvent.type) {
    case "payment_intent.succeeded": {
      const { invoiceId } = stripeEvent.data.object.metadata;
      if (invoiceId !== undefined) await invoices.setState(invoiceId, "paid");
      break;
    }
    case "payment_intent.payment_failed": {
      const { invoiceId } = stripeEvent.data.object.metadata;
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: process.env.REMINDERS_QUEUE_URL,
          MessageBody: JSON.stringify({ invoiceId }),
        }),
      );
      break;
    }
    default:
      logger.debug("Event ignored", { type: stripeEvent.type });
  }
  return { statusCode: 200, body: "" };
}
