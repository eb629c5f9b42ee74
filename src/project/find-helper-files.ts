import path from "node:path";
import { readHandlerSources } from "../callers/handler-sources.js";
import type { FunctionConfig } from "../functions/function-config.js";

/**
 * The files that handlers of the configuration load and do not pass on as handlers: what they export under the name of a
 * handler, other code calls. Only relative imports are followed. Absolute paths.
 */
export function findHelperFiles(functions: readonly FunctionConfig[]): ReadonlySet<string> {
  const entries = new Set(functions.flatMap(({ handler }) => handler.file ?? []));
  const helpers = new Set<string>();
  const passedOn = new Set<string>();
  for (const entry of entries) {
    const texts = [...readHandlerSources(entry).texts];
    for (const [file] of texts) {
      if (entries.has(file)) continue;
      helpers.add(file);
      const stem = path.basename(file).replace(/\.[cm]?[jt]sx?$/, "");
      const name = stem === "index" ? path.basename(path.dirname(file)) : stem;
      if (texts.some(([, text]) => passesOn(text, name))) passedOn.add(file);
    }
  }
  return new Set([...helpers].filter((file) => !passedOn.has(file)));
}

/** `export { handler } from "./impl.js"`, `exports.handler = require("./impl").handler`. */
function passesOn(text: string, name: string): boolean {
  const file = name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const specifier = `["'][^"'\\n]*\\b${file}(?:/index)?(?:\\.[cm]?[jt]sx?)?["']`;
  return new RegExp(
    `\\bexport\\s*(?:\\*[^"'{};]*|\\{[^}]*\\}\\s*)from\\s*${specifier}|\\bexports\\b[^;"'\\n]*require\\s*\\(\\s*${specifier}`,
  ).test(text);
}
