import type { CostReport, FunctionCost, Workload } from "../reports/cost/cost-report.js";
import { formatMs, formatNumber, signed } from "./format.js";

/** What the columns of a table of costs hold. All but the first are numbers. */
export const COST_COLUMNS = ["function", "memory", "architecture", "a million", "a month"] as const;

/** The cells of a function, as `COST_COLUMNS` has them, and the change where one was asked for. */
export function describeCost(cost: FunctionCost): readonly string[] {
  const { id, memoryMb, architecture, usdPerMillion, usd, proposed } = cost;
  const cells = [
    id ?? "these figures",
    `${memoryMb.toLocaleString("en-US")} MB`,
    architecture,
    formatUsd(usdPerMillion),
    formatUsd(usd.total),
  ];
  return proposed === null ? cells : [...cells, signed(round(proposed.deltaUsd), formatUsd)];
}

/** What is assumed of the invocations, and whose prices hold. */
export function describeAssumptions({ prices, functions }: CostReport): string {
  const [first] = functions;
  const workload = first === undefined ? "" : `${describeWorkload(first)}. `;
  return `${workload}Prices of ${prices.region}, looked up ${prices.checked}; on demand, without the free tier.`;
}

function describeWorkload({ durationMs, invocations, coldShare, initMs }: Workload): string {
  const cold =
    coldShare === 0 ? "" : `, ${formatNumber(coldShare * 100)} % of them with ${formatMs(initMs)} of init`;
  return `${invocations.toLocaleString("en-US")} invocations a month of ${formatMs(durationMs)}${cold}`;
}

/** What was asked about: `memory=1024, duration=70`. */
export function describeBreakEven({ breakEven }: FunctionCost): readonly string[] {
  return breakEven.map(
    ({ memoryMb, durationMs }) => `${memoryMb.toLocaleString("en-US")} MB: ${formatMs(durationMs)}`,
  );
}

/** `$1.23`; more digits below a dollar, since most functions cost little. */
export function formatUsd(usd: number): string {
  const digits = Math.abs(usd) < 0.995 && usd !== 0 ? 4 : 2;
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}

/** What is less than a hundredth of a cent is no change. */
function round(usd: number): number {
  return Math.round(usd * 10_000) / 10_000 + 0;
}
