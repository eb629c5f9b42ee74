import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = process.env.RESERVATIONS_TABLE;

interface Reservation {
  readonly reservationId: string;
  readonly guest: string;
  readonly nights: number;
}

/** GET /reservations/{reservationId} */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const reservationId = event.pathParameters?.reservationId;
  if (reservationId === undefined || !/^[a-z\d-]{36}$/.test(reservationId))
    return json(400, { message: "reservationId must be a UUID" });
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: { reservationId } }));
  if (Item === undefined) return json(404, { message: "There is no such reservation" });
  return json(200, Item as Reservation);
};

function json(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
