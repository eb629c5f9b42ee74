/** The functions of a text while it is read: which are called where they stand, and how many tokens are in each. */
export class FunctionTally {
  /** Index 0 is the module itself. */
  readonly #parents: number[] = [-1];
  readonly #isImmediate: boolean[] = [true];
  readonly #tokens: number[] = [0];
  readonly #calls: number[] = [0];
  #current = 0;
  #counted = 0;

  /** Index of the innermost open function. */
  get current(): number {
    return this.#current;
  }

  /** How many functions there are. */
  get total(): number {
    return this.#parents.length - 1;
  }

  /** Opens a function when `tokens` tokens of the text have been read. */
  open(tokens: number): number {
    this.#settle(tokens);
    this.#parents.push(this.#current);
    this.#isImmediate.push(false);
    this.#tokens.push(0);
    this.#calls.push(0);
    this.#current = this.#parents.length - 1;
    return this.#current;
  }

  close(tokens: number): void {
    this.#settle(tokens);
    this.#current = Math.max(0, this.#parents[this.#current] ?? 0);
  }

  /** Counts a call in the innermost open function. */
  addCall(): void {
    this.#calls[this.#current] = (this.#calls[this.#current] ?? 0) + 1;
  }

  markImmediate(index: number): void {
    this.#isImmediate[index] = true;
  }

  /** Whether the code right inside a function runs when the module does. */
  isAtTopLevel(index: number): boolean {
    for (let at = index; at > 0; at = this.#parents[at] ?? 0)
      if (this.#isImmediate[at] !== true) return false;
    return true;
  }

  /** Tokens outside functions and in those that are called where they stand, out of `tokens`. */
  topLevelTokens(tokens: number): number {
    this.#settle(tokens);
    return this.#sumAtTopLevel(this.#tokens);
  }

  /** Calls outside functions and in those that are called where they stand. */
  topLevelCalls(): number {
    return this.#sumAtTopLevel(this.#calls);
  }

  #sumAtTopLevel(counts: readonly number[]): number {
    // A function comes after the one around it, so that one is decided already.
    const isTop = [true];
    let sum = counts[0] ?? 0;
    for (let index = 1; index < this.#parents.length; index++) {
      isTop[index] = this.#isImmediate[index] === true && isTop[this.#parents[index] ?? 0] === true;
      if (isTop[index] === true) sum += counts[index] ?? 0;
    }
    return sum;
  }

  #settle(tokens: number): void {
    this.#tokens[this.#current] = (this.#tokens[this.#current] ?? 0) + tokens - this.#counted;
    this.#counted = tokens;
  }
}
