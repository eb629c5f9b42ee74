import { memoryMbOfOneVcpu } from "../../knowledge/vcpu-memory.js";
import type { ReportProblem } from "../report-problem.js";
import {
  type MemoryProfile,
  type Percentiles,
  PROFILE_VERSION,
  type ProfileReport,
} from "./profile-report.js";
import type { LoggedInvocation } from "./read-invocations.js";

/** A log and its invocations. */
export interface Log {
  /** Relative to the working directory. */
  readonly file: string;
  readonly invocations: readonly LoggedInvocation[];
}

/** What invocations took and used, for each log and memory size. A log without one is a problem. */
export function buildProfile(logs: readonly Log[], problems: readonly ReportProblem[]): ProfileReport {
  const empty = logs.filter(({ invocations }) => invocations.length === 0);
  return {
    version: PROFILE_VERSION,
    profiles: logs.flatMap(({ file, invocations }) =>
      [...new Set(invocations.map(({ memoryMb }) => memoryMb))]
        .toSorted((a, b) => a - b)
        .map((size) =>
          describe(
            file,
            invocations.filter(({ memoryMb }) => memoryMb === size),
            size,
          ),
        ),
    ),
    problems: [
      ...problems,
      ...empty.map(({ file }) => ({
        file,
        importer: null,
        line: null,
        message: "It has no REPORT line and no platform.report event: write the function's log group to it.",
      })),
    ],
  };
}

function describe(file: string, invocations: readonly LoggedInvocation[], memoryMb: number): MemoryProfile {
  const inits = invocations.flatMap(({ initMs }) => initMs ?? []);
  const maxMemoryUsedMb = Math.max(...invocations.map((invocation) => invocation.maxMemoryUsedMb));
  const billed = invocations.reduce((sum, { billedMs }) => sum + billedMs, 0);
  return {
    file,
    memoryMb,
    invocations: invocations.length,
    coldStarts: inits.length,
    durationMs: percentilesOf(invocations.map(({ durationMs }) => durationMs)),
    initMs: inits.length === 0 ? null : percentilesOf(inits),
    maxMemoryUsedMb,
    billedMs: Math.round((billed / invocations.length) * 100) / 100,
    advice: adviceOn(memoryMb, maxMemoryUsedMb, invocations.length),
  };
}

function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Room above what was used, that the catalogue asks for at least. */
const HEADROOM = 1.2;
/** Fewer invocations say little of what the next one needs. */
const MIN_INVOCATIONS = 30;
const LEAST_MB = 128;

function adviceOn(memoryMb: number, usedMb: number, invocations: number): string | null {
  const needed = Math.max(LEAST_MB, Math.ceil((usedMb * HEADROOM) / 64) * 64);
  if (usedMb * HEADROOM > memoryMb)
    return `It used ${usedMb} MB of ${memoryMb} MB: with less than 20 % of room, give it ${needed} MB.`;
  if (invocations < MIN_INVOCATIONS || needed > memoryMb / 2) return null;
  const cpu =
    memoryMb > memoryMbOfOneVcpu && needed >= memoryMbOfOneVcpu
      ? "fewer vCPUs"
      : "less CPU, which makes most code slower";
  return `It used ${usedMb} MB at most: ${needed} MB would hold it with 20 % of room, and ${cpu}. Measure sizes between, and compare them with \`lambda-analyzer cost\`.`;
}
