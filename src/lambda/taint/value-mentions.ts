import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, memberName, unwrap, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { ANY, DEEP, type ValuePath } from "./value-path.js";

/** A part of a variable's value. */
export interface CheckedValue {
  readonly variable: Variable;
  readonly path: ValuePath;
}

/** How the value that a check looks at stands to the value in question: the same, what holds it, or a part of it. */
export type Relation = "same" | "whole" | "part";

/** A place that reads the variable, and how what it reads stands to the value in question. */
interface Mention {
  readonly node: TSESTree.Node;
  readonly relation: Relation;
}

/** Where the code reads a value. Reads of other properties of its variable are left out. */
export class ValueMentions {
  private readonly mentions: readonly Mention[];
  #answers: readonly TSESTree.Node[] | undefined;

  constructor(
    readonly target: CheckedValue,
    private readonly syntax: Syntax,
  ) {
    this.mentions = target.variable.references.flatMap((reference) => {
      if (!reference.isRead()) return [];
      const { identifier } = reference;
      const relation = relate(pathAround(identifier), target.path);
      return relation === undefined ? [] : [{ node: identifier, relation }];
    });
  }

  /** True when the code reads the value nowhere but in the expression. */
  areAllIn(expression: TSESTree.Node): boolean {
    return this.mentions.every(({ node }) => isInside(node, expression));
  }

  /** How what the expression reads of the variable stands to the target. */
  relationsIn(expression: TSESTree.Node): Relation[] {
    return this.mentions.filter(({ node }) => isInside(node, expression)).map(({ relation }) => relation);
  }

  /** True for code that reads the value, or what a call or a comparison has made of it. */
  isReadIn(node: TSESTree.Node): boolean {
    return (
      this.mentions.some((mention) => isInside(mention.node, node)) ||
      this.answers.some((answer) => isInside(answer, node))
    );
  }

  /** The value as a function of the file gets it from a call, by the name of its parameter. */
  targetIn(fn: FunctionNode, call: TSESTree.CallExpression): CheckedValue | undefined {
    for (const [index, argument] of call.arguments.entries()) {
      const read = this.readAt(argument);
      const parameter = fn.params[index];
      if (read === undefined || parameter?.type !== "Identifier") continue;
      const variable = this.syntax.facts.variableOf(parameter);
      const path = restOf(this.target.path, read);
      if (variable !== undefined && path !== undefined) return { variable, path };
    }
    return undefined;
  }

  /** The path of the target's variable that the expression reads, if it is nothing else. */
  private readAt(expression: TSESTree.Node): ValuePath | undefined {
    const node = unwrap(expression);
    const path: string[] = [];
    let root: TSESTree.Node = node;
    while (root.type === "MemberExpression") {
      path.unshift(memberName(root) ?? ANY);
      root = unwrap(root.object);
    }
    return this.mentions.some((mention) => mention.node === root) ? path : undefined;
  }

  /** The reads of variables that hold what a call or a comparison has made of the value, `result.success`, and of verdicts. */
  private get answers(): readonly TSESTree.Node[] {
    return (this.#answers ??= [
      ...this.mentions.flatMap(({ node }) => {
        const declarator = declaratorAround(node);
        return declarator === undefined ? [] : this.syntax.facts.sourceCode.getDeclaredVariables(declarator);
      }),
      ...this.verdicts,
    ].flatMap(({ references }) => references.map(({ identifier }) => identifier)));
  }

  /** True for a variable that says, beside the value, what a check thinks of it: `const { errors, order } = parse(event)`. */
  isVerdict(variable: Variable): boolean {
    return this.verdicts.includes(variable);
  }

  private get verdicts(): readonly Variable[] {
    const { variable } = this.target;
    const node = variable.defs[0]?.node;
    if (node?.type !== "VariableDeclarator" || node.id.type === "Identifier" || node.init === null) return [];
    return this.syntax.facts.sourceCode
      .getDeclaredVariables(node)
      .filter((other) => other !== variable && VERDICT.test(other.name));
  }
}

const VERDICT =
  /^err|Err|[Ii]nvalid|[Ii]ssues|[Mm]issing|[Pp]roblem|^(?:ok|success|valid|is(?:Ok|Success|Valid))$/;

/** The declaration whose value the node is a part of. */
function declaratorAround(node: TSESTree.Node): TSESTree.VariableDeclarator | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (current.type === "VariableDeclarator") return current;
    // `const missing = required.filter((name) => !body[name])`
    const isCallback =
      current.type === "ArrowFunctionExpression" &&
      current.parent.type === "CallExpression" &&
      current.expression;
    if ((isFunction(current) && !isCallback) || current.type.endsWith("Statement")) return undefined;
  }
  return undefined;
}

/** The properties that are read of the identifier: `[a, b]` of `x.a.b.trim()`. */
function pathAround(identifier: TSESTree.Node): ValuePath {
  const path: string[] = [];
  let node = wrapped(identifier);
  for (
    let parent = node.parent;
    parent?.type === "MemberExpression" && parent.object === node;
    parent = node.parent
  ) {
    const isCalled = parent.parent.type === "CallExpression" && parent.parent.callee === parent;
    const name = memberName(parent);
    if (isCalled || name === "length") break;
    path.push(name ?? ANY);
    node = wrapped(parent);
  }
  return path;
}

function relate(mention: ValuePath, target: ValuePath): Relation | undefined {
  const path = target.at(-1) === DEEP ? target.slice(0, -1) : target;
  const common = Math.min(mention.length, path.length);
  for (let index = 0; index < common; index++) {
    const [one, other] = [mention[index], path[index]];
    if (one !== other && one !== ANY && other !== ANY) return undefined;
  }
  if (mention.length === path.length) return "same";
  return mention.length < path.length ? "whole" : "part";
}

/** What of the path is left below the part that is read, if it lies there. */
function restOf(path: ValuePath, read: ValuePath): ValuePath | undefined {
  const relation = relate(read, path);
  if (relation === undefined) return undefined;
  return relation === "part" ? [] : path.slice(read.length);
}
