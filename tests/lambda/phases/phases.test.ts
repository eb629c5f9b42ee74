import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

/**
 * Each call in the code says by its name when it must be proven to run: `init()`, `invocation()`, `both()`; `unknown()`
 * must not be proven to run at all.
 */
const cases: Record<string, string> = {
  "module code is init and the handler's body invocation": `
    init();
    export const handler = async (event) => { invocation(); };
  `,
  "a parameter's default runs when the function does": `
    export const handler = async (event, context = invocation()) => {};
  `,
  "a function nobody calls is unknown": `
    export const handler = async () => {};
    function idle() { unknown(); }
    export function helper() { unknown(); }
  `,
  "helpers, through several calls": `
    function first() { invocation(); second(); }
    const second = () => { invocation(); };
    export const handler = async () => { first(); };
  `,
  "a function that is called by way of the exports": `
    exports.handler = async () => { await exports.first(); };
    exports.first = async () => { invocation(); await module.exports.second(); };
    exports.second = second;
    async function second() { invocation(); }
    exports.idle = async () => { unknown(); };
  `,
  "a function that is called by a name of the exports": `
    const orders = module.exports;
    module.exports.handler = async () => { await orders.load(); };
    module.exports.load = async () => { invocation(); };
    module.exports.idle = async () => { unknown(); };
  `,
  "a handler that the file calls itself": `
    exports.handler = async () => { both(); };
    exports.handler();
  `,
  "a helper used in both phases": `
    const load = () => both();
    load();
    export const handler = async () => load();
  `,
  "a helper used at init only": `
    const load = () => init();
    const config = load();
    export const handler = async () => config;
  `,
  "functions that a list is mapped to, which other code is given": `
    export const handler = async (event) => {
      await queue.addAll(event.items.map((item) => async () => { invocation(); await send(item); }));
      const tasks = event.items.flatMap((item) => [() => { invocation(); }]);
      await runAll({ tasks });
    };
    const kept = list.map(() => () => { unknown(); });
  `,
  "recursion and mutual recursion end": `
    function even(n) { invocation(); return n === 0 || odd(n - 1); }
    function odd(n) { invocation(); return n !== 0 && even(n - 1); }
    export const handler = async (event) => even(event.n);
  `,
  "immediately invoked functions": `
    (() => { init(); })();
    (async function () { init(); })();
    export const handler = async () => { await (async () => { invocation(); })(); };
  `,
  "callbacks of array methods": `
    [1].map(() => init());
    export const handler = async (event) => {
      await Promise.all(event.Records.map(async (record) => { invocation(); }));
      event.Records.forEach(function () { invocation(); });
    };
  `,
  "a named function given to an array method": `
    const toItem = (record) => invocation();
    export const handler = async (event) => event.Records.map(toItem);
  `,
  "steps of a pipeline, which a reducer calls": `
    const step = (order) => { invocation(); return order; };
    const other = (order) => init();
    const pipe = (...steps) => (order) => steps.reduce((value, one) => one(value), order);
    export const handler = async (event) => pipe(step)(event);
    other({});
  `,
  "a method of a class below the one that calls it": `
    class Job { run() { return this.work(); } work() {} }
    class Export extends Job { work() { invocation(); } }
    class Unused { work() { unknown(); } }
    export const handler = async () => new Export().run();
  `,
  "promise reactions": `
    load().then(() => init(), () => init()).finally(() => init());
    export const handler = async () => work().then(() => invocation()).catch(() => invocation());
    new Promise((resolve) => init());
  `,
  "timers and the microtask queue": `
    setTimeout(() => init(), 10);
    export const handler = async () => {
      setImmediate(() => invocation());
      queueMicrotask(() => invocation());
      await new Promise((resolve) => setTimeout(() => { invocation(); resolve(); }, 5));
    };
  `,
  "listeners registered at init may never run": `
    emitter.on("error", () => unknown());
    export const handler = async () => { emitter.once("end", () => invocation()); };
  `,
  "a function given to code outside the file, from the handler and from init": `
    import { retry, register } from "./elsewhere";
    register(() => unknown());
    export const handler = async () => retry(async () => invocation());
  `,
  "functions in options given to code outside the file": `
    import { consume } from "./elsewhere";
    export const handler = async () => consume({ onItem: () => invocation(), hooks: { after() { invocation(); } } });
  `,
  "a helper that calls its parameter": `
    async function withRetry(fn) { return fn(); }
    export const handler = async () => withRetry(async () => invocation());
  `,
  "a helper that hands its parameter on": `
    import { retry } from "./elsewhere";
    const withRetry = (fn) => retry(fn);
    export const handler = async () => withRetry(async () => invocation());
  `,
  "functions that are returned and then called": `
    const makeLoader = () => { init(); return () => invocation(); };
    const load = makeLoader();
    export const handler = async () => load();
  `,
  "a returned handler": `
    const makeHandler = (dependencies) => { init(); return async (event) => { invocation(); }; };
    export const handler = makeHandler({});
  `,
  "an in-file wrapper around the handler": `
    const withErrors = (fn) => async (event) => { invocation(); return fn(event); };
    export const handler = withErrors(async (event) => { invocation(); });
  `,
  "re-assigned functions": `
    let load = () => invocation();
    if (process.env.FAST) load = () => invocation();
    export const handler = async () => load();
  `,
  "conditionally chosen functions": `
    const fast = () => invocation();
    const slow = () => invocation();
    const last = () => invocation();
    export const handler = async (event) => { (event.fast ? fast : slow)(); (event.f || last)(); };
  `,
  "a dispatch map": `
    const routes = { "GET /orders": list, async "POST /orders"() { invocation(); } };
    function list() { invocation(); }
    export const handler = async (event) => routes[event.routeKey](event);
  `,
  "a dispatch Map": `
    const routes = new Map([["list", () => invocation()]]);
    export const handler = async (event) => routes.get(event.kind)(event);
  `,
  "methods of an object literal": `
    const orders = { list() { invocation(); return this.load(); }, load: () => invocation() };
    export const handler = async () => orders.list();
  `,
  "an instance made at init, its methods called in the handler": `
    class Orders {
      static shared = init();
      static { init(); }
      table = init();
      constructor() { init(); }
      list() { invocation(); return this.load(); }
      load() { invocation(); }
      idle() { unknown(); }
    }
    const orders = new Orders();
    export const handler = async () => orders.list();
  `,
  "an instance made in the handler": `
    class Orders {
      static { init(); }
      table = invocation();
      constructor() { invocation(); }
    }
    export const handler = async () => new Orders();
  `,
  "a super class and super calls": `
    class Base { field = invocation(); constructor() { invocation(); } run() { invocation(); } }
    class Orders extends Base { constructor() { super(); invocation(); } run() { super.run(); } }
    export const handler = async () => new Orders().run();
  `,
  "static methods and arrow fields": `
    class Orders { static load() { invocation(); } list = () => { invocation(); }; }
    const orders = new Orders();
    export const handler = async () => { Orders.load(); orders.list(); };
  `,
  "injected dependencies": `
    class Repository { find() { invocation(); } }
    class Service { constructor(private readonly repository: Repository) {} run() { return this.repository.find(); } }
    const service = new Service(new Repository());
    export const handler = async () => service.run();
  `,
  "getters and setters": `
    class Orders { get client() { return invocation(); } set client(value) { unknown(); } }
    const orders = new Orders();
    export const handler = async () => orders.client;
  `,
  generators: `
    function* pages() { invocation(); yield 1; }
    export const handler = async () => { for (const page of pages()) { invocation(); } };
  `,
  "async generators": `
    async function* pages() { invocation(); yield 1; }
    export const handler = async () => { for await (const page of pages()) { invocation(); } };
  `,
  "tagged templates": `
    const sql = (parts, ...values) => invocation();
    export const handler = async (event) => sql\`select \${event.id}\`;
  `,
  "call, apply and bind": `
    function one() { invocation(); }
    function two() { invocation(); }
    function three() { invocation(); }
    export const handler = async () => { one.call(null); two.apply(null, []); three.bind(null)(); };
  `,
  "closures of the handler that are only called there": `
    export const handler = async (event) => {
      const save = async () => { invocation(); };
      function log() { invocation(); }
      await save(); log();
    };
  `,
  "destructured functions": `
    const { load } = { load: () => invocation() };
    export const handler = async () => load();
  `,
  "for of over functions": `
    const steps = [() => invocation(), () => invocation()];
    export const handler = async () => { for (const step of steps) await step(); };
  `,
};

describe("phases", () => {
  it.each(Object.entries(cases))("%s", (_name, code) => {
    const file = modelOf(code);
    const proven = { init: ["init"], invocation: ["invocation"], both: ["init", "invocation"], unknown: [] };
    for (const [name, phases] of Object.entries(proven)) {
      for (const call of file.callsOf(name)) {
        const where = `${name}() in line ${String(call.loc.start.line)}`;
        expect([where, [...file.lambda.phasesOf(call)].sort()]).toEqual([where, phases]);
      }
    }
    expect(["init", "invocation", "both", "unknown"].flatMap((name) => file.callsOf(name))).not.toEqual([]);
  });

  it("nothing is proven in a file without a handler", () => {
    const { lambda, callsOf } = modelOf("export const work = async () => { unknown(); };");
    expect(lambda.hasEvidence).toBe(false);
    expect(lambda.phasesOf(callsOf("unknown")[0]!)).toEqual(new Set());
  });
});

describe("code that runs in every invocation", () => {
  const always = (code: string): boolean => {
    const { lambda, callsOf } = modelOf(code);
    return lambda.runsInEveryInvocation(callsOf("used")[0]!);
  };
  it.each([
    ["in the handler's body", "used();"],
    ["in a test", "if (used()) return;"],
    ["in a try block", "try { used(); } catch { return; }"],
    ["in a helper that is always called", "const help = () => used(); help();"],
    ["in the reaction to a promise", "await work().finally(() => 1); used();"],
    ["after a throw in a branch", "if (!event.id) throw new Error('no id'); used();"],
    ["in what a loop runs over", "for (const item of used()) work(item);"],
  ])("%s", (_name, body) => {
    expect(always(`export const handler = async (event) => { ${body} };`)).toBe(true);
  });
  it.each([
    ["in a branch", "if (event.export) used();"],
    ["after an early return", "if (!event.id) return; used();"],
    ["in a loop's body", "for (const record of event.Records) used();"],
    ["in a short circuit", "event.export && used();"],
    ["in one case", "switch (event.kind) { case 'a': used(); }"],
    ["after an error", "try { work(); } catch { used(); }"],
    ["in a callback of map", "event.Records.map(() => used());"],
    ["in a helper called in a branch", "const help = () => used(); if (event.export) help();"],
    ["given to code outside", "retry(() => used());"],
  ])("not %s", (_name, body) => {
    expect(always(`export const handler = async (event) => { ${body} };`)).toBe(false);
  });
  it("only when each of two handlers does", () => {
    expect(
      always("export const handler = async () => { used(); }; export const lambdaHandler = async () => {};"),
    ).toBe(false);
  });
});
