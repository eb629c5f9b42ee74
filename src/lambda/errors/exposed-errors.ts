import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, unitOf } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Bindings, TracedValue } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { bodiesSentBy, handedResponsesOf, sendingMethodsOf, sentBodiesOf } from "../events/web-bodies.js";
import { isHandledError } from "../events/web-error-handlers.js";
import { isExportedCode } from "../handlers/exported-code.js";
import type { LambdaModel } from "../model.js";
import { answersForOthers, answersOf } from "../responses/responses.js";
import { isGivenError } from "./given-errors.js";
import { type SentAs, type SentSearch, SentParts } from "./sent-parts.js";

/** What of a caught error a client gets to see. */
export interface ExposedError {
  readonly node: TSESTree.Node;
  /** `stack`: the text of the stack. `error`: the error with all of its own properties. */
  readonly what: "stack" | "error";
}

/** The caught errors of which more than the message goes into the answer to an HTTP request. */
export const exposedErrorsOf = oncePer((lambda: LambdaModel): readonly ExposedError[] => {
  const search = new CaughtErrors(lambda);
  const parts = new SentParts(lambda.syntax, search);
  for (const { value, object } of answersOf(lambda)) parts.collectAnswer(value, object);
  const catching = functionsThatCatch(lambda);
  for (const { value, object } of catching.size === 0
    ? []
    : answersForOthers(lambda, (fn) => catching.has(fn)))
    parts.collectAnswer(value, object);
  for (const value of answersMadeElsewhere(catching, lambda)) parts.collectAnswer(value, undefined);
  for (const { node, fn, isJson, answersErrors } of sentBodiesOf(lambda.syntax))
    if (lambda.isInInvocation(fn.body)) parts.collectSent(node, isJson, answersErrors);
  collectHandedOn(parts, lambda);
  return [...search.exposed.values()];
});

/** The functions with a `catch` clause of their own: what they are handed is told where that is caught. */
function functionsThatCatch({ syntax }: LambdaModel): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const { handler } of syntax.facts.tries) {
    const unit = handler && unitOf(handler);
    if (unit && isFunction(unit)) found.add(unit);
  }
  return found;
}

/** `catch (error) { return respond({ statusCode: 500, body: { error } }); }` of a method that the handlers of other files call. */
function answersMadeElsewhere(
  catching: ReadonlySet<FunctionNode>,
  lambda: LambdaModel,
): readonly TracedValue[] {
  if (lambda.handlers.length > 0) return [];
  const tracer = getValueTracer(lambda.syntax);
  return [...catching].flatMap((fn) => {
    if (!isExportedCode(fn, lambda.syntax)) return [];
    const calls = lambda.syntax.facts
      .returnsOf(fn)
      .filter((returned) => isInCatch(returned))
      .flatMap((returned) => tracer.trace(returned))
      .filter((value) => value.node.type === "CallExpression" && tracer.readObject(value) === undefined);
    // The question reads other files.
    return calls.length > 0 && lambda.isInInvocation(fn.body) ? calls : [];
  });
}

/** `fail(res, error)`: what a function sends with the response that it is given, in this file or another one. */
function collectHandedOn(parts: SentParts, lambda: LambdaModel): void {
  const { syntax } = lambda;
  const tracer = getValueTracer(syntax);
  for (const { fact, fn, call, argument } of handedResponsesOf(syntax)) {
    if (!mayHaveCaught(call) || !lambda.isInInvocation(fn.body)) continue;
    const functions = syntax.values.functionsOf(call.callee);
    for (const called of functions)
      for (const { node, isJson, answersErrors } of bodiesSentBy(called, { fact, argument }, syntax))
        parts.collectSent(node, isJson, answersErrors, tracer.bindingsIn(called, call));
    if (functions.length > 0) continue;
    const sending = sendingMethodsOf(fact);
    for (const sent of lambda.otherFiles.sentArgumentsOf(call))
      if (sent.response?.argument === argument && sending.has(sent.response.method))
        parts.collectArgument(call, sent);
  }
}

class CaughtErrors implements SentSearch {
  readonly exposed = new Map<TSESTree.Node, ExposedError>();

  constructor(private readonly lambda: LambdaModel) {}

  found(node: TSESTree.Node, as: SentAs): void {
    if (as !== "text") this.exposed.set(node, { node, what: as === "stack" ? "stack" : "error" });
  }

  /** Files that make answers are looked into where an error has been caught, or where a function was handed one. */
  sentBy(call: TSESTree.CallExpression): ReturnType<SentSearch["sentBy"]> {
    return mayHaveCaught(call) ? this.lambda.otherFiles.sentArgumentsOf(call) : [];
  }

  /** The variable of a `catch` clause, the parameter of a function that takes errors, or the one that such was handed to. */
  isSource(expression: TSESTree.Node, bindings: Bindings): boolean {
    const values = getValueTracer(this.lambda.syntax).trace(expression, bindings);
    return (
      values.length > 0 &&
      values.every(({ node }) => {
        const variable = this.lambda.syntax.facts.variableOf(node);
        const [definition] = variable?.defs ?? [];
        if (definition?.node.type === "CatchClause") return definition.node.param === definition.name;
        if (variable === undefined) return false;
        return isHandledError(variable, this.lambda.syntax) || isGivenError(variable, this.lambda);
      })
    );
  }
}

/** True in a `catch` clause, and in a function that may be given what another one has caught. */
function mayHaveCaught(node: TSESTree.Node): boolean {
  const unit = unitOf(node);
  return isInCatch(node) || (isFunction(unit) && unit.params.length > 0);
}

function isInCatch({ parent }: TSESTree.Node): boolean {
  for (let node = parent; node && !isFunction(node); node = node.parent)
    if (node.type === "CatchClause") return true;
  return false;
}
