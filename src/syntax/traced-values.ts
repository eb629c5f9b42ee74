import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, keyName, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import { fulfilmentsOf } from "./fulfilments.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import {
  assignmentsTo,
  extendsItself,
  isFilling,
  isUnconditional,
  mentions,
} from "./variable-assignments.js";
import type { Syntax } from "./syntax.js";
import {
  type Bindings,
  type BoundValue,
  type TracedObject,
  type TracedValue,
  UNKNOWN_VALUE,
} from "./traced.js";
import { MAX_TRACED_DEPTH, TracedObjects } from "./traced-objects.js";
import type { ValueResolver } from "./values.js";

export interface ValueTracer {
  /**
   * Everything that an expression can evaluate to: through variables, branches, `await`, promises and the functions of the
   * file, with the arguments of a call in the place of the parameters. Empty for a function that returns nothing.
   */
  trace(expression: TSESTree.Node, bindings?: Bindings): readonly TracedValue[];
  /** What a call gives the parameters of a function of the file. */
  bindingsIn(fn: FunctionNode, call: TSESTree.CallExpression, bindings?: Bindings): Bindings;
  /** The object that a traced object literal becomes. */
  readObject(value: TracedValue): TracedObject | undefined;
}

const NO_BINDINGS: Bindings = new Map();
/** Far beyond what handler code needs, as is the depth: past it an expression stands for itself. */
const MAX_STEPS = 2000;
/** The tracer of a file. */
export const getValueTracer = oncePer((syntax: Syntax): ValueTracer => new Tracer(syntax));

/** What a method gives is `undefined` where the expression stands for itself; `depth` counts what was followed up to it. */
class Tracer implements ValueTracer {
  private readonly facts: SyntaxFacts;
  private readonly values: ValueResolver;
  private readonly objects: TracedObjects;
  private steps = 0;

  constructor({ facts, values }: Syntax) {
    this.facts = facts;
    this.values = values;
    this.objects = new TracedObjects(facts, (expression, bindings, depth) =>
      this.follow(expression, bindings, depth),
    );
  }

  trace(expression: TSESTree.Node, bindings: Bindings = NO_BINDINGS): readonly TracedValue[] {
    this.steps = 0;
    const traced = this.follow(expression, bindings, 0);
    // Thousands of values that are partly known tell nothing, and each would be looked into for as long again.
    if (this.steps <= MAX_STEPS) return traced;
    return [{ node: unwrap(expression), bindings, isCertain: true, holders: [] }];
  }

  private follow(expression: TSESTree.Node, bindings: Bindings, depth: number): readonly TracedValue[] {
    const node = unwrap(expression);
    const self: TracedValue = { node, bindings, isCertain: true, holders: [] };
    if (depth > MAX_TRACED_DEPTH || ++this.steps > MAX_STEPS) return [self];
    const next = (inner: TSESTree.Node): readonly TracedValue[] => this.follow(inner, bindings, depth + 1);
    switch (node.type) {
      case "AwaitExpression":
        return next(node.argument);
      case "ConditionalExpression":
        return [...next(node.consequent), ...next(node.alternate)];
      case "LogicalExpression":
        return node.operator === "&&" ? next(node.right) : [...next(node.left), ...next(node.right)];
      case "AssignmentExpression":
        return node.operator === "=" ? next(node.right) : [self];
      case "Identifier":
        return this.followName(node, bindings, depth) ?? [self];
      case "MemberExpression":
        return this.followMember(node, bindings, depth) ?? [self];
      case "CallExpression":
        return this.followCall(node, bindings, depth) ?? [self];
      case "NewExpression":
        return this.followPromise(node, bindings, depth) ?? [self];
      default:
        return [self];
    }
  }

  /** `new Promise((resolve) => store.get(key, (error, data) => resolve(respond(data))))`: what it is fulfilled with. */
  private followPromise(
    node: TSESTree.NewExpression,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    return fulfilmentsOf(node, this.facts)?.flatMap(({ arguments: [value] }) => {
      if (value?.type === "SpreadElement") return [{ node, bindings, ...UNKNOWN_VALUE }];
      return value === undefined ? [] : this.follow(value, bindings, depth + 1);
    });
  }

  private followName(
    node: TSESTree.Identifier,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    const variable = this.facts.variableOf(node);
    if (variable === undefined) return undefined;
    const bound = bindings.get(variable);
    if (bound !== undefined) {
      const isItself = variable.defs[0]?.node.type === "VariableDeclarator";
      if (!isItself && assignmentsTo(variable).length > 0) return undefined;
      return hold(this.followBound(bound, depth) ?? [], variable);
    }
    const [definition, ...others] = variable.defs;
    if (definition?.node.type !== "VariableDeclarator" || others.length > 0) return undefined;
    const { id, init } = definition.node;
    const assigned = assignmentsTo(variable);
    if (id.type !== "Identifier") {
      const property = propertyTakenBy(id, variable);
      return init === null || property === undefined || assigned.length > 0
        ? undefined
        : this.followProperty(init, property, bindings, depth);
    }
    // `body = Object.assign(body, more)`: it is the same object as before.
    const replacing = assigned.filter((source) => !isFilling(source, variable, this.facts));
    const [only, ...further] = replacing;
    if (init !== null && only && further.length === 0 && extendsItself(only, variable)) {
      const before = new Map(bindings).set(variable, { node: init, bindings });
      const extended = hold(this.follow(only, before, depth + 1), variable);
      if (isUnconditional(only, definition.node)) return extended;
      const plain = hold(this.follow(init, bindings, depth + 1), variable);
      return [...plain.map((value) => ({ ...value, isCertain: false })), ...extended];
    }
    const sources = [...(init === null ? [] : [init]), ...replacing];
    // `body = JSON.stringify(body)`: what goes in has gone by then.
    if (sources.length === 0 || replacing.some((source) => mentions(source, variable))) return undefined;
    return sources.flatMap((source) => {
      const traced = hold(this.follow(source, bindings, depth + 1), variable);
      const isReplaced = source === init && replacing.length > 0;
      return isReplaced ? traced.map((value) => ({ ...value, isCertain: false })) : traced;
    });
  }

  private followBound(bound: BoundValue, depth: number): readonly TracedValue[] | undefined {
    if (bound.property === undefined) return this.follow(bound.node, bound.bindings, depth + 1);
    return (
      this.followProperty(bound.node, bound.property, bound.bindings, depth) ?? [
        { ...bound, ...UNKNOWN_VALUE },
      ]
    );
  }

  private followMember(
    node: TSESTree.MemberExpression,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    const name = memberName(node);
    return name === undefined ? undefined : this.followProperty(node.object, name, bindings, depth);
  }

  /** The property of an object literal that the expression stands for; undefined where it may be another object. */
  private followProperty(
    object: TSESTree.Node,
    name: string,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    const found: TracedValue[] = [];
    const objects = this.follow(object, bindings, depth + 1);
    for (const value of objects) {
      const property = this.objects.readAt(value, depth + 1)?.properties.get(name);
      if (property === undefined) return undefined;
      const isCertain = value.isCertain && !property.isRewritten;
      found.push(...property.values.map((inner) => ({ ...inner, isCertain: inner.isCertain && isCertain })));
    }
    return objects.length === 0 ? undefined : found;
  }

  private followCall(
    node: TSESTree.CallExpression,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    const callee = unwrap(node.callee);
    if (callee.type === "MemberExpression") {
      const name = memberName(callee);
      const [argument] = node.arguments;
      const isGiven = argument !== undefined && argument.type !== "SpreadElement";
      if (isGiven && name === "resolve" && this.facts.isGlobal(unwrap(callee.object), "Promise"))
        return this.follow(argument, bindings, depth + 1);
      if (isGiven && name === "freeze" && this.facts.isGlobal(unwrap(callee.object), "Object"))
        return this.follow(argument, bindings, depth + 1);
      if (name === "then" || name === "catch" || name === "finally")
        return this.followChain(node, name, callee.object, bindings, depth);
    }
    const functions = this.functionsAt(callee, bindings, depth);
    if (functions.length === 0) return undefined;
    return functions.flatMap(({ fn, bindings: around }) => {
      if (fn.generator) return [{ node, bindings, ...UNKNOWN_VALUE }];
      const inner = this.bind(fn, node, bindings, around);
      const returned = this.facts.returnsOf(fn).flatMap((value) => this.follow(value, inner, depth + 1));
      return functions.length === 1 ? returned : returned.map((value) => ({ ...value, isCertain: false }));
    });
  }

  private functionsAt(
    callee: TSESTree.Node,
    bindings: Bindings,
    depth: number,
  ): readonly { readonly fn: FunctionNode; readonly bindings: Bindings }[] {
    if (callee.type === "Identifier" || isFunction(callee)) {
      const traced = this.follow(callee, bindings, depth + 1);
      const functions = traced.flatMap(({ node, bindings: around }) =>
        isFunction(node) ? [{ fn: node, bindings: around }] : [],
      );
      if (functions.length > 0) return functions;
    }
    return this.values.functionsOf(callee).map((fn) => ({ fn, bindings: NO_BINDINGS }));
  }

  /** `load().then((order) => respond(200, order)).catch(() => respond(500, {}))` */
  private followChain(
    node: TSESTree.CallExpression,
    method: "then" | "catch" | "finally",
    receiver: TSESTree.Expression,
    bindings: Bindings,
    depth: number,
  ): readonly TracedValue[] | undefined {
    const before = method === "then" ? [] : this.follow(receiver, bindings, depth + 1);
    if (method === "finally") return before;
    const callbacks = node.arguments.flatMap((argument) => this.values.functionsOf(argument));
    if (callbacks.length === 0) return undefined;
    const after = callbacks.flatMap((fn) =>
      this.facts.returnsOf(fn).flatMap((value) => this.follow(value, bindings, depth + 1)),
    );
    return [...before, ...after];
  }

  /** The parameters of a function of the file in one call of it, beside those of the functions around it. */
  private bind(
    fn: FunctionNode,
    call: TSESTree.CallExpression,
    bindings: Bindings,
    around: Bindings,
  ): Bindings {
    const inner = new Map(around);
    const spread = call.arguments.findIndex((argument) => argument.type === "SpreadElement");
    for (const [index, parameter] of fn.params.entries()) {
      if (parameter.type === "TSParameterProperty" || parameter.type === "RestElement") continue;
      const isKnown = spread === -1 || index < spread;
      const argument = isKnown ? call.arguments[index] : undefined;
      const [target, fallback] =
        parameter.type === "AssignmentPattern" ? [parameter.left, parameter.right] : [parameter, undefined];
      const bound =
        argument !== undefined
          ? { node: argument, bindings }
          : fallback !== undefined && isKnown
            ? { node: fallback, bindings: inner }
            : undefined;
      if (bound === undefined) continue;
      for (const variable of this.variablesIn(target)) {
        if (target.type === "Identifier") inner.set(variable, bound);
        else {
          const property = propertyTakenBy(target, variable);
          if (property !== undefined) inner.set(variable, { ...bound, property });
        }
      }
    }
    return inner;
  }

  bindingsIn(fn: FunctionNode, call: TSESTree.CallExpression, bindings: Bindings = NO_BINDINGS): Bindings {
    return this.bind(fn, call, bindings, NO_BINDINGS);
  }

  private variablesIn(target: TSESTree.Node): readonly Variable[] {
    if (target.type === "Identifier") {
      const variable = this.facts.variableOf(target);
      return variable === undefined ? [] : [variable];
    }
    if (target.type !== "ObjectPattern") return [];
    return target.properties.flatMap((property) =>
      property.type === "Property" ? this.variablesIn(property.value) : [],
    );
  }

  readObject(value: TracedValue): TracedObject | undefined {
    this.steps = 0;
    return this.objects.readAt(value, 0);
  }
}

function hold(traced: readonly TracedValue[], variable: Variable): readonly TracedValue[] {
  return traced.map((value) => ({ ...value, holders: [...value.holders, variable] }));
}

/** The name under which a pattern takes the variable off the value itself, without a default. */
function propertyTakenBy(pattern: TSESTree.Node, variable: Variable): string | undefined {
  if (pattern.type !== "ObjectPattern") return undefined;
  for (const property of pattern.properties)
    if (
      property.type === "Property" &&
      property.value.type === "Identifier" &&
      variable.identifiers.includes(property.value)
    )
      return keyName(property);
  return undefined;
}
