import { describe, expect, it } from "vitest";
import type { rules } from "../../src/rules/index.js";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

const serverless = `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  order: { handler: src/handler.order, events: [{ http: { path: /orders, method: post } }] }
`;

/** Takes orders: SQL with a part of the event, the event in the log, and the stack of an error in the answer. */
const orders = `const { client } = require("./client");
function create(event, context, callback) {
  console.log("event", event);
  const { id } = JSON.parse(event.body);
  client.query(\`SELECT total FROM orders WHERE id = '\${id}'\`)
    .then(({ rows }) => callback(null, { statusCode: 200, body: JSON.stringify(rows) }))
    .catch((error) => callback(null, { statusCode: 500, body: error.stack }));
}
exports.create = create;
`;
const client = `const { Client } = require("pg"); exports.client = new Client();`;
const names = [
  ...(["no-event-injection", "no-event-logging", "no-exposed-error", "require-input-validation"] as const),
  ...(["no-callback-handler", "no-legacy-context-api"] as const),
];
const all = ["no-event-logging", "no-event-injection", "no-exposed-error"];

/** The rules that report something in one of the files, with a handler that is written so. */
function found(
  handler: string,
  file = "src/orders.js",
  { source = orders, of = names }: { source?: string; of?: readonly (keyof typeof rules)[] } = {},
): readonly string[] {
  const directory = temporaryProject({
    "package.json": "{}",
    "serverless.yml": serverless,
    "src/handler.js": handler,
    "src/orders.js": source,
    "src/client.js": client,
    "src/controllers.js": `module.exports = { create: require("./orders").create };`,
  });
  return lintFile(directory, file, of).map(({ rule }) => rule.replace("aws-lambda/", ""));
}

const required = `const { create } = require("./orders");`;
const byCallback = `${required} exports.order = (event, context, callback) => { create(event, context, callback); };`;

describe("a function that a handler hands its event on to", () => {
  it.each([
    ["in its body, with the callback", byCallback],
    [
      "as its result",
      `${required} exports.order = (event, context, callback) => create(event, context, callback);`,
    ],
    ["as what it returns", `${required} exports.order = async function (event) { return create(event); };`],
    [
      "as what it waits for",
      `${required} exports.order = async (event, context) => await create(event, context);`,
    ],
    [
      "under other names, after a setting",
      `${required} exports.order = (request, ctx, done) => { ctx.callbackWaitsForEmptyEventLoop = false; return create(request, ctx, done); };`,
    ],
    [
      "after a line of a log",
      `${required} exports.order = async (event, context) => { console.log("order", event.id); return create(event, context); };`,
    ],
    [
      "with something of its own file beside it",
      `${required} const services = { clock: Date }; exports.order = async (event) => create(event, services);`,
    ],
    [
      "after what has to do with the context alone",
      `${required} const tools = require("./tools"); exports.order = async (event, context) => { tools.addContext(context); await tools.connect(); const services = tools.make(context); return create(event, services); };`,
    ],
    [
      "behind another file",
      `const controllers = require("./controllers"); exports.order = (event, context, callback) => controllers.create(event, context, callback);`,
    ],
  ])("is a handler: %s", (_, handler) => {
    expect(found(handler)).toEqual(all);
  });

  it.each([
    [
      "of an instance in module scope",
      `const { Orders } = require("./orders"); const orders = new Orders(); exports.order = async (event, context) => orders.create(event, context);`,
    ],
    [
      "of an instance that the handler makes",
      `const { Orders } = require("./orders"); exports.order = async (event, context) => { const orders = new Orders(client); return await orders.create(event, context); };`,
    ],
  ])("may be a method: %s", (_, handler) => {
    const source = `const { client } = require("./client");
      class Orders {
        async create(event, context) {
          console.log("event", event);
          const { id } = JSON.parse(event.body);
          try {
            const { rows } = await client.query(\`SELECT total FROM orders WHERE id = '\${id}'\`);
            return { statusCode: 200, body: JSON.stringify(rows) };
          } catch (error) {
            return { statusCode: 500, body: error.stack };
          }
        }
      }
      exports.Orders = Orders;`;
    expect(found(handler, "src/orders.js", { source })).toEqual(all);
  });

  it("gives the answer of a handler as a method too", () => {
    const source = `exports.Orders = class { async create(event, context) { return { statusCode: 200, body: { id: 1 } }; } };`;
    const handler = `const { Orders } = require("./orders"); const orders = new Orders(); exports.order = async (event, context) => orders.create(event, context);`;
    const of = ["valid-proxy-response"] as const;
    expect(found(handler, "src/orders.js", { source, of })).toEqual(of);
  });

  it("has its findings in its own file, each once", () => {
    expect(found(byCallback, "src/handler.js")).toEqual(["no-callback-handler"]);
  });

  it("is none that Lambda calls, whatever its parameters", () => {
    expect(found(byCallback, "src/orders.js", { of: ["no-callback-handler"] })).toEqual([]);
  });

  it("may have its answer dropped, where it gives none", () => {
    const gives = `${required} exports.order = async (event) => { await create(event, {}); };`;
    const of = ["no-event-logging"] as const;
    const nothing = `exports.create = async (event, services) => { console.log(event); await services.save(event.id, event.context); };`;
    expect(found(gives, "src/orders.js", { source: nothing, of })).toEqual(of);
    const answer = `exports.create = async (event, services) => { console.log(event); return services.save(event.id, event.context); };`;
    expect(found(gives, "src/orders.js", { source: answer, of })).toEqual([]);
  });

  it("has no context where it is given something else", () => {
    const source = `exports.create = async (event, services) => { services.done(null, event.Records); };`;
    const of = ["no-legacy-context-api"] as const;
    const withServices = `${required} const services = {}; exports.order = async (event) => create(event, services);`;
    expect(found(withServices, "src/orders.js", { source, of })).toEqual([]);
    const withContext = `${required} exports.order = async (event, context) => create(event, context);`;
    expect(found(withContext, "src/orders.js", { source, of })).toEqual(of);
  });

  it("has its promise waited for where the handler gives it to Lambda", () => {
    const source = `const { client } = require("./client");
      exports.create = (event, context, callback) => client.query("SELECT 1").then(() => {
        client.query("SELECT 2").then(() => callback(null, { statusCode: 200, body: "" }));
      });`;
    const of = ["no-floating-work"] as const;
    expect(found(byCallback, "src/orders.js", { source, of })).toEqual([]);
    const waiting = `${required} exports.order = async (event, context) => create(event, context);`;
    expect(found(waiting, "src/orders.js", { source, of })).toEqual(of);
  });

  it("gets the events that the configuration sends the handler", () => {
    const source = `const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
      const sns = new SNSClient({});
      exports.create = async (event, context) => {
        await sns.send(new PublishCommand({ Message: JSON.parse(event.body).text }));
      };`;
    const of = ["require-input-validation"] as const;
    const handler = `${required} exports.order = (event, context) => create(event, context);`;
    expect(found(handler, "src/orders.js", { source, of })).toEqual(of);
  });

  it.each([
    [
      "after a look at the event",
      `${required} exports.order = (event) => { check(event); return create(event); };`,
    ],
    [
      "behind an instance that gets the event",
      `const { Orders } = require("./orders"); exports.order = (event) => { const orders = new Orders(event); return orders.create(event); };`,
    ],
    ["with a part of the event", `${required} exports.order = (event) => create(event.detail);`],
    [
      "with another event",
      `${required} exports.order = (event) => { event = clean(event); return create(event); };`,
    ],
    ["with what is put before it", `${required} exports.order = (event) => create("orders", event);`],
    [
      "with a part of the event beside it",
      `${required} exports.order = async (event) => create(event, event.detail);`,
    ],
    [
      "in a condition",
      `${required} exports.order = async (event) => { if (ready) return create(event, {}); };`,
    ],
    ["and that does not wait for it", `${required} exports.order = async (event) => { create(event); };`],
    [
      "in a wrapper",
      `${required} exports.order = withChecks((event) => create(event)); const { withChecks } = require("./checks");`,
    ],
    [
      "in middy",
      `const middy = require("@middy/core"); ${required} exports.order = middy((event) => create(event)).use(checks());`,
    ],
  ])("is no handler: %s", (_, handler) => {
    expect(found(handler, "src/orders.js", { of: ["no-event-logging"] })).toEqual([]);
  });

  it("is no handler beside one of its own file", () => {
    const source = `${orders} exports.handler = async () => ({ statusCode: 200, body: "" });`;
    expect(found(byCallback, "src/orders.js", { source, of: ["no-event-logging"] })).toEqual([]);
    expect(found(byCallback, "src/handler.js", { source })).toEqual([
      "no-callback-handler",
      "no-event-injection",
    ]);
  });
});
