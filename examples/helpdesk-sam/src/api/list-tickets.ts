import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyResultV2 } from "aws-lambda";
import { isOverdue, isTicketStatus, type Ticket } from "../tickets/ticket";

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<APIGatewayProxyResultV2> {
  const { status = "OPEN", assignee, subject, overdue, sort, format } = event.queryStringParameters ?? {};
  if (!isTicketStatus(status)) {
    return { statusCode: 400, body: JSON.stringify({ message: "status is not one of a ticket" }) };
  }

  const { Items = [] } = await documentClient.send(
    new QueryCommand({
      TableName: process.env.TICKETS_TABLE,
      IndexName: "byStatus",
      KeyConditionExpression: "#status = :status",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":status": status },
    }),
  );

  let tickets = Items as Ticket[];
  const { sub, "cognito:groups": groups } = event.requestContext.authorizer.jwt.claims;
  if (!String(groups ?? "").includes("agents")) {
    tickets = tickets.filter(({ email }) => email === sub);
  }
  if (assignee === "me") {
    tickets = tickets.filter((ticket) => ticket.assignee === sub);
  } else if (assignee === "none") {
    tickets = tickets.filter((ticket) => ticket.assignee === undefined);
  }
  if (subject !== undefined) {
    tickets = tickets.filter((ticket) => ticket.subject.toLowerCase().includes(subject.toLowerCase()));
  }
  if (overdue === "true") {
    const now = new Date();
    tickets = tickets.filter((ticket) => isOverdue(ticket, now));
  }
  if (sort === "due") {
    tickets = tickets.toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
  }

  if (format === "csv") {
    const { formatISO } = await import("date-fns");
    const lines = tickets.map(({ ticketId, openedAt, subject: about }) =>
      [ticketId, formatISO(openedAt, { representation: "date" }), JSON.stringify(about)].join(";"),
    );
    return { statusCode: 200, headers: { "content-type": "text/csv" }, body: lines.join("\n") };
  }
  if (tickets.length === 0) return { statusCode: 204 };
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tickets, count: tickets.length }),
  };
}
