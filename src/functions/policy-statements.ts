import { coversAction } from "../knowledge/iam-actions.js";
import { type Place, isSamePlace, possibleValues } from "./config-value.js";
import type { FunctionConfig, PolicyStatement } from "./function-config.js";

/** Whether a statement allows an action, on whatever resource. What is not known may be the action. */
export function mayAllow({ effect, actions }: PolicyStatement, action: string): boolean {
  return (
    effect === "Allow" &&
    (actions.length === 0 ||
      actions.some((pattern) => possibleValues(pattern)?.some((name) => coversAction(name, action)) ?? true))
  );
}

/** Whether a statement of this place is one of the function's. */
export function hasStatement({ permissions }: FunctionConfig, { place }: PolicyStatement): boolean {
  return permissions?.statements.some((statement) => isSamePlace(statement.place, place)) === true;
}

/** Actions that one piece of a template allows. */
export interface Grant {
  readonly place: Place;
  readonly actions: readonly string[];
}

/** What a statement allows, by where it is written: action by action, or together where one word stands for all of them. */
export function grantsOf({ actions, place }: PolicyStatement): readonly Grant[] {
  const grants = new Map<string, { place: Place; actions: string[] }>();
  for (const action of actions) {
    const where = action.k === "known" ? action.place : place;
    const names = possibleValues(action);
    const key = `${where.line}:${where.column}`;
    const grant = grants.get(key) ?? { place: where, actions: [] };
    grants.set(key, grant);
    grant.actions.push(...(names ?? [UNKNOWN_ACTION]));
  }
  return [...grants.values()];
}

const UNKNOWN_ACTION = "?";
