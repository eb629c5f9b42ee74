import { describe, expect, it } from "vitest";
import { codeFunctionsOfProject } from "../../src/functions/code-projects.js";
import { onlyValue } from "../../src/functions/config-value.js";
import { isSst2 } from "../../src/functions/setting-names.js";
import { temporaryProject } from "../support/temporary-project.js";

function read(files: Readonly<Record<string, string>>) {
  const root = temporaryProject({
    "sst.config.ts": `
import { Desk } from "./stacks/desk";
import { Storage } from "./stacks/storage";
export default { config: () => ({ name: "library" }), stacks(app) { app.stack(Storage).stack(Desk); } };
`,
    "stacks/storage.ts": "export function Storage() {}",
    "stacks/desk.ts": "export function Desk() {}",
    "src/lend.ts": "export const handler = async () => {};\n",
    ...files,
  });
  return codeFunctionsOfProject(root);
}

const IMPORTS = `import { Api, AppSyncApi, Cognito, EventBus, Function, Queue, Table, use } from "sst/constructs";\n`;

describe("what a stack hands over to others", () => {
  it("is the construct, with what it says of its functions", () => {
    const [fn, ...others] = read({
      "stacks/storage.ts": `${IMPORTS}
export function Storage({ stack }) {
  const bus = new EventBus(stack, "Lent", { defaults: { function: { timeout: 20, environment: { DESK: "1" } } } });
  return { bus, shelf: new Queue(stack, "Shelf") };
}`,
      "stacks/desk.ts": `${IMPORTS}
import { Storage } from "./storage";
export function Desk({ stack }) {
  const { bus } = use(Storage);
  bus.subscribe(stack, "lent", { handler: "src/lend.handler", environment: { SHELF: use(Storage).shelf.queueUrl } });
}`,
    });
    expect(others).toEqual([]);
    expect(onlyValue(fn?.timeoutSec)).toBe(20);
    expect([...(fn?.env.variables.keys() ?? [])].sort()).toEqual(["DESK", "SHELF"]);
    expect(fn?.env.isComplete).toBe(true);
    expect(fn?.sources).toMatchObject([{ kind: "eventbridge" }]);
  });

  it("tells tables and streams apart, which both have consumers", () => {
    const found = read({
      "stacks/storage.ts": `${IMPORTS}
export function Storage({ stack }) { return new Table(stack, "Books", { fields: { id: "string" } }); }`,
      "stacks/desk.ts": `${IMPORTS}
import { Storage } from "./storage";
export function Desk({ stack }) { use(Storage).addConsumers(stack, { lend: "src/lend.handler" }); }`,
    });
    expect(found).toMatchObject([{ id: "Books", sources: [{ kind: "dynamodb-stream" }] }]);
  });

  it("is not known of two that hand over to each other", () => {
    const found = read({
      "stacks/storage.ts": `${IMPORTS}
import { Desk } from "./desk";
export function Storage({ stack }) { const bus = use(Desk); bus.subscribe(stack, "lent", "src/lend.handler"); return bus; }`,
      "stacks/desk.ts": `${IMPORTS}
import { Storage } from "./storage";
export function Desk({ stack }) { return use(Storage); }`,
    });
    expect(found).toMatchObject([{ id: "lent", sources: [{ kind: "eventbridge" }] }]);
    expect(found[0]?.env.isComplete).toBe(false);
  });

  it("is made once, however many ask for it", () => {
    const found = read({
      "stacks/storage.ts": `${IMPORTS}
export function Storage({ stack }) { return new Queue(stack, "Shelf", { consumer: "src/lend.handler" }); }`,
      "stacks/desk.ts": `${IMPORTS}
import { Storage } from "./storage";
export function Desk({ stack }) { return [use(Storage), use(Storage)]; }`,
    });
    expect(found.map(({ id }) => id)).toEqual(["Shelf"]);
  });
});

it.each([
  [
    "a definition",
    `Function.fromDefinition(stack, "Lend", { handler: "src/lend.handler", timeout: 40 });`,
    "Lend",
    [],
  ],
  [
    "an authorizer",
    `const lend = new Function(stack, "Lend", { handler: "src/lend.handler" }); new Api(stack, "Api", { authorizers: { lend: { type: "lambda", function: lend } } });`,
    "Lend",
    [{ kind: "authorizer" }],
  ],
  [
    "a data source",
    `new AppSyncApi(stack, "Graph", { dataSources: { lend: "src/lend.handler" }, resolvers: { "Query lend": "lend" } });`,
    "Graph",
    [{ kind: "appsync" }],
  ],
  [
    "a trigger",
    `new Cognito(stack, "Readers", { triggers: { preSignUp: "src/lend.handler" } });`,
    "Readers",
    [{ kind: "cognito" }],
  ],
])("%s of version 2 is found", (_, body, id, sources) => {
  const found = read({ "stacks/desk.ts": `${IMPORTS}export function Desk({ stack }) { ${body} }` });
  expect(found).toMatchObject([{ id, handler: { status: "resolved" }, sources }]);
});

it("what is not yet part of the constructs of version 2 has functions too", () => {
  const found = read({
    "stacks/desk.ts": `import { Auth } from "sst/constructs/future";
export function Desk({ stack }) { new Auth(stack, "Readers", { authenticator: { handler: "src/lend.handler" } }); }`,
  });
  expect(found).toMatchObject([{ id: "Readers", sources: [{ kind: "function-url" }] }]);
  expect(isSst2(`import { Auth } from "sst/constructs/future";`)).toBe(true);
});
