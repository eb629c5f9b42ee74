import type { TSESTree } from "@typescript-eslint/utils";
import type { Variable } from "./name-index.js";

/** What a call of a function of the file gives its parameters. */
export type Bindings = ReadonlyMap<Variable, BoundValue>;

export interface BoundValue {
  readonly node: TSESTree.Node;
  /** What the parameters mean where the argument stands. */
  readonly bindings: Bindings;
  /** The property of the argument that a pattern takes: `({ statusCode }) => …`. */
  readonly property?: string;
}

/** Something that an expression can evaluate to, traced to where it is written. */
export interface TracedValue {
  /** A literal, a call of code elsewhere … An expression that nothing in the file explains stands for itself. */
  readonly node: TSESTree.Node;
  readonly bindings: Bindings;
  /** False where another value may have taken its place by then. */
  readonly isCertain: boolean;
  /** The variables that hold this same value on its way. */
  readonly holders: readonly Variable[];
}

/** A property of an object literal, with everything that the file gives it. */
export interface TracedProperty {
  readonly values: readonly TracedValue[];
  /** The property in the literal, or the last assignment to it. */
  readonly node: TSESTree.Property | TSESTree.AssignmentExpression;
  /** True when something is assigned to the property after the literal. */
  readonly isRewritten: boolean;
}

/** An object literal as it is when it leaves the file. */
export interface TracedObject {
  readonly node: TSESTree.ObjectExpression;
  readonly properties: ReadonlyMap<string, TracedProperty>;
  /** False where there may be further properties: a spread, a computed key, code elsewhere that gets the object. */
  readonly isComplete: boolean;
}

/** What is said of a value that something else may take the place of. */
export const UNKNOWN_VALUE = { isCertain: false, holders: [] } as const;
