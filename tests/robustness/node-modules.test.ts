import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { projectRoot } from "../support/project-files.js";
import type { SweepResult } from "./node-modules-sweep.js";

/** Type declarations have no code that could run, and the rules leave them alone by default: one in so many is enough. */
const declarationsPerSample = 10;

/** One in six files, the largest that the rules look at among them, keeps CI short. `SWEEP=all` lints every file. */
const filesPerSample = process.env.SWEEP === "all" ? 1 : 6;

/** In bytes: the rules leave longer files alone, which has a test of its own, and ESLint takes long to parse them. */
const mostBytes = filesPerSample === 1 ? Infinity : 2_000_000;

it("no rule crashes on any file of node_modules", { timeout: 1_800_000 }, async () => {
  const files = findDistinctFiles(`${projectRoot}node_modules`).filter(
    (_, index) => index % filesPerSample === 0,
  );
  const processes = availableParallelism();
  const results = await Promise.all(
    Array.from({ length: processes }, (_, first) =>
      sweep(files.filter((_, index) => index % processes === first)),
    ),
  );
  const crashes = results.flatMap((result) => result.crashes);
  const unparsable = results.flatMap((result) => result.unparsable);
  const [slowest] = results.map((result) => result.slowest).sort((a, b) => b.rulesMs - a.rulesMs);
  const sum = (key: "linted" | "rulesMs" | "totalMs") =>
    results.reduce((total, result) => total + result[key], 0);
  console.log(
    [
      `${sum("linted")} distinct files of node_modules, ${unparsable.length} of which do not parse`,
      `rules: ${Math.round(sum("rulesMs"))} ms of ${Math.round(sum("totalMs"))} ms`,
      `slowest file: ${slowest?.file.replace(projectRoot, "")}, ${Math.round(slowest?.rulesMs ?? 0)} ms in the rules`,
    ].join("\n"),
  );
  expect(crashes).toEqual([]);
  expect(sum("linted")).toBe(files.length);
  expect(unparsable.length).toBeLessThan(files.length / 100);
});

/**
 * The files with code in node_modules, largest first, without copies of one another, without other versions of a package
 * that is there already, and without most declarations.
 */
function findDistinctFiles(directory: string): string[] {
  const sizes = new Map<string, { readonly file: string; readonly size: number }>();
  let declarations = 0;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.[cm]?[jt]sx?$/.test(entry.name)) continue;
    if (isOtherVersion(entry.parentPath)) continue;
    if (/\.d\.[cm]?ts$/.test(entry.name) && declarations++ % declarationsPerSample !== 0) continue;
    const file = `${entry.parentPath}/${entry.name}`;
    const content = readFileSync(file);
    if (content.length > mostBytes) continue;
    sizes.set(createHash("sha1").update(content).digest("hex"), { file, size: content.length });
  }
  return [...sizes.values()].sort((a, b) => b.size - a.size).map(({ file }) => file);
}

/** Whether the folder belongs to a package in another package's node_modules that the project has as well. */
function isOtherVersion(folder: string): boolean {
  const [, name] = /.*\/node_modules\/[^]*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(folder) ?? [];
  return name !== undefined && existsSync(`${projectRoot}node_modules/${name}`);
}

function sweep(files: readonly string[]): Promise<SweepResult> {
  return new Promise((resolve, reject) => {
    const program = fork(fileURLToPath(new URL("./node-modules-sweep.ts", import.meta.url)), {
      execArgv: ["--import", "tsx", "--max-old-space-size=6144"],
    });
    program.once("message", (result) => {
      resolve(result as SweepResult);
    });
    program.once("exit", (code) => {
      reject(new Error(`The process ended with ${code} before it had linted its files.`));
    });
    program.send(files);
  });
}
