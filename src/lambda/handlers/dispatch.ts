import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { readStatic } from "../../syntax/static-value.js";

/** A statement that goes one way for each of some values. */
export interface Dispatch {
  readonly node: TSESTree.SwitchStatement | TSESTree.IfStatement;
  /** What is compared. */
  readonly subject: TSESTree.Node;
  /** The values that it is compared with: text and numbers. */
  readonly values: ReadonlySet<string | number>;
  /** True when the compiler checks that no value is missing, which a map could not do as well. */
  readonly isExhaustive: boolean;
}

/** Undefined for a `switch (true)`, and for one that compares with anything but constants. */
export function dispatchOfSwitch(node: TSESTree.SwitchStatement, facts: SyntaxFacts): Dispatch | undefined {
  const tests = node.cases.flatMap(({ test }) => (test === null ? [] : [constantOf(test, facts)]));
  if (tests.includes(undefined)) return undefined;
  const fallback = node.cases.find(({ test }) => test === null);
  const text = fallback === undefined ? "" : facts.sourceCode.getText(fallback);
  return {
    node,
    subject: unwrap(node.discriminant),
    values: new Set(tests.flatMap((value) => value ?? [])),
    isExhaustive: /\bnever\b|\bassertNever\b|\bassertUnreachable\b/.test(text),
  };
}

/** `if (x === "a") … else if (x === "b") …`; undefined for an `else if` itself, and where another test stands between. */
export function dispatchOfIf(node: TSESTree.IfStatement, facts: SyntaxFacts): Dispatch | undefined {
  if (node.parent.type === "IfStatement" && node.parent.alternate === node) return undefined;
  const values = new Set<string | number>();
  let subject: TSESTree.Node | undefined;
  for (
    let current: TSESTree.Statement | null = node;
    current?.type === "IfStatement";
    current = current.alternate
  ) {
    const comparison = comparisonOf(current.test, facts);
    if (comparison === undefined) return undefined;
    subject ??= comparison.subject;
    if (facts.sourceCode.getText(comparison.subject) !== facts.sourceCode.getText(subject)) return undefined;
    for (const value of comparison.values) values.add(value);
  }
  return subject && { node, subject, values, isExhaustive: false };
}

/** `x === "a"`, `x === "a" || x === "b"` */
function comparisonOf(
  test: TSESTree.Expression,
  facts: SyntaxFacts,
): { readonly subject: TSESTree.Node; readonly values: readonly (string | number)[] } | undefined {
  const node = unwrap(test);
  if (node.type === "LogicalExpression" && node.operator === "||") {
    const [left, right] = [comparisonOf(node.left, facts), comparisonOf(node.right, facts)];
    if (left === undefined || right === undefined) return undefined;
    const isSame = facts.sourceCode.getText(left.subject) === facts.sourceCode.getText(right.subject);
    return isSame ? { subject: left.subject, values: [...left.values, ...right.values] } : undefined;
  }
  if (node.type !== "BinaryExpression" || !/^===?$/.test(node.operator)) return undefined;
  const [left, right] = [constantOf(node.left, facts), constantOf(node.right, facts)];
  if (right !== undefined && left === undefined) return { subject: unwrap(node.left), values: [right] };
  return left !== undefined && right === undefined
    ? { subject: unwrap(node.right), values: [left] }
    : undefined;
}

function constantOf(node: TSESTree.Node, facts: SyntaxFacts): string | number | undefined {
  if (isFunction(node)) return undefined;
  const value = readStatic(facts, node);
  if (value.k !== "known") return undefined;
  return typeof value.value === "string" || typeof value.value === "number" ? value.value : undefined;
}
