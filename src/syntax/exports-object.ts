import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import { oncePer } from "./once-per.js";

/** True for `exports` and `module.exports`, where nothing of the file has these names. */
export function isExportsObject(object: TSESTree.Node, facts: SyntaxFacts): boolean {
  const node = unwrap(object);
  if (facts.isGlobal(node, "exports")) return true;
  return (
    node.type === "MemberExpression" &&
    memberName(node) === "exports" &&
    facts.isGlobal(unwrap(node.object), "module")
  );
}

/** True for a name that the file gives the object: `var exports = module.exports = {}`, `const api = module.exports`. */
export function isNameOfExports(object: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (!facts.usesGlobal("exports") && !facts.usesGlobal("module")) return false;
  const definition = facts.variableOf(unwrap(object))?.defs[0]?.node;
  if (definition?.type !== "VariableDeclarator" || definition.id.type !== "Identifier") return false;
  let value = definition.init && unwrap(definition.init);
  while (value?.type === "AssignmentExpression" && value.operator === "=") {
    if (isExportsObject(value.left, facts)) return true;
    value = unwrap(value.right);
  }
  return value != null && isExportsObject(value, facts);
}

/** True where code of the file reads the name of its own exports: `exports.save(order)`, `const { save } = exports`. */
export function isReadOfExports(name: string | undefined, facts: SyntaxFacts): boolean {
  if (!facts.usesGlobal("exports") && !facts.usesGlobal("module")) return false;
  const names = namesReadOfExports(facts);
  return names.has(name) || names.has(undefined);
}

/** Undefined stands for any of them: `exports[name]`. */
const namesReadOfExports = oncePer((facts: SyntaxFacts): ReadonlySet<string | undefined> => {
  const names = new Set<string | undefined>();
  for (const member of facts.members) {
    const { parent } = member;
    const isWritten = parent.type === "AssignmentExpression" && parent.left === member;
    if (!isWritten && isOwnExports(member.object, facts)) names.add(memberName(member));
  }
  if (facts.destructured.some(({ init }) => init !== null && isOwnExports(init, facts))) names.add(undefined);
  return names;
});

function isOwnExports(object: TSESTree.Node, facts: SyntaxFacts): boolean {
  return isExportsObject(object, facts) || isNameOfExports(object, facts);
}
