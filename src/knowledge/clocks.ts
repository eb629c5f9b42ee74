import type { Sourced } from "./fact.js";

/** A function of a package that gives the time of now when it is called without arguments. */
export interface ClockFact extends Sourced {
  readonly module: string;
  /** The dotted export path that is called; empty for the module itself. */
  readonly exports: readonly string[];
}

const checked = "2026-11-28";
const whole = ["", "default"] as const;

export const clockFacts: readonly ClockFact[] = [
  {
    module: "moment",
    exports: [...whole, "utc", "default.utc"],
    source: "https://momentjs.com/docs/#/parsing/now/",
    checked,
  },
  {
    module: "moment-timezone",
    exports: [...whole, "utc", "default.utc"],
    source: "https://momentjs.com/docs/#/parsing/now/",
    checked,
  },
  { module: "dayjs", exports: whole, source: "https://day.js.org/docs/en/parse/now", checked },
  {
    module: "luxon",
    exports: ["DateTime.now", "DateTime.utc", "DateTime.local"],
    source: "https://moment.github.io/luxon/api-docs/index.html#datetimenow",
    checked,
  },
];
