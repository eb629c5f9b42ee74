import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../support/project-files.js";

export interface AnalyzerRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built bin in a directory, as npx would, without a terminal and without what the user has calibrated. */
export function runAnalyzer(directory: string, ...args: readonly string[]): AnalyzerRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, "dist/cli/bin.js"), ...args],
    {
      cwd: directory,
      // In CI, where some libraries take a pipe for a terminal.
      env: { ...process.env, CI: "true", XDG_CACHE_HOME: join(directory, ".cache") },
      encoding: "utf8",
      maxBuffer: 1e9,
    },
  );
  return { exitCode: status, stdout, stderr };
}
