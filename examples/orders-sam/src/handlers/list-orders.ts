import { Logger } from "@aws-lambda-powertools/logger";
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { orderStatuses, type Order, type OrderStatus } from "../domain/order.js";
import { json } from "../http/responses.js";
import { orders } from "../repositories/index.js";

const logger = new Logger();

let currentUser: { id: string; groups: string[] } | undefined;

function isStaff(): boolean {
  return currentUser?.groups.includes("staff") ?? false;
}

function visibleFields(order: Order): Partial<Order> {
  if (isStaff() || order.customerId === currentUser?.id) return order;
  return { id: order.id, status: order.status, createdAt: order.createdAt };
}

function toCsv(rows: readonly Partial<Order>[]): string {
  const lines = rows.map((row) => [row.id, row.status, row.totalCents ?? "", row.createdAt].join(","));
  return ["id,status,totalCents,createdAt", ...lines].join("\n");
}

function statusFrom(value: string | undefined): OrderStatus {
  return orderStatuses.find((status) => status === value) ?? "PENDING";
}

export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
  context: Context,
): Promise<APIGatewayProxyStructuredResultV2> {
  logger.addContext(context);
  const { claims } = event.requestContext.authorizer.jwt;
  currentUser = {
    id: String(claims.sub),
    groups: String(claims["cognito:groups"] ?? "").split(" "),
  };

  const { status, cursor, format } = event.queryStringParameters ?? {};
  const page = await orders.pageByStatus(statusFrom(status), cursor);
  const rows = page.orders.map(visibleFields);
  logger.info("Orders listed", { count: rows.length });

  if (format === "csv") {
    return { statusCode: 200, headers: { "content-type": "text/csv" }, body: toCsv(rows) };
  }
  return json(200, { orders: rows, nextCursor: page.nextCursor });
}
