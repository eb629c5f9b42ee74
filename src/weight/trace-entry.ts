import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadEntry, type LoadOptions } from "./load-entry.js";

/** What one load of an entry brought along. */
export interface LoadTrace {
  /** Absolute paths, the entry's own included: CommonJS and ES modules, JSON files and addons that `require()` loads. */
  readonly files: readonly string[];
  /** Node's own modules that the process holds afterwards, as `process.moduleLoadList` names them. */
  readonly builtins: readonly string[];
}

/**
 * Executes an entry once, untimed, to learn what Node.js really loads for it. ES modules are in no cache that can be
 * read, so they are taken from V8's coverage report, which goes through a temporary folder.
 *
 * @throws {LoadError} when it does not load.
 */
export async function traceEntry(entry: string, options: LoadOptions): Promise<LoadTrace> {
  const folder = mkdtempSync(join(tmpdir(), "lambda-analyzer-trace-"));
  try {
    const env = { ...options.env, NODE_V8_COVERAGE: folder };
    const { cached, builtins } = await loadEntry(entry, { ...options, env, withModules: true });
    return {
      files: [...new Set([...cached, ...scriptsIn(folder)])].filter((file) => existsSync(file)),
      builtins,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function scriptsIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const report = JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: { url: string }[] };
    return report.result
      .filter(({ url }) => url.startsWith("file:"))
      .map(({ url }) => fileURLToPath(url.replace(/[?#].*$/, "")));
  });
}
