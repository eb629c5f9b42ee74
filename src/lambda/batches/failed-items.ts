import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  isFunction,
  isInside,
  isLoop,
  keyName,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { patternPath } from "../../syntax/imports.js";
import { type BatchHandler, type BatchSource, batchHandlersOf } from "./batch-loops.js";
import { isRecordList } from "./record-lists.js";
import { hasKey } from "../errors/catch-paths.js";
import type { LambdaModel } from "../model.js";

/** What is wrong with the failed items that a handler of a queue or a stream returns. */
export type FailedItemsProblem =
  /** The identifier is another part of the record than the one that the source knows it by. */
  | {
      readonly kind: "wrongIdentifier";
      readonly node: TSESTree.Node;
      readonly record: TSESTree.Node | undefined;
      readonly batch: BatchHandler;
    }
  /** The identifier is empty. */
  | { readonly kind: "emptyIdentifier"; readonly node: TSESTree.Node; readonly batch: BatchHandler }
  /** An item has no `itemIdentifier`. */
  | { readonly kind: "misnamedIdentifier"; readonly node: TSESTree.Node; readonly batch: BatchHandler }
  /** The list is returned under another name. */
  | { readonly kind: "misnamedFailures"; readonly node: TSESTree.Property; readonly batch: BatchHandler }
  /** The items are collected in a variable that is never read. */
  | {
      readonly kind: "failuresNotReturned";
      readonly node: TSESTree.Node;
      readonly name: string;
      readonly batch: BatchHandler;
    };

/** The path from a record to what its source knows it by. */
const IDENTIFIERS: Readonly<Record<BatchSource, readonly string[]>> = {
  sqs: ["messageId"],
  kinesis: ["kinesis", "sequenceNumber"],
  "dynamodb-stream": ["dynamodb", "SequenceNumber"],
};

/** How code reads the identifier of a record: `record.messageId`, `record.dynamodb?.SequenceNumber ?? ""`. */
export function identifierOf(record: string, source: BatchSource): string {
  return source === "dynamodb-stream"
    ? `${record}.dynamodb?.SequenceNumber ?? ""`
    : [record, ...IDENTIFIERS[source]].join(".");
}

/** Every mistake in the failed items of the file's batch handlers, in source order. */
export function findFailedItemsProblems(lambda: LambdaModel): readonly FailedItemsProblem[] {
  const [batch, ...others] = batchHandlersOf(lambda);
  // With handlers of several sources it is open whose items a function makes.
  if (batch === undefined || others.some(({ source }) => source !== batch.source)) return [];
  const search = new Search(lambda, batch);
  return [...search.identifiers(), ...search.results(), ...search.collections()].sort(
    (a, b) => a.node.range[0] - b.node.range[0],
  );
}

class Search {
  constructor(
    private readonly lambda: LambdaModel,
    private readonly batch: BatchHandler,
  ) {}

  /** Values of `itemIdentifier` that the source does not know. */
  identifiers(): readonly FailedItemsProblem[] {
    return this.propertiesNamed(/\bitemIdentifier\b/g).flatMap((property): FailedItemsProblem[] => {
      const value = this.sourceOf(property.value);
      if (isEmpty(value)) return [{ kind: "emptyIdentifier", node: property.value, batch: this.batch }];
      if (this.isSerialised(value))
        return [{ kind: "wrongIdentifier", node: property.value, record: undefined, batch: this.batch }];
      const part = this.partOfRecord(value);
      if (part === undefined || part.path.join(".") === IDENTIFIERS[this.batch.source].join(".")) return [];
      return [{ kind: "wrongIdentifier", node: property.value, record: part.record, batch: this.batch }];
    });
  }

  /** Lists of failed items that are named wrong, or hold what is no item. */
  results(): readonly FailedItemsProblem[] {
    return this.propertiesNamed(/\b[bB]atch_?[iI]tem_?[fF]ailures?\b/g).flatMap(
      (property): FailedItemsProblem[] => {
        if (keyName(property) !== "batchItemFailures") {
          const isReturned = this.lambda.syntax.facts
            .returnsOf(this.batch.node)
            .some((returned) => unwrap(returned) === property.parent);
          return isReturned ? [{ kind: "misnamedFailures", node: property, batch: this.batch }] : [];
        }
        return this.itemsOf(property.value)
          .filter((item) => this.isNoItem(item))
          .map((node) => ({ kind: "misnamedIdentifier", node, batch: this.batch }));
      },
    );
  }

  /** Lists that failed items are put into and that nothing ever reads. */
  collections(): readonly FailedItemsProblem[] {
    const variables = new Map<Variable, TSESTree.Node>();
    for (const property of this.propertiesNamed(/\bitemIdentifier\b/g)) {
      const call = property.parent.parent;
      if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") continue;
      if (memberName(call.callee) !== "push") continue;
      const variable = this.lambda.syntax.facts.variableOf(unwrap(call.callee.object));
      if (variable !== undefined && !variables.has(variable)) variables.set(variable, call.callee);
    }
    return [...variables].flatMap(([variable, node]): FailedItemsProblem[] =>
      isOnlyFilled(variable)
        ? [{ kind: "failuresNotReturned", node, name: variable.name, batch: this.batch }]
        : [],
    );
  }

  /** Properties of object literals by their key, found in the text: few files have one. */
  private propertiesNamed(name: RegExp): readonly TSESTree.Property[] {
    const { sourceCode } = this.lambda.syntax.facts;
    return [...sourceCode.text.matchAll(name)].flatMap(({ index }) => {
      const key = sourceCode.getNodeByRangeIndex(index);
      const property = key?.parent;
      return property?.type === "Property" &&
        property.key === key &&
        property.parent.type === "ObjectExpression"
        ? [property]
        : [];
    });
  }

  /** What a `const` was declared with, and what stands before `??`. */
  private sourceOf(node: TSESTree.Node): TSESTree.Node {
    const value = unwrap(node);
    if (value.type === "LogicalExpression") return this.sourceOf(value.left);
    const definition = this.lambda.syntax.facts.variableOf(value)?.defs[0];
    if (definition?.node.type !== "VariableDeclarator" || definition.node.id !== definition.name)
      return value;
    const { init, parent } = definition.node;
    return init !== null && parent.kind === "const" ? this.sourceOf(init) : value;
  }

  /** `JSON.stringify(item)`: JSON puts a text into quotes, and an identifier has none. */
  private isSerialised(value: TSESTree.Node): boolean {
    if (value.type !== "CallExpression" || value.callee.type !== "MemberExpression") return false;
    const { object } = value.callee;
    return (
      memberName(value.callee) === "stringify" && this.lambda.syntax.facts.isGlobal(unwrap(object), "JSON")
    );
  }

  /** The names that lead from a record to the value; undefined when it is no part of one. */
  private partOfRecord(
    value: TSESTree.Node,
  ): { path: readonly string[]; record: TSESTree.Node | undefined } | undefined {
    const path: string[] = [];
    let node = value;
    while (node.type === "MemberExpression") {
      const name = memberName(node);
      if (name === undefined) break;
      path.unshift(name);
      node = unwrap(node.object);
    }
    if (this.isRecord(node)) return path.length === 0 ? undefined : { path, record: node };
    const taken = this.takenFromRecord(node);
    return taken && { path: [...taken, ...path], record: undefined };
  }

  private isRecord(node: TSESTree.Node): boolean {
    if (this.lambda.isRecord(node)) return true;
    if (node.type === "MemberExpression") return node.computed && isRecordList(node.object, this.lambda);
    const definition = this.lambda.syntax.facts.variableOf(node)?.defs[0];
    const holder = definition?.node;
    if (isFunction(holder)) return holder.params[0] === definition?.name && this.takesRecords(holder);
    if (holder?.type !== "VariableDeclarator" || holder.id !== definition?.name) return false;
    const loop = holder.parent.parent;
    return (
      loop.type === "ForOfStatement" && loop.left === holder.parent && isRecordList(loop.right, this.lambda)
    );
  }

  /** `({ messageId }) => …` of a callback over records, `const { messageId } = record`. */
  private takenFromRecord(node: TSESTree.Node): readonly string[] | undefined {
    const variable = this.lambda.syntax.facts.variableOf(node);
    const holder = variable?.defs[0]?.node;
    if (variable === undefined || holder === undefined) return undefined;
    if (isFunction(holder)) {
      const [parameter] = holder.params;
      return parameter?.type === "ObjectPattern" && this.takesRecords(holder)
        ? patternPath(parameter, variable)
        : undefined;
    }
    if (holder.type !== "VariableDeclarator" || holder.id.type !== "ObjectPattern") return undefined;
    const loop = holder.parent.parent;
    const isOfLoop =
      loop.type === "ForOfStatement" && loop.left === holder.parent && isRecordList(loop.right, this.lambda);
    const isOfRecord = holder.init !== null && this.isRecord(unwrap(holder.init));
    return isOfLoop || isOfRecord ? patternPath(holder.id, variable) : undefined;
  }

  private takesRecords(fn: FunctionNode): boolean {
    const uses = this.lambda.syntax.graph.callbackUsesOf(fn);
    return (
      uses.length > 0 &&
      uses.every(({ call }) => {
        const callee = unwrap(call.callee);
        return (
          callee.type === "MemberExpression" &&
          /^(?:map|flatMap|forEach|filter)$/.test(memberName(callee) ?? "") &&
          isRecordList(callee.object, this.lambda)
        );
      })
    );
  }

  /** What a list holds as far as literals, `push` and `map` show it. */
  private itemsOf(list: TSESTree.Node, depth = 0): readonly TSESTree.Node[] {
    const { facts, values } = this.lambda.syntax;
    const node = unwrap(list);
    if (depth > 6) return [];
    switch (node.type) {
      case "ArrayExpression":
        return node.elements.flatMap((element) => {
          if (element === null) return [];
          return element.type === "SpreadElement"
            ? this.itemsOf(element.argument, depth + 1)
            : [unwrap(element)];
        });
      case "ConditionalExpression":
        return [node.consequent, node.alternate].flatMap((branch) => this.itemsOf(branch, depth + 1));
      case "CallExpression": {
        const callee = unwrap(node.callee);
        const [callback] = node.arguments;
        if (callee.type !== "MemberExpression" || callback === undefined) return [];
        const name = memberName(callee);
        if (name === "filter") return this.itemsOf(callee.object, depth + 1);
        if (name !== "map") return [];
        return values.functionsOf(callback).flatMap((fn) => facts.returnsOf(fn).map((item) => unwrap(item)));
      }
      case "Identifier": {
        const variable = facts.variableOf(node);
        const definition = variable?.defs[0]?.node;
        if (variable === undefined || definition?.type !== "VariableDeclarator") return [];
        const initial =
          definition.init !== null && definition.id.type === "Identifier"
            ? this.itemsOf(definition.init, depth + 1)
            : [];
        return [...initial, ...variable.references.flatMap(({ identifier }) => pushedTo(identifier))];
      }
      default:
        return [];
    }
  }

  /** An object without `itemIdentifier`, or a part of a record in place of an object. */
  private isNoItem(item: TSESTree.Node): boolean {
    if (item.type === "ObjectExpression")
      return (
        !hasKey(item, "itemIdentifier") &&
        item.properties.every((property) => property.type === "Property" && keyName(property) !== undefined)
      );
    return item.type === "MemberExpression" && this.partOfRecord(item) !== undefined;
  }
}

function isEmpty(value: TSESTree.Node): boolean {
  if (value.type === "Literal") return value.value === null || value.value === "";
  return value.type === "Identifier" && value.name === "undefined";
}

/** The arguments of `list.push(…)`, where the identifier is the list. */
function pushedTo(identifier: TSESTree.Node): readonly TSESTree.Node[] {
  const member = identifier.parent;
  if (member?.type !== "MemberExpression" || member.object !== identifier || memberName(member) !== "push")
    return [];
  const call = member.parent;
  return call.type === "CallExpression" && call.callee === member
    ? call.arguments.flatMap((argument) => (argument.type === "SpreadElement" ? [] : [unwrap(argument)]))
    : [];
}

/** True when the list is made here, and every use of it puts something into it or asks for its length. */
function isOnlyFilled(variable: Variable): boolean {
  return (
    isOwnList(variable) &&
    variable.references.every(({ identifier, init }) => {
      if (init === true) return true;
      const member = identifier.parent;
      if (member.type !== "MemberExpression" || member.object !== identifier) return false;
      const name = memberName(member);
      if (name === "push") return member.parent.type === "CallExpression";
      return name === "length" && member.parent.type !== "BinaryExpression" && !decides(member);
    })
  );
}

/** False for a parameter, and for a list that stands somewhere else as well: its owner may read it. */
function isOwnList({ defs }: Variable): boolean {
  return defs.every(
    ({ node }) =>
      node.type === "VariableDeclarator" &&
      (node.init === null || /^(?:Array|New)Expression$/.test(unwrap(node.init).type)),
  );
}

/** True in the test of an `if` or a loop. */
function decides(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent === undefined) return false;
  if (parent.type === "IfStatement" || parent.type === "ConditionalExpression" || isLoop(parent)) return true;
  return (parent.type === "UnaryExpression" || parent.type === "LogicalExpression") && decides(parent);
}

/**
 * The loop of a FIFO queue's handler that collects the failures and goes on behind them; undefined when nothing shows
 * that the queue is one, or when the code keeps the groups apart.
 */
export function findGoingOn(lambda: LambdaModel): TSESTree.ForOfStatement | undefined {
  const { facts } = lambda.syntax;
  const isFifo = facts.members.some((member) => {
    const holder = unwrap(member.object);
    return (
      /^(?:MessageGroupId|MessageDeduplicationId)$/.test(memberName(member) ?? "") &&
      holder.type === "MemberExpression" &&
      memberName(holder) === "attributes" &&
      lambda.isRecord(holder.object)
    );
  });
  if (!isFifo || !batchHandlersOf(lambda).some(({ source }) => source === "sqs")) return undefined;
  return facts.loops.find((loop): loop is TSESTree.ForOfStatement => {
    if (loop.type !== "ForOfStatement" || !isRecordList(loop.right, lambda)) return false;
    const asks = facts.calls.some(
      ({ callee }) =>
        isInside(callee, loop) &&
        callee.type === "MemberExpression" &&
        /^(?:has|includes|get)$/.test(memberName(callee) ?? ""),
    );
    if (asks) return false;
    return facts.tries.some(
      ({ handler }) =>
        handler !== null &&
        isInside(handler, loop.body) &&
        /\bitemIdentifier\b/.test(facts.sourceCode.getText(handler.body)) &&
        // Leaves the loop, or sets what the loop may ask about.
        !/\b(?:return|break|throw)\b|[^=!<>]=[^=>]/.test(facts.sourceCode.getText(handler.body)),
    );
  });
}
