import { type Cell, type CodeValue, type Site, choose } from "./code-value.js";
import type { Completion } from "./machine.js";

/** What code writes. Of a condition that is not known every branch is read, and a cell then has the values of them all. */
export class BranchWrites {
  /** Of each branch that is being read, the innermost last. */
  readonly #open: Map<Cell, CodeValue>[] = [];

  read(cell: Cell): CodeValue {
    for (let index = this.#open.length - 1; index >= 0; index--) {
      const value = this.#open[index]?.get(cell);
      if (value !== undefined) return value;
    }
    return cell.value;
  }

  write(cell: Cell, value: CodeValue): void {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) cell.value = value;
    else innermost.set(cell, value);
  }

  /** Reads the alternatives, and goes on with what those have written that come to their end. */
  branch(alternatives: readonly (() => Completion)[], site: Site): Completion {
    const ended = alternatives.map((run) => this.#readBranch(run));
    const going = ended.filter(({ completion }) => completion !== "return" && completion !== "throw");
    for (const cell of new Set(going.flatMap(({ writes }) => [...writes.keys()])))
      this.write(
        cell,
        choose(
          going.map(({ writes }) => writes.get(cell) ?? this.read(cell)),
          site,
        ),
      );
    if (going.length === 0)
      return ended.some(({ completion }) => completion === "return") ? "return" : "throw";
    const [first] = going;
    return going.every(({ completion }) => completion === first?.completion)
      ? (first?.completion ?? "normal")
      : "normal";
  }

  #readBranch(run: () => Completion): { completion: Completion; writes: ReadonlyMap<Cell, CodeValue> } {
    const writes = new Map<Cell, CodeValue>();
    this.#open.push(writes);
    const completion = run();
    this.#open.pop();
    return { completion, writes };
  }
}
