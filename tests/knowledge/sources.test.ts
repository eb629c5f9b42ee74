import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { clientFacts } from "../../src/knowledge/clients/index.js";
import type { Sourced } from "../../src/knowledge/fact.js";

const folder = fileURLToPath(new URL("../../src/knowledge/", import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

/** Everything with a source that a table exports, however deep it lies. */
function collectSourced(value: unknown, found = new Set<Sourced>(), seen = new Set<unknown>()): Set<Sourced> {
  if (typeof value !== "object" || value === null || seen.has(value)) return found;
  seen.add(value);
  if ("source" in value && !(value instanceof RegExp)) found.add(value as Sourced);
  const parts = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value);
  for (const part of parts) collectSourced(part, found, seen);
  return found;
}

const tables = await Promise.all(
  files.map(async (file) => ({ file, facts: [...collectSourced(await import(path.join(folder, file)))] })),
);
const allFacts = tables.flatMap(({ facts }) => facts);

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days since the fact was read; NaN when the date is none. */
function ageInDays(fact: Sourced, today: number): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(fact.checked)) return NaN;
  return Math.floor((today - Date.parse(fact.checked)) / DAY_MS);
}

test("the walk finds the facts of every table", () => {
  const found = new Set(allFacts);
  expect(clientFacts.filter((fact) => !found.has(fact))).toEqual([]);
  for (const name of ["wrappers.ts", "web-frameworks.ts", "handler-types.ts", "lighter-imports.ts"])
    expect(tables.find(({ file }) => file === name)?.facts.length).toBeGreaterThan(0);
});

describe.each(tables.filter(({ facts }) => facts.length > 0))("$file", ({ facts }) => {
  test("names a page for every fact", () => {
    expect(facts.filter(({ source }) => !URL.canParse(source) || !source.startsWith("https://"))).toEqual([]);
  });

  test("was held against its pages within a year", () => {
    const today = Date.now();
    const isCurrent = (fact: Sourced) => ageInDays(fact, today) >= -1 && ageInDays(fact, today) <= 365;
    expect(facts.filter((fact) => !isCurrent(fact))).toEqual([]);
  });
});

test("a table that nobody looked at for over a year fails", () => {
  const today = Date.parse("2026-11-24");
  expect(ageInDays({ source: "", checked: "2025-11-24" }, today)).toBe(365);
  expect(ageInDays({ source: "", checked: "2025-11-23" }, today)).toBe(366);
  expect(ageInDays({ source: "", checked: "24 November 2026" }, today)).toBeNaN();
});
