import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import type { Order } from "../domain/order.js";

const logger = new Logger();
const stock = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: { requestTimeout: 4_000, throwOnRequestTimeout: true },
  }),
);

async function reserve({ sku, quantity }: Order["lines"][number]): Promise<void> {
  await stock.send(
    new UpdateCommand({
      TableName: process.env.STOCK_TABLE,
      Key: { sku },
      UpdateExpression: "ADD reserved :quantity",
      ConditionExpression: "available >= :quantity",
      ExpressionAttributeValues: { ":quantity": quantity },
    }),
  );
}

export const handler = async (event: EventBridgeEvent<"OrderPaid", Order>): Promise<void> => {
  const { id, lines } = event.detail;
  try {
    await Promise.all(lines.map(reserve));
    logger.info("Stock reserved", { orderId: id, lines: lines.length });
  } catch (error) {
    logger.error("Stock was not reserved", { orderId: id, error: error as Error });
  }
};
