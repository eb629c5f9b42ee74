import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, type FunctionNode, callOf, unwrap, wrapped } from "../../syntax/ast.js";
import type { LambdaModel } from "../model.js";

/**
 * The calls that get a handler's function as an argument, and those around them: wrappers, whether or not anybody knows
 * them.
 */
export function callsAround(
  fn: FunctionNode,
  { syntax: { facts, values } }: Pick<LambdaModel, "syntax">,
): readonly CallNode[] {
  const { parent } = fn;
  // A method can be anywhere, under the name of any object.
  if (
    parent.type === "MethodDefinition" ||
    parent.type === "PropertyDefinition" ||
    parent.type === "Property"
  )
    return facts.calls.filter((call) =>
      call.arguments.some((argument) => {
        const { type } = unwrap(argument);
        const isCandidate = type === "Identifier" || type === "CallExpression" || type === "MemberExpression";
        return isCandidate && values.functionsOf(argument).includes(fn);
      }),
    );
  const name = fn.id ?? (parent.type === "VariableDeclarator" ? parent.id : undefined);
  const variable = name && facts.variableOf(name);
  const places: TSESTree.Node[] = [fn, ...(variable?.references ?? []).map(({ identifier }) => identifier)];
  return places.flatMap((place) => callsUpwards(place));
}

/** The call that has the node for an argument, the call that has that one, and so on. */
function callsUpwards(place: TSESTree.Node): readonly CallNode[] {
  const calls: CallNode[] = [];
  for (let node = wrapped(place); ;) {
    const { parent } = node;
    // `middy(fn).use(cors())`
    if (parent?.type === "MemberExpression" && parent.object === node) {
      const chained = callOf(parent);
      if (chained === undefined) return calls;
      node = wrapped(chained);
      continue;
    }
    if (parent?.type !== "CallExpression" && parent?.type !== "NewExpression") return calls;
    if (parent.callee === node) return calls;
    calls.push(parent);
    node = wrapped(parent);
  }
}
