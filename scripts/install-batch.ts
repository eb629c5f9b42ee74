import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";
import type { LoadFormat } from "../src/weight/load-entry.js";

/** Packages that share a node_modules folder. Those that want different versions of a peer are kept apart. */
export interface Batch {
  readonly name: string;
  /** What is installed beside the packages of the specifiers, or instead of their latest version (`undici@7`). */
  readonly beside?: readonly string[];
  readonly specifiers: readonly string[];
}

const installTimeoutMs = 600_000;

export function readBatches(names: readonly string[]): readonly Batch[] {
  return names.flatMap((name) => {
    const path = fileURLToPath(new URL(name, import.meta.url));
    return (JSON.parse(readFileSync(path, "utf8")) as { batches: Batch[] }).batches;
  });
}

/** Installs the batch's packages into a folder of its own, without their scripts, unless they are there. Returns that folder. */
export function installBatch({ name, beside = [], specifiers }: Batch, folder: string): string {
  const batchFolder = join(folder, name);
  if (existsSync(join(batchFolder, "node_modules"))) return batchFolder;
  mkdirSync(batchFolder, { recursive: true });
  writeFileSync(join(batchFolder, "package.json"), "{}");
  const pinned = beside.map((request) => request.replace(/(?<=.)@.*/, ""));
  const latest = specifiers.map(packageOfSpecifier).filter((owner) => !pinned.includes(owner));
  const requests = [...new Set([...beside, ...latest])];
  console.log(`installing ${name}: ${requests.length} packages`);
  const npm = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...requests], {
    cwd: batchFolder,
    encoding: "utf8",
    timeout: installTimeoutMs,
  });
  if (npm.status !== 0) throw new Error(`npm install failed in batch ${name}:\n${npm.stderr}`);
  return batchFolder;
}

/** A file that does nothing but load the specifier. */
export function writeEntry(specifier: string, format: LoadFormat, folder: string): string {
  const quoted = JSON.stringify(specifier);
  const entry = join(folder, `${specifier.replaceAll("/", "+")}.${format === "cjs" ? "cjs" : "mjs"}`);
  writeFileSync(entry, format === "cjs" ? `require(${quoted});` : `import ${quoted};`);
  return entry;
}
