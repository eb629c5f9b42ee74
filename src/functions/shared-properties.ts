import { type Place, isSamePlace } from "./config-value.js";
import type { FunctionConfig } from "./function-config.js";

/**
 * What several functions have as their map of settings (an anchor of YAML, a variable of both) is no place for a setting of
 * one of them: an edit would change all. What one expression makes counts as one.
 */
export function withoutSharedProperties(functions: readonly FunctionConfig[]): readonly FunctionConfig[] {
  const owners = new Map<string, Place>();
  const shared = new Set<string>();
  for (const { properties, place } of functions) {
    if (properties === undefined) continue;
    const key = keyOf(properties);
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, place);
    else if (!isSamePlace(owner, place)) shared.add(key);
  }
  if (shared.size === 0) return functions;
  return functions.map((fn) =>
    fn.properties !== undefined && shared.has(keyOf(fn.properties)) ? { ...fn, properties: undefined } : fn,
  );
}

function keyOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
