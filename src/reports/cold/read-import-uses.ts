import { pathUseOf } from "../../estimate/package-imports.js";
import type { PathUse } from "../../lambda/model.js";
import type { HandlerFile } from "../../project/find-handlers.js";
import { collectModuleLoads, type ModuleLoad } from "../../syntax/module-loads.js";

/** How the handlers of a file come by what it imports, by specifier: on every path, on some, or not at all. */
export function readImportUses({ file, lambda }: HandlerFile): ReadonlyMap<string, PathUse> {
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
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
