import path from "node:path";
import { Worker } from "node:worker_threads";
import type { EventBridgeEvent } from "aws-lambda";
import { readObject } from "./shared/storage.js";

interface ImageUploaded {
  readonly bucket: string;
  readonly key: string;
}

export type Palette = readonly string[];

const workerCount = 4;
const workerFile = path.join(__dirname, "palette-worker.js");

function quantize(pixels: Uint8Array): Promise<Palette> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: pixels });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

export const handler = async (
  event: EventBridgeEvent<"ImageUploaded", ImageUploaded>,
): Promise<{ palettes: Palette[] }> => {
  const image = await readObject(event.detail.bucket, event.detail.key);
  const size = Math.ceil(image.length / workerCount);
  const parts = Array.from({ length: workerCount }, (_, part) => image.slice(part * size, (part + 1) * size));
  return { palettes: await Promise.all(parts.map(quantize)) };
};
