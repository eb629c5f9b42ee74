import { InputError } from "../../project/input-error.js";
import { parseJson } from "../../project/parse-json.js";
import type { ReportProblem } from "../report-problem.js";
import { COLD_VERSION, type BudgetFinding, type ColdReport } from "./cold-report.js";

/**
 * The report that an earlier `cold --format json` wrote. Throws an `InputError` for anything else, and for another
 * version of the format; `name` is the file, for the message.
 */
export function readReport(text: string, name: string): ColdReport {
  const value = parseJson(text, name);
  if (typeof value !== "object" || value === null || !("version" in value)) throw notAReport(name);
  if (value.version !== COLD_VERSION) {
    throw new InputError(
      `${name} has version ${JSON.stringify(value.version)} of the report's format, and this analyzer reads ${COLD_VERSION}: write it again with the same version of the analyzer.`,
    );
  }
  const { handlers, findings, problems, shard } = value as Partial<ColdReport>;
  if (!Array.isArray(handlers)) throw notAReport(name);
  const wrong = handlers.findIndex((handler: unknown) => !isHandler(handler));
  if (wrong !== -1) throw new InputError(`${name}: handlers[${wrong}] is not a handler of a cold report.`);
  if (!isListOf(findings, isFinding)) throw new InputError(`${name}: findings is not a list of findings.`);
  if (!isListOf(problems, isProblem)) throw new InputError(`${name}: problems is not a list of problems.`);
  if (shard !== undefined && !isShard(shard)) throw new InputError(`${name}: shard is not a part of a run.`);
  return {
    version: COLD_VERSION,
    handlers,
    findings: findings as BudgetFinding[],
    problems: problems as ReportProblem[],
    ...(shard && { shard }),
  };
}

function notAReport(name: string): InputError {
  return new InputError(`${name} is not a report that \`lambda-analyzer cold --format json\` wrote.`);
}

function isShard(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value.index) && Number.isInteger(value.count);
}

/** Looks at what reporters compute with and at what they show as text. */
function isHandler(value: unknown): boolean {
  if (!isRecord(value) || typeof value.entry !== "string" || !isMode(value.unbundled)) return false;
  const { bundled, imports, parts, whatIfs, problems, assumptions } = value;
  return (
    (bundled === null || isMode(bundled)) &&
    isListOf(imports, isImport) &&
    isListOf(parts, isPart) &&
    isListOf(whatIfs, ({ action, saves }) => typeof action === "string" && isCost(saves)) &&
    isListOf(problems, isProblem) &&
    isRecord(assumptions) &&
    Number.isFinite(assumptions.memoryMb)
  );
}

function isFinding({ entry, metric, mode, actual, limit, message }: Record<string, unknown>): boolean {
  const texts = [entry, metric, mode, message];
  return (
    texts.every((text) => typeof text === "string") &&
    [actual, limit].every((figure) => Number.isFinite(figure))
  );
}

function isProblem({ file, message }: Record<string, unknown>): boolean {
  return typeof file === "string" && typeof message === "string";
}

function isImport(value: Record<string, unknown>): boolean {
  const { specifier, line, exclusive, shared, chain } = value;
  return (
    typeof specifier === "string" &&
    Number.isInteger(line) &&
    [value, exclusive, shared].every(isCost) &&
    isListOf(chain, (link) => typeof link.file === "string" && isCost(link))
  );
}

function isPart({ name, modules, bytes, ms, why, files }: Record<string, unknown>): boolean {
  return (
    typeof name === "string" &&
    [modules, bytes, ms].every((figure) => Number.isFinite(figure)) &&
    Array.isArray(why) &&
    why.every((step) => typeof step === "string") &&
    isListOf(
      files,
      ({ file, bytes: size, ms: time }) =>
        typeof file === "string" && Number.isFinite(size) && Number.isFinite(time),
    )
  );
}

function isMode(value: unknown): boolean {
  return isCost(value) && Number.isInteger((value as Record<string, unknown>).builtins);
}

function isCost(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.initMs)) return false;
  const { modules, bytes, initMs } = value;
  return [modules, bytes, initMs.low, initMs.likely, initMs.high].every((figure) => Number.isFinite(figure));
}

function isListOf(value: unknown, isItem: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => isRecord(item) && isItem(item));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
