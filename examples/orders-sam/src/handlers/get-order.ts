import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import { json, notFound } from "../http/responses.js";
import { orders } from "../repositories/index.js";

interface TrackingStatus {
  readonly state: string;
  readonly expectedDelivery: string | undefined;
}

const trackingMaxAgeMs = 60_000;
const carrierApiUrl = process.env.CARRIER_API_URL ?? "https://api.carrier.example";

const trackingByNumber = new Map<string, { status: TrackingStatus; expiresAt: number }>();
let isColdStart = true;

async function trackingOf(trackingNumber: string): Promise<TrackingStatus> {
  const cached = trackingByNumber.get(trackingNumber);
  if (cached !== undefined && cached.expiresAt > Date.now()) return cached.status;

  const response = await fetch(new URL(`/v2/tracking/${encodeURIComponent(trackingNumber)}`, carrierApiUrl), {
    signal: AbortSignal.timeout(2_000),
  });
  if (!response.ok) return { state: "UNKNOWN", expectedDelivery: undefined };

  const status = (await response.json()) as TrackingStatus;
  trackingByNumber.set(trackingNumber, { status, expiresAt: Date.now() + trackingMaxAgeMs });
  return status;
}

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const orderId = event.pathParameters?.orderId;
  if (orderId === undefined) return json(400, { message: "orderId is required" });

  console.log({ message: "Order requested", orderId, isColdStart });
  isColdStart = false;

  const order = await orders.find(orderId);
  if (order === undefined) return notFound("Order");

  const tracking = order.trackingNumber ? await trackingOf(order.trackingNumber) : undefined;
  return json(200, { ...order, tracking });
};
