import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

type Visit = (node: TSESTree.Node) => void;

/** Visits every node in source order. ESLint has them in a list; other hosts may not. */
export function walk(sourceCode: Readonly<TSESLint.SourceCode>, visit: Visit): void {
  const { traverse } = sourceCode as { traverse?: () => Iterable<TraversalStep> };
  if (traverse === undefined) walkTree(sourceCode, visit);
  else walkSteps(traverse.call(sourceCode), visit);
}

/** What ESLint's `SourceCode.traverse()` lists: a node that is entered (phase 1) or left (phase 2), or a code path event. */
interface TraversalStep {
  readonly kind: number;
  readonly phase?: number;
  readonly target: unknown;
}

const VISIT_NODE = 1;
const ENTER = 1;

function walkSteps(steps: Iterable<TraversalStep>, visit: Visit): void {
  for (const step of steps)
    if (step.kind === VISIT_NODE && step.phase === ENTER) visit(step.target as TSESTree.Node);
}

/** No recursion, so that depth is no limit. */
function walkTree(sourceCode: Readonly<TSESLint.SourceCode>, visit: Visit): void {
  const nodes: TSESTree.Node[] = [sourceCode.ast];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    visit(node);
    const keys = sourceCode.visitorKeys[node.type] ?? [];
    for (const key of keys.toReversed()) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const item of Array.isArray(child) ? child.toReversed() : [child])
        if (isNode(item)) nodes.push(item);
    }
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}
