import type { ModuleEdge } from "../module-graph.js";
import type { Scanner } from "./open-scanner.js";
import type { ScannedLoad } from "./source-scan.js";

/** A longer text in a call names no module. */
const maxSpecifierLength = 1000;

/** The declarations and calls that load modules, with the function that each stands in. */
export class Loads {
  /** There is a `require` of which tokens do not even tell what it loads. */
  #hasHidden = false;
  readonly #code: Buffer;
  readonly #scanner: Scanner;
  readonly #loads: {
    readonly specifier: string;
    readonly kind: ModuleEdge["kind"];
    /** Index of the innermost function around it. */
    readonly function: number;
    readonly isInBranch: boolean;
  }[] = [];

  constructor(code: Buffer, scanner: Scanner) {
    this.#code = code;
    this.#scanner = scanner;
  }

  /** A declaration whose specifier stands between two positions. Only the module itself has declarations. */
  addImport(start: number, end: number): void {
    const specifier = this.#code.toString("utf8", start, end);
    this.#loads.push({ specifier, kind: "import", function: 0, isInBranch: false });
  }

  /** A call, whose parenthesis comes next. Without a specifier that can be read, a `require` is ambiguous. */
  addCall(
    kind: "require" | "dynamic-import",
    from: number,
    { isInBranch, innermost }: { readonly isInBranch: boolean; readonly innermost: number },
  ): void {
    const specifier = this.#literalArgument(from);
    if (specifier === undefined) this.#hasHidden ||= kind === "require";
    else this.#loads.push({ specifier, kind, function: innermost, isInBranch });
  }

  list(): readonly ScannedLoad[] {
    return this.#loads.map((load) => ({
      specifier: load.specifier,
      kind: load.kind,
      isTopLevel: this.#scanner.isAtTopLevel(load.function) === 1,
      runsAtInit: this.#scanner.loadsAtInit(load.function) === 1,
      isDormant: this.#scanner.isDormant(load.function) === 1,
    }));
  }

  /** Whether tokens do not tell which `require` happens at init: one is hidden, in a branch, or in a function that may run. */
  get isAmbiguous(): boolean {
    const scanner = this.#scanner;
    return (
      this.#hasHidden ||
      scanner.hasHiddenRequire() === 1 ||
      this.#loads.some(
        ({ kind, function: innermost, isInBranch }) =>
          kind === "require" &&
          (isInBranch || scanner.isAtTopLevel(innermost) === 0) &&
          scanner.isDormant(innermost) === 0,
      )
    );
  }

  /** The text between `("` and `")` after a position. */
  #literalArgument(from: number): string | undefined {
    const code = this.#code;
    const scanner = this.#scanner;
    const start = scanner.endOfBlanks(scanner.endOfBlanks(from) + 1);
    const quote = code[start];
    if (quote !== 0x22 && quote !== 0x27 && quote !== 0x60) return undefined;
    const end = code.indexOf(quote, start + 1);
    if (end < 0 || end - start > maxSpecifierLength) return undefined;
    const text = code.toString("utf8", start + 1, end);
    if (/[\\\n]/.test(text) || (quote === 0x60 && text.includes("${"))) return undefined;
    const after = code[scanner.endOfBlanks(end + 1)];
    return after === 0x29 || after === 0x2c ? text : undefined;
  }
}
