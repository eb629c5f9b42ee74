import { describe, expect, it } from "vitest";
import { sleepAt } from "../../../src/lambda/promises/sleeps.js";
import { modelOf } from "../../support/model-of.js";

/** The milliseconds that the probed expression sleeps, `unknown` for a sleep of unknown length, undefined for no sleep. */
function msOf(expression: string, top = ""): number | "unknown" | undefined {
  const { lambda, probed } = modelOf(
    `${top}\nexport const handler = async (event) => { probe(${expression}); };`,
  );
  const sleep = sleepAt(probed, lambda.syntax);
  return sleep && (sleep.ms ?? "unknown");
}

const helper = "const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));";

describe("a sleep", () => {
  it.each([
    ["new Promise((resolve) => setTimeout(resolve, 100))", "", 100],
    ["new Promise((resolve) => { setTimeout(() => resolve(), 100); })", "", 100],
    ["new Promise((resolve) => { setTimeout(() => { resolve(1); }, 100); })", "", 100],
    ["new Promise((resolve) => setTimeout(resolve, event.ms))", "", "unknown"],
    ["sleep(5 * 1000)", helper, 5000],
    ["sleep(event.ms)", helper, "unknown"],
    ["rest(200)", `${helper} async function rest(ms) { await sleep(ms); }`, 200],
    ["rest()", `${helper} const rest = () => sleep(300);`, 300],
    ["rest(2)", `${helper} const rest = (seconds) => sleep(seconds * 1000);`, 2000],
    ["rest(2)", `${helper} const rest = (attempt) => sleep(2 ** attempt * 100);`, "unknown"],
    ["setTimeout(400)", 'import { setTimeout } from "node:timers/promises";', 400],
    ["scheduler.wait(400)", 'import { scheduler } from "timers/promises";', 400],
    ["rest(500)", 'import { promisify } from "util"; const rest = promisify(setTimeout);', 500],
    ["delay(600)", 'import delay from "delay";', 600],
  ])("%s", (expression, top, ms) => {
    expect(msOf(expression, top)).toBe(ms);
  });
});

describe("no sleep", () => {
  it.each([
    ["new Promise((resolve) => { setTimeout(() => { work(); resolve(); }, 100); })", ""],
    ["new Promise((resolve, reject) => setTimeout(reject, 100))", ""],
    ["new Promise((resolve) => work(resolve))", ""],
    ["new Promise((resolve) => setTimeout(work, 100))", ""],
    ["sleep(100)", 'import { sleep } from "./sleep.js";'],
    ["sleep(100)", `const sleep = async (ms) => { work(); await new Promise((r) => setTimeout(r, ms)); };`],
    ["setTimeout(() => work(), 100)", ""],
    ["sleep(100)", "const sleep = (ms) => sleep(ms);"],
  ])("%s", (expression, top) => {
    expect(msOf(expression, top)).toBeUndefined();
  });
});
