import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Event, S3Handler } from "aws-lambda";

const s3 = new S3Client({});
const indexBucket = process.env.INDEX_BUCKET;

interface PhotoIndex {
  readonly key: string;
  readonly bytes: number;
  readonly tags: readonly string[];
  readonly indexedAt: string;
}

export const handler: S3Handler = async (event) => {
  const keys = uploadedKeys(event);
  await Promise.all(keys.map(({ bucket, key }) => indexPhoto(bucket, key)));
};

/** Keys arrive encoded as in a form, with a plus sign for a space. */
function uploadedKeys(event: S3Event): { bucket: string; key: string }[] {
  return event.Records.map(({ s3: { bucket, object } }) => ({
    bucket: bucket.name,
    key: decodeURIComponent(object.key.replaceAll("+", " ")),
  })).filter(({ key }) => /\.jpe?g$/i.test(key));
}

async function indexPhoto(bucket: string, key: string): Promise<void> {
  const { ContentLength, Metadata } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const index: PhotoIndex = {
    key,
    bytes: ContentLength ?? 0,
    tags: (Metadata?.tags ?? "").split(",").filter((tag) => tag !== ""),
    indexedAt: new Date().toISOString(),
  };
  await s3.send(
    new PutObjectCommand({
      Bucket: indexBucket,
      Key: `index/${key}.json`,
      Body: JSON.stringify(index),
      ContentType: "application/json",
    }),
  );
}
