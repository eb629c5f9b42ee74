import { comparedMemorySizes, lambdaPrices } from "../../knowledge/lambda-prices.js";
import type { ReportProblem } from "../report-problem.js";
import { type Cost, COST_VERSION, type CostReport, type FunctionCost, type Workload } from "./cost-report.js";

/** A function and its invocations. */
export interface CostedFunction extends Pick<FunctionCost, "id" | "file" | "line"> {
  readonly workload: Workload;
}

export interface CostInput {
  readonly functions: readonly CostedFunction[];
  /** What would change. */
  readonly proposal: Partial<Workload> | undefined;
  readonly unknown: readonly string[];
  readonly problems: readonly ReportProblem[];
}

/** What functions cost a month on demand, what a change would make of it, and where other memory sizes break even. */
export function buildCostReport({ functions, proposal, unknown, problems }: CostInput): CostReport {
  const { region, checked } = lambdaPrices;
  return {
    version: COST_VERSION,
    prices: { region, checked },
    functions: functions
      .map(({ workload, ...place }) => ({
        ...place,
        ...costOf(workload),
        breakEven: breakEvenOf(workload),
        proposed: proposal === undefined ? null : compare(workload, proposal),
      }))
      .toSorted((a, b) => b.usd.total - a.usd.total),
    unknown,
    problems,
  };
}

/**
 * Requests and GB-seconds on demand, without the free tier. Durations are billed by the millisecond, begun ones whole; init
 * is billed since 2025-08-01, whatever the function is packaged as.
 */
export function costOf(workload: Workload): Cost {
  const { memoryMb, architecture, durationMs, invocations, coldShare, initMs } = workload;
  const usdPerMs = (memoryMb / 1024) * (lambdaPrices.usdPerGbSecond[architecture] / 1000);
  const usdPerRequest = lambdaPrices.usdPerMillionRequests / 1_000_000;
  const ofDuration = usdPerMs * Math.ceil(durationMs);
  const ofInit = usdPerMs * Math.ceil(initMs) * coldShare;
  const usdPerInvocation = usdPerRequest + ofDuration + ofInit;
  return {
    ...workload,
    usd: {
      requests: round(usdPerRequest * invocations),
      duration: round(ofDuration * invocations),
      init: round(ofInit * invocations),
      total: round(usdPerInvocation * invocations),
    },
    usdPerInvocation: round(usdPerInvocation),
    usdPerMillion: round(usdPerInvocation * 1_000_000),
  };
}

/** Sums of binary fractions end in digits that nobody charges. */
function round(usd: number): number {
  return Math.round(usd * 1e12) / 1e12;
}

/** Memory times duration is what is paid for: twice the memory costs the same at half the duration. */
function breakEvenOf({ memoryMb, durationMs }: Workload): FunctionCost["breakEven"] {
  return comparedMemorySizes
    .filter((size) => size !== memoryMb)
    .map((size) => ({ memoryMb: size, durationMs: (durationMs * memoryMb) / size }));
}

function compare(workload: Workload, proposal: Partial<Workload>): FunctionCost["proposed"] {
  const proposed = costOf({ ...workload, ...proposal });
  return { ...proposed, deltaUsd: round(proposed.usd.total - costOf(workload).usd.total) };
}
