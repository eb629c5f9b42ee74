import { InputError } from "../../project/input-error.js";
import type { ExitCode } from "../../reporters/reporter.js";

export function runCalibrate(): ExitCode {
  throw new InputError("calibrate is not there yet.");
}
