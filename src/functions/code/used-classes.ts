import type { CodeModule } from "./code-module.js";
import type { ClassValue } from "./code-value.js";

/** Names of classes that a module makes, or hands to what may make them. */
export interface UsedNames {
  readonly module: CodeModule;
  readonly own: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
}

/** `new Worker(…)`, `singleton(Worker)`: names will do, for they only say what is run first. */
export function findUsed(module: CodeModule): UsedNames {
  const { calls, program } = module.syntax.facts;
  const used = calls.flatMap((call) => [
    ...(call.type === "NewExpression" ? [call.callee] : []),
    ...call.arguments,
  ]);
  const own = new Set(used.flatMap((node) => (node.type === "Identifier" ? [node.name] : [])));
  const imported = new Set<string>();
  for (const statement of program.body)
    if (statement.type === "ImportDeclaration")
      for (const specifier of statement.specifiers) {
        if (!own.delete(specifier.local.name)) continue;
        const name = specifier.type === "ImportSpecifier" ? specifier.imported : specifier.local;
        if (name.type === "Identifier") imported.add(name.name);
      }
  return { module, own, imported };
}

/** True for a class that one of the modules makes, or hands on. */
export function isUsed({ node, site }: ClassValue, modules: readonly UsedNames[]): boolean {
  const name = node.id?.name;
  return (
    name !== undefined &&
    modules.some(({ module, own, imported }) => (module === site.module ? own : imported).has(name))
  );
}
