import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "../../syntax/ast.js";
import type { LambdaModel } from "../model.js";

/** Array methods whose answer is an array. */
const ARRAY_ANSWERS = new Set([
  "map",
  "filter",
  "flatMap",
  "slice",
  "concat",
  "sort",
  "toSorted",
  "reverse",
  "flat",
]);
/** How many members and variables may lead to a part of parsed data. */
const MAX_DEPTH = 8;
const OBJECT_LISTS = new Set(["keys", "values", "entries"]);

/** What a member leads to in data that was text: of its values only arrays have methods that take functions. */
export function isPartOfJson(expression: TSESTree.Node, lambda: LambdaModel, depth = 0): boolean {
  const { facts } = lambda.syntax;
  const node = unwrap(expression);
  if (depth > MAX_DEPTH) return false;
  if (node.type === "MemberExpression") return isPartOfJson(node.object, lambda, depth + 1);
  if (node.type === "CallExpression") {
    const callee = unwrap(node.callee);
    return (
      node.arguments.length === 1 &&
      callee.type === "MemberExpression" &&
      facts.isGlobal(unwrap(callee.object), "JSON") &&
      memberName(callee) === "parse"
    );
  }
  const [definition, ...others] = facts.variableOf(node)?.defs ?? [];
  if (definition === undefined || others.length > 0) return false;
  const { node: holder, name } = definition;
  if (holder.type === "VariableDeclarator")
    return (
      holder.parent.kind === "const" && holder.init !== null && isPartOfJson(holder.init, lambda, depth + 1)
    );
  return lambda.handlers.some((handler) => handler.node === holder && holder.params[0] === name);
}

/** True when the value is an array for certain, and no `Map` or `Set`, which have a `forEach` and no `map`. */
export function isArray(expression: TSESTree.Node, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  const node = unwrap(expression);
  if (lambda.isRecords(node)) return true;
  switch (node.type) {
    case "ArrayExpression":
      return true;
    case "CallExpression": {
      const callee = unwrap(node.callee);
      if (callee.type !== "MemberExpression") return false;
      const name = memberName(callee) ?? "";
      const object = unwrap(callee.object);
      if (facts.isGlobal(object, "Object")) return OBJECT_LISTS.has(name);
      if (facts.isGlobal(object, "Array")) return name === "from" || name === "of";
      return name === "split" || (ARRAY_ANSWERS.has(name) && isArray(object, lambda));
    }
    case "LogicalExpression":
      return isArray(node.left, lambda) && isArray(node.right, lambda);
    case "Identifier": {
      const [definition] = facts.variableOf(node)?.defs ?? [];
      if (definition === undefined) return false;
      const { name } = definition;
      const type = name.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
      if (type !== undefined) return isArrayType(type);
      const declarator = definition.node;
      return (
        declarator.type === "VariableDeclarator" &&
        declarator.id === name &&
        declarator.parent.kind === "const" &&
        declarator.init !== null &&
        isArray(declarator.init, lambda)
      );
    }
    default:
      return false;
  }
}

function isArrayType(type: TSESTree.TypeNode): boolean {
  if (type.type === "TSArrayType" || type.type === "TSTupleType") return true;
  return (
    type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "Array"
  );
}
