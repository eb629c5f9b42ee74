import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LoadFormat } from "./load-entry.js";

/** What a calibration times apart: how fast a machine is at each need not go together. */
export type CalibrationPart = "commonjs" | "module" | "bundle" | "builtins";

export interface CalibrationEntry {
  /** `empty` is what each other part is compared with: an empty module of its format. */
  readonly part: CalibrationPart | "empty";
  readonly format: LoadFormat;
  /** Absolute path. */
  readonly entry: string;
}

const modulesOfSet = 150;

/**
 * Writes the modules that a calibration loads, always the same ones, into a folder: what packages are made of, in 150
 * CommonJS modules, in as many ES modules and in one bundle, and the modules of Node.js that most network clients need.
 */
export function writeCalibrationSet(folder: string): readonly CalibrationEntry[] {
  const numbers = Array.from({ length: modulesOfSet }, (_, index) => index);
  mkdirSync(join(folder, "lib"), { recursive: true });
  for (const index of numbers) {
    writeFileSync(join(folder, "lib", `part${index}.cjs`), commonJsModule(index));
    writeFileSync(join(folder, "lib", `part${index}.mjs`), esModule(index));
  }
  const builtins = ["http2", "https", "crypto", "zlib", "stream/promises"];
  const entries: readonly (CalibrationEntry & { readonly source: string })[] = [
    entryOf("empty", "cjs", ""),
    entryOf("empty", "esm", ""),
    entryOf("commonjs", "cjs", numbers.map((index) => `require("./lib/part${index}.cjs");`).join("\n")),
    entryOf("module", "esm", numbers.map((index) => `import "./lib/part${index}.mjs";`).join("\n")),
    entryOf("bundle", "cjs", numbers.map((index) => `(() => {\n${declarations(index)}\n})();`).join("\n")),
    entryOf("builtins", "cjs", builtins.map((name) => `require("node:${name}");`).join("\n")),
  ];
  for (const { entry, source } of entries) writeFileSync(entry, source);
  return entries.map(({ part, format, entry }) => ({ part, format, entry }));

  function entryOf(part: CalibrationEntry["part"], format: LoadFormat, source: string) {
    return { part, format, source, entry: join(folder, `${part}.${format === "cjs" ? "cjs" : "mjs"}`) };
  }
}

function commonJsModule(index: number): string {
  const names = exportedNames(index);
  return [
    `"use strict";`,
    `Object.defineProperty(exports, "__esModule", { value: true });`,
    `const path = require("node:path");`,
    ...(index > 0 ? [`const before = require("./part${index - 1}.cjs");`] : []),
    declarations(index),
    ...names.map((name) => `exports.${name} = ${name};`),
  ].join("\n");
}

function esModule(index: number): string {
  return [
    `import path from "node:path";`,
    ...(index > 0 ? [`import * as before from "./part${index - 1}.mjs";`] : []),
    declarations(index),
    `export { ${exportedNames(index).join(", ")} };`,
  ].join("\n");
}

function exportedNames(index: number): readonly string[] {
  return [`Store${index}`, `table${index}`, ...functionNumbers.map((each) => `read${index}_${each}`)];
}

const functionNumbers = Array.from({ length: 10 }, (_, each) => each);

/** A class, functions that nobody calls at init, a table, and calls that fill it. */
function declarations(index: number): string {
  return [
    `class Store${index} extends Map {`,
    ...functionNumbers.map(
      (each) =>
        `  method${each}(key, value) { return this.has(key) ? this.get(key) + ${each} : this.set(key, value); }`,
    ),
    `}`,
    ...functionNumbers.map(
      (each) => `function read${index}_${each}(input, options = {}) {
  const { limit = ${each}, prefix = "part${index}" } = options;
  const found = [];
  for (const [name, value] of Object.entries(input)) {
    if (found.length > limit) break;
    if (name.startsWith(prefix)) found.push({ name: name.slice(prefix.length), value: String(value) });
  }
  return found.map(({ name, value }) => \`\${name}=\${value}\`).join("&");
}`,
    ),
    `const table${index} = {`,
    ...functionNumbers.map(
      (each) =>
        `  key${each}: { id: ${each}, name: "name ${each}", tags: ["a", "b"], read: read${index}_${each} },`,
    ),
    `};`,
    ...functionNumbers.map((each) => `Object.freeze(table${index}.key${each});`),
    `new Store${index}(Object.entries(table${index})).method0("key0", 1);`,
  ].join("\n");
}
