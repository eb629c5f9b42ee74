import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../project/input-error.js";
import type { ReportProblem } from "../report-problem.js";
import { sortReport } from "./build-cold-report.js";
import { COLD_VERSION, type BudgetFinding, type ColdHandler, type ColdReport } from "./cold-report.js";

export interface NamedReport {
  /** The file it was read from, for messages. */
  readonly name: string;
  readonly report: ColdReport;
}

/**
 * The reports as one, whatever their order. The same handler may be in several if they agree on it; throws an
 * `InputError` if they do not, since then they are of different code, and where a shard is missing.
 */
export function mergeReports(reports: readonly NamedReport[]): ColdReport {
  checkShards(reports);
  const seen = new Map<string, { readonly name: string; readonly handler: ColdHandler }>();
  const findings = new Map<string, BudgetFinding>();
  const problems = new Map<string, ReportProblem>();
  for (const { name, report } of reports) {
    for (const handler of report.handlers) {
      const other = seen.get(handler.entry);
      if (other !== undefined && !isDeepStrictEqual(other.handler, handler)) {
        throw new InputError(
          `${handler.entry} differs between ${other.name} and ${name}: they are of different runs.`,
        );
      }
      seen.set(handler.entry, { name, handler });
    }
    for (const finding of report.findings) findings.set(JSON.stringify(finding), finding);
    for (const problem of report.problems) problems.set(JSON.stringify(problem), problem);
  }
  return sortReport({
    version: COLD_VERSION,
    handlers: [...seen.values()].map(({ handler }) => handler),
    findings: [...findings.values()],
    problems: [...problems.values()],
  });
}

/** Without one of the shards, its handlers would look as if somebody had removed them. */
function checkShards(reports: readonly NamedReport[]): void {
  const shards = reports.flatMap(({ name, report: { shard } }) => (shard ? [{ name, ...shard }] : []));
  const [first] = shards;
  if (first === undefined) return;
  const other = shards.find(({ count }) => count !== first.count);
  if (other !== undefined) {
    throw new InputError(
      `${first.name} is one of ${first.count} shards, and ${other.name} one of ${other.count}: they are of different runs.`,
    );
  }
  const given = new Set(shards.map(({ index }) => index));
  for (let index = 1; index <= first.count; index++) {
    if (!given.has(index))
      throw new InputError(
        `Shard ${index}/${first.count} is missing: merge needs the reports of all shards.`,
      );
  }
}
