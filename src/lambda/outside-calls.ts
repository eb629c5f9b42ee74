import type { CodeUnit } from "../syntax/ast.js";
import type { Edge } from "../syntax/call-graph.js";
import type { ExportKey } from "../syntax/export-paths.js";
import type { Syntax } from "../syntax/syntax.js";
import type { Elsewhere, OutsideCaller, OutsideUse } from "./elsewhere.js";
import { collectExportedCode } from "./exported-code.js";
import { reach } from "./phases.js";

/** The phases in which other files run the code of this one. Empty answers where nothing is proven. */
export interface OutsideCalls {
  /** The handler because of which the unit runs in invocation phase. */
  invocationOf(unit: CodeUnit): OutsideCaller | undefined;
  /** The handler because of which it runs again in every invocation: on the way there is no memo guard. */
  repeatedBy(unit: CodeUnit): OutsideCaller | undefined;
  runsAtInit(unit: CodeUnit): boolean;
}

/** Code of the file that an export leads to, and what it reaches. */
interface Entry {
  readonly key: ExportKey;
  readonly all: ReadonlySet<CodeUnit>;
  readonly atOnce: ReadonlySet<CodeUnit>;
  readonly repeated: ReadonlySet<CodeUnit>;
}

/** @param mayRepeat true for an edge without a memo guard */
export function createOutsideCalls(
  syntax: Syntax,
  elsewhere: Elsewhere,
  mayRepeat: (edge: Edge) => boolean,
): OutsideCalls {
  let entries: readonly Entry[] | undefined;

  function collectEntries(): readonly Entry[] {
    const { graph } = syntax;
    return [...collectExportedCode(syntax)].map(([key, units]) => ({
      key,
      all: reach(graph, units, () => true),
      get atOnce() {
        return reach(graph, units, (edge) => edge.kind !== "handed-over");
      },
      get repeated() {
        return reach(graph, units, mayRepeat);
      },
    }));
  }

  function find<T>(
    unit: CodeUnit,
    reached: "all" | "atOnce" | "repeated",
    answer: (use: OutsideUse) => T | undefined,
  ): T | undefined {
    entries ??= collectEntries();
    for (const entry of entries) {
      // The first set is computed once, and spares most entries the others.
      if (!entry.all.has(unit) || (reached !== "all" && !entry[reached].has(unit))) continue;
      const found = answer(elsewhere.usesOf(entry.key));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    invocationOf: (unit) => find(unit, "all", ({ invocation }) => invocation),
    repeatedBy: (unit) => find(unit, "repeated", ({ repeated }) => repeated),
    runsAtInit: (unit) => find(unit, "atOnce", ({ runsAtInit }) => runsAtInit || undefined) === true,
  };
}
