import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { EventBridgeEvent } from "aws-lambda";
import sharp from "sharp";

interface ImageLicensed {
  readonly key: string;
  readonly licensee: string;
}

const s3 = new S3Client({ requestHandler: { requestTimeout: 5_000 } });
const scratchFile = "/tmp/original";

export const handler = async (event: EventBridgeEvent<"ImageLicensed", ImageLicensed>): Promise<void> => {
  const { key } = event.detail;
  const mark = readFileSync(path.join(__dirname, "watermark.svg"));

  const { Body } = await s3.send(new GetObjectCommand({ Bucket: process.env.RENDITIONS_BUCKET, Key: key }));
  if (Body === undefined) throw new Error(`${key} has no body`);
  await writeFile(scratchFile, await Body.transformToByteArray());

  const marked = await sharp(scratchFile)
    .composite([{ input: mark, gravity: "southeast" }])
    .webp()
    .toBuffer();
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env.RENDITIONS_BUCKET,
      Key: `licensed/${event.id}.webp`,
      Body: marked,
      ContentType: "image/webp",
    }),
  );
};
