import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;

/** What the scopes of a file say of its identifiers. */
export interface NameIndex {
  readonly references: ReadonlyMap<TSESTree.Node, Reference>;
  /** By each identifier that declares one. */
  readonly declared: ReadonlyMap<TSESTree.Node, Variable>;
}

export function indexNames(sourceCode: Readonly<TSESLint.SourceCode>): NameIndex {
  const references = new Map<TSESTree.Node, Reference>();
  const declared = new Map<TSESTree.Node, Variable>();
  for (const scope of sourceCode.scopeManager?.scopes ?? []) {
    for (const reference of scope.references) references.set(reference.identifier, reference);
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) {
        // A class declares its name twice, outside and inside its body: the outer one is what the file sees.
        if (!declared.has(identifier)) declared.set(identifier, variable);
      }
    }
  }
  return { references, declared };
}
