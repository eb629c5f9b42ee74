import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionConfig } from "../functions/function-config.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import type { LambdaModel } from "../lambda/model.js";
import { unitOf } from "../syntax/ast.js";
import {
  describeFile,
  describeFunction,
  describePlace,
  functionsOfHolders,
  getConfiguredHandlers,
  isOfExport,
} from "./configured-handlers.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambda } from "./get-lambda.js";

/** A handler that runs code of the linted file, with all functions that the configuration makes of it. */
export interface CallerOfCode {
  /** At least one. What a finding says must hold for each of them. */
  readonly functions: readonly [FunctionConfig, ...FunctionConfig[]];
  /** The absolute path of the file that holds the handler, where that is another one. */
  readonly handlerFile: string | undefined;
  /** On the way from the handler variables of the environment are set from a file. */
  readonly loadsEnvironment?: boolean;
}

/**
 * The handlers that run the code at one of the nodes: those of the linted file, or else, where it has none, those of other
 * files that call it, or that load it where it is module code. Empty unless the configuration of each is known. It may read
 * other files, and looks for configuration on disk: a rule asks once there is something to report.
 */
export function getCallersOfCode(
  nodes: readonly TSESTree.Node[],
  context: AnyRuleContext,
): readonly CallerOfCode[] {
  const own = getConfiguredHandlers(context).filter(({ runs }) => nodes.some((node) => runs(node)));
  if (own.length > 0) return own.map(({ functions }) => ({ functions, handlerFile: undefined }));
  const lambda = getLambda(context);
  if (!lambda.mayServeHandlers || lambda.ownHandlers.length > 0) return [];
  const found: CallerOfCode[] = [];
  for (const node of nodes) {
    const handlers = findOutsideHandlers(node, lambda);
    if (handlers === undefined) return [];
    // The first one without configuration decides: no further ones are looked for.
    for (const { file, name, loadsEnvironment = false } of handlers) {
      const [first, ...others] = functionsOf(file, name, lambda);
      if (first === undefined) return [];
      found.push({ functions: [first, ...others], handlerFile: file, loadsEnvironment });
    }
  }
  return found;
}

/** Undefined where there may be more; without a name all handlers of the file are meant. */
function findOutsideHandlers(
  node: TSESTree.Node,
  lambda: LambdaModel,
):
  | Iterable<{ readonly file: string; readonly name?: string; readonly loadsEnvironment?: boolean }>
  | undefined {
  return unitOf(node).type === "Program" ? filesOf(lambda.handlersLoading) : lambda.outsideCallersOf(node);
}

function* filesOf(files: Iterable<string>): Generator<{ readonly file: string }> {
  for (const file of files) yield { file };
}

/** Configuration may name the handler by a file that has it from this one. */
function functionsOf(
  file: string,
  name: string | undefined,
  { otherFiles }: LambdaModel,
): readonly FunctionConfig[] {
  const own = functionsOfFile(file).filter((fn) => name === undefined || isOfExport(fn, name));
  return own.length > 0 ? own : functionsOfHolders(otherFiles.holdersIn(file, name));
}

/** True for code that handlers of other files run: what fails for one of them another may never come to. */
export function isSharedCode(callers: readonly CallerOfCode[]): boolean {
  return callers.some(({ handlerFile }) => handlerFile !== undefined);
}

/**
 * The handlers for which code fails, with what `problemOf` says of each. Of shared code the first one, and only where it
 * fails for all.
 */
export function findFailing<T>(
  callers: readonly CallerOfCode[],
  problemOf: (caller: CallerOfCode) => T | undefined,
): readonly { readonly caller: CallerOfCode; readonly problem: T }[] {
  const failing = callers.flatMap((caller) => {
    const problem = problemOf(caller);
    return problem === undefined ? [] : [{ caller, problem }];
  });
  if (!isSharedCode(callers)) return failing;
  return failing.length < callers.length ? [] : failing.slice(0, 1);
}

/** A function and where it is declared, and the file of the handler by which it comes to the code of another one. */
export function describeFunctionOf(
  { functions: [fn], handlerFile }: CallerOfCode,
  context: AnyRuleContext,
): string {
  if (handlerFile === undefined) return describeFunction(fn, context);
  const through = describeFile(handlerFile, context);
  return `\`${fn.id}\` (${describePlace(fn.place, context)}, which runs this through ${through})`;
}
