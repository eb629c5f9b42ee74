import { expect, it } from "vitest";
import { describeWeight } from "../../src/weight/describe-weight.js";
import type { ImportWeight } from "../../src/weight/weigh.js";

const weight: ImportWeight = {
  low: 16,
  likely: 25,
  high: 49,
  modules: 1,
  kb: 533,
  builtins: 0,
  provenance: {
    kind: "table",
    package: "p",
    version: "1.0.0",
    node: "20.20.2",
    checked: "2026-11-24",
    runs: 3,
  },
};

it("says range, modules and size", () => {
  expect(describeWeight(weight)).toBe("16 to 49 ms unbundled, 1 module, 533 kB");
});

it("says the heaviest part, in units that fit", () => {
  const heaviest = { module: "mongodb", kb: 999, modules: 159 };
  expect(describeWeight({ ...weight, modules: 442, kb: 3538, heaviest })).toBe(
    "16 to 49 ms unbundled, 442 modules, 3.5 MB, 999 kB of it from `mongodb`",
  );
});
