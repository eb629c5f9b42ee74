import type { TSESTree } from "@typescript-eslint/utils";
import {
  type ClassNode,
  type FunctionNode,
  chainRoot,
  isAccessor,
  isClass,
  isFunction,
  keyName,
  memberName,
  membersOfNamespace,
  unwrap,
} from "./ast.js";
import { argumentsAt, type CallSite } from "./call-site.js";
import { ClassMembers, type ClassValues } from "./class-members.js";
import { requestedName } from "./dependency-containers.js";
import { isExportsObject, isNameOfExports } from "./exports-object.js";
import type { SyntaxFacts } from "./facts.js";
import { isIndex, ListItems, type ListedValues } from "./list-items.js";
import type { Variable } from "./name-index.js";
import { patternPath } from "./imports.js";
import { type PropertyWrites, collectPropertyWrites, givesRightSide } from "./property-writes.js";
import { thisOwner } from "./this-owner.js";

/**
 * What expressions of the file can evaluate to, as syntax: functions, classes, object literals, `new` expressions …
 * An expression that nothing in the file explains stands for itself.
 */
export interface ValueResolver {
  valuesOf(expression: TSESTree.Node): readonly TSESTree.Node[];
  /** True when it can be told at once that the expression stands for itself. */
  isUnexplained(expression: TSESTree.Node): boolean;
  functionsOf(expression: TSESTree.Node): readonly FunctionNode[];
  /** The values of `object.name`; of every property when the name is undefined. */
  membersOf(object: TSESTree.Node, name: string | undefined): readonly TSESTree.Node[];
  /** The class of the file that `new` instantiates, or that an expression evaluates to. */
  classOf(expression: TSESTree.Node): ClassNode | undefined;
  superClassOf(cls: ClassNode): ClassNode | undefined;
  /** The arguments and default that reach a parameter of the function: those the file shows. */
  argumentsFor(fn: FunctionNode, index: number): readonly TSESTree.Node[];
}

const NO_FUNCTIONS: readonly FunctionNode[] = [];

/** Bounds of one question, far beyond what handler code needs: past them the value is unknown. */
const MAX_DEPTH = 24;
const MAX_STEPS = 4000;
/** What is left for a question after many others of the file have used up theirs: code that a tool wrote asks thousands. */
const MIN_STEPS = 100;
/** Methods that hand back something their receiver holds. */
const CONTAINER_READS = new Set(["get", "at", "find", "pop", "shift", "values"]);

export function createValueResolver(
  facts: SyntaxFacts,
  callSitesOf: (fn: FunctionNode) => readonly CallSite[],
): ValueResolver {
  return new Resolver(facts, callSitesOf);
}

/** A class: methods cost a file nothing, where a closure for each of them would be made anew. */
class Resolver implements ValueResolver, ListedValues, ClassValues {
  private readonly cache = new Map<TSESTree.Node, readonly TSESTree.Node[]>();
  private readonly visiting = new Set<TSESTree.Node | Variable>();
  private depth = 0;
  private steps = 0;
  private maxSteps = MAX_STEPS;
  private readonly items: ListItems;
  private readonly classes: ClassMembers;

  constructor(
    private readonly facts: SyntaxFacts,
    private readonly callSitesOf: (fn: FunctionNode) => readonly CallSite[],
  ) {
    this.items = new ListItems(facts, callSitesOf, this);
    this.classes = new ClassMembers(facts, this);
  }

  private get writes(): PropertyWrites {
    return collectPropertyWrites(this.facts);
  }

  valuesOf(expression: TSESTree.Node): readonly TSESTree.Node[] {
    const node = unwrap(expression);
    if (this.standsForItself(node)) return [node];
    const known = this.cache.get(node);
    if (known !== undefined) return known;
    if (this.depth === 0) {
      if (this.steps > this.maxSteps) this.maxSteps = Math.max(MIN_STEPS, this.maxSteps / 2);
      this.steps = 0;
    }
    if (this.visiting.has(node) || this.depth >= MAX_DEPTH || ++this.steps > this.maxSteps) return [];
    this.visiting.add(node);
    this.depth++;
    const computed = this.computeValues(node);
    const values = computed.length > 1 ? [...new Set(computed)] : computed;
    // Joining what many branches give costs more than following each of them.
    this.steps += computed.length;
    this.depth--;
    this.visiting.delete(node);
    // A value computed inside a cycle may be incomplete: only what was asked for from outside is kept.
    if (this.depth === 0) this.cache.set(node, values);
    return values;
  }

  isUnexplained(expression: TSESTree.Node): boolean {
    return this.standsForItself(unwrap(expression));
  }

  /** A look that spares most expressions the rest. */
  private standsForItself(node: TSESTree.Node): boolean {
    switch (node.type) {
      case "Identifier": {
        const variable = this.facts.variableOf(node);
        return variable === undefined || variable.defs[0]?.type === "ImportBinding";
      }
      case "ConditionalExpression":
      case "LogicalExpression":
      case "AssignmentExpression":
      case "AwaitExpression":
      case "CallExpression":
        return false;
      case "MemberExpression":
        return !this.mayHaveMember(memberName(node));
      default:
        return true;
    }
  }

  /** False for a property that nothing in the file is known to have. */
  private mayHaveMember(name: string | undefined): boolean {
    return name === undefined || this.facts.memberNames.has(name) || isIndex(name);
  }

  private computeValues(node: TSESTree.Node): readonly TSESTree.Node[] {
    switch (node.type) {
      case "Identifier": {
        const variable = this.facts.variableOf(node);
        return variable === undefined ? [node] : orSelf(this.valuesOfVariable(variable), node);
      }
      case "ConditionalExpression":
        return [...this.valuesOf(node.consequent), ...this.valuesOf(node.alternate)];
      case "LogicalExpression":
        return [...this.valuesOf(node.left), ...this.valuesOf(node.right)];
      case "AssignmentExpression":
        return givesRightSide(node) ? this.valuesOf(node.right) : [node];
      case "AwaitExpression":
        return this.valuesOf(node.argument);
      case "MemberExpression":
        if (this.readsSymbol(node)) return [node];
        return orSelf(
          this.membersOf(node.object, memberName(node)).flatMap((value) => this.valuesRead(value)),
          node,
        );
      case "CallExpression":
        return orSelf(this.valuesOfCall(node), node);
      default:
        return [node];
    }
  }

  /** `this[TABLE]` with `const TABLE = Symbol()`: no member that has a name. */
  private readsSymbol({ computed, property }: TSESTree.MemberExpression): boolean {
    if (!computed || property.type !== "Identifier") return false;
    const [definition] = this.facts.variableOf(property)?.defs ?? [];
    const made = definition?.node.type === "VariableDeclarator" ? definition.node.init : undefined;
    return made?.type === "CallExpression" && this.facts.isGlobal(chainRoot(made.callee), "Symbol");
  }

  /** What a read of a member gives: of a getter, what that returns. */
  private valuesRead(member: TSESTree.Node): readonly TSESTree.Node[] {
    if (!isFunction(member) || !isAccessor(member.parent)) return [member];
    return member.parent.kind === "set"
      ? []
      : this.facts.returnsOf(member).flatMap((value) => this.valuesOf(value));
  }

  private valuesOfCall(node: TSESTree.CallExpression): readonly TSESTree.Node[] {
    const callee = unwrap(node.callee);
    if (callee.type === "MemberExpression") {
      const name = memberName(callee);
      if (name === "bind") {
        const bound = this.functionsOf(callee.object);
        if (bound.length > 0) return bound;
      }
      const [argument] = node.arguments;
      if (argument && this.facts.isGlobal(unwrap(callee.object), "Object")) {
        if (name === "freeze") return this.valuesOf(argument);
        // Which of the objects has a member is not told here.
        if (name === "assign") return node.arguments.flatMap((part) => this.valuesOf(partOf(part)));
      }
      if (name !== undefined && CONTAINER_READS.has(name)) {
        const held = this.valuesOf(callee.object).flatMap((value) => this.items.heldBy(value));
        if (held.length > 0) return held;
      }
    }
    return this.functionsOf(callee).flatMap((fn) =>
      this.facts.returnsOf(fn).flatMap((value) => this.valuesOf(value)),
    );
  }

  private valuesOfVariable(variable: Variable): readonly TSESTree.Node[] {
    if (this.visiting.has(variable)) return [];
    this.visiting.add(variable);
    const values: TSESTree.Node[] = [];
    for (const definition of variable.defs)
      values.push(...this.valuesOfDefinition(variable, definition.node));
    for (const reference of variable.references) {
      const parent = reference.identifier.parent;
      if (reference.init === true || !reference.isWrite() || parent.type !== "AssignmentExpression") continue;
      if (parent.left === reference.identifier) values.push(...this.valuesOf(parent));
    }
    this.visiting.delete(variable);
    return values;
  }

  private valuesOfDefinition(variable: Variable, node: TSESTree.Node): readonly TSESTree.Node[] {
    if (isClass(node) || node.type === "TSModuleDeclaration") return [node];
    if (isFunction(node)) {
      if (node.id && variable.identifiers.includes(node.id)) return [node];
      for (const [index, parameter] of node.params.entries()) {
        const path = patternPath(parameter, variable);
        if (path !== undefined)
          return [
            ...this.argumentsFor(node, index).flatMap((value) => this.followPath(value, path)),
            ...this.items.itemsFor(node, index).flatMap((value) => this.followPath(value, path)),
          ];
      }
      return [];
    }
    if (node.type !== "VariableDeclarator") return [];
    const path = patternPath(node.id, variable);
    if (path === undefined) return [];
    if (node.init !== null) return this.followPath(node.init, path);
    const loop = node.parent.parent;
    if (loop.type !== "ForOfStatement") return [];
    return this.membersOf(loop.right, undefined).flatMap((value) => this.followPath(value, path));
  }

  private followPath(start: TSESTree.Node, path: readonly string[]): readonly TSESTree.Node[] {
    let values: readonly TSESTree.Node[] = path.length === 0 ? this.valuesOf(start) : [start];
    for (const name of path) values = values.flatMap((value) => this.membersOf(value, name));
    return values;
  }

  argumentsFor(fn: FunctionNode, index: number): readonly TSESTree.Node[] {
    return argumentsAt(this.callSitesOf(fn), fn, index);
  }

  membersOf(object: TSESTree.Node, name: string | undefined): readonly TSESTree.Node[] {
    return this.membersThrough(object, name, new Set());
  }

  /**
   * @param spread the objects and arrays that the same question has looked into. `state = next({ ...state })`: where spreads
   * go round, each literal is looked into once, however many there are.
   */
  membersThrough(
    object: TSESTree.Node,
    name: string | undefined,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[] {
    if (!this.mayHaveMember(name) || this.depth >= MAX_DEPTH) return [];
    this.depth++;
    const members = this.computeMembers(object, name, spread);
    this.depth--;
    return members;
  }

  private computeMembers(
    object: TSESTree.Node,
    name: string | undefined,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[] {
    const node = unwrap(object);
    if (node.type === "ThisExpression") return this.membersOfThis(node, name, spread);
    if (node.type === "Super") {
      const cls = this.superOf(node);
      return cls === undefined ? [] : this.classes.membersOf(cls, name, false);
    }
    const members = this.valuesOf(node).flatMap((value) => this.membersOfValue(value, name, spread));
    const variable = this.facts.variableOf(node);
    if (variable === undefined) {
      if (isExportsObject(node, this.facts))
        members.push(...this.classes.assigned(this.writes.ofExports, name));
      return members;
    }
    const writes = isNameOfExports(node, this.facts)
      ? this.writes.ofExports
      : this.writes.byVariable.get(variable);
    members.push(...this.classes.assigned(writes, name));
    if (name === undefined || isIndex(name)) members.push(...this.items.restArguments(variable, name));
    return members;
  }

  private membersOfValue(
    value: TSESTree.Node,
    name: string | undefined,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[] {
    if (spread.has(value)) return [];
    switch (value.type) {
      case "ObjectExpression":
        spread.add(value);
        return value.properties.flatMap((property) => {
          if (property.type === "SpreadElement") return this.membersThrough(property.argument, name, spread);
          return name === undefined || keyName(property) === name ? this.valuesOf(property.value) : [];
        });
      case "ArrayExpression":
        // `list.length` and `list.map` are none of its elements.
        spread.add(value);
        return name === undefined || isIndex(name) ? this.items.elementsOf(value, spread) : [];
      case "NewExpression": {
        const cls = this.classOf(value.callee);
        return cls === undefined
          ? this.classes.membersOfMade(value, name)
          : this.classes.membersOf(cls, name, false);
      }
      case "CallExpression": {
        const requested = requestedName(value);
        const cls = requested && this.classOf(requested);
        if (cls !== undefined) return this.classes.membersOf(cls, name, false);
        spread.add(value);
        return name === undefined || isIndex(name) ? this.items.itemsOfCall(value, spread) : [];
      }
      case "TSModuleDeclaration":
        return membersOfNamespace(value)
          .filter((member) => name === undefined || member.name === name)
          .flatMap((member) => this.valuesOf(member.value));
      default:
        return isClass(value) ? this.classes.membersOf(value, name, true) : [];
    }
  }

  private membersOfThis(
    node: TSESTree.ThisExpression,
    name: string | undefined,
    spread: Set<TSESTree.Node>,
  ): readonly TSESTree.Node[] {
    const owner = thisOwner(node);
    if (owner === undefined) return [];
    if (owner.kind === "object") return this.membersOfValue(owner.node, name, spread);
    return this.classes.membersOfThis(owner.node, name, owner.isStatic);
  }

  classOf(expression: TSESTree.Node): ClassNode | undefined {
    return this.valuesOf(expression).find((value) => isClass(value));
  }

  superClassOf(cls: ClassNode): ClassNode | undefined {
    return cls.superClass ? this.classOf(cls.superClass) : undefined;
  }

  private superOf(node: TSESTree.Super): ClassNode | undefined {
    const owner = thisOwner(node);
    return owner?.kind === "class" ? this.superClassOf(owner.node) : undefined;
  }

  functionsOf(expression: TSESTree.Node): readonly FunctionNode[] {
    const node = unwrap(expression);
    if (isFunction(node)) return [node];
    return this.standsForItself(node)
      ? NO_FUNCTIONS
      : this.valuesOf(node).filter((value) => isFunction(value));
  }
}

function partOf(argument: TSESTree.CallExpressionArgument): TSESTree.Node {
  return argument.type === "SpreadElement" ? argument.argument : argument;
}

function orSelf(values: readonly TSESTree.Node[], node: TSESTree.Node): readonly TSESTree.Node[] {
  return values.length > 0 ? values : [node];
}
