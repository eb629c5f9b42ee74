import { readHandlerNeeds } from "../../estimate/handler-needs.js";
import { pathUseOf } from "../../estimate/package-imports.js";
import type { HandlerNeeds } from "../../estimate/what-ifs.js";
import type { LambdaModel, PathUse } from "../../lambda/model.js";
import type { HandlerFile } from "../../project/find-handlers.js";
import { collectModuleLoads, type ModuleLoad } from "../../syntax/module-loads.js";

/** What the handlers of a file make of its imports. */
export interface HandlerUse {
  /** How they come by what the file imports, by specifier: on every path, on some, or not at all. */
  readonly uses: ReadonlyMap<string, PathUse>;
  /** What each of several handlers needs. */
  readonly handlers: readonly HandlerNeeds[];
}

export function readHandlerUse({ file, lambda }: HandlerFile): HandlerUse {
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
  return { uses: readImportUses(lambda, isTypeScript), handlers: readHandlerNeeds(lambda, isTypeScript) };
}

function readImportUses(lambda: LambdaModel, isTypeScript: boolean): ReadonlyMap<string, PathUse> {
  const loadsByModule = new Map<string, [ModuleLoad, ...ModuleLoad[]]>();
  for (const load of collectModuleLoads(lambda.syntax.facts, isTypeScript)) {
    const loads = loadsByModule.get(load.module);
    if (loads === undefined) loadsByModule.set(load.module, [load]);
    else loads.push(load);
  }
  return new Map(
    [...loadsByModule].map(([module, loads]) => [
      module,
      pathUseOf({ module, loads, format: undefined, weight: undefined }, lambda),
    ]),
  );
}
