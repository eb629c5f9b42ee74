import { existsSync, realpathSync } from "node:fs";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { loadEntry, type LoadOptions } from "./load-entry.js";

/** What one load of an entry brought along. */
export interface LoadTrace {
  /** Real paths, the entry's own included: CommonJS and ES modules, JSON files and addons that `require()` loads. */
  readonly files: readonly string[];
  /** Node's own modules that the process holds afterwards, as `process.moduleLoadList` names them. */
  readonly builtins: readonly string[];
}

/**
 * Executes an entry once, untimed, to learn what Node.js really loads for it.
 *
 * @throws {LoadError} when it does not load.
 */
export async function traceEntry(entry: string, options: LoadOptions): Promise<LoadTrace> {
  const { cached, scripts, builtins } = await loadEntry(entry, { ...options, withModules: true });
  const paths = [...cached, ...scripts.map(pathOf).filter((path) => path !== undefined)];
  const files = new Set(paths.filter((path) => existsSync(path)).map((path) => realpathSync(path)));
  return { files: [...files], builtins };
}

/** The file of a script. Node's own scripts have none. */
function pathOf(script: string): string | undefined {
  if (script.startsWith("file:")) return fileURLToPath(script.replace(/[?#].*$/, ""));
  return isAbsolute(script) ? script : undefined;
}
