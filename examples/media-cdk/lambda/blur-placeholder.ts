import { Worker } from "node:worker_threads";
import path from "node:path";
import type { Handler } from "aws-lambda";

interface BlurRequest {
  readonly pixels: readonly number[];
  readonly width: number;
}

const workerFile = path.join(__dirname, "blur-worker.js");

export const handler: Handler<BlurRequest, string> = ({ pixels, width }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: { pixels, width } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
