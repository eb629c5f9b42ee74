/** The handler that sends the requests of SDK v3 over HTTP/1.1. */
export const nodeHttpHandler = {
  module: "@smithy/node-http-handler",
  /** The name under which SDK v3 had it before; it hands on to the other. */
  formerModule: "@aws-sdk/node-http-handler",
  export: "NodeHttpHandler",
  /**
   * The first release whose `requestTimeout` only warns, unless `throwOnRequestTimeout` is set. Read in the sources of
   * 4.3.0, where it ended the request, and of 4.4.0 and 4.14.2.
   */
  warnsSince: [4, 4, 0],
  /** The handler for HTTP/2, whose `requestTimeout` ends the request, and the files of a client that say which it uses. */
  http2Export: "NodeHttp2Handler",
  clientFiles: ["dist-cjs/runtimeConfig.js", "dist-cjs/index.js"],
  source:
    "https://github.com/smithy-lang/smithy-typescript/blob/main/packages/node-http-handler/CHANGELOG.md",
  checked: "2026-11-26",
} as const;
