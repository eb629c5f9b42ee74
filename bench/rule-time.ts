import type { ESLint } from "eslint";
import type { SourceFile } from "./corpus.js";
import { type Figure, median } from "./figures.js";
import { createIdleESLint, createESLintWithRules, lint } from "./lint.js";

/** A few files are linted more often than many, so that the code is as warm for them. */
const roundsFor = (sources: readonly SourceFile[]): number => Math.max(20, Math.ceil(2_000 / sources.length));

/**
 * What the rules add to the time in which ESLint parses and traverses the same files. Each file is linted with rules that
 * do nothing, with those of the plugin, and with the idle ones again, in turn and in this process; the best of all rounds
 * counts, since whatever else the machine does only makes a round slower. The two bests of the idle rules show the noise
 * that is left. A best round has no garbage collection in it: what that adds shows in the sums of whole rounds.
 */
export async function measureRuleTime(
  sources: readonly SourceFile[],
  goalPercent: number,
): Promise<Figure[]> {
  const rounds = roundsFor(sources);
  const idle = createIdleESLint();
  const ruled = createESLintWithRules();
  const best = sources.map(() => ({ first: Infinity, ruled: Infinity, second: Infinity }));
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const total = { idle: 0, ruled: 0 };
    for (const [index, source] of sources.entries()) {
      const times = best[index] ?? { first: 0, ruled: 0, second: 0 };
      const now = {
        first: await timeLint(idle, source),
        ruled: await timeLint(ruled, source),
        second: await timeLint(idle, source),
      };
      times.first = Math.min(times.first, now.first);
      times.ruled = Math.min(times.ruled, now.ruled);
      times.second = Math.min(times.second, now.second);
      total.idle += (now.first + now.second) / 2;
      total.ruled += now.ruled;
    }
    shares.push(100 * (total.ruled / total.idle - 1));
  }
  const firstMs = sum(best.map(({ first }) => first));
  const ruledMs = sum(best.map((times) => times.ruled));
  const secondMs = sum(best.map(({ second }) => second));
  const idleMs = (firstMs + secondMs) / 2;
  return [
    {
      name: "all rules, over parsing and traversing",
      value: 100 * (ruledMs / idleMs - 1),
      unit: "%",
      goal: goalPercent,
    },
    { name: "noise: the idle rules, twice", value: 100 * (secondMs / firstMs - 1), unit: "%" },
    { name: "with garbage collection: the median of whole rounds", value: median(shares), unit: "%" },
    { name: "parsing and traversing a file", value: idleMs / sources.length, unit: "ms" },
    ...(await measureEachRule(sources)),
  ];
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
