import { indexFacts, matchesModule } from "../../knowledge/index-facts.js";
import { infrastructureModules } from "../../knowledge/web-frameworks.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";

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

/** True for a file that describes infrastructure: it runs while deploying. Types tell nothing of what a file runs. */
export function importsInfrastructure({ facts }: Syntax): boolean {
  return facts.program.body.some(
    (statement) =>
      statement.type === "ImportDeclaration" &&
      statement.importKind !== "type" &&
      isInfrastructureModule(statement.source.value),
  );
}

/** True for a module of what describes infrastructure. */
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

const infrastructureFactsOf = indexFacts(infrastructureModules);
