import type { Sourced } from "./fact.js";

/** A package that makes what is deployed out of the sources. A file that imports it runs before the deployment. */
export interface BuildToolFact extends Sourced {
  readonly module: string;
}

const checked = "2026-11-28";

export const buildToolFacts: readonly BuildToolFact[] = [
  { module: "esbuild", source: "https://esbuild.github.io/api/", checked },
  { module: "rollup", source: "https://rollupjs.org/javascript-api/", checked },
  { module: "tsup", source: "https://tsup.egoist.dev/", checked },
  { module: "vite", source: "https://vite.dev/guide/api-javascript.html", checked },
  { module: "webpack", source: "https://webpack.js.org/api/node/", checked },
  { module: "gulp", source: "https://gulpjs.com/docs/en/api/concepts/", checked },
];
