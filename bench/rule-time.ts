import type { ESLint } from "eslint";
import type { SourceFile } from "./corpus.js";
import type { Figure } from "./figures.js";
import { createIdleESLint, createESLintWithRules, lint } from "./lint.js";

const rounds = 20;

/**
 * What the rules add to the time in which ESLint parses and traverses the same files. Each file is linted with rules that do nothing,
 * with those of the plugin, and with the idle ones again, in turn and in this process; the best of all rounds counts, since whatever else the
 * machine does only makes a round slower. The two bests of the idle rules show the noise that is left.
 */
export async function measureRuleTime(
  sources: readonly SourceFile[],
  goalPercent: number,
): Promise<Figure[]> {
  const idle = createIdleESLint();
  const ruled = createESLintWithRules();
  const best = sources.map(() => ({ first: Infinity, ruled: Infinity, second: Infinity }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, source] of sources.entries()) {
      const times = best[index] ?? { first: 0, ruled: 0, second: 0 };
      times.first = Math.min(times.first, await timeLint(idle, source));
      times.ruled = Math.min(times.ruled, await timeLint(ruled, source));
      times.second = Math.min(times.second, await timeLint(idle, source));
    }
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
    { name: "parsing and traversing a file", value: idleMs / sources.length, unit: "ms" },
    ...(await measureEachRule(sources)),
  ];
}

async function timeLint(eslint: ESLint, source: SourceFile): Promise<number> {
  const start = performance.now();
  await lint(eslint, source);
  return performance.now() - start;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * The same share by ESLint's own statistics, rule by rule. What the rules have in common, the model of the file, counts
 * for the one that asks first; and a clock around every listener costs something too.
 */
async function measureEachRule(sources: readonly SourceFile[]): Promise<Figure[]> {
  const eslint = createESLintWithRules({ stats: true });
  const ruleMs = new Map<string, number>();
  let restMs = 0;
  for (let round = 0; round < 5; round++) {
    for (const source of sources) {
      const { stats } = await lint(eslint, source);
      for (const { total, rules = {} } of stats?.times.passes ?? []) {
        restMs += total;
        for (const [rule, { total: ms }] of Object.entries(rules)) {
          ruleMs.set(rule, (ruleMs.get(rule) ?? 0) + ms);
          restMs -= ms;
        }
      }
    }
  }
  return [...ruleMs].map(([rule, ms]) => ({
    name: `${rule}, by ESLint's statistics`,
    value: (100 * ms) / restMs,
    unit: "%",
  }));
}
