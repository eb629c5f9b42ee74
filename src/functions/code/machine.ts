import type { TSESTree } from "@typescript-eslint/utils";
import type { CodeModule } from "./code-module.js";
import type {
  AttributeValue,
  Frame,
  Cell,
  ClassValue,
  CodeValue,
  FunctionValue,
  InstanceValue,
  ResultValue,
  Site,
} from "./code-value.js";

/** How other files are found. Nothing throws. */
export interface CodeFiles {
  /** Packages that a framework makes global variables of. */
  readonly globals: ReadonlyMap<string, string>;
  /** The source file of the project that a specifier names; undefined where it is none, or is not to be read. */
  load(specifier: string, importer: string): CodeModule | undefined;
  /** What a data file holds that a relative specifier names. */
  loadData(specifier: string, importer: string): unknown;
  /** The folder in which the code runs: what relative paths are relative to. */
  readonly workingFolder: string;
}

/** What the code did that matters outside of it, in the order in which it did. */
export interface CodeLog {
  readonly instances: InstanceValue[];
  /** Calls to code outside the project. */
  readonly results: ResultValue[];
  /** What has members that the code set, and lives outside the project: `fn.node.defaultChild`. */
  readonly assigned: AttributeValue[];
  /** Names of methods that were called on something that is not known. */
  readonly methodsOfUnknown: Set<string>;
  /** False where there was more code than is read. */
  isComplete: boolean;
}

/** How a statement ends. */
export type Completion = "normal" | "return" | "throw" | "break" | "continue";

/** One run of a function's body. */
export interface Activation {
  readonly frame: Frame;
  /** What it may return. */
  readonly returns: CodeValue[];
}

/** What the parts of the interpreter ask of each other. */
export interface Machine {
  readonly files: CodeFiles;
  readonly log: CodeLog;
  evaluate(node: TSESTree.Node, frame: Frame): CodeValue;
  execute(statements: readonly TSESTree.Statement[], activation: Activation): Completion;
  invoke(fn: FunctionValue, args: readonly CodeValue[], self?: CodeValue): CodeValue;
  /** What a function gives that no code calls but a framework, once: undefined where code does, and while it runs. */
  answerOf(fn: FunctionValue): CodeValue | undefined;
  /** @param caller the frame that says `super(…)`, where it does */
  construct(callee: CodeValue, args: readonly CodeValue[], site: Site, caller?: Frame): CodeValue;
  /** @param name undefined for everything that the module exports */
  exportOf(module: CodeModule, name: string | undefined, site: Site): CodeValue;
  /** What `require.resolve` gives for a relative path. */
  resolveFile(specifier: CodeValue | undefined, site: Site): CodeValue;
  /** The member of a value; that of an instance may run a getter. */
  memberOf(value: CodeValue, name: string, site: Site): CodeValue;
  defineFunction(
    node: FunctionValue["node"],
    frame: Frame,
    home?: ClassValue,
    self?: CodeValue,
  ): FunctionValue;
  defineClass(node: ClassValue["node"], frame: Frame): ClassValue;
  bind(pattern: TSESTree.Node, value: CodeValue, frame: Frame, mode: "declare" | "assign"): void;
  read(cell: Cell): CodeValue;
  write(cell: Cell, value: CodeValue): void;
  /** Runs alternatives of which one is taken: what they write is joined. */
  branch(alternatives: readonly (() => Completion)[], site: Site): Completion;
}

export function siteOf(node: TSESTree.Node, frame: Frame): Site {
  return { module: frame.module, node };
}
