import { expect, it, vi } from "vitest";
import { weigh } from "../../src/weight/weigh.js";

const reads = vi.hoisted(() => ({ count: 0 }));

vi.mock("../../src/knowledge/import-weights.generated.js", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../src/knowledge/import-weights.generated.js")>();
  return {
    importWeightRun: original.importWeightRun,
    get importWeightTable() {
      reads.count++;
      return original.importWeightTable;
    },
  };
});

it("reads the table on the first question, and once", () => {
  expect(reads.count).toBe(0);
  expect(weigh("lodash")).toBeDefined();
  weigh("zod", "esm");
  weigh("no-such-package");
  expect(reads.count).toBe(1);
});
