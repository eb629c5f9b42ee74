import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calibrationMs } from "../knowledge/weight-model.generated.js";
import type { Calibration } from "./calibration.js";
import { type CalibrationEntry, type CalibrationPart, writeCalibrationSet } from "./calibration-set.js";
import { type LoadTimes, loadEntry } from "./load-entry.js";
import { quantile } from "./quantile.js";

export interface CalibrateSettings {
  /** Fresh processes for each part, 7 by default; there are six parts, of 0.1 to 0.3 s each on a usual machine. */
  readonly runs?: number;
  /** Each process is killed after this long: 30 s by default. */
  readonly timeoutMs?: number;
  /** Told after each round of all parts, for a progress bar. */
  readonly onRound?: (done: number, rounds: number) => void;
}

const parts: readonly CalibrationPart[] = ["commonjs", "module", "bundle", "builtins"];

/**
 * Finds out how fast this machine loads modules. Executes nothing but modules of its own making, which it writes into a
 * temporary folder, in child processes with a time limit, one at a time.
 *
 * @throws {LoadError} when not even those load.
 */
export async function calibrate(settings: CalibrateSettings = {}): Promise<Calibration> {
  const { runs = 7, timeoutMs = 30_000, onRound } = settings;
  const folder = mkdtempSync(join(tmpdir(), "lambda-analyzer-calibrate-"));
  try {
    const entries = writeCalibrationSet(folder);
    const times = new Map<CalibrationEntry, number[]>(entries.map((entry) => [entry, []]));
    for (let round = 1; round <= runs; round++) {
      for (const [{ entry, format }, taken] of times) {
        taken.push(undisturbedMs(await loadEntry(entry, { format, timeoutMs, cwd: folder })));
      }
      onRound?.(round, runs);
    }
    return {
      date: new Date().toISOString().slice(0, 10),
      node: process.versions.node,
      slowdown: slowdownOf(times),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the load takes when nobody else uses the machine. */
function undisturbedMs({ mainMs, wallMs }: LoadTimes): number {
  return mainMs ?? wallMs;
}

function slowdownOf(times: ReadonlyMap<CalibrationEntry, readonly number[]>): Calibration["slowdown"] {
  const medianOf = (part: CalibrationEntry["part"], format: CalibrationEntry["format"]) => {
    const found = [...times].find(([entry]) => entry.part === part && entry.format === format);
    return quantile(found?.[1] ?? [], 0.5);
  };
  const entries = [...times.keys()];
  return Object.fromEntries(
    parts.map((part) => {
      const format = entries.find((entry) => entry.part === part)?.format ?? "cjs";
      const takenMs = medianOf(part, format) - medianOf("empty", format);
      return [part, Number((Math.max(0.01, takenMs) / calibrationMs[part]).toFixed(3))];
    }),
  ) as Record<CalibrationPart, number>;
}
