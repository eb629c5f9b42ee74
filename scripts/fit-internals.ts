import { solveNonNegative } from "./weight-fit.js";

/** What loading one public module of Node.js, or one of its globals, took. */
export interface InternalsLoad {
  /** Modules inside Node.js that it brought along. */
  readonly internals: readonly string[];
  /** Milliseconds over an empty module. */
  readonly ms: number;
}

/**
 * Milliseconds that each module inside Node.js takes: first as if each took the same plus so much for each kilobyte of its
 * text, then as near to that as what was measured allows. Length alone says little: modules that are in V8's snapshot
 * take next to nothing, and some set up native code.
 *
 * @param kilobytes Of the text of each; 0 of those that have none.
 */
export function fitInternals(
  loads: readonly InternalsLoad[],
  kilobytes: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const measured = loads
    .filter(({ internals }) => internals.length > 0)
    .map(({ internals, ms }) => ({ internals: new Set(internals), ms: Math.max(leastMs, ms) }));
  const weights = measured.map(({ ms }) => (ms / Math.max(leastErrorMs, leastError * ms)) ** 2);
  const [eachMs = 0, kilobyteMs = 0] = solveNonNegative(
    measured.map(({ internals, ms }) => [
      internals.size / ms,
      [...internals].reduce((sum, name) => sum + (kilobytes.get(name) ?? 0), 0) / ms,
    ]),
    weights,
  );
  const usual = [...kilobytes].map(([name, kb]) => ({ name, ms: eachMs + kilobyteMs * kb }));
  const factors = solveNonNegative(
    [
      ...measured.map(({ internals, ms }) => usual.map((one) => (internals.has(one.name) ? one.ms / ms : 0))),
      ...usual.map((_, index) => usual.map((__, column) => (column === index ? 1 : 0))),
    ],
    [...weights, ...usual.map(() => faithInUsual)],
    0,
    passes,
  );
  return new Map(usual.map(({ name, ms }, index) => [name, ms * (factors[index] ?? 1)]));
}

/** Modules that only come together are told apart by the faith in what is usual alone, which takes long to prevail. */
const passes = 20_000;
/** Shorter loads cannot be told from none. */
const leastMs = 0.1;
/** How far off a measurement may well be: this many milliseconds, or this share of it. */
const leastErrorMs = 0.3;
const leastError = 0.1;
/** How much it takes to believe that a module takes twice as long as usual: a load that is so many times as far off as it may well be. */
const faithInUsual = 0.1;
