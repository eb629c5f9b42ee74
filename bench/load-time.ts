import { execFileSync } from "node:child_process";
import { median, type Figure } from "./figures.js";

const processesPerKind = 21;

/**
 * What importing the plugin adds to a process that has loaded ESLint and typescript-eslint's parser. Each import is
 * timed in a process of its own, in turn with the import of an empty module, which is what any import costs.
 */
export function measureLoadTime(): Figure[] {
  const emptyModule = "data:text/javascript,";
  const plugin: ImportTimes[] = [];
  const empty: ImportTimes[] = [];
  for (let run = 0; run < processesPerKind; run++) {
    plugin.push(timeImport("eslint-plugin-aws-lambda"));
    empty.push(timeImport(emptyModule));
  }
  const addedMs =
    median(plugin.map(({ importMs }) => importMs)) - median(empty.map(({ importMs }) => importMs));
  const hostMs = median([...plugin, ...empty].map((times) => times.hostMs));
  return [
    { name: "plugin import, over an empty module", value: addedMs, unit: "ms", goal: 30 },
    { name: "as a share of importing eslint and the parser", value: (100 * addedMs) / hostMs, unit: "%" },
    { name: "importing eslint and the parser", value: hostMs, unit: "ms" },
  ];
}

interface ImportTimes {
  readonly hostMs: number;
  readonly importMs: number;
}

function timeImport(specifier: string): ImportTimes {
  const script = `
    const start = performance.now();
    await import("eslint");
    await import("@typescript-eslint/parser");
    const hosted = performance.now();
    await import(${JSON.stringify(specifier)});
    console.log(JSON.stringify({ hostMs: hosted - start, importMs: performance.now() - hosted }));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: import.meta.dirname,
    encoding: "utf8",
  });
  return JSON.parse(output) as ImportTimes;
}
