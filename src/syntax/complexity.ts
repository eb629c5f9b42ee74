import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

/**
 * Cyclomatic complexity of a piece of code, functions inside it included: one, and one more for each place at which it can
 * go one of two ways, counted as ESLint's own `complexity` does.
 */
export function complexityOf(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): number {
  let complexity = 1;
  const nodes: TSESTree.Node[] = [node];
  for (let current = nodes.pop(); current !== undefined; current = nodes.pop()) {
    if (isBranch(current)) complexity++;
    for (const key of sourceCode.visitorKeys[current.type] ?? []) {
      const child = (current as unknown as Record<string, unknown>)[key];
      for (const item of Array.isArray(child) ? child : [child])
        if (typeof item === "object" && item !== null && "type" in item) nodes.push(item as TSESTree.Node);
    }
  }
  return complexity;
}

function isBranch(node: TSESTree.Node): boolean {
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "LogicalExpression":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "AssignmentPattern":
    case "CatchClause":
      return true;
    case "SwitchCase":
      return node.test !== null;
    case "AssignmentExpression":
      return node.operator === "??=" || node.operator === "||=" || node.operator === "&&=";
    case "MemberExpression":
    case "CallExpression":
      return node.optional;
    default:
      return false;
  }
}
