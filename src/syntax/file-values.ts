import type { FunctionNode } from "./ast.js";
import { boundCalleesOf, calleesOf, groupCallSites, isOnlyExported } from "./call-sites.js";
import type { SyntaxFacts } from "./facts.js";
import type { CallSite } from "./call-site.js";
import { type ValueResolver, createValueResolver } from "./values.js";

/**
 * The values of a file. Parameters resolve through call sites, and call sites through values: those that are found
 * without parameters answer for the rest, when the first parameter is asked for. What `bind` gives a function is one of them.
 */
export function createFileValues(facts: SyntaxFacts): ValueResolver {
  let direct: ReadonlyMap<FunctionNode, readonly CallSite[]> | undefined;
  return createValueResolver(facts, (fn) => {
    if (isOnlyExported(fn, facts)) return [];
    const values = createValueResolver(facts, () => []);
    direct ??= groupCallSites(facts, (call) => [
      ...calleesOf(call, values, facts),
      ...boundCalleesOf(call, values),
    ]);
    return direct.get(fn) ?? [];
  });
}
