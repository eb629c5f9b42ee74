import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type ClassNode,
  constructorOf,
  type FunctionNode,
  memberName,
  memberRoot,
  unwrap,
  wrapped,
} from "./ast.js";
import { classLineOf } from "./class-line.js";
import { append } from "./append.js";
import { isExportsObject, isReadOfExports } from "./exports-object.js";
import type { SyntaxFacts } from "./facts.js";
import { thisOwner } from "./this-owner.js";
import type { CallSite } from "./call-site.js";
import { isReassigned } from "./imports.js";
import type { ValueResolver } from "./values.js";

/**
 * True for most handlers: no code of the file can get at the function, since it is the value of an export, or of a
 * variable that nothing but exports refers to. Nothing has to be resolved to tell that the file never calls it.
 */
export function isOnlyExported(fn: FunctionNode, facts: SyntaxFacts): boolean {
  const whole = wrapped(fn);
  const { parent } = whole;
  if (fn.id === null && parent?.type === "ExportDefaultDeclaration") return true;
  if (fn.id === null && parent?.type === "AssignmentExpression" && parent.right === whole)
    return parent.parent.type === "ExpressionStatement" && isUnreadMemberOfGlobal(parent.left, facts);
  const isInitOfName =
    parent?.type === "VariableDeclarator" && parent.init === whole && parent.id.type === "Identifier";
  const declaration = fn.type === "FunctionDeclaration" ? fn : isInitOfName && fn.id === null && parent;
  if (!declaration) return false;
  // The parameters of a function count as declared by it, after its name.
  const [variable] = facts.sourceCode.getDeclaredVariables(declaration);
  if (variable === undefined || !variable.identifiers.includes(declaration.id as TSESTree.Identifier))
    return false;
  return variable.references.every(
    ({ init, identifier }) => init === true || identifier.parent.type === "ExportSpecifier",
  );
}

/** `exports.handler`, `module.exports.handler`, unless the file itself reads it there. */
function isUnreadMemberOfGlobal(target: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (target.type !== "MemberExpression") return false;
  const root = memberRoot(target);
  if (root.type !== "Identifier" || facts.variableOf(root) !== undefined) return false;
  return !isExportsObject(target.object, facts) || !isReadOfExports(memberName(target), facts);
}

export function groupCallSites(
  facts: SyntaxFacts,
  calleesAt: (call: CallNode) => readonly Callee[],
): ReadonlyMap<FunctionNode, readonly CallSite[]> {
  const sites = new Map<FunctionNode, CallSite[]>();
  for (const call of facts.calls)
    for (const { fn, skip, bound } of calleesAt(call)) append(sites, fn, { call, skip, bound });
  return sites;
}

/** A function of the file that a call calls, with what its call site says of the arguments. */
export interface Callee extends Pick<CallSite, "skip" | "bound"> {
  readonly fn: FunctionNode;
}

const NO_CALLEES: readonly Callee[] = [];
const NOTHING: CallSite["bound"] = [];

export function calleesOf(call: CallNode, values: ValueResolver, facts: SyntaxFacts): readonly Callee[] {
  const callee = unwrap(call.callee);
  if (callee.type === "Super") {
    const owner = thisOwner(callee);
    const parent = owner?.kind === "class" ? values.superClassOf(owner.node) : undefined;
    const constructor = parent && constructorOf(parent);
    return constructor ? [{ fn: constructor, skip: 0, bound: NOTHING }] : [];
  }
  if (call.type === "NewExpression") {
    const constructor = nearestConstructor(values.classOf(callee), values);
    if (constructor) return [{ fn: constructor, skip: 0, bound: NOTHING }];
  }
  const direct = values.functionsOf(callee);
  if (direct.length > 0) {
    const bound = boundTo(callee, facts);
    return direct.map((fn) => ({ fn, skip: 0, bound }));
  }
  if (callee.type !== "MemberExpression") return NO_CALLEES;
  const name = memberName(callee);
  if (name !== "call" && name !== "apply") return NO_CALLEES;
  const skip = name === "call" ? 1 : undefined;
  return values.functionsOf(callee.object).map((fn) => ({ fn, skip, bound: NOTHING }));
}

/** `[event]` for the callee of `answer(body)`, where the file has `const answer = respond.bind(undefined, event)`. */
function boundTo(callee: TSESTree.Node, facts: SyntaxFacts): CallSite["bound"] {
  const variable = facts.variableOf(callee);
  if (variable !== undefined && isReassigned(variable)) return NOTHING;
  const declarator = variable?.defs[0]?.node;
  const isNamed = declarator?.type === "VariableDeclarator" && declarator.id.type === "Identifier";
  const value = isNamed ? declarator.init && unwrap(declarator.init) : callee;
  if (value?.type !== "CallExpression" || value.arguments.length < 2) return NOTHING;
  const binding = unwrap(value.callee);
  const isBind = binding.type === "MemberExpression" && memberName(binding) === "bind";
  return isBind ? value.arguments.slice(1) : NOTHING;
}

/** `run` of `connected.then(run.bind(this, sql))`: no call, but what the function is called with first. */
export function boundCalleesOf(call: CallNode, values: ValueResolver): readonly Callee[] {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "bind" || call.arguments.length < 2)
    return NO_CALLEES;
  const whole = wrapped(call);
  const isGiven = whole.parent?.type === "CallExpression" && whole.parent.callee !== whole;
  if (!isGiven) return NO_CALLEES;
  const bound = call.arguments.slice(1);
  return values.functionsOf(callee.object).map((fn) => ({ fn, skip: call.arguments.length, bound }));
}

function nearestConstructor(cls: ClassNode | undefined, values: ValueResolver): FunctionNode | undefined {
  for (const current of classLineOf(cls, values)) {
    const constructor = constructorOf(current);
    if (constructor !== undefined) return constructor;
  }
  return undefined;
}
