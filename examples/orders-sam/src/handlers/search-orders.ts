import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { documentClient } from "../clients/dynamodb.js";
import { json } from "../http/responses.js";

const skuPattern = /^[A-Z0-9-]{1,40}$/;

async function findBySku(sku: string, limit: number): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await documentClient.send(
    new QueryCommand({
      TableName: process.env.ORDERS_TABLE,
      IndexName: process.env.SEARCH_INDEX_NAME,
      KeyConditionExpression: "sku = :sku",
      ExpressionAttributeValues: { ":sku": sku },
      Limit: limit,
    }),
  );
  return Items;
}

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyStructuredResultV2> {
  console.log("Search", JSON.stringify(event));

  const [sku = ""] = event.multiValueQueryStringParameters?.sku ?? [];
  if (!skuPattern.test(sku)) return json(400, { message: "sku is not one of the catalogue" });

  try {
    return json(200, { orders: await findBySku(sku, 50) });
  } catch (error) {
    return json(500, { message: "Search failed", stack: (error as Error).stack });
  }
}
