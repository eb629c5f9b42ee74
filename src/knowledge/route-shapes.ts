import type { Sourced } from "./fact.js";

/** The framework whose functions of routes others imitate, and most files of controllers are written for. */
export const shapedLike = {
  module: "express",
  source: "https://expressjs.com/en/4x/api.html#res",
  checked: "2026-11-28",
} as const satisfies Sourced & { readonly module: string };

/** What only requests of web servers have. */
export const requestProperties: ReadonlySet<string> = new Set([
  ...[
    "body",
    "params",
    "query",
    "headers",
    "cookies",
    "header",
    "get",
    "originalUrl",
    "user",
    "file",
    "files",
  ],
]);

/** Methods that answer with what they are given. */
export const answeringMethods: readonly string[] = [
  "status",
  "sendStatus",
  "json",
  "send",
  "redirect",
  "render",
];
