import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Figure, median } from "./figures.js";

const processCount = 5;
const copiesOfEach = 8;

/** What `config-run.mjs` prints. */
interface Run {
  readonly files: number;
  readonly cpuMs: number;
  readonly configuration: number;
  readonly rest: number;
}

/**
 * What reading templates and infrastructure code adds to linting the sources of a folder once, with the recommended rules,
 * in a fresh process: nothing is cached and no code is warm, as in CI. A profile says what of the time is configuration's;
 * linting the same files without their templates would not tell, because rules that do not know the configuration do less.
 *
 * @param folder absolute path of a repository
 */
export function measureConfigShare(folder: string): Figure[] {
  const runs = Array.from({ length: processCount }, () => lintOnce(folder));
  const shares = runs.map(({ configuration, rest }) => (100 * configuration) / rest);
  const [first] = runs;
  return [
    { name: "reading configuration, over the rest of one lint", value: median(shares), unit: "%", goal: 5 },
    { name: "noise: the least of all processes", value: Math.min(...shares), unit: "%" },
    { name: "noise: the most", value: Math.max(...shares), unit: "%" },
    { name: "linting all files once", value: median(runs.map(({ cpuMs }) => cpuMs)), unit: "ms" },
    { name: "files", value: first?.files ?? 0, unit: "" },
  ];
}

function lintOnce(folder: string): Run {
  const script = new URL("config-run.mjs", import.meta.url).pathname;
  const child = spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Run;
}

/** The share for the examples, several of each in one repository: a folder for each, with its template or CDK code. */
export function measureConfigShareOfExamples(examples: readonly string[]): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), "bench-config-"));
  // The repository ends here: nothing above it is looked at.
  mkdirSync(join(folder, ".git"));
  for (const example of examples)
    for (let copy = 0; copy < copiesOfEach; copy++)
      cpSync(example, join(folder, `${basename(example)}-${copy}`), {
        recursive: true,
        filter: (path) => basename(path) !== "node_modules",
      });
  const figures = measureConfigShare(folder);
  rmSync(folder, { recursive: true });
  return figures;
}
