import { Logger } from "@aws-lambda-powertools/logger";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { getPool } from "../database.js";

interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
}

const logger = new Logger();
const pool = getPool();

export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const customerId = Number(event.pathParameters?.customerId);
  const { street, postalCode, city } = JSON.parse(event.body ?? "{}") as Address;

  const { rowCount } = await pool.query(
    "UPDATE customers SET street = $2, postal_code = $3, city = $4 WHERE id = $1",
    [customerId, street, postalCode, city],
  );
  if (rowCount === 0) return { statusCode: 404, body: "" };

  logger.info("Address changed", { customerId });
  return { statusCode: 204 };
}
