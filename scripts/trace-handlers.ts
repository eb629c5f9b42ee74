/**
 * Compares the module graph of handlers of public repositories with what Node.js really loads.
 *
 *   npx tsx scripts/trace-handlers.ts <folder>
 *
 * The folder holds the repositories of trace-handlers.json, each as `owner+name`, with their packages installed. Their
 * TypeScript is compiled file by file while Node.js loads it, by tsx. A handler that fails at init, because it asks for
 * configuration that is not there, is named and left out.
 */
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGraphReader } from "../src/graph/graph-reader.js";
import type { LoadFormat } from "../src/weight/load-entry.js";
import { traceEntry } from "../src/weight/trace-entry.js";
import { compareModules, type Comparison, summarize } from "./compare-modules.js";

interface HandlerFolder {
  readonly repository: string;
  readonly format: LoadFormat;
  readonly entries: readonly string[];
  /** What the handlers ask for at init. */
  readonly environment?: Readonly<Record<string, string>>;
}

const [folder = "."] = process.argv.slice(2);
const list = JSON.parse(
  readFileSync(new URL("trace-handlers.json", import.meta.url), "utf8"),
) as HandlerFolder[];
const compiler = fileURLToPath(import.meta.resolve("tsx"));
const ownModules = fileURLToPath(new URL("../node_modules/", import.meta.url));

const comparisons: Comparison[] = [];
for (const { repository, format, entries, environment } of list) {
  const environmentOfAll = { AWS_REGION: "eu-west-1", ...environment };
  for (const name of entries) await compareHandler(join(repository, name), format, environmentOfAll);
}
const { precision, recall, exact } = summarize(comparisons);
console.log(
  `${comparisons.length} handlers, precision ${precision.toFixed(5)}, recall ${recall.toFixed(5)}, exact ${exact}`,
);

async function compareHandler(
  name: string,
  format: LoadFormat,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const entry = realpathSync(join(folder, name));
  let loaded: readonly string[];
  try {
    const nodeArguments = ["--import", compiler];
    const options = { format, timeoutMs: 60_000, cwd: dirname(entry), nodeArguments, env: environment };
    loaded = (await traceEntry(entry, options)).files.filter((file) => file !== entry);
  } catch (error) {
    console.log(`${name} does not load: ${String(error)}`);
    return;
  }
  const { modules } = await createGraphReader({ cache: false }).read(entry);
  const found = [...modules.values()].filter(({ format: kind, id }) => kind !== "builtin" && id !== entry);
  const comparison = compareModules(
    name,
    loaded.filter((file) => !file.startsWith(ownModules)),
    found.map(({ id }) => id),
  );
  comparisons.push(comparison);
  const { shared, missing, wrong } = comparison;
  console.log(`${name}: ${shared} right, ${missing.length} missing, ${wrong.length} wrong`);
  for (const file of missing) console.log(`  - ${file}`);
  for (const file of wrong) console.log(`  + ${file}`);
}
