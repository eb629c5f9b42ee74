import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { isEnvironment } from "../../syntax/environment.js";
import type { TracedObject, TracedProperty } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import { collectExports } from "../handlers/exports.js";
import type { LambdaModel } from "../model.js";

/** The CORS headers of one response, as the file writes them. */
export interface CorsHeaders {
  /** The first of them in the source. */
  readonly first: TSESTree.Node;
  /** What `Access-Control-Allow-Origin` is `*` in, where it is nothing else. */
  readonly wildcard: TSESTree.Node | undefined;
  /** The `*` that goes out where a setting is missing: `process.env.ORIGIN || "*"`. */
  readonly fallback: TSESTree.Node | undefined;
  /** Where the origin of the request is sent back as it came. */
  readonly reflection: TSESTree.Node | undefined;
  /** True when the browser may send cookies and other credentials along. */
  readonly allowsCredentials: boolean;
}

const PREFIX = "access-control-";

/** Undefined for a response without such headers, and where headers are not written in the file. */
export function corsHeadersOf(
  object: TracedObject | undefined,
  lambda: LambdaModel,
): CorsHeaders | undefined {
  const tracer = getValueTracer(lambda.syntax);
  const objects = ["headers", "multiValueHeaders"].flatMap((key) =>
    (object?.properties.get(key)?.values ?? []).flatMap((value) => tracer.readObject(value) ?? []),
  );
  return corsHeadersIn(objects, lambda);
}

/** Headers that a file has as constants for others: `export const headers = { … }`. */
export function exportedCorsHeadersOf(lambda: LambdaModel): readonly CorsHeaders[] {
  const tracer = getValueTracer(lambda.syntax);
  return collectExports(lambda.syntax.facts).flatMap(({ value }) => {
    const holder = value && wrapped(value).parent;
    const start = holder?.type === "VariableDeclarator" ? holder.id : value;
    if (start === undefined) return [];
    const objects = tracer.trace(start).flatMap((traced) => tracer.readObject(traced) ?? []);
    return corsHeadersIn(objects, lambda) ?? [];
  });
}

function corsHeadersIn(objects: readonly TracedObject[], lambda: LambdaModel): CorsHeaders | undefined {
  const headers = new Map<string, TracedProperty>();
  for (const { properties } of objects)
    for (const [name, property] of properties)
      if (name.toLowerCase().startsWith(PREFIX)) headers.set(name.toLowerCase(), property);
  const [first] = [...headers.values()].map(({ node }) => node).sort((a, b) => a.range[0] - b.range[0]);
  if (first === undefined) return undefined;
  const origins = headers.get(`${PREFIX}allow-origin`)?.values.map(({ node }) => onlyItem(node)) ?? [];
  const credentials = headers.get(`${PREFIX}allow-credentials`)?.values ?? [];
  const wildcard = origins.find(isWildcard);
  return {
    first,
    wildcard: origins.every(isWildcard) ? wildcard : undefined,
    fallback: origins.find((node) => isWildcard(node) && isFallbackOfEnvironment(node, lambda)),
    reflection: origins.find((node) => isRequestOrigin(node, lambda) && !isOriginChecked(lambda)),
    allowsCredentials:
      credentials.length > 0 &&
      credentials.every(({ node }) => {
        const item = onlyItem(node);
        return item.type === "Literal" && (item.value === true || item.value === "true");
      }),
  };
}

export function isWildcard(node: TSESTree.Node): boolean {
  return node.type === "Literal" && node.value === "*";
}

/**
 * True for the last operand of `process.env.ORIGIN || "*"`. After the origin of the request it says nothing to a browser,
 * which sends that with every request that CORS is about.
 */
export function isFallbackOfEnvironment(node: TSESTree.Node, lambda: LambdaModel): boolean {
  const { parent } = node;
  if (parent?.type !== "LogicalExpression" || parent.right !== node) return false;
  const left = unwrap(parent.left);
  return left.type === "MemberExpression" && isEnvironment(left.object, lambda.syntax);
}

/** `["*"]` of a multi-value header. */
function onlyItem(node: TSESTree.Node): TSESTree.Node {
  if (node.type !== "ArrayExpression" || node.elements.length !== 1) return node;
  return node.elements[0] ?? node;
}

/** `event.headers.origin` */
function isRequestOrigin(node: TSESTree.Node, lambda: LambdaModel): boolean {
  if (node.type !== "MemberExpression" || memberName(node)?.toLowerCase() !== "origin") return false;
  const holder = unwrap(node.object);
  return (
    holder.type === "MemberExpression" &&
    memberName(holder) === "headers" &&
    lambda.isWholeEvent(holder.object)
  );
}

/** True when code looks at the origin: compares it, or calls something with it or on it. */
function isOriginChecked(lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  const reads: TSESTree.Node[] = facts.members.filter((member) => isRequestOrigin(member, lambda));
  const names = reads.flatMap((read) => {
    let node: TSESTree.Node | undefined = read.parent;
    while (node?.type === "LogicalExpression" || node?.type === "ChainExpression") node = node.parent;
    const variable = node?.type === "VariableDeclarator" ? facts.variableOf(node.id) : undefined;
    return variable?.references.flatMap(({ identifier, init }) => (init === true ? [] : [identifier])) ?? [];
  });
  const origins = [...reads, ...names];
  return origins.some((node) => {
    let parent: TSESTree.Node | undefined = node.parent;
    let child: TSESTree.Node = node;
    while (parent?.type === "ChainExpression" || parent?.type === "TSNonNullExpression") {
      child = parent;
      ({ parent } = parent);
    }
    switch (parent?.type) {
      case "BinaryExpression":
      case "SwitchStatement":
        return true;
      // `origin ? origin : "*"` asks whether there is one, which every site has
      case "ConditionalExpression":
        return !origins.includes(unwrap(parent.test));
      case "MemberExpression":
        return parent.object === child || parent.computed;
      case "CallExpression":
        return parent.arguments.includes(child as TSESTree.Expression) && !isLog(parent);
      default:
        return false;
    }
  });
}

function isLog({ callee }: TSESTree.CallExpression): boolean {
  return (
    callee.type === "MemberExpression" && /^(?:log|info|debug|warn|error)$/.test(memberName(callee) ?? "")
  );
}
