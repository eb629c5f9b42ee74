import type { Sourced } from "./fact.js";

export type ClientCategory =
  | "aws-sdk-v3"
  | "aws-sdk-v3-document"
  | "aws-sdk-v2"
  | "powertools"
  | "database"
  | "cache"
  | "search"
  | "queue"
  | "http"
  | "ai"
  | "payment"
  | "messaging"
  | "telemetry"
  | "other";

/** One way in which a package hands out a client: an object that is worth keeping between invocations. */
export interface ClientFact extends Sourced {
  /** The import specifier, exactly or as a pattern that covers a family (`/^@aws-sdk\/client-/`). */
  readonly module: string | RegExp;
  /**
   * The path of exports that is constructed or called, joined by dots: `"S3Client"`, `"DynamoDBDocumentClient.from"`.
   * `"default"` is the module's default export, which is also what `require()` and `import x = require()` give.
   */
  readonly export: string | RegExp;
  /** Exports that `export` matches and that are no clients (commands, exceptions). Only for patterns. */
  readonly except?: RegExp;
  readonly construct: "new" | "call" | "either";
  readonly category: ClientCategory;
  /** Methods of the client that close it. A client closed in the invocation that made it cannot simply be hoisted. */
  readonly closeMethods: readonly string[];
  /** Methods named as if they set the client up that may yet be called again and again: `connect` of a pool. */
  readonly repeatableMethods?: readonly string[];
  /** True when the construction hands back a promise of the client or opens the connection itself. */
  readonly connects?: boolean;
  /** True when its methods ask no other system: they write to the log, or give a part of the client. */
  readonly isLocal?: boolean;
  /** True when the package answers another call with the connection of the first, so that little is lost. */
  readonly reusesFirst?: boolean;
}
