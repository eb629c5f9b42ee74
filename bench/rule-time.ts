import type { ESLint } from "eslint";
import type { SourceFile } from "./corpus.js";
import type { Figure } from "./figures.js";
import { createIdleESLint, createESLintWithRules, createESLintWithSome, lint } from "./lint.js";

/** A few files are linted more often than many, so that the code is as warm for them. */
const roundsFor = (sources: readonly SourceFile[]): number => Math.max(20, Math.ceil(2_000 / sources.length));

/** Rounds before those count for nothing: V8 still compiles what it has seen to be hot, on threads of its own. */
const warmUpOf = (rounds: number): number => Math.ceil(rounds / 4);

/**
 * What all rules add to the time in which ESLint parses and traverses the same files, and each of them by ESLint's own
 * statistics.
 */
export async function measureRuleTime(
  sources: readonly SourceFile[],
  goalPercent: number,
): Promise<Figure[]> {
  const compared = await compare(sources, () => createIdleESLint(), createESLintWithRules());
  return [
    ...figuresOf("all rules", compared, goalPercent),
    { name: "parsing and traversing a file", value: compared.idleMs / sources.length, unit: "ms" },
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
  const compared = await compare(sources, () => createIdleESLint([...names]), createESLintWithSome(names));
  return figuresOf(title, compared, goalPercent);
}

function figuresOf(title: string, { share, noise, best, bestNoise }: Comparison, goal: number): Figure[] {
  return [
    { name: `${title}, over parsing and traversing`, value: share, unit: "%", goal },
    { name: "noise: the idle rules, twice", value: noise, unit: "%" },
    { name: `${title}, by the best of all rounds: no garbage collection`, value: best, unit: "%" },
    { name: "noise of the best", value: bestNoise, unit: "%" },
  ];
}

/** Shares are in percent. */
interface Comparison {
  readonly share: number;
  /** By how much a second ESLint with idle rules differs from the first. */
  readonly noise: number;
  /** The share by each file's best time. */
  readonly best: number;
  readonly bestNoise: number;
  /** Of all files together, in the mean of all rounds. */
  readonly idleMs: number;
}

/**
 * All files are linted with idle rules, with others, and with idle ones again, each being the first in every third round,
 * as one run over a project lints them. What the rounds took together counts, garbage collection and all: it is a third of
 * what ESLint takes, and most of it is the syntax trees'. The best of all rounds has none of it on either side.
 */
async function compare(
  sources: readonly SourceFile[],
  createIdle: () => ESLint,
  ruled: ESLint,
): Promise<Comparison> {
  const rounds = roundsFor(sources);
  const first = startClock(createIdle(), sources);
  const withRules = startClock(ruled, sources);
  const second = startClock(createIdle(), sources);
  const clocks = [first, withRules, second];
  for (let round = -warmUpOf(rounds); round < rounds; round++) {
    const counts = round >= 0;
    for (const clock of clocks) await lintAll(clock, sources, counts);
    clocks.push(...clocks.splice(0, 1));
  }
  const bestOf = ({ bestMs }: Clock): number => sum(bestMs);
  return {
    share: percentOver(withRules.totalMs, (first.totalMs + second.totalMs) / 2),
    noise: percentOver(second.totalMs, first.totalMs),
    best: percentOver(bestOf(withRules), (bestOf(first) + bestOf(second)) / 2),
    bestNoise: percentOver(bestOf(second), bestOf(first)),
    idleMs: (first.totalMs + second.totalMs) / 2 / rounds,
  };
}

/** What an ESLint has taken so far. */
interface Clock {
  readonly eslint: ESLint;
  totalMs: number;
  /** Of each file. */
  readonly bestMs: number[];
}

function startClock(eslint: ESLint, sources: readonly SourceFile[]): Clock {
  return { eslint, totalMs: 0, bestMs: sources.map(() => Infinity) };
}

async function lintAll(clock: Clock, sources: readonly SourceFile[], counts: boolean): Promise<void> {
  for (const [index, source] of sources.entries()) {
    const ms = await timeLint(clock.eslint, source);
    if (!counts) continue;
    clock.totalMs += ms;
    clock.bestMs[index] = Math.min(clock.bestMs[index] ?? Infinity, ms);
  }
}

function percentOver(ms: number, idleMs: number): number {
  return 100 * (ms / idleMs - 1);
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
