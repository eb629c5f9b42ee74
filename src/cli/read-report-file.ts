import { readFileSync } from "node:fs";
import { InputError, messageOf } from "../project/input-error.js";
import type { ColdReport } from "../reports/cold/cold-report.js";
import { readReport } from "../reports/cold/read-report.js";

/** An earlier report. Throws an `InputError` that names the file where it is none. */
export function readReportFile(name: string): ColdReport {
  let text: string;
  try {
    text = readFileSync(name, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      code === "ENOENT" ? `There is no file ${name}.` : `${name} cannot be read: ${messageOf(error)}`,
    );
  }
  return readReport(text, name);
}
