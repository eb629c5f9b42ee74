import type { ExportFacts } from "./evaluate/exports.js";
import type { Imported } from "./evaluate/values.js";
import type { ModuleStore } from "./module-store.js";
import type { StoredModule } from "./stored-module.js";

interface FoundFacts {
  readonly facts: ExportFacts | undefined;
  /** Modules on the way that nobody has looked into: they may tell more. */
  readonly undescribed: ReadonlySet<string>;
}

/** What is known of something that a module takes of another one, which may have it from others. */
export function findFacts(
  importer: string,
  taken: Imported,
  store: Pick<ModuleStore, "resolve">,
  modules: ReadonlyMap<string, StoredModule>,
): FoundFacts {
  const undescribed = new Set<string>();
  const asked = new Set<string>();
  const find = (from: string, { specifier, mode, path }: Imported): ExportFacts | undefined => {
    const target = store.resolve(specifier, from, mode);
    const module = target === undefined ? undefined : modules.get(target);
    const question = [target, ...path].join("\0");
    if (module === undefined || asked.has(question)) return undefined;
    asked.add(question);
    if (module.analysis === undefined) undescribed.add(module.id);
    const isDefault = mode === "import" && module.format === "commonjs" && path[0] === "default";
    return follow(module, isDefault ? path.slice(1) : path);
  };
  const follow = ({ id, analysis }: StoredModule, path: readonly string[]): ExportFacts | undefined => {
    let facts = analysis?.exports;
    for (const [index, step] of path.entries()) {
      const property: ExportFacts | undefined = facts?.properties?.find(([name]) => name === step)?.[1];
      const others = facts?.alias === undefined ? (facts?.copies ?? []) : [facts.alias];
      if (property === undefined && others.length > 0) return findFirst(id, others, path.slice(index));
      facts = step === "()" ? facts?.result : step === "new" ? facts?.instance : property;
    }
    return facts?.alias === undefined ? facts : find(id, facts.alias);
  };
  const findFirst = (
    from: string,
    others: readonly Imported[],
    rest: readonly string[],
  ): ExportFacts | undefined => {
    for (const other of others) {
      const facts = find(from, { ...other, path: [...other.path, ...rest] });
      if (facts !== undefined) return facts;
    }
    return undefined;
  };
  return { facts: find(importer, taken), undescribed };
}
