import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InputError, messageOf } from "../project/input-error.js";
import type { ReportProblem } from "../reports/report-problem.js";
import { printable } from "../reporters/format.js";
import type { ExitCode, Reported } from "../reporters/reporter.js";
import type { Terminal } from "../reporters/terminal.js";
import type { OutputOptions } from "./parse-arguments.js";

/** Where there is no terminal to ask: wide enough for paths, narrow enough for a CI log. */
const DEFAULT_WIDTH = 100;

/** What the text output may count on: colours and the terminal's width only where it goes to a terminal. */
export function outputTerminal({ output }: OutputOptions): Terminal {
  // Not a boolean, whatever its type says: for a pipe it is undefined.
  const { isTTY = false } = process.stdout as { isTTY?: boolean };
  const isTerminal = output === undefined && isTTY;
  const { NO_COLOR, TERM } = process.env;
  const hasColor = isTerminal && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb";
  return { width: (isTerminal && process.stdout.columns) || DEFAULT_WIDTH, hasColor };
}

/** Writes what a reporter made to the file or to the standard output. */
export function writeReported({ output: text, exitCode }: Reported, { output }: OutputOptions): ExitCode {
  if (output === undefined) {
    process.stdout.write(text);
    return exitCode;
  }
  try {
    const file = resolve(output);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${output} cannot be written: ${messageOf(error)}`);
  }
  return exitCode;
}

/** A line on the standard error for each file that could not be done, so that it is seen whatever the format. */
export function warnOfProblems(problems: readonly ReportProblem[]): void {
  for (const { file, line, message } of problems) {
    warn(`${line === null ? file : `${file}:${line}`}: ${message}`);
  }
}

export function warn(message: string): void {
  process.stderr.write(`lambda-analyzer: ${printable(message)}\n`);
}
