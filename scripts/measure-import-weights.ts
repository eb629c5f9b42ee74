/**
 * Measures what importing a package costs, and writes src/knowledge/import-weights.generated.ts.
 *
 *   npx tsx scripts/measure-import-weights.ts [--runs 9] [--dir <folder> [--only <regex>]]
 *
 * Installs the packages of import-weights-packages.json without their install scripts, then starts fresh Node.js
 * processes, one at a time: every import once per round, in a new random order. `--dir` keeps the installed packages
 * and the samples; a run that finds some there adds its rounds to them, with `--only` those of the specifiers that match.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ImportWeightRow } from "../src/knowledge/import-weights.js";
import {
  atReferenceSpeed,
  formatImportWeights,
  noiseFloor,
  overBaseline,
  toMeasuredImport,
  type LoadedFile,
  type Sample,
  type Trace,
} from "./import-weight-rows.js";
import { emptySubject, installSubjects, type Subject } from "./import-weight-packages.js";

type ModuleFormat = "cjs" | "esm";

/** One subject in one format: the unit that is timed. */
interface TimedImport {
  readonly subject: Subject;
  readonly format: ModuleFormat;
  readonly entry: string;
  readonly trace: Trace;
  /** Processor time of each run, in user and system mode. */
  readonly samples: Sample[];
}

interface RunReport {
  readonly cpuMs: number;
  readonly builtins: readonly string[];
  readonly cached: readonly string[];
}

const formats = ["cjs", "esm"] as const;
const tablePath = besideThisFile("../src/knowledge/import-weights.generated.ts");
const runTimeoutMs = 60_000;

/** Times the load of an entry. Asked for a trace, it also tells Node's own modules and the CommonJS cache. */
const runnerBody = `
const trace = process.argv[3] === "trace";
const cpuStart = process.cpuUsage();
LOAD;
const { user, system } = process.cpuUsage(cpuStart);
const cpuMs = (user + system) / 1000;
const builtins = trace ? process.moduleLoadList.filter((name) => name.startsWith("NativeModule ")) : [];
const cached = trace ? Object.keys(process.getBuiltinModule("module")._cache) : [];
if (trace) process.getBuiltinModule("v8").takeCoverage();
fs.writeSync(1, "\\n@report " + JSON.stringify({ cpuMs, builtins, cached }) + "\\n");
process.reallyExit(0);
`;
const runners: Readonly<Record<ModuleFormat, string>> = {
  cjs: `const fs = require("node:fs");${runnerBody.replace("LOAD", "require(process.argv[2])")}`,
  esm: `import fs from "node:fs";${runnerBody.replace("LOAD", 'await import("file://" + process.argv[2])')}`,
};

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "9" }, only: { type: "string" }, dir: { type: "string" } },
});
const folder = options.dir ?? mkdtempSync(join(tmpdir(), "import-weights-"));
const samplesPath = join(folder, "samples.json");
mkdirSync(folder, { recursive: true });
for (const format of formats) writeFileSync(runnerPath(format), runners[format]);
measure(Number(options.runs));
if (options.dir === undefined) rmSync(folder, { recursive: true });

function measure(runs: number): void {
  const subjects = installSubjects(folder);
  const earlier = readSamples();
  const prepare = (subject: Subject, format: ModuleFormat): TimedImport =>
    earlier.get(`${subject.specifier} ${format}`) ?? traceImport(subject, format);
  const empty = { cjs: prepare(emptySubject(folder), "cjs"), esm: prepare(emptySubject(folder), "esm") };
  const unloadable: string[] = [];
  const imports = subjects.flatMap((subject) =>
    formats.flatMap((format) => {
      try {
        return [prepare(subject, format)];
      } catch (error) {
        unloadable.push(`${subject.specifier} (${format}): ${error instanceof Error ? error.message : ""}`);
        return [];
      }
    }),
  );
  console.log(`${imports.length} imports, and ${unloadable.length} that do not load:`);
  for (const line of unloadable) console.log(`  ${line}`);

  timeImports([empty.cjs, empty.esm, ...imports], runs, new RegExp(options.only ?? ""));

  const reference = readReference();
  const times = atReferenceSpeed(
    imports.map(({ subject: { specifier }, format, samples }) => ({
      samples: overBaseline(samples, empty[format].samples),
      referenceMs: reference[specifier]?.[format],
    })),
  );
  const noise = noiseFloor(times);
  console.log(`medians of odd and even runs differ by ${percent(noise)}`);

  const rows = new Map<string, ImportWeightRow>();
  for (const [index, { subject, format, trace, samples }] of imports.entries()) {
    if (samples.length === 0) continue;
    const { specifier, package: owner, version } = subject;
    rows.set(specifier, {
      ...(rows.get(specifier) ?? { specifier, package: owner, version }),
      [format]: toMeasuredImport(times[index] ?? [], noise, newIn(trace, empty[format].trace), owner),
    });
  }
  const sorted = [...rows.values()].toSorted((a, b) => (a.specifier < b.specifier ? -1 : 1));
  writeFileSync(tablePath, tableSource(sorted, noise, unloadable));
}

/** The trace without Node's modules that an empty module needs as well. */
function newIn(trace: Trace, empty: Trace): Trace {
  return { files: trace.files, builtins: trace.builtins.filter((name) => !empty.builtins.includes(name)) };
}

/** Loads the subject once, untimed, to learn what comes along. Throws with Node's own words when it does not load. */
function traceImport(subject: Subject, format: ModuleFormat): TimedImport {
  const { specifier } = subject;
  const entry = join(
    subject.folder,
    `${specifier.replaceAll("/", "+") || "empty"}.${format === "cjs" ? "cjs" : "mjs"}`,
  );
  // Without an "exports" map, ESM resolves `lodash/get` under its full file name only.
  const spellings =
    format === "esm" && specifier.includes("/") ? [specifier, `${specifier}.js`] : [specifier];
  const errors: unknown[] = [];
  for (const spelling of spellings) {
    const load =
      format === "cjs" ? `require(${JSON.stringify(spelling)});` : `import ${JSON.stringify(spelling)};`;
    mkdirSync(subject.folder, { recursive: true });
    writeFileSync(entry, spelling === "" ? "" : load);
    try {
      return { subject, format, entry, trace: traceEntry(entry, format), samples: [] };
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors[0];
}

function traceEntry(entry: string, format: ModuleFormat): Trace {
  const coverage = mkdtempSync(join(folder, "coverage-"));
  try {
    const { cached, builtins } = runEntry(entry, format, coverage);
    const paths = new Set([...cached, ...scriptsOf(coverage)]);
    const files = [...paths]
      .filter((path) => path !== entry && path !== runnerPath(format) && existsSync(path))
      .map((path): LoadedFile => ({ path, bytes: statSync(path).size }));
    return { files, builtins };
  } finally {
    rmSync(coverage, { recursive: true });
  }
}

/** Paths of the scripts in V8's coverage reports: ES modules are in no cache that can be read. */
function scriptsOf(coverage: string): readonly string[] {
  return readdirSync(coverage).flatMap((file) => {
    const report = JSON.parse(readFileSync(join(coverage, file), "utf8")) as { result: { url: string }[] };
    return report.result.filter(({ url }) => url.startsWith("file:")).map(({ url }) => fileURLToPath(url));
  });
}

function runEntry(entry: string, format: ModuleFormat, coverage?: string): RunReport {
  const child = spawnSync(process.execPath, [runnerPath(format), entry, ...(coverage ? ["trace"] : [])], {
    cwd: dirname(entry),
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      ...(coverage && { NODE_V8_COVERAGE: coverage }),
    },
    maxBuffer: 64 * 1024 * 1024,
    timeout: runTimeoutMs,
  });
  const report = /^@report (.*)$/m.exec(child.stdout)?.[1];
  if (report === undefined)
    throw new Error(reasonIn(child.stderr) ?? `ended by ${child.signal ?? child.status}`);
  return JSON.parse(report) as RunReport;
}

/** The line of a stack trace that names the error, or the first line there is. */
function reasonIn(stderr: string): string | undefined {
  const line = /^\w*Error\b.*$/m.exec(stderr) ?? /^.+$/m.exec(stderr);
  return line?.[0].replaceAll(folder, "").slice(0, 160);
}

/** Every import once per round, each round in a new order. */
function timeImports(imports: readonly TimedImport[], rounds: number, only: RegExp): void {
  const due = imports.filter(({ subject: { specifier } }) => specifier === "" || only.test(specifier));
  const firstRound = 1 + Math.max(0, ...imports.flatMap(({ samples }) => samples.map(({ round }) => round)));
  for (let round = firstRound; round < firstRound + rounds; round++) {
    const start = Date.now();
    for (const one of shuffled(due)) {
      try {
        one.samples.push({ round, ms: runEntry(one.entry, one.format).cpuMs });
      } catch (error) {
        console.log(`round ${round} is without ${one.entry}: ${String(error)}`);
      }
    }
    writeFileSync(samplesPath, JSON.stringify(imports));
    console.log(`round ${round} took ${Math.round((Date.now() - start) / 1000)} s`);
  }
}

function readReference(): Readonly<Record<string, Partial<Record<ModuleFormat, number>>>> {
  const file = readFileSync(besideThisFile("import-weights-reference.json"), "utf8");
  return (JSON.parse(file) as { ms: Record<string, Partial<Record<ModuleFormat, number>>> }).ms;
}

/** What earlier runs in the same folder have measured. */
function readSamples(): ReadonlyMap<string, TimedImport> {
  if (!existsSync(samplesPath)) return new Map();
  const imports = JSON.parse(readFileSync(samplesPath, "utf8")) as TimedImport[];
  return new Map(imports.map((one) => [`${one.subject.specifier} ${one.format}`, one]));
}

function shuffled<T>(values: readonly T[]): readonly T[] {
  return values
    .map((value) => ({ value, order: Math.random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

function tableSource(rows: readonly ImportWeightRow[], noise: number, unloadable: readonly string[]): string {
  const method =
    "processor time of fresh processes minus that of an empty module, unbundled, warm disk: median, and quartiles " +
    `widened by the ${percent(noise)} by which odd and even runs differ; each round scaled to the speed at which its ` +
    "imports agree in the median with those of an earlier, undisturbed run";
  return `// Generated by scripts/measure-import-weights.ts. Do not edit: run the script again.
import type { ImportWeightRun } from "./import-weights.js";

// prettier-ignore
export const importWeightRun: ImportWeightRun = {
  node: ${JSON.stringify(process.versions.node)},
  checked: ${JSON.stringify(new Date().toISOString().slice(0, 10))},
  method: ${JSON.stringify(method)},
};

/** Read by import-weights.ts, which explains the columns. */
export const importWeightTable = \`
${formatImportWeights(rows)}\`;

// Not in the table, because they do not load:
${unloadable.map((line) => `// - ${line}\n`).join("")}`;
}

function runnerPath(format: ModuleFormat): string {
  return join(folder, format === "cjs" ? "runner.cjs" : "runner.mjs");
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function besideThisFile(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
