import type { Sourced } from "./fact.js";

/** Functions that give another value at each call, which hardly anything else has: ids and random numbers. */
export interface RandomValueFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is called. */
  readonly export: RegExp;
}

const checked = "2026-11-28";
const npm = (name: string): string => `https://www.npmjs.com/package/${name}`;

export const randomValueFacts: readonly RandomValueFact[] = [
  {
    module: "crypto",
    export: /^random(?:UUID|Bytes|Int)$/,
    source: "https://nodejs.org/api/crypto.html",
    checked,
  },
  { module: "uuid", export: /^(?:default|v[14567])$/, source: npm("uuid"), checked },
  { module: "nanoid", export: /^(?:default|nanoid)$/, source: npm("nanoid"), checked },
  { module: "ulid", export: /^(?:default|ulid)$/, source: npm("ulid"), checked },
  { module: "@paralleldrive/cuid2", export: /^createId$/, source: npm("@paralleldrive/cuid2"), checked },
];

/** The same of globals: `Math.random()`, `crypto.randomUUID()`. */
export const randomGlobals: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Math", new Set(["random"])],
  ["crypto", new Set(["randomUUID", "getRandomValues"])],
]);

/** Names of functions of other files that draw something. They are only asked to stay silent. */
export const randomNames = /^(?:generate|random)[A-Z]/;
