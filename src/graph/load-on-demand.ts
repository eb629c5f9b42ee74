import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

// What loads slowly loads when it is first needed. An editor asks synchronously, so this is no `import()`.

export function loadResolver(): typeof import("oxc-resolver") {
  return require("oxc-resolver") as typeof import("oxc-resolver");
}

/** Takes about half a second: it carries a TypeScript of its own. */
export function loadTypeScript(): typeof import("ts-morph").ts {
  return (require("ts-morph") as typeof import("ts-morph")).ts;
}
