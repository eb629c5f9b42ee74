import { displayPath } from "../project/display-path.js";
import type { FileProblem } from "../project/find-handlers.js";

/** What could not be read, parsed, resolved or estimated. The rest of the report stands. */
export interface ReportProblem {
  /** Relative to the working directory, or the specifier that does not resolve. */
  readonly file: string;
  /** The file that asks for it, relative to the working directory; null where nobody does. */
  readonly importer: string | null;
  /** From 1; null where the whole file is meant. */
  readonly line: number | null;
  readonly message: string;
}

export function toReportProblem({ file, line, message }: FileProblem, directory: string): ReportProblem {
  return { file: displayPath(file, directory), importer: null, line: line ?? null, message };
}
