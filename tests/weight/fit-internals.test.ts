import { describe, expect, it } from "vitest";
import { fitInternals } from "../../scripts/fit-internals.js";

describe("fitInternals", () => {
  const kilobytes = new Map([
    ["long", 100],
    ["short", 10],
    ["native", 0],
    ["never alone", 10],
  ]);

  it("finds what each takes, whatever its length, where the measurements tell it", () => {
    const ms = fitInternals(
      [
        { internals: ["long"], ms: 2 },
        { internals: ["short"], ms: 6 },
        { internals: ["long", "short"], ms: 8 },
        { internals: ["native"], ms: 3 },
      ],
      kilobytes,
    );
    expect(ms.get("long")).toBeCloseTo(2, 0);
    expect(ms.get("short")).toBeCloseTo(6, 0);
    expect(ms.get("native")).toBeCloseTo(3, 0);
  });

  it("shares out by length what only comes together", () => {
    const ms = fitInternals(
      [
        { internals: ["long"], ms: 10 },
        { internals: ["short", "never alone"], ms: 4 },
      ],
      kilobytes,
    );
    expect((ms.get("short") ?? 0) + (ms.get("never alone") ?? 0)).toBeCloseTo(4, 0);
    expect(ms.get("short")).toBeCloseTo(ms.get("never alone") ?? 0, 3);
  });

  it("gives none less than nothing, and those of which nothing is known the usual", () => {
    const ms = fitInternals([{ internals: ["long"], ms: -0.2 }], kilobytes);
    expect([...ms.keys()]).toEqual([...kilobytes.keys()]);
    for (const value of ms.values()) expect(value).toBeGreaterThanOrEqual(0);
  });
});
