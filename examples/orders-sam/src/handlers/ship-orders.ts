import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { bookShipment } from "../clients/carrier.js";
import { orders } from "../repositories/index.js";

const batchItemFailures: SQSBatchItemFailure[] = [];

async function ship(orderId: string): Promise<void> {
  const order = await orders.find(orderId);
  if (order?.status !== "PAID") return;
  const trackingNumber = await bookShipment(order);
  await orders.transition(orderId, "SHIPPED", { trackingNumber });
}

export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  for (const record of event.Records) {
    try {
      const { orderId } = JSON.parse(record.body) as { orderId: string };
      await ship(orderId);
    } catch (error) {
      console.error({ message: "Shipment failed", messageId: record.messageId, error });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }

  return { batchItemFailures };
};
