import type { Sourced } from "./fact.js";

/**
 * What a function without types does with its parameters that tells whose route it belongs to. A file of controllers, and one
 * that gets its router from a file of the project, names no framework.
 */
export type RouteShape = Sourced & {
  readonly module: string;
} & (
    | {
        /** A request and a response: properties of the one that are read, and methods of the other that get something. */
        readonly kind: "request-and-response";
        readonly request: readonly string[];
        readonly response: readonly string[];
        /** The name that code gives the response, where others treat theirs alike. */
        readonly responseName?: RegExp;
      }
    | {
        /** A context: ways from it to what is called, or to what is assigned. One is enough. */
        readonly kind: "context";
        readonly called: readonly string[];
        readonly assigned: readonly string[];
      }
  );

const checked = "2026-11-28";

/** What only requests of web servers have. */
const request = [
  ...["body", "params", "query", "headers", "cookies", "header", "get"],
  ...["originalUrl", "user", "file", "files"],
];

export const routeShapes: readonly RouteShape[] = [
  {
    module: "fastify",
    kind: "request-and-response",
    request,
    response: ["code", "status", "send", "header", "type", "redirect"],
    responseName: /^_?reply$/,
    source: "https://fastify.dev/docs/latest/Reference/Reply/",
    checked,
  },
  // Others imitate it.
  {
    module: "express",
    kind: "request-and-response",
    request,
    response: ["status", "sendStatus", "json", "send", "redirect", "render"],
    source: "https://expressjs.com/en/4x/api.html#res",
    checked,
  },
  {
    module: "hono",
    kind: "context",
    called: ["json", "param", "query", "queries", "header", "text", "parseBody", "formData", "valid"].map(
      (name) => `req.${name}`,
    ),
    assigned: [],
    source: "https://hono.dev/docs/api/request",
    checked,
  },
  {
    module: "koa",
    kind: "context",
    called: [],
    assigned: ["body", "response.body"],
    source: "https://koajs.com/#response-body-",
    checked,
  },
];

/** A look at a text: false where no function of it has one of these shapes. */
export const mentionsRouteShape =
  /\.(?:status|sendStatus|json|send|redirect|render|code|req)\b|\.body\s*=[^=]/;
