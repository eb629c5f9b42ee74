import { existsSync, readFileSync } from "node:fs";
import type { CalibrationPart } from "./calibration-set.js";

/** How fast a machine is, compared with the one that made the weight model. */
export interface Calibration {
  /** ISO date. */
  readonly date: string;
  /** Version of Node.js that was calibrated, such as `"22.13.0"`. */
  readonly node: string;
  /** How many times longer each kind of load takes here. */
  readonly slowdown: Readonly<Record<CalibrationPart, number>>;
}

const parts: readonly CalibrationPart[] = ["commonjs", "module", "bundle", "builtins"];

/** A machine that is this many times slower or faster is taken for a damaged file. */
const mostSlowdown = 1000;

/** The text of a calibration file. */
export function formatCalibration(calibration: Calibration): string {
  return `${JSON.stringify({ version: 1, ...calibration }, null, 2)}\n`;
}

/** The calibration in a file that `formatCalibration` wrote. Undefined when there is none, or the file is damaged. */
export function readCalibration(path: string): Calibration | undefined {
  try {
    return existsSync(path) ? parseCalibration(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when the text is no calibration. */
export function parseCalibration(text: string): Calibration | undefined {
  const value = parseObject(text);
  const slowdown = value?.["slowdown"];
  const { version, date, node } = value ?? {};
  if (version !== 1 || typeof date !== "string" || typeof node !== "string" || !isObject(slowdown))
    return undefined;
  const factors = parts.map(
    (part) => [part, Object.hasOwn(slowdown, part) ? slowdown[part] : undefined] as const,
  );
  if (!factors.every(([, factor]) => isSlowdown(factor))) return undefined;
  return { date, node, slowdown: Object.fromEntries(factors) as Record<CalibrationPart, number> };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSlowdown(value: unknown): boolean {
  return typeof value === "number" && value > 1 / mostSlowdown && value < mostSlowdown;
}
