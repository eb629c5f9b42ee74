import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isClass, isFunction, isLoop, memberName, unwrap } from "./ast.js";
import type { CallGraph } from "./call-graph.js";
import { argumentsAt } from "./call-site.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";
import { patternPath } from "./imports.js";
import { type PropertyWrites, collectPropertyWrites } from "./property-writes.js";
import { thisOwner } from "./this-owner.js";

/** What the client of {@link createDataFlow} knows: where values of interest begin. */
export interface FlowSources<Origin> {
  /** Origins that the value of the expression has of itself; `stop` when nothing below it matters any more. */
  at(node: TSESTree.Node): { readonly origins: readonly Origin[]; readonly stop?: boolean } | undefined;
  /** Origins of a parameter, beside those of the arguments that reach it. */
  ofParameter(fn: FunctionNode, index: number): readonly Origin[];
  /** The item or the counter of a loop, and the parameter of a callback that is called for each item. */
  readonly iteration: Origin;
  /** A parameter that no call in the file reaches, or a `this` that nothing explains. */
  readonly unknown: Origin;
}

export interface DataFlow<Origin> {
  /** Every origin from which the value of the expression can come, through assignments, members, calls and returns. */
  originsOf(expression: TSESTree.Node): ReadonlySet<Origin>;
  /** The same, and every origin that decides which of two values it is: the tests of conditional expressions. */
  influencesOn(expression: TSESTree.Node): ReadonlySet<Origin>;
}

/** Methods that put their arguments into the receiver. */
export const mutatingMethods: ReadonlySet<string> = new Set([
  "push",
  "unshift",
  "set",
  "add",
  "append",
  "splice",
  "fill",
  "assign",
  "enqueue",
]);

/**
 * Origins as reachability: an expression depends on its operands, a variable on everything written to it, a parameter on
 * the arguments of its calls, a call of the file on what the callee returns. Flow-insensitive, and sensitive to the
 * properties of object literals and of `this`.
 */
export function createDataFlow<Origin>(
  facts: SyntaxFacts,
  graph: CallGraph,
  sources: FlowSources<Origin>,
): DataFlow<Origin> {
  const writes = collectPropertyWrites(facts);
  const search = (followsTests: boolean) => {
    const cache = new Map<TSESTree.Node, ReadonlySet<Origin>>();
    return (expression: TSESTree.Node): ReadonlySet<Origin> => {
      let origins = cache.get(expression);
      if (origins === undefined) {
        origins = new Search(facts, graph, sources, writes, followsTests).run(expression);
        cache.set(expression, origins);
      }
      return origins;
    };
  };
  return { originsOf: search(false), influencesOn: search(true) };
}

class Search<Origin> {
  private readonly found = new Set<Origin>();
  private readonly seen = new Set<TSESTree.Node | Variable>();
  private readonly queue: TSESTree.Node[] = [];

  constructor(
    private readonly facts: SyntaxFacts,
    private readonly graph: CallGraph,
    private readonly sources: FlowSources<Origin>,
    private readonly writes: PropertyWrites,
    private readonly followsTests: boolean,
  ) {}

  run(start: TSESTree.Node): ReadonlySet<Origin> {
    this.visit(start);
    for (let node = this.queue.pop(); node !== undefined; node = this.queue.pop()) this.expand(node);
    return this.found;
  }

  private visit(node: TSESTree.Node | null | undefined): void {
    if (!node) return;
    const inner = unwrap(node);
    if (this.seen.has(inner)) return;
    this.seen.add(inner);
    this.queue.push(inner);
  }

  private emit(origins: readonly Origin[]): void {
    for (const origin of origins) this.found.add(origin);
  }

  private expand(node: TSESTree.Node): void {
    const source = this.sources.at(node);
    if (source !== undefined) {
      this.emit(source.origins);
      if (source.stop === true) return;
    }
    switch (node.type) {
      case "Identifier": {
        const variable = this.facts.variableOf(node);
        if (variable !== undefined) this.visitVariable(variable);
        return;
      }
      case "MemberExpression":
        this.expandMember(node);
        return;
      case "ThisExpression":
        this.emit([this.sources.unknown]);
        return;
      case "CallExpression":
      case "NewExpression":
        this.expandCall(node);
        return;
      case "ConditionalExpression":
        if (this.followsTests) this.visit(node.test);
        this.visit(node.consequent);
        this.visit(node.alternate);
        return;
      case "BinaryExpression":
      case "LogicalExpression":
        this.visit(node.left);
        this.visit(node.right);
        return;
      case "AssignmentExpression":
        this.visit(node.right);
        return;
      case "AwaitExpression":
      case "UnaryExpression":
      case "SpreadElement":
      case "UpdateExpression":
        this.visit(node.argument);
        return;
      case "TemplateLiteral":
        for (const expression of node.expressions) this.visit(expression);
        return;
      case "TaggedTemplateExpression":
        for (const expression of node.quasi.expressions) this.visit(expression);
        return;
      case "ArrayExpression":
        for (const element of node.elements) this.visit(element);
        return;
      case "ObjectExpression":
        for (const property of node.properties) {
          this.visit(property.type === "SpreadElement" ? property : property.value);
          if (property.type === "Property" && property.computed) this.visit(property.key);
        }
        return;
      default:
        if (isFunction(node)) this.expandClosure(node);
    }
  }

  private expandMember(node: TSESTree.MemberExpression): void {
    const name = memberName(node);
    if (node.computed) this.visit(node.property);
    // `config.region` of an object literal is that property, not the whole object.
    const members = name === undefined ? [] : this.graph.values.membersOf(node.object, name);
    if (members.length > 0) {
      for (const member of members) this.visit(member);
      return;
    }
    const object = unwrap(node.object);
    if (object.type !== "ThisExpression") {
      this.visit(object);
      return;
    }
    const owner = thisOwner(object);
    const own = owner?.kind === "class" ? this.writes.byClass.get(owner.node) : undefined;
    const matching = (own ?? []).filter((write) => write.name === name);
    if (matching.length === 0) this.emit([this.sources.unknown]);
    for (const write of matching) this.visit(write.value);
  }

  private expandCall(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
    const callees = node.type === "CallExpression" ? this.graph.values.functionsOf(node.callee) : [];
    for (const fn of callees) for (const value of this.facts.returnsOf(fn)) this.visit(value);
    if (callees.length > 0) return;
    if (node.callee.type === "MemberExpression") this.visit(node.callee.object);
    for (const argument of node.arguments) {
      this.visit(argument);
      // `retry(() => client.send(…))` gives what its callback gives.
      for (const fn of this.graph.values.functionsOf(argument))
        if (this.graph.callbackUsesOf(fn).length === 0)
          for (const value of this.facts.returnsOf(fn)) this.visit(value);
    }
  }

  /** A function as a value depends on what it captures. */
  private expandClosure(fn: FunctionNode): void {
    const scope = this.facts.sourceCode.scopeManager?.acquire(fn);
    for (const reference of scope?.through ?? []) {
      if (reference.isRead()) this.visit(reference.identifier);
    }
  }

  private visitVariable(variable: Variable): void {
    if (this.seen.has(variable)) return;
    this.seen.add(variable);
    for (const definition of variable.defs) this.visitDefinition(variable, definition.node);
    for (const reference of variable.references)
      this.visitUse(reference.identifier, reference.isWrite(), reference);
    for (const write of this.writes.byVariable.get(variable) ?? []) this.visit(write.value);
  }

  private visitDefinition(variable: Variable, node: TSESTree.Node): void {
    if (isFunction(node)) {
      if (!(node.id && variable.identifiers.includes(node.id))) this.visitParameter(variable, node);
      return;
    }
    if (isClass(node)) return;
    if (node.type === "CatchClause") {
      this.emit([this.sources.unknown]);
      return;
    }
    if (node.type !== "VariableDeclarator") return;
    if (node.init !== null) {
      this.visitPath(node.init, patternPath(node.id, variable));
      return;
    }
    const loop = node.parent.parent;
    if (loop.type === "ForOfStatement" || loop.type === "ForInStatement") {
      this.emit([this.sources.iteration]);
      this.visit(loop.right);
    }
  }

  private visitParameter(variable: Variable, fn: FunctionNode): void {
    for (const [index, parameter] of fn.params.entries()) {
      const pattern =
        parameter.type === "TSParameterProperty"
          ? parameter.parameter
          : parameter.type === "RestElement"
            ? parameter.argument
            : parameter;
      const isHere = holds(pattern, variable);
      if (!isHere) continue;
      const own = this.sources.ofParameter(fn, index);
      this.emit(own);
      const args = argumentsAt(this.graph.callSitesOf(fn), fn, index);
      const path = patternPath(pattern, variable);
      for (const argument of args) this.visitPath(argument, path);
      const uses = this.graph.callbackUsesOf(fn);
      for (const use of uses) this.visitCallbackUse(use);
      const isKnown = own.length > 0 || uses.length > 0 || this.graph.callSitesOf(fn).length > 0;
      if (!isKnown) this.emit([this.sources.unknown]);
    }
  }

  private visitCallbackUse(use: { call: TSESTree.Node; kind: string }): void {
    const call = use.call;
    if (call.type !== "CallExpression") return;
    if (use.kind === "array") this.emit([this.sources.iteration]);
    if (call.callee.type === "MemberExpression") this.visit(call.callee.object);
    for (const argument of call.arguments) if (!isFunction(unwrap(argument))) this.visit(argument);
  }

  /** The part of a destructured value that the pattern takes, if it is a literal of the file; else the whole. */
  private visitPath(start: TSESTree.Node, path: readonly string[] | undefined): void {
    const [first, ...rest] = path ?? [];
    const members = first === undefined ? [] : this.graph.values.membersOf(start, first);
    if (members.length === 0) this.visit(start);
    for (const member of members) this.visitPath(member, rest);
  }

  private visitUse(
    identifier: TSESTree.Node,
    isWrite: boolean,
    reference: { init?: boolean | undefined },
  ): void {
    const parent = identifier.parent;
    if (isWrite) {
      if (reference.init === true) return;
      if (parent?.type === "AssignmentExpression" && parent.left === identifier) {
        if (parent.operator !== "=" && isInLoop(parent)) this.emit([this.sources.iteration]);
        this.visit(parent.right);
      } else if (parent?.type === "UpdateExpression") {
        if (isInLoop(parent)) this.emit([this.sources.iteration]);
      } else {
        const assignment = enclosingAssignment(identifier);
        if (assignment !== undefined) this.visit(assignment);
      }
      return;
    }
    if (parent?.type === "CallExpression" && parent.arguments[0] === identifier) {
      // `Object.assign(target, source)`
      const callee = parent.callee;
      const isAssign = callee.type === "MemberExpression" && memberName(callee) === "assign";
      if (isAssign) for (const argument of parent.arguments.slice(1)) this.visit(argument);
      return;
    }
    if (parent?.type !== "MemberExpression" || parent.object !== identifier) return;
    const call = parent.parent;
    if (
      call.type !== "CallExpression" ||
      call.callee !== parent ||
      !mutatingMethods.has(memberName(parent) ?? "")
    )
      return;
    for (const argument of call.arguments) this.visit(argument);
  }
}

function holds(pattern: TSESTree.Node, variable: Variable): boolean {
  return variable.identifiers.some(
    (identifier) => identifier.range[0] >= pattern.range[0] && identifier.range[1] <= pattern.range[1],
  );
}

/** The right side of `({ a } = value)` or of `for ({ a } of values)`. */
function enclosingAssignment(identifier: TSESTree.Node): TSESTree.Node | undefined {
  for (let node = identifier.parent; node; node = node.parent) {
    if (node.type === "AssignmentExpression") return node.right;
    if (node.type === "ForOfStatement" || node.type === "ForInStatement") return node.right;
    if (node.type.endsWith("Statement") || isFunction(node)) return undefined;
  }
  return undefined;
}

function isInLoop(node: TSESTree.Node): boolean {
  for (let current = node.parent; current && !isFunction(current); current = current.parent) {
    if (isLoop(current)) return true;
  }
  return false;
}
