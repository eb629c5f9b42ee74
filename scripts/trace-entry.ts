import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageOfSpecifier } from "../src/knowledge/import-weights.js";

export type EntryFormat = "cjs" | "esm";

/** Packages that share a node_modules folder. Those that want different versions of a peer are kept apart. */
export interface Batch {
  readonly name: string;
  /** What is installed beside the packages of the specifiers, or instead of their latest version (`undici@7`). */
  readonly beside?: readonly string[];
  readonly specifiers: readonly string[];
}

const installTimeoutMs = 600_000;
const runTimeoutMs = 60_000;

/**
 * Loads the entry, then tells the CommonJS cache and every script that V8 has parsed: ES modules are in no cache that
 * can be read, and V8's coverage leaves out those without code.
 */
const runner = `
const { writeSync } = process.getBuiltinModule("fs");
const { Session } = process.getBuiltinModule("inspector");
const scripts = [];
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params: { url } }) => scripts.push(url));
session.post("Debugger.enable");
const report = () => {
  const cached = Object.keys(process.getBuiltinModule("module")._cache);
  session.disconnect();
  writeSync(1, "\\n@report " + JSON.stringify({ cached, scripts }) + "\\n");
  process.reallyExit(0);
};
`;
const runners: Readonly<Record<EntryFormat, string>> = {
  cjs: `${runner} require(process.argv[2]); report();`,
  esm: `${runner} await import("file://" + process.argv[2]); report();`,
};

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
export function writeEntry(specifier: string, format: EntryFormat, folder: string): string {
  const quoted = JSON.stringify(specifier);
  const entry = join(folder, `${specifier.replaceAll("/", "+")}.${format === "cjs" ? "cjs" : "mjs"}`);
  writeFileSync(entry, format === "cjs" ? `require(${quoted});` : `import ${quoted};`);
  return entry;
}

export interface TraceSettings {
  readonly nodeArguments?: readonly string[];
  /** Beside PATH and HOME. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Real paths of the files that a fresh Node.js loads for the entry, without the entry itself. Throws Node's error. */
export function traceEntry(
  entry: string,
  format: EntryFormat,
  folder: string,
  { nodeArguments = [], environment = {} }: TraceSettings = {},
): readonly string[] {
  const runnerPath = join(folder, format === "cjs" ? "trace.cjs" : "trace.mjs");
  writeFileSync(runnerPath, runners[format]);
  const child = spawnSync(process.execPath, [...nodeArguments, runnerPath, entry], {
    cwd: dirname(entry),
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment },
    maxBuffer: 64 * 1024 * 1024,
    timeout: runTimeoutMs,
  });
  const report = /^@report (.*)$/m.exec(child.stdout)?.[1];
  if (report === undefined) throw new Error(reasonIn(child.stderr) ?? `ended by ${String(child.signal)}`);
  const { cached, scripts } = JSON.parse(report) as { cached: string[]; scripts: string[] };
  const paths = [...cached, ...scripts.map(toPath).filter((path) => path !== undefined)];
  const files = new Set(paths.filter((path) => existsSync(path)).map((path) => realpathSync(path)));
  return [...files].filter((path) => path !== entry && path !== runnerPath);
}

/** The file of a script: CommonJS has paths, ES modules have addresses. Node's own scripts have neither. */
function toPath(url: string): string | undefined {
  if (url.startsWith("file:")) return fileURLToPath(url.replace(/[?#].*/, ""));
  return isAbsolute(url) ? url : undefined;
}

/** The line of a stack trace that names the error, or the first line there is. */
function reasonIn(stderr: string): string | undefined {
  return (/^\w*Error\b.*$/m.exec(stderr) ?? /^.+$/m.exec(stderr))?.[0].slice(0, 160);
}
