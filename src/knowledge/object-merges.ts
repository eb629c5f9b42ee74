import type { Sourced } from "./fact.js";

/** A function of a package that makes one object of several, as deep as they go. */
export interface ObjectMerge extends Sourced {
  /** Whether it is given the objects one by one, or a list of them. */
  readonly takes: "arguments" | "list";
  /** Which object it is whose value is taken where two have a value that is no object. */
  readonly wins: "first" | "last";
  /** What becomes of two lists: `unknown` where they are merged item by item. */
  readonly lists: "joined" | "unknown";
  /** Which argument says that lists are merged in another way; undefined where none does. */
  readonly options?: number;
}

const checked = "2026-11-27";
const deepmerge = {
  wins: "last",
  lists: "joined",
  source: "https://www.npmjs.com/package/deepmerge",
  checked,
} as const;
const merge = {
  takes: "arguments",
  wins: "last",
  lists: "unknown",
  source: "https://lodash.com/docs/4.17.15#merge",
  checked,
} as const;
const defaultsDeep = {
  takes: "arguments",
  wins: "first",
  lists: "unknown",
  source: "https://lodash.com/docs/4.17.15#defaultsDeep",
  checked,
} as const;

/** By the module and what it exports: `deepmerge` is the module itself. */
export const objectMerges: Readonly<Record<string, ObjectMerge>> = {
  deepmerge: { ...deepmerge, takes: "arguments", options: 2 },
  "deepmerge.all": { ...deepmerge, takes: "list", options: 1 },
  // The packages of single functions are called as what the whole one exports.
  "lodash.merge": merge,
  "lodash/merge": merge,
  "lodash-es.merge": merge,
  "lodash-es/merge": merge,
  "lodash.defaultsDeep": defaultsDeep,
  "lodash.defaultsdeep": defaultsDeep,
  "lodash/defaultsDeep": defaultsDeep,
  "lodash-es.defaultsDeep": defaultsDeep,
  "lodash-es/defaultsDeep": defaultsDeep,
};
