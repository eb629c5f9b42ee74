import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Oxc's parser loads when it is first needed. An editor asks synchronously, so this is no `import()`. */
export function loadParser(): typeof import("oxc-parser") {
  return require("oxc-parser") as typeof import("oxc-parser");
}
