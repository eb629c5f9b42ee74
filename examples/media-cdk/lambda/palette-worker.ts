import { parentPort, workerData } from "node:worker_threads";

const maxColours = 8;

/** The most frequent colours of raw RGB pixels, each reduced to four bits a channel. */
function paletteOf(pixels: Uint8Array): string[] {
  const counts = new Map<string, number>();
  for (let offset = 0; offset + 2 < pixels.length; offset += 3) {
    const colour = [0, 1, 2].map((channel) => ((pixels[offset + channel] ?? 0) >> 4).toString(16)).join("");
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, maxColours)
    .map(([colour]) => `#${colour}`);
}

parentPort?.postMessage(paletteOf(workerData as Uint8Array));
