import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";
import Stripe from "stripe";
import { isCancellable, type Order } from "../domain/order.js";
import { json, notFound } from "../http/responses.js";
import { orders } from "../repositories/index.js";

let stripe: Stripe | undefined;

async function refund(order: Order): Promise<string | undefined> {
  if (order.paymentIntentId === undefined) return undefined;
  stripe ??= new Stripe(process.env.STRIPE_SECRET_KEY!);
  const { id } = await stripe.refunds.create(
    { payment_intent: order.paymentIntentId, reason: "requested_by_customer" },
    { idempotencyKey: `refund-${order.id}` },
  );
  return id;
}

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const orderId = event.pathParameters?.orderId ?? "";
  const order = await orders.find(orderId);
  if (order === undefined) return notFound("Order");
  if (!isCancellable(order)) {
    return json(409, { message: `An order that is ${order.status.toLowerCase()} cannot be cancelled` });
  }

  let refundId: string | undefined;
  if (order.status === "PAID") {
    refundId = await refund(order);
  }
  await orders.transition(orderId, "CANCELLED");

  const eventBridge = new EventBridgeClient({ maxAttempts: 5 });
  const { FailedEntryCount = 0 } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.EVENT_BUS_NAME,
          Source: "shop.orders",
          DetailType: "OrderCancelled",
          Detail: JSON.stringify({ orderId, refundId }),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) throw new Error(`OrderCancelled was not published for ${orderId}`);

  return json(200, { orderId, status: "CANCELLED", refundId });
};
