import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "./ast.js";

/** A call whose arguments reach a function's parameters. */
export interface CallSite {
  readonly call: TSESTree.CallExpression | TSESTree.NewExpression;
  /** How many leading arguments are not parameters: 1 for `fn.call(this, a)`, undefined when they are an array. */
  readonly skip: number | undefined;
  /** What `bind` has put before the arguments of the call: `a` of `fn.bind(this, a)`. */
  readonly bound: readonly TSESTree.CallExpressionArgument[];
}

/** What a call gives the parameters, in their order, a spread as it stands; undefined where it is an array of them. */
export function argumentsOf({
  call,
  skip,
  bound,
}: CallSite): readonly TSESTree.CallExpressionArgument[] | undefined {
  const [first] = call.arguments;
  if (skip === undefined || (skip > 0 && first?.type === "SpreadElement")) return undefined;
  return skip === 0 && bound.length === 0 ? call.arguments : [...bound, ...call.arguments.slice(skip)];
}

/** What a parameter gets from calls of its function, and its default. */
export function argumentsAt(
  sites: readonly CallSite[],
  fn: FunctionNode,
  index: number,
): readonly TSESTree.Node[] {
  const values: TSESTree.Node[] = [];
  for (const site of sites) {
    const given = argumentsOf(site) ?? [];
    const spread = given.findIndex((argument) => argument.type === "SpreadElement");
    const argument = given[index];
    if (argument && (spread === -1 || index < spread)) values.push(argument);
  }
  const parameter = fn.params[index];
  if (parameter?.type === "AssignmentPattern") values.push(parameter.right);
  return values;
}
