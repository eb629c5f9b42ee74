import { infrastructureModules } from "../knowledge/web-frameworks.js";
import type { ImportedValue } from "../syntax/imports.js";

/** The name under which the tables know an import: the dotted path of exports, or `default` for the module itself. */
export function exportPath(imported: ImportedValue): string {
  const [first = "default", ...others] = imported.path;
  return others.length === 0 ? first : imported.path.join(".");
}

interface ModuleExportFact {
  readonly module: string | RegExp;
  readonly export: string | RegExp;
  readonly except?: RegExp;
}

export function matchesModule(module: string, pattern: string | RegExp): boolean {
  return typeof pattern === "string" ? pattern === module : pattern.test(module);
}

/** True for a module of what describes infrastructure: its files run while deploying. */
export function isInfrastructureModule(module: string): boolean {
  return infrastructureFactsOf(module).length > 0;
}

/** True when the import is what a row of a table names. */
export function matchesFact(imported: ImportedValue, fact: ModuleExportFact): boolean {
  if (!matchesModule(imported.module, fact.module)) return false;
  const path = exportPath(imported);
  if (typeof fact.export === "string") return fact.export === path;
  return fact.export.test(path) && fact.except?.test(path) !== true;
}

/** The rows of a table by module. The answer for a module is kept: a run meets few modules, again and again. */
export type FactIndex<Fact> = (module: string) => readonly Fact[];

export function indexFacts<Fact extends { readonly module: string | RegExp }>(
  facts: readonly Fact[],
): FactIndex<Fact> {
  const rows = new Map<string, readonly Fact[]>();
  return (module) => {
    let matching = rows.get(module);
    if (matching === undefined) {
      matching = facts.filter((fact) => matchesModule(module, fact.module));
      rows.set(module, matching);
    }
    return matching;
  };
}

const infrastructureFactsOf = indexFacts(infrastructureModules);
