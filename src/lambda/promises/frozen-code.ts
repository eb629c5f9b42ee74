import type { TSESTree } from "@typescript-eslint/utils";
import { eventTypes } from "../../knowledge/handler-types.js";
import { type CodeUnit, type FunctionNode, isFunction, unitOf, unwrap } from "../../syntax/ast.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { LambdaModel } from "../model.js";
import { mayAnswerCaller } from "./given-responses.js";
import { answeringFunctionsOf } from "./route-answers.js";

/** What the handlers of the file run. */
interface FrozenUnits {
  /** By handlers that give a promise, and for the routes of an app: Lambda waits for that, or for the answer. */
  readonly frozen: ReadonlySet<CodeUnit>;
  /** By others, after which Lambda waits for the empty event loop. */
  readonly awaited: ReadonlySet<CodeUnit>;
}

/**
 * Which code Lambda freezes with what it has begun: that of handlers that it waits for no longer than for their promise, and of
 * the routes that they serve.
 */
export class FrozenCode {
  #units: FrozenUnits | undefined;

  constructor(
    private readonly lambda: LambdaModel,
    private readonly isAsync: (fn: FunctionNode) => boolean,
  ) {}

  /** True when the handler may return before what the code begins is over. */
  includes(node: TSESTree.Node): boolean {
    return this.mayInclude(node) && (this.units.frozen.has(unitOf(node)) || this.isFrozenElsewhere(node));
  }

  /** False where the file itself says that Lambda waits, or that nobody runs the code. */
  mayInclude(node: TSESTree.Node): boolean {
    const { frozen, awaited } = this.units;
    const unit = unitOf(node);
    if (awaited.has(unit) || this.isInExecutor(node)) return false;
    return frozen.has(unit) || this.lambda.mayRunPerInvocation(node);
  }

  private get units(): FrozenUnits {
    return (this.#units ??= this.findUnits());
  }

  /** True where handlers of other files run the code, and Lambda waits for the promise of each, or its answer, and no longer. */
  private isFrozenElsewhere(node: TSESTree.Node): boolean {
    if (this.lambda.handlers.some(({ isDurable }) => isDurable)) return false;
    const callers = this.lambda.outsideCallersOf(node) ?? [];
    if (callers.length === 0 || callers.some(({ end }) => end === "unknown")) return false;
    // What gets the response may be what answers: then the invocation goes on until it has.
    return callers.every(({ end }) => end === "promise") || !mayAnswerCaller(node, this.lambda.syntax);
  }

  private findUnits(): FrozenUnits {
    const { facts } = this.lambda.syntax;
    if (this.lambda.handlers.some(({ isDurable }) => isDurable))
      return { frozen: new Set(), awaited: new Set() };
    const answering = this.findAnswering();
    if (!this.lambda.hasEvidence) return { frozen: this.reach(answering), awaited: new Set() };
    const entries = new Set(this.lambda.delegates);
    // Of a function that gets the event of a handler elsewhere, that one says whether Lambda has its promise.
    for (const { node, isForwarded } of this.lambda.handlers)
      if (node !== undefined && isForwarded !== true) entries.add(node);
    for (const fn of facts.functions) {
      const type = lambdaTypeName(parameterType(fn.params[0]), this.lambda.syntax);
      if (type !== undefined && eventTypes.has(type)) entries.add(fn);
    }
    const frozen = this.reach([...answering, ...[...entries].filter((fn) => this.isAsync(fn))]);
    const awaited = this.reach([...entries].filter((fn) => !this.isAsync(fn)));
    return { frozen, awaited };
  }

  /** The functions of routes: the invocation ends with the answer, whatever they have begun. */
  private findAnswering(): readonly FunctionNode[] {
    const functions = answeringFunctionsOf(this.lambda.syntax);
    return [...functions].filter((fn) => this.lambda.isInInvocation(fn.body));
  }

  private reach(starts: readonly CodeUnit[]): ReadonlySet<CodeUnit> {
    const reached = new Set<CodeUnit>(starts);
    const queue = [...starts];
    for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
      for (const { to } of this.lambda.syntax.graph.edgesFrom(unit)) {
        if (reached.has(to)) continue;
        reached.add(to);
        queue.push(to);
      }
    }
    return reached;
  }

  /** In the function of a `new Promise(…)`, which is there to say when something is done. */
  private isInExecutor(node: TSESTree.Node): boolean {
    const { facts } = this.lambda.syntax;
    for (let current: TSESTree.Node | undefined = node; current; current = current.parent) {
      const { parent } = current as { parent?: TSESTree.Node };
      if (parent?.type !== "NewExpression" || !isFunction(current)) continue;
      if (facts.isGlobal(unwrap(parent.callee), "Promise")) return true;
    }
    return false;
  }
}
