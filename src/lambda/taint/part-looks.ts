import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, isInside } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { LambdaModel } from "../model.js";
import { findTaints } from "./taint.js";
import type { Taint } from "./taint-sources.js";
import { createNeighbourChecks } from "./value-checks.js";
import { ANY, DEEP, PARSED, type ValuePath, isMethod } from "./value-path.js";

/** How many calls of the file lie between the place that takes a value and the function that got the request. */
const MAX_CALLS = 4;

/**
 * True when the code has looked at another field of the same part of the request on every way to the place, and has left
 * where it was not content: `if (!body.name) return badRequest();` before `body.price` is stored. Who does that knows what a
 * client may send. A branch that only chooses what to do, `switch (body.action)`, is no such look.
 *
 * @param isOfPart tells data of the same part of the request
 */
export function isLookedAtBeside(
  taint: Taint,
  place: TSESTree.Node,
  isOfPart: (other: Taint) => boolean,
  lambda: LambdaModel,
): boolean {
  const isNeighbour = (other: Taint): boolean => other.fn === taint.fn && isOfPart(other);
  return isGuarded(place, taint, isNeighbour, lambda, 0);
}

function isGuarded(
  place: TSESTree.Node,
  taint: Taint,
  isNeighbour: (other: Taint) => boolean,
  lambda: LambdaModel,
  calls: number,
): boolean {
  const { graph } = lambda.syntax;
  if (isReadFromEventBefore(place, taint, lambda)) return true;
  if (variablesAt(place, lambda).some((variable) => isCheckedNeighbour(variable, place, isNeighbour, lambda)))
    return true;
  const helper = enclosingFunction(place);
  if (helper === undefined || calls === MAX_CALLS || isInside(place, taint.fn)) return false;
  const sites = graph.callSitesOf(helper);
  return (
    sites.length > 0 && sites.every(({ call }) => isGuarded(call, taint, isNeighbour, lambda, calls + 1))
  );
}

/** `if (!event.pathParameters.tenant) return …`: a field that no variable holds. */
function isReadFromEventBefore(place: TSESTree.Node, { fn, path }: Taint, { syntax }: LambdaModel): boolean {
  const [event] = fn.params;
  const [part = DEEP, next] = path;
  const variable = event && syntax.facts.variableOf(event);
  if (variable === undefined || part === DEEP || next === PARSED) return false;
  return createNeighbourChecks({ variable, path: [part, ANY] }, syntax).holdsAt(place);
}

function isCheckedNeighbour(
  variable: Variable,
  place: TSESTree.Node,
  isNeighbour: (other: Taint) => boolean,
  lambda: LambdaModel,
): boolean {
  const { syntax } = lambda;
  if (!createNeighbourChecks({ variable, path: [] }, syntax).holdsAt(place)) return false;
  const read = variable.references.find((reference) => reference.isRead());
  if (read === undefined) return false;
  const question = { sink: "input", isWanted: isNeighbour, all: true } as const;
  return findTaints(read.identifier, question, lambda).some(
    // That the part is there says nothing of its fields.
    ({ path }) => hasField(path) || createNeighbourChecks({ variable, path: [ANY] }, syntax).holdsAt(place),
  );
}

/** True for the way to a field, and not to all that the request has of its kind: `JSON.parse(event.body)`. */
function hasField(path: ValuePath): boolean {
  return path.filter((step) => step !== PARSED && step !== DEEP && !isMethod(step)).length > 1;
}

/** The variables of functions that code at the place can read. */
function variablesAt(place: TSESTree.Node, { syntax }: LambdaModel): readonly Variable[] {
  const variables: Variable[] = [];
  let scope = syntax.facts.sourceCode.getScope(place);
  for (; scope.type !== "module" && scope.type !== "global"; scope = scope.upper)
    variables.push(...scope.variables);
  return variables;
}
