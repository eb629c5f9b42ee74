import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

let parser: typeof import("oxc-parser") | undefined;

/** Oxc's parser loads when it is first needed. An editor asks synchronously, so this is no `import()`. */
export function loadParser(): typeof import("oxc-parser") {
  // Asking Node.js for a module takes as long as parsing a short file.
  return (parser ??= require("oxc-parser") as typeof import("oxc-parser"));
}
