import type { TSESTree } from "@typescript-eslint/utils";
import { eventShapeFacts } from "../../knowledge/event-shapes.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { isFunction, keyName, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { LambdaModel } from "../model.js";

/** A place where the code takes something off a handler's event that only the events of some sources have. */
export interface EventRead {
  /** The member access, or the key of a pattern. */
  readonly node: TSESTree.Node;
  /** How the event's documentation spells it: `requestContext.http`. */
  readonly path: string;
  readonly kinds: readonly EventKind[];
  /** True where the code goes on without the value: it asks whether it is there, or has another in its place. */
  readonly isOptional: boolean;
}

const WITH_RECORDS: readonly EventKind[] = [
  "sqs",
  "sns",
  "s3",
  "kinesis",
  "dynamodb-stream",
  "ses",
  "cloudfront",
  "codecommit",
];

/** What the code reads of its event itself, and of the request's context, as far as it tells the source. In source order. */
export const eventReadsOf = oncePer((lambda: LambdaModel): readonly EventRead[] => {
  const { facts } = lambda.syntax;
  const found: EventRead[] = [];
  for (const member of facts.members) {
    const read = describe(memberName(member), member.object, lambda);
    if (read !== undefined) found.push({ ...read, node: member, isOptional: isOptional(member) });
  }
  for (const { id, init } of facts.destructured) {
    if (id.type === "ObjectPattern" && init !== null) found.push(...ofPattern(id, init, lambda));
  }
  for (const { node } of lambda.handlers) {
    const [first] = node?.params ?? [];
    if (first?.type === "ObjectPattern") found.push(...ofPattern(first, undefined, lambda));
  }
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
});

function describe(
  key: string | undefined,
  holder: TSESTree.Node | undefined,
  lambda: LambdaModel,
): Pick<EventRead, "path" | "kinds"> | undefined {
  if (key === undefined) return undefined;
  if (key === "Records" && isEvent(holder, lambda)) return { path: key, kinds: WITH_RECORDS };
  for (const { key: known, on, kinds } of eventShapeFacts) {
    if (known !== key) continue;
    if (on === "event" && isEvent(holder, lambda)) return { path: key, kinds };
    if (on !== "requestContext" || holder === undefined) continue;
    const context = unwrap(holder);
    if (
      context.type === "MemberExpression" &&
      memberName(context) === "requestContext" &&
      lambda.isWholeEvent(context.object)
    )
      return { path: `requestContext.${key}`, kinds };
  }
  return undefined;
}

/** A pattern without a value is the first parameter of a handler. */
function isEvent(holder: TSESTree.Node | undefined, lambda: LambdaModel): boolean {
  return holder === undefined || lambda.isWholeEvent(holder);
}

function ofPattern(
  pattern: TSESTree.ObjectPattern,
  value: TSESTree.Node | undefined,
  lambda: LambdaModel,
): readonly EventRead[] {
  return pattern.properties.flatMap((property) => {
    if (property.type !== "Property") return [];
    const read = describe(keyName(property), value, lambda);
    // What becomes of the variable is not followed: it may be looked at before it is used.
    return read === undefined ? [] : [{ ...read, node: property.key, isOptional: true }];
  });
}

function isOptional(member: TSESTree.MemberExpression): boolean {
  if (member.optional) return true;
  const whole = wrapped(member);
  const { parent } = whole;
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === whole && parent.optional;
    case "LogicalExpression":
    case "UnaryExpression":
    case "SwitchStatement":
    case "TemplateLiteral":
      return true;
    case "BinaryExpression":
      return parent.operator !== "+";
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
      return parent.test === whole;
    case "CallExpression": {
      // `console.log(event.Records)`, `Array.isArray(event.Records)`
      return parent.callee !== whole;
    }
    case "VariableDeclarator":
    case "AssignmentExpression":
    case "Property":
    case "AssignmentPattern":
      return true;
    default:
      return isFunction(parent);
  }
}
