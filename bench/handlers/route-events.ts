import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { EventBridgeEvent } from "aws-lambda";

const s3 = new S3Client({});
const sqs = new SQSClient({});

interface Details {
  ReservationBooked: { reservationId: string; room: string };
  ReservationCancelled: { reservationId: string; reason?: string };
  RoomClosed: { room: string; until: string };
}

type Kind = keyof Details;
type DomainEvent = { [K in Kind]: EventBridgeEvent<K, Details[K]> }[Kind];

export const handler = async (event: DomainEvent): Promise<void> => {
  switch (event["detail-type"]) {
    case "ReservationBooked":
      await enqueue(process.env.HOUSEKEEPING_QUEUE_URL, { ...event.detail, task: "prepare" });
      break;
    case "ReservationCancelled":
      await enqueue(process.env.REFUND_QUEUE_URL, event.detail);
      break;
    case "RoomClosed":
      await archive(event.id, event.detail);
      break;
  }
};

async function enqueue(queueUrl: string | undefined, message: object): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}

async function archive(id: string, detail: object): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env.ARCHIVE_BUCKET,
      Key: `rooms/${id}.json`,
      Body: JSON.stringify(detail),
    }),
  );
}
