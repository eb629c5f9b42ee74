import { parentPort, workerData } from "node:worker_threads";

interface Row {
  readonly pixels: readonly number[];
  readonly width: number;
}

const radius = 3;

/** Each value averaged with its neighbours of the same row. */
function blur({ pixels, width }: Row): number[] {
  return pixels.map((_, index) => {
    const start = Math.max(index - radius, index - (index % width));
    const neighbours = pixels.slice(start, index + radius + 1);
    return Math.round(neighbours.reduce((sum, value) => sum + value, 0) / neighbours.length);
  });
}

parentPort?.postMessage(Buffer.from(blur(workerData as Row)).toString("base64"));
