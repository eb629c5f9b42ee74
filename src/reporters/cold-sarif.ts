import { packageInfo } from "../rule-kit/package-info.js";
import type { BudgetFinding, BudgetMetric, ColdReport } from "../reports/cold/cold-report.js";
import type { ColdResult } from "../reports/cold/cold-result.js";
import type { ReportProblem } from "../reports/report-problem.js";
import { exitCodeOfCold } from "./cold-exit-code.js";
import { printable } from "./format.js";
import type { Reported } from "./reporter.js";

const BUDGET_RULES = {
  ms: "The handler's init takes longer than its budget.",
  kb: "The handler loads more kilobytes than its budget.",
  modules: "The handler loads more modules than its budget.",
} as const satisfies Record<BudgetMetric, string>;

const PROBLEM_RULE = "analysis-problem";

/**
 * SARIF 2.1.0, as GitHub's code scanning takes it: budgets that are exceeded at the heaviest import, and what could not
 * be read or resolved. Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 2026-11-24.
 */
export function reportColdAsSarif(result: ColdResult): Reported {
  const { report } = result;
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "lambda-analyzer",
            version: packageInfo.version,
            informationUri: packageInfo.repositoryUrl,
            rules: describeRules(),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "The directory that the analyzer ran in." } } },
        results: [...report.findings.map(toResult), ...problemsOf(report).map(toProblemResult)],
      },
    ],
  };
  return { output: `${JSON.stringify(log, null, 2)}\n`, exitCode: exitCodeOfCold(result) };
}

function describeRules() {
  const budgets = Object.entries(BUDGET_RULES).map(([metric, text]) => ({
    id: `budget/${metric}`,
    shortDescription: { text },
    defaultConfiguration: { level: "error" },
  }));
  const problem = {
    id: PROBLEM_RULE,
    shortDescription: {
      text: "A file could not be read, parsed or resolved, so that the estimate lacks it.",
    },
    defaultConfiguration: { level: "warning" },
  };
  return [...budgets, problem];
}

function toResult({ entry, metric, mode, heaviest, message }: BudgetFinding) {
  return {
    ruleId: `budget/${metric}`,
    level: "error",
    message: { text: printable(message) },
    locations: [location(entry, heaviest?.line ?? 1)],
    // A finding stays the same one when lines move, and while the figures vary.
    partialFingerprints: { "budget/v1": `${entry}:${mode}:${metric}` },
  };
}

/** A file that keeps many handlers from being complete is one problem. */
function problemsOf({ handlers, problems }: ColdReport): ReportProblem[] {
  const all = [...problems, ...handlers.flatMap((handler) => handler.problems)];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The place is in the importer where there is one: that is the file to change, and `file` may be but a specifier. */
function toProblemResult({ file, importer, line, message }: ReportProblem) {
  const text = importer === null ? message : `${file}: ${message}`;
  return {
    ruleId: PROBLEM_RULE,
    level: "warning",
    message: { text: printable(text) },
    locations: [location(importer ?? file, line ?? 1)],
  };
}

function location(file: string, line: number) {
  return {
    physicalLocation: {
      artifactLocation: { uri: toRelativeUri(file), uriBaseId: "SRCROOT" },
      region: { startLine: line },
    },
  };
}

/** Colons are legal in a file's name, and would make a scheme of its beginning. */
function toRelativeUri(file: string): string {
  return file.split("/").map(encodeSegment).join("/");
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/[\uD800-\uDFFF]/gu, "\uFFFD")).replace(/%40/g, "@");
}
