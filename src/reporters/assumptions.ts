import type { ColdHandler } from "../reports/cold/cold-report.js";
import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";
import { formatMemory, formatNumber } from "./format.js";

const PROVENANCES = {
  measured: "calibrated here",
  table: "from the table",
  modelled: "modelled",
} as const;

/** What the milliseconds stand for, in a sentence, and by how much the functions' own memory may lengthen them, in another. */
export function describeAssumptions(handlers: readonly ColdHandler[]): string[] {
  const memories = new Set(handlers.map(({ assumptions }) => formatMemory(assumptions)));
  const versions = new Set(handlers.map(({ assumptions }) => assumptions.node));
  const sources = new Set(handlers.map(({ unbundled }) => PROVENANCES[unbundled.provenance]));
  return [
    `Init at ${join(memories)}, Node.js ${join(versions)}; ${join(sources)}: likely (low–high).`,
    ...describeConfiguredMemory(handlers),
  ];
}

/**
 * The documented share of a vCPU is an upper bound: people have measured that init runs faster on small functions. So the
 * figures stay those of the memory assumed, and what is configured stands beside them.
 */
function describeConfiguredMemory(handlers: readonly ColdHandler[]): string[] {
  const smaller = handlers.flatMap(({ configured, assumptions: { memoryMb: assumedMb, vcpu } }) => {
    const memoryMb = configured?.memoryMb ?? Infinity;
    const times = vcpu / vcpuOf(memoryMb);
    return memoryMb < assumedMb && times > 1 ? [{ memoryMb, times }] : [];
  });
  const [least] = smaller.toSorted((a, b) => b.times - a.times);
  if (least === undefined) return [];
  const { memoryMb, times } = least;
  const rounded = times < 10 ? Math.round(times * 10) / 10 : Math.round(times);
  const whose = smaller.length === 1 ? "1 handler has" : `${formatNumber(smaller.length)} handlers have`;
  return [
    `${whose} less memory, down to ${formatNumber(memoryMb)} MB, and init then takes up to ${rounded} times as long: --memory ${memoryMb}.`,
  ];
}

function vcpuOf(memoryMb: number): number {
  return Math.min(1, memoryMb / memoryMbOfOneVcpu);
}

function join(texts: ReadonlySet<string>): string {
  return [...texts].join(" and ");
}
