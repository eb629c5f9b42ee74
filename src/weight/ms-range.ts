import { memoryMbOfOneVcpu } from "../knowledge/vcpu-memory.js";

/** Milliseconds of init: `likely`, and the range in which 80 % of such loads lie. */
export interface MsRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/**
 * The range of a function with this much memory, given that of a function with one vCPU.
 *
 * Assumed: init is bound by one thread, so that it takes inversely longer with less than one vCPU, and no less with more
 * than one. AWS documents the share of CPU without saying that init is different. People have measured that init runs
 * faster than the share allows on small functions, which AWS promises nowhere: below 1,769 MB the figures are what the
 * documented share gives, and real init may be shorter.
 *
 * @throws {RangeError} when the memory is not a positive number.
 */
export function scaleToMemory({ low, likely, high }: MsRange, memoryMb: number): MsRange {
  if (!(memoryMb > 0)) throw new RangeError(`${memoryMb} is no memory size in MB`);
  const slowdown = Math.max(1, memoryMbOfOneVcpu / memoryMb);
  return { low: low * slowdown, likely: likely * slowdown, high: high * slowdown };
}
