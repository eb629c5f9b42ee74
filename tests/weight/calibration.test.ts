import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { calibrate } from "../../src/weight/calibrate.js";
import {
  formatCalibration,
  parseCalibration,
  readCalibration,
  type Calibration,
} from "../../src/weight/calibration.js";

const folder = mkdtempSync(join(tmpdir(), "calibration-test-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const calibration: Calibration = {
  date: "2026-11-24",
  node: "20.20.2",
  slowdown: { commonjs: 1.5, module: 1.25, bundle: 2, builtins: 1 },
};

describe("the calibration file", () => {
  it("reads what was written", () => {
    const file = join(folder, "calibration.json");
    writeFileSync(file, formatCalibration(calibration));
    expect(readCalibration(file)).toEqual(calibration);
  });

  it("is ignored when it is not there, or no file", () => {
    expect(readCalibration(join(folder, "missing.json"))).toBeUndefined();
    expect(readCalibration(folder)).toBeUndefined();
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[1]"],
    ["null", "null"],
    ["another version", JSON.stringify({ ...calibration, version: 2 })],
    ["no factors", JSON.stringify({ version: 1, date: "2026-11-24", node: "20.20.2" })],
    [
      "a missing factor",
      JSON.stringify({ version: 1, ...calibration, slowdown: { commonjs: 1, module: 1, bundle: 1 } }),
    ],
    [
      "a factor of zero",
      JSON.stringify({ version: 1, ...calibration, slowdown: { ...calibration.slowdown, bundle: 0 } }),
    ],
    [
      "a negative factor",
      JSON.stringify({ version: 1, ...calibration, slowdown: { ...calibration.slowdown, bundle: -1 } }),
    ],
    [
      "an endless factor",
      `{"version":1,"date":"d","node":"n","slowdown":{"commonjs":1e999,"module":1,"bundle":1,"builtins":1}}`,
    ],
    [
      "a factor in words",
      JSON.stringify({ version: 1, ...calibration, slowdown: { ...calibration.slowdown, bundle: "2" } }),
    ],
    [
      "factors from a prototype",
      `{"version":1,"date":"d","node":"n","slowdown":{"__proto__":{"commonjs":1,"module":1,"bundle":1,"builtins":1}}}`,
    ],
  ])("is ignored when it holds %s", (_, text) => {
    expect(parseCalibration(text)).toBeUndefined();
  });

  it("keeps nothing but what it knows", () => {
    const text = JSON.stringify({
      version: 1,
      ...calibration,
      more: 1,
      slowdown: { ...calibration.slowdown, more: 1 },
    });
    expect(parseCalibration(text)).toEqual(calibration);
  });
});

describe("calibrate", () => {
  it("loads a set of its own and gives a factor for each kind of load", { timeout: 120_000 }, async () => {
    const rounds: number[] = [];
    const made = await calibrate({ runs: 2, onRound: (done) => rounds.push(done) });
    expect(rounds).toEqual([1, 2]);
    expect(made.node).toBe(process.versions.node);
    expect(Object.keys(made.slowdown)).toEqual(["commonjs", "module", "bundle", "builtins"]);
    expect(parseCalibration(formatCalibration(made))).toEqual(made);
  });
});
