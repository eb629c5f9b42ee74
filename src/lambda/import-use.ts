import type { ExportKey, ExportPath } from "../syntax/export-paths.js";

/** A place where the file runs code of another module, and what brings it there. */
export interface ImportUse {
  /** As the file writes it; `OWN_FILE` for methods of a class of the file that classes of other files may override. */
  readonly module: string;
  readonly path: ExportPath;
  /** Nothing that it is given changes from call to call: literals, the environment, what the module knows. */
  readonly givesSteadyValues: boolean;
  /** It is waited for, and nothing takes its answer. */
  readonly dropsAnswer?: boolean;
  /** Module evaluation leads there. */
  readonly runsAtInit: boolean;
  /** The file's own handlers that lead there. */
  readonly handlers: readonly HandlerLeading[];
  /** The file's exports that lead there. */
  readonly exports: readonly ExportLeading[];
}

interface HandlerLeading {
  readonly name: string;
  /** On a way without a memo guard. */
  readonly isRepeated: boolean;
  readonly end: InvocationEnd;
  /** Its events come seldom, by their type. */
  readonly isSeldom?: boolean;
}

/**
 * What Lambda waits for, before it freezes the environment with whatever nobody has awaited: the `promise` of an `async`
 * handler, the `answer` of an app's route. `unknown` for callbacks, streamed responses and durable executions too.
 */
export type InvocationEnd = "promise" | "answer" | "unknown";

interface ExportLeading {
  readonly key: ExportKey;
  readonly isRepeated: boolean;
  /** False where code outside the file decides when it runs. */
  readonly isAtOnce: boolean;
}
