import type { TSESTree } from "@typescript-eslint/utils";
import {
  contextMiddlewares,
  contextProperties,
  remainingTimeMethod,
} from "../../knowledge/context-properties.js";
import { type FunctionNode, isInside, keyName, memberName, unwrap } from "../../syntax/ast.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Reference, Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { originsOfParameter } from "../events/request-data.js";
import type { LambdaModel } from "../model.js";

/** `time`: the value is, or may tell, how much time is left. */
export type TimeOrigin = "time" | "other";

/** Where values that tell the time come from: the method, the context as a whole, and what a timer set by it changes. */
export function createTimeFlow(lambda: LambdaModel): DataFlow<TimeOrigin> {
  return createFlow(lambda, collectSignalled(lambda));
}

function createFlow(lambda: LambdaModel, changedByTimers: ReadonlySet<Variable>): DataFlow<TimeOrigin> {
  const { facts, graph } = lambda.syntax;
  return createDataFlow<TimeOrigin>(facts, graph, {
    iteration: "other",
    unknown: "other",
    at(node) {
      if (isTimeMethod(node)) return { origins: ["time"], stop: true };
      if (isPlainRead(node, lambda.syntax)) return { origins: [], stop: true };
      const variable = facts.variableOf(node);
      return variable !== undefined && changedByTimers.has(variable) ? { origins: ["time"] } : undefined;
    },
    ofParameter: (fn, index) => (isTimeParameter(fn, index, lambda) ? ["time"] : []),
  });
}

/**
 * `setTimeout(() => { timeIsUp = true; }, context.getRemainingTimeInMillis() - 1000)`: the variables that a timer
 * changes, or whose `abort` it calls, when its delay depends on the time that is left.
 */
function collectSignalled(lambda: LambdaModel): ReadonlySet<Variable> {
  const { facts } = lambda.syntax;
  const changed = new Set<Variable>();
  if (!/\bset(?:Timeout|Interval)\b/.test(facts.sourceCode.text)) return changed;
  // What one timer changes may set the next.
  const flow = createFlow(lambda, changed);
  for (const call of facts.calls) {
    const [callback] = call.arguments;
    if (callback === undefined || !isTimer(call.callee, facts)) continue;
    if (!call.arguments.some((argument) => flow.originsOf(argument).has("time"))) continue;
    for (const variable of changedBy(callback, lambda.syntax)) changed.add(variable);
  }
  return changed;
}

function isTimer(called: TSESTree.Node, facts: SyntaxFacts): boolean {
  const callee = unwrap(called);
  return facts.isGlobal(callee, "setTimeout") || facts.isGlobal(callee, "setInterval");
}

function changedBy(callback: TSESTree.Node, { facts, values }: Syntax): readonly Variable[] {
  const bodies = [callback, ...values.functionsOf(callback)];
  return referencesOf(facts).flatMap((reference) => {
    if (!bodies.some((body) => isInside(reference.identifier, body)) || !isChange(reference)) return [];
    return facts.variableOf(reference.identifier) ?? [];
  });
}

/** A write to the variable or to a property of it, or a use of its `abort` method. */
function isChange(reference: Reference): boolean {
  if (reference.isWrite()) return true;
  const member = reference.identifier.parent;
  if (member.type !== "MemberExpression" || member.object !== reference.identifier) return false;
  const use = member.parent;
  return memberName(member) === "abort" || (use.type === "AssignmentExpression" && use.left === member);
}

/** All uses of names in the file. */
export const referencesOf = oncePer(
  ({ sourceCode }: SyntaxFacts): readonly Reference[] =>
    sourceCode.scopeManager?.scopes.flatMap((scope) => scope.references) ?? [],
);

/** True for the parameter that gets Lambda's context, or a signal made of its time. */
export function isTimeParameter(fn: FunctionNode, index: number, lambda: LambdaModel): boolean {
  const parameter = fn.params[index];
  if (parameter?.type === "ObjectPattern" && takesPlainParts(parameter, lambda.syntax)) return false;
  const handler = lambda.handlers.find(({ node }) => node === fn);
  // middy's third argument holds a signal that is aborted shortly before the timeout.
  if (index === 2 && handler?.evidence.includes("wrapper") === true && !handler.isStreaming) return true;
  return originsOfParameter(fn, index, handler, lambda.syntax).includes("context");
}

/** `context.getRemainingTimeInMillis` */
export function isTimeMethod(node: TSESTree.Node): boolean {
  return node.type === "MemberExpression" && memberName(node) === remainingTimeMethod;
}

/** `context.awsRequestId`, `const { awsRequestId } = context`: parts of the context that say nothing of time. */
export function isPlainRead(node: TSESTree.Node, syntax: Syntax): boolean {
  const { parent } = node;
  if (parent?.type === "MemberExpression" && parent.object === node)
    return isPlainName(memberName(parent) ?? "", syntax);
  return (
    parent?.type === "VariableDeclarator" &&
    parent.init === node &&
    parent.id.type === "ObjectPattern" &&
    takesPlainParts(parent.id, syntax)
  );
}

function takesPlainParts(pattern: TSESTree.ObjectPattern, syntax: Syntax): boolean {
  return pattern.properties.every(
    (property) => property.type === "Property" && isPlainName(keyName(property) ?? "", syntax),
  );
}

function isPlainName(name: string, syntax: Syntax): boolean {
  return contextProperties.has(name) || namesPutOnContext(syntax).has(name);
}

/** `DB` of `ssm({ setToContext: true, fetchData: { DB: "/app/db" } })` */
const namesPutOnContext = oncePer(({ facts, resolveImport }: Syntax): ReadonlySet<string> => {
  const { flag, module, options } = contextMiddlewares;
  if (!facts.words.has(flag)) return new Set();
  const given = facts.calls.flatMap(({ callee, arguments: [argument] }) =>
    argument?.type === "ObjectExpression" && module.test(resolveImport(callee)?.module ?? "")
      ? [argument]
      : [],
  );
  return new Set(
    given
      .filter((object) => isTrue(valueOf(object, flag)))
      .flatMap((object) => options.map((option) => valueOf(object, option)))
      .flatMap((fetched) => (fetched?.type === "ObjectExpression" ? fetched.properties : []))
      .flatMap((property) => (property.type === "Property" ? (keyName(property) ?? []) : [])),
  );
});

function valueOf({ properties }: TSESTree.ObjectExpression, name: string): TSESTree.Node | undefined {
  const property = properties.find((one) => one.type === "Property" && keyName(one) === name);
  return property?.type === "Property" ? property.value : undefined;
}

function isTrue(node: TSESTree.Node | undefined): boolean {
  return node?.type === "Literal" && node.value === true;
}
