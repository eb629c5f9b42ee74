import type { TSESTree } from "@typescript-eslint/utils";
import { remainingTimeMethod } from "../../knowledge/context-properties.js";
import { type CodeUnit, isInside, unitOf, unwrap } from "../../syntax/ast.js";
import type { DataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import {
  type TimeOrigin,
  createTimeFlow,
  isPlainRead,
  isTimeMethod,
  isTimeParameter,
  referencesOf,
} from "./time-flow.js";

export interface TimeChecks {
  /**
   * True when the code at the node, or code of the file that it calls, looks at the time that is left: it reads it, it
   * uses a value or an abort signal made from it, or it hands the context to code that may do so.
   */
  looksAtTime(node: TSESTree.Node): boolean;
}

export function createTimeChecks(lambda: LambdaModel): TimeChecks {
  return new TimeReader(lambda);
}

class TimeReader implements TimeChecks {
  #flow: DataFlow<TimeOrigin> | undefined;
  #hasSource: boolean | undefined;
  private readonly timeVariables = new Map<Variable, boolean>();

  constructor(private readonly lambda: LambdaModel) {}

  looksAtTime(node: TSESTree.Node): boolean {
    if (!this.hasSource) return false;
    const { facts } = this.lambda.syntax;
    // The loop itself first: what it calls takes the call graph to say.
    if (facts.members.some((member) => isTimeMethod(member) && isInside(member, node))) return true;
    const regions = reachableFrom(node, this.lambda.syntax);
    const isHere = (candidate: TSESTree.Node): boolean =>
      regions.some((region) => isInside(candidate, region));
    return (
      facts.members.some((member) => isTimeMethod(member) && isHere(member)) ||
      referencesOf(facts).some(({ identifier }) => isHere(identifier) && this.tellsTime(identifier)) ||
      facts.members.some((member) => isOwnMember(member) && isHere(member) && this.tellsTime(member))
    );
  }

  /** False where nothing in the file can know the time that is left. */
  private get hasSource(): boolean {
    const { facts } = this.lambda.syntax;
    return (this.#hasSource ??=
      facts.members.some((member) => isTimeMethod(member)) ||
      facts.functions.some((fn) =>
        fn.params.some(
          (parameter, index) => isTimeParameter(fn, index, this.lambda) && isUsed(parameter, facts),
        ),
      ));
  }

  private tellsTime(node: TSESTree.Node): boolean {
    const { syntax } = this.lambda;
    const { facts, values } = syntax;
    // What a function of the file makes of its argument shows in that function.
    const call = node.parent;
    if (call?.type === "CallExpression" && call.callee !== node && values.functionsOf(call.callee).length > 0)
      return false;
    const variable = facts.variableOf(node);
    if (variable === undefined || isPlainRead(node, syntax)) return this.flow.originsOf(node).has("time");
    const known = this.timeVariables.get(variable) ?? this.flow.originsOf(node).has("time");
    this.timeVariables.set(variable, known);
    return known;
  }

  private get flow(): DataFlow<TimeOrigin> {
    return (this.#flow ??= createTimeFlow(this.lambda));
  }
}

/** False for a parameter that nothing refers to. */
function isUsed(parameter: TSESTree.Parameter, facts: SyntaxFacts): boolean {
  return parameter.type !== "Identifier" || facts.variableOf(parameter)?.references.length !== 0;
}

/** The code units that the node holds code of: the one around it, and those that begin in it. */
function unitsWithin(node: TSESTree.Node, { functions, classes }: SyntaxFacts): readonly CodeUnit[] {
  const members = classes.flatMap(({ body }) => body.body).filter((member) => isClassUnit(member));
  return [unitOf(node), ...[...functions, ...members].filter((unit) => isInside(unit, node))];
}

function isClassUnit(
  member: TSESTree.ClassElement,
): member is TSESTree.StaticBlock | TSESTree.PropertyDefinition | TSESTree.AccessorProperty {
  return (
    member.type === "StaticBlock" ||
    member.type === "PropertyDefinition" ||
    member.type === "AccessorProperty"
  );
}

/** The node and the functions that the code in it runs. */
function reachableFrom(node: TSESTree.Node, { facts, graph }: Syntax): readonly TSESTree.Node[] {
  const units = new Set<CodeUnit>();
  const queue = unitsWithin(node, facts)
    .flatMap((unit) => graph.edgesFrom(unit))
    .filter(({ site }) => isInside(site, node))
    .map(({ to }) => to);
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    if (units.has(unit)) continue;
    units.add(unit);
    queue.push(...graph.edgesFrom(unit).map(({ to }) => to));
  }
  return [node, ...units];
}

/** `this.budget`, as the object of a call or an argument. */
function isOwnMember(member: TSESTree.MemberExpression): boolean {
  return unwrap(member.object).type === "ThisExpression";
}

/** Other files are asked last whether they run the code, and whether they look at the time for it. */
export function runsUnwatched(node: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.runsPerInvocation(node) && lambda.outsideCallerOf(node)?.watchesTime !== true;
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
