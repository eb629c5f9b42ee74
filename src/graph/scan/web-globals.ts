import { isDeclared } from "./lazy-globals.js";
import type { Scanner } from "./open-scanner.js";

/** Where a name stands. */
interface Place {
  /** What comes there may not happen. */
  readonly isInBranch: boolean;
  /** Index of the innermost function around it. */
  readonly innermost: number;
}

/** The reads of globals that Node.js loads lazily, with the function that each stands in. */
export class WebGlobals {
  readonly #code: Buffer;
  readonly #scanner: Scanner;
  readonly #reads: {
    readonly name: string;
    /** Of the global object: no declaration hides it. */
    readonly isMember: boolean;
    readonly function: number;
  }[] = [];

  constructor(code: Buffer, scanner: Scanner) {
    this.#code = code;
    this.#scanner = scanner;
  }

  /** Adds what `const { Request } = globalThis` reads, where the name of the global object begins at a position. */
  addDestructured(start: number, place: Place): void {
    const from = Math.max(0, start - 200);
    const before = this.#code.toString("latin1", from, start);
    const pattern = /\{([\w$\s,:]*)\}\s*=\s*$/.exec(before);
    for (const { 0: name, index } of (pattern?.[1] ?? "").matchAll(/(?<![\w$:])[\w$]+/g)) {
      const at = from + (pattern?.index ?? 0) + 1 + index;
      if (this.#scanner.isWebGlobal(at, at + name.length) === 1) {
        this.#addRead(at, at + name.length, true, place);
      }
    }
  }

  /** A name that is a global unless the text declares it, or a member of the global object, unless it is assigned. */
  add(start: number, end: number, isMember: boolean, place: Place): void {
    if (!isMember || !this.#isAssignedAt(end)) this.#addRead(start, end, isMember, place);
  }

  /** A member of something: of the global object, where only globals are asked for in such a way: `typeof root.FormData`. */
  addMember(start: number, end: number, place: Place): void {
    const before = this.#code.toString("latin1", Math.max(0, end - 64), end);
    if (/\btypeof\s+[\w$]+\.[A-Za-z]+$/.test(before)) this.add(start, end, true, place);
  }

  /** `webcrypto` of Node's `crypto`, whose name ends at a position. */
  addWebCrypto(end: number, innermost: number): void {
    if (this.#isAssignedAt(end)) return;
    // Also behind `"webcrypto" in crypto ?`.
    this.#reads.push({ name: "crypto", isMember: true, function: innermost });
  }

  /** `crypto` behind a word, mostly the name of something else: a global where `typeof` asks for it. */
  addCrypto(start: number, end: number, place: Place): void {
    const before = this.#code.toString("latin1", Math.max(0, start - 10), start);
    if (/\btypeof\s+$/.test(before)) this.#addRead(start, end, false, place);
  }

  /**
   * Names of the globals that are read at top level, or in functions that are called there by their names, without those
   * that the text declares itself.
   */
  list(): readonly string[] {
    const read = this.#reads.filter((one) => this.#scanner.isCalledAtInit(one.function) === 1);
    if (read.length === 0) return [];
    const members = new Set(read.filter(({ isMember }) => isMember).map(({ name }) => name));
    const names = new Set(read.map(({ name }) => name).filter((name) => !members.has(name)));
    if (names.size === 0) return [...members];
    const text = this.#code.toString();
    return [...members, ...[...names].filter((name) => !isDeclared(name, text))];
  }

  #addRead(start: number, end: number, isMember: boolean, { isInBranch, innermost }: Place): void {
    const name = this.#code.toString("utf8", start, end);
    // Most of these are for another runtime: `isBun ? new Headers() : …`. But Node.js has all of `Intl` that is asked for.
    if (isInBranch && name !== "Intl") return;
    if (name === "Intl" && !this.#usesIcu(end)) return;
    this.#reads.push({ name, isMember, function: innermost });
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
    const at = this.#scanner.endOfBlanks(end);
    return this.#code[at] === 0x3d && this.#code[at + 1] !== 0x3d;
  }
}
