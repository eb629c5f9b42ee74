import { setTimeout as sleep } from "node:timers/promises";
import { HeadObjectCommand, NotFound } from "@aws-sdk/client-s3";
import type { Handler } from "aws-lambda";
import { renditionWidths } from "./shared/rendition-widths.js";
import { s3 } from "./shared/storage.js";

interface AwaitRequest {
  readonly name: string;
}

async function exists(key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: process.env.RENDITIONS_BUCKET, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

async function countReady(name: string): Promise<number> {
  const found = await Promise.all(renditionWidths.map((width) => exists(`${name}/${width}.webp`)));
  return found.filter(Boolean).length;
}

export const handler: Handler<AwaitRequest, { ready: number }> = async ({ name }, context) => {
  let ready = await countReady(name);
  while (ready < renditionWidths.length && context.getRemainingTimeInMillis() > 5_000) {
    await sleep(2_000);
    ready = await countReady(name);
  }
  return { ready };
};
