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
  { module: "uuid4", export: /^default$/, source: npm("uuid4"), checked },
  { module: "randexp", export: /^(?:default\.)?randexp$/, source: npm("randexp"), checked },
  { module: "ulid", export: /^(?:default|ulid)$/, source: npm("ulid"), checked },
  { module: "@paralleldrive/cuid2", export: /^createId$/, source: npm("@paralleldrive/cuid2"), checked },
];

/** What a package makes that draws when it is called, or by a method. */
export interface RandomMakerFact extends RandomValueFact {
  /** The method that draws; undefined where what was made is a function. */
  readonly method: RegExp | undefined;
}

export const randomMakerFacts: readonly RandomMakerFact[] = [
  {
    module: "nanoid",
    export: /^custom(?:Alphabet|Random)$/,
    method: undefined,
    source: npm("nanoid"),
    checked,
  },
  { module: "randexp", export: /^(?:default|RandExp)$/, method: /^gen$/, source: npm("randexp"), checked },
  {
    module: "short-unique-id",
    export: /^default$/,
    method: /^(?:rnd|randomUUID)$/,
    source: npm("short-unique-id"),
    checked,
  },
];

/** The same of globals: `Math.random()`, `crypto.randomUUID()`. */
export const randomGlobals: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["Math", new Set(["random"])],
  ["crypto", new Set(["randomUUID", "getRandomValues"])],
]);

/** Names of functions of other files that draw something. They are only asked to stay silent. */
export const randomNames = /^(?:generate|random)[A-Z]/;
