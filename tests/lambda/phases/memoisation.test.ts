import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

/** Each `once()` must be found to run once per environment, each `again()` on every invocation. */
const cases: Record<string, string> = {
  "a question of a package about the data, and data of the same package": `
    import { get as again, has } from "lodash-es";
    const order = { id: "" };
    export const handler = async ({ body }) => { if (has(body, "id")) order.id = again(body, "id"); };`,
  "nullish assignment": `let client; export const handler = async () => { client ??= once(); };`,
  "or assignment": `let client; export const handler = async () => { client ||= once(); };`,
  "a guard": `let client; export const handler = async () => { if (!client) { client = once(); } };`,
  "a guard with a comparison": `let client: unknown; export const handler = async () => { if (client === undefined) client = once(); };`,
  and: `let client; export const handler = async () => { !client && (client = once()); };`,
  or: `let client; export const handler = async () => client || (client = once());`,
  "a conditional": `let client; export const handler = async () => { client = client ? client : once(); };`,
  "an early return in a helper": `
    let client;
    const getClient = () => { if (client) return client; client = once(); return client; };
    export const handler = async () => getClient();`,
  "a module-level Map": `
    const clients = new Map();
    const clientFor = (region) => {
      if (!clients.has(region)) clients.set(region, once());
      return clients.get(region);
    };
    export const handler = async () => clientFor("eu-west-1");`,
  "a Map read into a variable first": `
    const clients = new Map();
    const clientFor = (region) => {
      const cached = clients.get(region);
      if (cached) return cached;
      const made = once();
      clients.set(region, made);
      return made;
    };
    export const handler = async () => clientFor("eu-west-1");`,
  "a Map that keeps what is made of it": `
    const bodies = new Map();
    export const handler = async (event) => {
      if (bodies.has(event.id)) return bodies.get(event.id);
      const client = once();
      const answer = await client.load(event.id);
      const body = {};
      body.order = answer.order;
      bodies.set(event.id, body);
      return body;
    };`,
  "a Map by a key that is the same each time": `
    const values = new Map();
    export const handler = async () => { const key = "table"; if (values.has(key)) return; once(); values.set(key, 1); };`,
  "a flag for each tenant": `
    const connected = {};
    export const handler = async (event) => { if (!connected[event.tenant]) { once(); connected[event.tenant] = true; } };`,
  "a Set of what was seen": `
    const seen = new Set();
    export const handler = async (event) => { if (seen.has(event.id)) return; seen.add(event.id); again(); };`,
  "a Set of what was seen, in a loop": `
    const seen = new Set();
    export const handler = async (event) => {
      for (const { id } of event.items) if (!seen.has(id)) { again(); seen.add(id); }
    };`,
  "a Map of when it was seen": `
    const seen = new Map();
    export const handler = async (event) => { if (seen.get(event.id) > Date.now() - 1000) return; seen.set(event.id, Date.now()); again(); };`,
  "an object as cache": `
    const clients = {};
    export const handler = async () => { if (!clients.s3) clients.s3 = once(); };`,
  "a field of an instance": `
    class Service { get client() { return (this.cached ??= once()); } }
    const service = new Service();
    export const handler = async () => service.client;`,
  "a field that the constructor itself fills": `
    class Service { constructor() { if (!this.client) this.client = once(); } }
    export const handler = async () => { service ??= new Service(); }; let service;`,
  "an answer of a client that the constructor got": `
    class Orders {
      constructor(client) { this.client = client; }
      async find(id) { const order = await this.client.load(id); if (!order) return; again(); }
    }
    const orders = new Orders(connect());
    export const handler = async (event) => orders.find(event.id);`,
  "a map that the constructor fills": `
    class Router {
      constructor() { this.routes = new Map(); this.routes.set("order", 1); }
      async run(name) { if (!this.routes.has(name)) return; again(); }
    }
    const router = new Router();
    export const handler = async (event) => router.run(event.name);`,
  "an answer of a client that a method makes": `
    import { GetCommand } from "@aws-sdk/lib-dynamodb";
    class Orders {
      connect() { this.client ??= once(); }
      async find(id) { const { Item } = await this.client.send(new GetCommand({ Key: { id } })); if (!Item) return; again(); }
    }
    const orders = new Orders();
    export const handler = async (event) => { orders.connect(); return orders.find(event.id); };`,
  "a static field": `
    class Service { static shared; static get() { if (!Service.shared) Service.shared = once(); return Service.shared; } }
    export const handler = async () => Service.get();`,
  "a caller that keeps the result": `
    let pool;
    const connect = () => once();
    export const handler = async () => { pool ??= connect(); };`,
  "a caller's caller that keeps the result": `
    let pool;
    const make = () => once();
    const connect = async () => { const made = make(); return made; };
    export const handler = async () => { if (!pool) pool = await connect(); };`,
  "a closure made at init": `
    const getClient = (() => { let client; return () => (client ??= once()); })();
    export const handler = async () => getClient();`,
  "a global": `export const handler = async () => { globalThis.client ??= once(); };`,
  "a part of what a package makes of the request": `
    import { unmarshall } from "@aws-sdk/util-dynamodb";
    const send = (item) => { const data = unmarshall(item); again(); return data; };
    export const handler = async (event) => { const team = unmarshall(event.image); if (team.type === "team") await send(event); };`,
  "the apps of a package": `
    import { getApps, initializeApp } from "firebase-admin/app";
    export const handler = async () => { if (getApps().length === 0) start(); };
    const start = () => { initializeApp(); once(); };`,
  "a package's own state": `
    import mongoose from "mongoose";
    export const handler = async () => { if (mongoose.connection.readyState === 0) await mongoose.connect("once"); };`,
  "a package's own state, in CommonJS": `
    const mongoose = require("mongoose");
    exports.handler = async () => { if (mongoose.connection.readyState === 0) await mongoose.connect("once"); };`,
  "a package's own state, asked by another import": `
    import { getApps, initializeApp as once } from "firebase-admin/app";
    export const handler = async () => { if (getApps().length === 0) once(); };`,
  "a package's own state, asked before a helper": `
    import mongoose from "mongoose";
    const connect = async () => { const uri = once(); await mongoose.connect(uri); };
    export const handler = async () => { if (mongoose.connection.readyState !== 1) await connect(); };`,
  "a flag that says the work is done": `
    let isReady = false;
    export const handler = async () => { if (!isReady) { once(); isReady = true; } };`,
  "every invocation": `export const handler = async () => { again(); };`,
  "a variable of the handler": `export const handler = async () => { let client; client ??= again(); };`,
  "a closure's variable in the handler": `
    export const handler = async () => { let c; const get = () => (c ??= again()); get(); };`,
  "a test of the event": `export const handler = async (event) => { if (!event.client) again(); };`,
  "a test of a constant": `const isDebug = true; export const handler = async () => { if (isDebug) again(); };`,
  "a test of an imported function's answer": `
    import { isOpen, load } from "./orders.js";
    const run = async () => { again(); await load(); };
    export const handler = async () => { if (await isOpen()) await run(); };`,
  "assigned without a guard": `let client; export const handler = async () => { client = again(); };`,
  "one caller keeps the result and another does not": `
    let pool;
    const connect = () => again();
    export const handler = async (event) => { pool ??= connect(); if (event.fresh) connect(); };`,
};

describe("memoisation", () => {
  it.each(Object.entries(cases))("%s", (_name, code) => {
    const { lambda, callsOf, sourceCode } = modelOf(code);
    for (const call of callsOf("once")) expect(lambda.runsPerInvocation(call)).toBe(false);
    for (const call of callsOf("once")) expect(lambda.isMemoised(call)).toBe(true);
    for (const call of callsOf("again")) expect(lambda.runsPerInvocation(call)).toBe(true);
    for (const call of callsOf("again")) expect(lambda.isMemoised(call)).toBe(false);
    for (const client of lambda.clients) expect(client.isMemoised).toBe(true);
    expect(sourceCode.text).toMatch(/once|again/);
  });
});
