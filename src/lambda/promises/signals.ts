import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { LambdaModel } from "../model.js";
import { isChainCall } from "./promise-calls.js";
import { mayAnswerRoute } from "./route-answers.js";

/** By what code tells other code that it is done: parameters of functions around it, resolvers, the end of a response. */
export class Signals {
  #streams: ReadonlySet<Variable> | undefined;

  constructor(
    private readonly lambda: LambdaModel,
    private readonly isHandler: (fn: FunctionNode) => boolean,
  ) {}

  /** The parameters that are the streams of streaming handlers. */
  private get streams(): ReadonlySet<Variable> {
    return (this.#streams ??= new Set(
      this.lambda.handlers.flatMap(({ node, isStreaming }) => {
        const stream = isStreaming ? node?.params[1] : undefined;
        return (stream && this.lambda.syntax.facts.variableOf(stream)) ?? [];
      }),
    ));
  }

  areIn(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    if (this.streams.size > 0 && this.usesStream(node)) return true;
    if (mayAnswerRoute(node, this.lambda.syntax)) return true;
    const given = facts.calls.filter((call) => isInside(call, node));
    return given.some((call) => {
      const targets = [call.callee, ...(isChainCall(call) ? call.arguments : [])];
      return targets.some((target) => this.isSignal(unwrap(target), node));
    });
  }

  /** A parameter of a function around the code, or a variable that holds what a promise's executor was given. */
  private isSignal(target: TSESTree.Node, region: TSESTree.Node): boolean {
    const { facts, values } = this.lambda.syntax;
    const variable = facts.variableOf(target);
    const [definition] = variable?.defs ?? [];
    if (variable === undefined || definition === undefined || isInside(definition.name, region)) return false;
    if (definition.type === "Parameter")
      return values.functionsOf(target).length === 0 && !this.isHandler(definition.node as FunctionNode);
    return this.mayHoldResolver(variable);
  }

  /** `let done; new Promise((resolve) => { done = resolve; })`, `const { resolve } = Promise.withResolvers()` */
  private mayHoldResolver(variable: Variable, seen = new Set<Variable>()): boolean {
    if (seen.has(variable)) return false;
    seen.add(variable);
    const { facts } = this.lambda.syntax;
    return variable.references.some(({ writeExpr, init }) => {
      if (!writeExpr) return false;
      const value = unwrap(writeExpr);
      if (value.type === "CallExpression") {
        const callee = unwrap(value.callee);
        return init === true && callee.type === "MemberExpression" && memberName(callee) === "withResolvers";
      }
      const source = facts.variableOf(value);
      if (source === undefined) return false;
      return source.defs.some(({ type }) => type === "Parameter") || this.mayHoldResolver(source, seen);
    });
  }

  /** True when the code writes to, or ends, the response that Lambda waits for. */
  private usesStream(node: TSESTree.Node): boolean {
    const seen = new Set<Variable>();
    const pending = [...this.streams];
    for (let variable = pending.pop(); variable !== undefined; variable = pending.pop()) {
      if (seen.has(variable)) continue;
      seen.add(variable);
      for (const { identifier } of variable.references) {
        if (isInside(identifier, node)) return true;
        const derived = this.assignedFrom(identifier);
        if (derived !== undefined) pending.push(derived);
      }
    }
    return false;
  }

  /** `out` for `const out = HttpResponseStream.from(responseStream, head)`, `out = responseStream` */
  private assignedFrom(identifier: TSESTree.Node): Variable | undefined {
    for (let node = identifier.parent; node && !isFunction(node); node = node.parent) {
      if (node.type === "VariableDeclarator") return this.lambda.syntax.facts.variableOf(node.id);
      if (node.type === "AssignmentExpression") return this.lambda.syntax.facts.variableOf(node.left);
    }
    return undefined;
  }
}
