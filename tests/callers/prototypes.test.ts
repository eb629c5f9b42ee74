import { describe, expect, it } from "vitest";
import type { rules } from "../../src/rules/index.js";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";

const client = `const AWS = require("aws-sdk"); const table = new AWS.DynamoDB.DocumentClient();`;
const load = `async function load(id) {
  const page = await table.query({ TableName: "orders", KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": id } }).promise();
  return page.Items;
}`;
const handler = `const store = require("./store"); exports.handler = async (event) => ({ orders: await store.load(event.id) });`;

/** The lines of the store on which a rule reports something. */
function found(
  store: string,
  caller = handler,
  of: readonly (keyof typeof rules)[] = ["require-pagination"],
) {
  const directory = temporaryProject({
    "package.json": "{}",
    "src/handler.js": caller,
    "src/store.js": store,
  });
  return lintFile(directory, "src/store.js", of).map(({ line }) => line);
}

describe("a method of a prototype", () => {
  it.each([
    [
      "of the instance that a file exports",
      `${client} function Store() {}\n${load}\nStore.prototype.load = load; module.exports = new Store();`,
    ],
    [
      "of a function in a variable",
      `${client} const Store = function () {};\n${load}\nStore.prototype.load = load; module.exports = new Store();`,
    ],
    [
      "in an object",
      `${client} function Store() {}\n${load}\nStore.prototype = { load }; module.exports = new Store();`,
    ],
  ])("runs when another file calls it: %s", (_, store) => {
    expect(found(store)).toEqual([3]);
  });

  it("runs when another file makes the instance", () => {
    const store = `${client} function Store() {}\n${load}\nStore.prototype.load = load; module.exports = Store;`;
    const caller = `const Store = require("./store"); const store = new Store(); exports.handler = async (event) => ({ orders: await store.load(event.id) });`;
    expect(found(store, caller)).toEqual([3]);
  });

  it("runs when its own file calls it", () => {
    const own = `${client} function Store() {}\n${load}\nStore.prototype.load = load; const store = new Store(); exports.handler = async (event) => ({ orders: await store.load(event.id) });`;
    expect(found(own, "")).toEqual([3]);
  });

  it.each([
    [
      "of another function",
      `${client} function Store() {} function Other() {}\n${load}\nOther.prototype.load = load; module.exports = new Store();`,
    ],
    [
      "under another name",
      `${client} function Store() {}\n${load}\nStore.prototype.find = load; module.exports = new Store();`,
    ],
    [
      "of something that is no function",
      `${client} const { Store } = require("./base");\n${load}\nStore.prototype.load = load; module.exports = {};`,
    ],
  ])("is not taken for one: %s", (_, store) => {
    expect(found(store)).toEqual([]);
  });
});

describe("the answer of a function that a file puts among its exports", () => {
  const of = ["no-ignored-partial-failure"] as const;
  const save = `async (items) => { const answer = await table.batchWrite({ RequestItems: items }).promise(); return answer; };`;
  const drops = `const store = require("./store"); exports.handler = async (event) => { await store.save(event.items); };`;

  it.each([
    ["by a name", `${client}\nexports.save = ${save}`],
    ["by the module's object", `${client}\nmodule.exports.save = ${save}`],
    [
      "on a prototype",
      `${client} function Store() {}\nStore.prototype.save = ${save} module.exports = new Store();`,
    ],
  ])("is known to be dropped by its callers: %s", (_, store) => {
    expect(found(store, drops, of)).toEqual([2]);
  });

  it.each([
    [
      "a caller gives it back",
      `${client}\nexports.save = ${save}`,
      `const store = require("./store"); exports.handler = async (event) => store.save(event.items);`,
    ],
    [
      "the file takes it too",
      `${client}\nexports.save = ${save} exports.check = async (items) => (await exports.save(items)).UnprocessedItems;`,
      drops,
    ],
    ["the file hands the function on", `${client}\nexports.save = ${save} keep(exports.save);`, drops],
  ])("may be taken: %s", (_, store, caller) => {
    expect(found(store, caller, of)).toEqual([]);
  });
});

describe("work that a function gives back without waiting for it", () => {
  const store = (put: string): string => `${client} module.exports = { ${put} };`;
  const collects = `const store = require("./store"); exports.handler = async (event) => {
    const saved = [];
    for (const item of event.items) saved.push(store.put(item));
    return saved.length;
  };`;

  function lost(put: string): number {
    const files = { "package.json": "{}", "src/handler.js": collects, "src/store.js": store(put) };
    return lintFile(temporaryProject(files), "src/handler.js", ["no-floating-work"]).length;
  }

  it.each([
    ["of an async method", `async put(Item) { return table.put({ TableName: "orders", Item }).promise(); }`],
    ["of a function", `put: (Item) => table.put({ TableName: "orders", Item }).promise()`],
    ["with a step", `put: (Item) => table.put({ TableName: "orders", Item }).promise().then(() => Item)`],
  ])("is lost where nobody waits: %s", (_, put) => {
    expect(lost(put)).toBe(1);
  });

  it.each([
    ["a request that is not sent", `put: (Item) => table.put({ TableName: "orders", Item })`],
    ["a value", `put: (Item) => ({ TableName: "orders", Item })`],
    ["what something else gives", `put: (Item) => Item.then((value) => value)`],
  ])("is none: %s", (_, put) => {
    expect(lost(put)).toBe(0);
  });
});
