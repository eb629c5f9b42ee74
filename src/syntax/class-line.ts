import type { ClassNode } from "./ast.js";
import type { ValueResolver } from "./values.js";

/** A class and, nearest first, those of the file that it extends: each once, also where they extend each other. */
export function classLineOf(
  cls: ClassNode | undefined,
  values: Pick<ValueResolver, "superClassOf">,
): ReadonlySet<ClassNode> {
  const line = new Set<ClassNode>();
  for (let current = cls; current !== undefined && !line.has(current); current = values.superClassOf(current))
    line.add(current);
  return line;
}
