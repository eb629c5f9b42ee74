import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createElsewhere } from "../../src/callers/create-elsewhere.js";
import { Projects } from "../../src/callers/projects.js";
import type { GivenFunction } from "../../src/lambda/elsewhere.js";
import { modelOf } from "../support/model-of.js";
import { temporaryProject } from "../support/temporary-project.js";

const handlerOptions = { handlerNames: ["handler"], wrappers: [], configured: [], isHandlerFile: false };

function lookFrom(files: Readonly<Record<string, string>>, file: string) {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  const projects = new Projects({
    isIgnored: () => false,
    mentionsHandlers: () => true,
    isConfigured: () => false,
    layerFoldersOf: () => [],
    handlerOptionsOf: (_file, elsewhere) => ({ ...handlerOptions, elsewhere }),
  });
  const filename = join(directory, file);
  const project = projects.of(filename);
  if (project === undefined) throw new Error("The test has no project.");
  return { elsewhere: createElsewhere(filename, project) };
}

/** What a wrapper of another file does with what it is given: `argument.path: gets`. */
function givenTo(
  wrapper: string,
  path: readonly string[] = ["wrap"],
  more: Readonly<Record<string, string>> = {},
) {
  const files = { "src/wrap.ts": wrapper, "src/index.ts": `import "./wrap";`, ...more };
  const { elsewhere } = lookFrom(files, "src/index.ts");
  const spell = ({ argument, path: parts, gets }: GivenFunction): string =>
    `${[argument, ...parts].join(".")}: ${gets}`;
  return [...new Set(elsewhere.functionsGivenTo("./wrap", path).map(spell))];
}

describe("a wrapper of another file", () => {
  it.each<[string, string, string[]]>([
    ["does nothing with a value", `export const wrap = (fn) => async (event) => event;`, []],
    [
      "calls it when it is called itself",
      `export const wrap = (fn) => { fn(); return async (event) => {}; };`,
      [],
    ],
    ["calls it with the event", `export const wrap = (fn) => async (event) => fn(event);`, ["0: event"]],
    ["calls it with all arguments", `export const wrap = (fn) => (...args) => fn(...args);`, ["0: event"]],
    [
      "calls it with arguments",
      `export function wrap(fn) { return function () { return fn.apply(this, arguments); }; }`,
      ["0: event"],
    ],
    [
      "calls it by call",
      `export function wrap(fn) { return function (event) { return fn.call(this, event); }; }`,
      ["0: event"],
    ],
    [
      "calls it with the event and more",
      `export const wrap = (fn) => async (event, context) => fn({ ...event, user: 1 }, context);`,
      ["0: event"],
    ],
    [
      "calls it with the body",
      `export const wrap = (fn) => async (event) => fn(JSON.parse(event.body));`,
      ["0: other"],
    ],
    [
      "calls it in a helper",
      `const run = async (fn, input) => fn(input); export const wrap = (fn) => async (event) => run(fn, event.detail);`,
      ["0: other"],
    ],
    [
      "calls it in a callback",
      `export const wrap = (fn) => async (event) => storage.run(event, () => fn(event));`,
      ["0: event"],
    ],
    [
      "answers by itself",
      `export const wrap = (fn) => async (event) => { await fn(event); return { statusCode: 204 }; };`,
      ["0: other"],
    ],
    [
      "gives its answer after more",
      `export const wrap = (fn) => async (event) => { const answer = await fn(event); log(answer); return answer; };`,
      ["0: event"],
    ],
    [
      "makes its answer of what it gives",
      `export const wrap = (fn) => async (event, context) => {
         let body, statusCode;
         try { body = await fn(event, context); statusCode = 200; } catch (error) { body = { error: error.message }; statusCode = 500; }
         return { statusCode, body: JSON.stringify(body) };
       };`,
      ["0: event"],
    ],
    [
      "puts what it gives into its answer",
      `export const wrap = (fn) => async (event) => {
         const response = { statusCode: 200, body: null };
         response.body = JSON.stringify(await fn(event));
         return response;
       };`,
      ["0: event"],
    ],
    [
      "makes its answer in a call of what it gives",
      `export const wrap = (fn) => async (event) => { const found = await fn(event); const body = JSON.stringify(found); return ok(body); };`,
      ["0: event"],
    ],
    [
      "answers with something else of the same function",
      `export const wrap = (fn) => async (event) => { const user = await fn(event); const started = Date.now(); log(user); return { statusCode: 204, headers: { started } }; };`,
      ["0: other"],
    ],
    [
      "says which items failed of what it gives",
      `export const wrap = (fn) => async (event) => { const failed = await fn(event); return { batchItemFailures: failed.map((id) => ({ itemIdentifier: id })) }; };`,
      ["0: other"],
    ],
    ["awaits it", `export const wrap = (fn) => async (event) => { await fn(event); log(); };`, ["0: event"]],
    [
      "awaits two",
      `export const wrap = (check, fn) => async (event) => { await check(event); await fn(event); };`,
      ["0: other", "1: other"],
    ],
    [
      "hands it to other code",
      `export const wrap = (fn) => async (event) => tracer.capture("x", fn);`,
      ["0: other"],
    ],
    [
      "takes it second",
      `export const wrap = (parse, fn) => async (event) => fn(parse(event));`,
      ["1: other", "0: other"],
    ],
    [
      "takes it in an object",
      `export const wrap = ({ schema, handler }) => async (event) => handler(schema.parse(event));`,
      ["0.handler: other", "0.schema.parse: other"],
    ],
    [
      "takes it in options",
      `export const wrap = (options) => async (event) => options.handler(event);`,
      ["0.handler: event"],
    ],
    [
      "finds it in a list",
      `export const wrap = (routes) => async (event) => { const route = routes.find(({ path }) => path === event.path); return route.handler(event); };`,
      ["0.find: other", "0.[].handler: event"],
    ],
    [
      "goes through a list",
      `export const wrap = (steps) => async (event) => { for (const step of steps) await step(event); };`,
      ["0.[]: event"],
    ],
    [
      "maps a list",
      `export const wrap = (steps) => async (event) => Promise.all(steps.map((step) => step.run(event)));`,
      ["0.map: other", "0.[].run: event"],
    ],
    [
      "looks it up",
      `export const wrap = (routes) => async (event) => routes[event.routeKey](event);`,
      ["0.[]: event"],
    ],
    [
      "gives it to Middy",
      `import middy from "@middy/core"; export const wrap = (fn) => middy(fn).use(cors());`,
      ["0: handler"],
    ],
    [
      "gives it to Middy at the end",
      `import middy from "@middy/core"; export const wrap = (fn) => middy().use(cors()).handler(fn);`,
      ["0: handler"],
    ],
    [
      "calls it within Middy",
      `import middy from "@middy/core"; export const wrap = (fn) => middy(async (event) => fn(event.detail)).use(cors());`,
      ["0: other"],
    ],
    [
      "calls it within code that nobody knows",
      `export const wrap = (fn) => Tracing.wrapLambda(async (event) => fn(event));`,
      ["0: event"],
    ],
    [
      "gives an app to its adapter",
      `import serverless from "serverless-http"; export const wrap = (app) => serverless(app);`,
      ["0: app"],
    ],
  ])("%s", (_name, wrapper, expected) => {
    expect(givenTo(wrapper)).toEqual(expected);
  });

  it("is curried, a default export, a method, or passed on", () => {
    expect(
      givenTo(`export const wrap = (role) => (fn) => async (event) => fn(event);`, ["wrap", "()"]),
    ).toEqual(["0: event"]);
    expect(givenTo(`export default (fn) => async (event) => fn(event);`, [])).toEqual(["0: event"]);
    expect(
      givenTo(`export class Api { wrap(fn) { return async (event) => fn(event); } }`, [
        "Api",
        "new()",
        "wrap",
      ]),
    ).toEqual(["0: event"]);
    expect(
      givenTo(`export { inner as wrap } from "./inner";`, ["wrap"], {
        "src/inner.ts": `export const inner = (fn) => async (event) => fn(event);`,
      }),
    ).toEqual(["0: event"]);
  });

  it("gives it to a wrapper of a third file", () => {
    const inner = { "src/inner.ts": `export const inner = ({ main }) => async (event) => main(event.body);` };
    const wrapper = `import { inner } from "./inner"; export const wrap = (fn) => inner({ main: fn });`;
    expect(givenTo(wrapper, ["wrap"], inner)).toEqual(["0: other"]);
  });

  it("ends where wrappers give it to each other", () => {
    const other = { "src/other.ts": `import { wrap } from "./wrap"; export const other = (fn) => wrap(fn);` };
    expect(
      givenTo(`import { other } from "./other"; export const wrap = (fn) => other(fn);`, ["wrap"], other),
    ).toEqual([]);
  });
});

const wrap = `export const wrap = (fn) => async (event) => fn(event);
  export const parsed = (fn) => async (event) => fn(JSON.parse(event.body));
  export const routed = (routes) => async (event) => routes.find(({ path }) => path === event.path).handler(event);
  export const nothing = (fn) => async (event) => event;`;

/** The phases of the call `invocation()` in a file, and its handlers with a function. */
function phasesIn(code: string) {
  const { elsewhere } = lookFrom({ "src/wrap.ts": wrap, "src/index.ts": code }, "src/index.ts");
  const { lambda, callsOf } = modelOf(code, { elsewhere, handlerNames: ["handler"] });
  const [call] = callsOf("invocation");
  return {
    phases: call && [...lambda.phasesOf(call)],
    handlers: lambda.handlers.map(
      ({ node, evidence }) => `${node === undefined ? "unseen" : "seen"} ${evidence.join()}`,
    ),
  };
}

describe("what a handler's wrapper of another file is given", () => {
  it.each<[string, string]>([
    [
      "a function that gets the event",
      `import { wrap } from "./wrap"; export const handler = wrap(async () => invocation());`,
    ],
    [
      "a function in another wrapper",
      `import { wrap } from "./wrap"; export const handler = wrap(wrap(async () => invocation()));`,
    ],
    [
      "a function with Middy around",
      `import middy from "@middy/core"; import { wrap } from "./wrap"; export const handler = middy(wrap(() => invocation()));`,
    ],
    [
      "a function, then more is chained",
      `import { wrap } from "./wrap"; export const handler = wrap(() => invocation()).use(cors());`,
    ],
    [
      "a method of a service",
      `import { wrap } from "./wrap"; class Service { run() { invocation(); } } const service = new Service(); export const handler = wrap(service.run.bind(service));`,
    ],
    [
      "a route",
      `import { routed } from "./wrap"; const list = async () => invocation(); export const handler = routed([{ path: "/", handler: list }]);`,
    ],
    [
      "a route in another wrapper",
      `import { routed, wrap } from "./wrap"; export const handler = routed([{ path: "/", handler: wrap(async () => invocation()) }]);`,
    ],
  ])("%s, is the handler", (_name, code) => {
    const { phases, handlers } = phasesIn(code);
    expect(phases).toEqual(["invocation"]);
    expect(handlers.every((handler) => handler.startsWith("seen"))).toBe(true);
  });

  it("runs for requests, where it gets something else", () => {
    const code = `import { parsed } from "./wrap"; export const handler = parsed(async (order) => invocation());`;
    expect(phasesIn(code)).toEqual({ phases: ["invocation"], handlers: ["unseen export-name"] });
  });

  it("runs for requests, in a wrapper of a route that gets something else", () => {
    const code = `import { parsed, routed } from "./wrap"; export const handler = routed([{ path: "/", handler: parsed(() => invocation()) }]);`;
    expect(phasesIn(code)).toEqual({ phases: ["invocation"], handlers: ["unseen export-name"] });
  });

  it("is not known to run, where the wrapper of a route does not call it", () => {
    const code = `import { nothing, routed } from "./wrap"; export const handler = routed([{ path: "/", handler: nothing(() => invocation()) }]);`;
    expect(phasesIn(code).phases).toEqual([]);
  });

  it("is not known to run, where the wrapper does not call it", () => {
    const code = `import { nothing } from "./wrap"; export const handler = nothing(() => invocation());`;
    expect(phasesIn(code).phases).toEqual([]);
  });
});

describe("code of a third file that a wrapper is given", () => {
  it.each<[string, string]>([
    [
      "as a handler",
      `import { wrap } from "./wrap"; import { save } from "./target"; export const handler = wrap(save);`,
    ],
    [
      "as something else",
      `import { parsed } from "./wrap"; import { save } from "./target"; export const handler = parsed(save);`,
    ],
    [
      "in a list",
      `import { routed } from "./wrap"; import { save } from "./target"; export const handler = routed([{ path: "/", handler: save }]);`,
    ],
    [
      "behind a function",
      `import { wrap } from "./wrap"; import { save } from "./target"; export const handler = wrap(async () => save());`,
    ],
  ])("%s", (_name, code) => {
    const files = {
      "src/wrap.ts": wrap,
      "src/index.ts": code,
      "src/target.ts": `export const save = async () => {};`,
    };
    const { elsewhere } = lookFrom(files, "src/target.ts");
    expect(elsewhere.usesOf("save").callers.map(({ name }) => name)).toContain("handler");
  });
});

describe("a function that a wrapper gives parts of the event", () => {
  const wrapper = `export const wrap = (db, fn) => async (event) => {
      const body = event.body ? clean(JSON.parse(event.body)) : undefined;
      const user = await userOf(event);
      return fn({ user, body }, db);
    };
    const clean = (value) => value; const userOf = async (event) => lookUp(event.headers);`;
  const look = (code: string) => {
    const { elsewhere } = lookFrom({ "src/wrap.ts": wrapper, "src/index.ts": code }, "src/index.ts");
    return modelOf(code, { elsewhere });
  };
  const code = (argument: string): string =>
    `import { wrap } from "./wrap"; export const handler = wrap(db, async (request, store) => { probe(${argument}); });`;

  it("has data of the request in those parameters alone", () => {
    const isRequestData = (argument: string): boolean => {
      const { lambda, probed } = look(code(argument));
      return lambda.isRequestData(probed);
    };
    expect(isRequestData("request.body.name")).toBe(true);
    expect(isRequestData("store.name")).toBe(false);
  });

  it("has it still where the wrapper calls the function with something else as well", () => {
    const twice = `export const wrap = (fn) => async (event) => { await fn(event.body); return fn(settings); };`;
    const index = `import { wrap } from "./wrap"; export const handler = wrap(async (body) => { probe(body.name); });`;
    const { elsewhere } = lookFrom({ "src/wrap.ts": twice, "src/index.ts": index }, "src/index.ts");
    const { lambda, probed } = modelOf(index, { elsewhere });
    expect(lambda.isRequestData(probed)).toBe(true);
  });

  it("is told apart from the handler", () => {
    const { lambda } = look(code("1"));
    expect(lambda.delegates).toHaveLength(1);
    expect(lambda.handlers.map(({ node }) => node)).toEqual([undefined]);
  });
});

describe("an export without a handler's name", () => {
  const users = `import middy from "@middy/core"; export const withUser = (fn) => middy(fn).use(user());
    export const memo = (fn) => { let value; return () => (value ??= fn()); };`;
  const found = (code: string): readonly string[] => {
    const files = { "src/users.ts": users, "src/index.ts": code };
    const { elsewhere } = lookFrom(files, "src/index.ts");
    return modelOf(code, { elsewhere }).lambda.handlers.map(({ exportName }) => exportName ?? "");
  };

  it("is a handler, where the project's wrapper gives the function to Middy", () => {
    const code = `import type { APIGatewayProxyEvent } from "aws-lambda"; import { withUser } from "./users";
      export const createOrder = withUser(async () => {});`;
    expect(found(code)).toEqual(["createOrder"]);
  });

  it("is none, where the wrapper is for any function", () => {
    const code = `import type { APIGatewayProxyEvent } from "aws-lambda"; import { memo } from "./users";
      export const config = memo(async () => {});`;
    expect(found(code)).toEqual([]);
  });
});

describe("code that a wrapper of another file was given", () => {
  const wrappers = `export const retried = (fn) => async (...args) => { try { return await fn(...args); } catch { return fn(...args); } };
    export const once = (fn) => { let value; return () => { if (value === undefined) value = fn(); return value; }; };
    export const cached = (fn) => { const values = new Map(); return (key) => { if (!values.has(key)) values.set(key, fn(key)); return values.get(key); }; };
    export const parsed = (schema, fn) => { const result = (input) => fn(schema.parse(input)); result.schema = schema; return result; };`;
  /** How the handler's file runs the call `invocation()` of another file, or of its own. */
  const run = (files: Readonly<Record<string, string>>, file: string) => {
    const { elsewhere } = lookFrom({ "src/wrappers.ts": wrappers, ...files }, file);
    const { lambda, callsOf } = modelOf(files[file] ?? "", { elsewhere });
    const [call] = callsOf("invocation");
    if (call === undefined) throw new Error("The file has no call of invocation.");
    return { phases: [...lambda.phasesOf(call)], isRepeated: lambda.runsPerInvocation(call) };
  };
  const handlerFile = (save: string) => ({
    "src/index.ts": `import { retried, once, cached, parsed } from "./wrappers"; ${save}
      export const handler = async (event) => { await save(event); };`,
  });
  const storeFile = (save: string) => ({
    "src/store.ts": `import { retried, once, cached, parsed } from "./wrappers"; ${save}`,
    "src/index.ts": `import { save } from "./store"; export const handler = async (event) => { await save(event); };`,
  });

  it.each<[string, string]>([
    ["calls it again", `const save = retried(async () => invocation());`],
    ["calls it with what it parsed", `const save = parsed(Order, async () => invocation());`],
  ])("runs when what was made is called: a wrapper that %s", (_name, save) => {
    expect(run(handlerFile(save), "src/index.ts")).toEqual({ phases: ["invocation"], isRepeated: true });
    expect(run(storeFile(`export ${save}`), "src/store.ts")).toEqual({
      phases: ["invocation"],
      isRepeated: true,
    });
  });

  it.each<[string, string]>([
    ["the only value", `const save = once(() => invocation());`],
    ["a value for each key", `const save = cached(() => invocation());`],
  ])("runs once, where the wrapper keeps %s", (_name, save) => {
    expect(run(handlerFile(save), "src/index.ts")).toEqual({ phases: ["invocation"], isRepeated: false });
    expect(run(storeFile(`export ${save}`), "src/store.ts")).toEqual({
      phases: ["invocation"],
      isRepeated: false,
    });
  });

  it("may be code of a third file", () => {
    const files = {
      ...storeFile(`import { write } from "./write"; export const save = retried(write);`),
      "src/write.ts": `export const write = async () => invocation();`,
    };
    expect(run(files, "src/write.ts")).toEqual({ phases: ["invocation"], isRepeated: true });
  });

  it("is not known behind a spread, which moves it to another place", () => {
    const spread = `const save = parsed(...steps, async () => invocation());`;
    expect(run(handlerFile(spread), "src/index.ts").phases).toEqual([]);
  });

  it("is not known to run where nobody calls what was made", () => {
    const files = handlerFile(`const save = () => {}; const other = retried(async () => invocation());`);
    expect(run(files, "src/index.ts")).toEqual({ phases: [], isRepeated: false });
  });
});
