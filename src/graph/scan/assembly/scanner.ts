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
} from "./characters";
import { Frame, Frames } from "./frames";
import { FunctionTally } from "./function-tally";
import {
  addCrypto,
  addDestructuredWebGlobals,
  addImport,
  addLoad,
  addWebCrypto,
  addWebGlobal,
  addWebGlobalMember,
} from "./host";
import { Names } from "./names";
import { Nesting } from "./nesting";
import { byteAt, sourceLength } from "./source";
import { Token, Tokens } from "./tokens";
import { Word, wordAt } from "./words";

/**
 * Bytes become tokens here; `Nesting` follows the brackets and functions that they open and close, and what is found goes
 * to `FunctionTally` and to the host. What begins with `read` takes the position of a token, and gives the
 * position after it.
 */
export class Scanner {
  readonly tokens: Tokens = new Tokens();
  readonly functions: FunctionTally = new FunctionTally();
  /** Where a `require` is not called: nothing tells what it loads. */
  hasHiddenRequire: bool = false;
  hasModuleSyntax: bool = false;
  private readonly nesting: Nesting = new Nesting(this.tokens, this.functions);
  private readonly frames: Frames = this.nesting.frames;
  private readonly names: Names = this.nesting.names;
  /** Number of the token that was `globalThis`. */
  private globalObjectToken: i32 = -1;

  scan(): void {
    const isScript = byteAt(0) === 0x23 && byteAt(1) === 0x21;
    this.readTokens(isScript ? this.readLine(0) : 0);
  }

  // A function of its own: V8 optimizes it in the middle of the loop, and drops that at whatever comes after it.
  private readTokens(from: i32): void {
    const length = sourceLength();
    let at = from;
    while (at < length) at = this.readToken(at);
  }

  private readToken(at: i32): i32 {
    const code = byteAt(at);
    switch (classOf(code)) {
      case CharClass.Name:
        return this.readName(at);
      case CharClass.Space:
        return endOfSpaces(at + 1);
      case CharClass.Newline:
        this.tokens.endLine();
        return endOfSpaces(at + 1);
      case CharClass.Operator:
        return this.readOperator(at, code);
      case CharClass.Quote:
        return this.readString(at, code);
      case CharClass.Digit:
        this.nesting.endOnNewLine();
        this.nesting.readModuleKey();
        this.tokens.add(Token.Operand);
        return endOfName(at + 1);
      case CharClass.Wide:
        return this.readWide(at);
      default:
        return this.readPunctuator(at, code);
    }
  }

  private readPunctuator(at: i32, code: i32): i32 {
    switch (code) {
      case 0x2e: // .
        return this.readDot(at);
      case 0x28: // (
        this.nesting.openParenthesis();
        return at + 1;
      case 0x29: // )
        this.nesting.closeParenthesis();
        return at + 1;
      case 0x2c: // ,
        this.nesting.closeArrows();
        this.frames.branches = false;
        this.tokens.add(Token.Comma);
        return at + 1;
      case 0x3b: // ;
        this.nesting.closeArrows();
        this.frames.branches = false;
        this.functions.addStatement();
        this.tokens.add(Token.Semicolon);
        return at + 1;
      case 0x3a: // :
        this.functions.addProperty();
        this.tokens.add(Token.Colon);
        return at + 1;
      case 0x7b: // {
        this.nesting.openBrace();
        return at + 1;
      case 0x7d: // }
        return this.nesting.closeBrace() ? this.readTemplate(at + 1) : at + 1;
      case 0x2f: // /
        return this.readSlash(at);
      case 0x5b: // [
        this.nesting.openIndex();
        return at + 1;
      case 0x5d: // ]
        this.nesting.closeIndex();
        return at + 1;
      case 0x60: // `
        return this.readTemplate(at + 1);
      default:
        return at + 1;
    }
  }

  /** A line end, white space or a name that begins with a character of more than one byte. */
  private readWide(at: i32): i32 {
    const length = wideBlankLength(at);
    if (length === 0) return this.readName(at);
    if (isWideNewline(at)) this.tokens.endLine();
    return at + length;
  }

  private readName(at: i32): i32 {
    this.nesting.endOnNewLine();
    const end = endOfName(at + 1);
    const word = wordAt(at, end);
    if (word === Word.None) {
      this.names.read(at);
      this.tokens.add(Token.Operand);
    } else if (this.tokens.last === Token.Dot) this.addMember(word, at, end);
    else this.tokens.add(this.isKey(end) ? Token.Operand : this.tokenOf(word, at, end));
    return end;
  }

  /** A word after a dot, where it is the name of a member. */
  private addMember(word: Word, start: i32, end: i32): void {
    switch (word) {
      case Word.Call:
        this.nesting.addAfterFunction(Token.Operand);
        return;
      case Word.Visitor:
        this.tokens.add(Token.Operand);
        this.names.readVisitor();
        return;
      case Word.GlobalObject:
        this.globalObjectToken = this.tokens.count + 1;
        break;
      case Word.WebGlobal:
      case Word.Crypto:
        this.addWebGlobalMember(start, end);
        break;
      case Word.WebCrypto:
        addWebCrypto(end, this.functions.innermost);
        break;
      case Word.Require:
      case Word.CreateRequire:
        this.hasHiddenRequire = true; // `module.require`
        break;
      case Word.FileRead:
        this.addFileRead(end);
        break;
      default:
    }
    this.tokens.add(Token.Operand);
  }

  /** Whether a word that ends at a position is the name of a property or a method. */
  private isKey(end: i32): bool {
    const next = byteAt(endOfBlanks(end));
    if (next === 0x3a) return this.tokens.last !== Token.ExpressionWord;
    if (next !== 0x28 && next !== 0x3d && next !== 0x3b && next !== 0x2c && next !== 0x7d) return false;
    const frame = this.frames.kind;
    if (frame === Frame.Class) return this.tokens.last !== Token.Assignment;
    return frame === Frame.Literal && (this.tokens.last === Token.Open || this.tokens.last === Token.Comma);
  }

  /** What a word is for the token after it. */
  private tokenOf(word: Word, start: i32, end: i32): Token {
    switch (word) {
      case Word.Return:
        if (this.frames.branches) this.functions.addEarlyReturn();
        return Token.ExpressionWord;
      case Word.Expression:
        // The parenthesis of `for await (…)` is that of the loop.
        return this.tokens.last === Token.ControlWord ? Token.ControlWord : Token.ExpressionWord;
      case Word.Block:
        this.frames.branches = true;
        return Token.BlockWord;
      case Word.Control:
        return Token.ControlWord;
      case Word.Function:
        this.nesting.readFunctionWord();
        return Token.Operand;
      case Word.Class:
        this.nesting.readClassWord();
        return Token.Operand;
      case Word.Import:
        return this.tokenOfImport(end);
      case Word.Export:
        if (this.frames.depth === 0) this.hasModuleSyntax = true;
        return Token.BlockWord;
      case Word.From:
        return this.frames.depth === 0 ? Token.From : Token.Operand;
      case Word.Require:
        this.findRequire(end);
        return Token.Operand;
      case Word.CreateRequire:
        this.hasHiddenRequire = true;
        return Token.Operand;
      case Word.GlobalObject:
        this.globalObjectToken = this.tokens.count + 1;
        if (this.tokens.last === Token.Assignment) {
          addDestructuredWebGlobals(start, this.frames.branches, this.functions.innermost);
        }
        this.names.read(start);
        return Token.Operand;
      case Word.WebGlobal:
        if (!this.nesting.isDeclarationPlace) this.addWebGlobal(start, end, false);
        return Token.Operand;
      case Word.Crypto:
        if (this.tokens.last === Token.ExpressionWord) {
          addCrypto(start, end, this.frames.branches, this.functions.innermost);
        }
        this.names.read(start);
        return Token.Operand;
      case Word.Declaration:
        this.functions.addDeclaration();
        return Token.Operand;
      case Word.FileRead:
        this.addFileRead(end);
        this.names.read(start);
        return Token.Operand;
      case Word.Visitor:
      case Word.WebCrypto:
        this.names.read(start);
        return Token.Operand;
      default:
        return Token.Operand;
    }
  }

  /** A member by the name of a web global, which comes next. */
  private addWebGlobalMember(start: i32, end: i32): void {
    if (this.tokens.count === this.globalObjectToken + 1) this.addWebGlobal(start, end, true);
    else addWebGlobalMember(start, end, this.frames.branches, this.functions.innermost);
  }

  private addWebGlobal(start: i32, end: i32, isMember: bool): void {
    addWebGlobal(start, end, isMember, this.frames.branches, this.functions.innermost);
  }

  /** Counts a call of what reads files, whose name ends at a position. */
  private addFileRead(end: i32): void {
    if (byteAt(endOfBlanks(end)) === 0x28) this.functions.addFileRead();
  }

  private tokenOfImport(end: i32): Token {
    const next = byteAt(endOfBlanks(end));
    if (next === 0x28) {
      addLoad(false, end, false, this.functions.innermost);
      return Token.Operand;
    }
    if (next === 0x2e || this.frames.depth === 0) this.hasModuleSyntax = true;
    return next === 0x2e ? Token.Operand : Token.Import;
  }

  private findRequire(end: i32): void {
    const next = byteAt(endOfBlanks(end));
    const mayNotHappen = this.frames.branches || this.functions.mayHaveReturned;
    if (next === 0x28) addLoad(true, end, mayNotHappen, this.functions.innermost);
    else if (next !== 0x2e && this.tokens.last !== Token.ExpressionWord) this.hasHiddenRequire = true;
  }

  private readString(at: i32, quote: i32): i32 {
    this.nesting.endOnNewLine();
    const end = endOfString(at + 1, quote);
    if (this.tokens.last === Token.From || this.tokens.last === Token.Import) addImport(at + 1, end - 1);
    if (byteAt(at + 1) === 0x2e && byteAt(at + 2) === 0x2f) this.nesting.readModuleKey();
    this.names.read(-1);
    this.tokens.add(Token.Operand);
    return end;
  }

  private readOperator(at: i32, code: i32): i32 {
    const next = byteAt(at + 1);
    if (code === 0x3d && next === 0x3e) return this.readArrow(at);
    if (code === 0x3f && next === 0x2e && classOf(byteAt(at + 2)) !== CharClass.Digit) {
      return this.readDot(at + 1);
    }
    let end = at + 1;
    while (classOf(byteAt(end)) === CharClass.Operator) {
      if (byteAt(end) === 0x3d && byteAt(end + 1) === 0x3e) break;
      end++;
    }
    if (end - at === 1) {
      if (code === 0x3f) this.frames.branches = true;
      this.tokens.add(code === 0x3d ? Token.Assignment : Token.Operator);
      return end;
    }
    const isPostfix =
      end - at === 2 &&
      code === next &&
      (code === 0x2b || code === 0x2d) &&
      (this.tokens.last === Token.Operand || this.tokens.last === Token.ParenthesisEnd) &&
      !this.tokens.isNextOnNewLine;
    if (isPostfix) this.tokens.add(Token.Operand);
    else {
      if (code === 0x26 || code === 0x7c || code === 0x3f) this.frames.branches = true;
      this.tokens.add(Token.Operator);
    }
    return end;
  }

  private readArrow(at: i32): i32 {
    this.nesting.openArrow(byteAt(endOfBlanks(at + 2)) === 0x7b);
    return at + 2;
  }

  private readDot(at: i32): i32 {
    if (byteAt(at + 1) === 0x2e && byteAt(at + 2) === 0x2e) {
      this.tokens.add(Token.Operator);
      return at + 3;
    }
    this.nesting.addAfterFunction(Token.Dot);
    return at + 1;
  }

  /** The text of a template, from a position in it to its end or to the next `${`. */
  private readTemplate(from: i32): i32 {
    const length = sourceLength();
    let at = from;
    while (at < length) {
      const code = byteAt(at++);
      if (code === 0x5c) at++;
      else if (code === 0x60) break;
      else if (code === 0x24 && byteAt(at) === 0x7b) {
        this.nesting.openTemplate();
        return at + 1;
      }
    }
    this.tokens.add(Token.Operand);
    return at;
  }

  /** A comment, a regular expression or a division. */
  private readSlash(at: i32): i32 {
    const next = byteAt(at + 1);
    if (next === 0x2f) return this.readLine(at);
    if (next === 0x2a) return endOfComment(at + 2);
    if (this.tokens.last === Token.Operand || this.tokens.last === Token.ParenthesisEnd) {
      this.tokens.add(Token.Operator);
      return at + 1;
    }
    this.tokens.add(Token.Operand);
    return endOfPattern(at);
  }

  private readLine(at: i32): i32 {
    this.tokens.endLine();
    return endOfLine(at);
  }
}
