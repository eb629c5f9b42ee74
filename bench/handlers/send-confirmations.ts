import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { Logger } from "@aws-lambda-powertools/logger";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { z } from "zod";

const processor = new BatchProcessor(EventType.SQS);
const logger = new Logger({ serviceName: "confirmations" });
const sqs = new SQSClient({});
const mailQueueUrl = process.env.MAIL_QUEUE_URL;

const confirmation = z.object({ reservationId: z.uuid(), email: z.email(), language: z.enum(["en", "de"]) });

const subjects = { en: "Your reservation", de: "Ihre Reservierung" } as const;

async function sendConfirmation(record: SQSRecord): Promise<void> {
  const { reservationId, email, language } = confirmation.parse(JSON.parse(record.body));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: mailQueueUrl,
      MessageBody: JSON.stringify({
        to: email,
        subject: subjects[language],
        template: "confirmation",
        reservationId,
      }),
      MessageAttributes: { kind: { DataType: "String", StringValue: "confirmation" } },
    }),
  );
  logger.debug("Queued a confirmation", { reservationId });
}

export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> =>
  processPartialResponse(event, sendConfirmation, processor);
