import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type {
  AttributeValue,
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from "aws-lambda";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

class OccupancyProjection {
  constructor(
    private readonly store: DynamoDBDocumentClient,
    private readonly tableName: string | undefined,
  ) {}

  async apply(record: DynamoDBRecord): Promise<void> {
    const change = changeOf(record);
    if (change === 0) return;
    const room = record.dynamodb?.Keys?.pk?.S;
    if (room === undefined) return;
    await this.store.send(
      new UpdateCommand({
        TableName: this.tableName,
        Key: { pk: room, sk: "occupancy" },
        UpdateExpression: "ADD nights :change",
        ExpressionAttributeValues: { ":change": change },
      }),
    );
  }
}

const projection = new OccupancyProjection(documents, process.env.OCCUPANCY_TABLE);

/** Follows the table's stream. A failure, or too little time, gives the stream back from there on. */
export async function handler(event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> {
  for (const record of event.Records) {
    if (context.getRemainingTimeInMillis() < 2_000) return failedFrom(record);
    try {
      await projection.apply(record);
    } catch (error) {
      console.error({ message: "Occupancy was not updated", eventId: record.eventID, error });
      return failedFrom(record);
    }
  }
  return { batchItemFailures: [] };
}

function failedFrom({ dynamodb }: DynamoDBRecord): DynamoDBBatchResponse {
  return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? "" }] };
}

function changeOf({ eventName, dynamodb }: DynamoDBRecord): number {
  switch (eventName) {
    case "INSERT":
      return nightsOf(dynamodb?.NewImage);
    case "REMOVE":
      return -nightsOf(dynamodb?.OldImage);
    case "MODIFY":
      return nightsOf(dynamodb?.NewImage) - nightsOf(dynamodb?.OldImage);
    default:
      return 0;
  }
}

function nightsOf(image: Record<string, AttributeValue> | undefined): number {
  return Number(image?.nights?.N ?? 0);
}
