/**
 * Compares the module graph with what Node.js really loads.
 *
 *   npx tsx scripts/trace-modules.ts [--dir <folder>] [--only <regex>] [--set tuned|held-out] [--verbose]
 *
 * Installs the packages of import-weights-packages.json and trace-modules-packages.json without their install scripts,
 * loads each of them in fresh Node.js processes, required and imported, and compares the files that were loaded with
 * the graph of the same entry. A third of the entries, chosen by a hash of their name, is held out: the graph was not
 * improved by looking at them. `--dir` keeps the installed packages and the traces, and uses those that it finds.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createGraphReader } from "../src/graph/graph-reader.js";
import type { LoadFormat } from "../src/weight/load-entry.js";
import { traceEntry } from "../src/weight/trace-entry.js";
import { compareModules, type Comparison, summarize } from "./compare-modules.js";
import { installBatch, readBatches, writeEntry } from "./install-batch.js";

interface TracedEntry {
  /** `lodash (esm)` */
  readonly name: string;
  readonly entry: string;
  /** Undefined when Node.js cannot load it: `error` says why. */
  readonly files: readonly string[] | undefined;
  readonly error?: string;
}

const { values: options } = parseArgs({
  options: {
    dir: { type: "string" },
    only: { type: "string", default: "" },
    set: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
const folder = options.dir ?? mkdtempSync(join(tmpdir(), "trace-modules-"));
const tracesPath = join(folder, "traces.json");
const formats: readonly LoadFormat[] = ["cjs", "esm"];

const traced = await traceAll();
const loadable = traced.filter(({ files }) => files !== undefined);
console.log(`${loadable.length} entries, and ${traced.length - loadable.length} that Node.js does not load`);
for (const set of ["tuned", "held-out"]) if ((options.set ?? set) === set) await compareSet(set);
if (options.dir === undefined) rmSync(folder, { recursive: true });

async function traceAll(): Promise<readonly TracedEntry[]> {
  const earlier = new Map(readTraces().map((entry) => [entry.name, entry]));
  const batches = readBatches(["import-weights-packages.json", "trace-modules-packages.json"]);
  for (const batch of batches) {
    const batchFolder = installBatch(batch, folder);
    for (const specifier of batch.specifiers) {
      for (const format of formats) {
        const name = `${specifier} (${format})`;
        if (!earlier.has(name)) earlier.set(name, await traceOne(name, specifier, format, batchFolder));
      }
    }
    writeFileSync(tracesPath, JSON.stringify([...earlier.values()]));
  }
  return [...earlier.values()];
}

function readTraces(): readonly TracedEntry[] {
  return existsSync(tracesPath) ? (JSON.parse(readFileSync(tracesPath, "utf8")) as TracedEntry[]) : [];
}

async function traceOne(
  name: string,
  specifier: string,
  format: LoadFormat,
  batchFolder: string,
): Promise<TracedEntry> {
  let error: unknown;
  // Without an "exports" map, ESM resolves `lodash/get` under its full file name only.
  for (const spelling of format === "esm" ? [specifier, `${specifier}.js`] : [specifier]) {
    const entry = writeEntry(spelling, format, batchFolder);
    try {
      const { files } = await traceEntry(entry, { format, timeoutMs: 60_000, cwd: batchFolder });
      return { name, entry, files: files.filter((file) => file !== entry) };
    } catch (thrown) {
      error ??= thrown;
    }
  }
  return { name, entry: "", files: undefined, error: String(error) };
}

async function compareSet(set: string): Promise<void> {
  const only = new RegExp(options.only);
  const comparisons: Comparison[] = [];
  for (const { name, entry, files } of loadable) {
    if (isHeldOut(name) !== (set === "held-out") || !only.test(name) || files === undefined) continue;
    const { modules } = await createGraphReader({ cache: false }).read(entry);
    const found = [...modules.values()].filter(({ format, id }) => format !== "builtin" && id !== entry);
    comparisons.push(compareModules(name, files, found.map(({ id }) => id))); // prettier-ignore
  }
  const { precision, recall, exact } = summarize(comparisons);
  console.log(
    `${set}: ${comparisons.length} entries, precision ${precision.toFixed(5)}, recall ${recall.toFixed(5)}, ` +
      `exact ${exact} (${((100 * exact) / comparisons.length).toFixed(1)} %)`,
  );
  for (const { name, missing, wrong } of comparisons) {
    if (missing.length + wrong.length === 0) continue;
    console.log(`  ${name}: ${missing.length} missing, ${wrong.length} wrong`);
    const limit = options.verbose ? Infinity : 3;
    for (const file of missing.slice(0, limit)) console.log(`    - ${file.replace(folder, "")}`);
    for (const file of wrong.slice(0, limit)) console.log(`    + ${file.replace(folder, "")}`);
  }
}

/** FNV-1a of the name without the format, so that both formats are in the same set. */
function isHeldOut(name: string): boolean {
  let hash = 0x811c9dc5;
  for (const letter of name.replace(/ \(.*/, "")) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash % 3 === 0;
}
