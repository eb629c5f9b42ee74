import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, isFunction, unitOf, unwrap } from "../../syntax/ast.js";
import { parameterPathsOf } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";

/** How many variables the answer is put together through. */
const MAX_VARIABLES = 3;

/**
 * True where a function makes its answer of what the call gives: `body = await fn(event); return { statusCode: 200, body }`.
 * That of a batch is another matter: what the call gives is not what Lambda reads there.
 */
export function isPartOfAnswer(call: CallNode, syntax: Syntax): boolean {
  const unit = unitOf(call);
  if (!isFunction(unit) || syntax.facts.words.has("batchItemFailures")) return false;
  return isPartOf(call, new Set(syntax.facts.returnsOf(unit)), syntax, MAX_VARIABLES);
}

function isPartOf(
  node: TSESTree.Node,
  returned: ReadonlySet<TSESTree.Node>,
  syntax: Syntax,
  left: number,
): boolean {
  const place = placeOf(node, returned, syntax);
  if (place === "returned" || place === undefined || left === 0) return place === "returned";
  const references = syntax.facts.variableOf(place)?.references ?? [];
  return references.some(
    ({ identifier }) => identifier !== node && isPartOf(identifier, returned, syntax, left - 1),
  );
}

/**
 * Where a value goes: into what is returned, or into a name, by itself, among other things, or as a property
 * (`response.body = await fn(event)`). Undefined for what another function that the wrapper was given gets: `fn(parse(event))`.
 */
function placeOf(
  node: TSESTree.Node,
  returned: ReadonlySet<TSESTree.Node>,
  syntax: Syntax,
): "returned" | TSESTree.Node | undefined {
  for (let current = node; ;) {
    if (returned.has(current)) return "returned";
    const { parent } = current;
    if (parent === undefined || isFunction(parent)) return undefined;
    switch (parent.type) {
      case "VariableDeclarator":
        return parent.init === current ? parent.id : undefined;
      case "AssignmentExpression":
        return parent.right === current ? nameIn(parent.left) : undefined;
      case "CallExpression":
        if (parent.callee !== current && parameterPathsOf(parent.callee, syntax).length > 0) return undefined;
    }
    current = parent;
  }
}

/** `response` of `response.body` */
function nameIn(target: TSESTree.Node): TSESTree.Node {
  const node = unwrap(target);
  return node.type === "MemberExpression" ? nameIn(node.object) : node;
}
