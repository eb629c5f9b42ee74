import { randomUUID } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { z } from "zod";

const logger = new Logger({ serviceName: "bookings" });
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3 }));
const tableName = process.env.RESERVATIONS_TABLE;

const bookingSchema = z.object({
  room: z.string().regex(/^[A-Z]\d{3}$/),
  guest: z.string().min(1).max(120),
  from: z.iso.date(),
  nights: z.number().int().min(1).max(28),
});

type Booking = z.infer<typeof bookingSchema>;

/** POST /reservations */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const booking = readBooking(event.body);
  if (booking === undefined) return json(400, { message: "The booking is not complete" });
  const reservationId = randomUUID();
  try {
    await reserve(reservationId, booking);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      return json(409, { message: "The room is taken on that day" });
    throw error;
  }
  logger.info("Booked a room", { reservationId, room: booking.room });
  return json(201, { reservationId });
}

function readBooking(body: string | undefined): Booking | undefined {
  const parsed = bookingSchema.safeParse(parseJson(body));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

async function reserve(reservationId: string, booking: Booking): Promise<void> {
  await documents.send(
    new PutCommand({
      TableName: tableName,
      Item: { pk: `ROOM#${booking.room}`, sk: booking.from, reservationId, ...booking },
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  );
}

function json(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
