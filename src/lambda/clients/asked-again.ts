import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  enclosingFunction,
  isInside,
  parameterTarget,
} from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { namesIn } from "../../syntax/names.js";
import type { LambdaModel } from "../model.js";
import type { SdkCall } from "./sdk-commands.js";

/**
 * The same question in a loop without an end of its own, or in a function that calls itself with what it was given: what
 * the first page had is dealt with in between, so that the next answer has what is left.
 */
export function isAskedAgain({ call, inputNode }: SdkCall, { syntax }: LambdaModel): boolean {
  const { facts, graph } = syntax;
  const asked = inputNode === undefined ? [] : namesIn(inputNode, facts);
  const isSameFor = (loop: TSESTree.Node): boolean =>
    asked.every(({ references }) =>
      references.every((reference) => !reference.isWrite() || !isInside(reference.identifier, loop)),
    );
  if (loopsAround(call).some((loop) => ENDLESS.test(loop.type) && isSameFor(loop))) return true;
  const fn = enclosingFunction(call);
  return (
    fn !== undefined &&
    graph.callSitesOf(fn).some(({ call: again }) => isInside(again, fn) && passesOn(again, fn, facts))
  );
}

const ENDLESS = /^(?:While|DoWhile)Statement$/;

/** `empty(bucket)` in `function empty(bucket)` */
function passesOn(call: CallNode, fn: FunctionNode, facts: SyntaxFacts): boolean {
  return call.arguments.every((argument, index) => {
    const parameter = parameterTarget(fn.params[index]);
    return parameter !== undefined && facts.variableOf(argument) === facts.variableOf(parameter);
  });
}
