import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Event } from "aws-lambda";
import { isPrintable } from "./weekly-report";
import { setStatus } from "../tickets/ticket-store";

const s3 = new S3Client({});

const ticketReference = /\[ticket ([0-9a-f-]{36})\]/;

async function subjectOf(bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const mail = (await Body?.transformToString()) ?? "";
  return /^subject: (.+)$/im.exec(mail)?.[1] ?? "";
}

export const handler = async (event: S3Event): Promise<void> => {
  for (const { s3: notification } of event.Records) {
    const subject = await subjectOf(notification.bucket.name, notification.object.key);
    const ticketId = ticketReference.exec(subject)?.[1];
    if (ticketId === undefined || !isPrintable(subject)) continue;
    await setStatus(ticketId, "OPEN");
  }
};
