import {
  CharClass,
  classOf,
  endOfBlanks,
  endOfComment,
  endOfLine,
  endOfName,
  endOfPattern,
  endOfSpaces,
  endOfString,
  isWideNewline,
  wideBlankLength,
} from "./characters.js";
import { Findings } from "./findings.js";
import { Frame, Frames, Handed } from "./frames.js";
import { FunctionTally } from "./function-tally.js";
import type { SourceScan } from "./source-scan.js";
import { Word, wordAt } from "./words.js";

/** The last significant token, as far as it decides what the next one means. */
const enum Token {
  Start,
  /** A name, a literal, a closing bracket of an expression: what follows is an operator. */
  Operand,
  Operator,
  Assignment,
  Comma,
  Colon,
  Dot,
  Semicolon,
  BlockEnd,
  ControlEnd,
  ParenthesisEnd,
  Arrow,
  ExpressionWord,
  BlockWord,
  ControlWord,
  From,
  Import,
  Open,
}

const enum FunctionKind {
  None,
  Declaration,
  Expression,
}

/**
 * Reads the tokens of JavaScript, in UTF-8, once, without a syntax tree. Never throws: a text that is no JavaScript gives
 * what was found in it.
 */
export function scanSource(code: Buffer): SourceScan {
  return new Scanner(code).scan();
}

/** What begins with `read` takes the position of a token, and gives the position after it. */
class Scanner {
  readonly #code: Buffer;
  readonly #frames = new Frames();
  readonly #functions = new FunctionTally();
  readonly #findings: Findings;
  #tokens = 0;
  #previous: Token = Token.Start;
  /** How many tokens there were when a line ended last. */
  #lineEndToken = -1;
  /** Depth of the frame in which `class` was read and its body has not begun. */
  #classDepth = -1;
  /** Of a function whose parameters have not begun. */
  #pendingFunction = FunctionKind.None;
  /** Of the parentheses that were closed last. */
  #closedFunction: number = FunctionKind.None;
  #closedStart = 0;
  /** The function expression that ended last. It is called where it stands if a call is the next token. */
  #endedFunction = 0;
  #endedFunctionStart = 0;
  /** How many tokens there were when it ended. */
  #endedFunctionEnd = -1;
  /** Where the last name begins that is no word of the language, and the tokens that were it and before it. */
  #nameStart = -1;
  #nameToken = -1;
  #beforeName: Token = Token.Start;
  /** Number of the token that was the name of a method that calls what it is given. */
  #visitorToken = -1;
  /** Where the name begins of the variable that takes the function expression whose parameters have not begun; -1 for none. */
  #variable = -1;
  /** The same of the function whose parameters were closed last, or its own name. */
  #closedName = -1;
  /** Number of the token that was `globalThis`. */
  #globalObjectToken = -1;

  constructor(code: Buffer) {
    this.#code = code;
    this.#findings = new Findings(code, this.#functions);
  }

  scan(): SourceScan {
    const isScript = this.#code[0] === 0x23 && this.#code[1] === 0x21;
    this.#readTokens(isScript ? this.#readLine(0) : 0);
    const loads = this.#findings.listLoads();
    const webGlobals = this.#findings.listWebGlobals();
    const init = this.#functions.countInit(this.#tokens, this.#code);
    return {
      facts: {
        bytes: this.#code.length,
        tokens: this.#tokens,
        functions: this.#functions.total,
        initTokens: init.tokens,
        initCalls: init.calls,
        initDeclarations: init.declarations,
        initProperties: init.properties,
        initStatements: init.statements,
        ...(webGlobals.length > 0 && { webGlobals }),
      },
      loads,
      hasModuleSyntax: this.#findings.hasModuleSyntax,
      isAmbiguous:
        this.#findings.isAmbiguous || loads.some(({ kind, isTopLevel }) => kind === "require" && !isTopLevel),
    };
  }

  // A function of its own: V8 optimizes it in the middle of the loop, and drops that at whatever comes after it.
  #readTokens(from: number): void {
    const { length } = this.#code;
    let at = from;
    while (at < length) at = this.#readToken(at);
  }

  #readToken(at: number): number {
    const code = this.#code[at] ?? 0;
    switch (classOf(code)) {
      case CharClass.Name:
        return this.#readName(at);
      case CharClass.Space:
        return endOfSpaces(this.#code, at + 1);
      case CharClass.Newline:
        this.#lineEndToken = this.#tokens;
        return endOfSpaces(this.#code, at + 1);
      case CharClass.Operator:
        return this.#readOperator(at, code);
      case CharClass.Quote:
        return this.#readString(at, code);
      case CharClass.Digit:
        this.#endArrowOnNewline();
        this.#become(Token.Operand);
        return endOfName(this.#code, at + 1);
      case CharClass.Wide:
        return this.#readWide(at);
      default:
        return this.#readPunctuator(at, code);
    }
  }

  #readPunctuator(at: number, code: number): number {
    switch (code) {
      case 0x2e: // .
        return this.#readDot(at);
      case 0x28: // (
        this.#openParenthesis();
        return at + 1;
      case 0x29: // )
        this.#closeParenthesis();
        return at + 1;
      case 0x2c: // ,
        this.#closeArrows();
        this.#frames.branches = false;
        this.#become(Token.Comma);
        return at + 1;
      case 0x3b: // ;
        this.#closeArrows();
        this.#frames.branches = false;
        this.#functions.addStatement();
        this.#become(Token.Semicolon);
        return at + 1;
      case 0x3a: // :
        this.#functions.addProperty();
        this.#become(Token.Colon);
        return at + 1;
      case 0x7b: // {
        this.#openBrace();
        return at + 1;
      case 0x7d: // }
        return this.#readClosingBrace(at);
      case 0x2f: // /
        return this.#readSlash(at);
      case 0x5b: // [
        this.#openInLiteral(Frame.Index);
        this.#become(Token.Open);
        return at + 1;
      case 0x5d: // ]
        this.#closeArrows();
        this.#close();
        this.#become(Token.Operand);
        return at + 1;
      case 0x60: // `
        return this.#readTemplate(at + 1);
      default:
        return at + 1;
    }
  }

  /** A line end, white space or a name that begins with a character of more than one byte. */
  #readWide(at: number): number {
    const length = wideBlankLength(this.#code, at);
    if (length === 0) return this.#readName(at);
    if (isWideNewline(this.#code, at)) this.#lineEndToken = this.#tokens;
    return at + length;
  }

  #readName(at: number): number {
    this.#endArrowOnNewline();
    const end = endOfName(this.#code, at + 1);
    const word = wordAt(this.#code, at, end);
    if (word === Word.None) this.#becomeName(at);
    else if (this.#previous === Token.Dot) this.#becomeMember(word, at, end);
    else if (this.#isKey(end)) this.#become(Token.Operand);
    else this.#become(this.#tokenOf(word, at, end));
    return end;
  }

  #becomeName(start: number): void {
    this.#nameStart = start;
    this.#beforeName = this.#previous;
    this.#become(Token.Operand);
    this.#nameToken = this.#tokens;
  }

  /** A name after a dot: `.call(…)` of a function that has just ended calls it, `module.require` is computed. */
  #becomeMember(word: Word, start: number, end: number): void {
    const hasEnded = this.#endedFunctionEnd === this.#tokens;
    if (word === Word.GlobalObject) this.#globalObjectToken = this.#tokens + 1;
    if ((word === Word.WebGlobal || word === Word.Crypto) && this.#isOfGlobalObject(end)) {
      if (!this.#isAssignedAt(end)) this.#findings.addWebGlobal(start, end, true);
    }
    this.#become(Token.Operand);
    if (word === Word.Visitor) this.#visitorToken = this.#tokens;
    if (word === Word.Call && hasEnded) this.#endedFunctionEnd = this.#tokens;
    if (word === Word.Require || word === Word.CreateRequire) this.#findings.isAmbiguous = true;
  }

  /** Whether a word that ends at a position is the name of a property or a method. */
  #isKey(end: number): boolean {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x3a) return this.#previous !== Token.ExpressionWord;
    if (next !== 0x28 && next !== 0x3d && next !== 0x3b && next !== 0x2c && next !== 0x7d) return false;
    const frame = this.#frames.kind;
    if (frame === Frame.Class) return this.#previous !== Token.Assignment;
    return frame === Frame.Literal && (this.#previous === Token.Open || this.#previous === Token.Comma);
  }

  /** What a word is for the token after it. */
  #tokenOf(word: Word, start: number, end: number): Token {
    switch (word) {
      case Word.Expression:
        // The parenthesis of `for await (…)` is that of the loop.
        return this.#previous === Token.ControlWord ? Token.ControlWord : Token.ExpressionWord;
      case Word.Block:
        this.#frames.branches = true;
        return Token.BlockWord;
      case Word.Control:
        return Token.ControlWord;
      case Word.Function:
        this.#pendingFunction = this.#isStatementStart() ? FunctionKind.Declaration : FunctionKind.Expression;
        this.#endedFunctionStart = this.#tokens + 1;
        this.#variable = this.#variableOfNext();
        return Token.Operand;
      case Word.Class:
        this.#classDepth = this.#frames.depth;
        return Token.Operand;
      case Word.Import:
        return this.#tokenOfImport(end);
      case Word.Export:
        if (this.#frames.depth === 0) this.#findings.hasModuleSyntax = true;
        return Token.BlockWord;
      case Word.From:
        return this.#frames.depth === 0 ? Token.From : Token.Operand;
      case Word.Require:
        this.#findRequire(end);
        return Token.Operand;
      case Word.CreateRequire:
        this.#findings.isAmbiguous = true;
        return Token.Operand;
      case Word.GlobalObject:
        this.#globalObjectToken = this.#tokens + 1;
        if (this.#previous === Token.Assignment) this.#findDestructured(start);
        this.#nameIs(start);
        return Token.Operand;
      case Word.WebGlobal:
        if (!this.#isDeclarationPlace()) this.#findings.addWebGlobal(start, end, false);
        return Token.Operand;
      case Word.Crypto:
        if (this.#previous === Token.ExpressionWord && this.#isTypeofBefore(start)) {
          this.#findings.addWebGlobal(start, end, false);
        }
        this.#nameIs(start);
        return Token.Operand;
      case Word.Declaration:
        this.#functions.addDeclaration();
        return Token.Operand;
      case Word.Visitor:
        this.#nameIs(start);
        return Token.Operand;
      case Word.Async:
      case Word.Call:
      case Word.None:
        return Token.Operand;
    }
  }

  /** A word that may be any name as well. */
  #nameIs(start: number): void {
    this.#nameStart = start;
    this.#beforeName = this.#previous;
    this.#nameToken = this.#tokens + 1;
  }

  /** Where the plain name begins that was read `distance` tokens ago; -1 for none. */
  #nameBefore(distance: number): number {
    const isPlain = this.#nameToken === this.#tokens - distance && this.#beforeName !== Token.Dot;
    return isPlain ? this.#nameStart : -1;
  }

  /** Where the name begins of the variable that the next expression is assigned to, in parentheses or not; -1 for none. */
  #variableOfNext(): number {
    if (this.#previous === Token.Assignment) return this.#nameBefore(1);
    const isInGroup = this.#previous === Token.Open && this.#frames.kind === Frame.Group;
    return isInGroup ? this.#frames.name : -1;
  }

  #tokenOfImport(end: number): Token {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x28) {
      this.#findings.addCall("dynamic-import", end, false);
      return Token.Operand;
    }
    if (next === 0x2e || this.#frames.depth === 0) this.#findings.hasModuleSyntax = true;
    return next === 0x2e ? Token.Operand : Token.Import;
  }

  #findRequire(end: number): void {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x28) this.#findings.addCall("require", end, this.#frames.branches);
    else if (next !== 0x2e && this.#previous !== Token.ExpressionWord) this.#findings.isAmbiguous = true;
  }

  /** Names in a class body are fields, names in the parentheses of a function its parameters. */
  #isDeclarationPlace(): boolean {
    const { kind, detail } = this.#frames;
    if (kind === Frame.Class) return true;
    return (kind === Frame.Call || kind === Frame.Group) && detail !== FunctionKind.None;
  }

  /** After `globalThis.`, or asked for in the way that only globals are: `typeof root.FormData`. */
  #isOfGlobalObject(end: number): boolean {
    if (this.#tokens === this.#globalObjectToken + 1) return true;
    const before = this.#code.toString("latin1", Math.max(0, end - 64), end);
    return /\btypeof\s+[\w$]+\.[A-Za-z]+$/.test(before);
  }

  #isTypeofBefore(start: number): boolean {
    return /\btypeof\s+$/.test(this.#code.toString("latin1", Math.max(0, start - 10), start));
  }

  /** Whether a member that ends at a position is assigned, and so not read. */
  #isAssignedAt(end: number): boolean {
    const at = endOfBlanks(this.#code, end);
    return this.#code[at] === 0x3d && this.#code[at + 1] !== 0x3d;
  }

  /** `const { Request } = globalThis`. */
  #findDestructured(start: number): void {
    const from = Math.max(0, start - 200);
    const before = this.#code.toString("latin1", from, start);
    const pattern = /\{([\w$\s,:]*)\}\s*=\s*$/.exec(before);
    for (const { 0: name, index } of (pattern?.[1] ?? "").matchAll(/(?<![\w$:])[\w$]+/g)) {
      const at = from + (pattern?.index ?? 0) + 1 + index;
      const word = wordAt(this.#code, at, at + name.length);
      const isLazy = word === Word.WebGlobal || word === Word.Crypto;
      if (isLazy) this.#findings.addWebGlobal(at, at + name.length, true);
    }
  }

  #isStatementStart(): boolean {
    switch (this.#previous) {
      case Token.Start:
      case Token.Semicolon:
      case Token.BlockEnd:
      case Token.BlockWord:
      case Token.ControlEnd:
        return true;
      case Token.Open:
        return this.#frames.kind === Frame.Block || this.#frames.kind === Frame.Function;
      case Token.Operand:
      case Token.ParenthesisEnd:
        return true; // `async function`, or a line that ends without a semicolon
      default:
        return false;
    }
  }

  #readString(at: number, quote: number): number {
    this.#endArrowOnNewline();
    const end = endOfString(this.#code, at + 1, quote);
    if (this.#previous === Token.From || this.#previous === Token.Import)
      this.#findings.addImport(at + 1, end - 1);
    this.#become(Token.Operand);
    return end;
  }

  #readOperator(at: number, code: number): number {
    const next = this.#code[at + 1];
    if (code === 0x3d && next === 0x3e) return this.#readArrow(at);
    if (code === 0x3f && next === 0x2e && classOf(this.#code[at + 2]) !== CharClass.Digit) {
      return this.#readDot(at + 1);
    }
    let end = at + 1;
    while (classOf(this.#code[end]) === CharClass.Operator) {
      if (this.#code[end] === 0x3d && this.#code[end + 1] === 0x3e) break;
      end++;
    }
    if (end - at === 1) {
      if (code === 0x3f) this.#frames.branches = true;
      this.#become(code === 0x3d ? Token.Assignment : Token.Operator);
      return end;
    }
    const isPostfix =
      end - at === 2 &&
      code === next &&
      (code === 0x2b || code === 0x2d) &&
      (this.#previous === Token.Operand || this.#previous === Token.ParenthesisEnd) &&
      !this.#isOnNewLine();
    if (isPostfix) this.#become(Token.Operand);
    else {
      if (code === 0x26 || code === 0x7c || code === 0x3f) this.#frames.branches = true;
      this.#become(Token.Operator);
    }
    return end;
  }

  #readArrow(at: number): number {
    const start = this.#previous === Token.ParenthesisEnd ? this.#closedStart : this.#tokens - 1;
    if (this.#previous !== Token.ParenthesisEnd) this.#closedName = -1;
    this.#become(Token.Arrow);
    if (this.#code[endOfBlanks(this.#code, at + 2)] === 0x7b) this.#endedFunctionStart = start;
    else {
      this.#open(Frame.ArrowExpression, this.#openFunction());
      this.#frames.start = start;
    }
    return at + 2;
  }

  #readDot(at: number): number {
    if (this.#code[at + 1] === 0x2e && this.#code[at + 2] === 0x2e) {
      this.#become(Token.Operator);
      return at + 3;
    }
    const hasEnded = this.#endedFunctionEnd === this.#tokens;
    this.#become(Token.Dot);
    if (hasEnded) this.#endedFunctionEnd = this.#tokens;
    return at + 1;
  }

  #openParenthesis(): void {
    const previous = this.#previous;
    const isControl = previous === Token.ControlWord;
    const isCall = previous === Token.Operand || previous === Token.ParenthesisEnd;
    if (this.#endedFunctionEnd === this.#tokens) this.#functions.markImmediate(this.#endedFunction);
    const name = this.#nameOfParenthesis(isCall);
    const handed = this.#handedTo(name, isCall);
    if (isCall && this.#pendingFunction === FunctionKind.None && this.#frames.kind !== Frame.Class) {
      this.#functions.addCall(this.#isMethod() ? -1 : this.#nameBefore(0));
    }
    this.#open(isControl ? Frame.Control : isCall ? Frame.Call : Frame.Group, this.#pendingFunction);
    this.#frames.name = name;
    this.#frames.handed = handed;
    this.#pendingFunction = FunctionKind.None;
    this.#become(Token.Open);
  }

  /** Which functions in the parentheses opened next are handed to a call; `name` is that of the callee. */
  #handedTo(name: number, isCall: boolean): Handed {
    if (this.#pendingFunction !== FunctionKind.None) return Handed.None;
    if (!isCall) return this.#frames.handed;
    if (this.#endedFunctionEnd === this.#tokens) return Handed.InLiterals;
    return name >= 0 ? Handed.Inside : Handed.None;
  }

  /** Opens an array, an index or an object literal. */
  #openInLiteral(kind: Frame): void {
    const { handed } = this.#frames;
    this.#open(kind, 0);
    if (handed === Handed.InLiterals) this.#frames.handed = handed;
  }

  /**
   * Where the name begins that tells what the parentheses opened next are about: of the function whose parameters they
   * hold, or that may be called by it; of the callee, where that is known to call what it is given. -1 for none.
   */
  #nameOfParenthesis(isCall: boolean): number {
    if (this.#pendingFunction !== FunctionKind.None) {
      return this.#variable >= 0 ? this.#variable : this.#nameBefore(0);
    }
    if (!isCall) return this.#variableOfNext();
    const isCalledFunction = this.#endedFunctionEnd === this.#tokens || this.#visitorToken === this.#tokens;
    return isCalledFunction ? 0 : this.#nameBefore(0);
  }

  /** Whether the name before a parenthesis is that of a method in an object literal. */
  #isMethod(): boolean {
    return (
      this.#frames.kind === Frame.Literal &&
      (this.#beforeName === Token.Open || this.#beforeName === Token.Comma)
    );
  }

  /** Opens the function whose body comes next. */
  #openFunction(): number {
    const { kind, name, handed } = this.#frames;
    const callee = handed === Handed.None ? -1 : kind === Frame.Call ? name : 0;
    return this.#functions.open(this.#tokens, this.#closedName, callee);
  }

  #closeParenthesis(): void {
    const hasEnded = this.#closeArrows() || this.#endedFunctionEnd === this.#tokens;
    const { kind, start, detail, name } = this.#frames;
    const holdsFunction = hasEnded && kind === Frame.Group && this.#endedFunctionStart - start <= 2;
    this.#close();
    this.#become(kind === Frame.Control ? Token.ControlEnd : Token.ParenthesisEnd);
    this.#closedFunction = detail;
    this.#closedStart = start;
    this.#closedName = kind === Frame.Call && detail === FunctionKind.None ? -1 : name;
    if (kind === Frame.Control) this.#frames.branches = true;
    if (holdsFunction) this.#endedFunctionEnd = this.#tokens;
  }

  #openBrace(): void {
    const previous = this.#previous;
    if (this.#classDepth === this.#frames.depth) {
      this.#classDepth = -1;
      this.#open(Frame.Class, 0);
    } else if (previous === Token.Arrow || previous === Token.ParenthesisEnd) {
      const isExpression = previous === Token.Arrow || this.#closedFunction === FunctionKind.Expression;
      this.#open(Frame.Function, this.#openFunction());
      this.#frames.start = isExpression ? this.#endedFunctionStart : -1;
    } else {
      const isLiteral = this.#isLiteralStart();
      if (isLiteral) this.#openInLiteral(Frame.Literal);
      else this.#open(Frame.Block, 0);
    }
    this.#become(Token.Open);
  }

  #isLiteralStart(): boolean {
    switch (this.#previous) {
      case Token.Operator:
      case Token.Assignment:
      case Token.Comma:
      case Token.ExpressionWord:
      case Token.Import:
        return true;
      case Token.Open: {
        const { kind } = this.#frames;
        return kind !== Frame.Block && kind !== Frame.Function;
      }
      case Token.Colon: {
        const { kind } = this.#frames;
        return kind !== Frame.Module && kind !== Frame.Block && kind !== Frame.Function;
      }
      default:
        return false;
    }
  }

  #readClosingBrace(at: number): number {
    this.#closeArrows();
    const { kind, start, detail } = this.#frames;
    this.#close();
    if (kind === Frame.Template) return this.#readTemplate(at + 1);
    if (kind !== Frame.Function) {
      if (kind === Frame.Block) this.#frames.branches = false;
      this.#become(kind === Frame.Literal || kind === Frame.Class ? Token.Operand : Token.BlockEnd);
      return at + 1;
    }
    // A declaration has no start: nothing calls it where it stands.
    this.#become(start < 0 ? Token.BlockEnd : Token.Operand);
    if (start >= 0) this.#endFunction(detail, start);
    return at + 1;
  }

  /** The text of a template, from a position in it to its end or to the next `${`. */
  #readTemplate(from: number): number {
    const { length } = this.#code;
    let at = from;
    while (at < length) {
      const code = this.#code[at++];
      if (code === 0x5c) at++;
      else if (code === 0x60) break;
      else if (code === 0x24 && this.#code[at] === 0x7b) {
        this.#open(Frame.Template, 0);
        this.#become(Token.Open);
        return at + 1;
      }
    }
    this.#become(Token.Operand);
    return at;
  }

  /** A comment, a regular expression or a division. */
  #readSlash(at: number): number {
    const next = this.#code[at + 1];
    if (next === 0x2f) return this.#readLine(at);
    if (next === 0x2a) return endOfComment(this.#code, at + 2);
    if (this.#previous === Token.Operand || this.#previous === Token.ParenthesisEnd) {
      this.#become(Token.Operator);
      return at + 1;
    }
    this.#become(Token.Operand);
    return endOfPattern(this.#code, at);
  }

  #readLine(at: number): number {
    this.#lineEndToken = this.#tokens;
    return endOfLine(this.#code, at);
  }

  #isOnNewLine(): boolean {
    return this.#lineEndToken === this.#tokens;
  }

  /** Ends what a line without a semicolon may end: `() => a` before a name on the next line. */
  #endArrowOnNewline(): void {
    if (this.#lineEndToken !== this.#tokens) return;
    const previous = this.#previous;
    if (previous !== Token.Operand && previous !== Token.ParenthesisEnd && previous !== Token.BlockEnd)
      return;
    this.#closeArrows();
    const { kind } = this.#frames;
    if (kind === Frame.Module || kind === Frame.Block || kind === Frame.Function) {
      this.#frames.branches = false;
    }
  }

  /** Closes the arrow functions without braces that end before the next token. False when there are none. */
  #closeArrows(): boolean {
    let hasClosed = false;
    while (this.#frames.kind === Frame.ArrowExpression) {
      this.#endedFunction = this.#frames.detail;
      this.#endedFunctionStart = this.#frames.start;
      this.#close();
      hasClosed = true;
    }
    return hasClosed;
  }

  #endFunction(index: number, start: number): void {
    this.#endedFunction = index;
    this.#endedFunctionStart = start;
    this.#endedFunctionEnd = this.#tokens;
  }

  #open(kind: Frame, detail: number): void {
    this.#frames.open(kind, this.#tokens, detail);
  }

  #close(): void {
    const { kind } = this.#frames;
    this.#frames.close();
    if (kind === Frame.Function || kind === Frame.ArrowExpression) this.#functions.close(this.#tokens);
  }

  #become(token: Token): void {
    this.#previous = token;
    this.#tokens++;
  }
}
