import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type FunctionNode,
  callOf,
  enclosingFunction,
  isFunction,
  keyName,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { endOfValue } from "../../syntax/variable-assignments.js";
import { isExportedCode } from "../handlers/exported-code.js";
import { callersOf, ownCallersOf } from "../handlers/known-callers.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";

/** What the file does with the answer of a call. */
export interface ResultUse {
  /** The properties of the answer that the file reads. */
  readonly reads: ReadonlySet<string>;
  /** The nodes that read it: members, and the names in a pattern. */
  readonly readers: readonly TSESTree.Node[];
  /** It goes where the file does not show what becomes of it: to the caller of a handler, into another file. */
  readonly escapes: boolean;
  /** The exported functions that give it back as it is, where it goes nowhere else that the file does not show. */
  readonly givenBackBy: readonly FunctionNode[];
  /** Something waits for the answer. A promise that nobody awaits is another matter. */
  readonly isAwaited: boolean;
  /** It is written to the log as a whole. */
  readonly isLogged: boolean;
}

const COMBINATORS = /^(?:all|allSettled|race|any)$/;

/** `list`: the answer stands in an array or another literal, beside other things. */
type Carrier = "result" | "list";

/**
 * Follows the answer of a call (its promise, what is awaited, the variables and parameters that hold it) through the file.
 * Flow-insensitive: a read anywhere counts.
 *
 * @param callback the index of the answer among the parameters of a callback, for a call that gives it to one
 */
export function traceResult(
  call: TSESTree.CallExpression,
  lambda: LambdaModel,
  callback?: number,
): ResultUse {
  return new Trace(lambda).run(call, callback);
}

class Trace implements ResultUse {
  readonly reads = new Set<string>();
  readonly readers: TSESTree.Node[] = [];
  isAwaited = false;
  isLogged = false;
  private isLost = false;
  private readonly exported = new Set<FunctionNode>();
  private readonly seen = new Set<TSESTree.Node | Variable>();
  private readonly handlers: ReadonlySet<FunctionNode | undefined>;

  constructor(private readonly lambda: LambdaModel) {
    this.handlers = new Set(lambda.handlers.map(({ node }) => node));
  }

  get escapes(): boolean {
    return this.isLost || this.exported.size > 0;
  }

  get givenBackBy(): readonly FunctionNode[] {
    return this.isLost ? [] : [...this.exported];
  }

  run(call: TSESTree.CallExpression, callback: number | undefined): ResultUse {
    if (callback === undefined) this.follow(call, "result");
    else {
      const given = call.arguments.at(-1);
      this.giveTo(given, callback, "result");
    }
    return this;
  }

  /** The functions that an argument stands for take the answer as a parameter. */
  private giveTo(callback: TSESTree.Node | undefined, index: number, carrier: Carrier): void {
    this.isAwaited = true;
    if (callback === undefined) return;
    if (this.isLogFunction(callback)) {
      this.isLogged = true;
      return;
    }
    const functions = this.lambda.syntax.values.functionsOf(callback);
    if (functions.length === 0) this.isLost = true;
    for (const fn of functions) this.bindParameter(fn, index, carrier);
  }

  private bindParameter(fn: FunctionNode, index: number, carrier: Carrier): void {
    const parameter = fn.params[index];
    if (parameter === undefined) {
      const rest = fn.params.at(-1);
      if (rest?.type === "RestElement") this.isLost = true;
      return;
    }
    if (parameter.type === "TSParameterProperty" || parameter.type === "RestElement") this.isLost = true;
    else this.bind(parameter.type === "AssignmentPattern" ? parameter.left : parameter, carrier);
  }

  private follow(expression: TSESTree.Node, carrier: Carrier): void {
    const node = wrapped(expression);
    if (this.seen.has(node)) return;
    this.seen.add(node);
    const { parent } = node;
    switch (parent?.type) {
      case "ExpressionStatement":
      case "UnaryExpression":
      case "BinaryExpression":
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        return;
      case "AwaitExpression":
        this.isAwaited = true;
        this.follow(parent, carrier);
        return;
      case "SequenceExpression":
        if (parent.expressions.at(-1) === node) this.follow(parent, carrier);
        return;
      case "VariableDeclarator":
        this.bind(parent.id, carrier);
        return;
      case "AssignmentExpression":
        this.bind(parent.left, carrier);
        this.follow(parent, carrier);
        return;
      case "MemberExpression":
        if (parent.object === node) this.followMember(parent, carrier);
        else this.isLost = true;
        return;
      case "CallExpression":
        this.followArgument(parent, node, carrier);
        return;
      case "ArrowFunctionExpression":
        this.followReturn(parent, carrier);
        return;
      case "ReturnStatement":
        this.followReturn(enclosingFunction(parent), carrier);
        return;
      case "ConditionalExpression":
        if (parent.test !== node) this.follow(parent, carrier);
        return;
      case "LogicalExpression":
        this.follow(parent, carrier);
        return;
      case "ArrayExpression":
        this.followElement(parent, parent.elements.indexOf(node as TSESTree.Expression), carrier);
        return;
      case "TemplateLiteral":
      case "SpreadElement":
        this.follow(parent, "list");
        return;
      case "Property":
        this.follow(parent.parent, "list");
        return;
      case "ObjectExpression":
        this.follow(parent, "list");
        return;
      case "ForOfStatement":
        if (parent.right === node && carrier === "list") {
          this.isAwaited ||= parent.await;
          this.bind(
            parent.left.type === "VariableDeclaration" ? parent.left.declarations[0].id : parent.left,
            "result",
          );
        } else this.isLost = true;
        return;
      default:
        this.isLost = true;
    }
  }

  private bind(pattern: TSESTree.Node, carrier: Carrier): void {
    switch (pattern.type) {
      case "Identifier": {
        const variable = this.lambda.syntax.facts.variableOf(pattern);
        if (variable === undefined || this.lambda.outlivesInvocation(variable)) this.isLost = true;
        else this.followVariable(variable, pattern, carrier);
        return;
      }
      case "ObjectPattern":
        if (carrier === "list") {
          this.isLost = true;
          return;
        }
        for (const property of pattern.properties) {
          const name = property.type === "Property" ? keyName(property) : undefined;
          if (name === undefined) this.isLost = true;
          else this.read(name, property);
        }
        return;
      default:
        this.isLost = true;
    }
  }

  private followVariable(variable: Variable, bound: TSESTree.Node, carrier: Carrier): void {
    if (this.seen.has(variable)) return;
    this.seen.add(variable);
    const end = endOfValue(variable, bound);
    for (const { identifier, init } of variable.references) {
      const { parent } = identifier;
      const isTarget = parent.type === "AssignmentExpression" && parent.left === identifier;
      if (init !== true && !isTarget && identifier.range[0] < end) this.follow(identifier, carrier);
    }
  }

  private read(name: string, reader: TSESTree.Node): void {
    this.reads.add(name);
    this.readers.push(reader);
  }

  private followMember(member: TSESTree.MemberExpression, carrier: Carrier): void {
    const name = memberName(member);
    const call = callOf(member);
    if (call?.type === "CallExpression") {
      if (name === "then") {
        const [fulfilled] = call.arguments;
        if (fulfilled === undefined) this.follow(call, carrier);
        else this.giveTo(fulfilled, 0, carrier);
        return;
      }
      if (name === "catch" || name === "finally" || name === "promise") {
        this.follow(call, carrier);
        return;
      }
      // What else goes into the list is no answer of this call.
      if (carrier === "list" && (name === "push" || name === "add")) return;
      if (carrier === "list" && (name === "join" || name === "toString")) {
        this.follow(call, carrier);
        return;
      }
    }
    if (carrier === "list") {
      if (name !== "length") this.isLost = true;
    } else if (name === undefined) this.isLost = true;
    else this.read(name, member);
  }

  /** An element of `Promise.all([a, b])` is known by its place. */
  private followElement(array: TSESTree.ArrayExpression, index: number, carrier: Carrier): void {
    const call = wrapped(array).parent;
    const combinator = call?.type === "CallExpression" && this.isCombinator(call) ? call : undefined;
    if (combinator === undefined || carrier === "list") {
      this.follow(array, "list");
      return;
    }
    const target = this.listOf(combinator);
    if (target === undefined) {
      this.follow(array, "list");
      return;
    }
    this.isAwaited = true;
    const callee = unwrap(combinator.callee);
    if (callee.type === "MemberExpression" && memberName(callee) !== "all") this.isLost = true;
    else this.bindElement(target, index);
  }

  /** What takes the list of answers: `answers` of `const answers = await Promise.all(…)` and of `Promise.all(…).then((answers) => …)`. */
  private listOf(combinator: TSESTree.CallExpression): TSESTree.Node | undefined {
    const { parent } = wrapped(combinator);
    if (parent?.type === "AwaitExpression") {
      const declarator = wrapped(parent).parent;
      return declarator?.type === "VariableDeclarator" ? declarator.id : undefined;
    }
    const call =
      parent?.type === "MemberExpression" && memberName(parent) === "then" ? callOf(parent) : undefined;
    const [fulfilled] = call?.arguments ?? [];
    const [fn, ...others] = fulfilled ? this.lambda.syntax.values.functionsOf(fulfilled) : [];
    return others.length > 0 ? undefined : fn?.params[0];
  }

  /** The element of the list at the place, by a pattern or by its index. */
  private bindElement(list: TSESTree.Node, index: number): void {
    if (list.type === "ArrayPattern") {
      const element = list.elements[index];
      if (list.elements.some((other) => other?.type === "RestElement")) this.isLost = true;
      else if (element) this.bind(element.type === "AssignmentPattern" ? element.left : element, "result");
      return;
    }
    const variable = this.lambda.syntax.facts.variableOf(list);
    if (list.type !== "Identifier" || variable === undefined || this.lambda.outlivesInvocation(variable)) {
      this.isLost = true;
      return;
    }
    for (const { identifier, init } of variable.references) {
      if (init === true) continue;
      const { parent } = wrapped(identifier);
      const name = parent?.type === "MemberExpression" ? memberName(parent) : undefined;
      if (name === String(index)) this.follow(parent as TSESTree.Node, "result");
      else if (parent?.type === "VariableDeclarator" && parent.id.type === "ArrayPattern")
        this.bindElement(parent.id, index);
      else if (parent?.type === "CallExpression" && this.isLogFunction(parent.callee)) this.isLogged = true;
      else if (name === undefined || !/^(?:\d+|length)$/.test(name)) this.isLost = true;
    }
  }

  private isCombinator({ callee }: CallNode): boolean {
    const member = unwrap(callee);
    return (
      member.type === "MemberExpression" &&
      this.lambda.syntax.facts.isGlobal(unwrap(member.object), "Promise") &&
      COMBINATORS.test(memberName(member) ?? "")
    );
  }

  private followArgument(call: TSESTree.CallExpression, node: TSESTree.Node, carrier: Carrier): void {
    const callee = unwrap(call.callee);
    const { facts, values } = this.lambda.syntax;
    if (this.isCombinator(call)) {
      this.isAwaited = true;
      this.follow(call, "list");
      return;
    }
    if (this.isLogFunction(callee)) {
      this.isLogged = true;
      return;
    }
    if (callee.type === "MemberExpression") {
      const object = unwrap(callee.object);
      const name = memberName(callee);
      if (facts.isGlobal(object, "JSON") && name === "stringify") {
        this.follow(call, "list");
        return;
      }
      const list = facts.variableOf(object);
      if (name === "push" && list !== undefined && !this.lambda.outlivesInvocation(list)) {
        this.followVariable(list, object, "list");
        return;
      }
    }
    const functions = values.functionsOf(callee);
    const index = call.arguments.indexOf(node as TSESTree.Expression);
    if (functions.length === 0 || index === -1) this.isLost = true;
    for (const fn of functions) this.bindParameter(fn, index, carrier);
  }

  private isLogFunction(callee: TSESTree.Node): boolean {
    return logCallsOf(this.lambda.syntax).isLogMethod(callee);
  }

  private followReturn(fn: FunctionNode | undefined, carrier: Carrier): void {
    if (fn === undefined || this.handlers.has(fn) || fn.generator) {
      this.isLost = true;
      return;
    }
    const whole = wrapped(fn);
    const call = whole.parent;
    if (
      call?.type === "CallExpression" &&
      isFunction(fn) &&
      call.arguments.includes(whole as TSESTree.Expression)
    ) {
      const callee = unwrap(call.callee);
      const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
      if (name === "map" || name === "flatMap") this.follow(call, "list");
      else if (name === "then" || name === "catch") this.follow(call, carrier);
      else if (name !== "forEach" && name !== "finally") this.isLost = true;
      return;
    }
    const { syntax } = this.lambda;
    const callers = callersOf(fn, syntax) ?? this.callersBesideOthers(fn, carrier);
    if (callers === undefined) this.isLost = true;
    for (const caller of callers ?? []) this.follow(caller, carrier);
  }

  /** The calls in the file of a function that other files call too. */
  private callersBesideOthers(fn: FunctionNode, carrier: Carrier): readonly CallNode[] | undefined {
    const { syntax } = this.lambda;
    if (carrier === "list" || !isExportedCode(fn, syntax)) return undefined;
    const callers = ownCallersOf(fn, syntax);
    if (callers !== undefined) this.exported.add(fn);
    return callers;
  }
}
