import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import { z } from "zod";
import { json } from "../http/responses.js";

const quoteRequestSchema = z.object({
  country: z.string().length(2),
  postalCode: z.string().min(3).max(10),
  grams: z.coerce.number().int().positive().max(30_000),
});

type QuoteRequest = z.infer<typeof quoteRequestSchema>;

const carrierApiUrl = process.env.CARRIER_API_URL ?? "https://api.carrier.example";
const eventBridge = new EventBridgeClient({});

async function requestQuote({ country, postalCode, grams }: QuoteRequest): Promise<unknown> {
  const url = new URL("/v2/quotes", carrierApiUrl);
  url.search = new URLSearchParams({ country, postalCode, grams: String(grams) }).toString();
  const response = await fetch(url, { signal: AbortSignal.timeout(45_000) });
  if (!response.ok) throw new Error(`The carrier answered ${response.status}`);
  return response.json();
}

async function publishDemand({ country, grams }: QuoteRequest): Promise<void> {
  const { FailedEntryCount = 0 } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: process.env.EVENT_BUS_NAME,
          Source: "shop.orders",
          DetailType: "DeliveryQuoted",
          Detail: JSON.stringify({ country, grams }),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) throw new Error("DeliveryQuoted was not published");
}

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const parsed = quoteRequestSchema.safeParse(event.queryStringParameters);
  if (!parsed.success) return json(400, { message: "Invalid parcel", issues: parsed.error.issues });

  const quote = await requestQuote(parsed.data);
  void publishDemand(parsed.data);
  return json(200, { quote });
};
