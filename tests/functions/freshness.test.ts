import { describe, expect, it } from "vitest";
import { Freshness } from "../../src/functions/freshness.js";
import { Attention } from "../../src/syntax/attention.js";

describe("Freshness", () => {
  it("takes what was looked at to be the same for a second", () => {
    const freshness = new Freshness(0, 0);
    expect(freshness.isDue(999)).toBe(false);
  });

  it("is due for another look after a pause, in which somebody may have saved a file", () => {
    const freshness = new Freshness(0, 100);
    expect(freshness.isDue(900)).toBe(false);
    expect(freshness.isDue(1_150)).toBe(true);
  });

  it("waits for ten times as long as a look takes, however many pauses there are", () => {
    const freshness = new Freshness(0, 400);
    const due: number[] = [];
    for (let now = 1_000; now <= 20_000; now += 500)
      if (freshness.isDue(now)) {
        due.push(now);
        freshness.checked(now, now + 400);
      }
    expect(due).toEqual([4_500, 9_000, 13_500, 18_000]);
  });

  it("spends a two-hundredth of a run without pauses on looking", () => {
    const freshness = new Freshness(0, 100);
    const due: number[] = [];
    for (let now = 200; now <= 60_000; now += 100)
      if (freshness.isDue(now)) {
        due.push(now);
        freshness.checked(now, now + 100);
      }
    expect(due).toEqual([20_100, 40_200]);
  });

  it("takes a run that asks about something else for no pause", () => {
    const asked = new Attention();
    const first = new Freshness(0, 100, asked);
    const second = new Freshness(0, 100, asked);
    for (let now = 200; now <= 2_000; now += 200) second.isDue(now);
    expect(first.isDue(2_100)).toBe(false);
    expect(second.isDue(2_400)).toBe(true);
    second.checked(2_400, 2_500);
    expect(second.isDue(2_600)).toBe(false);
    expect(first.isDue(2_700)).toBe(true);
  });
});
