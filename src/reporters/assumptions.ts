import type { ColdHandler } from "../reports/cold/cold-report.js";
import { formatMemory } from "./format.js";

const PROVENANCES = {
  measured: "calibrated here",
  table: "from the table",
  modelled: "modelled",
} as const;

/** What the milliseconds stand for, in one line. */
export function describeAssumptions(handlers: readonly ColdHandler[]): string {
  const memories = new Set(handlers.map(({ assumptions }) => formatMemory(assumptions)));
  const versions = new Set(handlers.map(({ assumptions }) => assumptions.node));
  const sources = new Set(handlers.map(({ unbundled }) => PROVENANCES[unbundled.provenance]));
  return `Init at ${join(memories)}, Node.js ${join(versions)}; ${join(sources)}: likely (low–high).`;
}

function join(texts: ReadonlySet<string>): string {
  return [...texts].join(" and ");
}
