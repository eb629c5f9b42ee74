import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

/** How the handlers come by the calls of `use()`, taken together. */
function pathUse(code: string) {
  const { lambda, callsOf } = modelOf(code);
  return lambda.pathUseOf(callsOf("use"));
}

const inHandler = (body: string) => `export const handler = async (event) => { ${body} };`;

describe("every path", () => {
  it.each<[string, string]>([
    ["module code", `const client = use(); ${inHandler("")}`],
    ["a function called at init", `const make = () => use(); make(); ${inHandler("")}`],
    ["the handler's own list", inHandler("log(); return use();")],
    ["a condition", inHandler("if (use()) return 1; return 2;")],
    ["both branches", inHandler("if (event.a) use(); else { use(); }")],
    ["both branches of an expression", inHandler("return event.a ? use(1) : use(2);")],
    ["a return in each branch", inHandler("if (event.a) { return use(); } return use();")],
    [
      "every case",
      inHandler('switch (event.kind) { case "a": use(); break; case "b": case "c": default: return use(); }'),
    ],
    ["a case that falls through", inHandler('switch (event.kind) { case "a": log(); default: use(); }')],
    ["a try block", inHandler("try { return use(); } catch (error) { return log(error); }")],
    ["finally", inHandler("try { if (event.a) return 1; } finally { use(); }")],
    ["after a throw", inHandler("if (!event.a) throw new Error(); use();")],
    ["after a rejection", inHandler("if (!event.a) return { statusCode: 400 }; use();")],
    [
      "after an empty return for want of input",
      inHandler("if (!event.a || event.b == null) { log(); return; } use();"),
    ],
    [
      "after a rejection built in a helper",
      `const notFound = () => ({ statusCode: 404 }); ${inHandler("if (!event.a) { return notFound(); } use();")}`,
    ],
    ["a loop", inHandler("for (const record of event.Records) { use(record); }")],
    ["what a loop goes over", inHandler("for await (const page of use()) log(page);")],
    ["a callback of an array", inHandler("await Promise.all(event.Records.map(async (item) => use(item)));")],
    ["a promise reaction", inHandler("return load().then((value) => use(value));")],
    ["a function given to code outside", inHandler("await retry(async () => { await use(); });")],
    ["a helper", `async function save() { await use(); } ${inHandler("await save();")}`],
    [
      "helpers of both branches",
      `const a = () => use(); const b = () => { use(); }; ${inHandler("return event.a ? a() : b();")}`,
    ],
    [
      "all functions a call can mean",
      `const all = { a: () => use(), b: () => use() }; ${inHandler("all[event.key]();")}`,
    ],
    [
      "each of two handlers",
      `import type { Handler } from "aws-lambda";
       export const a: Handler = async () => use(); export const b: Handler = async () => { use(); };`,
    ],
    ["a memo", `let client; ${inHandler("client ??= use(); return client;")}`],
    [
      "a memo in a helper",
      `let client; function get() { if (!client) { client = use(); } return client; } ${inHandler("get();")}`,
    ],
    [
      "a memo with an early return",
      `let client; const get = () => { if (client) return client; client = use(); return client; }; ${inHandler("get();")}`,
    ],
    ["a recursion", `function walk(n) { use(); if (n) walk(n - 1); } ${inHandler("walk(3);")}`],
  ])("%s", (_, code) => {
    expect(pathUse(code)).toBe("every");
  });
});

describe("some paths", () => {
  it.each<[string, string]>([
    ["a branch", inHandler("if (event.a) use();")],
    ["an else branch", inHandler("if (event.a) log(); else use();")],
    ["one branch of an expression", inHandler("return event.a ? use() : 0;")],
    ["a short circuit", inHandler("event.a && use();")],
    ["a default value", inHandler("const { a = use() } = event;")],
    ["one case", inHandler('switch (event.kind) { case "a": use(); break; default: log(); }')],
    ["every case without a default", inHandler('switch (event.kind) { case "a": use(); }')],
    ["a case after a break", inHandler('switch (event.kind) { case "a": break; default: use(); }')],
    ["a catch clause", inHandler("try { log(); } catch { use(); }")],
    ["a reaction to a rejection", inHandler("await load().catch(() => use());")],
    ["after a return", inHandler("if (event.warmUp) return; use();")],
    ["after an empty result for want of input", inHandler("if (!event.a) return []; use();")],
    ["after a response", inHandler("if (!event.csv) return { statusCode: 200 }; use();")],
    ["a branch in a loop", inHandler("for (const item of event.Records) { if (item.a) use(); }")],
    ["after continue", inHandler("for (const item of event.Records) { if (item.a) continue; use(); }")],
    ["a helper on a branch", `const save = () => use(); ${inHandler("if (event.a) save();")}`],
    ["a branch in a helper", `function save(a) { if (a) use(); } ${inHandler("save(event.a);")}`],
    [
      "one of the functions a call can mean",
      `const all = { a: () => use(), b: () => log() }; ${inHandler("all[event.key]();")}`,
    ],
    [
      "one of two handlers",
      `import type { Handler } from "aws-lambda";
       export const a: Handler = async () => use(); export const b: Handler = async () => {};`,
    ],
    ["a memo on a branch", `let client; ${inHandler("if (event.a) { client ??= use(); }")}`],
  ])("%s", (_, code) => {
    expect(pathUse(code)).toBe("some");
  });
});

it("is unknown when some of the code is not proven to run", () => {
  expect(pathUse(`export function report() { use(); } ${inHandler("")}`)).toBe("unknown");
  expect(pathUse(`app.get("/", () => use()); ${inHandler("")}`)).toBe("unknown");
  expect(pathUse(`export function report() { use(); } ${inHandler("if (event.a) use();")}`)).toBe("unknown");
});

it("is none without code", () => {
  expect(pathUse(inHandler(""))).toBe("none");
});
