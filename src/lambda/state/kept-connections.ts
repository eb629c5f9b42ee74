import type { TSESTree } from "@typescript-eslint/utils";
import { fatalErrorFacts, poolSizeFacts } from "../../knowledge/connection-errors.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { memberName, unwrap, wrapped } from "../../syntax/ast.js";
import { readStatic, readStaticString } from "../../syntax/static-value.js";
import { matchesFact } from "../bindings/fact-match.js";
import type { ClientCreation, LambdaModel } from "../model.js";
import { readShape } from "../clients/sdk-input.js";

/** A pool that the file keeps between invocations, with more connections than one request at a time can use. */
export interface LargePool {
  readonly client: ClientCreation;
  readonly option: string;
  readonly size: number;
  readonly node: TSESTree.Node;
}

/** One for the request, and one for what goes on beside it. */
const MAX_CONNECTIONS = 2;
const LISTENERS = new Set(["on", "once", "addListener", "prependListener"]);

const fatalFactsOf = indexFacts(fatalErrorFacts);
const sizeFactsOf = indexFacts(poolSizeFacts);

/** Connections that outlive the invocation: made at init, or kept by the file. */
export function findKeptConnections(lambda: LambdaModel): readonly ClientCreation[] {
  const kept = lambda.clients.filter(
    (client) =>
      (lambda.phasesOf(client.node).has("init") || client.isMemoised) && client.closedBy === undefined,
  );
  // Other files are read last.
  return kept.length > 0 && (lambda.hasEvidence || lambda.isLoadedByHandler) ? kept : [];
}

/** True when a broken idle connection ends the process, because nothing in the file listens for its errors. */
export function isFatalWhenBroken(client: ClientCreation, lambda: LambdaModel): boolean {
  const { imported } = client;
  if (!fatalFactsOf(imported.module).some((fact) => matchesFact(imported, fact))) return false;
  const listens = client.setUpBy.some(({ node }) => isErrorListener(node, lambda));
  return !listens && !mayBeListenedToElsewhere(client, lambda);
}

function isErrorListener(node: TSESTree.Node, { syntax }: LambdaModel): boolean {
  if (node.type !== "CallExpression") return false;
  const callee = unwrap(node.callee);
  if (callee.type !== "MemberExpression" || !LISTENERS.has(memberName(callee) ?? "")) return false;
  const [name] = node.arguments;
  const text = name && readStaticString(syntax.facts, name);
  return text === undefined || text === "error";
}

/** Exported, or given to a function of another file of the project: that may listen. */
function mayBeListenedToElsewhere({ captured }: ClientCreation, lambda: LambdaModel): boolean {
  const { facts, values, resolveImport } = lambda.syntax;
  if (facts.calls.some(({ callee }) => isUncaughtListener(unwrap(callee), lambda))) return true;
  let held = wrapped(captured);
  if (held.parent?.type === "AwaitExpression") held = wrapped(held.parent);
  const { parent } = held;
  const target =
    parent?.type === "VariableDeclarator"
      ? parent.id
      : parent?.type === "AssignmentExpression"
        ? parent.left
        : undefined;
  const variable = target && facts.variableOf(target);
  // In an object, an array or an argument it goes where nothing here follows it.
  if (variable === undefined) return true;
  const declaration = variable.defs[0]?.parent?.parent;
  if (declaration?.type === "ExportNamedDeclaration") return true;
  return variable.references.some(({ identifier }) => {
    const use = wrapped(identifier).parent;
    if (use?.type === "ExportSpecifier" || use?.type === "ExportDefaultDeclaration") return true;
    // `getPool()` of a file that handlers load
    if (use?.type === "ReturnStatement" || use?.type === "ArrowFunctionExpression")
      return !lambda.hasEvidence;
    if (use?.type === "AssignmentExpression") return use.right === wrapped(identifier);
    if (use?.type !== "CallExpression" || use.callee === wrapped(identifier)) return false;
    const callee = resolveImport(unwrap(use.callee));
    if (callee !== undefined) return callee.module.startsWith(".");
    return values.functionsOf(use.callee).length > 0;
  });
}

/** `process.on("uncaughtException", …)` */
function isUncaughtListener(callee: TSESTree.Node, { syntax: { facts } }: LambdaModel): boolean {
  return (
    callee.type === "MemberExpression" &&
    LISTENERS.has(memberName(callee) ?? "") &&
    facts.isGlobal(unwrap(callee.object), "process")
  );
}

/** The pool's size where it is written and larger than one request at a time can use. */
export function findLargeSize(client: ClientCreation, lambda: LambdaModel): LargePool | undefined {
  const { imported } = client;
  const fact = sizeFactsOf(imported.module).find((candidate) => matchesFact(imported, candidate));
  const config = fact && client.node.arguments[fact.argument];
  if (fact === undefined || config === undefined) return undefined;
  const sizes = readShape(config, lambda.syntax).valuesOf(fact.option);
  const [node] = sizes;
  if (node === undefined || sizes.length > 1) return undefined;
  const size = readStatic(lambda.syntax.facts, node);
  if (size.k !== "known" || typeof size.value !== "number" || size.value <= MAX_CONNECTIONS) return undefined;
  return { client, option: fact.option, size: size.value, node };
}
