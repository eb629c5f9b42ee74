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
  wrapped,
  constructorOf,
} from "./ast.js";
import { append } from "./append.js";
import type { SyntaxFacts } from "./facts.js";
import { type CallSite, type ValueResolver, createValueResolver } from "./values.js";
import { thisOwner } from "./this-owner.js";

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
  /** True where code of another file keeps what the first call gave, and does not call again. */
  readonly isMemoised?: boolean;
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
 * parameters and returned functions; unresolved calls have no edge, but the functions they are given have. What a unit
 * runs is computed when the unit is asked for: most questions reach few units of a file.
 */
export function createCallGraph(facts: SyntaxFacts, values: ValueResolver): CallGraph {
  return new LazyCallGraph(facts, values);
}

class LazyCallGraph implements CallGraph {
  private readonly outgoing = new Map<CodeUnit, readonly Edge[]>();
  private readonly callees = new Map<CallNode, readonly Callee[]>();
  #sites: ReadonlyMap<CodeUnit, readonly Site[]> | undefined;
  #edges: readonly Edge[] | undefined;
  #callSites: ReadonlyMap<FunctionNode, readonly CallSite[]> | undefined;
  #callbacks: ReadonlyMap<FunctionNode, readonly CallbackUse[]> | undefined;

  constructor(
    private readonly facts: SyntaxFacts,
    readonly values: ValueResolver,
  ) {}

  get edges(): readonly Edge[] {
    return (this.#edges ??= [...this.sites.keys()].flatMap((unit) => this.edgesFrom(unit)));
  }

  edgesFrom(unit: CodeUnit): readonly Edge[] {
    let edges = this.outgoing.get(unit);
    if (edges === undefined) {
      edges = this.collectEdges(unit);
      this.outgoing.set(unit, edges);
    }
    return edges;
  }

  callSitesOf(fn: FunctionNode): readonly CallSite[] {
    if (isOnlyExported(fn, this.facts)) return [];
    this.#callSites ??= groupCallSites(this.facts, (call) => this.calleesOf(call));
    return this.#callSites.get(fn) ?? [];
  }

  callbackUsesOf(fn: FunctionNode): readonly CallbackUse[] {
    if (isOnlyExported(fn, this.facts)) return [];
    return (this.#callbacks ??= this.collectCallbacks()).get(fn) ?? [];
  }

  private get sites(): ReadonlyMap<CodeUnit, readonly Site[]> {
    return (this.#sites ??= groupSites(this.facts));
  }

  private calleesOf(call: CallNode): readonly Callee[] {
    let callees = this.callees.get(call);
    if (callees === undefined) {
      callees = calleesOf(call, this.values);
      this.callees.set(call, callees);
    }
    return callees;
  }

  private collectEdges(from: CodeUnit): readonly Edge[] {
    const edges: Edge[] = [];
    for (const site of this.sites.get(from) ?? []) {
      const add = (to: CodeUnit, kind: Edge["kind"]): void => {
        edges.push({ from, to, site, kind });
      };
      switch (site.type) {
        case "CallExpression":
        case "NewExpression":
          this.addCall(site, add);
          break;
        case "TaggedTemplateExpression":
          for (const fn of this.values.functionsOf(site.tag)) add(fn, "call");
          break;
        case "MemberExpression":
          for (const accessor of accessorsAt(site, this.facts, this.values)) add(accessor, "call");
          break;
        case "AssignmentExpression":
          for (const fn of this.values.functionsOf(site.right)) add(fn, "handed-over");
          break;
        default:
          for (const member of site.body.body) if (runsWithClass(member)) add(member, "evaluated");
      }
    }
    return edges;
  }

  private addCall(call: CallNode, add: (to: CodeUnit, kind: Edge["kind"]) => void): void {
    for (const { fn } of this.calleesOf(call)) add(fn, "call");
    if (call.type === "NewExpression" && this.facts.classes.length > 0)
      for (const field of instanceFields(this.values.classOf(call.callee), this.values)) add(field, "call");
    if (call.arguments.every((argument) => holdsNoFunction(argument, this.values))) return;
    const kind = callbackKind(this.facts, this.values, call);
    if (kind === "in-file") return;
    for (const argument of call.arguments)
      for (const fn of functionsIn(argument, this.values, this.facts))
        add(fn, kind === "outside" ? "handed-over" : "callback");
  }

  private collectCallbacks(): ReadonlyMap<FunctionNode, readonly CallbackUse[]> {
    const callbacks = new Map<FunctionNode, CallbackUse[]>();
    for (const { to, site, kind } of this.edges) {
      if (kind !== "callback" || !isFunction(to) || !isCall(site)) continue;
      const use = callbackKind(this.facts, this.values, site);
      if (use !== "in-file" && use !== "outside") append(callbacks, to, { call: site, kind: use });
    }
    return callbacks;
  }
}

/** What can hand control over: a call, an access that may run a getter or setter, a class with static code … */
type Site =
  | CallNode
  | TSESTree.TaggedTemplateExpression
  | TSESTree.MemberExpression
  | TSESTree.AssignmentExpression
  | ClassNode;

function groupSites(facts: SyntaxFacts): ReadonlyMap<CodeUnit, readonly Site[]> {
  const sites = new Map<CodeUnit, Site[]>();
  const add = (site: Site): void => {
    append(sites, unitOf(site), site);
  };
  facts.calls.forEach(add);
  facts.taggedTemplates.forEach(add);
  facts.classes.forEach(add);
  for (const member of accessorUses(facts)) add(member);
  for (const node of facts.assignments) if (givesHandler(node, facts)) add(node);
  return sites;
}

/** `socket.onmessage = fn`: whoever owns the imported object may call it. */
function givesHandler(
  node: TSESTree.AssignmentExpression | TSESTree.UpdateExpression,
  facts: SyntaxFacts,
): node is TSESTree.AssignmentExpression {
  if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return false;
  if (!isFunction(unwrap(node.right))) return false;
  return facts.variableOf(unwrap(node.left.object))?.defs[0]?.type === "ImportBinding";
}

/**
 * The values of a file. Parameters resolve through call sites, and call sites through values: those that are found
 * without parameters answer for the rest, when the first parameter is asked for.
 */
export function createFileValues(facts: SyntaxFacts): ValueResolver {
  let direct: ReadonlyMap<FunctionNode, readonly CallSite[]> | undefined;
  return createValueResolver(facts, (fn) => {
    if (isOnlyExported(fn, facts)) return [];
    const values = createValueResolver(facts, () => []);
    direct ??= groupCallSites(facts, (call) => calleesOf(call, values));
    return direct.get(fn) ?? [];
  });
}

/**
 * True for most handlers: no code of the file can get at the function, since it is the value of an export, or of a
 * variable that nothing but exports refers to. Nothing has to be resolved to tell that the file never calls it.
 */
function isOnlyExported(fn: FunctionNode, facts: SyntaxFacts): boolean {
  const whole = wrapped(fn);
  const { parent } = whole;
  if (fn.id === null && parent?.type === "ExportDefaultDeclaration") return true;
  if (fn.id === null && parent?.type === "AssignmentExpression" && parent.right === whole)
    return parent.parent.type === "ExpressionStatement" && isMemberOfGlobal(parent.left, facts);
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

/** `exports.handler`, `module.exports.handler`: what the file puts there is not looked for when it is read. */
function isMemberOfGlobal(target: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (target.type !== "MemberExpression") return false;
  let root: TSESTree.Node = target;
  while (root.type === "MemberExpression") root = root.object;
  return root.type === "Identifier" && facts.variableOf(root) === undefined;
}

function groupCallSites(
  facts: SyntaxFacts,
  calleesAt: (call: CallNode) => readonly Callee[],
): ReadonlyMap<FunctionNode, readonly CallSite[]> {
  const sites = new Map<FunctionNode, CallSite[]>();
  for (const call of facts.calls)
    for (const { fn, skip } of calleesAt(call)) append(sites, fn, { call, skip });
  return sites;
}

interface Callee {
  readonly fn: FunctionNode;
  readonly skip: number | undefined;
}

const NO_CALLEES: readonly Callee[] = [];

function calleesOf(call: CallNode, values: ValueResolver): readonly Callee[] {
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
  const direct = values.functionsOf(callee);
  if (direct.length > 0) return direct.map((fn) => ({ fn, skip: 0 }));
  if (callee.type !== "MemberExpression") return NO_CALLEES;
  const name = memberName(callee);
  if (name !== "call" && name !== "apply") return NO_CALLEES;
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
 * The functions that an argument hands over: itself, or those in its object and array literals, and in mapped lists. A literal is looked at
 * once, for the functions of a parser return literals that hold what the same functions return.
 */
function functionsIn(
  argument: TSESTree.Node,
  values: ValueResolver,
  facts: SyntaxFacts,
): Iterable<FunctionNode> {
  if (isFunction(argument)) return [argument];
  const functions = new Set<FunctionNode>();
  const seen = new Set<TSESTree.Node>();
  let nodes: readonly TSESTree.Node[] = [argument];
  for (let depth = 0; depth <= MAX_LITERAL_DEPTH && nodes.length > 0; depth++) {
    const parts: TSESTree.Node[] = [];
    for (const node of nodes) {
      if (holdsNoFunction(node, values)) continue;
      for (const value of values.valuesOf(node)) {
        if (seen.has(value)) continue;
        seen.add(value);
        if (isFunction(value)) functions.add(value);
        else parts.push(...literalParts(value), ...mappedParts(value, values, facts));
      }
    }
    nodes = parts;
  }
  return functions;
}

/** A look at the syntax that spares most arguments the rest. */
function holdsNoFunction(node: TSESTree.Node, values: ValueResolver): boolean {
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
    case "UnaryExpression":
    case "NewExpression":
    case "SpreadElement":
      return true;
    case "Identifier":
    case "MemberExpression":
      return values.isUnexplained(node);
    case "ObjectExpression":
      return node.properties.every(
        (property) => property.type === "SpreadElement" || holdsNoFunction(property.value, values),
      );
    case "ArrayExpression":
      return node.elements.every((element) => element === null || holdsNoFunction(element, values));
    default:
      return false;
  }
}

function literalParts(node: TSESTree.Node): readonly TSESTree.Node[] {
  if (node.type === "ArrayExpression") return node.elements.filter((element) => element !== null);
  if (node.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => (property.type === "SpreadElement" ? [] : [property.value]));
}

/** `limit(items.map((item) => () => send(item)))`: a list of what the callback gives. */
function mappedParts(
  node: TSESTree.Node,
  values: ValueResolver,
  facts: SyntaxFacts,
): readonly TSESTree.Node[] {
  if (node.type !== "CallExpression") return [];
  const callee = unwrap(node.callee);
  const [callback] = node.arguments;
  const isMapped = callee.type === "MemberExpression" && /^(?:map|flatMap)$/.test(memberName(callee) ?? "");
  return isMapped && callback !== undefined
    ? values.functionsOf(callback).flatMap((fn) => facts.returnsOf(fn))
    : [];
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

/** Member accesses that may run a getter or setter of the file. */
function accessorUses(facts: SyntaxFacts): readonly TSESTree.MemberExpression[] {
  const names = new Set<string>();
  for (const fn of facts.functions) {
    const name = isAccessor(fn.parent) ? keyName(fn.parent) : undefined;
    if (name !== undefined) names.add(name);
  }
  if (names.size === 0) return [];
  return facts.members.filter(
    (member) => names.has(memberName(member) ?? "") && callOf(member) === undefined,
  );
}

function accessorsAt(
  member: TSESTree.MemberExpression,
  facts: SyntaxFacts,
  values: ValueResolver,
): readonly FunctionNode[] {
  const { parent } = member;
  const wanted = parent.type === "AssignmentExpression" && parent.left === member ? "set" : "get";
  const name = memberName(member);
  const held = values.membersOf(member.object, name);
  return facts.functions.filter((fn) => {
    const holder = fn.parent;
    return isAccessor(holder) && holder.kind === wanted && keyName(holder) === name && held.includes(fn);
  });
}

function isAccessor(node: TSESTree.Node): node is TSESTree.MethodDefinition | TSESTree.Property {
  return (
    (node.type === "MethodDefinition" || node.type === "Property") &&
    (node.kind === "get" || node.kind === "set")
  );
}

function isCall(node: TSESTree.Node): node is CallNode {
  return node.type === "CallExpression" || node.type === "NewExpression";
}
