import { describe, expect, it } from "vitest";
import { Attention, attention } from "../../src/syntax/attention.js";

describe("Attention", () => {
  it("takes for a pause what was idle, and not what was busy", () => {
    let idle = 0;
    const asked = new Attention(() => idle);
    asked.note(1_000);
    asked.note(9_000);
    expect(asked.hasPausedSince(1_000)).toBe(false);
    idle = 300;
    asked.note(9_400);
    expect(asked.hasPausedSince(1_000)).toBe(true);
    expect(asked.hasPausedSince(9_400)).toBe(false);
  });

  it("knows when this process had nothing to do", async () => {
    attention.note(performance.now());
    const start = performance.now();
    while (performance.now() - start < 400);
    attention.note(performance.now());
    expect(attention.hasPausedSince(start)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 400));
    attention.note(performance.now());
    expect(attention.hasPausedSince(start)).toBe(true);
  });
});
