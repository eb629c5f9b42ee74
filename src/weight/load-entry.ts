import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** How an entry is loaded: by `require()` or by `import()`. */
export type LoadFormat = "cjs" | "esm";

/** What one load of an entry cost a fresh process, in milliseconds. */
export interface LoadTimes {
  /** From the call that loads the entry until it has run, top-level await included. */
  readonly wallMs: number;
  /** Processor time of all threads: V8's compiler and garbage collector have threads of their own. */
  readonly cpuMs: number;
  /**
   * Processor time of the main thread alone, which is `wallMs` on a machine that nobody else uses, apart from waiting for
   * files and for other threads. Linux tells it (`/proc/self/schedstat`,
   * https://docs.kernel.org/scheduler/sched-stats.html); undefined on other systems.
   */
  readonly mainMs?: number;
}

export interface LoadReport extends LoadTimes {
  /** Node's own modules that the process holds, as `process.moduleLoadList` names them. Empty unless asked for. */
  readonly builtins: readonly string[];
  /** Absolute paths of the CommonJS modules, JSON files and addons that were loaded. Empty unless asked for. */
  readonly cached: readonly string[];
  /** Every script that V8 has parsed: paths of CommonJS, addresses of ES modules, names of Node's own. Empty unless asked for. */
  readonly scripts: readonly string[];
}

export interface LoadOptions {
  readonly format: LoadFormat;
  /** The process is killed after this long. */
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names what was loaded. That takes time, so such a load is not worth timing. */
  readonly withModules?: boolean;
  /** For Node.js itself, before the entry. */
  readonly nodeArguments?: readonly string[];
}

/** The entry did not load: it threw, ended its process, or took too long. The message says which. */
export class LoadError extends Error {
  override readonly name = "LoadError";
}

/**
 * Executes an entry: loads it once in a fresh Node.js process and returns what that cost. What it prints is dropped, and
 * its process ends as soon as it has loaded.
 *
 * @throws {LoadError} when it does not load.
 */
export async function loadEntry(entry: string, options: LoadOptions): Promise<LoadReport> {
  const { format, timeoutMs, cwd, env, withModules = false, nodeArguments = [] } = options;
  const program = ["--eval", runner, entry, format, String(withModules)];
  const child = spawn(process.execPath, [...nodeArguments, ...program], {
    ...(cwd !== undefined && { cwd }),
    env: { ...inheritedEnvironment(), ...env },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const stderr = child.stderr;
  const reports = child.stdio[3] as Readable | null | undefined;
  const errorText = collectText(stderr, 64 * 1024);
  const reportText = collectText(reports, Infinity);
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      reject(new LoadError(`${entry} could not be started: ${error.message}`));
    });
    child.on("exit", () => setTimeout(releasePipes, 100, stderr, reports).unref());
    child.on("close", (code, signal) => {
      const line = reportText().split("\n")[0];
      if (line?.endsWith("}")) resolve(JSON.parse(line) as LoadReport);
      else reject(new LoadError(`${entry} ${reasonOf(errorText(), code, signal, timeoutMs)}`));
    });
  });
}

/**
 * Runs in the child: `node --eval <this> <entry> <cjs|esm> <with modules?>`. Written as text, since it has to run
 * before anything else is loaded. The report goes to a descriptor of its own, so that the entry may print.
 */
const runner = `
const fs = require("node:fs");
const { pathToFileURL } = require("node:url");
const [, entry, format, withModules] = process.argv;
const pause = new Int32Array(new SharedArrayBuffer(4));
const mainNs = () => {
  Atomics.wait(pause, 0, 0, 0.05); // The kernel brings the figure up to date when a thread stops running.
  try { return Number(fs.readFileSync("/proc/self/schedstat", "latin1").split(" ")[0]); } catch { return NaN; }
};
// ES modules are in no cache that can be read, and V8's coverage leaves out those without code.
const scripts = [];
if (withModules === "true") {
  const session = new (require("node:inspector").Session)();
  session.connect();
  session.on("Debugger.scriptParsed", ({ params }) => scripts.push(params.url));
  session.post("Debugger.enable");
}
const finish = (report) => {
  if (withModules === "true") {
    report.builtins = process.moduleLoadList;
    // What import has only looked through for the names of its exports is there as well, and not loaded.
    const { _cache } = require("node:module");
    report.cached = Object.keys(_cache).filter((path) => _cache[path].loaded);
    report.scripts = scripts;
  }
  let text = Buffer.from(JSON.stringify(report) + "\\n");
  while (text.length > 0) text = text.subarray(fs.writeSync(3, text));
  process.reallyExit(0);
};
const url = format === "esm" ? pathToFileURL(entry).href : "";
mainNs();
const mainStart = mainNs();
const cpuStart = process.cpuUsage();
const start = performance.now();
const measured = () => {
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuStart);
  const mainMs = (mainNs() - mainStart) / 1e6;
  finish({
    wallMs,
    cpuMs: (user + system) / 1000,
    ...(mainMs >= 0 && { mainMs }),
    builtins: [],
    cached: [],
    scripts: [],
  });
};
const failed = (error) => {
  const { name = "Error", message = String(error) } = error ?? {};
  fs.writeSync(2, "@error " + name + ": " + message + "\\n");
  process.reallyExit(1);
};
if (format === "esm") import(url).then(measured, failed);
else {
  try { require(entry); } catch (error) { failed(error); }
  measured();
}
`;

/** Without what makes Node.js itself load or record more, and without what npm tells its scripts. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const isOurs = (name: string) => /^(?:NODE_OPTIONS$|NODE_V8_COVERAGE$|npm_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
}

/** Reads a stream to its end; of more than `limit` characters only the last ones are kept. */
function collectText(stream: Readable | null | undefined, limit: number): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-limit);
  });
  return () => text;
}

/** A process that the entry has started may hold the pipes open for ever. */
function releasePipes(...pipes: readonly (Readable | null | undefined)[]): void {
  for (const pipe of pipes) pipe?.destroy();
}

function reasonOf(
  stderr: string,
  code: number | null,
  signal: NodeJS.Signals | null,
  timeoutMs: number,
): string {
  const thrown = /^@error (.+)$/m.exec(stderr)?.[1];
  if (thrown !== undefined) return `throws while it loads: ${thrown.slice(0, 500)}`;
  if (signal === "SIGKILL") return `did not finish loading within ${timeoutMs} ms, or ran out of memory`;
  if (signal !== null) return `ended by ${signal} while it loaded`;
  if (code === 0) return "ends the process while it loads";
  return `ends the process with code ${code} while it loads`;
}
