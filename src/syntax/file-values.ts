import type { FunctionNode } from "./ast.js";
import { calleesOf, groupCallSites, isOnlyExported } from "./call-sites.js";
import type { SyntaxFacts } from "./facts.js";
import type { CallSite } from "./call-site.js";
import { type ValueResolver, createValueResolver } from "./values.js";

/**
 * The values of a file. Parameters resolve through call sites, and call sites through values: those that are found
 * without parameters answer for the rest, when the first parameter is asked for.
 */
export function createFileValues(facts: SyntaxFacts): ValueResolver {
  let direct: ReadonlyMap<FunctionNode, readonly CallSite[]> | undefined;
  return createValueResolver(facts, (fn) => {
    if (isOnlyExported(fn, facts)) return [];
    const values = createValueResolver(facts, () => []);
    direct ??= groupCallSites(facts, (call) => calleesOf(call, values, facts));
    return direct.get(fn) ?? [];
  });
}
