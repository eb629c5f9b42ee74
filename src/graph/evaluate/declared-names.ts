import type { ExportNamedDeclaration, Statement } from "oxc-parser";

/** The name that an import or export specifier writes. */
export function nameOf(node: { readonly name?: string; readonly value?: unknown }): string {
  return node.name ?? String(node.value);
}

/** What is exported, without the word. */
export function declarationOf(statement: Statement): unknown {
  return statement.type.startsWith("Export") ? (statement as ExportNamedDeclaration).declaration : statement;
}

/** What a statement declares, or what it gives a method: `F.prototype.m = …` is a part of `F`. */
export function namesGivenBy(statement: unknown): readonly string[] {
  const { type, expression } = (statement ?? {}) as { type?: string; expression?: { left?: unknown } };
  if (type !== "ExpressionStatement") return declaredNames(statement);
  let target = expression?.left as { object?: unknown; type?: string; name?: string } | undefined;
  while (target?.type === "MemberExpression") target = target.object as typeof target;
  const name = target?.type === "Identifier" ? target.name : undefined;
  return name === undefined || name === "exports" || name === "module" ? [] : [name];
}

/** The names that a declaration declares. */
export function declaredNames(declaration: unknown): readonly string[] {
  const { id, declarations = [] } = (declaration ?? {}) as {
    id?: { name: string } | null;
    declarations?: { id: { type: string; name?: string } }[];
  };
  return [
    ...(id ? [id.name] : []),
    ...declarations.flatMap(({ id: { name } }) => (name === undefined ? [] : [name])),
  ];
}
