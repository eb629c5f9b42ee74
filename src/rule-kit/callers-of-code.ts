import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionConfig } from "../functions/function-config.js";
import { functionsOfFile } from "../functions/functions-of-file.js";
import { manifestsAbove } from "../functions/project-dependencies.js";
import type { OutsideCaller } from "../lambda/elsewhere.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "./configured-handlers.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambda } from "./get-lambda.js";

/** A handler that runs code of the linted file, with all functions that the configuration makes of it. */
export interface CallerOfCode {
  /** At least one. What a finding says must hold for each of them. */
  readonly functions: readonly [FunctionConfig, ...FunctionConfig[]];
  /** The absolute path of the file that holds the handler, where that is another one. */
  readonly handlerFile: string | undefined;
}

/**
 * The handlers that run the code at one of the nodes: those of the linted file, or else, where it has none that do, those
 * of other files. Empty unless the configuration of each is known. It may read other files, and looks for configuration
 * on disk: a rule asks once there is something to report.
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
    const callers = lambda.outsideCallersOf(node);
    if (callers === undefined) return [];
    for (const outside of callers) {
      const [first, ...others] = functionsOf(outside);
      if (first === undefined) return [];
      found.push({ functions: [first, ...others], handlerFile: outside.file });
    }
  }
  return found;
}

function functionsOf({ file, name }: OutsideCaller): readonly FunctionConfig[] {
  return functionsOfFile(file).filter(
    ({ handler: { exportName } }) => exportName === name || exportName === `default.${name}`,
  );
}

/** The handlers that load the linted file: its own, or else those of other files of its package with a configuration. */
export function getCallersOfFile(context: AnyRuleContext): readonly CallerOfCode[] {
  const own = getConfiguredHandlers(context);
  if (own.length > 0) return own.map(({ functions }) => ({ functions, handlerFile: undefined }));
  const lambda = getLambda(context);
  if (lambda.ownHandlers.length > 0) return [];
  const [nearest] = manifestsAbove(context.filename);
  return lambda.handlersLoading.flatMap((handlerFile): readonly CallerOfCode[] => {
    const [first, ...others] = functionsOfFile(handlerFile);
    if (first === undefined || manifestsAbove(handlerFile)[0] !== nearest) return [];
    return [{ functions: [first, ...others], handlerFile }];
  });
}

/** A function and where it is declared, and the file of the handler by which it comes to the code of another one. */
export function describeFunctionOf(
  { functions: [fn], handlerFile }: CallerOfCode,
  context: AnyRuleContext,
): string {
  if (handlerFile === undefined) return describeFunction(fn, context);
  const shown = path.relative(context.cwd, handlerFile).split(path.sep).join("/");
  return `\`${fn.id}\` (${describePlace(fn.place, context)}, which runs this through ${shown})`;
}
