import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { createElsewhere } from "../../src/callers/create-elsewhere.js";
import { Projects } from "../../src/callers/projects.js";
import { projectReads } from "../../src/callers/read-project-text.js";
import { layerFoldersAround } from "../../src/functions/layer-folders.js";
import type { Elsewhere } from "../../src/lambda/elsewhere.js";
import { temporaryProject } from "../support/temporary-project.js";

const handlerOptions = { handlerNames: ["handler"], wrappers: [], configured: [], isHandlerFile: false };

interface Looked {
  readonly directory: string;
  readonly elsewhere: Elsewhere;
  /** The same of another file of the project. */
  readonly of: (file: string) => Elsewhere;
}

/** What the project says of its file `src/target.ts`, or of the file that is named. A repository's root has what it is given. */
function lookFrom(files: Readonly<Record<string, string>>, file = "src/target.ts"): Looked {
  const directory = temporaryProject(".git/HEAD" in files ? files : { "package.json": "{}", ...files });
  const projects = new Projects({
    isIgnored: (path) => /\.test\.ts$/.test(path),
    mentionsHandlers: () => true,
    isConfigured: () => false,
    layerFoldersOf: layerFoldersAround,
    handlerOptionsOf: (_file, elsewhere) => ({ ...handlerOptions, elsewhere }),
  });
  const filename = join(directory, file);
  const project = projects.of(filename);
  if (project === undefined) throw new Error("The test has no project.");
  const of = (other: string): Elsewhere => createElsewhere(join(directory, other), project);
  return { directory, elsewhere: of(file), of };
}

/** `invocation` for code that runs again in every invocation, `guarded` for code behind a memo, `init`. */
function phasesOf(key: string, files: Readonly<Record<string, string>>, file?: string): string {
  const { runsAtInit, callers, repeated } = lookFrom(files, file).elsewhere.usesOf(key);
  const inInvocation = repeated ? "invocation" : callers.length > 0 ? "guarded" : "";
  return [runsAtInit ? "init" : "", inInvocation].filter((phase) => phase !== "").join("+");
}

const target = "export const create = () => {}; export default function () {}";

describe("a factory of another file", () => {
  const files = {
    "src/make.ts": `import type { SQSBatchResponse, SQSEvent, SQSHandler } from "aws-lambda";
      export const typed = (): SQSHandler => async (event) => {};
      export const wrapped = (deps): SQSHandler => wrap(async (event) => {});
      export function byEvent() { return async (event: SQSEvent): Promise<SQSBatchResponse> => ({ batchItemFailures: [] }); }
      export const untyped = () => async (event) => {};
      export class Base { get handler(): SQSHandler { return async (event) => {}; } }`,
    "src/target.ts": `import { typed } from "./make";`,
  };

  it("gives a handler where its types say so", () => {
    const { elsewhere } = lookFrom(files);
    expect(elsewhere.givesHandler("./make", ["typed", "()"])).toBe(true);
    expect(elsewhere.givesHandler("./make", ["wrapped", "()"])).toBe(true);
    expect(elsewhere.givesHandler("./make", ["byEvent", "()"])).toBe(true);
    expect(elsewhere.givesHandler("./make", ["typed"])).toBe(false);
    expect(elsewhere.givesHandler("./make", ["untyped", "()"])).toBe(false);
    expect(elsewhere.givesHandler("./gone", ["typed", "()"])).toBe(false);
  });
});

describe("a handler that a getter gives", () => {
  const handle = "async (event: any) => { const run = this.build(); return await run(event); }";
  const build = "build() { return async (event: any) => await this.respond({ event }); }";
  const base = (getter: string): string =>
    `export abstract class Base { ${getter} ${build} abstract respond(input: any): Promise<any>; }`;
  const files = {
    "src/target.ts": target,
    "src/orders.ts": `import { Base } from "./base"; import { create } from "./target";
      export class Orders extends Base { async respond(input: any) { create(); } }`,
    "src/index.ts": `import { Orders } from "./orders"; const orders = new Orders(); module.exports = { handler: orders.handler };`,
  };

  it.each<[string, string]>([
    ["of a super class", `get handler() { return ${handle}; }`],
    ["bound before", `get handler() { const handler = ${handle}; return handler; }`],
  ])("runs what the class calls: %s", (_name, getter) => {
    expect(phasesOf("create", { ...files, "src/base.ts": base(getter) })).toBe("invocation");
  });

  it("runs what the class calls that has its super class by a file that passes it on", () => {
    const getter = `get handler() { return ${handle}; }`;
    const orders = files["src/orders.ts"].replace("./base", "./bases");
    expect(
      phasesOf("create", {
        ...files,
        "src/orders.ts": orders,
        "src/bases.ts": `export { Base } from "./bases/index";`,
        "src/bases/index.ts": `export * from "./base"; export * from "./other";`,
        "src/bases/other.ts": `export * from ".";`,
        "src/bases/base.ts": base(getter),
      }),
    ).toBe("invocation");
  });

  it("runs nothing where a method gives it, which nobody calls", () => {
    expect(phasesOf("create", { ...files, "src/base.ts": base(`handler() { return ${handle}; }`) })).toBe("");
  });
});

describe("a function that another file calls", () => {
  const callers: Record<string, [string, string, string]> = {
    "by name": [
      "create",
      `import { create } from "./target"; export const handler = async () => create();`,
      "invocation",
    ],
    "under another name": [
      "create",
      `import { create as make } from "./target.js"; export const handler = async () => make();`,
      "invocation",
    ],
    "through a namespace": [
      "create",
      `import * as t from "./target"; export const handler = async () => t.create();`,
      "invocation",
    ],
    "as the default export": [
      "",
      `import make from "./target"; export const handler = async () => make();`,
      "invocation",
    ],
    "through require": [
      "create",
      `const t = require("./target"); exports.handler = async () => t.create();`,
      "invocation",
    ],
    "through a destructured require": [
      "create",
      `const { create } = require("./target"); exports.handler = async () => create();`,
      "invocation",
    ],
    "through a dynamic import": [
      "create",
      `export const handler = async () => { const { create } = await import("./target"); create(); };`,
      "invocation",
    ],
    "through a function of its own": [
      "create",
      `import { create } from "./target"; const work = () => create(); export const handler = async () => work();`,
      "invocation",
    ],
    "as the callback of an array method": [
      "create",
      `import { create } from "./target"; export const handler = async (e) => e.Records.map(create);`,
      "invocation",
    ],
    "through a function that calls its argument": [
      "create",
      `import { create } from "./target"; const run = (f) => f(); export const handler = async () => run(create);`,
      "invocation",
    ],
    "in module scope": [
      "create",
      `import { create } from "./target"; const client = create(); export const handler = async () => client;`,
      "init",
    ],
    "in both": [
      "create",
      `import { create } from "./target"; create(); export const handler = async () => create();`,
      "init+invocation",
    ],
    "behind ??=": [
      "create",
      `import { create } from "./target"; let c; export const handler = async () => { c ??= create(); };`,
      "guarded",
    ],
    "behind a guard": [
      "create",
      `import { create } from "./target"; let c; export const handler = async () => { if (!c) c = create(); };`,
      "guarded",
    ],
    "behind a guard of a function that the handler calls": [
      "create",
      `import { create } from "./target"; let c; const get = () => { c ??= create(); return c; }; export const handler = async () => get();`,
      "guarded",
    ],
    "in a function that nothing calls": [
      "create",
      `import { create } from "./target"; const idle = () => create(); export const handler = async () => {};`,
      "",
    ],
    "for its type": [
      "create",
      `import type { create } from "./target"; export const handler = async () => create();`,
      "",
    ],
    "of another name": [
      "create",
      `import { other } from "./target"; export const handler = async () => other();`,
      "",
    ],
    "of another file of that name": [
      "create",
      `import { create } from "./sub/target"; export const handler = async () => create();`,
      "",
    ],
    "where the function's name is a variable of its own": [
      "create",
      `import { create } from "./target"; export const handler = async () => { const create = () => {}; create(); };`,
      "",
    ],
    "without a handler": [
      "create",
      `import { create } from "./target"; export const work = async () => create();`,
      "",
    ],
    "in a function that takes a Lambda event": [
      "create",
      `import type { SQSEvent } from "aws-lambda"; import { create } from "./target"; export const work = async (event: SQSEvent) => create();`,
      "invocation",
    ],
  };
  it.each(Object.entries(callers))("%s", (_name, [key, caller, phases]) => {
    expect(
      phasesOf(key, { "src/target.ts": target, "src/sub/target.ts": target, "src/caller.ts": caller }),
    ).toBe(phases);
  });
});

describe("members of what another file imports", () => {
  const classFile = "export class Store { constructor() {} save() {} static open() {} }";
  const cases: Record<string, [string, string, string]> = {
    "the constructor": [
      "Store.new()",
      `import { Store } from "./target"; export const handler = async () => new Store();`,
      "invocation",
    ],
    "the constructor, at init": [
      "Store.new()",
      `import { Store } from "./target"; const s = new Store(); export const handler = async () => s.save();`,
      "init",
    ],
    "a method of an instance made at init": [
      "Store.new().save",
      `import { Store } from "./target"; const s = new Store(); export const handler = async () => s.save();`,
      "invocation",
    ],
    "the constructor of an instance that is handed over": [
      "Store.new()",
      `import { Store } from "./target"; const s = new Store(); export const handler = async () => run(s);`,
      "init",
    ],
    "a method of an instance in a field": [
      "Store.new().save",
      `import { Store } from "./target"; class App { store = new Store(); run() { this.store.save(); } } const app = new App(); export const handler = async () => app.run();`,
      "invocation",
    ],
    "a static method": [
      "Store.open",
      `import { Store } from "./target"; export const handler = async () => Store.open();`,
      "invocation",
    ],
    "a method of a subclass's instance": [
      "Store.new().save",
      `import { Store } from "./target"; class Orders extends Store {} const s = new Orders(); export const handler = async () => s.save();`,
      "invocation",
    ],
    "a method that the subclass has of its own": [
      "Store.new().save",
      `import { Store } from "./target"; class Orders extends Store { save() {} } const s = new Orders(); export const handler = async () => s.save();`,
      "",
    ],
    "the constructor of a super class": [
      "Store.new()",
      `import { Store } from "./target"; class Orders extends Store { constructor() { super(); } } export const handler = async () => new Orders();`,
      "invocation",
    ],
    "a method of what a function gives": [
      "create.().save",
      `import { create } from "./target"; const s = create(); export const handler = async () => s.save();`,
      "invocation",
    ],
    "a method of an exported object": [
      "store.save",
      `import { store } from "./target"; export const handler = async () => store.save();`,
      "invocation",
    ],
  };
  it.each(Object.entries(cases))("%s", (_name, [key, caller, phases]) => {
    expect(phasesOf(key, { "src/target.ts": classFile, "src/caller.ts": caller })).toBe(phases);
  });
});

describe("methods of what a type declares", () => {
  const classFile = "export class Store { save() {} } export interface Port { save(): void }";
  const app = (body: string) =>
    `${body} const app = new App(make()); export const handler = async () => app.run();`;
  const cases: Record<string, [string, string]> = {
    "a parameter of the constructor": [
      `import { Store } from "./target"; ${app("class App { constructor(private readonly store: Store) {} run() { this.store.save(); } }")}`,
      "invocation",
    ],
    "an imported type": [
      `import type { Store } from "./target"; ${app("class App { constructor(private store?: Store) {} run() { this.store?.save(); } }")}`,
      "invocation",
    ],
    "a namespace's type": [
      `import type * as t from "./target"; ${app("class App { constructor(private store: t.Store) {} run() { this.store.save(); } }")}`,
      "invocation",
    ],
    "a field": [
      `import { Store } from "./target"; ${app("class App { private store: Store; constructor(store: Store) { this.store = store; } run() { this.store.save(); } }")}`,
      "invocation",
    ],
    "a private field": [
      `import { Store } from "./target"; ${app("class App { readonly #store: Store | undefined; run() { this.#store?.save(); } }")}`,
      "invocation",
    ],
    "a field of the class above": [
      `import { Store } from "./target"; class Base { constructor(protected readonly store: Store) {} } ${app("class App extends Base { run() { this.store.save(); } }")}`,
      "invocation",
    ],
    "a field, in a callback": [
      `import { Store } from "./target"; ${app("class App { constructor(private store: Store) {} run() { [1].map(() => this.store.save()); } }")}`,
      "invocation",
    ],
    "a field that was taken apart": [
      `import { Store } from "./target"; ${app("class App { constructor(private store: Store) {} run() { const { store } = this; store.save(); } }")}`,
      "invocation",
    ],
    "a parameter of a function": [
      `import { Store } from "./target"; const run = (store: Store) => store.save(); export const handler = async () => run(make());`,
      "invocation",
    ],
    "a parameter that was taken apart": [
      `import { Store } from "./target"; const run = ({ store }: { store: Store }) => store.save(); export const handler = async () => run(make());`,
      "invocation",
    ],
    "a member of an interface": [
      `import { Store } from "./target"; interface Deps { readonly store: Store } const run = (deps: Readonly<Deps>) => deps.store.save(); export const handler = async () => run(make());`,
      "invocation",
    ],
    "a variable": [
      `import { Store } from "./target"; let store: Store; export const handler = async () => { store = make(); store.save(); };`,
      "invocation",
    ],
    "the type that a container is asked for": [
      `import { Store } from "./target"; const store = container.get<Store>("Store"); export const handler = async () => store.save();`,
      "invocation",
    ],
    "the class that a container is asked for": [
      `import { Store } from "./target"; export const handler = async () => container.resolve(Store).save();`,
      "invocation",
    ],
    "an interface": [
      `import { Port } from "./target"; const run = (port: Port) => port.save(); export const handler = async () => run(make());`,
      "",
    ],
    "a class of which another makes the instance, handed over": [
      `import { Store } from "./target"; export const handler = async (store: Store) => run(store);`,
      "",
    ],
    "one of two types": [
      `import { Store } from "./target"; const run = (store: Store | Cache) => store.save(); export const handler = async () => run(make());`,
      "",
    ],
    "another type of that name": [
      `import { Store } from "./other"; const run = (store: Store) => store.save(); export const handler = async () => run(make());`,
      "",
    ],
    "a type of the file": [
      `import { Store as Other } from "./target"; interface Store { save(): void } const run = (store: Store) => store.save(); export const handler = async () => run(make());`,
      "",
    ],
    "another method": [
      `import { Store } from "./target"; const run = (store: Store) => store.load(); export const handler = async () => run(make());`,
      "",
    ],
    "a list": [
      `import { Store } from "./target"; const run = (stores: Store[]) => stores.save(); export const handler = async () => run(make());`,
      "",
    ],
  };
  it.each(Object.entries(cases))("%s", (_name, [caller, phases]) => {
    expect(
      phasesOf("Store.new().save", {
        "src/target.ts": classFile,
        "src/other.ts": classFile,
        "src/caller.ts": caller,
      }),
    ).toBe(phases);
  });
});

describe("methods of what another file names by a type", () => {
  const store = `import { Port } from "./port"; export class Store { save() {} load() {} }`;
  const passesOn = (middle: string, caller: string) => ({
    "src/target.ts": store,
    "src/deps.ts": middle,
    "src/caller.ts": caller,
  });
  const usesDeps = `import type { Deps } from "./deps"; export const handler = async () => run(get()); const run = (deps: Deps) => deps.store.save();`;

  it.each([
    ["a type", `import type { Store } from "./target"; export type Deps = { readonly store: Store };`],
    ["an interface", `import { Store } from "./target"; export interface Deps { store?: Store }`],
    [
      "an interface that is exported later",
      `import { Store } from "./target"; interface D { store: Store } export type { D as Deps };`,
    ],
    [
      "types together",
      `import { Store } from "./target"; export type Deps = { a: string } & { store: Store };`,
    ],
    [
      "an interface of another file",
      `import type { All } from "./all"; export interface Deps extends All { a: string }`,
    ],
    [
      "a class with a field",
      `import { Store } from "./target"; export class Deps { readonly store = new Store(); }`,
    ],
    [
      "a class with a declared field",
      `import { Store } from "./target"; export class Deps { store: Store; }`,
    ],
    [
      "a class with a parameter",
      `import { Store } from "./target"; export class Deps { constructor(readonly store: Store) {} }`,
    ],
    [
      "what a function gives",
      `import type { make } from "./make"; export type Deps = Awaited<ReturnType<typeof make>>;`,
    ],
    ["a re-export of the type", `export type { Deps } from "./types";`],
  ])("through %s", (_name, middle) => {
    const files = {
      ...passesOn(middle, usesDeps),
      "src/make.ts": `import { Store } from "./target"; export const make = async () => ({ store: new Store() });`,
      "src/all.ts": `import { Store } from "./target"; export interface All { store: Store }`,
      "src/types.ts": `import { Store } from "./target"; export interface Deps { store: Store }`,
    };
    expect(phasesOf("Store.new().save", files)).toBe("invocation");
    expect(phasesOf("Store.new().load", files)).toBe("");
  });

  it.each([
    ["a function", `export const make = () => new Store();`, "make().save()"],
    [
      "a function of a function",
      `const inner = () => new Store(); export function make() { return inner(); }`,
      "make().save()",
    ],
    [
      "a static method",
      `export class Services { static store(env) { return new Store(env); } }`,
      "Services.store().save()",
    ],
    [
      "a method",
      `export class Services { store() { return this.s; } constructor(private s: Store) {} }`,
      "new Services().store().save()",
    ],
    ["a declared result", `export function make(): Store { return given(); }`, "make().save()"],
    ["a promise", `export const make = async (): Promise<Store> => given();`, "(await make()).save()"],
    [
      "a part of a result",
      `export const make = () => ({ a: 1, store: new Store() });`,
      "make().store.save()",
    ],
    [
      "a part of a declared result",
      `export const make = (): { store: Store } => given();`,
      "make().store.save()",
    ],
    [
      "a part of a part",
      `export const make = () => ({ stores: { main: new Store() } });`,
      "make().stores.main.save()",
    ],
  ])("by what %s gives", (_name, middle, call) => {
    const caller = `import { make, Services } from "./deps"; export const handler = async () => ${call};`;
    expect(
      phasesOf("Store.new().save", passesOn(`import { Store } from "./target"; ${middle}`, caller)),
    ).toBe("invocation");
  });

  it("does not take who has an instance for who makes it", () => {
    const middle = `import { Store } from "./target"; export const store = new Store(); export const make = () => store;`;
    const caller = `import { store, make } from "./deps"; const made = make(); export const handler = async () => run(store, made);`;
    expect(phasesOf("Store.new()", passesOn(middle, caller))).toBe("init");
  });
});

describe("middlewares of Middy in another file", () => {
  const target = `export const audit = () => ({ before: () => {}, other: () => {} }); export const log = { after() {} }; export const report = () => {};`;
  const files = {
    "src/target.ts": target,
    "src/caller.ts": `import middy from "@middy/core"; import { audit, log, report } from "./target";
      export const handler = middy(async () => {}).use(audit()).use([log]).onError(report);`,
  };

  it.each([
    ["audit.().before", "invocation"],
    ["log.after", "invocation"],
    ["report", "invocation"],
    ["audit", "init"],
    ["audit.().other", ""],
  ])("%s", (key, phases) => {
    expect(phasesOf(key, files)).toBe(phases);
  });

  it("are none where another builder uses them", () => {
    const caller = `import express from "express"; import { audit } from "./target"; express().use(audit()); export const handler = async () => {};`;
    expect(phasesOf("audit.().before", { ...files, "src/caller.ts": caller })).toBe("");
  });
});

describe("apps and routers in another file", () => {
  const work = `export const create = () => {};`;
  const adapter = `import serverlessExpress from "@vendia/serverless-express"; import { app } from "./app"; export const handler = serverlessExpress({ app });`;
  const app = (body: string) =>
    `import express from "express"; import { create } from "./target"; export const app = express(); ${body}`;

  it.each([
    ["a function of a route", app(`app.get("/", async () => { create(); });`)],
    ["an imported function", app(`app.post("/orders", create);`)],
    ["a chained route", app(`app.route("/").get(() => create());`)],
    [
      "a router of the file",
      app(`const router = express.Router(); router.get("/", () => create()); app.use("/orders", router);`),
    ],
    [
      "a chain",
      `import { Hono } from "hono"; import { create } from "./target"; export const app = new Hono().get("/", (c) => create()).post("/", (c) => c.text(""));`,
    ],
    [
      "a router of a third file",
      `import express from "express"; import { router } from "./router"; export const app = express(); app.use(router);`,
    ],
    [
      "a plugin of a third file",
      `import Fastify from "fastify"; import { orders } from "./orders"; export const app = Fastify(); app.register(orders, { prefix: "/orders" });`,
    ],
    ["a function that registers nothing", app(`const idle = () => create();`)],
    ["a plugin that is set up", app(`app.register(() => create());`)],
  ])("%s", (name, text) => {
    const files = {
      "src/target.ts": work,
      "src/app.ts": text,
      "src/router.ts": `import { Router } from "express"; import { create } from "./target"; export const router = Router(); router.get("/", create);`,
      "src/orders.ts": `import type { FastifyInstance } from "fastify"; import { create } from "./target"; export const orders = async (app: FastifyInstance) => { app.get("/", async () => create()); };`,
      "src/handler.ts": adapter,
    };
    const isOne = !/nothing|set up/.test(name);
    expect(phasesOf("create", files)).toBe(isOne ? "invocation" : "");
  });

  it("do not make the objects that they are given", () => {
    const files = {
      "src/target.ts": `export class Tracer { constructor() {} }`,
      "src/handler.ts": `import serverless from "serverless-http"; import express from "express"; import { Tracer } from "./target"; const tracer = new Tracer(); const app = express(); app.use(tracer); export const handler = serverless(app);`,
    };
    expect(phasesOf("Tracer.new()", files)).toBe("init");
  });

  it("that a function makes", () => {
    const files = {
      "src/target.ts": work,
      "src/app.ts": `import Fastify from "fastify"; import { create } from "./target"; export function build() { const app = Fastify(); app.get("/", async () => create()); return app; }`,
      "src/handler.ts": `import awsLambdaFastify from "@fastify/aws-lambda"; import { build } from "./app"; export const handler = awsLambdaFastify(build());`,
    };
    expect(phasesOf("create", files)).toBe("invocation");
  });

  it("that the handler gives the event", () => {
    const files = {
      "src/target.ts": work,
      "src/orders.ts": `import { Router } from "@aws-lambda-powertools/event-handler/http"; import { create } from "./target"; export const orders = new Router(); orders.get("/", async () => create());`,
      "src/handler.ts": `import { Router } from "@aws-lambda-powertools/event-handler/http"; import { orders } from "./orders"; const app = new Router(); app.includeRouter(orders); export const handler = async (event, context) => app.resolve(event, context);`,
    };
    expect(phasesOf("create", files)).toBe("invocation");
  });

  it("that serve the controllers of modules in other files", () => {
    const files = {
      "src/target.ts": work,
      "src/orders.service.ts": `import { create } from "./target"; export interface Orders { add(): void } export class OrdersService implements Orders { add() { create(); } }`,
      "src/orders.controller.ts": `import { Controller, Post } from "@nestjs/common"; import type { Orders } from "./orders.service"; @Controller("orders") export class OrdersController { constructor(private readonly orders: Orders) {} @Post() async post() { this.orders.add(); } }`,
      "src/controllers.ts": `import { JwtService } from "@nestjs/jwt"; import { OrdersController } from "./orders.controller"; import { OrdersService } from "./orders.service"; export const controllers = [OrdersController]; export const services = [OrdersService, JwtService];`,
      "src/app.module.ts": `import { Module } from "@nestjs/common"; import { controllers, services } from "./controllers"; @Module({ controllers: [...controllers], providers: services }) export class AppModule {}`,
      "src/bootstrap.ts": `import { NestFactory } from "@nestjs/core"; import { AppModule } from "./app.module"; export async function bootstrap() { const app = await NestFactory.create(AppModule); return adapt(app); }`,
      "src/handler.ts": `import { bootstrap } from "./bootstrap"; let server; export const handler = async (event, context) => { server ??= await bootstrap(); return server(event, context); };`,
    };
    expect(phasesOf("create", files)).toBe("invocation");
    expect(
      phasesOf("create", { ...files, "src/bootstrap.ts": `export const bootstrap = async () => adapt();` }),
    ).toBe("");
  });

  it("that resolvers of other files are given to", () => {
    const files = {
      "src/target.ts": work,
      "src/orders.ts": `import { create } from "./target"; export const orders = { Mutation: { create: async () => create() } };`,
      "src/resolvers.ts": `import { orders } from "./orders"; export const resolvers = { Query: {}, ...orders };`,
      "src/handler.ts": `import { ApolloServer } from "@apollo/server"; import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda"; import { resolvers } from "./resolvers"; const server = new ApolloServer({ resolvers }); export const handler = startServerAndCreateLambdaHandler(server);`,
    };
    expect(phasesOf("create", files)).toBe("invocation");
    const byDefault = {
      ...files,
      "src/resolvers.ts": `import { orders } from "./orders"; export default { Query: {}, ...orders };`,
      "src/handler.ts": files["src/handler.ts"].replace("{ resolvers } from", "resolvers from"),
    };
    expect(phasesOf("create", byDefault)).toBe("invocation");
    const other = {
      ...files,
      "src/resolvers.ts": `import { orders } from "./orders"; export const resolvers = {}; export const unused = orders;`,
    };
    expect(phasesOf("create", other)).toBe("");
  });

  it("are none where no adapter takes them", () => {
    const files = {
      "src/target.ts": work,
      "src/app.ts": app(`app.get("/", () => create()); app.listen(3000);`),
      "src/handler.ts": `import { app } from "./app"; export const handler = async () => app.name;`,
    };
    expect(phasesOf("create", files)).toBe("");
  });
});

describe("methods of a type that a class stands in for", () => {
  const usesPort = `import type { Port } from "./port"; import { run } from "./run"; import "./target"; export const handler = async () => run(get());`;
  const run = `import type { Port } from "./port"; export const run = (port: Port) => port.save();`;

  it.each([
    ["an interface", `export interface Port { save(): void }`, "implements Port"],
    ["an abstract class", `export abstract class Port { abstract save(): void; }`, "extends Port"],
    ["a class that it overrides", `export class Port { save() {} }`, "extends Port"],
  ])("%s", (_name, port, clause) => {
    const target = `import { Port } from "./port"; export class Store ${clause} { save() {} load() {} }`;
    const files = {
      "src/target.ts": target,
      "src/port.ts": port,
      "src/run.ts": run,
      "src/caller.ts": usesPort,
    };
    expect(phasesOf("Store.new().save", files)).toBe("invocation");
    expect(phasesOf("Store.new().load", files)).toBe("");
    expect(phasesOf("Store.new()", files)).toBe("");
  });

  it("in the file of the class itself", () => {
    const target = `export interface Port { save(): void } export class Store implements Port { save() {} }`;
    const caller = `import type { Port } from "./target"; import { Store } from "./target"; const run = (port: Port) => port.save(); const s = wrap(new Store()); export const handler = async () => run(s);`;
    expect(phasesOf("Store.new().save", { "src/target.ts": target, "src/caller.ts": caller })).toBe(
      "invocation",
    );
  });

  it.each([
    [
      "an object of a declared type",
      "store.save",
      `import type { Port } from "./port"; export const store: Port = { save() {} };`,
    ],
    [
      "what a function with a declared result gives",
      "create.().save",
      `import type { Port } from "./port"; export const create = (): Port => ({ save() {} });`,
    ],
    [
      "a class that only a function gives",
      "create.().save",
      `import type { Port } from "./port"; class Store implements Port { save() {} } export function create() { return new Store(); }`,
    ],
  ])("%s", (_name, key, target) => {
    const files = {
      "src/target.ts": target,
      "src/port.ts": `export interface Port { save(): void }`,
      "src/run.ts": run,
      "src/caller.ts": usesPort,
    };
    expect(phasesOf(key, files)).toBe("invocation");
  });

  it.each(["interface Deps { make: () => void }", "type Deps = { make: () => void };"])(
    "a function in an object of a declared type: %s",
    (type) => {
      const files = {
        "src/target.ts": `export const create = () => {};`,
        "src/deps.ts": `import { create } from "./target"; export ${type} export const deps: Deps = { make: create };`,
        "src/caller.ts": `import { type Deps, deps } from "./deps"; const run = (given: Deps) => given.make(); export const handler = async () => run(wrap(deps));`,
      };
      expect(phasesOf("create", files)).toBe("invocation");
    },
  );

  it.each([
    ["which its handler calls", `handle = async (event: SQSEvent) => this.save();`, "base.handle"],
    [
      "which a method calls that another file makes the handler",
      `async handle(event) { await this.save(); }`,
      "base.handle.bind(base)",
    ],
  ])("a class of another file, %s", (_name, member, handler) => {
    const files = {
      "src/base.ts": `import type { SQSEvent } from "aws-lambda"; export abstract class Base { ${member} abstract save(): void; }`,
      "src/target.ts": `import { Base } from "./base"; export class Store extends Base { save() {} load() {} }`,
      "src/handler.ts": `import { Store } from "./target"; const base = new Store(); export const handler = ${handler};`,
    };
    expect(phasesOf("Store.new().save", files)).toBe("invocation");
    expect(phasesOf("Store.new().load", files)).toBe("");
  });

  it("unless no handler loads the class", () => {
    const target = `import { Port } from "./port"; export class Store implements Port { save() {} }`;
    const files = {
      "src/target.ts": target,
      "src/port.ts": `export interface Port { save(): void }`,
      "src/run.ts": run,
      "src/caller.ts": usesPort.replace(`import "./target";`, ""),
    };
    expect(phasesOf("Store.new().save", files)).toBe("");
  });
});

describe("chains of files", () => {
  const create = { "src/target.ts": target };
  const handler = `import { work } from "./middle"; export const handler = async () => work();`;

  it("goes through functions of a third file", () => {
    const files = {
      ...create,
      "src/middle.ts": `import { create } from "./target"; export const work = () => create();`,
      "src/handler.ts": handler,
    };
    expect(phasesOf("create", files)).toBe("invocation");
    const { elsewhere, directory } = lookFrom(files);
    expect(elsewhere.usesOf("create").repeated).toMatchObject({
      name: "handler",
      file: join(directory, "src/handler.ts"),
      through: [join(directory, "src/middle.ts")],
    });
  });

  it("respects a guard on the way", () => {
    const middle = `import { create } from "./target"; let c; export const work = () => (c ??= create());`;
    expect(phasesOf("create", { ...create, "src/middle.ts": middle, "src/handler.ts": handler })).toBe(
      "guarded",
    );
  });

  it("takes a local variable for no guard", () => {
    const middle = `import { create } from "./target"; export const work = () => { let c; c ??= create(); return c; };`;
    expect(phasesOf("create", { ...create, "src/middle.ts": middle, "src/handler.ts": handler })).toBe(
      "invocation",
    );
  });

  it.each([
    ["export *", `export * from "./target";`],
    ["a named re-export", `export { create as work } from "./target";`],
    ["an import that is exported", `import { create } from "./target"; export { create as work };`],
    ["an alias", `import { create } from "./target"; export const work = create;`],
    ["CommonJS", `module.exports = { work: require("./target").create };`],
    ["a CommonJS spread", `module.exports = { ...require("./target") };`],
  ])("goes through %s", (_name, middle) => {
    const name = /work/.test(middle) ? "work" : "create";
    const caller = `import { ${name} } from "./middle"; export const handler = async () => ${name}();`;
    expect(phasesOf("create", { ...create, "src/middle.ts": middle, "src/handler.ts": caller })).toBe(
      "invocation",
    );
  });

  it("goes through export * as", () => {
    const caller = `import { t } from "./middle"; export const handler = async () => t.create();`;
    const files = { ...create, "src/middle.ts": `export * as t from "./target";`, "src/handler.ts": caller };
    expect(phasesOf("create", files)).toBe("invocation");
  });

  it("goes through the name that a file has for itself", () => {
    const target = {
      "src/target.ts": `export * as Order from "."; export * as Self from "./target"; export const create = () => {};`,
    };
    const caller = `import { Self } from "./target"; export const handler = async () => Self.create();`;
    expect(phasesOf("create", { ...target, "src/handler.ts": caller })).toBe("invocation");
  });

  it("goes into namespaces", () => {
    const target = {
      "src/target.ts": `export namespace Order { export const create = () => {}; export namespace Line { export function add() {} } }`,
    };
    const caller = `import { Order } from "./target"; export const handler = async () => { Order.create(); Order.Line.add(); };`;
    expect(phasesOf("Order.create", { ...target, "src/handler.ts": caller })).toBe("invocation");
    expect(phasesOf("Order.Line.add", { ...target, "src/handler.ts": caller })).toBe("invocation");
  });

  it("keeps to a file's own export beside export *", () => {
    const middle = `export * from "./target"; export const create = () => {};`;
    const caller = `import { create } from "./middle"; export const handler = async () => create();`;
    expect(phasesOf("create", { ...create, "src/middle.ts": middle, "src/handler.ts": caller })).toBe("");
  });

  it("ends in cycles", () => {
    const files = {
      "src/target.ts": `import { b } from "./b"; export const create = () => b();`,
      "src/b.ts": `import { create } from "./target"; export * from "./c"; export const b = () => create();`,
      "src/c.ts": `export * from "./b"; export * from "./target";`,
    };
    expect(phasesOf("create", files)).toBe("");
  });

  it("ends at objects whose fields are of the class that they extend", () => {
    const part = (name: string): string =>
      `import { Base } from "./base"; export class ${name} extends Base { run() { return this.store.save(); } }`;
    const files = {
      "src/target.ts": `export class Store { save() {} }`,
      "src/base.ts": `import { Store } from "./target"; export class Base { protected store: Store; constructor(store: Store) { this.store = store; } }`,
      "src/users.ts": part("Users"),
      "src/roles.ts": part("Roles"),
      "src/manager.ts": `import { Base } from "./base"; import { Users } from "./users"; import { Roles } from "./roles"; import { Store } from "./target";
        export class Manager extends Base { private users: Users; private roles: Roles;
          constructor(store: Store) { super(store); this.users = new Users(store); this.roles = new Roles(store); }
          run() { return this.users.run(); } }`,
      "src/handler.ts": `import { Manager } from "./manager"; import { Store } from "./target"; const manager = new Manager(new Store()); export const handler = async () => manager.run();`,
    };
    expect(lookFrom(files).elsewhere.usesOf("Store.new().save").isComplete).toBe(true);
    expect(phasesOf("Users.new().run", files, "src/users.ts")).toBe("invocation");
  });
});

describe("callers that do not count", () => {
  const caller = `import { create } from "./target"; export const handler = async () => create();`;

  it.each([
    ["a test", "src/caller.test.ts", caller],
    ["a built file", "dist/caller.js", caller.replace("./target", "../src/target")],
    ["an installed package", "node_modules/a/index.js", caller.replace("./target", "../../src/target")],
    ["a file that does not parse", "src/caller.ts", `${caller} const = ;`],
    ["a comment", "src/caller.ts", `// ${caller}`],
  ])("%s", (_name, name, text) => {
    expect(phasesOf("create", { "src/target.ts": target, [name]: text })).toBe("");
  });
});

describe("handlers that other files export", () => {
  it.each([
    ["a renamed re-export", "main", `export { main as handler } from "./target";`],
    ["a re-export", "handler", `export { handler } from "./target";`],
    ["the default export", "", `export { default as handler } from "./target";`],
    ["an import", "main", `import { main } from "./target"; export { main as handler };`],
    [
      "a wrapper",
      "main",
      `import middy from "@middy/core"; import { main } from "./target"; export const handler = middy(main);`,
    ],
    [
      "a chained wrapper",
      "main",
      `import middy from "@middy/core"; import { main } from "./target"; export const handler = middy(main).use(a()).use(b());`,
    ],
    [
      "a builder",
      "main",
      `import middy from "@middy/core"; import { main } from "./target"; export const handler = middy().use(a()).handler(main);`,
    ],
    ["CommonJS", "main", `exports.handler = require("./target").main;`],
    ["module.exports", "main", `const { main } = require("./target"); module.exports = { handler: main };`],
    ["a factory", "create.()", `import { create } from "./target"; export const handler = create({});`],
    [
      "a bound method",
      "App.new().run",
      `import { App } from "./target"; const app = new App(); export const handler = app.run.bind(app);`,
    ],
  ])("%s", (_name, key, index) => {
    const { elsewhere } = lookFrom({ "src/target.ts": target, "src/index.ts": index });
    expect([...elsewhere.handlers.keys()]).toEqual([key]);
    expect(elsewhere.usesOf(key).repeated).toMatchObject({ through: [] });
  });

  it("finds them through a file between", () => {
    const { elsewhere } = lookFrom({
      "src/target.ts": target,
      "src/functions.ts": `export * from "./target";`,
      "src/index.ts": `export { main as handler } from "./functions";`,
    });
    expect([...elsewhere.handlers.keys()]).toEqual(["main"]);
  });

  it("takes no other export for one", () => {
    const { elsewhere } = lookFrom({
      "src/target.ts": target,
      "src/index.ts": `export { main } from "./target"; import type { handler } from "./target"; export type { handler };`,
    });
    expect([...elsewhere.handlers]).toEqual([]);
  });
});

describe("the handlers that call a function", () => {
  const callsCreate = `import { create } from "./target"; export const handler = async () => create();`;

  it("are all told, each once, the nearest first", () => {
    const { elsewhere, directory } = lookFrom({
      "src/target.ts": target,
      "src/a.ts": `import { work } from "./middle"; export const handler = async () => work();`,
      "src/middle.ts": `import { create } from "./target"; export const work = () => create();`,
      "src/b.ts": callsCreate,
      "src/c.ts": `${callsCreate} export const other = handler; setTimeout(create, 1);`,
    });
    const { callers, isComplete } = elsewhere.usesOf("create");
    expect(callers.map(({ file, name }) => `${relative(directory, file)} ${name}`)).toEqual([
      `${join("src", "b.ts")} handler`,
      `${join("src", "c.ts")} handler`,
      `${join("src", "a.ts")} handler`,
    ]);
    expect(isComplete).toBe(true);
  });

  it("may be more than are known in a project of hundreds of files that import it", () => {
    const many = Object.fromEntries(
      Array.from({ length: 401 }, (_, index) => [`src/h${index}.ts`, callsCreate]),
    );
    const { callers, isComplete } = lookFrom({ "src/target.ts": target, ...many }).elsewhere.usesOf("create");
    expect([callers.length, isComplete]).toEqual([400, false]);
  });
});

describe("files that load the file", () => {
  const handlerFile = `import "./middle"; export const handler = async () => {};`;

  it("knows a handler that loads it through another file", () => {
    const files = {
      "src/target.ts": target,
      "src/middle.ts": `import "./target";`,
      "src/handler.ts": handlerFile,
    };
    expect(lookFrom(files).elsewhere.isLoadedByHandler).toBe(true);
  });

  it("names them all, the nearest first", () => {
    const { directory, elsewhere } = lookFrom({
      "src/target.ts": target,
      "src/middle.ts": `import "./target";`,
      "src/far.ts": handlerFile,
      "src/near.ts": `import "./target"; export const handler = async () => {};`,
    });
    expect(Array.from(elsewhere.handlersLoading, (file) => relative(directory, file))).toEqual([
      join("src", "near.ts"),
      join("src", "far.ts"),
    ]);
  });

  it("remembers files above which there is none, and not that one of them is a handler's itself", () => {
    const { of } = lookFrom({
      "src/target.ts": target,
      "src/handler.ts": `import "./target"; export const handler = async () => {};`,
      "src/page.ts": `import "./part";`,
      "src/part.ts": `import "./deep";`,
      "src/deep.ts": "export const deep = 1;",
    });
    expect(of("src/handler.ts").isLoadedByHandler).toBe(false);
    expect(of("src/target.ts").isLoadedByHandler).toBe(true);
    for (const file of ["deep", "part", "page", "deep"])
      expect(of(`src/${file}.ts`).isLoadedByHandler, file).toBe(false);
  });

  it("takes no import of a type for one, and no file without a handler", () => {
    const files = {
      "src/target.ts": target,
      "src/middle.ts": `import type { T } from "./target";`,
      "src/handler.ts": handlerFile,
      "src/b.ts": `import "./target"; export const work = 1;`,
    };
    expect(lookFrom(files).elsewhere.isLoadedByHandler).toBe(false);
    expect([...lookFrom(files).elsewhere.handlersLoading]).toEqual([]);
  });
});

describe("packages of one repository", () => {
  const shared = { "packages/shared/src/index.ts": target };
  const caller = `import { create } from "@acme/shared"; export const handler = async () => create();`;
  const root = { "package.json": `{ "workspaces": ["packages/*"] }` };
  const dependent = `{ "name": "@acme/api", "dependencies": { "@acme/shared": "*" } }`;

  it.each([
    ["its source as main", `{ "name": "@acme/shared", "main": "src/index.ts" }`],
    ["its built file as main", `{ "name": "@acme/shared", "main": "dist/index.js" }`],
    [
      "exports",
      `{ "name": "@acme/shared", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" } } }`,
    ],
    ["nothing", `{ "name": "@acme/shared" }`],
  ])("finds callers of a package that names %s", (_name, manifest) => {
    const files = {
      ...root,
      ...shared,
      "packages/shared/package.json": manifest,
      "packages/api/package.json": dependent,
      "packages/api/src/handler.ts": caller,
    };
    expect(phasesOf("create", files, "packages/shared/src/index.ts")).toBe("invocation");
  });

  describe("of which another names the folder, without a workspace", () => {
    const linked = (range: string, importing = "@acme/shared", name = importing) => ({
      "package.json": `{ "name": "acme", "dependencies": { "zod": "^4" } }`,
      ...shared,
      "packages/shared/package.json": `{ "name": "@acme/shared", "main": "src/index.ts" }`,
      "packages/api/package.json": JSON.stringify({ name: "@acme/api", devDependencies: { [name]: range } }),
      "packages/api/src/handler.ts": caller.replace("@acme/shared", importing),
    });

    it.each(["file:../shared", "file:../shared/", "link:../shared", "portal:../shared", "../shared"])(
      "finds callers by %s",
      (range) => {
        const files = linked(range);
        expect(phasesOf("create", files, "packages/shared/src/index.ts")).toBe("invocation");
      },
    );

    it("finds callers by the name that they give it", () => {
      const files = linked("file:../shared", "shared-code");
      expect(phasesOf("create", files, "packages/shared/src/index.ts")).toBe("invocation");
    });

    it("finds callers in a package that does not name it: a layer has it", () => {
      const files = {
        ...linked("file:../shared"),
        "packages/api/src/handler.ts": "",
        "packages/jobs/package.json": `{ "name": "@acme/jobs" }`,
        "packages/jobs/handler.js": `const shared = require("@acme/shared"); exports.handler = async () => shared.create();`,
      };
      expect(phasesOf("create", files, "packages/shared/src/index.ts")).toBe("invocation");
    });

    it.each(["^1.0.0", "*", "file:../other", "file:../shared.tgz", "github:acme/shared"])(
      "takes it for another one by %s",
      (range) => {
        expect(phasesOf("create", linked(range), "packages/shared/src/index.ts")).toBe("");
      },
    );
  });

  it("reads no package that does not depend on it", () => {
    const files = {
      ...root,
      "packages/billing/src/index.ts": target,
      "packages/billing/package.json": `{ "name": "@acme/shared" }`,
      "packages/api/package.json": `{ "dependencies": { "zod": "4" } }`,
      "packages/api/src/handler.ts": caller,
    };
    expect(phasesOf("create", files, "packages/billing/src/index.ts")).toBe("");
  });

  describe("of which one has the folder of what they share", () => {
    const byPath = `import { create } from "../../../src/libs"; export const handler = async () => create();`;
    const files = {
      "package.json": `{ "workspaces": ["src/libs", "services/*"] }`,
      "src/libs/package.json": `{ "name": "libs", "dependencies": { "zod": "4" } }`,
      "src/libs/index.ts": `export * from "./orders";`,
      "src/libs/orders.ts": target,
      "services/api/package.json": `{ "name": "api", "dependencies": { "zod": "4" } }`,
      "services/api/src/handler.ts": byPath,
    };

    it("finds callers that import its files by their paths", () => {
      expect(phasesOf("create", files, "src/libs/orders.ts")).toBe("invocation");
    });

    it("reads no other package where one depends on it by its name", () => {
      const named = {
        ...files,
        "services/jobs/package.json": `{ "name": "jobs", "dependencies": { "libs": "*" } }`,
      };
      expect(phasesOf("create", named, "src/libs/orders.ts")).toBe("");
    });
  });

  it("finds callers in packages that lie in its own, by their paths", () => {
    const files = {
      "package.json": `{ "workspaces": ["services/*"] }`,
      "lib/target.ts": target,
      "services/api/package.json": "{}",
      "services/api/handler.ts": `import { create } from "../../lib/target"; export const handler = async () => create();`,
    };
    expect(phasesOf("create", files, "lib/target.ts")).toBe("invocation");
  });

  it("reads a package that lists no dependencies", () => {
    const files = {
      ...root,
      ...shared,
      "packages/shared/package.json": `{ "name": "@acme/shared" }`,
      "packages/api/package.json": `{ "name": "@acme/api" }`,
      "packages/api/src/handler.ts": caller,
    };
    expect(phasesOf("create", files, "packages/shared/src/index.ts")).toBe("invocation");
  });

  it("follows the paths of a tsconfig.json", () => {
    const files = {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }`,
      "src/target.ts": target,
      "src/functions/a/handler.ts": `import { create } from "~/target"; export const handler = async () => create();`,
    };
    expect(phasesOf("create", files)).toBe("invocation");
  });

  describe("where each function and each layer has a package.json, and the repository none", () => {
    const files = {
      ".git/HEAD": "",
      "functions/a/package.json": `{ "name": "a", "dependencies": { "pg": "8" } }`,
      "functions/b/package.json": `{ "name": "b", "dependencies": { "zod": "4" } }`,
      "functions/b/index.ts": "export const handler = async () => {};",
    };

    it("finds the callers of a layer's file", () => {
      const layer = {
        ...files,
        "layers/common/nodejs/package.json": `{ "name": "common", "dependencies": { "pg": "8" } }`,
        "layers/common/nodejs/db.ts": target,
        "functions/a/index.ts": `import { create } from "/opt/nodejs/db"; export const handler = async () => create();`,
      };
      expect(phasesOf("create", layer, "layers/common/nodejs/db.ts")).toBe("invocation");
    });

    it("finds the callers of a file that no package has", () => {
      const shared = {
        ...files,
        "shared/db.ts": target,
        "functions/a/index.ts": `import { create } from "../../shared/db"; export const handler = async () => create();`,
      };
      expect(phasesOf("create", shared, "shared/db.ts")).toBe("invocation");
    });

    it("reads nothing of other packages for a function's own file", () => {
      const own = {
        ...files,
        "functions/a/db.ts": target,
        "functions/a/index.ts": `import { create } from "./db"; export const handler = async () => create();`,
      };
      const before = projectReads.files;
      expect(phasesOf("create", own, "functions/a/db.ts")).toBe("invocation");
      expect(projectReads.files - before).toBe(2);
    });
  });

  it("follows the paths of a jsconfig.json in a project of JavaScript", () => {
    const files = {
      "package.json": "{}",
      "jsconfig.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }`,
      "src/target.js": target,
      "src/functions/a/handler.js": `import { create } from "@/target"; export const handler = async () => create();`,
    };
    expect(phasesOf("create", files, "src/target.js")).toBe("invocation");
  });

  it.each(["events/target", "util/target", "domain"])(
    "follows a path that begins like a module of Node.js: %s",
    (specifier) => {
      const files = {
        "tsconfig.json": `{ "compilerOptions": { "baseUrl": "./src" } }`,
        [`src/${specifier}.ts`]: target,
        "src/functions/a/handler.ts": `import { create } from "${specifier}"; export const handler = async () => create();`,
      };
      expect(phasesOf("create", files, `src/${specifier}.ts`)).toBe(
        specifier.includes("/") ? "invocation" : "",
      );
    },
  );

  it("does without a jsconfig.json beside a tsconfig.json, as TypeScript and esbuild do", () => {
    const files = {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "#lib/*": ["./lib/*"] } } }`,
      "jsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      "src/target.ts": target,
      "src/functions/a/handler.ts": `import { create } from "@/target"; export const handler = async () => create();`,
    };
    expect(phasesOf("create", files)).not.toBe("invocation");
  });

  it("follows the paths of a tsconfig.json below the package", () => {
    const files = {
      "package.json": "{}",
      "source/services/tsconfig.json": `{ "compilerOptions": { "paths": { "shop-utils": ["../layer"] } } }`,
      "source/services/orders/tsconfig.json": `{ "extends": "../tsconfig.json" }`,
      "source/layer/index.ts": target,
      "source/services/orders/index.ts": `import { create } from "shop-utils"; export const handler = async () => create();`,
    };
    expect(phasesOf("create", files, "source/layer/index.ts")).toBe("invocation");
  });

  it.each(["tsconfig.json", "jsconfig.json"])(
    "reads a package whose %s has a path to the file's",
    (config) => {
      const files = {
        "package.json": `{ "workspaces": ["packages/*"] }`,
        "packages/core/package.json": `{ "name": "@shop/core" }`,
        "packages/core/src/target.ts": target,
        "packages/api/package.json": `{ "name": "@shop/api", "dependencies": { "zod": "4" } }`,
        [`packages/api/${config}`]: `{ "compilerOptions": { "paths": { "core/*": ["../core/src/*"] } } }`,
        "packages/api/src/handler.ts": `import { create } from "core/target"; export const handler = async () => create();`,
      };
      expect(phasesOf("create", files, "packages/core/src/target.ts")).toBe("invocation");
    },
  );
});

describe("code in a layer", () => {
  const store = "export const create = () => {};";
  const handlerOf = (specifier: string): string =>
    `import { create } from "${specifier}"; export const handler = async () => create();`;
  const sam = (...layers: readonly string[]): string =>
    `Transform: AWS::Serverless-2016-10-31\nResources:\n${layers.join("\n")}`;
  const layer = (id: string, folder: string): string =>
    `  ${id}:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: ${folder}`;
  const cdk = (code: string): Record<string, string> => ({
    "cdk.json": "{}",
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib"; import * as lambda from "aws-cdk-lib/aws-lambda"; import path from "node:path";
      export class LayerStack extends Stack { constructor(scope, id) { super(scope, id);
        this.layer = new lambda.LayerVersion(this, "Layer", { code: ${code} }); } }`,
  });

  const unknown: Record<string, [string, Record<string, string>]> = {
    "of a package below the packages of the layer": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/nodejs/node_modules/store"),
        "template.yaml": sam(layer("Shared", "layers/shared")),
      },
    ],
    "that two files may be": [
      "layers/shared/store.ts",
      { "src/handler.ts": handlerOf("/opt/store"), "src/store.ts": store },
    ],
    "that two layers have": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "layers/other/store.ts": store,
        "template.yaml": sam(layer("Shared", "layers/shared"), layer("Other", "layers/other")),
      },
    ],
    "that only ends in the same letters": [
      "layers/shared/bookstore.ts",
      { "src/handler.ts": handlerOf("/opt/store") },
    ],
    "in another folder of the layer": [
      "layers/shared/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/store") },
    ],
    "outside the folder of layers": [
      "layers/shared/store.ts",
      { "src/handler.ts": handlerOf("/optional/store") },
    ],
    "whose layer has the file elsewhere": [
      "src/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "layers/shared/store.ts": store,
        "template.yaml": sam(layer("Shared", "layers/shared")),
      },
    ],
  };
  it.each(Object.entries(unknown))("is not known %s", (_name, [file, files]) => {
    expect(phasesOf("create", { [file]: store, ...files }, file)).toBe("");
  });

  const found: Record<string, [string, Record<string, string>]> = {
    "by its path in the layer": [
      "layers/shared/nodejs/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/store") },
    ],
    "by the path with an ending": [
      "layers/shared/nodejs/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/store.js") },
    ],
    "by the folder of an index": [
      "layers/shared/nodejs/store/index.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/store") },
    ],
    "at the top of the layer": ["layers/shared/store.js", { "src/handler.ts": handlerOf("/opt/store") }],
    "beside what it was compiled to": [
      "layers/shared/store.ts",
      { "layers/shared/store.js": "", "src/handler.ts": handlerOf("/opt/store") },
    ],
    "from a file of the same name": [
      "layers/shared/handler.ts",
      { "src/handler.ts": handlerOf("/opt/handler") },
    ],
    "of a layer of AWS SAM": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "src/store.ts": store,
        "template.yaml": sam(layer("Shared", "layers/shared/")),
      },
    ],
    "of a layer that AWS SAM builds for Node.js": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/nodejs/store"),
        "template.yaml": sam(layer("Shared", "./layers/shared")),
      },
    ],
    "of a layer of CloudFormation": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "src/store.ts": store,
        "template.yaml":
          "Resources:\n  Shared:\n    Type: AWS::Lambda::LayerVersion\n    Properties:\n      Content: layers/shared",
      },
    ],
    "of a layer of the Serverless Framework": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "src/store.ts": store,
        "serverless.yml": "provider:\n  name: aws\nlayers:\n  shared:\n    path: layers/shared\n",
      },
    ],
    "of a layer of the CDK": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "src/store.ts": store,
        ...cdk(`lambda.Code.fromAsset("layers/shared")`),
      },
    ],
    "of a layer of the CDK that is bundled": [
      "layers/shared/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/store"),
        "src/store.ts": store,
        ...cdk(`lambda.Code.fromAsset(path.join(__dirname, "../layers/shared"), { bundling: {} })`),
      },
    ],
    "that is built into a folder": [
      "layers/shared/src/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/nodejs/store"),
        "template.yaml": sam(layer("Shared", "layers/shared/dist")),
      },
    ],
    "in a folder that a build adds nodejs to": [
      "shared/code/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/code/store") },
    ],
    "by the folder that a build writes": [
      "shared/models/src/utils/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/shared/models/dist/utils/store") },
    ],
    "by the folder that a build writes, beside which the sources lie": [
      "shared/models/utils/store.ts",
      { "src/handler.ts": handlerOf("/opt/nodejs/shared/models/dist/utils/store") },
    ],
    "by a path of tsconfig.json": [
      "shared/code/store.ts",
      {
        "src/handler.ts": handlerOf("/opt/nodejs/store"),
        "tsconfig.json": `{ "compilerOptions": { "paths": { "/opt/nodejs/*": ["./shared/code/*"] } } }`,
      },
    ],
    "that is a package of the workspace": [
      "layers/shared/nodejs/store.ts",
      {
        "package.json": `{ "workspaces": ["services/*", "layers/*"] }`,
        "layers/shared/package.json": `{ "name": "shared-layer" }`,
        "services/orders/package.json": `{ "name": "orders", "dependencies": { "zod": "^4" } }`,
        "services/orders/handler.ts": handlerOf("/opt/nodejs/store"),
      },
    ],
    "from the package at the root of the workspace": [
      "layers/shared/nodejs/store.ts",
      {
        "package.json": `{ "workspaces": ["layers/*"], "dependencies": { "zod": "^4" } }`,
        "layers/shared/package.json": `{ "name": "shared-layer" }`,
        "src/handler.ts": handlerOf("/opt/nodejs/store"),
      },
    ],
  };
  it.each(Object.entries(found))("is found %s", (_name, [file, files]) => {
    expect(phasesOf("create", { [file]: store, ...files }, file)).toBe("invocation");
  });

  it("is found through require", () => {
    const files = {
      "src/handler.js": `const { create } = require("/opt/base"); exports.handler = async () => create();`,
      "layers/base/base.js": "exports.create = () => {};",
    };
    expect(phasesOf("create", files, "layers/base/base.js")).toBe("invocation");
  });

  it("is found from another file of a layer", () => {
    const files = {
      "layers/base/base.js": "exports.create = () => {};",
      "layers/data/store.js": `const { create } = require("/opt/base"); exports.save = () => create();`,
      "src/handler.js": `const { save } = require("/opt/store"); exports.handler = async () => save();`,
    };
    expect(phasesOf("create", files, "layers/base/base.js")).toBe("invocation");
  });
});

describe("what another file passes on of the AWS SDK", () => {
  const ssm = { module: "@aws-sdk/client-ssm", path: ["GetParameterCommand"] };
  const exportOf = (passing: string, name = "GetParameterCommand", others = {}) =>
    lookFrom({
      "src/target.ts": `import { ${name} } from "./ssm";`,
      "src/ssm.ts": passing,
      ...others,
    }).elsewhere.sdkExportOf("./ssm", [name]);

  it.each([
    ["a class of its own", "export class GetParameterCommand {}"],
    ["of another package", `export { GetParameterCommand } from "@acme/ssm";`],
    ["what is not exported", `import { GetParameterCommand } from "@aws-sdk/client-ssm";`],
    ["all of two packages", `export * from "@aws-sdk/client-ssm"; export * from "@aws-sdk/client-s3";`],
    [
      "all of a package beside a class of its own",
      `export * from "@aws-sdk/client-ssm"; export class GetParameterCommand { run() {} }`,
    ],
  ])("is not known of %s", (_name, passing) => {
    expect(exportOf(passing)).toBeUndefined();
  });

  it.each([
    ["a re-export", `export { GetParameterCommand } from "@aws-sdk/client-ssm";`],
    ["all of a package", `export * from "@aws-sdk/client-ssm";`],
    [
      "an import that is exported",
      `import { GetParameterCommand } from "@aws-sdk/client-ssm"; export { GetParameterCommand };`,
    ],
    [
      "module.exports",
      `const { GetParameterCommand } = require("@aws-sdk/client-ssm"); module.exports = { GetParameterCommand };`,
    ],
  ])("is known of %s", (_name, passing) => {
    expect(exportOf(passing)).toEqual(ssm);
  });

  it("is known under another name, and through several files", () => {
    expect(exportOf(`export { GetParameterCommand as Read } from "@aws-sdk/client-ssm";`, "Read")).toEqual(
      ssm,
    );
    const others = { "src/aws.ts": `export * from "@aws-sdk/client-ssm";` };
    expect(exportOf(`export * from "./aws";`, "GetParameterCommand", others)).toEqual(ssm);
  });
});
