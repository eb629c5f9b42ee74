import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { isEnvironment } from "../../syntax/environment.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Bindings, TracedObject, TracedValue } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { isObjectAssign } from "../../syntax/variable-assignments.js";
import type { SentArgument } from "../elsewhere.js";

/** How a value goes out: as its stack, as JSON with whatever is in it, or as text. */
export type SentAs = SentArgument["as"];

/** What a search looks for, and what it tells of it. */
export interface SentSearch {
  /** True for a value that is looked for, as it stands. */
  isSource(expression: TSESTree.Node, bindings: Bindings): boolean;
  found(node: TSESTree.Node, as: SentAs, bindings: Bindings): void;
  /** What a function of another file puts of its arguments into the answer that it returns. */
  sentBy(call: TSESTree.CallExpression): readonly SentArgument[];
}

const MAX_DEPTH = 12;
/** What every error has, so that something without it is none. */
const EVERY_ERROR_HAS = new Set(["message", "name", "stack"]);

/** Looks in what goes out for some values: in literals, JSON and text, but not under conditions on anything else. */
export class SentParts {
  constructor(
    private readonly syntax: Syntax,
    private readonly search: SentSearch,
  ) {}

  /** In the body of an answer to an HTTP request, or in what a function of another file makes one of. */
  collectAnswer(answer: TracedValue, object: TracedObject | undefined): void {
    for (const value of object?.properties.get("body")?.values ?? []) this.collect(value, false);
    const { node, bindings } = answer;
    if (node.type !== "CallExpression") return;
    for (const sent of this.search.sentBy(node))
      if (sent.response === undefined) this.collectArgument(node, sent, bindings);
  }

  /** In what a function of another file sends of an argument that it is given. */
  collectArgument(
    call: TSESTree.CallExpression,
    { argument, path, as }: SentArgument,
    bindings: Bindings = new Map(),
  ): void {
    const given = call.arguments[argument];
    if (given === undefined || given.type === "SpreadElement") return;
    for (const part of this.partsAt(given, path, bindings)) this.collectAs(part, as);
  }

  /** In what a call sends. */
  collectSent(
    node: TSESTree.Node,
    inJson: boolean,
    isAnswered = false,
    bindings: Bindings = new Map(),
  ): void {
    if (this.isConditional(node, bindings)) return;
    for (const value of getValueTracer(this.syntax).trace(node, bindings))
      this.collect(value, inJson, isAnswered);
  }

  /** `isAnswered`: unless it is itself an error, which a framework makes a message of. */
  collect({ node, bindings }: TracedValue, inJson: boolean, isAnswered = false, depth = 0): void {
    if (depth > MAX_DEPTH || this.isConditional(node, bindings)) return;
    const into = (part: TSESTree.Node, json = inJson): void => {
      // A parameter is traced to where the function is called: what the function asks about it is asked here.
      for (const branch of branchesOf(part)) {
        if (this.isConditional(branch, bindings) || this.isRemainder(branch, bindings)) continue;
        for (const value of getValueTracer(this.syntax).trace(branch, bindings))
          this.collect(value, json, false, depth + 1);
      }
    };
    switch (node.type) {
      case "Identifier":
      case "MemberExpression":
        if (node.type === "MemberExpression" && memberName(node) === "stack")
          this.collectSource(node.object, "stack", bindings, node);
        else if (!isAnswered) this.collectSource(node, inJson ? "json" : "text", bindings);
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
        if (isObjectAssign(node, this.syntax.facts))
          for (const source of node.arguments) if (source.type !== "SpreadElement") into(source);
        return;
      }
      default:
    }
  }

  private collectAs(part: TracedValue, as: SentAs): void {
    const { node, bindings } = part;
    if (as !== "stack") this.collect(part, as === "json");
    else if (!this.isConditional(node, bindings)) this.collectSource(node, as, bindings);
  }

  private collectSource(value: TSESTree.Node, as: SentAs, bindings: Bindings, node = value): void {
    if (this.search.isSource(value, bindings) && !this.isRemainder(node, bindings))
      this.search.found(node, as, bindings);
  }

  /**
   * What is left where it is no error, or has no message: `error instanceof Error ? error.message : error`,
   * `error.message || error`, `typeof error === "string" ? error : error.message`.
   */
  private isRemainder(node: TSESTree.Node, bindings: Bindings): boolean {
    const { parent } = node;
    if (!parent || isFunction(node) || node.type === "CatchClause") return false;
    const isOfTest = parent.type === "ConditionalExpression" || parent.type === "IfStatement";
    const isLeft =
      (isOfTest && node === parent.alternate && this.saysError(parent.test, bindings)) ||
      (isOfTest && node === parent.consequent && this.saysText(parent.test, bindings)) ||
      (parent.type === "LogicalExpression" &&
        parent.operator !== "&&" &&
        node === parent.right &&
        this.saysError(parent.left, bindings));
    return isLeft || this.isRemainder(parent, bindings);
  }

  /**
   * `error instanceof Error`, `"message" in error`, `error.message`, and either with more beside it. Other properties say
   * nothing of the kind: without `error.response` it is as much an error.
   */
  private saysError(test: TSESTree.Node, bindings: Bindings): boolean {
    const node = unwrap(test);
    switch (node.type) {
      case "MemberExpression":
        return EVERY_ERROR_HAS.has(memberName(node) ?? "") && this.search.isSource(node.object, bindings);
      case "LogicalExpression":
        return this.saysError(node.left, bindings) || this.saysError(node.right, bindings);
      case "BinaryExpression":
        if (node.operator === "in") return this.search.isSource(node.right, bindings);
        return (
          node.operator === "instanceof" &&
          this.syntax.facts.isGlobal(unwrap(node.right), "Error") &&
          this.search.isSource(node.left, bindings)
        );
      default:
        return false;
    }
  }

  /** `typeof error === "string"` */
  private saysText(test: TSESTree.Node, bindings: Bindings): boolean {
    const node = unwrap(test);
    if (node.type !== "BinaryExpression" || !/^===?$/.test(node.operator)) return false;
    const { left, right } = node;
    return (
      left.type === "UnaryExpression" &&
      left.operator === "typeof" &&
      right.type === "Literal" &&
      right.value === "string" &&
      this.search.isSource(left.argument, bindings)
    );
  }

  /** The properties on the way from an argument to what counts of it, where objects are written as such. */
  private partsAt(given: TSESTree.Node, path: readonly string[], bindings: Bindings): readonly TracedValue[] {
    const tracer = getValueTracer(this.syntax);
    return path.reduce<readonly TracedValue[]>(
      (values, name) =>
        values.flatMap((value) => tracer.readObject(value)?.properties.get(name)?.values ?? []),
      tracer.trace(given, bindings),
    );
  }

  private isStringify({ callee, arguments: [, replacer] }: TSESTree.CallExpression): boolean {
    const method = unwrap(callee);
    if (method.type !== "MemberExpression" || memberName(method) !== "stringify") return false;
    // A function picks what goes out; a list of names does too.
    const isPick = replacer !== undefined && (isFunction(replacer) || replacer.type === "ArrayExpression");
    return !isPick && this.syntax.facts.isGlobal(unwrap(method.object), "JSON");
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
    const isGuarded =
      test !== undefined &&
      test !== node &&
      !this.isAboutSource(test, bindings) &&
      !this.isOfOtherClass(node, bindings);
    return isGuarded || this.isConditional(parent, bindings);
  }

  /** `else` of `if (error instanceof ProblemDetails)`: what comes there is whatever else has failed. */
  private isOfOtherClass(node: TSESTree.Node, bindings: Bindings): boolean {
    const { parent } = node;
    if (parent?.type !== "IfStatement" && parent?.type !== "ConditionalExpression") return false;
    const test = unwrap(parent.test);
    return (
      node === parent.alternate &&
      test.type === "BinaryExpression" &&
      test.operator === "instanceof" &&
      this.search.isSource(test.left, bindings)
    );
  }

  /** A test that looks at what is looked for alone: what else it names are globals, such as `Error`. */
  private isAboutSource(test: TSESTree.Node, bindings: Bindings): boolean {
    const { facts } = this.syntax;
    const asksEnvironment = facts.members.some(
      (member) => isInside(member, test) && isEnvironment(member.object, this.syntax),
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
            this.search.isSource(identifier, bindings),
        )
    );
  }
}

/** The values that an expression chooses from: `a`, `b` and `c` of `a || (test ? b : c)`. */
function branchesOf(expression: TSESTree.Node): readonly TSESTree.Node[] {
  const node = unwrap(expression);
  switch (node.type) {
    case "LogicalExpression":
      return [...branchesOf(node.left), ...branchesOf(node.right)];
    case "ConditionalExpression":
      return [...branchesOf(node.consequent), ...branchesOf(node.alternate)];
    default:
      return [node];
  }
}
