import type { Class, Statement } from "oxc-parser";
import { declarePattern, keyOf } from "./assign.js";
import { defineFunction } from "./expressions.js";
import { builtinInstance, builtinResult } from "./globals.js";
import { fileSystemResult } from "./file-system.js";
import type { Machine } from "./machine.js";
import { hoistVariables } from "./statements.js";
import {
  Scope,
  alternativesOf,
  array,
  callable,
  type ClassCode,
  type Closure,
  either,
  nothing,
  object,
  ObjectValue,
  native,
  unknown,
  type Value,
} from "./values.js";

const maxDepth = 150;
/** How often a function may be in the middle of a call, by whether its arguments are all known. */
const maxRecursion = { known: 40, unknown: 3 };

/** Calls functions of the program. */
export class Caller {
  readonly #machine: Machine;
  readonly #active = new Map<unknown, number>();
  #depth = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  call(callee: Value, values: readonly Value[], thisValue: Value): Value {
    const machine = this.#machine;
    if (callee.kind === "union") {
      return callee.values
        .map((one) => machine.maybe(() => this.call(one, values, thisValue)) ?? unknown)
        .reduce(either);
    }
    if (callee.kind === "imported") {
      const known = builtinResult(callee, values) ?? fileSystemResult(machine.surroundings, callee, values);
      if (known !== undefined) return known;
      machine.loadAddon(callee, values);
      machine.handOver(callee, values);
      escape(values);
      if (callee.path.length >= 8) return unknown;
      const result = { ...callee, path: [...callee.path, "()"] };
      machine.argumentsOf.set(result, values);
      machine.use(result);
      return result;
    }
    const code = callee.kind === "object" ? callee.callable : undefined;
    if (code === undefined) {
      escape(values);
      return unknown;
    }
    switch (code.kind) {
      case "native":
        return code.run({ thisValue, arguments: values });
      case "require":
        return this.#require(values[0] ?? nothing);
      case "class":
        return unknown;
      case "closure":
        return this.#invoke(code, values, code.boundThis ?? thisValue, undefined);
    }
  }

  construct(callee: Value, values: readonly Value[]): Value {
    const machine = this.#machine;
    if (callee.kind === "imported") {
      const known = builtinInstance(callee, values);
      if (known !== undefined) return known;
      escape(values);
      if (callee.path.length >= 8) return unknown;
      const made = { ...callee, path: [...callee.path, "new"] };
      machine.use(made);
      return made;
    }
    const code = callee.kind === "object" ? callee.callable : undefined;
    if (!(callee instanceof ObjectValue) || code === undefined) {
      escape(values);
      return unknown;
    }
    if (code.kind === "native") return code.run({ thisValue: unknown, arguments: values });
    const made = new ObjectValue();
    made.prototype = machine.get(callee, "prototype");
    if (code.kind === "class") this.#initialize(code, made, values);
    if (code.kind === "closure") {
      const returned = this.#invoke(code, values, made, undefined);
      if (returned instanceof ObjectValue) return returned;
    }
    return made;
  }

  #require(specifier: Value): Value {
    return alternativesOf(this.#machine.settle(specifier))
      .map((one) => {
        const isText = one.kind === "constant" && typeof one.value === "string";
        if (!isText) return unknown;
        const load = () => this.#machine.load(String(one.value), "require");
        return specifier.kind === "union" ? (this.#machine.maybe(load) ?? unknown) : load();
      })
      .reduce(either);
  }

  #initialize(code: ClassCode, made: ObjectValue, values: readonly Value[]): void {
    const machine = this.#machine;
    const constructor = code.node.body.body.find(
      (member) => member.type === "MethodDefinition" && member.kind === "constructor",
    );
    if (constructor === undefined && code.parent !== undefined) {
      const inherited = machine.construct(code.parent, values);
      if (inherited instanceof ObjectValue) {
        for (const [key, property] of inherited.properties) made.properties.set(key, property);
      }
    }
    const scope = new Scope(code.scope, true);
    scope.declare("this", made);
    for (const member of code.node.body.body) {
      if (member.type !== "PropertyDefinition" || member.static || !member.value) continue;
      const key = keyOf(machine, member.key, member.computed, scope);
      if (key !== undefined) made.set(key, machine.evaluate(member.value, scope));
    }
    if (constructor?.type === "MethodDefinition") {
      const closure = defineFunction(constructor.value, code.scope).callable;
      if (closure?.kind === "closure") this.#invoke(closure, values, made, code.parent);
    }
  }

  #invoke(code: Closure, values: readonly Value[], thisValue: Value, parent: Value | undefined): Value {
    const { node } = code;
    const isGenerator = node.type !== "ArrowFunctionExpression" && node.generator;
    const run = () => this.#run(code, [...code.boundArguments, ...values], thisValue, parent);
    if (!isGenerator) return node.async ? this.#machine.detached(run) : run();
    const generator = object({ next: native("next", run) });
    generator.isComplete = false;
    return generator;
  }

  #run(code: Closure, values: readonly Value[], thisValue: Value, parent: Value | undefined): Value {
    const { node } = code;
    const active = this.#active.get(node) ?? 0;
    const isKnown = values.length > 0 && values.every(({ kind }) => kind === "constant");
    const maxActive = maxRecursion[isKnown ? "known" : "unknown"];
    if (this.#depth > maxDepth || active >= maxActive || !node.body) return unknown;
    this.#active.set(node, active + 1);
    this.#depth++;
    try {
      const scope = new Scope(code.scope, true);
      if (node.type !== "ArrowFunctionExpression") {
        scope.declare("this", thisValue);
        scope.declare("arguments", array(values));
        if (parent !== undefined) scope.declare("super", parent);
      }
      this.#bindParameters(code, values, scope);
      if (node.type === "ArrowFunctionExpression" && node.expression) {
        return this.#machine.evaluate(expressionOf(node.body), scope);
      }
      const { body } = node.body as { readonly body: readonly Statement[] };
      hoistVariables(body, scope);
      const completion = this.#machine.execute(body, scope);
      return completion?.kind === "return" ? completion.value : nothing;
    } finally {
      this.#depth--;
      this.#active.set(node, active);
    }
  }

  #bindParameters({ node }: Closure, values: readonly Value[], scope: Scope): void {
    for (const [index, parameter] of node.params.entries()) {
      if (parameter.type === "RestElement") {
        declarePattern(this.#machine, parameter.argument, array(values.slice(index)), scope);
      } else if (parameter.type !== "TSParameterProperty") {
        declarePattern(this.#machine, parameter, values[index] ?? nothing, scope);
      }
    }
  }
}

/** The body of `() => value`, which is wrapped in a statement or stands as it is. */
function expressionOf(body: unknown): never {
  const { type, body: statements } = body as { type: string; body?: { expression: unknown }[] };
  return (type === "FunctionBody" || type === "BlockStatement" ? statements?.[0]?.expression : body) as never;
}

/** What unknown code gets, it may change. */
function escape(values: readonly Value[]): void {
  for (const value of values) if (value instanceof ObjectValue) value.isComplete = false;
}

/** Evaluates a class: its static parts run at once. */
export function defineClass(machine: Machine, node: Class, outer: Scope): ObjectValue {
  const parent = node.superClass ? machine.evaluate(node.superClass, outer) : undefined;
  const scope = new Scope(outer, false);
  const made = callable({ kind: "class", node, scope, parent });
  if (node.id) scope.declare(node.id.name, made);
  if (parent !== undefined) scope.declare("super", parent);
  if (parent instanceof ObjectValue) made.prototype = parent;
  const prototype = new ObjectValue();
  prototype.prototype =
    parent && (parent instanceof ObjectValue ? machine.get(parent, "prototype") : unknown);
  made.set("prototype", prototype);
  const staticScope = new Scope(scope, true);
  staticScope.declare("this", made);
  for (const member of node.body.body) {
    if (member.type === "StaticBlock") {
      hoistVariables(member.body, staticScope);
      machine.execute(member.body, staticScope);
    } else if (member.type === "MethodDefinition" && member.kind !== "constructor") {
      const key = keyOf(machine, member.key, member.computed, scope);
      if (key === undefined) continue;
      const method = defineFunction(member.value, scope);
      const owner = member.static ? made : prototype;
      if (member.kind === "get") owner.properties.set(key, { getter: method });
      else if (member.kind === "method") owner.set(key, method);
    } else if (member.type === "PropertyDefinition" && member.static) {
      const key = keyOf(machine, member.key, member.computed, scope);
      if (key !== undefined)
        made.set(key, member.value ? machine.evaluate(member.value, staticScope) : nothing);
    }
  }
  return made;
}
