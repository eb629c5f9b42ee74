import type { CodeUnit } from "../../syntax/ast.js";
import type { CallGraph, Edge } from "../../syntax/call-graph.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Elsewhere, OutsideCaller, OutsideUse } from "../elsewhere.js";
import { collectReachableCode } from "../handlers/exported-code.js";
import type { Wrappers } from "../handlers/wrappers.js";
import { reach } from "./phases.js";

/** The phases in which other files run the code of this one. Empty answers where nothing is proven. */
export interface OutsideCalls {
  /** False where no export leads to the unit: nobody has to be asked. */
  mayReach(unit: CodeUnit): boolean;
  /** The handler because of which the unit runs in invocation phase. */
  invocationOf(unit: CodeUnit): OutsideCaller | undefined;
  /** All handlers because of which it runs in invocation phase; undefined where there may be more than are known. */
  callersOf(unit: CodeUnit): readonly OutsideCaller[] | undefined;
  /** The handler because of which it runs again in every invocation: on the way there is no memo guard. */
  repeatedBy(unit: CodeUnit): OutsideCaller | undefined;
  /**
   * The same, of an exported function that is called with nothing that changes from call to call. Functions that it calls
   * are given what it makes of that.
   */
  repeatedWithSteadyValuesBy(unit: CodeUnit): OutsideCaller | undefined;
  runsAtInit(unit: CodeUnit): boolean;
}

/**
 * The phases in which the file's code runs for other files, by what its exports reach.
 *
 * @param graph the file's, with what wrappers of the project call
 * @param mayRepeat true for an edge without a memo guard
 */
export function createOutsideCalls(
  syntax: Syntax,
  graph: CallGraph,
  wrappers: Wrappers,
  elsewhere: Elsewhere,
  mayRepeat: (edge: Edge) => boolean,
): OutsideCalls {
  let entries: readonly ExportEntry[] | undefined;

  function collectEntries(): readonly ExportEntry[] {
    const { byKey, memoised } = collectReachableCode(syntax, wrappers);
    return [...byKey].map(([key, units]) => new ExportEntry(key, units, memoised, graph, mayRepeat));
  }

  function find<T>(
    unit: CodeUnit,
    reached: "all" | "atOnce" | "repeated",
    answer: (use: OutsideUse) => T | undefined,
  ): T | undefined {
    entries ??= collectEntries();
    for (const entry of entries) {
      if (!entry.all.has(unit) || (reached !== "all" && !entry[reached].has(unit))) continue;
      const found = answer(elsewhere.usesOf(entry.key));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    mayReach: (unit) => (entries ??= collectEntries()).some(({ all }) => all.has(unit)),
    invocationOf: (unit) => find(unit, "all", ({ callers: [nearest] }) => nearest),
    callersOf: (unit) => {
      const callers: OutsideCaller[] = [];
      const isCutShort = find(unit, "all", (use) => {
        callers.push(...use.callers);
        return use.isComplete ? undefined : true;
      });
      return isCutShort === true ? undefined : callers;
    },
    repeatedBy: (unit) => find(unit, "repeated", ({ repeated }) => repeated),
    repeatedWithSteadyValuesBy: (unit) => {
      entries ??= collectEntries();
      for (const entry of entries) {
        if (!entry.isCode(unit)) continue;
        const { repeatedWithSteadyValues } = elsewhere.usesOf(entry.key);
        if (repeatedWithSteadyValues !== undefined) return repeatedWithSteadyValues;
      }
      return undefined;
    },
    runsAtInit: (unit) => find(unit, "atOnce", ({ runsAtInit }) => runsAtInit || undefined) === true,
  };
}

/** Code that an export leads to, and what that reaches: each set is computed when it is first asked for. */
class ExportEntry {
  #all: ReadonlySet<CodeUnit> | undefined;
  #atOnce: ReadonlySet<CodeUnit> | undefined;
  #repeated: ReadonlySet<CodeUnit> | undefined;

  constructor(
    readonly key: ExportKey,
    private readonly units: readonly CodeUnit[],
    private readonly memoised: ReadonlySet<CodeUnit>,
    private readonly graph: CallGraph,
    private readonly mayRepeat: (edge: Edge) => boolean,
  ) {}

  /** True for the exported function itself, where nothing keeps what it gives. */
  isCode(unit: CodeUnit): boolean {
    return this.units.includes(unit) && !this.memoised.has(unit);
  }

  get all(): ReadonlySet<CodeUnit> {
    return (this.#all ??= reach(this.graph, this.units, () => true));
  }

  get atOnce(): ReadonlySet<CodeUnit> {
    return (this.#atOnce ??= reach(this.graph, this.units, ({ kind }) => kind !== "handed-over"));
  }

  get repeated(): ReadonlySet<CodeUnit> {
    return (this.#repeated ??= reach(
      this.graph,
      this.units.filter((unit) => !this.memoised.has(unit)),
      this.mayRepeat,
    ));
  }
}
