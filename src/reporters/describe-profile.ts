import type { MemoryProfile, Percentiles } from "../reports/profile/profile-report.js";
import { formatMs, formatNumber } from "./format.js";

export const PROFILE_COLUMNS = [
  "log",
  "invocations",
  "cold",
  "p50",
  "p95",
  "p99",
  "init p50",
  "memory used",
] as const;

/** The cells of a profile, as `PROFILE_COLUMNS` has them. */
export function describeProfile(profile: MemoryProfile): readonly string[] {
  const { file, invocations, coldStarts, durationMs, initMs, maxMemoryUsedMb, memoryMb } = profile;
  return [
    file,
    invocations.toLocaleString("en-US"),
    `${formatNumber((100 * coldStarts) / invocations)} %`,
    ...describePercentiles(durationMs),
    initMs === null ? "—" : formatMs(initMs.p50),
    `${formatNumber(maxMemoryUsedMb)} of ${formatNumber(memoryMb)} MB`,
  ];
}

function describePercentiles({ p50, p95, p99 }: Percentiles): readonly string[] {
  return [p50, p95, p99].map((ms) => formatMs(ms));
}
