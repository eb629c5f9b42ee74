import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { announce } from "./announcements";
import type { Ticket, TicketStatus } from "./ticket";

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = process.env.TICKETS_TABLE;

export async function findTicket(ticketId: string): Promise<Ticket | undefined> {
  const { Item } = await documentClient.send(new GetCommand({ TableName: tableName, Key: { ticketId } }));
  return Item as Ticket | undefined;
}

export async function setStatus(ticketId: string, status: TicketStatus): Promise<void> {
  await documentClient.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { ticketId },
      UpdateExpression: "SET #status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": status },
    }),
  );
  await announce(ticketId, `is now ${status.toLowerCase()}`);
}

/** Every ticket of a status, whatever number of pages that takes. */
export async function ticketsByStatus(status: TicketStatus): Promise<Ticket[]> {
  const tickets: Ticket[] = [];
  const pages = paginateQuery(
    { client: documentClient },
    {
      TableName: tableName,
      IndexName: "byStatus",
      KeyConditionExpression: "#status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": status },
    },
  );
  for await (const page of pages) tickets.push(...((page.Items ?? []) as Ticket[]));
  return tickets;
}
