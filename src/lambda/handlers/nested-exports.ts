import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ModuleExport } from "./exports.js";
import { nameOf } from "./handler-names.js";

/**
 * A look at the file alone: whether an object or a class that it exports may hold handlers, `exports.orders = { create: async
 * (event) => … }`. Most objects are data, and for them no configuration is looked for.
 */
export function mayNestHandlers({ value }: ModuleExport, { words }: SyntaxFacts): boolean {
  return value !== undefined && holdsFunctions(unwrap(value)) && words.has("event");
}

function holdsFunctions(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "ObjectExpression":
      return node.properties.some(
        (property) => property.type === "Property" && mayBeFunction(unwrap(property.value)),
      );
    case "ClassDeclaration":
    case "ClassExpression":
      return node.body.body.some((member) => member.type === "MethodDefinition" && member.static);
    default:
      return false;
  }
}

function mayBeFunction(node: TSESTree.Node): boolean {
  return isFunction(node) || /^(?:Identifier|CallExpression|ObjectExpression)$/.test(node.type);
}

/**
 * The members of exports that configuration names as handlers: `orders.create` for `path/to/file.orders.create`. Each is named
 * as a whole.
 *
 * @param configured as `HandlerOptions` has it
 */
export function nestedExportsIn(
  exports: readonly ModuleExport[],
  configured: readonly string[],
  { values }: Syntax,
): readonly ModuleExport[] {
  return configured.flatMap((name) => {
    // Those of the default export are exports of their own.
    const [root, ...path] = name.replace(/^default\./, "").split(".");
    const holder = exports.find((entry) => entry.name === root)?.value;
    if (path.length === 0 || holder === undefined) return [];
    let found: readonly TSESTree.Node[] = [holder];
    for (const part of path) found = found.flatMap((value) => values.membersOf(value, part));
    return found.map((value) => ({
      name,
      value,
      nameNode: isFunction(value) ? nameOf(value) : value,
      reexportedFrom: undefined,
    }));
  });
}
