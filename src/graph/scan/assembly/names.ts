import { Frame, Frames } from "./frames";
import { Callee } from "./function-tally";
import { Token, Tokens } from "./tokens";

/**
 * The name that was read last: of a callee, of a function, or of the variable that a function is assigned to. A name is
 * the position where it begins, and -1 is none.
 */
export class Names {
  private start: i32 = -1;
  /** Number of the token that the name is. */
  private token: i32 = -1;
  private tokenBefore: Token = Token.Start;
  /** Name of the variable that takes what begins with the name; -1 for none. */
  private variable: i32 = -1;
  /** Number of the token that was the name of a method that calls what it is given. */
  private visitorToken: i32 = -1;

  constructor(
    private readonly tokens: Tokens,
    private readonly frames: Frames,
  ) {}

  /** The next token is a name, or a text that may be the name of a method: -1 then. */
  read(start: i32): void {
    this.variable = this.tokens.last === Token.Assignment ? this.before(1) : -1;
    this.start = start;
    this.tokenBefore = this.tokens.last;
    this.token = this.tokens.count + 1;
  }

  /** The last token was the name of a method that calls what it is given, such as `map`. */
  readVisitor(): void {
    this.visitorToken = this.tokens.count;
  }

  /** The name that was read `distance` tokens ago, unless it stands behind a dot. */
  before(distance: i32): i32 {
    const isPlain = this.token === this.tokens.count - distance && this.tokenBefore !== Token.Dot;
    return isPlain ? this.start : -1;
  }

  /**
   * Name of the variable that the next expression is assigned to, in parentheses or not, or that takes what a function
   * makes of it: calling `a` of `a = once(() => …)` runs what `once` got.
   */
  ofAssignedVariable(): i32 {
    if (this.tokens.last === Token.Assignment) return this.before(1);
    if (this.tokens.last !== Token.Open) return -1;
    const kind = this.frames.kind;
    return kind === Frame.Group ? this.frames.name : kind === Frame.Call ? this.frames.variable : -1;
  }

  /** Name of the variable that takes what the call gives whose parenthesis comes next. */
  ofCalledVariable(): i32 {
    return this.before(0) >= 0 ? this.variable : -1;
  }

  /** Name of what the next parenthesis calls; `Callee.Caller` for a method that calls what it is given. */
  ofCallee(): i32 {
    return this.visitorToken === this.tokens.count ? Callee.Caller : this.before(0);
  }

  /** Whether the name, before the next parenthesis, is that of a method in an object literal. */
  isMethod(): bool {
    return (
      this.frames.kind === Frame.Literal &&
      this.token === this.tokens.count &&
      (this.tokenBefore === Token.Open ||
        this.tokenBefore === Token.Comma ||
        this.tokenBefore === Token.Operand)
    );
  }
}
