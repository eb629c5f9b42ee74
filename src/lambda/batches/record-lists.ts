import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, type LoopNode, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { Variable } from "../../syntax/name-index.js";
import type { LambdaModel } from "../model.js";

/** The records of a batch, or a list, a map or an object that was made of them. */
export type ListKind = "records" | "made";

/** Array methods that give a list of the same records, and those that make another of them. */
const KEEP_RECORDS = new Set(["filter", "slice", "toSorted", "sort", "toReversed", "reverse", "concat"]);
const FROM_RECORDS = new Set(["map", "flatMap", "entries", "values", "reduce", "toArray"]);
/** How long a way from the records to a list may be: through calls, parameters and methods. */
const MAX_DEPTH = 16;

/** True for `event.Records`, and for a part of it in another order. */
export function isRecordList(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return listKind(node, lambda) === "records";
}

/** Whether a list is the records, was made of them, or is neither. */
export function listKind(node: TSESTree.Node, lambda: LambdaModel, depth = 0): ListKind | undefined {
  const list = unwrap(node);
  if (depth > MAX_DEPTH) return undefined;
  if (lambda.isRecords(list)) return "records";
  switch (list.type) {
    case "LogicalExpression":
      return listKind(list.left, lambda, depth + 1);
    case "AwaitExpression":
      return isCallOfFile(list.argument, lambda) ? listKind(list.argument, lambda, depth + 1) : undefined;
    case "ArrayExpression": {
      // `[...byId.values()]`
      const [only, ...others] = list.elements;
      return only?.type === "SpreadElement" && others.length === 0
        ? made(listKind(only.argument, lambda, depth + 1))
        : undefined;
    }
    case "CallExpression":
      return kindOfCall(list, lambda, depth + 1);
    default:
      return kindOfVariable(list, lambda, depth + 1);
  }
}

function made(kind: ListKind | undefined): "made" | undefined {
  return kind && "made";
}

function kindOfCall(call: TSESTree.CallExpression, lambda: LambdaModel, depth: number): ListKind | undefined {
  const { facts, values } = lambda.syntax;
  const callee = unwrap(call.callee);
  const functions = values.functionsOf(callee);
  if (functions.length > 0) {
    const given = functions.flatMap((fn) => facts.returnsOf(fn));
    return given.length > 0 && given.every((value) => listKind(value, lambda, depth) !== undefined)
      ? "made"
      : undefined;
  }
  if (callee.type !== "MemberExpression") return undefined;
  const name = memberName(callee) ?? "";
  const object = unwrap(callee.object);
  const [first] = call.arguments;
  // `Object.values(byId)`, `Array.from(byId.values())`
  const isTaken =
    (facts.isGlobal(object, "Object") && /^(?:values|entries)$/.test(name)) ||
    (facts.isGlobal(object, "Array") && name === "from");
  if (isTaken) return first && made(listKind(first, lambda, depth));
  if (!KEEP_RECORDS.has(name) && !FROM_RECORDS.has(name)) return undefined;
  const kind = listKind(object, lambda, depth);
  return FROM_RECORDS.has(name) ? made(kind) : kind;
}

function isCallOfFile(node: TSESTree.Node, { syntax: { values } }: LambdaModel): boolean {
  const call = unwrap(node);
  return call.type === "CallExpression" && values.functionsOf(call.callee).length > 0;
}

function kindOfVariable(node: TSESTree.Node, lambda: LambdaModel, depth: number): ListKind | undefined {
  const variable = lambda.syntax.facts.variableOf(node);
  const definition = variable?.defs[0];
  if (variable === undefined || definition === undefined) return undefined;
  const holder = definition.node;
  if (isFunction(holder)) {
    const index = holder.params.findIndex((parameter) => parameter === definition.name);
    const given = index === -1 ? [] : lambda.syntax.values.argumentsFor(holder, index);
    return given.length > 0 && given.every((value) => listKind(value, lambda, depth) !== undefined)
      ? "made"
      : undefined;
  }
  if (holder.type !== "VariableDeclarator" || holder.id !== definition.name || holder.init === null)
    return undefined;
  const init = unwrap(holder.init);
  return init.type === "ArrayExpression" && init.elements.length === 0
    ? kindOfPushed(variable, lambda, depth)
    : listKind(init, lambda, depth);
}

/** `for (const record of event.Records) orders.push(JSON.parse(record.body));`, but no groups of them. */
function kindOfPushed(variable: Variable, lambda: LambdaModel, depth: number): "made" | undefined {
  const calls = variable.references.flatMap(({ identifier }) => {
    const member = wrapped(identifier).parent;
    const call = member && wrapped(member).parent;
    const isPush = member?.type === "MemberExpression" && memberName(member) === "push";
    return isPush && call?.type === "CallExpression" && call.callee === wrapped(member) ? [call] : [];
  });
  const isOfEach = (call: TSESTree.CallExpression): boolean => {
    const [loop, ...others] = loopsAround(call);
    const list = loop && listOfLoop(loop);
    return (
      list !== undefined &&
      others.length === 0 &&
      call.arguments.every((argument) => !isList(argument)) &&
      listKind(list, lambda, depth) !== undefined
    );
  };
  return calls.length > 0 && calls.every((call) => isOfEach(call)) ? "made" : undefined;
}

function isList(argument: TSESTree.Node): boolean {
  const node = unwrap(argument);
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  const method = callee?.type === "MemberExpression" ? (memberName(callee) ?? "") : "";
  return (
    node.type === "ArrayExpression" ||
    node.type === "SpreadElement" ||
    KEEP_RECORDS.has(method) ||
    FROM_RECORDS.has(method)
  );
}

/** What a loop goes over, also with a counter: `for (let i = 0; i < list.length; i++)`. */
export function listOfLoop(loop: LoopNode): TSESTree.Node | undefined {
  if (loop.type === "ForOfStatement" || loop.type === "ForInStatement") return loop.right;
  if (loop.type !== "ForStatement" || loop.test?.type !== "BinaryExpression") return undefined;
  const limit = unwrap(loop.test.right);
  return limit.type === "MemberExpression" && memberName(limit) === "length" ? limit.object : undefined;
}
