import type { TSESTree } from "@typescript-eslint/utils";
import type { ClassNode, FunctionNode } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { CodeModule } from "./code-module.js";

/** Where a value was written. */
export interface Site {
  readonly module: CodeModule;
  readonly node: TSESTree.Node;
}

export type Primitive = string | number | boolean | null | undefined | RegExp;

/** What an expression of infrastructure code comes to when it is read, and not run. */
export type CodeValue =
  | ScalarValue
  | ObjectValue
  | ListValue
  | FunctionValue
  | ClassValue
  | ImportedValue
  | InstanceValue
  | ResultValue
  | AttributeValue
  | ChoiceValue
  | OpaqueValue;

export interface ScalarValue {
  readonly kind: "scalar";
  readonly value: Primitive;
  readonly site: Site;
}

/** Something that holds a value, which code may change later. */
export interface Cell {
  value: CodeValue;
}

export interface Entry extends Cell {
  /** Where the key stands. */
  key: Site;
  /** Where the value stands, as it is used: `MEMORY` of `{ memorySize: MEMORY }`. Undefined for a shorthand. */
  written: Site | undefined;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly entries: Map<string, Entry>;
  /** Whether it may have properties that nobody sees: a spread of something unknown. */
  isOpen: boolean;
  readonly site: Site;
}

export interface ListValue {
  readonly kind: "list";
  /** What it is where it is no array: a map is the list of its pairs. */
  readonly collection?: "Map" | "Set" | undefined;
  readonly items: CodeValue[];
  /** Whether it may have other items. */
  isOpen: boolean;
  readonly site: Site;
}

/** The variables of one call of a function, or of a module. Blocks share the frame of the function around them. */
export interface Frame {
  readonly module: CodeModule;
  readonly self: CodeValue | undefined;
  /** The class whose code runs: `super` is its parent. */
  readonly home: ClassValue | undefined;
  readonly isModule: boolean;
  /** Makes the variable anew: each turn of a loop has variables of its own. */
  declare(variable: Variable, value: CodeValue): void;
  find(variable: Variable): Cell | undefined;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: FunctionNode;
  readonly frame: Frame;
  /** What `this` is in it: undefined in an arrow function, which has none of its own. */
  readonly self: CodeValue | undefined;
  /** The class that it is a method of. */
  readonly home: ClassValue | undefined;
  readonly site: Site;
}

export interface ClassValue {
  readonly kind: "class";
  readonly node: ClassNode;
  readonly frame: Frame;
  readonly parent: CodeValue | undefined;
  readonly statics: Map<string, Cell>;
  readonly site: Site;
}

/** Something that a package exports, or a member of it: `aws-cdk-lib/aws-lambda`, `["Runtime", "NODEJS_22_X"]`. */
export interface ImportedValue {
  readonly kind: "imported";
  readonly specifier: string;
  readonly path: readonly string[];
  readonly site: Site;
}

/** What `new` gives: of a class of a package, or of a class of the project that may extend one. */
export interface InstanceValue {
  readonly kind: "instance";
  /** The classes of the project, the most derived first. */
  readonly classes: readonly ClassValue[];
  /** The class of a package that it is an instance of; undefined where it is none, or not known. */
  base: ImportedValue | undefined;
  /** Whether its class, or one that its class extends, is not known. */
  readonly isUnknown: boolean;
  /** Where the constructor of the class outside the project is called: by `new`, or by `super`. */
  baseSite: Site;
  /** What the constructor of that class got. */
  args: readonly CodeValue[];
  /** What the constructor of the class of the project got. */
  readonly ownArgs: readonly CodeValue[];
  readonly fields: Map<string, Cell>;
  readonly site: Site;
}

/** What a call to code outside the project gives: `Duration.seconds(3)`, `queue.grantSendMessages(fn)`. */
export interface ResultValue {
  readonly kind: "result";
  /** What was called, where it is an export; undefined for a method of a value, and for what is not known. */
  readonly callee: ImportedValue | undefined;
  readonly receiver: CodeValue | undefined;
  readonly method: string | undefined;
  readonly args: readonly CodeValue[];
  readonly site: Site;
}

/** A member of something that lives outside the project: `table.tableName`. */
export interface AttributeValue {
  readonly kind: "attribute";
  readonly of: InstanceValue | ResultValue | AttributeValue;
  readonly name: string;
  readonly site: Site;
}

/** A condition decides at synthesis. */
export interface ChoiceValue {
  readonly kind: "choice";
  readonly values: readonly CodeValue[];
  readonly site: Site;
}

/** What the code says of something that is not known: the type that it declares, and the names behind that. */
export interface DeclaredType {
  /** Where the type stands. */
  readonly module: CodeModule;
  readonly node: TSESTree.TypeNode;
  /** Members of what a package declares: `["secret"]` for `cluster.secret`. */
  readonly members: readonly string[];
}

export interface OpaqueValue {
  readonly kind: "opaque";
  /** The type that the code declares it to have. */
  readonly declared?: DeclaredType | undefined;
  readonly site: Site;
}

const MAX_VARIANTS = 16;

export function scalar(value: Primitive, site: Site): ScalarValue {
  return { kind: "scalar", value, site };
}

export function opaque(site: Site, declared?: DeclaredType): OpaqueValue {
  return { kind: "opaque", declared, site };
}

/** One of the values: the value itself where there is only one, opaque where there are too many. */
export function choose(values: readonly CodeValue[], site: Site): CodeValue {
  const flat = new Set(values.flatMap((value) => (value.kind === "choice" ? value.values : [value])));
  const distinct = [...flat].filter(
    (value, index, all) => all.findIndex((other) => isSame(value, other)) === index,
  );
  const [first] = distinct;
  if (first === undefined || distinct.length > MAX_VARIANTS) return opaque(site);
  return distinct.length === 1 ? first : { kind: "choice", values: distinct, site };
}

function isSame(left: CodeValue, right: CodeValue): boolean {
  if (left === right) return true;
  if (left.kind === "scalar" && right.kind === "scalar")
    return left.value === right.value && left.site.node === right.site.node;
  return left.kind === "opaque" && right.kind === "opaque";
}

/** The values that it can be. */
export function variantsOf(value: CodeValue | undefined): readonly CodeValue[] {
  if (value === undefined) return [];
  return value.kind === "choice" ? value.values : [value];
}

/** True for a value that is known to be neither `null` nor `undefined`. */
export function isPresent(value: CodeValue): boolean | undefined {
  if (value.kind === "opaque" || value.kind === "choice" || value.kind === "attribute") return undefined;
  return value.kind !== "scalar" || (value.value !== undefined && value.value !== null);
}

/** Whether a condition holds; undefined where that is not known. */
export function isTruthy(value: CodeValue): boolean | undefined {
  if (value.kind === "opaque" || value.kind === "attribute" || value.kind === "result") return undefined;
  if (value.kind === "imported") return undefined;
  if (value.kind === "scalar") return Boolean(value.value);
  if (value.kind !== "choice") return true;
  const [first, ...others] = value.values.map(isTruthy);
  return others.every((other) => other === first) ? first : undefined;
}
