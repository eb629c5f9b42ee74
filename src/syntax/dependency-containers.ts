import type { TSESTree } from "@typescript-eslint/utils";
import { containerMethods } from "../knowledge/dependency-containers.js";
import { memberName, unwrap } from "./ast.js";

/** True for a call of a container's method that gives an instance: `container.get(…)`, `container.resolve(…)`. */
export function mayGiveInstance(call: TSESTree.CallExpression): boolean {
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && containerMethods.has(memberName(callee) ?? "");
}

/** The name that stands for a class in `container.resolve(Repository)`, where it is asked for by nothing else. */
export function requestedName(call: TSESTree.CallExpression): TSESTree.Identifier | undefined {
  const [argument, ...others] = call.arguments;
  const types = call.typeArguments?.params ?? [];
  const isAlone = others.length + types.length === 0;
  return isAlone && argument?.type === "Identifier" && mayGiveInstance(call) ? argument : undefined;
}
