import type { ModuleEdge } from "../module-graph.js";
import { endOfBlanks } from "./characters.js";
import type { Counted, FunctionTally } from "./function-tally.js";
import type { ScannedLoad } from "./source-scan.js";

/** A longer text in a call names no module. */
const maxSpecifierLength = 1000;

/** The declarations and calls that load modules, with the function that each stands in. */
export class Loads {
  hasModuleSyntax = false;
  /** There is a `require` of which tokens do not even tell what it loads. */
  hasHidden = false;
  readonly #code: Buffer;
  readonly #functions: FunctionTally;
  readonly #loads: {
    readonly specifier: string;
    readonly kind: ModuleEdge["kind"];
    readonly function: Counted;
    readonly isInBranch: boolean;
  }[] = [];

  constructor(code: Buffer, functions: FunctionTally) {
    this.#code = code;
    this.#functions = functions;
  }

  /** A declaration whose specifier stands between two positions. Only the module itself has declarations. */
  addImport(start: number, end: number): void {
    this.#loads.push({
      specifier: this.#code.toString("utf8", start, end),
      kind: "import",
      function: this.#functions.module,
      isInBranch: false,
    });
  }

  /** A call, whose parenthesis comes next. Without a specifier that can be read, a `require` is ambiguous. */
  addCall(kind: "require" | "dynamic-import", from: number, isInBranch: boolean): void {
    const specifier = this.#literalArgument(from);
    if (specifier === undefined) this.hasHidden ||= kind === "require";
    else this.#loads.push({ specifier, kind, function: this.#functions.current, isInBranch });
  }

  list(): readonly ScannedLoad[] {
    return this.#loads.map((load) => ({
      specifier: load.specifier,
      kind: load.kind,
      isTopLevel: this.#functions.isAtTopLevel(load.function),
      runsAtInit: this.#functions.loadsAtInit(load.function, this.#code),
      isDormant: this.#functions.isDormant(load.function, this.#code),
    }));
  }

  /** Whether tokens do not tell which `require` happens at init: one is hidden, in a branch, or in a function that may run. */
  get isAmbiguous(): boolean {
    return (
      this.hasHidden ||
      this.#loads.some(
        ({ kind, function: innermost, isInBranch }) =>
          kind === "require" &&
          (isInBranch || !this.#functions.isAtTopLevel(innermost)) &&
          !this.#functions.isDormant(innermost, this.#code),
      )
    );
  }

  /** The text between `("` and `")` after a position. */
  #literalArgument(from: number): string | undefined {
    const code = this.#code;
    const start = endOfBlanks(code, endOfBlanks(code, from) + 1);
    const quote = code[start];
    if (quote !== 0x22 && quote !== 0x27 && quote !== 0x60) return undefined;
    const end = code.indexOf(quote, start + 1);
    if (end < 0 || end - start > maxSpecifierLength) return undefined;
    const text = code.toString("utf8", start + 1, end);
    if (/[\\\n]/.test(text) || (quote === 0x60 && text.includes("${"))) return undefined;
    const after = code[endOfBlanks(code, end + 1)];
    return after === 0x29 || after === 0x2c ? text : undefined;
  }
}
