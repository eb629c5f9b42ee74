import { describe, expect, it } from "vitest";
import { scaleToMemory } from "../../src/weight/ms-range.js";

const range = { low: 50, likely: 100, high: 200 };

describe("scaleToMemory", () => {
  it("slows init in proportion to the share of a vCPU", () => {
    expect(scaleToMemory(range, 884.5)).toEqual({ low: 100, likely: 200, high: 400 });
    expect(scaleToMemory(range, 128).likely).toBeCloseTo(100 * (1769 / 128));
  });

  it("does not speed up a single thread beyond one vCPU", () => {
    expect(scaleToMemory(range, 1769)).toEqual(range);
    expect(scaleToMemory(range, 10_240)).toEqual(range);
  });

  it("refuses what is no memory size", () => {
    for (const memoryMb of [0, -1, NaN]) expect(() => scaleToMemory(range, memoryMb)).toThrow(RangeError);
  });
});
