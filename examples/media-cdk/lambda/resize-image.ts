import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { S3Handler } from "aws-lambda";
import { renderAt, renditionWidths } from "./shared/renditions.js";
import { decodeKey, readObject, writeImage } from "./shared/storage.js";

const renditionsBucket = process.env.RENDITIONS_BUCKET ?? "renditions";

async function publishProgress(key: string, widths: readonly number[]): Promise<void> {
  const sns = new SNSClient({});
  await sns.send(
    new PublishCommand({
      TopicArn: process.env.PROGRESS_TOPIC_ARN,
      Message: JSON.stringify({ key, widths }),
      MessageAttributes: { status: { DataType: "String", StringValue: "READY" } },
    }),
  );
}

async function resize(bucket: string, key: string): Promise<void> {
  const original = await readObject(bucket, key);
  const name = key.replace(/^incoming\//, "");
  for (const width of renditionWidths) {
    const { image } = await renderAt(original, width);
    await writeImage(renditionsBucket, `${name}/${width}.webp`, image, "image/webp");
  }
}

export const handler: S3Handler = async (event) => {
  for (const { s3 } of event.Records) {
    const key = decodeKey(s3.object.key);
    await resize(s3.bucket.name, key);
    await publishProgress(key, renditionWidths);
  }
};
