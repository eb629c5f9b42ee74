import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { isEnvironment } from "../../syntax/environment.js";
import { oncePer } from "../../syntax/once-per.js";
import { type Bindings, type TracedValue, getValueTracer } from "../../syntax/traced-values.js";
import { sentBodiesOf } from "../events/web-bodies.js";
import { isHandledError } from "../events/web-error-handlers.js";
import type { LambdaModel } from "../model.js";
import { answersOf } from "../responses/responses.js";

/** What of a caught error a client gets to see. */
export interface ExposedError {
  readonly node: TSESTree.Node;
  /** `stack`: the text of the stack. `error`: the error with all of its own properties. */
  readonly what: "stack" | "error";
}

const MAX_DEPTH = 12;

/** The caught errors of which more than the message goes into the answer to an HTTP request. */
export const exposedErrorsOf = oncePer((lambda: LambdaModel): readonly ExposedError[] => {
  const search = new Search(lambda);
  for (const { object } of answersOf(lambda))
    for (const value of object?.properties.get("body")?.values ?? []) search.collect(value, false, 0);
  const tracer = getValueTracer(lambda.syntax);
  for (const { node, fn, isJson, answersErrors } of sentBodiesOf(lambda.syntax)) {
    if (!lambda.isInInvocation(fn.body)) continue;
    for (const value of tracer.trace(node)) search.collect(value, isJson, 0, answersErrors);
  }
  return [...search.found.values()];
});

class Search {
  readonly found = new Map<TSESTree.Node, ExposedError>();

  constructor(private readonly lambda: LambdaModel) {}

  /**
   * `inJson`: the value is serialised, so that an object goes out with its properties. `isAnswered`: unless it is itself an
   * error, which the framework makes a message of.
   */
  collect({ node, bindings }: TracedValue, inJson: boolean, depth: number, isAnswered = false): void {
    if (depth > MAX_DEPTH || this.isConditional(node, bindings)) return;
    const tracer = getValueTracer(this.lambda.syntax);
    const into = (part: TSESTree.Node, json = inJson): void => {
      for (const value of tracer.trace(part, bindings)) this.collect(value, json, depth + 1);
    };
    switch (node.type) {
      case "Identifier":
        if (inJson && !isAnswered && this.isCaught(node, bindings))
          this.found.set(node, { node, what: "error" });
        return;
      case "MemberExpression":
        if (memberName(node) === "stack" && this.isCaught(node.object, bindings))
          this.found.set(node, { node, what: "stack" });
        return;
      case "TemplateLiteral":
        // An error in a text is its name and its message.
        for (const part of node.expressions) into(part, false);
        return;
      case "BinaryExpression":
        if (node.operator !== "+") return;
        into(node.left, false);
        into(node.right, false);
        return;
      case "ArrayExpression":
        for (const element of node.elements)
          if (element !== null && element.type !== "SpreadElement") into(element);
        return;
      case "ObjectExpression":
        for (const property of node.properties)
          into(property.type === "SpreadElement" ? property.argument : property.value);
        return;
      case "CallExpression": {
        const [first] = node.arguments;
        if (first !== undefined && first.type !== "SpreadElement" && this.isStringify(node))
          into(first, true);
        return;
      }
      default:
    }
  }

  private isStringify({ callee, arguments: [, replacer] }: TSESTree.CallExpression): boolean {
    const method = unwrap(callee);
    if (method.type !== "MemberExpression" || memberName(method) !== "stringify") return false;
    // A function picks what goes out; a list of names does too.
    const isPick = replacer !== undefined && (isFunction(replacer) || replacer.type === "ArrayExpression");
    return !isPick && this.lambda.syntax.facts.isGlobal(unwrap(method.object), "JSON");
  }

  /** The variable of a `catch` clause, the error that a framework hands on, or the parameter that one was handed to. */
  private isCaught(expression: TSESTree.Node, bindings: Bindings): boolean {
    const values = getValueTracer(this.lambda.syntax).trace(expression, bindings);
    return (
      values.length > 0 &&
      values.every(({ node }) => {
        const variable = this.lambda.syntax.facts.variableOf(node);
        const [definition] = variable?.defs ?? [];
        if (definition?.node.type === "CatchClause") return definition.node.param === definition.name;
        return variable !== undefined && isHandledError(variable, this.lambda.syntax);
      })
    );
  }

  /**
   * `process.env.STAGE === "dev" ? error.stack : undefined`, and what an `if` of that kind surrounds: whether the error goes
   * out there depends on something that is not known of the error, such as where the code runs.
   */
  private isConditional(node: TSESTree.Node, bindings: Bindings): boolean {
    const { parent } = node;
    if (!parent || isFunction(node) || node.type === "CatchClause") return false;
    const test =
      parent.type === "ConditionalExpression" || parent.type === "IfStatement"
        ? parent.test
        : parent.type === "LogicalExpression" && parent.operator === "&&" && parent.right === node
          ? parent.left
          : undefined;
    const isGuarded = test !== undefined && test !== node && !this.isAboutError(test, bindings);
    return isGuarded || this.isConditional(parent, bindings);
  }

  /** A test that looks at the error alone: what else it names are globals, such as `Error`. */
  private isAboutError(test: TSESTree.Node, bindings: Bindings): boolean {
    const { facts } = this.lambda.syntax;
    const asksEnvironment = facts.members.some(
      (member) => isInside(member, test) && isEnvironment(member.object, this.lambda.syntax),
    );
    return (
      !asksEnvironment &&
      facts.sourceCode
        .getScope(test)
        .references.every(
          ({ identifier, resolved }) =>
            !isInside(identifier, test) ||
            resolved === null ||
            resolved.defs.length === 0 ||
            this.isCaught(identifier, bindings),
        )
    );
  }
}
