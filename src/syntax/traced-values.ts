import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, keyName, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import { fulfilmentsOf, isFulfilment } from "./fulfilments.js";
import type { Variable } from "./name-index.js";
import { oncePer } from "./once-per.js";
import {
  assignmentsTo,
  extendsItself,
  isFilling,
  isUnconditional,
  mentions,
} from "./variable-assignments.js";
import { type PropertyWrite, type PropertyWrites, collectPropertyWrites } from "./property-writes.js";
import type { Syntax } from "./syntax.js";
import type { ValueResolver } from "./values.js";

/** What a call of a function of the file gives its parameters. */
export type Bindings = ReadonlyMap<Variable, BoundValue>;

interface BoundValue {
  readonly node: TSESTree.Node;
  /** What the parameters mean where the argument stands. */
  readonly bindings: Bindings;
  /** The property of the argument that a pattern takes: `({ statusCode }) => …`. */
  readonly property?: string;
}

/** Something that an expression can evaluate to, traced to where it is written. */
export interface TracedValue {
  /** A literal, a call of code elsewhere … An expression that nothing in the file explains stands for itself. */
  readonly node: TSESTree.Node;
  readonly bindings: Bindings;
  /** False where another value may have taken its place by then. */
  readonly isCertain: boolean;
  /** The variables that hold this same value on its way. */
  readonly holders: readonly Variable[];
}

/** A property of an object literal, with everything that the file gives it. */
export interface TracedProperty {
  readonly values: readonly TracedValue[];
  /** The property in the literal, or the last assignment to it. */
  readonly node: TSESTree.Property | TSESTree.AssignmentExpression;
  /** True when something is assigned to the property after the literal. */
  readonly isRewritten: boolean;
}

/** An object literal as it is when it leaves the file. */
export interface TracedObject {
  readonly node: TSESTree.ObjectExpression;
  readonly properties: ReadonlyMap<string, TracedProperty>;
  /** False where there may be further properties: a spread, a computed key, code elsewhere that gets the object. */
  readonly isComplete: boolean;
}

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
/** Far beyond what handler code needs: past it an expression stands for itself. */
const MAX_DEPTH = 16;
const MAX_STEPS = 2000;
/** Methods that get an object to look at it: loggers and serialisers. */
const READERS = new Set([
  ...["log", "info", "debug", "warn", "error", "trace", "dir", "stringify", "keys", "values", "entries"],
  ...["push", "resolve"],
]);
/** Methods of a parameter that take the result of the function, and the index of the argument. */
const RESULT_METHODS: ReadonlyMap<string, number> = new Map([
  ["succeed", 0],
  ["done", 1],
]);

/** The tracer of a file. */
export const getValueTracer = oncePer((syntax: Syntax): ValueTracer => new Tracer(syntax));

/** What a method gives is `undefined` where the expression stands for itself; `depth` counts what was followed up to it. */
class Tracer implements ValueTracer {
  private readonly facts: SyntaxFacts;
  private readonly values: ValueResolver;
  private steps = 0;

  constructor({ facts, values }: Syntax) {
    this.facts = facts;
    this.values = values;
  }

  private get writes(): PropertyWrites {
    return collectPropertyWrites(this.facts);
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
    if (depth > MAX_DEPTH || ++this.steps > MAX_STEPS) return [self];
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
      if (value?.type === "SpreadElement") return [{ node, bindings, ...UNKNOWN }];
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
      this.followProperty(bound.node, bound.property, bound.bindings, depth) ?? [{ ...bound, ...UNKNOWN }]
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
      const property = this.readAt(value, depth + 1)?.properties.get(name);
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
      if (fn.generator) return [{ node, bindings, ...UNKNOWN }];
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
    return this.readAt(value, 0);
  }

  private readAt(value: TracedValue, depth: number): TracedObject | undefined {
    const { node, bindings, holders } = value;
    if (node.type !== "ObjectExpression" || depth > MAX_DEPTH) return undefined;
    const properties = new Map<string, TracedProperty>();
    let isComplete = true;
    for (const property of node.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      if (property.type === "Property" && name !== undefined) {
        const isAccessor = property.kind !== "init";
        const traced = isAccessor ? [] : this.follow(property.value, bindings, depth + 1);
        properties.set(name, { values: traced, node: property, isRewritten: false });
        continue;
      }
      const spread =
        property.type === "SpreadElement" ? this.spreadParts(property, bindings, depth) : undefined;
      if (spread === undefined) {
        // What nobody knows may replace all that stands before it.
        properties.clear();
        isComplete = false;
        continue;
      }
      isComplete &&= spread.parts.every((part) => part.isComplete);
      for (const part of spread.parts)
        for (const [key, inner] of part.properties) {
          const earlier = spread.isOptional ? (properties.get(key)?.values ?? []) : [];
          properties.set(key, { ...inner, values: [...earlier, ...inner.values] });
        }
    }
    for (const holder of holders) {
      if (this.isHandedOn(holder)) {
        properties.clear();
        isComplete = false;
      }
      for (const write of this.writes.byVariable.get(holder) ?? []) {
        if (write.name === undefined) {
          properties.clear();
          isComplete = false;
        } else this.addWrite(properties, write.name, write, bindings, depth);
      }
    }
    return { node, properties, isComplete };
  }

  private addWrite(
    properties: Map<string, TracedProperty>,
    name: string,
    write: PropertyWrite,
    bindings: Bindings,
    depth: number,
  ): void {
    const earlier = properties.get(name);
    const traced =
      write.node.operator === "="
        ? this.follow(write.value, bindings, depth + 1)
        : [{ node: write.node, bindings, ...UNKNOWN }];
    properties.set(name, {
      values: [...(earlier?.values ?? []), ...traced],
      node: write.node,
      isRewritten: true,
    });
  }

  /** The objects that a spread can be, `...(x && { a })` and `...(x ? { a } : {})` included. */
  private spreadParts(
    spread: TSESTree.SpreadElement,
    bindings: Bindings,
    depth: number,
  ): { readonly parts: readonly TracedObject[]; readonly isOptional: boolean } | undefined {
    const parts: TracedObject[] = [];
    const traced = this.follow(spread.argument, bindings, depth + 1);
    for (const value of traced) {
      const object = value.isCertain ? this.readAt(value, depth + 1) : undefined;
      if (object !== undefined) parts.push(object);
      else if (!this.isNothing(value.node)) return undefined;
    }
    const isOptional = traced.length > 1 || unwrap(spread.argument).type === "LogicalExpression";
    return { parts, isOptional };
  }

  private isNothing(node: TSESTree.Node): boolean {
    const isEmptyLiteral = node.type === "Literal" && (node.value === null || node.value === false);
    return isEmptyLiteral || this.facts.isGlobal(node, "undefined");
  }

  /** True when code that the file does not show gets the object, and may change it. */
  private isHandedOn(variable: Variable): boolean {
    return variable.references.some(({ identifier }) => {
      const { parent } = identifier;
      if (parent.type !== "CallExpression" || parent.callee === identifier) return false;
      const callee = unwrap(parent.callee);
      if (callee.type === "MemberExpression" && READERS.has(memberName(callee) ?? "")) return false;
      return !this.isResult(parent, identifier);
    });
  }

  /**
   * `callback(null, response)`, `context.succeed(response)`, `context.done(null, response)`, `resolve(response)`: what calls
   * it has no more to say of the response.
   */
  private isResult({ callee, arguments: given }: TSESTree.CallExpression, argument: TSESTree.Node): boolean {
    const called = unwrap(callee);
    const isMethod = called.type === "MemberExpression";
    if (!isMethod && given[0] === argument && isFulfilment(called, this.facts)) return true;
    const index = isMethod ? RESULT_METHODS.get(memberName(called) ?? "") : 1;
    if (index === undefined || given[index] !== argument) return false;
    const definition = this.facts.variableOf(isMethod ? unwrap(called.object) : called)?.defs[0];
    return definition?.type === "Parameter";
  }
}

const UNKNOWN = { isCertain: false, holders: [] } as const;

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
