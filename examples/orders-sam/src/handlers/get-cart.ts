import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import Redis from "ioredis";
import { json } from "../http/responses.js";

const carts = new Redis({ host: process.env.CART_CACHE_HOST, port: 6379, tls: {}, commandTimeout: 1_000 });
carts.on("error", (error) => {
  console.warn({ message: "Cart cache", error });
});

export async function handler(
  event: APIGatewayProxyEventV2WithJWTAuthorizer,
): Promise<APIGatewayProxyStructuredResultV2> {
  const customerId = String(event.requestContext.authorizer.jwt.claims.sub);
  const lines = await carts.hgetall(`cart:${customerId}`);
  return json(200, { customerId, lines });
}
