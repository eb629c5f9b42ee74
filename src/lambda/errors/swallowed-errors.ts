import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { EventKind } from "../../knowledge/handler-types.js";
import {
  type FunctionNode,
  enclosingFunction,
  isFunction,
  isInside,
  keyName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import { type CallbackError, findCallbackErrors } from "./callback-errors.js";
import { type CatchPath, buildsResponse, catchPathsOf, hasKey } from "./catch-paths.js";
import { guardedWorkOf } from "./guarded-work.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { Handler, LambdaModel } from "../model.js";
import { saysThatErrorMayPass } from "./stated-intent.js";
import { isOnErrorPath, isRunBeforeThrow, statementsAfter } from "./try-outcome.js";
import { isIdle, Outcomes } from "./seen-outcomes.js";
import { handlerAnswering } from "../handlers/answering-functions.js";
import { findUnreadSettlements } from "./unread-settlements.js";
import { isUnreadFailure } from "./unread-answers.js";
import { isUntested, isUnused } from "./value-use.js";

/** An error of the request's own work after which the invocation counts as a success. */
export interface SwallowedError {
  readonly path: CatchPath;
  /**
   * - `ignored`: nothing is done with the error.
   * - `logged`: it is written to a log, and that is all.
   * - `completed`: the code ends the invocation as a success.
   * - `others`: something is done about errors that a condition names, and nothing about all others.
   * - `returned`: an error becomes the result, of which JSON keeps nothing.
   * - `given`: the same of the error that was caught, of which JSON may keep something.
   * - `settled`: `Promise.allSettled` catches it, and nothing looks at the results.
   * - `unread`: a function answers it with a failure, which no caller looks at.
   * - `answered`: it becomes the result of a handler whose caller takes no result.
   * - `confirmed`: an API answers it with a status below 400.
   */
  readonly kind:
    | ("ignored" | "logged" | "completed" | "others" | "returned")
    | ("given" | "settled" | "unread" | "answered" | "confirmed");
  /** The value that the handler returns, for `returned`, `given`, `answered` and `confirmed`; of a callback what asks for the error. */
  readonly answer: TSESTree.Expression | undefined;
  /** What sends the event, where it is one source for certain. */
  readonly source: EventKind | undefined;
  /** A client gives it to a callback, where to throw it ends the process. */
  readonly isGivenToCallback?: true;
}

/** Sources that never look at what the handler returns, failed items of a batch apart. */
const WITHOUT_CALLER: ReadonlySet<EventKind> = new Set<EventKind>([
  ...(["sqs", "kinesis", "dynamodb-stream", "msk", "self-managed-kafka"] as const),
  ...(["sns", "s3", "eventbridge", "scheduled", "cloudwatch-logs"] as const),
]);
const HTTP: ReadonlySet<EventKind> = new Set<EventKind>(["apigw-rest", "apigw-http", "function-url", "alb"]);

/** The errors that the code of an invocation catches and loses. See {@link CatchPath} for what counts as handled. */
export const swallowedErrorsOf = oncePer((lambda: LambdaModel): readonly SwallowedError[] => {
  const search = new Search(lambda);
  return [
    ...catchPathsOf(lambda).flatMap((path) => search.errorOf(path) ?? []),
    ...findUnreadSettlements(lambda).flatMap((path) => search.settledErrorOf(path) ?? []),
    ...findCallbackErrors(lambda).flatMap((error) => search.callbackErrorOf(error) ?? []),
  ];
});

/** Where a finding points: from `catch` to its parameter, the name of the method, or the answer. */
export function placeOfError(
  { path: { node }, answer }: SwallowedError,
  sourceCode: Readonly<TSESLint.SourceCode>,
): { loc: TSESTree.SourceLocation } {
  if (answer !== undefined) return { loc: answer.loc };
  if (node.type === "CallExpression")
    return { loc: (node.callee.type === "MemberExpression" ? node.callee.property : node.callee).loc };
  return {
    loc: { start: node.loc.start, end: sourceCode.getTokenBefore(node.body)?.loc.end ?? node.loc.end },
  };
}

class Search {
  private readonly outcomes: Outcomes;

  constructor(private readonly lambda: LambdaModel) {
    this.outcomes = new Outcomes(lambda);
  }

  errorOf(path: CatchPath): SwallowedError | undefined {
    const { ending, node } = path;
    if (ending.kind === "handled" || (isOnErrorPath(node) && !this.isEndOfError(path))) return undefined;
    if (ending.kind === "nothing" && ending.isDocumented) return undefined;
    const found = ending.kind === "value" ? this.answered(path, ending.value) : this.dropped(path);
    if (found === undefined || !guardedWorkOf(this.lambda).doesWork(path.guarded)) return undefined;
    // The answer may take a look into other files.
    if (!this.lambda.isInInvocation(node)) return undefined;
    return { path, ...found, source: this.sourceOf(node) };
  }

  settledErrorOf(path: CatchPath): SwallowedError | undefined {
    const { node } = path;
    if (isOnErrorPath(node) || !this.lambda.isInInvocation(node)) return undefined;
    return { path, kind: "settled", answer: undefined, source: this.sourceOf(node) };
  }

  /** `catch (error) { try { await keep(order); } catch { … } }`: nothing but what fails here would have dealt with the other error. */
  private isEndOfError({ node, ending }: CatchPath): boolean {
    if (ending.kind !== "nothing" || node.type !== "CatchClause") return false;
    const outer: TSESTree.Node | undefined = node.parent.parent.parent;
    return (
      outer?.type === "CatchClause" &&
      outer.body.body.every((other) => other === node.parent || isIdle(other, this.lambda.syntax)) &&
      !isOnErrorPath(outer) &&
      !this.outcomes.isSeen(outer)
    );
  }

  callbackErrorOf({ path, at }: CallbackError): SwallowedError | undefined {
    const { node, ending } = path;
    if (ending.kind !== "nothing" || ending.isDocumented || ending.log === "notice") return undefined;
    if (isOnErrorPath(node) || !this.lambda.isInInvocation(node)) return undefined;
    const kind = ending.log === "none" ? "ignored" : "logged";
    return { path, kind, answer: at, source: this.sourceOf(node), isGivenToCallback: true };
  }

  /**
   * The one source of the events for which the code runs: of its own handler, if it stands in one, or of them all. Of several
   * kinds of HTTP requests any, for their callers hear the same.
   */
  private sourceOf(node: TSESTree.Node): EventKind | undefined {
    const own = this.lambda.handlers.find(
      (handler) => handler.node !== undefined && isInside(node, handler.node),
    );
    const handlers: readonly Handler[] = own === undefined ? this.lambda.handlers : [own];
    const kinds = new Set(handlers.flatMap((handler) => [...this.lambda.eventKindsOf(handler)]));
    const [kind, ...others] = kinds;
    const isCertain = handlers.every((handler) => this.lambda.eventKindsOf(handler).size > 0);
    const isOne = others.length === 0 || [...kinds].every((one) => HTTP.has(one));
    return isOne && isCertain ? kind : undefined;
  }

  // ── errors that become a value ──────────────────────────────────────────────────────────────────────────────────

  private answered(
    path: CatchPath,
    value: TSESTree.Expression,
  ): Pick<SwallowedError, "kind" | "answer"> | undefined {
    if (
      path.node.type === "CallExpression" &&
      isUnused(path.node, this.lambda, "answer") &&
      !this.outcomes.isAskedAfterwards(path.node)
    )
      return { kind: path.handler && this.logsIn(path.handler) ? "logged" : "ignored", answer: undefined };
    const fn =
      path.node.type === "CatchClause" ? enclosingFunction(path.node) : this.returningFunction(path.node);
    const handler = fn && handlerAnswering(fn, this.lambda);
    if (handler === undefined)
      return fn !== undefined && isUnreadFailure(value, fn, this.lambda)
        ? { kind: "unread", answer: undefined }
        : undefined;
    const kinds = [...this.lambda.eventKindsOf(handler)];
    const values = this.lambda.syntax.values.valuesOf(value);
    // An API answers what is no response with a failure of its own.
    const isRead = kinds.some((kind) => HTTP.has(kind)) || this.isWrapped(handler);
    if (!isRead && values.every((found) => this.isMadeError(found)))
      return { kind: "returned", answer: value };
    if (kinds.length === 0)
      return !isRead && this.isLoggedAndReturned(path, value) ? { kind: "given", answer: value } : undefined;
    if (kinds.every((kind) => WITHOUT_CALLER.has(kind)))
      return values.every((found) => this.saysNothing(found, path.node))
        ? { kind: "answered", answer: value }
        : undefined;
    if (!kinds.every((kind) => HTTP.has(kind))) return undefined;
    return !this.isToldApart(path) &&
      values.every((found) => this.confirms(found, path)) &&
      !saysThatErrorMayPass(path.handler ?? path.node, this.lambda.syntax.facts)
      ? { kind: "confirmed", answer: value }
      : undefined;
  }

  /** `catch (error) { console.error(error); return error; }`. What files throw that make responses may be one, and an answer. */
  private isLoggedAndReturned({ node }: CatchPath, value: TSESTree.Expression): boolean {
    const { facts } = this.lambda.syntax;
    return (
      facts.variableOf(unwrap(value))?.defs[0]?.node === node &&
      !facts.words.has("statusCode") &&
      this.logsIn(node)
    );
  }

  private logsIn(node: TSESTree.Node): boolean {
    const logs = logCallsOf(this.lambda.syntax);
    return this.lambda.syntax.facts.calls.some((call) => isInside(call, node) && logs.isLog(call));
  }

  /** The function whose result the promise is: `return work().catch(f)`, `() => work().catch(f)`. */
  private returningFunction(call: TSESTree.CallExpression): FunctionNode | undefined {
    let node: TSESTree.Node = wrapped(call);
    if (node.parent?.type === "AwaitExpression") node = wrapped(node.parent);
    const { parent } = node;
    if (parent?.type !== "ReturnStatement" && !isFunction(parent)) return undefined;
    return enclosingFunction(node);
  }

  /** `wrap(async () => {})`, `wrap(main)`: code around the handler may look at its result. */
  private isWrapped({ node, evidence }: Handler): boolean {
    if (node === undefined || evidence.includes("wrapper")) return true;
    const { parent } = wrapped(node);
    if (parent?.type === "CallExpression") return true;
    const name =
      node.type === "FunctionDeclaration" ? node.id : parent?.type === "VariableDeclarator" && parent.id;
    const variable = name ? this.lambda.syntax.facts.variableOf(name) : undefined;
    return (variable?.references ?? []).some(
      ({ identifier }) => wrapped(identifier).parent?.type === "CallExpression",
    );
  }

  /** `new Error("failed")`, `TypeError("failed")` */
  private isMadeError(value: TSESTree.Node): boolean {
    if (value.type !== "NewExpression" && value.type !== "CallExpression") return false;
    const callee = unwrap(value.callee);
    return this.isErrorClass(callee);
  }

  /** A class of the language, or one of the file that extends it and says nothing of JSON. */
  private isErrorClass(callee: TSESTree.Node): boolean {
    const { facts, values } = this.lambda.syntax;
    const seen = new Set<TSESTree.Node>();
    let node = callee;
    for (let cls = values.classOf(node); cls !== undefined && !seen.has(cls); cls = values.classOf(node)) {
      seen.add(cls);
      if (
        cls.superClass === null ||
        cls.body.body.some((member) => "key" in member && keyName(member) === "toJSON")
      )
        return false;
      node = unwrap(cls.superClass);
    }
    return ["Error", "TypeError", "RangeError"].some((name) => facts.isGlobal(node, name));
  }

  /** True for a result that reports no failed items: a response, a literal, the error itself. */
  private saysNothing(value: TSESTree.Node, caughtAt: TSESTree.Node): boolean {
    if (value.type === "ObjectExpression")
      return (
        !hasKey(value, "batchItemFailures") && value.properties.every(({ type }) => type !== "SpreadElement")
      );
    if (value.type === "Literal" || value.type === "TemplateLiteral") return true;
    if (value.type === "CallExpression") return buildsResponse(value, this.lambda.syntax);
    const definition = this.lambda.syntax.facts.variableOf(value)?.defs[0];
    return definition?.node === caughtAt;
  }

  /** True for a response with a status below 400 that does not mention the error. */
  private confirms(value: TSESTree.Node, path: CatchPath): boolean {
    const { facts, values } = this.lambda.syntax;
    if (value.type !== "ObjectExpression" || !hasKey(value, "statusCode")) return false;
    const codes = values.membersOf(value, "statusCode").map((code) => readStatic(facts, code));
    const isSuccess = codes.every(
      (code) => code.k === "known" && typeof code.value === "number" && code.value >= 200 && code.value < 300,
    );
    if (!isSuccess || codes.length === 0) return false;
    const body = values.membersOf(value, "body").map((part) => facts.sourceCode.getText(part));
    const error = path.node.type === "CatchClause" ? path.node.param : path.handler?.params[0];
    const name = error?.type === "Identifier" ? error.name : undefined;
    return body.every(
      (text) =>
        !/err|fail|invalid|false|exception/i.test(text) && (name === undefined || !text.includes(name)),
    );
  }

  /** `if (error.name === "OrderExists") return { statusCode: 204 };`: the answer to an error that a condition asks about. */
  private isToldApart({ node, ending, handler }: CatchPath): boolean {
    const error = node.type === "CatchClause" ? node.param : handler?.params[0];
    const variable = error ? this.lambda.syntax.facts.variableOf(error) : undefined;
    let at: TSESTree.Node | undefined = ending.kind === "value" ? ending.statement : undefined;
    for (; at && at !== node; at = at.parent) {
      const { parent } = at as { parent?: TSESTree.Node };
      const isAsked = ({ identifier }: TSESLint.Scope.Reference): boolean =>
        (parent?.type === "IfStatement" && isInside(identifier, parent.test)) ||
        (parent?.type === "SwitchStatement" && isInside(identifier, parent.discriminant));
      if (variable?.references.some(isAsked) === true) return true;
    }
    return false;
  }

  // ── errors that become nothing ──────────────────────────────────────────────────────────────────────────────────

  private dropped({ node, ending }: CatchPath): Pick<SwallowedError, "kind" | "answer"> | undefined {
    const log = ending.kind === "nothing" ? ending.log : "none";
    if (log === "notice" && !this.isWholeWork(node)) return undefined;
    // What ends the invocation needs nobody who waits for a promise.
    const completes = ending.kind === "nothing" && ending.completes === true;
    if (!completes && isRunBeforeThrow(node, this.lambda.syntax)) return undefined;
    const isPartly = ending.kind === "nothing" && ending.told !== undefined;
    const kind = isPartly ? "others" : completes ? "completed" : log === "none" ? "ignored" : "logged";
    if (node.type === "CallExpression") {
      const isDropped = isUnused(node, this.lambda) || isUntested(node, this.lambda);
      return completes || (isDropped && !this.outcomes.isAskedAfterwards(node))
        ? { kind, answer: undefined }
        : undefined;
    }
    return this.outcomes.isSeen(node, this.isAnswerLost(node)) ? undefined : { kind, answer: undefined };
  }

  /** `try { …; return true; } catch { … } return false;` in a handler whose caller takes no result. */
  private isAnswerLost(clause: TSESTree.CatchClause): boolean {
    const fn = enclosingFunction(clause);
    const handler = fn && handlerAnswering(fn, this.lambda);
    const kinds = handler === undefined ? [] : [...this.lambda.eventKindsOf(handler)];
    if (kinds.length === 0 || !kinds.every((kind) => WITHOUT_CALLER.has(kind))) return false;
    const next = statementsAfter(clause.parent).find((statement) => !isIdle(statement, this.lambda.syntax));
    return (
      next?.type === "ReturnStatement" &&
      next.argument !== null &&
      this.lambda.syntax.values.valuesOf(next.argument).every((found) => this.saysNothing(found, clause))
    );
  }

  /**
   * True for the last work that a handler does, of a request or of each record. A step on the way, of which the log says
   * that its failure is none of the request, is done as well as it can be.
   */
  private isWholeWork(node: TSESTree.Node): boolean {
    const handler = this.lambda.handlers.find((one) => one.node !== undefined && isInside(node, one.node));
    let at: TSESTree.Node | undefined = node;
    while (at !== undefined && at !== handler?.node) {
      if (statementsAfter(at).some((next) => !isIdle(next, this.lambda.syntax) && !this.isAnswer(next)))
        return false;
      at = enclosingFunction(at);
    }
    return at !== undefined;
  }

  private isAnswer(statement: TSESTree.Statement): boolean {
    const { awaits } = this.lambda.syntax.facts;
    return statement.type === "ReturnStatement" && !awaits.some((wait) => isInside(wait, statement));
  }
}
