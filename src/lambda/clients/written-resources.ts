import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  enclosingFunction,
  isFunction,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { canReturn } from "../../syntax/control-flow.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import { callersOf } from "../handlers/known-callers.js";
import type { LambdaModel } from "../model.js";
import { isPartOfRecord } from "../events/record-parts.js";
import { namedResourceOf } from "./named-resource.js";
import { type SdkCall, sdkCallsOf } from "./sdk-commands.js";

/** A call that puts something where an event source may take it from. */
export interface ResourceWrite {
  readonly call: SdkCall;
  readonly service: "s3" | "sqs" | "sns";
  /** The names of the environment variables that hold the resource's name. */
  readonly variables: readonly string[];
  /** The names themselves, where they are written in the code. */
  readonly names: readonly string[];
  /** What SST calls them, where the code is linked to them. */
  readonly links: readonly string[];
  /** The bucket of the event that the function is invoked with. */
  readonly isOfEvent: boolean;
  /** How the key begins, where the code says it: an object of S3. */
  readonly keyPrefix: string | undefined;
  /** The key of the event's own object. */
  readonly isKeyOfEvent: boolean;
  /** True when the code asks something before it writes. */
  readonly isGuarded: boolean;
}

const WRITES: readonly {
  readonly service: ResourceWrite["service"];
  readonly operations: RegExp;
  readonly key: string;
}[] = [
  { service: "s3", operations: /^(?:PutObject|CopyObject|CompleteMultipartUpload)$/, key: "Bucket" },
  { service: "sqs", operations: /^SendMessage(?:Batch)?$/, key: "QueueUrl" },
  { service: "sns", operations: /^Publish(?:Batch)?$/, key: "TopicArn" },
];

/** The writes of the file to buckets, queues and topics, in source order. */
export const resourceWritesOf = oncePer((lambda: LambdaModel): readonly ResourceWrite[] =>
  sdkCallsOf(lambda).flatMap((call) => {
    const write = WRITES.find(
      ({ service, operations }) => service === call.service && operations.test(call.operation),
    );
    return write === undefined ? [] : [describe(call, write.service, write.key, lambda)];
  }),
);

function describe(
  call: SdkCall,
  service: ResourceWrite["service"],
  key: string,
  lambda: LambdaModel,
): ResourceWrite {
  const { variables, names, links, values } = namedResourceOf(call, key, lambda);
  const keys = call.input.valuesOf("Key");
  return {
    call,
    service,
    variables,
    names,
    links,
    isOfEvent:
      service === "s3" &&
      values.length > 0 &&
      values.every((value) => isPartOfRecord(value, ["s3", "bucket", "name"], lambda)),
    keyPrefix: keys.length === 1 && keys[0] !== undefined ? prefixOf(keys[0], lambda) : undefined,
    isKeyOfEvent: keys.some((value) => isEventKey(value, lambda)),
    isGuarded: isGuarded(call.call, lambda),
  };
}

function isEventKey(node: TSESTree.Node, lambda: LambdaModel, depth = 0): boolean {
  return lambda.syntax.values.valuesOf(node).some((value) => {
    if (isPartOfRecord(value, ["s3", "object", "key"], lambda)) return true;
    // `decodeURIComponent(record.s3.object.key.replace(/\+/g, " "))`
    if (value.type !== "CallExpression" || depth > 4) return false;
    const callee = unwrap(value.callee);
    if (callee.type === "MemberExpression" && memberName(callee) === "replace")
      return isEventKey(callee.object, lambda, depth + 1);
    const [argument] = value.arguments;
    return lambda.syntax.facts.isGlobal(callee, "decodeURIComponent") && argument !== undefined
      ? isEventKey(argument, lambda, depth + 1)
      : false;
  });
}

/** The text that a key begins with, whatever follows; undefined where it begins with something that is not known. */
function prefixOf(node: TSESTree.Node, lambda: LambdaModel): string | undefined {
  const { facts, values } = lambda.syntax;
  const found = values.valuesOf(node).map((value) => {
    const text = readStaticString(facts, value);
    if (text !== undefined) return text;
    if (value.type === "TemplateLiteral") return value.quasis[0]?.value.cooked || undefined;
    if (value.type !== "BinaryExpression" || value.operator !== "+") return undefined;
    let left: TSESTree.Node = value;
    while (left.type === "BinaryExpression") left = unwrap(left.left);
    return readStaticString(facts, left);
  });
  const [first] = found;
  return found.every((text) => text === first) ? first : undefined;
}

/** How many functions of the file a write is followed out of. */
const MAX_CALLERS = 3;

/** True when something is asked before the code runs: in its function, or before each call of it. */
function isGuarded(node: TSESTree.Node, lambda: LambdaModel, steps = 0): boolean {
  if (isGuardedInFunction(node)) return true;
  const fn = enclosingFunction(node);
  if (fn === undefined || steps >= MAX_CALLERS) return false;
  const taker = wrapped(fn).parent;
  // `records.map(async (record) => …)`
  const callers =
    taker?.type === "CallExpression" && taker.callee !== wrapped(fn) ? [taker] : callersOf(fn, lambda.syntax);
  if (callers === undefined || callers.length === 0) return false;
  return callers.every((call) => isFiltered(call) || isGuarded(call, lambda, steps + 1));
}

/** `records.filter(isNew).map(…)` */
function isFiltered({ callee }: CallNode): boolean {
  let node = unwrap(callee);
  while (node.type === "MemberExpression" || node.type === "CallExpression") {
    if (node.type === "MemberExpression" && memberName(node) === "filter") return true;
    node = unwrap(node.type === "MemberExpression" ? node.object : node.callee);
  }
  return false;
}

/** True when a condition, a case or an early end stands before the code in its function; loops are none. */
function isGuardedInFunction(node: TSESTree.Node): boolean {
  let child: TSESTree.Node = node;
  for (let parent = node.parent; parent && !isFunction(child); child = parent, parent = parent.parent) {
    switch (parent.type) {
      case "IfStatement":
      case "ConditionalExpression":
        if (child !== parent.test) return true;
        break;
      case "LogicalExpression":
        if (child === parent.right) return true;
        break;
      case "SwitchCase":
      case "CatchClause":
        return true;
      case "BlockStatement": {
        const before = parent.body.slice(0, parent.body.indexOf(child as TSESTree.Statement));
        if (before.some((statement) => canReturn(statement) || mayGoOn(statement))) return true;
      }
    }
  }
  return false;
}

/** `if (isDone(key)) continue;`, `if (!isWanted(key)) throw …` */
function mayGoOn(statement: TSESTree.Statement): boolean {
  if (statement.type !== "IfStatement") return false;
  const { consequent } = statement;
  const inner = consequent.type === "BlockStatement" ? consequent.body : [consequent];
  return inner.some(({ type }) => /^(?:Continue|Break|Throw|Return)Statement$/.test(type));
}
