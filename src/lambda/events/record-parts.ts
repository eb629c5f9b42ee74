import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, keyName, memberName, unwrap } from "../../syntax/ast.js";
import type { LambdaModel } from "../model.js";

/** Deeper than any path that people write. */
const MAX_STEPS = 12;

/**
 * Whether an expression is a part of a record of the event: `record.s3.bucket.name`, or `bucket.name` of
 * `const { bucket } = record.s3`, of `for (const { s3: { bucket } } of event.Records)` and the like.
 *
 * @param path of the part, from the record
 */
export function isPartOfRecord(node: TSESTree.Node, path: readonly string[], lambda: LambdaModel): boolean {
  return recordPathOf(node, lambda, 0)?.join(".") === path.join(".");
}

/** The names that lead from a record to the expression; undefined for what is no part of one. */
function recordPathOf(
  written: TSESTree.Node,
  lambda: LambdaModel,
  steps: number,
): readonly string[] | undefined {
  const node = unwrap(written);
  if (steps > MAX_STEPS) return undefined;
  if (lambda.isRecord(node)) return [];
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const base = name === undefined ? undefined : recordPathOf(node.object, lambda, steps + 1);
    return base && name !== undefined ? [...base, name] : undefined;
  }
  const variable = node.type === "Identifier" ? lambda.syntax.facts.variableOf(node) : undefined;
  const [definition, ...others] = variable?.defs ?? [];
  const isReassigned = variable?.references.some(
    (reference) => reference.isWrite() && reference.init !== true,
  );
  if (definition === undefined || others.length > 0 || isReassigned === true) return undefined;
  const holder = definition.node;
  if (holder.type === "VariableDeclarator") {
    const names = patternPathOf(definition.name, holder.id);
    const base = names && baseOf(holder, lambda, steps);
    return base && [...base, ...names];
  }
  if (!isFunction(holder)) return undefined;
  const [parameter] = holder.params;
  const names = parameter && patternPathOf(definition.name, parameter);
  return names !== undefined && takesRecords(holder, lambda) ? names : undefined;
}

/** What a declaration takes apart: its value, or the item of a loop over the records. */
function baseOf(
  { init, parent }: TSESTree.VariableDeclarator,
  lambda: LambdaModel,
  steps: number,
): readonly string[] | undefined {
  if (init !== null) return recordPathOf(init, lambda, steps + 1);
  const loop = parent.parent;
  return loop.type === "ForOfStatement" && loop.left === parent && lambda.isRecords(loop.right)
    ? []
    : undefined;
}

/** `event.Records.map(({ s3 }) => …)` */
function takesRecords(
  fn: Parameters<LambdaModel["syntax"]["graph"]["callbackUsesOf"]>[0],
  lambda: LambdaModel,
): boolean {
  return lambda.syntax.graph.callbackUsesOf(fn).some(({ call }) => {
    const callee = unwrap(call.callee);
    return callee.type === "MemberExpression" && lambda.isRecords(callee.object);
  });
}

/** The names by which a pattern takes a variable out of a value; none where the variable is the value itself. */
function patternPathOf(name: TSESTree.Node, root: TSESTree.Node): readonly string[] | undefined {
  const names: string[] = [];
  for (let current = name; current !== root;) {
    // Above the program there is nothing: the root is another parameter.
    if (!current.parent) return undefined;
    const { parent } = current;
    if (parent.type === "ArrayPattern" || parent.type === "RestElement") return undefined;
    if (parent.type === "Property") {
      const key = keyName(parent);
      if (key === undefined) return undefined;
      names.unshift(key);
    }
    current = parent;
  }
  return names;
}
