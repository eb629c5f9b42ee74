import type { Sourced } from "./fact.js";

/**
 * Packages that work on what they are given, and ask nobody: dates, identifiers, data. What they answer, and that they are
 * called at all, does not depend on what else is under way. The source is about the modules of Node.js among them; the packages
 * are taken for what they are known for.
 *
 * @public Held against its date by the tests of all tables.
 */
export const computingPackagesSource: Sourced = {
  source: "https://nodejs.org/docs/latest-v24.x/api/path.html",
  checked: "2026-11-28",
};

const COMPUTING =
  /^(?:@aws-sdk\/util-.+|uuid|nanoid|ulid|ulidx|date-fns|date-fns-tz|date-fns\/.+|dayjs|luxon|moment|moment-timezone|lodash|lodash-es|lodash[./].+|ramda|qs|query-string|(?:node:)?(?:path|url|querystring))$/;

/** True for a module whose functions only compute. */
export function isComputing(module: string): boolean {
  return COMPUTING.test(module);
}
