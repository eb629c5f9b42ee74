import type { ClientCategory, ClientFact } from "../client-fact.js";

/** Facts that differ only in module and export. */
export interface ClientFamily extends Omit<
  ClientFact,
  "module" | "export" | "category" | "closeMethods" | "source" | "checked"
> {
  readonly modules: readonly (string | RegExp)[];
  readonly exports: readonly (string | RegExp)[];
  /** None unless given. */
  readonly closeMethods?: readonly string[];
  /**
   * Needed where a module is a pattern. Otherwise the package's page on npm: its README or the declarations that it
   * publishes name the export.
   */
  readonly source?: string;
}

/**
 * One fact for each export of each module.
 *
 * @param checked the day on which the packages were installed, and their exports and close methods read
 */
export function buildClientFacts(
  category: ClientCategory,
  families: readonly ClientFamily[],
  checked = "2026-11-24",
): readonly ClientFact[] {
  return families.flatMap(({ modules, exports, closeMethods = [], source, ...rest }) =>
    modules.flatMap((module) =>
      exports.map((name) => ({
        ...rest,
        module,
        export: name,
        category,
        closeMethods,
        source: source ?? pageOnNpm(module),
        checked,
      })),
    ),
  );
}

function pageOnNpm(module: string | RegExp): string {
  if (typeof module !== "string") throw new TypeError(`the family of ${String(module)} needs a source`);
  const parts = module.split("/");
  return `https://www.npmjs.com/package/${parts.slice(0, module.startsWith("@") ? 2 : 1).join("/")}`;
}
