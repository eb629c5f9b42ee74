import type { TSESTree } from "@typescript-eslint/utils";
import { type EventShapeFact, eventShapeFacts, eventSourceKinds } from "../../knowledge/event-shapes.js";
import { type EventKind, eventTypes, recordTypes } from "../../knowledge/handler-types.js";
import {
  type FunctionNode,
  isFunction,
  keyName,
  memberName,
  parameterTarget,
  unwrap,
} from "../../syntax/ast.js";
import { append } from "../../syntax/append.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler } from "../model.js";

export interface EventKinds {
  /** The sources that can send the handler's event: one of them does. Empty means unknown. */
  kindsOf(handler: Handler): ReadonlySet<EventKind>;
  /** True for the handler's event itself, under whatever name: not for a part of it. */
  isWholeEvent(node: TSESTree.Node): boolean;
  /** True for one of the event's `Records`: an item of a loop, an argument of a callback, `event.Records[0]`. */
  isRecord(node: TSESTree.Node): boolean;
  /** True for the list itself: `event.Records`, or the variable that a pattern takes it into. */
  isRecords(node: TSESTree.Node): boolean;
}

const NONE: ReadonlySet<EventKind> = new Set();
const EVENT_TYPE_NAMES: Readonly<Record<string, EventKind>> = {
  SQS: "sqs",
  KinesisDataStreams: "kinesis",
  DynamoDBStreams: "dynamodb-stream",
};
/** Array methods that call their first argument with each item first. */
const ITEM_CALLBACKS = new Set(["map", "forEach", "filter", "flatMap", "some", "every", "find", "findIndex"]);

/**
 * What sends the events of the handlers of a file. A type says it, then the configuration (`stated`), then the keys that
 * the code reads: of the event itself and of its records, not of what it parses out of them.
 */
export function createEventKinds(
  syntax: Syntax,
  handlers: readonly Handler[],
  stated: readonly EventKind[],
): EventKinds {
  const { facts, graph } = syntax;
  const known = new Map<Handler, ReadonlySet<EventKind>>();
  const handlerFunctions = new Set<FunctionNode>(handlers.flatMap(({ node }) => (node ? [node] : [])));

  function kindsOf(handler: Handler): ReadonlySet<EventKind> {
    let kinds = known.get(handler);
    if (kinds === undefined) {
      const typed = handler.eventType === undefined ? undefined : eventTypes.get(handler.eventType);
      kinds =
        typed !== undefined ? new Set([typed]) : stated.length > 0 ? new Set(stated) : kindsByUse(handler);
      known.set(handler, kinds);
    }
    return kinds;
  }

  /** What the code reads says the source, where the file has one handler: two may take different events. */
  function kindsByUse({ node }: Handler): ReadonlySet<EventKind> {
    if (node === undefined || handlerFunctions.size !== 1) return NONE;
    const evidence: (readonly EventKind[])[] = [];
    for (const member of facts.members) {
      evidence.push(...kindsOfRead(memberName(member), member.object));
      const compared = comparedSource(member);
      if (compared !== undefined) evidence.push([compared]);
    }
    for (const fn of facts.functions) {
      const kind = recordTypes.get(lambdaTypeName(parameterType(fn.params[0]), syntax) ?? "");
      if (kind !== undefined && fn !== node) evidence.push([kind]);
    }
    for (const { pattern, value } of patterns()) {
      for (const property of pattern.properties)
        if (property.type === "Property") evidence.push(...kindsOfRead(keyName(property), value));
    }
    return combine(evidence);
  }

  function kindsOfRead(
    key: string | undefined,
    holder: TSESTree.Node | FunctionNode,
  ): readonly (readonly EventKind[])[] {
    if (key === undefined) return [];
    if (key in EVENT_TYPE_NAMES && isBatchEventType(holder)) return [[EVENT_TYPE_NAMES[key] as EventKind]];
    const shapes = shapesByKey.get(key) ?? [];
    return shapes.filter((shape) => stands(shape, holder)).map(({ kinds }) => kinds);
  }

  /** `record.eventSource === "aws:sqs"` */
  function comparedSource(member: TSESTree.MemberExpression): EventKind | undefined {
    if (memberName(member)?.toLowerCase() !== "eventsource") return undefined;
    const { parent } = member;
    if (parent.type !== "BinaryExpression" || !/^[=!]==?$/.test(parent.operator)) return undefined;
    const other = parent.left === member ? parent.right : parent.left;
    const kind = eventSourceKinds.get(readStaticString(facts, other) ?? "");
    return kind !== undefined && isRecord(member.object) ? kind : undefined;
  }

  /** `EventType` of Powertools' batch package. */
  function isBatchEventType(holder: TSESTree.Node): boolean {
    const imported = isFunction(holder) ? undefined : syntax.resolveImport(unwrap(holder));
    return imported?.module === "@aws-lambda-powertools/batch" && imported.path.join(".") === "EventType";
  }

  function stands({ on }: EventShapeFact, holder: TSESTree.Node): boolean {
    switch (on) {
      case "event":
        return isFunction(holder) ? isEventParameter(holder, 0) : isWholeEvent(holder);
      case "record":
        if (holder.type === "ForOfStatement") return isRecords(holder.right);
        return isFunction(holder) ? isRecordParameter(holder, 0) : isRecord(holder);
      case "requestContext": {
        const node = unwrap(holder);
        return (
          node.type === "MemberExpression" &&
          memberName(node) === "requestContext" &&
          isWholeEvent(node.object)
        );
      }
    }
  }

  /** Patterns that take something apart: the first parameter of a function, a value, or the item of a loop. */
  function* patterns(): Generator<{ pattern: TSESTree.ObjectPattern; value: TSESTree.Node | FunctionNode }> {
    for (const fn of facts.functions) {
      const pattern = parameterTarget(fn.params[0]);
      if (pattern?.type === "ObjectPattern") yield { pattern, value: fn };
    }
    for (const { id, init, parent } of facts.destructured) {
      if (id.type !== "ObjectPattern") continue;
      if (init !== null) yield { pattern: id, value: init };
      else if (parent.parent.type === "ForOfStatement") yield { pattern: id, value: parent.parent };
    }
  }

  function isWholeEvent(node: TSESTree.Node): boolean {
    return everySource(node, () => false, isEventParameter);
  }

  function isEventParameter(fn: FunctionNode, index: number): boolean {
    return index === 0 && handlerFunctions.has(fn);
  }

  function isRecord(node: TSESTree.Node): boolean {
    return everySource(node, isRecordExpression, isRecordParameter);
  }

  /** `event.Records[0]`, `event.Records[i]`, or the variable of a loop over them. */
  function isRecordExpression(node: TSESTree.Node): boolean {
    if (node.type === "MemberExpression")
      return (
        node.computed &&
        !(node.property.type === "Literal" && typeof node.property.value !== "number") &&
        isRecords(node.object)
      );
    const definition = facts.variableOf(node)?.defs[0];
    const holder = definition?.node;
    if (holder?.type !== "VariableDeclarator" || holder.id !== definition?.name) return false;
    const loop = holder.parent.parent;
    return loop.type === "ForOfStatement" && loop.left === holder.parent && isRecords(loop.right);
  }

  function isRecordParameter(fn: FunctionNode, index: number): boolean {
    if (index !== 0) return false;
    if (recordTypes.has(lambdaTypeName(parameterType(fn.params[0]), syntax) ?? "")) return true;
    return graph.callbackUsesOf(fn).some(({ call }) => {
      const callee = unwrap(call.callee);
      return (
        callee.type === "MemberExpression" &&
        ITEM_CALLBACKS.has(memberName(callee) ?? "") &&
        isRecords(callee.object)
      );
    });
  }

  function isRecords(node: TSESTree.Node): boolean {
    return everySource(node, isRecordsExpression, () => false);
  }

  /** `event.Records`, or the name in a pattern that takes them off the event. */
  function isRecordsExpression(node: TSESTree.Node): boolean {
    if (node.type === "MemberExpression") return memberName(node) === "Records" && isWholeEvent(node.object);
    const definition = facts.variableOf(node)?.defs[0];
    const property = definition?.name.parent;
    if (property?.type !== "Property" || keyName(property) !== "Records") return false;
    const holder = definition?.node;
    if (isFunction(holder))
      return parameterTarget(holder.params[0]) === property.parent && isEventParameter(holder, 0);
    return (
      holder?.type === "VariableDeclarator" &&
      holder.id === property.parent &&
      holder.init !== null &&
      isWholeEvent(holder.init)
    );
  }

  /** True when every value that the name can stand for passes: through `const`, and through the calls of the file. */
  function everySource(
    node: TSESTree.Node,
    isWanted: (node: TSESTree.Node) => boolean,
    isWantedParameter: (fn: FunctionNode, index: number) => boolean,
    answers = new Map<TSESTree.Node, boolean>(),
  ): boolean {
    const value = unwrap(node);
    const known = answers.get(value);
    if (known !== undefined) return known;
    answers.set(value, false); // ends recursion: what a name stands for beside itself decides
    const answer =
      isWanted(value) ||
      everySourceOfName(value, isWantedParameter, (source) =>
        everySource(source, isWanted, isWantedParameter, answers),
      );
    answers.set(value, answer);
    return answer;
  }

  function everySourceOfName(
    value: TSESTree.Node,
    isWantedParameter: (fn: FunctionNode, index: number) => boolean,
    follow: (source: TSESTree.Node) => boolean,
  ): boolean {
    const [definition, ...others] = facts.variableOf(value)?.defs ?? [];
    if (definition === undefined || others.length > 0) return false;
    const { node: holder, name } = definition;
    if (holder.type === "VariableDeclarator")
      return holder.id === name && holder.init !== null && follow(holder.init);
    if (!isFunction(holder)) return false;
    const index = holder.params.findIndex((parameter) => parameterTarget(parameter) === name);
    if (index === -1) return false;
    if (isWantedParameter(holder, index)) return true;
    const sites = graph.callSitesOf(holder);
    return (
      sites.length > 0 &&
      sites.every(({ call, skip }) => {
        const argument = skip === undefined ? undefined : call.arguments[index + skip];
        return argument !== undefined && follow(argument);
      })
    );
  }

  return { kindsOf, isWholeEvent, isRecord, isRecords };
}

const shapesByKey = new Map<string, EventShapeFact[]>();
for (const fact of eventShapeFacts) append(shapesByKey, fact.key, fact);

/** The kinds that all evidence agrees on; where it does not, the handler takes several events, and each is possible. */
function combine(evidence: readonly (readonly EventKind[])[]): ReadonlySet<EventKind> {
  const [first, ...rest] = evidence;
  if (first === undefined) return NONE;
  const common = first.filter((kind) => rest.every((kinds) => kinds.includes(kind)));
  return new Set(common.length > 0 ? common : evidence.flat());
}
