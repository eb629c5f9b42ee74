import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  callOf,
  isInside,
  keyName,
  memberName,
  memberRoot,
  wrapped,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";

/**
 * Every call of a function of the file; undefined where code outside the file may call it too: it is exported, handed over
 * as a value, or a method that something else may be known to have.
 */
export function callersOf(fn: FunctionNode, syntax: Syntax): readonly CallNode[] | undefined {
  const whole = wrapped(fn);
  const direct = callOf(fn);
  if (direct !== undefined) return [direct];
  if (fn.type === "FunctionDeclaration") return fn.id === null ? undefined : callsOfName(fn, fn.id, syntax);
  const holder = whole.parent;
  if (holder?.type === "VariableDeclarator" && holder.id.type === "Identifier")
    return callsOfName(holder.parent, holder.id, syntax);
  if (
    holder?.type === "MethodDefinition" ||
    holder?.type === "PropertyDefinition" ||
    holder?.type === "Property"
  )
    return callsOfMember(fn, holder, syntax);
  return undefined;
}

function callsOfName(
  declaration: TSESTree.Node,
  name: TSESTree.Identifier,
  { facts }: Syntax,
): readonly CallNode[] | undefined {
  const { parent } = declaration;
  if (parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration")
    return undefined;
  const variable: Variable | undefined = facts.variableOf(name);
  if (variable === undefined) return undefined;
  const references = variable.references.filter(({ init }) => init !== true);
  const calls = references.map(({ identifier }) => callOf(identifier));
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

/** A method whose name is used for nothing in the file but calls that are known to be of it. */
function callsOfMember(
  fn: FunctionNode,
  holder: TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.Property,
  { facts, graph }: Syntax,
): readonly CallNode[] | undefined {
  if (holder.type === "Property") return undefined;
  const cls = holder.parent.parent;
  const isShared =
    cls.type !== "ClassDeclaration" ||
    cls.parent.type === "ExportNamedDeclaration" ||
    cls.parent.type === "ExportDefaultDeclaration";
  const name = keyName(holder);
  if (name === undefined || (isShared && !name.startsWith("#") && holder.accessibility !== "private"))
    return undefined;
  const sites = graph.callSitesOf(fn).map(({ call }) => call);
  const uses = facts.members.filter((member) => memberName(member) === name);
  return uses.every((member) => sites.some((call) => callOf(member) === call)) ? sites : undefined;
}

/**
 * The calls in the file of a function that other files can call too. Undefined where the file does something else with it, so
 * that it is not known to be called by nothing but these and its importers.
 */
export function ownCallersOf(fn: FunctionNode, syntax: Syntax): readonly CallNode[] | undefined {
  const holder = fn.type === "FunctionDeclaration" ? fn : wrapped(fn).parent;
  switch (holder?.type) {
    case "FunctionDeclaration":
    case "VariableDeclarator":
      return holder.id?.type === "Identifier" ? callsBesideExports(holder.id, syntax) : undefined;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "Property":
      return callsOfNamedMember(fn, keyName(holder), undefined, syntax);
    case "AssignmentExpression":
      return isExportedMember(holder.left)
        ? callsOfNamedMember(fn, memberName(holder.left), holder.left, syntax)
        : undefined;
    default:
      return undefined;
  }
}

/** `exports.save`, `module.exports.save`, `Store.prototype.save` */
function isExportedMember(target: TSESTree.Node): target is TSESTree.MemberExpression {
  if (target.type !== "MemberExpression") return false;
  const { object } = target;
  return (
    isExportsRoot(memberRoot(target)) ||
    (object.type === "MemberExpression" && memberName(object) === "prototype")
  );
}

function isExportsRoot(root: TSESTree.Node): boolean {
  return root.type === "Identifier" && /^(?:module|exports)$/.test(root.name);
}

function callsBesideExports(name: TSESTree.Identifier, { facts }: Syntax): readonly CallNode[] | undefined {
  const references = facts.variableOf(name)?.references.filter(({ init }) => init !== true) ?? [];
  const calls: CallNode[] = [];
  for (const { identifier } of references) {
    const call = callOf(identifier);
    if (call !== undefined) calls.push(call);
    else if (!isExported(identifier)) return undefined;
  }
  return calls;
}

/** `export { save }`, `export default save`, `module.exports = { save }`, `exports.save = save` */
function isExported(name: TSESTree.Node): boolean {
  const { parent } = name;
  if (parent?.type === "ExportSpecifier" || parent?.type === "ExportDefaultDeclaration") return true;
  const value = parent?.type === "Property" && parent.value === name ? parent.parent : name;
  const assignment = value.parent;
  if (assignment?.type !== "AssignmentExpression" || assignment.right !== value) return false;
  return isExportsRoot(memberRoot(assignment.left));
}

/** Calls of members of the name that are not known to be of the function may be of it. */
function callsOfNamedMember(
  fn: FunctionNode,
  name: string | undefined,
  written: TSESTree.MemberExpression | undefined,
  { facts, graph }: Syntax,
): readonly CallNode[] | undefined {
  const sites = graph.callSitesOf(fn).map(({ call }) => call);
  const uses = facts.members.filter(
    (member) => memberName(member) === name && member !== written && !isInside(member, fn),
  );
  return name !== undefined && uses.every((member) => sites.some((call) => callOf(member) === call))
    ? sites
    : undefined;
}
