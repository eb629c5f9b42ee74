import type { TSESTree } from "@typescript-eslint/utils";
import type { CallNode, FunctionNode } from "../../syntax/ast.js";
import type { VariableWrite } from "../../syntax/reaching-writes.js";
import { ANY, DEEP, KEYS, PARSED, type ValuePath } from "./value-path.js";

/** A call through which the search has gone into a function: its parameters are this call's arguments. */
export interface Frame {
  readonly id: string;
  readonly fn: FunctionNode;
  readonly call: CallNode;
  /** The call hands the function over, and calls it with what its receiver holds: `ids.map(fn)`. */
  readonly isCallback: boolean;
  readonly outer: Frame | undefined;
  /** Where the result is used in the code that calls. */
  readonly use: TSESTree.Node;
}

/** Where the search stands, beside the expression. */
export interface Place {
  readonly path: ValuePath;
  /** How many steps at the end of the path are still those of the question: the input itself has come from the event. */
  readonly intact: number;
  /** The place in the current function where the value ends up: a check that comes before it counts. */
  readonly use: TSESTree.Node;
  readonly frame: Frame | undefined;
  readonly at: TSESTree.Node;
  /** True when the parts of the expression are not its own any more: the object of a member access. */
  readonly isFixed: boolean;
  /** Text of the code stands beside the value. */
  readonly isBuiltIn: boolean;
}

/** True when the path asks for the value as a text, or for all of it. */
export function isWhole(path: ValuePath): boolean {
  return path.length === 0 || path[0] === DEEP || path[0] === PARSED;
}

/** Inside a text every operand counts as a whole; what is parsed out of the text stays so. */
export function textAt(place: Place): Place {
  return { ...place, path: place.path[0] === DEEP ? [] : place.path, isBuiltIn: true };
}

/** The path in what was written that becomes the path in the variable; undefined for another part of it. */
export function pathInWrite(write: VariableWrite, path: ValuePath): ValuePath | undefined {
  const [step, ...rest] = path;
  if (write.property !== undefined) {
    if (step === DEEP) return [DEEP];
    if (step !== ANY && write.property !== ANY && step !== write.property) return undefined;
    return rest;
  }
  switch (write.kind) {
    case "item":
      return [ANY, ...write.from, ...path];
    case "key":
      return [KEYS];
    case "added":
      if (step === DEEP) return [DEEP];
      return step === undefined || step === KEYS ? undefined : rest;
    case "merged":
      return path;
    case "value":
    case "parameter":
      return [...write.from, ...path];
  }
}

/** The innermost frame of the function; undefined where the search has not come through a call of it. */
export function frameOf(frame: Frame | undefined, fn: FunctionNode): Frame | undefined {
  for (let current = frame; current !== undefined; current = current.outer)
    if (current.fn === fn) return current;
  return undefined;
}
