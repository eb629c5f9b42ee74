import { describe, expect, it } from "vitest";
import { createLimit } from "../../src/callers/search-limit.js";

describe("the limit of a question", () => {
  it.each([
    ["short work", 10, 10, false],
    ["short work on a busy machine", 9_000, 500, false],
    ["short work beside other threads", 1_000, 5_000, false],
    ["long work", 5_000, 5_000, true],
  ])("is told by the time of the processor: %s", (_, elapsed, processor, isReached) => {
    const limit = createLimit({ elapsed: () => elapsed, processor: () => processor });
    expect(limit.isReached()).toBe(isReached);
  });

  it("is four hundred files, whichever they are", () => {
    const limit = createLimit();
    for (let index = 0; index < 400; index++) expect(limit.mayLookInto(`${index}.ts`)).toBe(true);
    expect([limit.mayLookInto("400.ts"), limit.mayLookInto("0.ts"), limit.isReached()]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
