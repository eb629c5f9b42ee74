import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { z } from "zod";
import { getPaymentClient } from "../clients/payments.js";
import { orders } from "../repositories/index.js";

const logger = new Logger();
const processor = new BatchProcessor(EventType.SQS);

const paymentRequestSchema = z.object({ orderId: z.uuid() });

async function chargeOrder(record: SQSRecord): Promise<void> {
  const { orderId } = paymentRequestSchema.parse(JSON.parse(record.body));
  const order = await orders.find(orderId);
  if (order === undefined || order.status !== "PENDING") {
    logger.warn("Nothing to charge", { orderId, status: order?.status });
    return;
  }

  const stripe = await getPaymentClient();
  const intent = await stripe.paymentIntents.create(
    {
      amount: order.totalCents,
      currency: order.currency.toLowerCase(),
      customer: order.customerId,
      off_session: true,
      confirm: true,
      metadata: { orderId },
    },
    { idempotencyKey: `charge-${orderId}` },
  );
  await orders.transition(orderId, "PAID", { paymentIntentId: intent.id });
  logger.info("Order charged", { orderId, paymentIntentId: intent.id });
}

export const handler: SQSHandler = async (event, context) =>
  processPartialResponse(event, chargeOrder, processor, { context });
