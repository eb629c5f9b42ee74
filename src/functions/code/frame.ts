import type { Variable } from "../../syntax/name-index.js";
import type { CodeModule } from "./code-module.js";
import type { Cell, ClassValue, CodeValue, Frame } from "./code-value.js";

/** @param parent the frame of the code around; undefined for a module */
export function createFrame(
  module: CodeModule,
  parent: Frame | undefined,
  self: CodeValue | undefined,
  home: ClassValue | undefined,
): Frame {
  return new CallFrame(module, parent, self, home);
}

class CallFrame implements Frame {
  readonly #cells = new Map<Variable, Cell>();

  constructor(
    readonly module: CodeModule,
    private readonly parent: Frame | undefined,
    readonly self: CodeValue | undefined,
    readonly home: ClassValue | undefined,
  ) {}

  get isModule(): boolean {
    return this.parent === undefined;
  }

  declare(variable: Variable, value: CodeValue): void {
    this.#cells.set(variable, { value });
  }

  find(variable: Variable): Cell | undefined {
    return this.#cells.get(variable) ?? this.parent?.find(variable);
  }
}
