import { expect, it } from "vitest";
import { checklistFacts } from "../../src/knowledge/checklist.js";
import { rules } from "../../src/rules/index.js";

it("has the catalogue's 21 lines, each under a name of its own", () => {
  expect(checklistFacts).toHaveLength(21);
  expect(new Set(checklistFacts.map(({ id }) => id)).size).toBe(21);
  expect(new Set(checklistFacts.map(({ title }) => title)).size).toBe(21);
});

it("asks every rule of the plugin, each for one line", () => {
  const asked = checklistFacts.flatMap((fact) => fact.rules);
  expect(asked.toSorted()).toEqual(Object.keys(rules).toSorted());
});

it("says what is left to look at where no rule answers, and fits a terminal", () => {
  const silent = checklistFacts.filter((fact) => fact.rules.length === 0 && fact.remains === undefined);
  // Files are asked for these two.
  expect(silent.map(({ id }) => id)).toEqual(["metrics", "tests"]);
  for (const { remains = "" } of checklistFacts) expect(remains.length).toBeLessThanOrEqual(96);
});
