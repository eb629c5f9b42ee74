import type { Variable } from "../../syntax/facts.js";
import type { CodeModule } from "./code-module.js";
import type { Cell, ClassValue, CodeValue } from "./code-value.js";

/** The variables of one call of a function, or of a module. Blocks share the frame of the function around them. */
export class Frame {
  readonly #cells = new Map<Variable, Cell>();

  constructor(
    readonly module: CodeModule,
    readonly parent: Frame | undefined,
    readonly self: CodeValue | undefined,
    /** The class whose code runs: `super` is its parent. */
    readonly home: ClassValue | undefined,
  ) {}

  /** Makes the variable anew: each turn of a loop has variables of its own, which closures keep. */
  declare(variable: Variable, value: CodeValue): void {
    this.#cells.set(variable, { value });
  }

  find(variable: Variable): Cell | undefined {
    return this.#cells.get(variable) ?? this.parent?.find(variable);
  }
}
