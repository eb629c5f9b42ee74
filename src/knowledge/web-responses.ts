import type { Sourced } from "./fact.js";

/** How the functions of a web framework's routes answer with a page. */
export interface WebResponseFact extends Sourced {
  readonly module: RegExp;
  /** Index of the parameter that holds the response. */
  readonly argument: number;
  /** Names of its type. */
  readonly types: readonly string[];
  /** Methods that send their first argument as HTML. */
  readonly pageMethods: readonly string[];
  /** Methods that send their first argument as what the content type says. */
  readonly bodyMethods: readonly string[];
  /** Methods that send their first argument as plain text. */
  readonly textMethods?: readonly string[];
  /** Properties whose value is sent as what the content type says. */
  readonly bodyProperties?: readonly string[];
  /** A function of a route may return what is sent as the content type says. */
  readonly sendsReturned?: true;
  /** Methods and properties that send an object as JSON. */
  readonly jsonNames: readonly string[];
  /** An error that is sent itself, and not in an object, becomes an answer with its message. */
  readonly answersErrors?: true;
  /** The functions that get what the functions of routes throw. */
  readonly errorHandlers?: ErrorHandlerFact;
  /** Methods and properties that send a text as a page where nothing sets the type: always, or if it begins with a tag. */
  readonly untyped?: {
    readonly names: readonly string[];
    readonly isPage: "always" | "if-it-begins-with-a-tag";
  };
}

/** A function that a framework hands the error and the response. */
export interface ErrorHandlerFact extends Sourced {
  /** The method of the app that takes it; undefined where the number of its parameters tells it from those of routes. */
  readonly method: string | undefined;
  /** How many parameters it has, where these tell it. */
  readonly parameterCount?: number;
  /** Index of the parameter that holds the error. */
  readonly error: number;
  /** Index of the parameter that holds the response. */
  readonly response: number;
}

const checked = "2026-11-27";

export const webResponseFacts: readonly WebResponseFact[] = [
  {
    module: /^(?:express|express-serve-static-core|express-promise-router)$/,
    argument: 1,
    types: ["Response"],
    pageMethods: [],
    bodyMethods: ["send", "end", "write"],
    untyped: { names: ["send"], isPage: "always" },
    jsonNames: ["json", "jsonp", "send"],
    errorHandlers: {
      method: undefined,
      parameterCount: 4,
      error: 0,
      response: 2,
      source: "https://expressjs.com/en/guide/error-handling.html#writing-error-handlers",
      checked,
    },
    source: "https://expressjs.com/en/api.html#res.send",
    checked,
  },
  {
    module: /^lambda-api$/,
    argument: 1,
    types: ["Response"],
    pageMethods: ["html"],
    bodyMethods: ["send"],
    jsonNames: ["json", "jsonp", "send"],
    errorHandlers: {
      method: undefined,
      parameterCount: 4,
      error: 0,
      response: 2,
      source: "https://www.npmjs.com/package/lambda-api#error-handling",
      checked,
    },
    source: "https://www.npmjs.com/package/lambda-api#htmlbody",
    checked,
  },
  {
    module: /^fastify$/,
    argument: 1,
    types: ["FastifyReply"],
    pageMethods: [],
    bodyMethods: ["send"],
    sendsReturned: true,
    jsonNames: ["send"],
    answersErrors: true,
    errorHandlers: {
      method: "setErrorHandler",
      error: 0,
      response: 2,
      source: "https://fastify.dev/docs/latest/Reference/Server/#seterrorhandler",
      checked,
    },
    source: "https://fastify.dev/docs/latest/Reference/Reply/#typecontenttype",
    checked,
  },
  {
    module: /^(?:koa|@koa\/router|koa-router)$/,
    argument: 0,
    types: ["Context", "ParameterizedContext", "RouterContext"],
    pageMethods: [],
    bodyMethods: [],
    bodyProperties: ["body"],
    untyped: { names: ["body"], isPage: "if-it-begins-with-a-tag" },
    jsonNames: ["body"],
    source: "https://koajs.com/#response-body-",
    checked,
  },
  {
    module: /^(?:hono(?:\/(?:factory|tiny|quick))?|@hono\/zod-openapi)$/,
    argument: 0,
    types: ["Context"],
    pageMethods: ["html"],
    bodyMethods: ["body", "newResponse"],
    textMethods: ["text"],
    jsonNames: ["json"],
    errorHandlers: {
      method: "onError",
      error: 0,
      response: 1,
      source: "https://hono.dev/docs/api/hono#error-handling",
      checked,
    },
    source: "https://hono.dev/docs/api/context#html",
    checked,
  },
];

/** Methods of responses that set the content type by a short name, an extension or the type itself. */
export const typeMethods: ReadonlySet<string> = new Set(["type", "contentType"]);

/** Methods of responses that set headers: by name and value, or by an object. */
export const headerMethods: ReadonlySet<string> = new Set([
  ...["set", "header", "headers", "setHeader", "setHeaders", "append", "appendHeader", "writeHead"],
]);

/** Methods of responses that choose the content type themselves. */
export const choosingMethods: ReadonlySet<string> = new Set(["attachment", "format", "respond"]);

/** Methods of responses that end in an answer: what they set before is of that answer. */
export const endingMethods: ReadonlySet<string> = new Set([
  ...["send", "end", "json", "jsonp", "html", "text", "body", "sendStatus", "redirect", "error", "notFound"],
  ...["render", "sendFile", "download", "newResponse"],
]);

/** Values of a content type that a browser shows as a page: `html`, `.html`, `text/html; charset=utf-8`. */
export const pageType = /^(?:\.?html?$|text\/html\b|application\/xhtml\+xml\b)/i;

/** A tag of HTML. It tells a page from a text that an API sends without saying what it is. */
export const pageTag =
  /<(?:!doctype html|html|head|body|title|meta|link|script|style|h[1-6]|p|div|span|a|b|i|u|em|strong|small|pre|code|br|hr|ul|ol|li|dl|table|thead|tbody|tr|td|th|form|input|label|button|select|option|textarea|img|svg|iframe|video|main|section|article|header|footer|nav|center)(?=[\s/>])/i;

/** The decorator of a controller's method that says a header of its answers: `@Header("Content-Type", "text/html")`. */
export const headerDecorator = {
  module: "@nestjs/common",
  export: "Header",
  source: "https://docs.nestjs.com/controllers#response-headers",
  checked,
} as const satisfies Sourced & { readonly module: string; readonly export: string };
