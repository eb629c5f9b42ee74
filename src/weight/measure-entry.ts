import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LoadError, loadEntry, type LoadFormat } from "./load-entry.js";
import { quantile } from "./quantile.js";
import { traceEntry } from "./trace-entry.js";

export interface MeasureSettings {
  readonly format: LoadFormat;
  /** Fresh processes that are timed, 11 by default; as many again load an empty module, in turn. */
  readonly runs?: number;
  /** Each process is killed after this long: 30 s by default. */
  readonly timeoutMs?: number;
  /** Environment variables that the handler wants, beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface EntryMeasurement {
  /**
   * Milliseconds over an empty module, wall time: median and quartiles. What others do on the machine meanwhile makes it
   * longer, where `calibrate` does not count that. Undefined when nothing could be measured.
   */
  readonly initMs: { readonly low: number; readonly likely: number; readonly high: number } | undefined;
  /** Processes that loaded the entry. */
  readonly runs: number;
  /** Absolute paths of the files that Node.js loaded, the entry's own included. */
  readonly moduleFiles: readonly string[];
  /** What went wrong, each message once: the entry throws, ends its process, or takes too long. */
  readonly problems: readonly string[];
}

/** A second crash says what the first one said. */
const mostFailures = 2;

/**
 * EXECUTES an entry, a JavaScript file, in fresh child processes, each with a time limit, and says how long loading it
 * takes. Only for what the user asked to run: `lambda-analyzer cold --measure`. Never rejects because of the entry.
 */
export async function measureEntry(entry: string, settings: MeasureSettings): Promise<EntryMeasurement> {
  const { format, runs = 11, timeoutMs = 30_000, env = {} } = settings;
  const options = { format, timeoutMs, cwd: dirname(entry), env };
  const problems: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), "lambda-analyzer-measure-"));
  try {
    const empty = join(folder, format === "cjs" ? "empty.cjs" : "empty.mjs");
    writeFileSync(empty, "");
    const moduleFiles = (await attempt(() => traceEntry(entry, options)))?.files ?? [];
    const taken: number[] = [];
    const baseline: number[] = [];
    while (taken.length < runs && problems.length < mostFailures) {
      const load = await attempt(() => loadEntry(entry, options));
      if (load === undefined) continue;
      taken.push(load.wallMs);
      baseline.push((await loadEntry(empty, options)).wallMs);
    }
    return {
      initMs: overBaseline(taken, baseline),
      runs: taken.length,
      moduleFiles,
      problems: [...new Set(problems)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  async function attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  }
}

function overBaseline(taken: readonly number[], baseline: readonly number[]): EntryMeasurement["initMs"] {
  if (taken.length === 0) return undefined;
  const emptyMs = quantile(baseline, 0.5);
  const over = (fraction: number) => Math.max(0, quantile(taken, fraction) - emptyMs);
  return { low: over(0.25), likely: over(0.5), high: over(0.75) };
}
