import { endOfBlanks } from "./characters.js";
import type { Frames } from "./frames.js";
import type { Counted, FunctionTally } from "./function-tally.js";
import { isDeclared } from "./lazy-globals.js";
import { Token, type Tokens } from "./tokens.js";
import { Word, wordAt } from "./words.js";

/** The reads of globals that Node.js loads lazily, with the function that each stands in. */
export class WebGlobals {
  readonly #code: Buffer;
  readonly #tokens: Tokens;
  readonly #functions: FunctionTally;
  readonly #frames: Frames;
  /** Number of the token that was `globalThis`. */
  #globalObjectToken = -1;
  readonly #reads: {
    readonly name: string;
    /** Of the global object: no declaration hides it. */
    readonly isMember: boolean;
    readonly function: Counted;
  }[] = [];

  constructor(code: Buffer, tokens: Tokens, functions: FunctionTally, frames: Frames) {
    this.#frames = frames;
    this.#code = code;
    this.#tokens = tokens;
    this.#functions = functions;
  }

  /** The next token is the name of the global object, which stands behind a dot or not. */
  readGlobalObject(): void {
    this.#globalObjectToken = this.#tokens.count + 1;
  }

  /** Adds what `const { Request } = globalThis` reads, where the name of the global object begins at a position. */
  addDestructured(start: number): void {
    if (this.#tokens.last !== Token.Assignment) return;
    const from = Math.max(0, start - 200);
    const before = this.#code.toString("latin1", from, start);
    const pattern = /\{([\w$\s,:]*)\}\s*=\s*$/.exec(before);
    for (const { 0: name, index } of (pattern?.[1] ?? "").matchAll(/(?<![\w$:])[\w$]+/g)) {
      const at = from + (pattern?.index ?? 0) + 1 + index;
      const word = wordAt(this.#code, at, at + name.length);
      if (word === Word.WebGlobal || word === Word.Crypto) this.#add(at, at + name.length, true);
    }
  }

  /** A name that is a global unless the text declares it. */
  addName(start: number, end: number): void {
    this.#add(start, end, false);
  }

  /** The name of a member, which comes next: one of the global object's, unless it is assigned. */
  addMember(start: number, end: number): void {
    if (this.#isOfGlobalObject(end) && !this.#isAssignedAt(end)) this.#add(start, end, true);
  }

  /** `webcrypto` of Node's `crypto`, whose name ends at a position. */
  addWebCrypto(end: number): void {
    if (this.#isAssignedAt(end)) return;
    // Also behind `"webcrypto" in crypto ?`.
    this.#reads.push({ name: "crypto", isMember: true, function: this.#functions.current });
  }

  /** `crypto`, mostly the name of something else: a global where `typeof` asks for it. */
  addCrypto(start: number, end: number): void {
    if (this.#tokens.last !== Token.ExpressionWord) return;
    const before = this.#code.toString("latin1", Math.max(0, start - 10), start);
    if (/\btypeof\s+$/.test(before)) this.#add(start, end, false);
  }

  /**
   * Names of the globals that are read at top level, or in functions that are called there by their names, without those
   * that the text declares itself.
   */
  list(): readonly string[] {
    const read = this.#reads.filter((one) => this.#functions.isCalledAtInit(one.function, this.#code));
    if (read.length === 0) return [];
    const members = new Set(read.filter(({ isMember }) => isMember).map(({ name }) => name));
    const names = new Set(read.map(({ name }) => name).filter((name) => !members.has(name)));
    if (names.size === 0) return [...members];
    const text = this.#code.toString();
    return [...members, ...[...names].filter((name) => !isDeclared(name, text))];
  }

  #add(start: number, end: number, isMember: boolean): void {
    const name = this.#code.toString("utf8", start, end);
    // Most of these are for another runtime: `isBun ? new Headers() : …`. But Node.js has all of `Intl` that is asked for.
    if (this.#frames.branches && name !== "Intl") return;
    if (name === "Intl" && !this.#usesIcu(end)) return;
    this.#reads.push({ name, isMember, function: this.#functions.current });
  }

  /** After `globalThis.`, or asked for in the way that only globals are: `typeof root.FormData`. */
  #isOfGlobalObject(end: number): boolean {
    if (this.#tokens.count === this.#globalObjectToken + 1) return true;
    const before = this.#code.toString("latin1", Math.max(0, end - 64), end);
    return /\btypeof\s+[\w$]+\.[A-Za-z]+$/.test(before);
  }

  /**
   * Whether a use of `Intl` that ends at a position makes Node.js load ICU's data. On Node.js 20 `new Intl.DateTimeFormat()`
   * takes 45 ms the first time, `Intl.DateTimeFormat` and `new Intl.Locale("en")` take nothing.
   */
  #usesIcu(end: number): boolean {
    const after = this.#code.toString("latin1", end, end + 64);
    return /^\s*\.\s*(?!Locale\b|getCanonicalLocales\b)[A-Za-z]+\s*\(/.test(after);
  }

  /** Whether a member that ends at a position is assigned, and so not read. */
  #isAssignedAt(end: number): boolean {
    const at = endOfBlanks(this.#code, end);
    return this.#code[at] === 0x3d && this.#code[at + 1] !== 0x3d;
  }
}
