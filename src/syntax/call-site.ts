import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "./ast.js";

/** A call whose arguments reach a function's parameters. */
export interface CallSite {
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
  /** How many leading arguments are not parameters: 1 for `fn.call(this, a)`, undefined when they are an array. */
  readonly skip: number | undefined;
}

/** What a parameter gets from calls of its function, and its default. */
export function argumentsAt(
  sites: readonly CallSite[],
  fn: FunctionNode,
  index: number,
): readonly TSESTree.Node[] {
  const values: TSESTree.Node[] = [];
  for (const { call, skip } of sites) {
    if (skip === undefined) continue;
    const spread = call.arguments.findIndex((argument) => argument.type === "SpreadElement");
    const argument = call.arguments[index + skip];
    if (argument && (spread === -1 || index + skip < spread)) values.push(argument);
  }
  const parameter = fn.params[index];
  if (parameter?.type === "AssignmentPattern") values.push(parameter.right);
  return values;
}
