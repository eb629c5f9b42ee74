import type { TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";
import { createPromiseOwnership } from "../../../src/lambda/promises/promise-ownership.js";
import { modelOf } from "../../support/model-of.js";

/** How the value of the only call `work()` gets lost, taken for a promise or for a list of promises. */
function lossOfWork(body: string, isList = false): string | undefined {
  const { lambda, callsOf } = modelOf(`export const handler = async (event) => { ${body} };`);
  const [call, ...others] = callsOf("work");
  if (call === undefined || others.length > 0)
    throw new Error("The code of the test has no single call work().");
  const isHandler = (fn: TSESTree.Node) => lambda.handlers.some(({ node }) => node === fn);
  return createPromiseOwnership(lambda.syntax, isHandler).lossOf(call, isList)?.kind;
}

describe("a promise is lost", () => {
  it.each([
    ["work();", "dropped"],
    ["void work();", "dropped"],
    ["(work(), event.id);", "dropped"],
    ["event.id && work();", "dropped"],
    ["event.id ? work() : 0;", "dropped"],
    ["work()!;", "dropped"],
    ["work().then(f).catch(g);", "dropped"],
    ["Promise.resolve(work());", "dropped"],
    ["const p = work();", "unused"],
    ["const p = work(); void p;", "unused"],
    ["let p; p = work();", "unused"],
    ["if (work()) event.id;", "tested"],
    ["return !work();", "tested"],
    ["return work() && 1;", "tested"],
    ["return work() ? 1 : 2;", "tested"],
    ["const all = []; all.push(work());", "collected"],
    ["const all = []; all.push(work()); return all.length;", "collected"],
  ])("%s", (body, kind) => {
    expect(lossOfWork(body)).toBe(kind);
  });
});

describe("a promise is kept", () => {
  it.each([
    "await work();",
    "return work();",
    "return event.id ? work() : 0;",
    "return work() ?? 1;",
    "await work().then(f);",
    "const p = work(); await p;",
    "const p = work(); if (event.id) await p;",
    "const p = work(); return () => p;",
    "const p = work(); p.then(f);",
    "let p; await (p = work());",
    "event.p = work();",
    "f(work());",
    "await Promise.all([work()]);",
    "const all = []; all.push(work()); await Promise.all(all);",
    "const all = []; all.push(work()); f(all);",
    "const all = [work()]; for (const p of all) await p;",
    "const { p } = { p: work() };",
    "yes = work().items;",
    "await using p = work();",
    "throw work();",
  ])("%s", (body) => {
    expect(lossOfWork(body)).toBeUndefined();
  });
});

describe("a list of promises", () => {
  it.each([
    ["work();", "dropped"],
    ["await work();", "listAwaited"],
    ["return work();", "listReturned"],
    ["const all = work();", "unused"],
    ["const all = [...work()];", "unused"],
    ["const f = () => { return work(); };", undefined],
    ["await Promise.all(work());", undefined],
    ["const all = work(); await Promise.all(all);", undefined],
    ["for (const p of work()) await p;", undefined],
    ["return work().length;", undefined],
    ["if (work()) return 1;", undefined],
  ])("%s", (body, kind) => {
    expect(lossOfWork(body, true)).toBe(kind);
  });
});
