import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Handler } from "aws-lambda";
import { documentClient } from "../clients/dynamodb.js";

interface RecommendationRequest {
  readonly customerId: string;
  readonly basket: readonly string[];
}

const limit = 20;
const maxCustomers = 1_000;

const tastes = new Map<string, readonly string[]>();
let basket: readonly string[] = [];

async function tasteOf(customerId: string): Promise<readonly string[]> {
  const known = tastes.get(customerId);
  if (known !== undefined) return known;

  const { Items = [] } = await documentClient.send(
    new QueryCommand({
      TableName: process.env.ORDERS_TABLE,
      KeyConditionExpression: "pk = :customer",
      ExpressionAttributeValues: { ":customer": `TASTE#${customerId}` },
      Limit: limit,
    }),
  );
  const skus = Items.map(({ sku }) => String(sku));
  if (tastes.size >= maxCustomers) tastes.clear();
  tastes.set(customerId, skus);
  return skus;
}

function isNew(sku: string): boolean {
  return !basket.includes(sku);
}

export const handler: Handler<RecommendationRequest, { skus: string[] }> = async (request) => {
  basket = request.basket;
  const skus = await tasteOf(request.customerId);
  return { skus: skus.filter(isNew) };
};
