import { describe, expect, it } from "vitest";
import { type Files, lint } from "./web-project.js";

const handler = `const serverless = require("serverless-http"); const app = require("./app"); exports.handler = serverless(app);`;
const routes = `const { Router } = require("express"); const { S3Client } = require("@aws-sdk/client-s3");
const router = Router();
router.get("/", async (req, res) => { res.json(await new S3Client({}).send(req.query)); });
module.exports = router;`;
const factory = (parameter: string, mount: string): string =>
  `const express = require("express"); module.exports = (${parameter}) => { const app = express(); ${mount} return app; };`;

const made = (app: string, create: string, more: Files = {}): readonly string[] =>
  lint(
    {
      "src/handler.js": handler,
      "src/app.js": app,
      "src/create.js": create,
      "src/routes.js": routes,
      ...more,
    },
    "src/routes.js",
    "no-client-in-handler",
  );
const create = 'const create = require("./create"); const routes = require("./routes"); module.exports = ';

describe("an app that a function of another file makes", () => {
  it.each<readonly [string, string, string]>([
    ["a router", `${create}create(routes);`, factory("router", 'app.use("/orders", router);')],
    [
      "a list of routers",
      `${create}create([{ path: "/orders", router: routes }]);`,
      factory("routers", "for (const { path, router } of routers) app.use(path, router);"),
    ],
    [
      "a function that mounts routers",
      `${create}create((app) => { app.use("/orders", routes); });`,
      factory("mount", "mount(app);"),
    ],
    [
      "such a function among options",
      `${create}create({ name: "orders", mountRoutes(app) { app.use("/orders", routes); } });`,
      factory("options = {}", "const { mountRoutes } = options; if (mountRoutes) mountRoutes(app);"),
    ],
  ])("serves what it is given: %s", (_name, app, code) => {
    expect(made(app, code)).toEqual([
      expect.stringContaining("(`handler` in src/handler.js calls it through src/app.js)"),
    ]);
  });

  it("serves what a further file was given for it", () => {
    const base = factory("router", "app.use(router);");
    const wrapper = `const base = require("./base"); module.exports = (router) => base(router);`;
    expect(made(`${create}create(routes);`, wrapper, { "src/base.js": base })).toHaveLength(1);
  });

  it.each<readonly [string, string, string]>([
    ["is not given", `${create}create();`, factory("router", "app.use(router);")],
    [
      "is given for something else",
      `${create}create("a", routes);`,
      factory("name, router", "app.use(name);"),
    ],
    [
      "is given under another name",
      `${create}create({ admin: routes });`,
      factory("{ router }", "app.use(router);"),
    ],
  ])("serves no router that it %s", (_name, app, code) => {
    expect(made(app, code)).toEqual([]);
  });
});

describe("an app that an instance of another file's class holds", () => {
  const app = `import express from "express"; import type { Controller } from "./controller";
export default class App {
  public app: express.Application;
  constructor(controllers: Controller[]) { this.app = express(); this.initialize(controllers); }
  public getServer() { return this.app; }
  private initialize(controllers: Controller[]) {
    controllers.forEach((controller) => { this.app.use("/", controller.router); });
  }
}`;
  const orders = `import express from "express"; import { S3Client } from "@aws-sdk/client-s3"; import type { Controller } from "./controller";
export class Orders implements Controller {
  public router = express.Router();
  constructor() { this.router.get("/orders", this.list); }
  private list = async (request: express.Request, response: express.Response) => {
    response.json(await new S3Client({}).send(request.query));
  };
}`;

  it.each(["new App([new Orders()]).app", "new App([new Orders()]).getServer()"])("%s", (code) => {
    const files = {
      "src/handler.ts": `import serverless from "serverless-http"; import App from "./app"; import { Orders } from "./orders";
export const handler = serverless(${code});`,
      "src/app.ts": app,
      "src/controller.ts": `import type { Router } from "express"; export interface Controller { router: Router }`,
      "src/orders.ts": orders,
    };
    expect(lint(files, "src/orders.ts", "no-client-in-handler")).toHaveLength(1);
    const without = { ...files, "src/handler.ts": files["src/handler.ts"].replace("[new Orders()]", "[]") };
    expect(lint(without, "src/orders.ts", "no-client-in-handler")).toEqual([]);
  });
});

describe("a package that another one has as a folder", () => {
  const files = (dependency: string): Files => ({
    "package.json": JSON.stringify({ workspaces: ["packages/*", "services/*"] }),
    "services/orders/package.json": JSON.stringify({
      name: "orders",
      dependencies: { [dependency]: "file:../../packages/shared" },
    }),
    "services/orders/src/handler.js": `const { make } = require("${dependency}"); exports.handler = async (event) => make(event);`,
    "packages/shared/package.json": JSON.stringify({ name: "@shop/shared", main: "./index.js" }),
    "packages/shared/index.js": `const { S3Client } = require("@aws-sdk/client-s3"); exports.make = (event) => new S3Client({}).send(event);`,
  });

  it.each(["@shop/shared", "service-shared"])("is found by the name that it has there: %s", (name) => {
    expect(lint(files(name), "packages/shared/index.js", "no-client-in-handler")).toEqual([
      expect.stringContaining("(`handler` in services/orders/src/handler.js calls it)"),
    ]);
  });
});
