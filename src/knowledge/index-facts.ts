/** Whether a module is the one, or one of those, that a row of a table names. */
export function matchesModule(module: string, pattern: string | RegExp): boolean {
  return typeof pattern === "string" ? pattern === module : pattern.test(module);
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
