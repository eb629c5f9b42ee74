import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Handler } from "aws-lambda";
import { readObject } from "./shared/storage.js";

interface Candidates {
  readonly bucket: string;
  readonly keys: readonly [string, string];
}

const workerFile = path.join(__dirname, "palette-worker.js");

function quantize(pixels: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: pixels });
    worker.once("message", (palette: readonly string[]) => {
      resolve(palette.join());
    });
    worker.once("error", reject);
  });
}

/** Two pictures with the same palette are looked at by a person. */
export const handler: Handler<Candidates, { isSuspicious: boolean }> = async ({ bucket, keys }) => {
  const images = await Promise.all(keys.map((key) => readObject(bucket, key)));
  const [first, second] = await Promise.all(images.map(quantize));
  return { isSuspicious: first === second };
};
