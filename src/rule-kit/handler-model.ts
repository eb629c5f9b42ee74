import type { FunctionConfig } from "../functions/function-config.js";
import { readText } from "../functions/read-text.js";
import { statFile } from "../functions/stat-file.js";
import type { Handler, LambdaModel } from "../lambda/model.js";
import { parseSource } from "../syntax/parse-source.js";
import { readSafely } from "../syntax/set-aside.js";
import { handlerOf } from "./configured-handlers.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambdaOfOther } from "./get-lambda.js";

/** The handler of a function that the linted file declares, with the model of the file that it is in. */
export interface DeclaredHandler {
  readonly lambda: LambdaModel;
  readonly handler: Handler;
}

interface KnownFile {
  readonly mtimeMs: number;
  readonly size: number;
  /** A tree is large: it goes when memory is short. */
  readonly lambda: WeakRef<LambdaModel> | undefined;
}

const known = new Map<string, KnownFile>();

/**
 * Reads the file that a function's handler is in, for a rule that has a candidate in the configuration. Undefined where it
 * is not resolved, does not parse, or says in its text that it is not what the rule looks for.
 *
 * @param mention what the file must have in it
 */
export function getDeclaredHandler(
  fn: FunctionConfig,
  mention: RegExp,
  context: AnyRuleContext,
): DeclaredHandler | undefined {
  const { status, file, exportName } = fn.handler;
  if (status !== "resolved" || file === undefined || exportName === undefined) return undefined;
  const lambda = loadModel(file, exportName, mention, context);
  const handler = lambda && handlerOf(fn, lambda);
  return lambda && handler && { lambda, handler };
}

function loadModel(
  file: string,
  exportName: string,
  mention: RegExp,
  context: AnyRuleContext,
): LambdaModel | undefined {
  const stat = statFile(file);
  if (stat?.isFile() !== true) return undefined;
  const key = `${file}\0${exportName}\0${mention.source}`;
  const { mtimeMs, size } = stat;
  const found = known.get(key);
  if (found?.mtimeMs === mtimeMs && found.size === size) {
    const lambda = found.lambda?.deref();
    if (lambda !== undefined || found.lambda === undefined) return lambda;
  }
  const lambda = readModel(file, exportName, mention, context);
  known.set(key, { mtimeMs, size, lambda: lambda && new WeakRef(lambda) });
  return lambda;
}

function readModel(
  file: string,
  exportName: string,
  mention: RegExp,
  context: AnyRuleContext,
): LambdaModel | undefined {
  // Empty where it has gone since it was resolved.
  const text = readText(file);
  const sourceCode = text !== "" && mention.test(text) ? parseSource(file, text) : undefined;
  return sourceCode && readSafely(undefined, () => getLambdaOfOther(sourceCode, [exportName], context));
}
