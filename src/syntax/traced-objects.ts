import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import { isFulfilment } from "./fulfilments.js";
import type { Variable } from "./name-index.js";
import { type PropertyWrite, type PropertyWrites, collectPropertyWrites } from "./property-writes.js";
import {
  type Bindings,
  type TracedObject,
  type TracedProperty,
  type TracedValue,
  UNKNOWN_VALUE,
} from "./traced.js";

/** How deep values are followed, far beyond what handler code needs: past it an expression stands for itself. */
export const MAX_TRACED_DEPTH = 16;
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

/** Follows an expression to its values, `depth` steps deep. */
export type Follow = (expression: TSESTree.Node, bindings: Bindings, depth: number) => readonly TracedValue[];

/** Reads the object literals among traced values, with what is spread into them and assigned to them later. */
export class TracedObjects {
  constructor(
    private readonly facts: SyntaxFacts,
    private readonly follow: Follow,
  ) {}

  private get writes(): PropertyWrites {
    return collectPropertyWrites(this.facts);
  }

  /** The object that a value becomes; undefined where it is no object literal. */
  readAt(value: TracedValue, depth: number): TracedObject | undefined {
    const { node, bindings, holders } = value;
    if (node.type !== "ObjectExpression" || depth > MAX_TRACED_DEPTH) return undefined;
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
        : [{ node: write.node, bindings, ...UNKNOWN_VALUE }];
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
