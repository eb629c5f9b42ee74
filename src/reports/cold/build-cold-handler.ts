import { realpathSync } from "node:fs";
import type {
  ChainLink,
  Cost,
  HandlerEstimate,
  ImportEstimate,
  ModeEstimate,
  MsRange,
} from "../../estimate/estimate.js";
import type { GraphProblem } from "../../graph/module-graph.js";
import type { ConfiguredSetup } from "../../project/configured-setup.js";
import { displayPath } from "../../project/display-path.js";
import { memoryMbOfOneVcpu } from "../../knowledge/vcpu-memory.js";
import type { ReportProblem } from "../report-problem.js";
import {
  type ColdCost,
  type ColdHandler,
  type ColdImport,
  type ColdLink,
  type ColdMeasurement,
  type ColdMode,
  type ColdPart,
  type Mode,
} from "./cold-report.js";

export interface ColdHandlerOptions {
  /** Paths are shown relative to it. */
  readonly directory: string;
  readonly listModules: boolean;
}

/** All that is known of an entry's cold start. */
export interface EntryEstimate {
  readonly estimate: HandlerEstimate;
  /** Where the time goes. */
  readonly parts?: readonly ColdPart[];
  readonly measured?: Readonly<Partial<Record<Mode, ColdMeasurement>>>;
  /** What templates and infrastructure code say of its functions. */
  readonly configured?: ConfiguredSetup | undefined;
}

/** An estimate as the report states it: plain JSON, with paths that mean something on another machine. */
export function buildColdHandler(
  { estimate, parts = [], measured = {}, configured }: EntryEstimate,
  options: ColdHandlerOptions,
): ColdHandler {
  const { directory } = options;
  const { memoryMb, node } = estimate.assumptions;
  return {
    entry: displayPath(estimate.entry, directory),
    imports: estimate.imports.map((item) => buildImport(item, directory)),
    unbundled: buildMode(estimate.unbundled, measured.unbundled, options),
    bundled: estimate.bundled === undefined ? null : buildMode(estimate.bundled, measured.bundled, options),
    parts,
    whatIfs: estimate.whatIfs.map(({ kind, subject, action, saves }) => ({
      kind,
      subject: subject === undefined ? null : displayPath(subject, directory),
      action,
      saves: buildCost(saves),
    })),
    problems: estimate.problems.map((problem) => buildProblem(problem, directory)),
    configured:
      configured === undefined
        ? null
        : {
            functions: configured.functions,
            memoryMb: configured.memoryMb ?? null,
            mode: configured.mode ?? null,
          },
    assumptions: { memoryMb, vcpu: Math.min(1, round(memoryMb / memoryMbOfOneVcpu, 3)), node },
  };
}

function buildImport(item: ImportEstimate, directory: string): ColdImport {
  return {
    specifier: item.specifier,
    line: item.line,
    ...buildCost(item),
    provenance: item.provenance,
    exclusive: buildCost(item.exclusive),
    shared: buildCost(item.shared),
    chain: item.heaviestChain.map((link) => buildLink(link, directory)),
    use: item.use ?? null,
  };
}

function buildLink(link: ChainLink, directory: string): ColdLink {
  return {
    file: displayPath(link.file, directory),
    package: link.package ?? null,
    ...buildCost(link.inclusive),
  };
}

function buildMode(
  mode: ModeEstimate,
  measured: ColdMeasurement | undefined,
  { listModules }: ColdHandlerOptions,
): ColdMode {
  return {
    ...buildCost(mode),
    builtins: mode.builtins,
    provenance: mode.provenance,
    ...(listModules && { moduleFiles: mode.moduleFiles.map(realPath) }),
    ...(measured !== undefined && { measured: { ...measured, initMs: roundRange(measured.initMs) } }),
  };
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // The file went while we looked, or never was one: `node:http2`.
    return file;
  }
}

function buildProblem({ file, importer, message }: GraphProblem, directory: string): ReportProblem {
  return {
    file: displayPath(file, directory),
    importer: importer === undefined ? null : displayPath(importer, directory),
    line: null,
    message,
  };
}

function buildCost({ modules, bytes, initMs }: Cost): ColdCost {
  return { modules, bytes, initMs: roundRange(initMs) };
}

/** A tenth of a millisecond is more than any estimate knows. */
function roundRange({ low, likely, high }: MsRange): MsRange {
  return { low: round(low, 1), likely: round(likely, 1), high: round(high, 1) };
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  // Adding zero turns -0 into 0, which JSON would anyway.
  return Math.round(value * factor) / factor + 0;
}
