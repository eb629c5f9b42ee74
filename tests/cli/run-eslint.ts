import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { ESLint } from "eslint";

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the `eslint` command that is installed for a folder, in a process of its own, as a shell would. */
export function runEslint(folder: string, ...args: readonly string[]): Promise<CliRun> {
  const eslintFolder = dirname(createRequire(join(folder, "package.json")).resolve("eslint/package.json"));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(eslintFolder, "bin/eslint.js"), ...args],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
}

/** One finding as a line of text: `src/upload.ts:12:14 aws-lambda/no-client-in-handler`. */
export type Finding = string;

export interface JsonRun extends CliRun {
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
  readonly results: readonly ESLint.LintResult[];
}

/** Runs `eslint --format json` and reads what it printed. Fails when ESLint printed no JSON. */
export async function runEslintForJson(folder: string, ...args: readonly string[]): Promise<JsonRun> {
  const run = await runEslint(folder, ...args, "--format", "json");
  if (!run.stdout.startsWith("[")) throw new Error(`ESLint printed no JSON:\n${run.stdout}${run.stderr}`);
  const results = JSON.parse(run.stdout) as ESLint.LintResult[];
  const findings = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, ruleId }) =>
      // A parser that fails before it reads the file gives no place.
      formatFinding(
        relative(folder, filePath),
        (line as number | undefined) ?? 0,
        (column as number | undefined) ?? 0,
        ruleId,
      ),
    ),
  );
  return { ...run, results, findings: findings.sort() };
}

export function formatFinding(file: string, line: number, column: number, ruleId: string | null): Finding {
  return `${file}:${line}:${column} ${ruleId ?? "parse error"}`;
}
