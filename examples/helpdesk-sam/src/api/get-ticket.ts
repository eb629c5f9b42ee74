import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
import { findTicket } from "../tickets/ticket-store";

const ticketIdPattern = /^[0-9a-f-]{36}$/;

export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const ticketId = event.pathParameters?.ticketId ?? "";
  if (!ticketIdPattern.test(ticketId)) return { statusCode: 400, body: "" };

  const ticket = await findTicket(ticketId);
  if (ticket === undefined) return { statusCode: 404, body: "" };
  console.log({ message: "Ticket read", ticketId, status: ticket.status });
  return {
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ticket),
  };
};
