import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Handler } from "aws-lambda";
import { documentClient } from "../clients/dynamodb.js";

interface RecommendationRequest {
  readonly customerId: string;
  readonly basket: readonly string[];
}

const limit = 20;

let basket: readonly string[] = [];

function isNew(sku: string): boolean {
  return !basket.includes(sku);
}

export const handler: Handler<RecommendationRequest, { skus: string[] }> = async (request) => {
  basket = request.basket;
  const { Items = [] } = await documentClient.send(
    new QueryCommand({
      TableName: process.env.ORDERS_TABLE,
      KeyConditionExpression: "pk = :customer",
      ExpressionAttributeValues: { ":customer": `TASTE#${request.customerId}` },
      Limit: limit,
    }),
  );
  return { skus: Items.map(({ sku }) => String(sku)).filter(isNew) };
};
