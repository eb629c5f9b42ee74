import type { TSESTree } from "@typescript-eslint/utils";
import { contextProperties, remainingTimeMethod } from "../../knowledge/context-properties.js";
import { type CodeUnit, type FunctionNode, isInside, keyName, memberName, unwrap } from "../../syntax/ast.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Reference, Variable } from "../../syntax/name-index.js";
import type { LambdaModel } from "../model.js";
import { originsOfParameter } from "../events/request-data.js";

export interface TimeChecks {
  /**
   * True when the code at the node, or code of the file that it calls, looks at the time that is left: it reads it, it
   * uses a value or an abort signal made from it, or it hands the context to code that may do so.
   */
  looksAtTime(node: TSESTree.Node): boolean;
}

/** `time`: the value is, or may tell, how much time is left. */
type TimeOrigin = "time" | "other";

export function createTimeChecks(lambda: LambdaModel): TimeChecks {
  const { facts, graph } = lambda.syntax;
  const references = (): readonly Reference[] =>
    (allReferences ??= facts.sourceCode.scopeManager?.scopes.flatMap((scope) => scope.references) ?? []);
  let allReferences: readonly Reference[] | undefined;
  let hasSource: boolean | undefined;
  const timeVariables = new Map<Variable, boolean>();
  const flow = createFlow(collectSignalled());

  /** Where values that tell the time come from: the method, the context as a whole, and what a timer set by it changes. */
  function createFlow(changedByTimers: ReadonlySet<Variable>): DataFlow<TimeOrigin> {
    return createDataFlow<TimeOrigin>(facts, graph, {
      iteration: "other",
      unknown: "other",
      at(node) {
        if (isTimeMethod(node)) return { origins: ["time"], stop: true };
        if (isPlainRead(node)) return { origins: [], stop: true };
        const variable = facts.variableOf(node);
        return variable !== undefined && changedByTimers.has(variable) ? { origins: ["time"] } : undefined;
      },
      ofParameter: (fn, index) => (isTimeParameter(fn, index) ? ["time"] : []),
    });
  }

  function isTimeParameter(fn: FunctionNode, index: number): boolean {
    const parameter = fn.params[index];
    if (parameter?.type === "ObjectPattern" && takesPlainParts(parameter)) return false;
    const handler = lambda.handlers.find(({ node }) => node === fn);
    // middy's third argument holds a signal that is aborted shortly before the timeout.
    if (index === 2 && handler?.evidence.includes("wrapper") === true && !handler.isStreaming) return true;
    return originsOfParameter(fn, index, handler, lambda.syntax).includes("context");
  }

  function looksAtTime(node: TSESTree.Node): boolean {
    hasSource ??=
      facts.members.some((member) => isTimeMethod(member)) ||
      facts.functions.some((fn) =>
        fn.params.some((parameter, index) => isTimeParameter(fn, index) && isUsed(parameter, facts)),
      );
    if (!hasSource) return false;
    const regions = reachableFrom(node);
    const isHere = (candidate: TSESTree.Node): boolean =>
      regions.some((region) => isInside(candidate, region));
    if (facts.members.some((member) => isTimeMethod(member) && isHere(member))) return true;
    return (
      references().some(({ identifier }) => isHere(identifier) && tellsTime(identifier)) ||
      facts.members.some((member) => isOwnMember(member) && isHere(member) && tellsTime(member))
    );
  }

  function tellsTime(node: TSESTree.Node): boolean {
    // What a function of the file makes of its argument shows in that function.
    const call = node.parent;
    if (
      call?.type === "CallExpression" &&
      call.callee !== node &&
      graph.values.functionsOf(call.callee).length > 0
    )
      return false;
    const variable = facts.variableOf(node);
    if (variable === undefined || isPlainRead(node)) return flow.originsOf(node).has("time");
    const known = timeVariables.get(variable) ?? flow.originsOf(node).has("time");
    timeVariables.set(variable, known);
    return known;
  }

  /** The node and the functions that the code in it runs. */
  function reachableFrom(node: TSESTree.Node): readonly TSESTree.Node[] {
    const units = new Set<CodeUnit>();
    const queue = graph.edges.filter(({ site }) => isInside(site, node)).map(({ to }) => to);
    for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
      if (units.has(unit)) continue;
      units.add(unit);
      queue.push(...graph.edgesFrom(unit).map(({ to }) => to));
    }
    return [node, ...units];
  }

  /**
   * `setTimeout(() => { timeIsUp = true; }, context.getRemainingTimeInMillis() - 1000)`: the variables that a timer
   * changes, or whose `abort` it calls, when its delay depends on the time that is left.
   */
  function collectSignalled(): ReadonlySet<Variable> {
    const changed = new Set<Variable>();
    if (!/\bset(?:Timeout|Interval)\b/.test(facts.sourceCode.text)) return changed;
    const timeFlow = createFlow(changed);
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (!facts.isGlobal(callee, "setTimeout") && !facts.isGlobal(callee, "setInterval")) continue;
      const [callback] = call.arguments;
      if (
        callback === undefined ||
        !call.arguments.some((argument) => timeFlow.originsOf(argument).has("time"))
      )
        continue;
      const bodies = [callback, ...graph.values.functionsOf(callback)];
      for (const reference of references()) {
        if (!bodies.some((body) => isInside(reference.identifier, body)) || !isChange(reference)) continue;
        const variable = facts.variableOf(reference.identifier);
        if (variable !== undefined) changed.add(variable);
      }
    }
    return changed;
  }

  return { looksAtTime };
}

/** Other files are asked last whether they run the code, and whether they look at the time for it. */
export function runsUnwatched(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.runsPerInvocation(node) && lambda.outsideCallerOf(node)?.watchesTime !== true;
}

/** False for a parameter that nothing refers to. */
function isUsed(parameter: TSESTree.Parameter, facts: SyntaxFacts): boolean {
  return parameter.type !== "Identifier" || facts.variableOf(parameter)?.references.length !== 0;
}

/** The reads of the remaining time in invocation phase whose value nobody uses. */
export function findUnusedTimeReads(lambda: LambdaModel): readonly TSESTree.CallExpression[] {
  const { facts } = lambda.syntax;
  if (!facts.sourceCode.text.includes(remainingTimeMethod)) return [];
  return facts.calls.filter(
    (call): call is TSESTree.CallExpression =>
      call.type === "CallExpression" &&
      isTimeMethod(unwrap(call.callee)) &&
      isUnused(call, facts) &&
      lambda.isInInvocation(call),
  );
}

function isUnused(call: TSESTree.CallExpression, facts: SyntaxFacts): boolean {
  const { parent } = call;
  if (parent.type === "ExpressionStatement") return true;
  if (parent.type === "UnaryExpression") return parent.operator === "void";
  const target =
    parent.type === "VariableDeclarator" ? parent.id : parent.type === "AssignmentExpression" && parent.left;
  if (!target || target.type !== "Identifier") return false;
  if (parent.type === "AssignmentExpression" && parent.parent.type !== "ExpressionStatement") return false;
  const variable = facts.variableOf(target);
  return variable?.references.every((reference) => !reference.isRead()) === true;
}

function isTimeMethod(node: TSESTree.Node): boolean {
  return node.type === "MemberExpression" && memberName(node) === remainingTimeMethod;
}

/** `context.awsRequestId`, `const { awsRequestId } = context`: parts of the context that say nothing of time. */
function isPlainRead(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === "MemberExpression" && parent.object === node)
    return contextProperties.has(memberName(parent) ?? "");
  return (
    parent?.type === "VariableDeclarator" &&
    parent.init === node &&
    parent.id.type === "ObjectPattern" &&
    takesPlainParts(parent.id)
  );
}

function takesPlainParts(pattern: TSESTree.ObjectPattern): boolean {
  return pattern.properties.every(
    (property) => property.type === "Property" && contextProperties.has(keyName(property) ?? ""),
  );
}

/** `this.budget`, as the object of a call or an argument. */
function isOwnMember(member: TSESTree.MemberExpression): boolean {
  return unwrap(member.object).type === "ThisExpression";
}

/** A write to the variable or to a property of it, or a use of its `abort` method. */
function isChange(reference: Reference): boolean {
  if (reference.isWrite()) return true;
  const member = reference.identifier.parent;
  if (member.type !== "MemberExpression" || member.object !== reference.identifier) return false;
  const use = member.parent;
  return memberName(member) === "abort" || (use.type === "AssignmentExpression" && use.left === member);
}
