import type { FunctionNode } from "../../syntax/ast.js";
import type { CodeModule } from "./code-module.js";
import type { ClassValue } from "./code-value.js";
import type { CodeFiles } from "./machine.js";

/** Names of classes that a module makes, or hands to what may make them. */
interface UsedNames {
  readonly module: CodeModule;
  readonly own: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
  /** Specifiers of what it imports classes from that it makes. */
  readonly sources: readonly string[];
}

/**
 * What modules make, and those from which they have the classes of what they make: a module that only a function needs which
 * nobody calls has yet to run.
 */
export function usedNames(ran: Iterable<CodeModule>, files: CodeFiles): readonly UsedNames[] {
  const modules = new Set(ran);
  const found: UsedNames[] = [];
  for (const module of modules) {
    const used = findUsed(module);
    found.push(used);
    for (const specifier of used.sources) {
      const next = files.load(specifier, module.file);
      if (next !== undefined) modules.add(next);
    }
  }
  return found;
}

/** `new Worker(…)`, `singleton(Worker)`: names will do, for they only say what is run first. */
function findUsed(module: CodeModule): UsedNames {
  const { calls, program } = module.syntax.facts;
  const used = calls.flatMap((call) => [
    ...(call.type === "NewExpression" ? [call.callee] : []),
    ...call.arguments,
  ]);
  const own = new Set(used.flatMap((node) => (node.type === "Identifier" ? [node.name] : [])));
  const made = new Set(
    calls.flatMap(({ type, callee }) =>
      type === "NewExpression" && callee.type === "Identifier" ? [callee.name] : [],
    ),
  );
  const imported = new Set<string>();
  const sources = new Set<string>();
  for (const statement of program.body)
    if (statement.type === "ImportDeclaration")
      for (const specifier of statement.specifiers) {
        if (!own.delete(specifier.local.name)) continue;
        if (made.has(specifier.local.name)) sources.add(statement.source.value);
        const name = specifier.type === "ImportSpecifier" ? specifier.imported : specifier.local;
        if (name.type === "Identifier") imported.add(name.name);
      }
  return { module, own, imported, sources: [...sources] };
}

/** True for a class that one of the modules makes, or hands on. */
export function isUsed({ node, site }: ClassValue, modules: readonly UsedNames[]): boolean {
  const name = node.id?.name;
  return (
    name !== undefined &&
    modules.some(({ module, own, imported }) => (module === site.module ? own : imported).has(name))
  );
}

/** What modules call by its name. Names will do here as well. */
export function namesOfCalled(modules: Iterable<CodeModule>): ReadonlySet<string | undefined> {
  const names = new Set<string>();
  for (const { syntax } of modules)
    for (const { callee } of syntax.facts.calls) if (callee.type === "Identifier") names.add(callee.name);
  return names;
}

/** `create` of `function create() {}` and of `const create = () => {}`. */
export function nameOfFunction({ id, parent }: FunctionNode): string | undefined {
  if (id) return id.name;
  return parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id.name : undefined;
}
