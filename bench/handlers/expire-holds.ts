import { DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context, ScheduledEvent } from "aws-lambda";

const client = new DynamoDBClient({});
const documents = DynamoDBDocumentClient.from(client);
const tableName = process.env.RESERVATIONS_TABLE;
const reserveMs = 10_000;

interface Progress {
  removed: number;
  isComplete: boolean;
}

/** Every five minutes: gives back the rooms that nobody confirmed. What is left over waits for the next time. */
export const handler = async (event: ScheduledEvent, context: Context): Promise<Progress> => {
  const progress: Progress = { removed: 0, isComplete: true };
  const pages = paginateQuery(
    { client, pageSize: 25 },
    {
      TableName: tableName,
      IndexName: "holds",
      KeyConditionExpression: "#state = :held AND heldUntil < :now",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":held": { S: "held" }, ":now": { S: event.time } },
    },
  );
  for await (const { Items = [] } of pages) {
    if (context.getRemainingTimeInMillis() < reserveMs) {
      progress.isComplete = false;
      break;
    }
    const keys = Items.flatMap(({ pk, sk }) =>
      pk?.S !== undefined && sk?.S !== undefined ? [{ pk: pk.S, sk: sk.S }] : [],
    );
    await Promise.all(keys.map((key) => release(key)));
    progress.removed += keys.length;
  }
  return progress;
};

async function release(key: { pk: string; sk: string }): Promise<void> {
  await documents.send(
    new DeleteCommand({
      TableName: tableName,
      Key: key,
      ConditionExpression: "#state = :held",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":held": "held" },
    }),
  );
}
