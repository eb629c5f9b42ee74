import { Callee } from "./function-tally.js";
import { Frame, type Frames } from "./frames.js";
import { Token, type Tokens } from "./tokens.js";

/**
 * The name that was read last: of a callee, of a function, or of the variable that a function is assigned to. A name is
 * the position where it begins, and -1 is none.
 */
export class Names {
  readonly #tokens: Tokens;
  readonly #frames: Frames;
  #start = -1;
  /** Number of the token that the name is. */
  #token = -1;
  #tokenBefore: Token = Token.Start;
  /** Name of the variable that takes what begins with the name; -1 for none. */
  #variable = -1;
  /** Number of the token that was the name of a method that calls what it is given. */
  #visitorToken = -1;

  constructor(tokens: Tokens, frames: Frames) {
    this.#tokens = tokens;
    this.#frames = frames;
  }

  /** The next token is a name, or a text that may be the name of a method: -1 then. */
  read(start: number): void {
    this.#variable = this.#tokens.last === Token.Assignment ? this.before(1) : -1;
    this.#start = start;
    this.#tokenBefore = this.#tokens.last;
    this.#token = this.#tokens.count + 1;
  }

  /** The last token was the name of a method that calls what it is given, such as `map`. */
  readVisitor(): void {
    this.#visitorToken = this.#tokens.count;
  }

  /** The name that was read `distance` tokens ago, unless it stands behind a dot. */
  before(distance: number): number {
    const isPlain = this.#token === this.#tokens.count - distance && this.#tokenBefore !== Token.Dot;
    return isPlain ? this.#start : -1;
  }

  /**
   * Name of the variable that the next expression is assigned to, in parentheses or not, or that takes what a function
   * makes of it: calling `a` of `a = once(() => …)` runs what `once` got.
   */
  ofAssignedVariable(): number {
    if (this.#tokens.last === Token.Assignment) return this.before(1);
    if (this.#tokens.last !== Token.Open) return -1;
    const { kind, name, variable } = this.#frames;
    return kind === Frame.Group ? name : kind === Frame.Call ? variable : -1;
  }

  /** Name of the variable that takes what the call gives whose parenthesis comes next. */
  ofCalledVariable(): number {
    return this.before(0) >= 0 ? this.#variable : -1;
  }

  /** Name of what the next parenthesis calls; `Callee.Caller` for a method that calls what it is given. */
  ofCallee(): number {
    return this.#visitorToken === this.#tokens.count ? Callee.Caller : this.before(0);
  }

  /** Whether the name, before the next parenthesis, is that of a method in an object literal. */
  isMethod(): boolean {
    return (
      this.#frames.kind === Frame.Literal &&
      this.#token === this.#tokens.count &&
      (this.#tokenBefore === Token.Open ||
        this.#tokenBefore === Token.Comma ||
        this.#tokenBefore === Token.Operand)
    );
  }
}
