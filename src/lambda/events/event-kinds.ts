import type { TSESTree } from "@typescript-eslint/utils";
import { areIncompatible, isToldApart } from "../../knowledge/event-compatibility.js";
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
import { EventParts } from "./event-parts.js";

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

/**
 * What sends the events of the handlers of a file. A type says it, then the configuration (`statedOf`), then the keys that
 * the code reads: of the event itself and of its records, not of what it parses out of them. Where the configuration
 * contradicts the type, one of the two is wrong, and both stay possible.
 */
export function createEventKinds(
  syntax: Syntax,
  handlers: readonly Handler[],
  statedOf: (handler: Handler) => readonly EventKind[],
): EventKinds {
  const handlerFunctions = new Set<FunctionNode>(handlers.flatMap(({ node }) => (node ? [node] : [])));
  const parts = new EventParts(syntax, handlerFunctions);
  const known = new Map<Handler, ReadonlySet<EventKind>>();

  function findKinds(handler: Handler): ReadonlySet<EventKind> {
    const { node, eventType } = handler;
    const typed = eventType === undefined ? undefined : eventTypes.get(eventType);
    const stated = typed !== undefined && !isToldApart(typed) ? [] : statedOf(handler);
    if (typed !== undefined)
      return new Set(stated.every((kind) => areIncompatible(typed, kind)) ? [typed, ...stated] : [typed]);
    if (stated.length > 0) return new Set(stated);
    if (node === undefined) return NONE;
    const isOnly = handlerFunctions.size === 1;
    // Two handlers may take different events: what is read of another one's says nothing of this one.
    const own = isOnly ? parts : new EventParts(syntax, new Set([node]), false);
    return combine(new EvidenceSearch(node, own, syntax, isOnly).collect());
  }

  return {
    kindsOf(handler) {
      const kinds = known.get(handler) ?? findKinds(handler);
      known.set(handler, kinds);
      return kinds;
    },
    isWholeEvent: (node) => parts.isWholeEvent(node),
    isRecord: (node) => parts.isRecord(node),
    isRecords: (node) => parts.isRecords(node),
  };
}

/** What holds a key that is read: an expression, the function whose first parameter does, or the loop whose items do. */
type Holder = TSESTree.Node | FunctionNode;

/** What a file's code says of the event that a handler takes. What does not say whose it is counts for the only one. */
class EvidenceSearch {
  private readonly evidence: (readonly EventKind[])[] = [];

  constructor(
    private readonly handler: FunctionNode,
    private readonly parts: EventParts,
    private readonly syntax: Syntax,
    private readonly isOnly: boolean,
  ) {}

  /** The kinds that each piece of evidence leaves possible. */
  collect(): readonly (readonly EventKind[])[] {
    for (const member of this.syntax.facts.members) {
      this.addRead(memberName(member), member.object);
      this.addComparison(member);
    }
    if (this.isOnly) this.addParameterTypes();
    this.addPatterns();
    return this.evidence;
  }

  private addRead(key: string | undefined, holder: Holder): void {
    if (key === undefined) return;
    if (this.isOnly && key in EVENT_TYPE_NAMES && this.isBatchEventType(holder)) {
      this.evidence.push([EVENT_TYPE_NAMES[key] as EventKind]);
      return;
    }
    for (const shape of shapesByKey.get(key) ?? [])
      if (this.stands(shape, holder)) this.evidence.push(shape.kinds);
  }

  /** `EventType` of Powertools' batch package. */
  private isBatchEventType(holder: Holder): boolean {
    const imported = isFunction(holder) ? undefined : this.syntax.resolveImport(unwrap(holder));
    return imported?.module === "@aws-lambda-powertools/batch" && imported.path.join(".") === "EventType";
  }

  private stands({ on }: EventShapeFact, holder: Holder): boolean {
    const { parts } = this;
    switch (on) {
      case "event":
        return isFunction(holder) ? parts.isEventParameter(holder, 0) : parts.isWholeEvent(holder);
      case "record":
        if (holder.type === "ForOfStatement") return parts.isRecords(holder.right);
        return isFunction(holder) ? parts.isRecordParameter(holder, 0) : parts.isRecord(holder);
      case "requestContext": {
        const node = unwrap(holder);
        return (
          node.type === "MemberExpression" &&
          memberName(node) === "requestContext" &&
          parts.isWholeEvent(node.object)
        );
      }
    }
  }

  /** `record.eventSource === "aws:sqs"` */
  private addComparison(member: TSESTree.MemberExpression): void {
    if (memberName(member)?.toLowerCase() !== "eventsource") return;
    const { parent } = member;
    if (parent.type !== "BinaryExpression" || !/^[=!]==?$/.test(parent.operator)) return;
    const other = parent.left === member ? parent.right : parent.left;
    const kind = eventSourceKinds.get(readStaticString(this.syntax.facts, other) ?? "");
    if (kind !== undefined && this.parts.isRecord(member.object)) this.evidence.push([kind]);
  }

  /** `(record: SQSRecord) => …` */
  private addParameterTypes(): void {
    for (const fn of this.syntax.facts.functions) {
      const kind = recordTypes.get(lambdaTypeName(parameterType(fn.params[0]), this.syntax) ?? "");
      if (kind !== undefined && fn !== this.handler) this.evidence.push([kind]);
    }
  }

  /** Patterns that take something apart: the first parameter of a function, a value, or the item of a loop. */
  private addPatterns(): void {
    const { functions, destructured } = this.syntax.facts;
    for (const fn of functions) {
      const pattern = parameterTarget(fn.params[0]);
      if (pattern?.type === "ObjectPattern") this.addKeys(pattern, fn);
    }
    for (const { id, init, parent } of destructured) {
      if (id.type !== "ObjectPattern") continue;
      if (init !== null) this.addKeys(id, init);
      else if (parent.parent.type === "ForOfStatement") this.addKeys(id, parent.parent);
    }
  }

  private addKeys({ properties }: TSESTree.ObjectPattern, holder: Holder): void {
    for (const property of properties)
      if (property.type === "Property") this.addRead(keyName(property), holder);
  }
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
