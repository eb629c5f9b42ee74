import { InputError } from "../project/input-error.js";
import type { Workload } from "../reports/cost/cost-report.js";
import type { Shard } from "../reports/cold/shard.js";
import { findClosest } from "../rule-kit/closest-word.js";

export function parseChoice<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const closest = findClosest(value, choices);
  const hint = closest === undefined ? "" : ` Did you mean ${closest}?`;
  throw new InputError(`${option} is one of ${choices.join(", ")}, not ${JSON.stringify(value)}.${hint}`);
}

export function parseInteger(
  option: string,
  value: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (number >= min && number <= max) return number;
  throw new InputError(`${option} is a whole number from ${min} to ${max}, not ${JSON.stringify(value)}.`);
}

export function parseMemory(option: string, value: string): number {
  return parseInteger(option, value, { min: 128, max: 10_240 });
}

export const ARCHITECTURES = ["x86_64", "arm64"] as const;

/** Milliseconds: Lambda ends an invocation after 15 minutes. */
export const DURATION = { min: 0, max: 900_000 };

const PROPOSED = ["memory", "duration", "arch", "init"] as const;

/** `memory=1024,duration=70,arch=arm64`. */
export function parseProposal(value: string): Partial<Workload> {
  return Object.assign(
    {},
    ...value.split(",").map((part): Partial<Workload> => {
      const [, name = "", text = ""] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
      if (text === "")
        throw new InputError(
          `--compare is a list such as memory=1024,duration=70,arch=arm64, not ${JSON.stringify(part)}.`,
        );
      switch (parseChoice("What --compare changes", name, PROPOSED)) {
        case "memory":
          return { memoryMb: parseMemory("--compare memory", text) };
        case "duration":
          return { durationMs: parseInteger("--compare duration", text, DURATION) };
        case "init":
          return { initMs: parseInteger("--compare init", text, DURATION) };
        case "arch":
          return { architecture: parseChoice("--compare arch", text, ARCHITECTURES) };
      }
    }),
  ) as Partial<Workload>;
}

/** `2/4`: the second of four parts. */
export function parseShard(value: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new InputError(`--shard is a part of a number of parts, such as 1/4, not ${JSON.stringify(value)}.`);
}

const METRICS = ["ms", "kb", "modules"] as const;

/** `ms=300,kb=2000`, in one option or in several. */
export function parseBudget(values: readonly string[]): Partial<Record<(typeof METRICS)[number], number>> {
  const parts = values.flatMap((value) => value.split(","));
  return Object.fromEntries(
    parts.map((part) => {
      const [, name, limit] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
      if (name === undefined || limit === undefined) {
        throw new InputError(
          `--budget is a list such as ms=300,kb=2000,modules=400, not ${JSON.stringify(part)}.`,
        );
      }
      const metric = parseChoice("The name of a budget", name.toLowerCase(), METRICS);
      return [metric, parseInteger(`--budget ${metric}`, limit, { min: 0, max: 1_000_000_000 })];
    }),
  );
}
