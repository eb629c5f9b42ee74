import type { ESLint } from "eslint";
import type { SourceFile } from "./corpus.js";
import { type Figure, median } from "./figures.js";
import { createIdleESLint, createESLintWithRules, createESLintWithSome, lint } from "./lint.js";

/** A few files are linted more often than many, so that the code is as warm for them. */
const roundsFor = (sources: readonly SourceFile[]): number => Math.max(20, Math.ceil(2_000 / sources.length));

/**
 * What all rules add to the time in which ESLint parses and traverses the same files, and each of them by ESLint's own
 * statistics.
 */
export async function measureRuleTime(
  sources: readonly SourceFile[],
  goalPercent: number,
): Promise<Figure[]> {
  const { share, noise, withCollection, idleMs } = await compare(
    sources,
    () => createIdleESLint(),
    createESLintWithRules(),
  );
  return [
    { name: "all rules, over parsing and traversing", value: share, unit: "%", goal: goalPercent },
    { name: "noise: the idle rules, twice", value: noise, unit: "%" },
    { name: "with garbage collection: the median of whole rounds", value: withCollection, unit: "%" },
    { name: "parsing and traversing a file", value: idleMs / sources.length, unit: "ms" },
    ...(await measureEachRule(sources)),
  ];
}

/** The same of some rules together. */
export async function measureTimeOf(
  rules: { readonly title: string; readonly names: readonly string[] },
  sources: readonly SourceFile[],
  goalPercent: number,
): Promise<Figure[]> {
  const { title, names } = rules;
  const { share, noise } = await compare(
    sources,
    () => createIdleESLint([...names]),
    createESLintWithSome(names),
  );
  return [
    { name: `${title}, over parsing and traversing`, value: share, unit: "%", goal: goalPercent },
    { name: "noise: the idle rules, twice", value: noise, unit: "%" },
  ];
}

interface Comparison {
  /** Percent. */
  readonly share: number;
  /** By how much a second ESLint with idle rules differs from the first, in percent. */
  readonly noise: number;
  /** Percent, by the median of whole rounds: a best time has no garbage collection in it. */
  readonly withCollection: number;
  /** Of all files together. */
  readonly idleMs: number;
}

/**
 * Each file is linted with idle rules, with others, and with idle ones again, each being the first in every third round:
 * who comes first finds the processor's caches cold for the file. Of each the best of all rounds counts, since whatever
 * else the machine does only makes a round slower.
 */
async function compare(
  sources: readonly SourceFile[],
  createIdle: () => ESLint,
  ruled: ESLint,
): Promise<Comparison> {
  const rounds = roundsFor(sources);
  const compared = [createIdle(), ruled, createIdle()] as const;
  const best = sources.map(() => compared.map(() => Infinity));
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const total = compared.map(() => 0);
    for (const [index, source] of sources.entries()) {
      const times = best[index] ?? [];
      for (let turn = 0; turn < compared.length; turn++) {
        const which = (round + turn) % compared.length;
        const eslint = compared[which];
        if (eslint === undefined) continue;
        const ms = await timeLint(eslint, source);
        times[which] = Math.min(times[which] ?? Infinity, ms);
        total[which] = (total[which] ?? 0) + ms;
      }
    }
    const [first = 0, ruledMs = 0, second = 0] = total;
    shares.push(100 * (ruledMs / ((first + second) / 2) - 1));
  }
  const sumOf = (which: number): number => sum(best.map((times) => times[which] ?? 0));
  const [first, ruledMs, second] = [sumOf(0), sumOf(1), sumOf(2)];
  const idleMs = (first + second) / 2;
  return {
    share: 100 * (ruledMs / idleMs - 1),
    noise: 100 * (second / first - 1),
    withCollection: median(shares),
    idleMs,
  };
}

/**
 * Milliseconds of processor time, all threads of the process together. The clock on the wall counts what other processes
 * took as well, and more of it in a longer lint than in a shorter one.
 */
async function timeLint(eslint: ESLint, source: SourceFile): Promise<number> {
  const start = process.cpuUsage();
  await lint(eslint, source);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * The same share by ESLint's own statistics, rule by rule, the slowest first; of each file the best of all rounds. What
 * the rules have in common, the model of the file, counts for the one that asks first; and a clock around every listener
 * costs something too.
 */
async function measureEachRule(sources: readonly SourceFile[]): Promise<Figure[]> {
  const rounds = roundsFor(sources);
  const eslint = createESLintWithRules({ stats: true });
  /** Milliseconds by rule, of each file; those of everything else under an empty name. */
  const best = sources.map(() => new Map<string, number>());
  for (let round = 0; round < rounds; round++) {
    for (const [index, source] of sources.entries()) {
      const { stats } = await lint(eslint, source);
      for (const { total, rules = {} } of stats?.times.passes ?? []) {
        const times = Object.entries(rules).map(([rule, { total: ms }]) => [rule, ms] as const);
        const rest = ["", total - sum(times.map(([, ms]) => ms))] as const;
        for (const [rule, ms] of [...times, rest])
          best[index]?.set(rule, Math.min(best[index].get(rule) ?? Infinity, ms));
      }
    }
  }
  const ruleMs = new Map<string, number>();
  for (const [rule, ms] of best.flatMap((times) => [...times]))
    ruleMs.set(rule, (ruleMs.get(rule) ?? 0) + ms);
  const restMs = ruleMs.get("") ?? 0;
  ruleMs.delete("");
  const share = (ms: number) => (100 * ms) / restMs;
  return [
    { name: "all rules, by ESLint's statistics", value: share(sum(ruleMs.values())), unit: "%" },
    ...[...ruleMs]
      .sort(([, a], [, b]) => b - a)
      .map(([rule, ms]) => ({ name: `  ${rule}`, value: share(ms), unit: "%" as const })),
  ];
}
