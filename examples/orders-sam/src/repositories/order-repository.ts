import {
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from "@aws-sdk/lib-dynamodb";
import type { Order, OrderStatus } from "../domain/order.js";

export interface OrderPage {
  readonly orders: readonly Order[];
  readonly nextCursor: string | undefined;
}

export class OrderRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async find(orderId: string): Promise<Order | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: { pk: `ORDER#${orderId}`, sk: "ORDER" } }),
    );
    return Item as Order | undefined;
  }

  async insert(order: Order): Promise<void> {
    await this.client.send(
      new PutCommand({
        TableName: this.tableName,
        Item: { pk: `ORDER#${order.id}`, sk: "ORDER", statusKey: order.status, ...order },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  }

  async transition(
    orderId: string,
    status: OrderStatus,
    attributes: Partial<Pick<Order, "paymentIntentId" | "trackingNumber">> = {},
  ): Promise<void> {
    await this.client.send(
      new UpdateCommand({
        TableName: this.tableName,
        Key: { pk: `ORDER#${orderId}`, sk: "ORDER" },
        UpdateExpression:
          "SET #status = :status, statusKey = :status, paymentIntentId = if_not_exists(paymentIntentId, :payment), trackingNumber = if_not_exists(trackingNumber, :tracking)",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":status": status,
          ":payment": attributes.paymentIntentId ?? null,
          ":tracking": attributes.trackingNumber ?? null,
        },
      }),
    );
  }

  /** One page of the orders in a status, oldest first. */
  async pageByStatus(status: OrderStatus, cursor?: string, limit = 100): Promise<OrderPage> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        IndexName: "byStatus",
        KeyConditionExpression: "statusKey = :status",
        ExpressionAttributeValues: { ":status": status },
        ExclusiveStartKey: cursor === undefined ? undefined : decodeCursor(cursor),
        Limit: limit,
      }),
    );
    return {
      orders: Items as Order[],
      nextCursor: LastEvaluatedKey === undefined ? undefined : encodeCursor(LastEvaluatedKey),
    };
  }
}

function encodeCursor(key: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function decodeCursor(cursor: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as Record<string, unknown>;
}
