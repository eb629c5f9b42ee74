import type { EventKind } from "../knowledge/handler-types.js";
import type { ConfigValue, Place } from "./config-value.js";

/** The tool whose files declare the function. */
export type Framework = "cloudformation" | "sam" | "serverless";

/** One function as its configuration declares it, in the same words for every framework. */
export interface FunctionConfig {
  /** Its name in the file: the logical id, the key below `functions`. */
  readonly id: string;
  readonly framework: Framework;
  readonly place: Place;
  readonly handler: HandlerReference;
  /** Lambda's name: `nodejs22.x`. Undefined where the framework has no default. */
  readonly runtime: ConfigValue<string> | undefined;
  readonly memoryMb: ConfigValue<number>;
  readonly timeoutSec: ConfigValue<number>;
  readonly env: Environment;
  /** What invokes it, as far as the same file says: something else may as well. */
  readonly sources: readonly EventSource[];
}

/** The environment variables that the configuration sets. */
export interface Environment {
  readonly variables: ReadonlyMap<string, ConfigValue<string>>;
  /** False where some of them are written where the reader does not look: nothing follows from a missing one then. */
  readonly isComplete: boolean;
}

export interface EventSource {
  /** Undefined for a source that has no event type of its own. */
  readonly kind: EventKind | undefined;
  readonly place: Place;
  /** How many records one event has at most; undefined for a source without batches. */
  readonly batchSize: ConfigValue<number> | undefined;
  /** Whether the source takes `batchItemFailures`; undefined where it is not known, or where there are no batches. */
  readonly reportsBatchItemFailures: boolean | undefined;
}

/**
 * - `resolved`: a source file of the project has the handler.
 * - `file-missing`: no file is where the configuration looks for it.
 * - `inline`: the code stands in the configuration itself.
 * - `opaque`: the handler, or where its code is, is not known.
 */
export type HandlerStatus = "resolved" | "file-missing" | "inline" | "opaque";

/** Which function of which file Lambda calls. */
export interface HandlerReference {
  /** As it is written: `src/app.handler`. */
  readonly raw: ConfigValue<string> | undefined;
  readonly status: HandlerStatus;
  /** Absolute path of the source file. Undefined unless resolved. */
  readonly file: string | undefined;
  /** The export, dotted for a member of one. Undefined where the text is not known. */
  readonly exportName: string | undefined;
  /** Absolute paths that were looked for, without endings, where there is no file. */
  readonly tried: readonly string[];
}
