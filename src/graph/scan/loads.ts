import type { ModuleEdge } from "../module-graph.js";
import { endOfBlanks } from "./characters.js";
import type { Counted, FunctionTally } from "./function-tally.js";
import type { ScannedLoad } from "./source-scan.js";

/** A longer text in a call names no module. */
const maxSpecifierLength = 1000;

/** The declarations and calls that load modules, with the function that each stands in. */
export class Loads {
  hasModuleSyntax = false;
  /** There is a `require` that tokens do not decide, beside those that stand in functions. */
  isAmbiguous = false;
  readonly #code: Buffer;
  readonly #functions: FunctionTally;
  readonly #loads: {
    readonly specifier: string;
    readonly kind: ModuleEdge["kind"];
    readonly function: Counted;
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
    });
  }

  /** A call, whose parenthesis comes next. Without a specifier that can be read, a `require` is ambiguous. */
  addCall(kind: "require" | "dynamic-import", from: number, isInBranch: boolean): void {
    const specifier = this.#literalArgument(from);
    if (specifier !== undefined) this.#loads.push({ specifier, kind, function: this.#functions.current });
    if (kind === "require" && (isInBranch || specifier === undefined)) this.isAmbiguous = true;
  }

  list(): readonly ScannedLoad[] {
    return this.#loads.map((load) => ({
      specifier: load.specifier,
      kind: load.kind,
      isTopLevel: this.#functions.isAtTopLevel(load.function),
      runsAtInit: this.#functions.loadsAtInit(load.function, this.#code),
    }));
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
