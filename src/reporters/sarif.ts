import { packageInfo } from "../rule-kit/package-info.js";
import type { ReportProblem } from "../reports/report-problem.js";
import { printable } from "./format.js";

/** A rule of a log, as `describeRules` of a reporter gives it. */
interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
}

const PROBLEM_RULE = "analysis-problem";

/** What could not be read, parsed or resolved. */
export const problemRule: SarifRule = {
  id: PROBLEM_RULE,
  shortDescription: { text: "A file could not be read, parsed or resolved, so that the report lacks it." },
  defaultConfiguration: { level: "warning" },
};

/**
 * A log in SARIF 2.1.0, as GitHub's code scanning takes it.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 2026-11-24.
 */
export function writeSarif(rules: readonly SarifRule[], results: readonly object[]): string {
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
            rules,
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "The directory that the analyzer ran in." } } },
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** The place is in the importer where there is one: that is the file to change, and `file` may be but a specifier. */
export function toProblemResult({ file, importer, line, message }: ReportProblem) {
  const text = importer === null ? message : `${file}: ${message}`;
  return {
    ruleId: PROBLEM_RULE,
    level: "warning",
    message: { text: printable(text) },
    locations: [sarifLocation(importer ?? file, line ?? 1)],
  };
}

/** @param file relative to the directory that the analyzer ran in */
export function sarifLocation(file: string, line: number) {
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
