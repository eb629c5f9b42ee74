import { z } from "zod";
import type { Order } from "../domain/order.js";

const shipmentSchema = z.object({ trackingNumber: z.string() });

const baseUrl = process.env.CARRIER_API_URL ?? "https://api.carrier.example";

export async function bookShipment(order: Order): Promise<string> {
  const response = await fetch(new URL("/v2/shipments", baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": order.id },
    body: JSON.stringify({ reference: order.id, recipient: order.shippingAddress }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!response.ok) throw new Error(`The carrier answered ${response.status} for order ${order.id}`);
  return shipmentSchema.parse(await response.json()).trackingNumber;
}
