import type { TSESTree } from "@typescript-eslint/utils";
import { type EventKind, eventTypes } from "../../knowledge/handler-types.js";
import { type LoopNode, isInside, keyName, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { exitTestsOf } from "../../syntax/loop-exits.js";
import { readStatic } from "../../syntax/static-value.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import { resultOf } from "../handlers/handler-result.js";
import type { Handler, LambdaModel } from "../model.js";
import { type UnboundedLoop, isEventRecords } from "./unbounded-work.js";

/** What a handler can return at the top of a pass of its loop, so that another invocation does the rest. */
export interface Continuation {
  /** The source text of the returned object. */
  readonly text: string;
  /**
   * - `records`: the records that are not done yet, for a source that delivers them again.
   * - `token`: where to go on, for the caller.
   */
  readonly kind: "records" | "token";
}

/**
 * The value that tells what a loop in the handler's own function has not done, if the handler's types allow one and the
 * file shows it: the records from this one on, the cursor of the next page, the counter of the next item.
 */
export function continuationOf(
  work: UnboundedLoop,
  handler: Handler,
  lambda: LambdaModel,
  isTypeScript: boolean,
): Continuation | undefined {
  const result = resultOf(handler, lambda.syntax);
  if (result === undefined || handler.node === undefined) return undefined;
  if (work.kind === "items" && work.subject && isEventRecords(work.subject, lambda)) {
    const text =
      result === "proxy" ? undefined : unprocessedRecords(work, work.subject, handler, lambda, isTypeScript);
    return text === undefined ? undefined : { kind: "records", text };
  }
  const cursor = cursorOf(work, lambda);
  if (cursor === undefined || result === "batch") return undefined;
  const token = `{ ${cursor === "continuationToken" ? cursor : `continuationToken: ${cursor}`} }`;
  const isAnswer = result === "proxy" || answersGateway(handler, lambda);
  return { kind: "token", text: isAnswer ? `{ statusCode: 202, body: JSON.stringify(${token}) }` : token };
}

// ── records ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function unprocessedRecords(
  { node }: UnboundedLoop,
  records: TSESTree.Expression,
  handler: Handler,
  lambda: LambdaModel,
  isTypeScript: boolean,
): string | undefined {
  const { facts } = lambda.syntax;
  const position = positionIn(node);
  if (position === undefined) return undefined;
  const failures = reportedFailures(handler, node, lambda);
  if (failures === undefined) return undefined;
  const list = facts.sourceCode.getText(records);
  const record = position.record ?? `${list}[${position.index}]`;
  const kind =
    handler.eventType === undefined ? kindOfRecord(record, node, lambda) : eventTypes.get(handler.eventType);
  switch (kind) {
    case "sqs": {
      const from = position.index ?? `${list}.indexOf(${record})`;
      const type = isTypeScript && handler.eventType === undefined ? ": { messageId: string }" : "";
      const rest = `${list}.slice(${from}).map(({ messageId }${type}) => ({ itemIdentifier: messageId }))`;
      const all =
        failures.length === 0 ? rest : `[${[...failures, rest].map((items) => `...${items}`).join(", ")}]`;
      return `{ batchItemFailures: ${all} }`;
    }
    // A stream is read again from the first record that failed.
    case "kinesis":
      return failing(`${record}.kinesis.sequenceNumber`);
    case "dynamodb-stream":
      return failing(`${record}.dynamodb?.SequenceNumber ?? ""`);
    default:
      return undefined;
  }

  function failing(identifier: string): string {
    const items = [...(failures ?? []).map((items) => `...${items}`), `{ itemIdentifier: ${identifier} }`];
    return `{ batchItemFailures: [${items.join(", ")}] }`;
  }
}

/** The names under which a loop knows its item, or the place of it; undefined when it has neither. */
function positionIn(loop: LoopNode): { record?: string; index?: string } | undefined {
  if (loop.type === "ForOfStatement") {
    const [declarator] = loop.left.type === "VariableDeclaration" ? loop.left.declarations : [];
    return declarator?.id.type === "Identifier" ? { record: declarator.id.name } : undefined;
  }
  const index = loop.type === "ForStatement" ? ascendingIndex(loop) : undefined;
  return index === undefined ? undefined : { index };
}

/** `i` of `for (let i = 0; i < n; i++)` */
function ascendingIndex({ init, update }: TSESTree.ForStatement): string | undefined {
  if (
    update?.type !== "UpdateExpression" ||
    update.operator !== "++" ||
    update.argument.type !== "Identifier"
  )
    return undefined;
  const { name } = update.argument;
  const [declarator] = init?.type === "VariableDeclaration" ? init.declarations : [];
  const starts = declarator?.id.type === "Identifier" && declarator.id.name === name;
  return starts && declarator.init?.type === "Literal" && declarator.init.value === 0 ? name : undefined;
}

/** What sent the records, by the parts of them that the loop reads. */
function kindOfRecord(record: string, loop: LoopNode, lambda: LambdaModel): EventKind | undefined {
  const { members, sourceCode } = lambda.syntax.facts;
  const names = new Set(
    members
      .filter((member) => isInside(member, loop) && sourceCode.getText(member.object) === record)
      .map((member) => memberName(member)),
  );
  if (["body", "messageId", "messageAttributes", "receiptHandle"].some((name) => names.has(name)))
    return "sqs";
  if (names.has("kinesis")) return "kinesis";
  return names.has("dynamodb") ? "dynamodb-stream" : undefined;
}

/**
 * The arrays in which the handler collects failures that it reports; undefined when it reports them in a way that the
 * guard would lose.
 */
function reportedFailures(
  handler: Handler,
  loop: LoopNode,
  lambda: LambdaModel,
): readonly string[] | undefined {
  const { facts } = lambda.syntax;
  const names = new Set<string>();
  for (const returned of handler.node ? facts.returnsOf(handler.node) : []) {
    // Who returns within the loop reports all that is left at that place.
    if (isInside(returned, loop)) continue;
    const value = unwrap(returned);
    if (value.type === "Literal" || value.type === "TemplateLiteral") continue;
    if (value.type !== "ObjectExpression") return undefined;
    for (const property of value.properties) {
      if (property.type === "SpreadElement") return undefined;
      if (keyName(property) !== "batchItemFailures") continue;
      const list = unwrap(property.value);
      if (list.type === "ArrayExpression" && list.elements.length === 0) continue;
      if (list.type !== "Identifier" || !isDeclaredBefore(facts.variableOf(list), loop)) return undefined;
      names.add(list.name);
    }
  }
  return [...names];
}

function isDeclaredBefore(variable: Variable | undefined, loop: LoopNode): boolean {
  return variable !== undefined && variable.identifiers.every(({ range }) => range[1] < loop.range[0]);
}

// ── tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of the variable or property that says where the next pass begins. */
function cursorOf({ node, kind }: UnboundedLoop, lambda: LambdaModel): string | undefined {
  if (kind === "items") return node.type === "ForStatement" ? ascendingIndex(node) : undefined;
  if (kind === "pages" || node.type === "ForOfStatement" || node.type === "ForInStatement") return undefined;
  const tests = [node.test, ...exitTestsOf(node)].filter((test) => test !== null);
  const cursors = new Set(tests.flatMap((test) => comparedIn(test, lambda)));
  for (const cursor of cursors) {
    if (isCursor(cursor, node, lambda)) return lambda.syntax.facts.sourceCode.getText(cursor);
  }
  return undefined;
}

/** What a test holds against nothing: `token`, `!token`, `token !== undefined`. */
function comparedIn(test: TSESTree.Node, lambda: LambdaModel): readonly TSESTree.Node[] {
  const node = unwrap(test);
  switch (node.type) {
    case "LogicalExpression":
      return [...comparedIn(node.left, lambda), ...comparedIn(node.right, lambda)];
    case "UnaryExpression":
      return comparedIn(node.argument, lambda);
    case "BinaryExpression": {
      const value = readStatic(lambda.syntax.facts, node.right);
      const isNothing =
        value.k === "known" && (value.value === undefined || value.value === null || value.value === "");
      return isNothing ? [node.left] : [];
    }
    case "Identifier":
    case "MemberExpression":
      return [node];
    default:
      return [];
  }
}

/** True for what the loop sets from an answer and hands to the next request; false for flags such as `hasMore`. */
function isCursor(cursor: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  const root = cursor.type === "MemberExpression" ? unwrap(cursor.object) : cursor;
  const variable = facts.variableOf(root);
  if (variable === undefined || !variable.identifiers.every((identifier) => !isInside(identifier, loop.body)))
    return false;
  const isWritten =
    cursor.type === "MemberExpression"
      ? (collectPropertyWrites(facts).byVariable.get(variable) ?? []).some(
          (write) => write.name === memberName(cursor) && isInside(write.node, loop),
        )
      : variable.references.some(
          (reference) => reference.isWrite() && isInside(reference.identifier, loop.body),
        );
  const isSent = variable.references.some(
    (reference) =>
      reference.isRead() &&
      isInside(reference.identifier, loop.body) &&
      isArgument(reference.identifier, loop),
  );
  return isWritten && isSent;
}

/** True when the node stands among the arguments of a call in the loop. */
function isArgument(node: TSESTree.Node, loop: LoopNode): boolean {
  for (
    let child = node, parent = node.parent;
    parent !== undefined && child !== loop;
    child = parent, parent = parent.parent
  ) {
    if (parent.type === "CallExpression" || parent.type === "NewExpression")
      return parent.arguments.includes(child as TSESTree.CallExpressionArgument);
  }
  return false;
}

/** True when the event comes from a gateway, or the handler answers it with a status code. */
function answersGateway(handler: Handler, lambda: LambdaModel): boolean {
  const kind = handler.eventType === undefined ? undefined : eventTypes.get(handler.eventType);
  if (kind !== undefined) return /^(alb|apigw-rest|apigw-http|function-url)$/.test(kind);
  return (handler.node ? lambda.syntax.facts.returnsOf(handler.node) : []).some((returned) => {
    const value = unwrap(returned);
    return (
      value.type === "ObjectExpression" &&
      value.properties.some((property) => property.type === "Property" && keyName(property) === "statusCode")
    );
  });
}
