import type { TSESTree } from "@typescript-eslint/utils";
import { rootTypes } from "../../knowledge/graphql.js";
import { type FunctionNode, isFunction, keyName } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

const MENTIONED = new RegExp(`\\b(?:${rootTypes.names.join("|")})\\b`);

/**
 * The functions that resolve the fields which a client asks for: those of `{ Query: { order: async (parent, args) => … } }`.
 * Whether a handler serves them is another question.
 */
export const resolversOf = oncePer((syntax: Syntax): ReadonlySet<FunctionNode> => {
  if (!MENTIONED.test(syntax.facts.sourceCode.text)) return NONE;
  const found = new Set<FunctionNode>();
  for (const object of syntax.facts.objects) {
    for (const type of object.properties) {
      if (type.type !== "Property" || !isRootType(type)) continue;
      for (const field of fieldsOf(type.value, syntax))
        for (const fn of functionsAt(field, syntax)) found.add(fn);
    }
  }
  return found;
});

const NONE: ReadonlySet<FunctionNode> = new Set();

function isRootType(property: TSESTree.Property): boolean {
  return (rootTypes.names as readonly (string | undefined)[]).includes(keyName(property));
}

/** What the fields of a type have: a function each, or an object with one. */
function fieldsOf(type: TSESTree.Node, { values }: Syntax): readonly TSESTree.Node[] {
  return values.membersOf(type, undefined);
}

function functionsAt(field: TSESTree.Node, { values }: Syntax): readonly FunctionNode[] {
  const methods = rootTypes.methods.flatMap((name) => values.membersOf(field, name));
  return [...values.functionsOf(field), ...methods.filter((method) => isFunction(method))];
}
