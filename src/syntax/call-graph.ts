import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type ClassNode,
  type CodeUnit,
  type FunctionNode,
  callOf,
  isAccessor,
  isFunction,
  keyName,
  memberName,
  unitOf,
  unwrap,
} from "./ast.js";
import { classLineOf } from "./class-line.js";
import { append } from "./append.js";
import { type Callee, calleesOf, groupCallSites, isOnlyExported } from "./call-sites.js";
import type { SyntaxFacts } from "./facts.js";
import {
  type KnownCaller,
  callerOfArguments,
  functionsHandedOver,
  holdsNoFunction,
} from "./handed-functions.js";
import type { CallSite } from "./call-site.js";
import type { ValueResolver } from "./values.js";

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
  readonly kind: KnownCaller;
}

export interface CallGraph {
  readonly values: ValueResolver;
  readonly edges: readonly Edge[];
  edgesFrom(unit: CodeUnit): readonly Edge[];
  callSitesOf(fn: FunctionNode): readonly CallSite[];
  callbackUsesOf(fn: FunctionNode): readonly CallbackUse[];
}

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
      callees = calleesOf(call, this.values, this.facts);
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
    const kind = callerOfArguments(call, this.values, this.facts);
    if (kind === "in-file") return;
    for (const argument of call.arguments)
      for (const fn of functionsHandedOver(argument, this.values, this.facts))
        add(fn, kind === "outside" ? "handed-over" : "callback");
  }

  private collectCallbacks(): ReadonlyMap<FunctionNode, readonly CallbackUse[]> {
    const callbacks = new Map<FunctionNode, CallbackUse[]>();
    for (const { to, site, kind } of this.edges) {
      if (kind !== "callback" || !isFunction(to) || !isCall(site)) continue;
      const use = callerOfArguments(site, this.values, this.facts);
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

/** The field initialisers that `new` runs, those of super classes included. */
function instanceFields(cls: ClassNode | undefined, values: ValueResolver): CodeUnit[] {
  const fields: CodeUnit[] = [];
  for (const current of classLineOf(cls, values)) {
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

function isCall(node: TSESTree.Node): node is CallNode {
  return node.type === "CallExpression" || node.type === "NewExpression";
}
