import type { Class, Expression, Statement } from "oxc-parser";
import type { Globals } from "./globals.js";
import type { Constant, Scope, Imported, ObjectValue, Value } from "./values.js";

/** A load that happens when some code runs. */
export interface RecordedLoad {
  readonly specifier: string;
  readonly kind: "require" | "dynamic-import";
  /** It may fail, or not happen: it is in a `try`, or in a branch nobody can decide. */
  readonly isOptional: boolean;
}

/** What running some code does to the module graph. */
export interface Effects {
  readonly loads: Map<string, RecordedLoad>;
  /** Exports of other modules that are read or called, by `useKey`. */
  readonly uses: Map<string, Imported>;
  /** Functions that others get, by the `useKey` of who gets them and their place among the arguments. */
  readonly handedOver: Map<string, HandedOver>;
}

export function noEffects(): Effects {
  return { loads: new Map(), uses: new Map(), handedOver: new Map() };
}

/** The same, as it is kept. */
export interface CodeEffects {
  readonly loads: readonly RecordedLoad[];
  readonly uses: readonly Imported[];
  readonly handedOver?: readonly HandedOver[];
}

/** A function that another module gets as an argument, and does something when it is called. */
export interface HandedOver {
  /** What gets it: a function that another module exports. */
  readonly callee: Imported;
  /** Its place among the arguments. */
  readonly index: number;
  readonly effects: CodeEffects;
}

/** How a list of statements ends. Undefined: by its end. */
export type Completion =
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  | undefined;

/** The program throws here. There is one only: to make an error takes time, and nobody reads its stack. */
class ProgramError extends Error {}

export const programThrows = new ProgramError();

/** The program takes too many steps. */
export class Exhausted extends Error {}

/** An entry of a folder. */
export interface ListedFile {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Where the module in question finds others. */
export interface Surroundings {
  /** Whether Node.js would find the module. */
  readonly canResolve: (specifier: string, mode: "import" | "require") => boolean;
  /** The path of the file that Node.js would find. */
  readonly pathOf: (specifier: string, mode: "import" | "require") => string | undefined;
  /**
   * What another module gives, where running that module alone tells: a text, a number or the like, or a list of them.
   *
   * @param values what a call at the end of the path gets
   */
  readonly answer?: (asked: Imported, values: readonly Constant["value"][]) => Value | undefined;
  /** What a call of a package that loads native addons loads, as specifiers; nothing for any other package. */
  readonly findAddon: (loader: string, argument: string) => readonly string[];
  /** What is in a folder of the module's own package, sorted by name. Undefined for any other folder. */
  readonly listFolder: (folder: string) => readonly ListedFile[] | undefined;
}

/** The parts of the evaluator, for each other. */
export interface Machine {
  readonly surroundings: Surroundings;
  readonly globals: Globals;
  /** What the program has put into the exports of other modules, by `useKey`. */
  readonly assigned: Map<string, Value>;
  /** What the program has defined on the exports of other modules, by `useKey`. */
  readonly extensions: Map<string, ObjectValue>;
  readonly evaluate: (node: Expression, scope: Scope) => Value;
  readonly execute: (statements: readonly Statement[], scope: Scope) => Completion;
  readonly defineClass: (node: Class, scope: Scope) => ObjectValue;
  readonly call: (callee: Value, values: readonly Value[], thisValue: Value) => Value;
  readonly construct: (callee: Value, values: readonly Value[]) => Value;
  readonly get: (object: Value, key: string) => Value;
  readonly set: (object: Value, key: string | undefined, value: Value) => void;
  readonly load: (specifier: string, kind: RecordedLoad["kind"]) => Value;
  /** Loads what a call of another module's export loads by itself: a native addon. */
  readonly loadAddon: (callee: Imported, values: readonly Value[]) => void;
  /** Evaluates what `await` waits for. */
  readonly awaited: <T>(run: () => T) => T;
  /** Runs the body of an `async` function. */
  readonly detached: <T>(run: () => T) => T;
  /** Runs code of which nobody knows whether it runs: what it assigns is one of several values then. */
  readonly maybe: <T>(run: () => T) => T | undefined;
  /** The same for code behind a condition that nobody can decide. */
  readonly doubted: <T>(run: () => T) => T | undefined;
  /** Counts a step. Throws `Exhausted` after too many. */
  readonly step: () => void;
  readonly use: (imported: Imported) => void;
  /** The value itself, where it is what another module gives and that is known. Asked where it decides something. */
  readonly settle: (value: Value) => Value;
  /** What calls of other modules' functions got. */
  readonly argumentsOf: WeakMap<Imported, readonly Value[]>;
  /** Notes what functions would do that another module's function gets. */
  readonly handOver: (callee: Imported, values: readonly Value[]) => void;
  readonly isUncertain: () => boolean;
  /** Runs the block of a `try`, in which loads may fail. */
  readonly guarded: <T>(run: () => T) => T;
  /** Runs code, and tells what it does instead of doing it. */
  readonly observe: (run: () => void) => Effects;
}
