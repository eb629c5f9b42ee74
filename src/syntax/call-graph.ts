import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type ClassNode,
  type CodeUnit,
  type FunctionNode,
  callOf,
  isFunction,
  keyName,
  memberName,
  unitOf,
  unwrap,
} from "./ast.js";
import { type SyntaxFacts, append } from "./facts.js";
import {
  type CallSite,
  type ValueResolver,
  constructorOf,
  createValueResolver,
  thisOwner,
} from "./values.js";

export interface Edge {
  readonly from: CodeUnit;
  readonly to: CodeUnit;
  /** The call, member access, function or class at which control goes over. */
  readonly site: TSESTree.Node;
  /**
   * - `call`: the code at the site calls it (calls, `new`, getters, tags).
   * - `evaluated`: a class body that runs when the class is evaluated.
   * - `callback`: handed to something that is known to call it, now or as soon as it can (`map`, `then`, `setTimeout`).
   * - `handed-over`: given to code outside the file, which may call it at any time from then on, or never.
   */
  readonly kind: "call" | "evaluated" | "callback" | "handed-over";
}

/** A function that something calls with values of its receiver: the items of an array, the result of a promise. */
export interface CallbackUse {
  readonly call: CallNode;
  readonly kind: "array" | "promise" | "other";
}

export interface CallGraph {
  readonly values: ValueResolver;
  readonly edges: readonly Edge[];
  edgesFrom(unit: CodeUnit): readonly Edge[];
  callSitesOf(fn: FunctionNode): readonly CallSite[];
  callbackUsesOf(fn: FunctionNode): readonly CallbackUse[];
}

const ARRAY_METHODS = new Set([
  ...["map", "forEach", "filter", "reduce", "reduceRight", "some", "every", "find", "findIndex", "findLast"],
  ...["findLastIndex", "flatMap", "sort", "toSorted", "from"],
]);
const PROMISE_METHODS = new Set(["then", "catch", "finally"]);
const OTHER_METHODS = new Set(["replace", "replaceAll", "nextTick", "parse", "stringify", "groupBy"]);
/** How deep functions are looked for in object and array literals: `{ resolvers: { Query: { orders: fn } } }`. */
const MAX_LITERAL_DEPTH = 6;
const GLOBAL_FUNCTIONS = new Set(["setTimeout", "setImmediate", "queueMicrotask", "structuredClone"]);

/**
 * Which code of the file runs which, as far as the file proves it. A call resolves through variables, members, classes,
 * parameters and returned functions; unresolved calls have no edge, but the functions they are given have.
 */
export function buildCallGraph(facts: SyntaxFacts, values: ValueResolver): CallGraph {
  const sites = resolveCallSites(facts, values);

  const edges: Edge[] = [];
  const callbacks = new Map<FunctionNode, CallbackUse[]>();
  const add = (to: CodeUnit, site: TSESTree.Node, kind: Edge["kind"]): void => {
    edges.push({ from: unitOf(site), to, site, kind });
  };

  for (const [fn, calls] of sites) for (const { call } of calls) add(fn, call, "call");
  for (const call of facts.calls) {
    if (call.type === "NewExpression") {
      for (const field of instanceFields(values.classOf(call.callee), values)) add(field, call, "call");
    }
    const kind = callbackKind(facts, values, call);
    if (kind === "in-file") continue;
    for (const argument of call.arguments) {
      if (holdsNoFunction(argument)) continue;
      for (const fn of functionsIn(argument, values)) {
        add(fn, call, kind === "outside" ? "handed-over" : "callback");
        if (kind !== "outside") append(callbacks, fn, { call, kind });
      }
    }
  }
  for (const tagged of facts.taggedTemplates)
    for (const fn of values.functionsOf(tagged.tag)) add(fn, tagged, "call");
  for (const cls of facts.classes)
    for (const member of cls.body.body) if (runsWithClass(member)) edges.push(evaluated(cls, member));
  for (const { member, accessor } of accessorUses(facts, values)) add(accessor, member, "call");
  for (const node of facts.assignments) {
    // `socket.onmessage = fn`: whoever owns the object may call it.
    if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") continue;
    if (!isFunction(unwrap(node.right)) || facts.variableOf(unwrap(node.left.object)) === undefined) continue;
    const isImport = facts.variableOf(unwrap(node.left.object))?.defs[0]?.type === "ImportBinding";
    if (isImport) for (const fn of values.functionsOf(node.right)) add(fn, node, "handed-over");
  }

  const outgoing = new Map<CodeUnit, Edge[]>();
  for (const edge of edges) append(outgoing, edge.from, edge);
  return {
    values,
    edges,
    edgesFrom: (unit) => outgoing.get(unit) ?? [],
    callSitesOf: (fn) => sites.get(fn) ?? [],
    callbackUsesOf: (fn) => callbacks.get(fn) ?? [],
  };
}

/**
 * The values of a file. Parameters resolve through call sites, and call sites through values: those that are found
 * without parameters answer for the rest, when the first parameter is asked for.
 */
export function createFileValues(facts: SyntaxFacts): ValueResolver {
  let direct: ReadonlyMap<FunctionNode, readonly CallSite[]> | undefined;
  return createValueResolver(facts, (fn) => {
    direct ??= resolveCallSites(
      facts,
      createValueResolver(facts, () => []),
    );
    return direct.get(fn) ?? [];
  });
}

function resolveCallSites(facts: SyntaxFacts, values: ValueResolver): Map<FunctionNode, CallSite[]> {
  const sites = new Map<FunctionNode, CallSite[]>();
  for (const call of facts.calls) {
    for (const { fn, skip } of calleesOf(call, values)) append(sites, fn, { call, skip });
  }
  return sites;
}

function calleesOf(call: CallNode, values: ValueResolver): { fn: FunctionNode; skip: number | undefined }[] {
  const callee = unwrap(call.callee);
  if (callee.type === "Super") {
    const owner = thisOwner(callee);
    const parent = owner?.kind === "class" ? values.superClassOf(owner.node) : undefined;
    const constructor = parent && constructorOf(parent);
    return constructor ? [{ fn: constructor, skip: 0 }] : [];
  }
  if (call.type === "NewExpression") {
    const constructor = nearestConstructor(values.classOf(callee), values);
    if (constructor) return [{ fn: constructor, skip: 0 }];
  }
  const direct = values.functionsOf(callee).map((fn) => ({ fn, skip: 0 }));
  if (direct.length > 0 || callee.type !== "MemberExpression") return direct;
  const name = memberName(callee);
  if (name !== "call" && name !== "apply") return [];
  return values.functionsOf(callee.object).map((fn) => ({ fn, skip: name === "call" ? 1 : undefined }));
}

/** Who calls the functions among the call's arguments: the callee in the file, a known caller, or code outside. */
function callbackKind(
  facts: SyntaxFacts,
  values: ValueResolver,
  call: CallNode,
): CallbackUse["kind"] | "in-file" | "outside" {
  const callee = unwrap(call.callee);
  if (callee.type === "Super") return "outside";
  if (call.type === "NewExpression") {
    if (values.classOf(callee) !== undefined) return "in-file";
    return facts.isGlobal(callee, "Promise") ? "other" : "outside";
  }
  if (values.functionsOf(callee).length > 0) return "in-file";
  if (callee.type === "Identifier")
    return GLOBAL_FUNCTIONS.has(callee.name) && facts.variableOf(callee) === undefined ? "other" : "outside";
  if (callee.type !== "MemberExpression") return "outside";
  const name = memberName(callee) ?? "";
  if (name === "call" || name === "apply") return "in-file";
  if (ARRAY_METHODS.has(name)) return "array";
  if (PROMISE_METHODS.has(name)) return "promise";
  return OTHER_METHODS.has(name) ? "other" : "outside";
}

/**
 * The functions that an argument hands over: itself, or those in its object and array literals. A literal is looked at
 * once, for the functions of a parser return literals that hold what the same functions return.
 */
function functionsIn(argument: TSESTree.Node, values: ValueResolver): ReadonlySet<FunctionNode> {
  const functions = new Set<FunctionNode>();
  const seen = new Set<TSESTree.Node>();
  let nodes: readonly TSESTree.Node[] = [argument];
  for (let depth = 0; depth <= MAX_LITERAL_DEPTH && nodes.length > 0; depth++) {
    const found = nodes.flatMap((node) => (node.type === "SpreadElement" ? [] : values.valuesOf(node)));
    const fresh = new Set(found.filter((value) => !seen.has(value)));
    for (const value of fresh) {
      seen.add(value);
      if (isFunction(value)) functions.add(value);
    }
    nodes = [...fresh].flatMap(literalParts);
  }
  return functions;
}

/** A look at the syntax that spares most arguments the rest. */
function holdsNoFunction(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
    case "NewExpression":
      return true;
    case "ObjectExpression":
      return node.properties.every(
        (property) => property.type === "Property" && holdsNoFunction(property.value),
      );
    case "ArrayExpression":
      return node.elements.every((element) => element === null || holdsNoFunction(element));
    default:
      return false;
  }
}

function literalParts(node: TSESTree.Node): readonly TSESTree.Node[] {
  if (node.type === "ArrayExpression") return node.elements.filter((element) => element !== null);
  if (node.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => (property.type === "SpreadElement" ? [] : [property.value]));
}

function nearestConstructor(cls: ClassNode | undefined, values: ValueResolver): FunctionNode | undefined {
  const seen = new Set<ClassNode>();
  for (
    let current = cls;
    current !== undefined && !seen.has(current);
    current = values.superClassOf(current)
  ) {
    seen.add(current);
    const constructor = constructorOf(current);
    if (constructor !== undefined) return constructor;
  }
  return undefined;
}

/** The field initialisers that `new` runs, those of super classes included. */
function instanceFields(cls: ClassNode | undefined, values: ValueResolver): CodeUnit[] {
  const fields: CodeUnit[] = [];
  const seen = new Set<ClassNode>();
  for (
    let current = cls;
    current !== undefined && !seen.has(current);
    current = values.superClassOf(current)
  ) {
    seen.add(current);
    for (const member of current.body.body) {
      const isField = member.type === "PropertyDefinition" || member.type === "AccessorProperty";
      if (isField && !member.static && member.value) fields.push(member);
    }
  }
  return fields;
}

function runsWithClass(
  member: TSESTree.ClassElement,
): member is TSESTree.StaticBlock | TSESTree.PropertyDefinition {
  if (member.type === "StaticBlock") return true;
  return (member.type === "PropertyDefinition" || member.type === "AccessorProperty") && member.static;
}

function evaluated(cls: ClassNode, to: TSESTree.StaticBlock | TSESTree.PropertyDefinition): Edge {
  return { from: unitOf(cls), to, site: cls, kind: "evaluated" };
}

/** Member accesses that run a getter or setter of the file. */
function accessorUses(
  facts: SyntaxFacts,
  values: ValueResolver,
): { member: TSESTree.MemberExpression; accessor: FunctionNode }[] {
  const accessors = new Map<string, FunctionNode[]>();
  for (const fn of facts.functions) {
    const holder = fn.parent;
    const isAccessor =
      (holder.type === "MethodDefinition" || holder.type === "Property") &&
      (holder.kind === "get" || holder.kind === "set");
    const name = isAccessor ? keyName(holder) : undefined;
    if (name !== undefined) append(accessors, name, fn);
  }
  if (accessors.size === 0) return [];
  return facts.members.flatMap((member) => {
    const candidates = accessors.get(memberName(member) ?? "");
    if (candidates === undefined || callOf(member) !== undefined) return [];
    const values_ = values.membersOf(member.object, memberName(member));
    const parent = member.parent;
    const wanted = parent.type === "AssignmentExpression" && parent.left === member ? "set" : "get";
    return candidates
      .filter((fn) => values_.includes(fn) && (fn.parent as TSESTree.MethodDefinition).kind === wanted)
      .map((accessor) => ({ member, accessor }));
  });
}
