import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { InputError, messageOf } from "../project/input-error.js";
import { formatCalibration, readCalibration as readFile, type Calibration } from "../weight/calibration.js";

/** The calibration of this machine; undefined where there is none for this major version of Node.js. */
export function readCalibration(): Calibration | undefined {
  const calibration = readFile(calibrationFile());
  return calibration !== undefined && majorOf(calibration.node) === majorOf(process.versions.node)
    ? calibration
    : undefined;
}

/** Keeps it for later runs, and returns the file. */
export function writeCalibration(calibration: Calibration): string {
  const file = calibrationFile();
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, formatCalibration(calibration));
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${messageOf(error)}`);
  }
  return file;
}

/** In the user's cache directory: https://specifications.freedesktop.org/basedir-spec/latest/, 2026-11-24. */
function calibrationFile(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const directory = XDG_CACHE_HOME ?? LOCALAPPDATA ?? join(homedir(), ".cache");
  return join(directory, "eslint-plugin-aws-lambda", "calibration.json");
}

function majorOf(version: string): string {
  return version.split(".", 1)[0] ?? "";
}
