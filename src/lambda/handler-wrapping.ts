import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, type FunctionNode, unwrap } from "../syntax/ast.js";
import type { LambdaModel } from "./model.js";

/** The calls that get a handler's function as an argument: wrappers, whether or not anybody knows them. */
export function callsAround(fn: FunctionNode, lambda: LambdaModel): readonly CallNode[] {
  return lambda.syntax.facts.calls.filter((call) =>
    call.arguments.some((argument) => isReferenceTo(argument, fn, lambda)),
  );
}

function isReferenceTo(argument: TSESTree.Node, fn: FunctionNode, lambda: LambdaModel): boolean {
  const node = unwrap(argument);
  if (node === fn) return true;
  if (node.type !== "Identifier" && node.type !== "CallExpression") return false;
  return lambda.syntax.values.functionsOf(node).includes(fn);
}
