import { describe, expect, it } from "vitest";
import { lintFile } from "../support/lint-project.js";
import { temporaryProject } from "../support/temporary-project.js";
import type { rules } from "../../src/rules/index.js";

type Files = Readonly<Record<string, string>>;

function lint(rule: keyof typeof rules, files: Files, file = "src/lib.js"): readonly string[] {
  const directory = temporaryProject({ "package.json": "{}", ...files });
  return lintFile(directory, file, [rule]).map(({ line, message }) => `${line}: ${message}`);
}

const aws = 'const AWS = require("aws-sdk");\nconst db = new AWS.DynamoDB.DocumentClient();\n';
const list = `exports.list = async (db) => {
  const { Items } = await db.scan({ TableName: "orders" }).promise();
  return Items;
};`;

describe("a client that another file hands to a function", () => {
  const scans = (handler: string, lib: string, more: Files = {}): number =>
    lint("require-pagination", { "src/handler.js": handler, "src/lib.js": lib, ...more }).length;
  const handler = (code: string, imports = 'const lib = require("./lib");'): string =>
    `${aws}${imports}\nexports.handler = async (event) => ${code};`;

  it.each<readonly [string, string, string]>([
    ["as an argument", handler("lib.list(db)"), list],
    ["in an object", handler("lib.list({ clients: 1, db })"), list.replace("(db)", "({ db })")],
    [
      "in an object that the function takes as a whole",
      handler("lib.list({ db })"),
      list.replace("(db)", "(deps)").replace("db.scan", "deps.db.scan"),
    ],
    [
      "to the constructor of a class",
      handler("new lib.Orders(db).list()"),
      `exports.Orders = class { constructor(db) { this.db = db; }
        async list() { const { Items } = await this.db.scan({ TableName: "orders" }).promise(); return Items; } };`,
    ],
    [
      "that is an aggregated client",
      `const { DynamoDB } = require("@aws-sdk/client-dynamodb"); const lib = require("./lib"); const db = new DynamoDB({});
       exports.handler = async () => lib.list(db);`,
      list.replace(".promise()", ""),
    ],
  ])("is known there: %s", (_name, code, lib) => {
    expect(scans(code, lib)).toBe(1);
  });

  it("is known through a file that makes it, and one that hands it on", () => {
    const files = {
      "src/clients.js": `${aws}module.exports = { db };`,
      "src/service.js":
        'const { list } = require("./lib"); exports.all = async (clients) => list(clients.db);',
    };
    const code = `const { db } = require("./clients"); const { all } = require("./service");
      exports.handler = async (event) => all({ db });`;
    expect(scans(code, list, files)).toBe(1);
  });

  it.each<readonly [string, string, string]>([
    ["of another place", handler("lib.list(event, db)"), list],
    ["under another name", handler("lib.list({ table: db })"), list.replace("(db)", "({ db })")],
    ["that is no client", handler("lib.list(event)"), list],
    [
      "that is another one in another call",
      `${handler("lib.list(db)")}\nexports.other = async () => lib.list(new AWS.DynamoDB());`,
      list,
    ],
  ])("is none: %s", (_name, code, lib) => {
    expect(scans(code, lib)).toBe(0);
  });

  it("is asked for of so many callers only", () => {
    const callers = (count: number): Files =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`src/handler-${index}.js`, handler("lib.list(db)")]),
      );
    expect(scans("", list, callers(30))).toBe(1);
    expect(scans("", list, callers(31))).toBe(0);
  });

  it("is what its type says, where there is one", () => {
    const typed = (type: string): Files => ({
      "src/handler.js": handler("lib.list(db)"),
      "src/lib.ts": list.replace("exports.list", "export const list").replace("(db)", `(db${type})`),
    });
    expect(lint("require-pagination", typed(": Store"), "src/lib.ts")).toEqual([]);
    expect(lint("require-pagination", typed(": any"), "src/lib.ts")).toHaveLength(1);
  });

  it("is asked for by its methods, whoever waits for the answer", () => {
    const lib = (call: string): Files => ({
      "src/handler.js": handler('lib.note(db, "id")'),
      "src/lib.js": `exports.note = async (db, id) => { ${call} return id; };`,
    });
    expect(lint("no-floating-work", lib("db.put({ Item: { id } }).promise();"))).toHaveLength(1);
    expect(lint("no-floating-work", lib("await db.put({ Item: { id } }).promise();"))).toEqual([]);
    expect(lint("no-floating-work", lib("id.put({ Item: { id } }).promise();"))).toEqual([]);
    const aggregated = (call: string): Files => ({
      "src/handler.js": `const { DynamoDB } = require("@aws-sdk/client-dynamodb"); const lib = require("./lib"); const db = new DynamoDB({});
        exports.handler = async () => lib.note(db, "id");`,
      "src/lib.js": `exports.note = async (db, id) => { ${call} return id; };`,
    });
    expect(lint("no-floating-work", aggregated("db.putItem({ Item: { id } });"))).toHaveLength(1);
    expect(lint("no-floating-work", aggregated("db.config.update({ id });"))).toEqual([]);
  });
});

describe("data of a request that another file hands to code that keeps it", () => {
  const kept = (handler: string, lib: string): readonly string[] =>
    lint("no-request-state-in-module-scope", {
      "src/handler.js": `import * as lib from "./lib";\n${handler}`,
      "src/lib.js": lib,
    });
  const setter =
    "let user; export const setUser = (next) => { user = next; }; export const getUser = () => user;";
  const handler = (code: string): string =>
    `export const handler = async (event, context) => { ${code} return lib.getUser?.(); };`;

  it.each<readonly [string, string, string]>([
    ["in a variable", handler("lib.setUser(event.user);"), setter],
    [
      "in a variable, out of an object",
      handler("lib.setUser({ user: event.user, name: 1 });"),
      setter.replace("(next)", "({ user: next })"),
    ],
    ["in a variable, as a whole object", handler("lib.setUser({ user: event.user });"), setter],
    [
      "in a field of an object of the file",
      handler("lib.session.setUser(event.user);"),
      "class Session { setUser(user) { this.user = user; } } export const session = new Session();",
    ],
    [
      "in a field of an object that the handler's file makes at init",
      `const session = new lib.Session(); ${handler("session.setUser(event.user);")}`,
      "export class Session { setUser(user) { this.user = user; } }",
    ],
    [
      "in a list, from the context",
      handler("lib.note(context.awsRequestId);"),
      "const seen = []; export const note = (id) => { seen.push(id); console.log(seen.length); };",
    ],
  ])("outlives the invocation: %s", (_name, code, lib) => {
    expect(kept(code, lib)).toEqual([expect.stringContaining("(`handler` in src/handler.js calls it)")]);
  });

  it.each<readonly [string, string, string]>([
    ["what is none of the request", handler('lib.setUser("guest");'), setter],
    ["the name of the function", handler("lib.setUser(context.functionName);"), setter],
    [
      "another member",
      handler("lib.setUser({ user: 1, name: event.name });"),
      setter.replace("(next)", "({ user: next })"),
    ],
    [
      "a field of an object that is made for each request",
      handler("const session = new lib.Session(); session.setUser(event.user);"),
      "export class Session { setUser(user) { this.user = user; } }",
    ],
    [
      "what is looked up by a key",
      handler("lib.remember(event.id, event.user);"),
      "const users = new Map(); export const remember = (id, user) => { if (!users.has(id)) users.set(id, user); };",
    ],
    [
      "what is kept once",
      handler("lib.setUser(event.user);"),
      setter.replace("user = next", "user ??= next"),
    ],
  ])("is none: %s", (_name, code, lib) => {
    expect(kept(code, lib)).toEqual([]);
  });
});
