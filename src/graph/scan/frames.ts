/** What is open at a place in a text: the module, a bracket, or the body of an arrow function without braces. */
export const enum Frame {
  Module,
  Block,
  Literal,
  Class,
  Function,
  ArrowExpression,
  /** The head of `if`, `while`, `for`, `switch`, `catch`, `with`. */
  Control,
  Group,
  Call,
  Index,
  Template,
}

/** Which functions inside a frame are handed to a call. */
export const enum Handed {
  None,
  /** Those right inside it, and in parentheses there. */
  Inside,
  /** Those in array and object literals too: what calls them is a function that stands there, such as a loader of modules. */
  InLiterals,
  /** Those in an object of modules, which its loader runs one by one: most of them at init. */
  Modules,
}

/** The open frames, innermost last. The first is the module, which nothing closes. */
export class Frames {
  readonly #kinds: Frame[] = [Frame.Module];
  readonly #starts: number[] = [0];
  readonly #details: number[] = [0];
  readonly #branches: boolean[] = [false];
  readonly #names: number[] = [-1];
  readonly #variables: number[] = [-1];
  readonly #handed: Handed[] = [Handed.None];
  #depth = 0;

  /** How many are open in the module. */
  get depth(): number {
    return this.#depth;
  }

  get kind(): Frame {
    return this.#kinds[this.#depth] ?? Frame.Module;
  }

  /** How many tokens there were before the frame; of a function that is an expression, and of parameters, before the function. */
  get start(): number {
    return this.#starts[this.#depth] ?? 0;
  }

  set start(token: number) {
    this.#starts[this.#depth] = token;
  }

  /** Index of the function that the frame is the body of; of parentheses, the kind of function they hold the parameters of. */
  get detail(): number {
    return this.#details[this.#depth] ?? 0;
  }

  /** Of parentheses: where the name begins that tells what they are about; -1 for none. */
  get name(): number {
    return this.#names[this.#depth] ?? -1;
  }

  set name(start: number) {
    this.#names[this.#depth] = start;
  }

  /** Of a call, and of the object literal that it gets: name of the variable that takes what it gives; -1 for none. */
  get variable(): number {
    return this.#variables[this.#depth] ?? -1;
  }

  set variable(start: number) {
    this.#variables[this.#depth] = start;
  }

  get handed(): Handed {
    return this.#handed[this.#depth] ?? Handed.None;
  }

  set handed(handed: Handed) {
    this.#handed[this.#depth] = handed;
  }

  /** Whether what comes next may not happen: it is behind `&&`, `?` or in a block. */
  get branches(): boolean {
    return this.#branches[this.#depth] === true;
  }

  /** A frame inside one that branches branches to its end. */
  set branches(branches: boolean) {
    this.#branches[this.#depth] =
      branches || this.kind === Frame.Block || this.#branches[this.#depth - 1] === true;
  }

  open(kind: Frame, start: number, detail: number): void {
    const branches = kind === Frame.Block || this.branches;
    this.#depth++;
    this.#kinds[this.#depth] = kind;
    this.#starts[this.#depth] = start;
    this.#details[this.#depth] = detail;
    this.#branches[this.#depth] = branches;
    this.#handed[this.#depth] = Handed.None;
    this.#variables[this.#depth] = -1;
  }

  close(): void {
    if (this.#depth > 0) this.#depth--;
  }
}
