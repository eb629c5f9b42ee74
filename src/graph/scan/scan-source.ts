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
import { Frame } from "./frames.js";
import { FunctionTally } from "./function-tally.js";
import { Loads } from "./loads.js";
import { Nesting } from "./nesting.js";
import type { SourceScan } from "./source-scan.js";
import { Token, Tokens } from "./tokens.js";
import { WebGlobals } from "./web-globals.js";
import { Word, wordAt } from "./words.js";

/**
 * Reads the tokens of JavaScript, in UTF-8, once, without a syntax tree. Never throws: a text that is no JavaScript gives
 * what was found in it.
 */
export function scanSource(code: Buffer): SourceScan {
  return new Scanner(code).scan();
}

/** The same, with what runs more than once at init: worth its time where one text holds all that calls it. */
export function scanWithRepeats(code: Buffer): SourceScan {
  const scanner = new Scanner(code);
  const scan = scanner.scan();
  return { ...scan, facts: { ...scan.facts, initRepeats: scanner.countRepeats() } };
}

/**
 * Bytes become tokens here; `Nesting` follows the brackets and functions that they open and close, and what is found goes
 * to `Loads`, `WebGlobals` and `FunctionTally`. What begins with `read` takes the position of a token, and gives the
 * position after it.
 */
class Scanner {
  readonly #code: Buffer;
  readonly #tokens = new Tokens();
  readonly #functions = new FunctionTally();
  readonly #nesting = new Nesting(this.#tokens, this.#functions);
  readonly #frames = this.#nesting.frames;
  readonly #names = this.#nesting.names;
  readonly #loads: Loads;
  readonly #webGlobals: WebGlobals;

  constructor(code: Buffer) {
    this.#code = code;
    this.#loads = new Loads(code, this.#functions);
    this.#webGlobals = new WebGlobals(code, this.#tokens, this.#functions, this.#frames);
  }

  scan(): SourceScan {
    const isScript = this.#code[0] === 0x23 && this.#code[1] === 0x21;
    this.#readTokens(isScript ? this.#readLine(0) : 0);
    const loads = this.#loads.list();
    const webGlobals = this.#webGlobals.list();
    const init = this.#functions.countInit(this.#tokens.count, this.#code);
    return {
      facts: {
        bytes: this.#code.length,
        tokens: this.#tokens.count,
        functions: this.#functions.total,
        initTokens: init.tokens,
        initCalls: init.calls,
        initDeclarations: init.declarations,
        initProperties: init.properties,
        initStatements: init.statements,
        initFunctions: init.functions,
        initFileReads: init.fileReads,
        ...(webGlobals.length > 0 && { webGlobals }),
      },
      loads,
      hasModuleSyntax: this.#loads.hasModuleSyntax,
      isAmbiguous: this.#loads.isAmbiguous,
    };
  }

  countRepeats(): number {
    return this.#functions.countRepeats(this.#tokens.count, this.#code);
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
        this.#tokens.endLine();
        return endOfSpaces(this.#code, at + 1);
      case CharClass.Operator:
        return this.#readOperator(at, code);
      case CharClass.Quote:
        return this.#readString(at, code);
      case CharClass.Digit:
        this.#nesting.endOnNewLine();
        this.#nesting.readModuleKey();
        this.#tokens.add(Token.Operand);
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
        this.#nesting.openParenthesis();
        return at + 1;
      case 0x29: // )
        this.#nesting.closeParenthesis();
        return at + 1;
      case 0x2c: // ,
        this.#nesting.closeArrows();
        this.#frames.branches = false;
        this.#tokens.add(Token.Comma);
        return at + 1;
      case 0x3b: // ;
        this.#nesting.closeArrows();
        this.#frames.branches = false;
        this.#functions.addStatement();
        this.#tokens.add(Token.Semicolon);
        return at + 1;
      case 0x3a: // :
        this.#functions.addProperty();
        this.#tokens.add(Token.Colon);
        return at + 1;
      case 0x7b: // {
        this.#nesting.openBrace();
        return at + 1;
      case 0x7d: // }
        return this.#nesting.closeBrace() ? this.#readTemplate(at + 1) : at + 1;
      case 0x2f: // /
        return this.#readSlash(at);
      case 0x5b: // [
        this.#nesting.openIndex();
        return at + 1;
      case 0x5d: // ]
        this.#nesting.closeIndex();
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
    if (isWideNewline(this.#code, at)) this.#tokens.endLine();
    return at + length;
  }

  #readName(at: number): number {
    this.#nesting.endOnNewLine();
    const end = endOfName(this.#code, at + 1);
    const word = wordAt(this.#code, at, end);
    if (word === Word.None) {
      this.#names.read(at);
      this.#tokens.add(Token.Operand);
    } else if (this.#tokens.last === Token.Dot) this.#addMember(word, at, end);
    else this.#tokens.add(this.#isKey(end) ? Token.Operand : this.#tokenOf(word, at, end));
    return end;
  }

  /** A word after a dot, where it is the name of a member. */
  #addMember(word: Word, start: number, end: number): void {
    switch (word) {
      case Word.Call:
        this.#nesting.addAfterFunction(Token.Operand);
        return;
      case Word.Visitor:
        this.#tokens.add(Token.Operand);
        this.#names.readVisitor();
        return;
      case Word.GlobalObject:
        this.#webGlobals.readGlobalObject();
        break;
      case Word.WebGlobal:
      case Word.Crypto:
        this.#webGlobals.addMember(start, end);
        break;
      case Word.WebCrypto:
        this.#webGlobals.addWebCrypto(end);
        break;
      case Word.Require:
      case Word.CreateRequire:
        this.#loads.hasHidden = true; // `module.require`
        break;
      case Word.FileRead:
        this.#addFileRead(end);
        break;
      default:
    }
    this.#tokens.add(Token.Operand);
  }

  /** Whether a word that ends at a position is the name of a property or a method. */
  #isKey(end: number): boolean {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x3a) return this.#tokens.last !== Token.ExpressionWord;
    if (next !== 0x28 && next !== 0x3d && next !== 0x3b && next !== 0x2c && next !== 0x7d) return false;
    const frame = this.#frames.kind;
    if (frame === Frame.Class) return this.#tokens.last !== Token.Assignment;
    return frame === Frame.Literal && (this.#tokens.last === Token.Open || this.#tokens.last === Token.Comma);
  }

  /** What a word is for the token after it. */
  #tokenOf(word: Word, start: number, end: number): Token {
    switch (word) {
      case Word.Expression:
        // The parenthesis of `for await (…)` is that of the loop.
        return this.#tokens.last === Token.ControlWord ? Token.ControlWord : Token.ExpressionWord;
      case Word.Block:
        this.#frames.branches = true;
        return Token.BlockWord;
      case Word.Control:
        return Token.ControlWord;
      case Word.Function:
        this.#nesting.readFunctionWord();
        return Token.Operand;
      case Word.Class:
        this.#nesting.readClassWord();
        return Token.Operand;
      case Word.Import:
        return this.#tokenOfImport(end);
      case Word.Export:
        if (this.#frames.depth === 0) this.#loads.hasModuleSyntax = true;
        return Token.BlockWord;
      case Word.From:
        return this.#frames.depth === 0 ? Token.From : Token.Operand;
      case Word.Require:
        this.#findRequire(end);
        return Token.Operand;
      case Word.CreateRequire:
        this.#loads.hasHidden = true;
        return Token.Operand;
      case Word.GlobalObject:
        this.#webGlobals.readGlobalObject();
        this.#webGlobals.addDestructured(start);
        this.#names.read(start);
        return Token.Operand;
      case Word.WebGlobal:
        if (!this.#nesting.isDeclarationPlace) this.#webGlobals.addName(start, end);
        return Token.Operand;
      case Word.Crypto:
        this.#webGlobals.addCrypto(start, end);
        this.#names.read(start);
        return Token.Operand;
      case Word.Declaration:
        this.#functions.addDeclaration();
        return Token.Operand;
      case Word.FileRead:
        this.#addFileRead(end);
        this.#names.read(start);
        return Token.Operand;
      case Word.Visitor:
      case Word.WebCrypto:
        this.#names.read(start);
        return Token.Operand;
      case Word.Async:
      case Word.Call:
      case Word.None:
        return Token.Operand;
    }
  }

  /** Counts a call of what reads files, whose name ends at a position. */
  #addFileRead(end: number): void {
    if (this.#code[endOfBlanks(this.#code, end)] === 0x28) this.#functions.addFileRead();
  }

  #tokenOfImport(end: number): Token {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x28) {
      this.#loads.addCall("dynamic-import", end, false);
      return Token.Operand;
    }
    if (next === 0x2e || this.#frames.depth === 0) this.#loads.hasModuleSyntax = true;
    return next === 0x2e ? Token.Operand : Token.Import;
  }

  #findRequire(end: number): void {
    const next = this.#code[endOfBlanks(this.#code, end)];
    if (next === 0x28) this.#loads.addCall("require", end, this.#frames.branches);
    else if (next !== 0x2e && this.#tokens.last !== Token.ExpressionWord) this.#loads.hasHidden = true;
  }

  #readString(at: number, quote: number): number {
    this.#nesting.endOnNewLine();
    const end = endOfString(this.#code, at + 1, quote);
    if (this.#tokens.last === Token.From || this.#tokens.last === Token.Import)
      this.#loads.addImport(at + 1, end - 1);
    if (this.#code[at + 1] === 0x2e && this.#code[at + 2] === 0x2f) this.#nesting.readModuleKey();
    this.#names.read(-1);
    this.#tokens.add(Token.Operand);
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
      this.#tokens.add(code === 0x3d ? Token.Assignment : Token.Operator);
      return end;
    }
    const isPostfix =
      end - at === 2 &&
      code === next &&
      (code === 0x2b || code === 0x2d) &&
      (this.#tokens.last === Token.Operand || this.#tokens.last === Token.ParenthesisEnd) &&
      !this.#tokens.isNextOnNewLine;
    if (isPostfix) this.#tokens.add(Token.Operand);
    else {
      if (code === 0x26 || code === 0x7c || code === 0x3f) this.#frames.branches = true;
      this.#tokens.add(Token.Operator);
    }
    return end;
  }

  #readArrow(at: number): number {
    this.#nesting.openArrow(this.#code[endOfBlanks(this.#code, at + 2)] === 0x7b);
    return at + 2;
  }

  #readDot(at: number): number {
    if (this.#code[at + 1] === 0x2e && this.#code[at + 2] === 0x2e) {
      this.#tokens.add(Token.Operator);
      return at + 3;
    }
    this.#nesting.addAfterFunction(Token.Dot);
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
        this.#nesting.openTemplate();
        return at + 1;
      }
    }
    this.#tokens.add(Token.Operand);
    return at;
  }

  /** A comment, a regular expression or a division. */
  #readSlash(at: number): number {
    const next = this.#code[at + 1];
    if (next === 0x2f) return this.#readLine(at);
    if (next === 0x2a) return endOfComment(this.#code, at + 2);
    if (this.#tokens.last === Token.Operand || this.#tokens.last === Token.ParenthesisEnd) {
      this.#tokens.add(Token.Operator);
      return at + 1;
    }
    this.#tokens.add(Token.Operand);
    return endOfPattern(this.#code, at);
  }

  #readLine(at: number): number {
    this.#tokens.endLine();
    return endOfLine(this.#code, at);
  }
}
