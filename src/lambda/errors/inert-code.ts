import type { TSESTree } from "@typescript-eslint/utils";
import { bestEffortFacts, telemetryMethods } from "../../knowledge/best-effort-work.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { noticeMethods } from "../../knowledge/loggers.js";
import {
  type CallNode,
  type FunctionNode,
  isFunction,
  isInside,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { matchesFact } from "../bindings/fact-match.js";
import { completesWithNothing } from "../handlers/empty-completions.js";
import { logCallsOf, unboundMethod } from "../logs/log-calls.js";
import { loggedVariableOf } from "../logs/logged-variables.js";
import type { LambdaModel } from "../model.js";

/** What a log says of an error: `notice` where no entry is of the level of errors. */
export type CatchLog = "none" | "notice" | "error";

const bestEffortOf = indexFacts(bestEffortFacts);

/** What of a file's code leaves no trace of an error but a log. */
export class InertCode {
  private readonly known = new Map<FunctionNode, boolean>();

  constructor(private readonly lambda: LambdaModel) {}

  /**
   * True for a statement that neither throws nor does anything with the error beside writing it to a log.
   *
   * @param returns gets the returns in it: whether those are inert, their values say
   * @param holder the code that has caught the error
   */
  isInertStatement(
    statement: TSESTree.Statement,
    returns: TSESTree.ReturnStatement[],
    holder: TSESTree.Node,
  ): boolean {
    const isInert = (inner: TSESTree.Statement): boolean => this.isInertStatement(inner, returns, holder);
    switch (statement.type) {
      case "EmptyStatement":
      case "BreakStatement":
      case "ContinueStatement":
      case "FunctionDeclaration":
        return true;
      case "ReturnStatement":
        returns.push(statement);
        return true;
      case "ExpressionStatement":
        return (
          this.isInert(statement.expression) ||
          this.setsOwnVariable(statement.expression, holder) ||
          this.isCountedForLog(statement.expression)
        );
      case "VariableDeclaration":
        return statement.declarations.every(({ init }) => init === null || this.isComputed(init));
      case "BlockStatement":
        return statement.body.every(isInert);
      case "IfStatement":
        return (
          this.isComputed(statement.test) &&
          isInert(statement.consequent) &&
          (statement.alternate === null || isInert(statement.alternate))
        );
      case "SwitchStatement":
        return statement.cases.every(({ consequent }) => consequent.every(isInert));
      default:
        return false;
    }
  }

  /** `answer = respond(500)`, of a variable that is declared where the error is caught. */
  private setsOwnVariable(expression: TSESTree.Node, holder: TSESTree.Node): boolean {
    if (expression.type !== "AssignmentExpression" || !this.isComputed(expression.right)) return false;
    const variable = this.lambda.syntax.facts.variableOf(expression.left);
    return variable?.identifiers.every((identifier) => isInside(identifier, holder)) === true;
  }

  /** `failed++`, `errors.push(error)`, where nothing but a log is ever made of them. */
  private isCountedForLog(expression: TSESTree.Node): boolean {
    return this.isComputed(expression) && loggedVariableOf(expression, this.lambda.syntax) !== undefined;
  }

  /** The same of an expression, whose value nobody takes. */
  isInert(expression: TSESTree.Node): boolean {
    const node = unwrap(expression);
    switch (node.type) {
      case "AwaitExpression":
        return this.isInert(node.argument);
      case "UnaryExpression":
        return this.isInert(node.argument);
      case "ConditionalExpression":
        return this.isInert(node.consequent) && this.isInert(node.alternate);
      case "LogicalExpression":
        return this.isInert(node.right);
      case "Identifier":
      case "Literal":
      case "TemplateLiteral":
      case "MemberExpression":
        return true;
      case "CallExpression":
        return this.isInertCall(node);
      default:
        return false;
    }
  }

  /** A log, telemetry, the end of the invocation as a success, or a function of the file that does nothing but write them. */
  private isInertCall(call: TSESTree.CallExpression): boolean {
    if (this.logs.isLog(call) || completesWithNothing(call, this.lambda)) return true;
    const { values, resolveImport } = this.lambda.syntax;
    const callee = unwrap(call.callee);
    const functions = values.functionsOf(callee);
    if (functions.length > 0) return functions.every((fn) => this.isInertFunction(fn));
    const owner =
      callee.type === "MemberExpression"
        ? values.valuesOf(callee.object).find((value) => value.type === "NewExpression")
        : undefined;
    const imported = resolveImport(owner?.type === "NewExpression" ? owner.callee : callee);
    if (imported === undefined || imported.module === "fs") return false;
    const isKnown = bestEffortOf(imported.module).some((fact) => matchesFact(imported, fact));
    return isKnown || this.isTelemetryOfOther(callee);
  }

  /** `tracer.addErrorAsMetadata(error)` of a tracer that another file makes. */
  private isTelemetryOfOther(callee: TSESTree.Node): boolean {
    const { syntax, otherFiles } = this.lambda;
    if (callee.type !== "MemberExpression" || !telemetryMethods.test(memberName(callee) ?? "")) return false;
    const owners = importPathsOf(callee.object, syntax).map((owner) => otherFiles.sdkExportOf(owner));
    return owners.length > 0 && owners.every((owner) => owner?.module.startsWith("@aws-lambda-powertools/"));
  }

  private isInertFunction(fn: FunctionNode): boolean {
    let answer = this.known.get(fn);
    if (answer !== undefined) return answer;
    this.known.set(fn, false); // ends recursion
    const returns: TSESTree.ReturnStatement[] = [];
    answer =
      fn.body.type === "BlockStatement"
        ? fn.body.body.every((statement) => this.isInertStatement(statement, returns, fn)) &&
          returns.every(({ argument }) => argument === null || isNothing(unwrap(argument)))
        : this.isInertCallBody(fn.body);
    this.known.set(fn, answer);
    return answer;
  }

  private isInertCallBody(body: TSESTree.Expression): boolean {
    const node = unwrap(body);
    return (node.type === "CallExpression" || node.type === "UnaryExpression") && this.isInert(node);
  }

  /** A value that code works out, say for a log, without waiting for anything. */
  isComputed(expression: TSESTree.Node): boolean {
    const { awaits } = this.lambda.syntax.facts;
    const node = unwrap(expression);
    return (
      node.type !== "NewExpression" &&
      !isFunction(node) &&
      !awaits.some(({ range }) => range[0] >= node.range[0] && range[1] <= node.range[1])
    );
  }

  /** What the code that has caught an error logs of it. */
  logIn(holder: TSESTree.Node): CatchLog {
    const levels = this.lambda.syntax.facts.calls
      .filter((call) => isInside(call, holder) && this.isLogging(call))
      .map(({ callee }) => levelOf(unwrap(callee)));
    if (levels.length > 0) return levels.includes("error") ? "error" : "notice";
    // What counts the errors for a log tells of them there.
    return this.countsForLog(holder) ? "notice" : "none";
  }

  private countsForLog(holder: TSESTree.Node): boolean {
    const { assignments, calls } = this.lambda.syntax.facts;
    return [...assignments, ...calls].some((node) => isInside(node, holder) && this.isCountedForLog(node));
  }

  private isLogging(call: CallNode): boolean {
    return (
      call.type === "CallExpression" && this.isInertCall(call) && !completesWithNothing(call, this.lambda)
    );
  }

  /** True for a call of the file that does nothing but put an object together: `errorResponse(500)`. */
  givesLiteral(call: TSESTree.CallExpression): boolean {
    const { values } = this.lambda.syntax;
    const functions = values.functionsOf(call.callee);
    return (
      functions.length > 0 &&
      functions.every((fn) => !fn.async && this.givesOnlyValue(fn)) &&
      values.valuesOf(call).every((value) => value.type === "ObjectExpression" || value.type === "Literal")
    );
  }

  private givesOnlyValue(fn: FunctionNode): boolean {
    const returns: TSESTree.ReturnStatement[] = [];
    return (
      fn.body.type !== "BlockStatement" ||
      fn.body.body.every((statement) => this.isInertStatement(statement, returns, fn))
    );
  }

  private get logs() {
    return logCallsOf(this.lambda.syntax);
  }
}

/** The level at which a method of a logger writes, by its name. */
export function levelOf(logged: TSESTree.Node): CatchLog {
  const method = unboundMethod(logged);
  const name = method.type === "MemberExpression" ? memberName(method) : undefined;
  return name !== undefined && noticeMethods.has(name) ? "notice" : "error";
}

/** `undefined`, `void 0` */
export function isNothing(node: TSESTree.Node): boolean {
  return (
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "UnaryExpression" && node.operator === "void" && node.argument.type === "Literal")
  );
}
