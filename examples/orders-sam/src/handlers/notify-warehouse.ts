import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { SQSHandler, SQSRecord } from "aws-lambda";
import { orders } from "../repositories/index.js";

const processor = new BatchProcessor(EventType.SQS);
const warehouseUrl = process.env.WAREHOUSE_API_URL ?? "https://warehouse.shop.example";

async function notify(record: SQSRecord): Promise<void> {
  const { orderId } = JSON.parse(record.body) as { orderId: string };
  const order = await orders.find(orderId);
  if (order?.status !== "PAID") return;

  const response = await fetch(new URL("/picking-lists", warehouseUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": orderId },
    body: JSON.stringify({ orderId, lines: order.lines }),
  });
  if (!response.ok) throw new Error(`The warehouse answered ${response.status} for order ${orderId}`);
}

export const handler: SQSHandler = async (event, context) =>
  processPartialResponse(event, notify, processor, { context });
