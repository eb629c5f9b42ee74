import { Frame, Frames, Handed } from "./frames";
import { Callee, FunctionTally } from "./function-tally";
import { Names } from "./names";
import { Token, Tokens } from "./tokens";

const enum FunctionKind {
  None,
  Declaration,
  Expression,
  Method,
}

/**
 * The brackets and functions that a text opens and closes, as its tokens are read: tells the tally where each function
 * begins and ends, by which name it is called, and what it is handed to. The methods that open and close something add
 * its token.
 */
export class Nesting {
  readonly frames: Frames = new Frames();
  readonly names: Names = new Names(this.tokens, this.frames);
  /** Depth of the frame in which `class` was read and its body has not begun. */
  private classDepth: i32 = -1;
  /** Of a function whose parameters have not begun. */
  private pendingKind: FunctionKind = FunctionKind.None;
  /** Name of the variable that takes the function expression whose parameters have not begun; -1 for none. */
  private pendingVariable: i32 = -1;
  /** Of the parentheses that were closed last: the kind of the function whose parameters they hold, and their first token. */
  private closedKind: FunctionKind = FunctionKind.None;
  private closedStart: i32 = 0;
  /** The same of the name that they are about: see `Frames.name`. */
  private closedName: i32 = -1;
  /** The function expression that ended last. It is called where it stands if a call is the next token. */
  private endedFunction: i32 = 0;
  private endedStart: i32 = 0;
  /** How many tokens there were when it ended. */
  private endedCount: i32 = -1;

  constructor(
    private readonly tokens: Tokens,
    private readonly functions: FunctionTally,
  ) {}

  /** The next token is `function`. */
  readFunctionWord(): void {
    this.pendingKind = this.isStatementStart() ? FunctionKind.Declaration : FunctionKind.Expression;
    this.pendingVariable = this.names.ofAssignedVariable();
    this.endedStart = this.tokens.count + 1;
  }

  /** The next token is `class`. */
  readClassWord(): void {
    this.classDepth = this.frames.depth;
  }

  /** Whether the last token ends a function expression, so that a call that comes next calls it. */
  get hasFunctionEnded(): bool {
    return this.endedCount === this.tokens.count;
  }

  /** Adds a token after a function expression that does not change that the next parenthesis calls it: `.call`. */
  addAfterFunction(token: Token): void {
    const hasEnded = this.hasFunctionEnded;
    this.tokens.add(token);
    if (hasEnded) this.endedCount = this.tokens.count;
  }

  /** Whether names are fields of a class here, or parameters. */
  get isDeclarationPlace(): bool {
    const kind = this.frames.kind;
    if (kind === Frame.Class) return true;
    return (kind === Frame.Call || kind === Frame.Group) && this.frames.detail !== FunctionKind.None;
  }

  openParenthesis(): void {
    const last = this.tokens.last;
    const isCall = last === Token.Operand || last === Token.ParenthesisEnd;
    const kind = this.kindOfParenthesis(isCall);
    if (this.hasFunctionEnded) this.functions.markImmediate(this.endedFunction);
    const name = this.nameOfParenthesis(kind, isCall);
    const handed = this.handedTo(kind, name, isCall);
    const start = this.startOfParenthesis(kind);
    const variable = isCall ? this.names.ofCalledVariable() : -1;
    if (isCall && kind === FunctionKind.None) this.functions.addCall(this.names.before(0), this.tokens.count);
    this.open(last === Token.ControlWord ? Frame.Control : isCall ? Frame.Call : Frame.Group, kind);
    this.frames.start = start;
    this.frames.name = name;
    this.frames.variable = variable;
    this.frames.handed = handed;
    this.pendingKind = FunctionKind.None;
    this.tokens.add(Token.Open);
  }

  /** Kind of the function whose parameters the parentheses opened next hold. A field of a class that is called is taken for a method: no body follows. */
  private kindOfParenthesis(isCall: bool): FunctionKind {
    if (!isCall || this.pendingKind !== FunctionKind.None) return this.pendingKind;
    return this.frames.kind === Frame.Class || this.names.isMethod()
      ? FunctionKind.Method
      : FunctionKind.None;
  }

  /**
   * The name that tells what the parentheses opened next are about: of the function whose parameters they hold, or that
   * may be called by it; or of the callee, `Callee.Caller` where that is known to call what it is given.
   */
  private nameOfParenthesis(kind: FunctionKind, isCall: bool): i32 {
    if (kind === FunctionKind.Method) return this.frames.variable;
    if (kind !== FunctionKind.None) {
      return this.pendingVariable >= 0 ? this.pendingVariable : this.names.before(0);
    }
    if (!isCall) return this.names.ofAssignedVariable();
    return this.hasFunctionEnded ? Callee.Caller : this.names.ofCallee();
  }

  /** Number of the token before the first one of the function whose parameters the parentheses opened next hold. */
  private startOfParenthesis(kind: FunctionKind): i32 {
    if (kind === FunctionKind.None) return this.tokens.count;
    return kind === FunctionKind.Method ? this.tokens.count - 1 : this.endedStart - 1;
  }

  /** Which functions in the parentheses opened next are handed to a call; `name` is that of the callee. */
  private handedTo(kind: FunctionKind, name: i32, isCall: bool): Handed {
    if (kind !== FunctionKind.None) return Handed.None;
    if (!isCall) return this.frames.handed;
    if (this.hasFunctionEnded) return Handed.InLiterals;
    return name === Callee.None ? Handed.None : Handed.Inside;
  }

  closeParenthesis(): void {
    const hasEnded = this.closeArrows() || this.hasFunctionEnded;
    const kind = this.frames.kind;
    const start = this.frames.start;
    const detail = this.frames.detail;
    const name = this.frames.name;
    const holdsFunction = hasEnded && kind === Frame.Group && this.endedStart - start <= 2;
    this.close();
    this.tokens.add(kind === Frame.Control ? Token.ControlEnd : Token.ParenthesisEnd);
    this.closedKind = detail;
    this.closedStart = start;
    this.closedName = kind === Frame.Call && detail === FunctionKind.None ? -1 : name;
    if (kind === Frame.Control) this.frames.branches = true;
    if (holdsFunction) this.endedCount = this.tokens.count;
  }

  /**
   * The next token is a number or the path of a file. As a key it names a module of those that a bundler has put into one
   * object, whose loader runs them by it: `{ 28: (module) => { … }, "./a.js": … }`.
   */
  readModuleKey(): void {
    const last = this.tokens.last;
    if (this.frames.kind !== Frame.Literal || (last !== Token.Open && last !== Token.Comma)) return;
    this.frames.handed = Handed.Modules;
  }

  openIndex(): void {
    this.openInLiteral(Frame.Index);
    this.tokens.add(Token.Open);
  }

  closeIndex(): void {
    this.closeArrows();
    this.close();
    this.tokens.add(Token.Operand);
  }

  openTemplate(): void {
    this.open(Frame.Template, 0);
    this.tokens.add(Token.Open);
  }

  openBrace(): void {
    const last = this.tokens.last;
    if (this.classDepth === this.frames.depth) {
      this.classDepth = -1;
      this.open(Frame.Class, 0);
    } else if (last === Token.Arrow || last === Token.ParenthesisEnd) {
      const isExpression = last === Token.Arrow || this.closedKind === FunctionKind.Expression;
      this.openFunction(Frame.Function);
      this.frames.start = isExpression ? this.endedStart : -1;
    } else if (this.isLiteralStart()) this.openInLiteral(Frame.Literal);
    else this.open(Frame.Block, 0);
    this.tokens.add(Token.Open);
  }

  /** Closes what a brace closes. True where that is an expression in a template, whose text goes on: it adds no token. */
  closeBrace(): bool {
    this.closeArrows();
    const kind = this.frames.kind;
    const start = this.frames.start;
    const detail = this.frames.detail;
    this.close();
    if (kind === Frame.Template) return true;
    if (kind !== Frame.Function) {
      if (kind === Frame.Block) this.frames.branches = false;
      this.tokens.add(kind === Frame.Literal || kind === Frame.Class ? Token.Operand : Token.BlockEnd);
    } else if (start < 0) {
      // A declaration has no start: nothing calls it where it stands.
      this.tokens.add(Token.BlockEnd);
    } else {
      this.tokens.add(Token.Operand);
      this.endedFunction = detail;
      this.endedStart = start;
      this.endedCount = this.tokens.count;
    }
    return false;
  }

  /** Adds `=>`, and opens the function unless a brace comes next, which does. */
  openArrow(isBraceNext: bool): void {
    const hasParentheses = this.tokens.last === Token.ParenthesisEnd;
    const start = hasParentheses ? this.closedStart : this.tokens.count - 1;
    this.closedStart = start;
    if (!hasParentheses) this.closedName = -1;
    this.tokens.add(Token.Arrow);
    if (isBraceNext) {
      this.endedStart = start;
      return;
    }
    this.openFunction(Frame.ArrowExpression);
    this.frames.start = start;
  }

  /** Closes the arrow functions without braces that end before the next token. False when there are none. */
  closeArrows(): bool {
    let hasClosed = false;
    while (this.frames.kind === Frame.ArrowExpression) {
      this.endedFunction = this.frames.detail;
      this.endedStart = this.frames.start;
      this.close();
      hasClosed = true;
    }
    return hasClosed;
  }

  /** Ends what a line without a semicolon may end: `() => a` before a name on the next line. */
  endOnNewLine(): void {
    if (!this.tokens.isNextOnNewLine) return;
    const last = this.tokens.last;
    if (last !== Token.Operand && last !== Token.ParenthesisEnd && last !== Token.BlockEnd) return;
    this.closeArrows();
    if (this.isAmongStatements()) this.frames.branches = false;
  }

  private isStatementStart(): bool {
    switch (this.tokens.last) {
      case Token.Start:
      case Token.Semicolon:
      case Token.BlockEnd:
      case Token.BlockWord:
      case Token.ControlEnd:
        return true;
      case Token.Open:
        return this.frames.kind === Frame.Block || this.frames.kind === Frame.Function;
      case Token.Operand:
      case Token.ParenthesisEnd:
        return true; // `async function`, or a line that ends without a semicolon
      default:
        return false;
    }
  }

  private isLiteralStart(): bool {
    switch (this.tokens.last) {
      case Token.Operator:
      case Token.Assignment:
      case Token.Comma:
      case Token.ExpressionWord:
      case Token.Import:
        return true;
      case Token.Open: {
        const kind = this.frames.kind;
        return kind !== Frame.Block && kind !== Frame.Function;
      }
      case Token.Colon:
        return !this.isAmongStatements();
      default:
        return false;
    }
  }

  private isAmongStatements(): bool {
    const kind = this.frames.kind;
    return kind === Frame.Module || kind === Frame.Block || kind === Frame.Function;
  }

  /** Opens the function whose body comes next. Its name and its parameters are part of it. */
  private openFunction(frame: Frame): void {
    const callee = this.calleeHere();
    this.open(frame, this.functions.open(this.closedStart, this.closedName, callee));
  }

  /** What a function that begins here is handed to. */
  private calleeHere(): i32 {
    const handed = this.frames.handed;
    if (handed === Handed.None) return Callee.None;
    if (handed === Handed.Modules) return Callee.Loader;
    return this.frames.kind === Frame.Call ? this.frames.name : Callee.Caller;
  }

  /** Opens an array, an index or an object literal. */
  private openInLiteral(kind: Frame): void {
    const handed = this.frames.handed;
    const variable = this.tokens.last === Token.Open ? this.frames.variable : -1;
    this.open(kind, 0);
    if (kind === Frame.Literal) this.frames.variable = variable;
    if (handed >= Handed.InLiterals) this.frames.handed = handed;
  }

  private open(kind: Frame, detail: i32): void {
    this.frames.open(kind, this.tokens.count, detail);
  }

  private close(): void {
    const kind = this.frames.kind;
    this.frames.close();
    if (kind === Frame.Function) this.functions.close(this.tokens.count + 1);
    else if (kind === Frame.ArrowExpression) this.functions.close(this.tokens.count);
  }
}
