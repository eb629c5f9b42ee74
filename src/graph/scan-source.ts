import { isDeclared } from "./lazy-globals.js";
import { FunctionTally } from "./function-tally.js";
import {
  classOf,
  digitClass,
  nameClass,
  newlineClass,
  operatorClass,
  quoteClass,
  spaceClass,
  type WordKind,
  wordAt,
} from "./lexical.js";
import type { ModuleEdge, SourceFacts } from "./module-graph.js";

/** A declaration or a call in a module's text that names another module. */
export interface ScannedLoad {
  readonly specifier: string;
  readonly kind: ModuleEdge["kind"];
  /** Outside functions, or in functions that are called where they stand. */
  readonly isTopLevel: boolean;
}

/** What one pass over the tokens of a JavaScript file tells. */
export interface SourceScan {
  readonly facts: SourceFacts;
  readonly loads: readonly ScannedLoad[];
  /** `import`, `export` or `import.meta`: Node.js takes the file for an ES module where package.json does not say. */
  readonly hasModuleSyntax: boolean;
  /** A `require` stands where tokens do not tell whether it happens at init: in a function, in a branch, or computed. */
  readonly isAmbiguous: boolean;
}

/** What is open: a bracket, or the body of an arrow function without braces. */
const enum Frame {
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

interface PendingLoad {
  readonly specifier: string;
  readonly kind: ModuleEdge["kind"];
  readonly functionIndex: number;
}

/**
 * Reads the tokens of a JavaScript text once, without a syntax tree. Never throws: a text that is no JavaScript gives
 * what was found in it.
 */
export function scanSource(source: string, bytes: number): SourceScan {
  return new Scanner(source, bytes).scan();
}

class Scanner {
  readonly #source: string;
  readonly #bytes: number;
  #position = 0;
  #tokens = 0;
  #previous: Token = Token.Start;
  #hasNewline = false;
  #isAmbiguous = false;
  #hasModuleSyntax = false;
  /** Depth of the frame in which `class` was read and its body has not begun. */
  #classDepth = -1;
  #pendingFunction = FunctionKind.None;
  /** Of the parentheses that were closed last. */
  #closedFunction: number = FunctionKind.None;
  #closedAtToken = 0;
  /** A function expression that has just ended, so that a call may follow. */
  #endedFunction = -1;
  #endedFunctionStart = 0;

  readonly #functions = new FunctionTally();
  readonly #loads: PendingLoad[] = [];
  readonly #webGlobals: { readonly name: string; readonly functionIndex: number }[] = [];
  /** Number of the token that was `globalThis`. */
  #globalObjectToken = -1;
  // One entry for each open frame.
  readonly #frames: Frame[] = [];
  /** Tokens read before the frame's first. */
  readonly #frameTokens: number[] = [];
  /** Index of a function; kind of the function whose parameters a parenthesis holds. */
  readonly #frameFunctions: number[] = [];
  /** Whether what comes next in the frame may not happen: it is behind `&&`, `?` or in a block. */
  readonly #frameBranches: boolean[] = [];
  #topBranches = false;

  constructor(source: string, bytes: number) {
    this.#source = source;
    this.#bytes = bytes;
  }

  scan(): SourceScan {
    if (this.#source.startsWith("#!")) this.#skipLine();
    while (this.#position < this.#source.length) this.#readToken();
    const loads = this.#loads.map(({ specifier, kind, functionIndex }) => ({
      specifier,
      kind,
      isTopLevel: this.#functions.isAtTopLevel(functionIndex),
    }));
    const webGlobals = this.#webGlobals.length > 0 ? this.#readWebGlobals() : [];
    return {
      facts: {
        bytes: this.#bytes,
        tokens: this.#tokens,
        topLevelTokens: this.#functions.topLevelTokens(this.#tokens),
        functions: this.#functions.total,
        topLevelCalls: this.#functions.topLevelCalls(),
        ...(webGlobals.length > 0 && { webGlobals }),
      },
      loads,
      hasModuleSyntax: this.#hasModuleSyntax,
      isAmbiguous:
        this.#isAmbiguous || loads.some(({ kind, isTopLevel }) => kind === "require" && !isTopLevel),
    };
  }

  #readToken(): void {
    const code = this.#source.charCodeAt(this.#position);
    switch (classOf(code)) {
      case newlineClass:
        this.#hasNewline = true;
        this.#position++;
        return;
      case spaceClass:
        this.#position++;
        return;
      case nameClass:
        this.#readName();
        break;
      case digitClass:
        this.#endArrowOnNewline();
        this.#skipName();
        this.#become(Token.Operand);
        break;
      case quoteClass:
        this.#readString(code);
        break;
      case operatorClass:
        this.#readOperator(code);
        break;
      default:
        if (!this.#readPunctuator(code)) return;
    }
    this.#hasNewline = false;
  }

  /** False for a comment. */
  #readPunctuator(code: number): boolean {
    switch (code) {
      case 0x2f: // /
        return this.#readSlash();
      case 0x28: // (
        this.#openParenthesis();
        return true;
      case 0x29: // )
        this.#closeParenthesis();
        return true;
      case 0x7b: // {
        this.#openBrace();
        return true;
      case 0x7d: // }
        this.#closeBrace();
        return true;
      case 0x5b: // [
        this.#position++;
        this.#open(Frame.Index, 0);
        this.#become(Token.Open);
        return true;
      case 0x5d: // ]
        this.#position++;
        this.#closeArrows();
        this.#close();
        this.#become(Token.Operand);
        return true;
      case 0x60: // `
        this.#position++;
        this.#readTemplate();
        return true;
      case 0x2e: // .
        this.#readDot();
        return true;
      case 0x2c: // ,
        this.#position++;
        this.#closeArrows();
        this.#setBranches(false);
        this.#become(Token.Comma);
        return true;
      case 0x3b: // ;
        this.#position++;
        this.#closeArrows();
        this.#setBranches(false);
        this.#become(Token.Semicolon);
        return true;
      case 0x3a: // :
        this.#position++;
        this.#become(Token.Colon);
        return true;
      default:
        this.#position++;
        return true;
    }
  }

  #readName(): void {
    this.#endArrowOnNewline();
    const start = this.#position;
    this.#skipName();
    const end = this.#position;
    const word = wordAt(this.#source, start, end);
    if (word === undefined) {
      this.#become(Token.Operand);
    } else if (this.#previous === Token.Dot) {
      this.#readMember(word);
    } else if (this.#isKey()) {
      this.#become(Token.Operand);
    } else {
      this.#become(this.#readWord(word));
    }
  }

  /** A name after a dot: `.call(…)` of a function that has just ended calls it, `module.require` is computed. */
  #readMember(word: WordKind): void {
    const ended = this.#endedFunction;
    if (word === "webGlobal" && this.#isOfGlobalObject()) this.#addWebGlobal();
    this.#become(Token.Operand);
    if (word === "call") this.#endedFunction = ended;
    if (word === "require" || word === "createRequire") this.#isAmbiguous = true;
  }

  /** Whether the word is the name of a property or a method. */
  #isKey(): boolean {
    const next = this.#nextCode(this.#position);
    if (next === 0x3a) return this.#previous !== Token.ExpressionWord;
    const frame = this.#frames.at(-1);
    if (next !== 0x28 && next !== 0x3d && next !== 0x3b && next !== 0x2c && next !== 0x7d) return false;
    if (frame === Frame.Class) return this.#previous !== Token.Assignment;
    return frame === Frame.Literal && (this.#previous === Token.Open || this.#previous === Token.Comma);
  }

  #readWord(word: WordKind): Token {
    switch (word) {
      case "expression":
        // The parenthesis of `for await (…)` is that of the loop.
        return this.#previous === Token.ControlWord ? Token.ControlWord : Token.ExpressionWord;
      case "block":
        this.#setBranches(true);
        return Token.BlockWord;
      case "control":
        return Token.ControlWord;
      case "function":
        this.#pendingFunction = this.#isStatementStart() ? FunctionKind.Declaration : FunctionKind.Expression;
        this.#endedFunctionStart = this.#tokens + 1;
        return Token.Operand;
      case "class":
        this.#classDepth = this.#frames.length;
        return Token.Operand;
      case "import":
        return this.#readImport();
      case "export":
        if (this.#frames.length === 0) this.#hasModuleSyntax = true;
        return Token.BlockWord;
      case "from":
        return this.#frames.length === 0 ? Token.From : Token.Operand;
      case "require":
        this.#readRequire();
        return Token.Operand;
      case "createRequire":
        this.#isAmbiguous = true;
        return Token.Operand;
      case "call":
        return Token.Operand;
      case "globalObject":
        this.#globalObjectToken = this.#tokens + 1;
        return Token.Operand;
      case "webGlobal":
        if (!this.#isDeclarationPlace()) this.#addWebGlobal();
        return Token.Operand;
    }
  }

  /** Names in a class body are fields, names in the parentheses of a function its parameters. */
  #isDeclarationPlace(): boolean {
    const frame = this.#frames.at(-1);
    if (frame === Frame.Class) return true;
    return (
      (frame === Frame.Call || frame === Frame.Group) && this.#frameFunctions.at(-1) !== FunctionKind.None
    );
  }

  /** After `globalThis.`, or asked for in the way that only globals are: `typeof root.FormData`. */
  #isOfGlobalObject(): boolean {
    if (this.#tokens === this.#globalObjectToken + 1) return true;
    const before = this.#source.slice(Math.max(0, this.#position - 64), this.#position);
    return /\btypeof\s+[\w$]+\.[A-Za-z]+$/.test(before);
  }

  /** The name that ends at the position, read as a global. */
  #addWebGlobal(): void {
    const name = /[A-Za-z]+$/.exec(this.#source.slice(Math.max(0, this.#position - 32), this.#position))?.[0];
    if (name !== undefined) this.#webGlobals.push({ name, functionIndex: this.#functions.current });
  }

  /** Globals that are read at top level, without those that the text declares itself. */
  #readWebGlobals(): readonly string[] {
    const names = this.#webGlobals
      .filter(({ functionIndex }) => this.#functions.isAtTopLevel(functionIndex))
      .map(({ name }) => name);
    return [...new Set(names)].filter((name) => !isDeclared(name, this.#source));
  }

  #isStatementStart(): boolean {
    switch (this.#previous) {
      case Token.Start:
      case Token.Semicolon:
      case Token.BlockEnd:
      case Token.BlockWord:
      case Token.ControlEnd:
        return true;
      case Token.Open: {
        const frame = this.#frames.at(-1);
        return frame === Frame.Block || frame === Frame.Function;
      }
      case Token.Operand:
      case Token.ParenthesisEnd:
        return true; // `async function`, or a line that ends without a semicolon
      default:
        return false;
    }
  }

  #readImport(): Token {
    const next = this.#nextCode(this.#position);
    if (next === 0x28) {
      this.#addCall("dynamic-import");
      return Token.Operand;
    }
    if (next === 0x2e || this.#frames.length === 0) this.#hasModuleSyntax = true;
    return next === 0x2e ? Token.Operand : Token.Import;
  }

  #readRequire(): void {
    const next = this.#nextCode(this.#position);
    if (next === 0x28) this.#addCall("require");
    else if (next !== 0x2e && this.#previous !== Token.ExpressionWord) this.#isAmbiguous = true;
  }

  #addCall(kind: "require" | "dynamic-import"): void {
    const specifier = this.#literalArgument();
    if (specifier === undefined) {
      if (kind === "require") this.#isAmbiguous = true;
      return;
    }
    this.#loads.push({ specifier, kind, functionIndex: this.#functions.current });
    if (kind === "require" && this.#branches()) this.#isAmbiguous = true;
  }

  /** The text between `("` and `")` after the current position. */
  #literalArgument(): string | undefined {
    const open = this.#skipBlanks(this.#position) + 1;
    const start = this.#skipBlanks(open);
    const quote = this.#source.charAt(start);
    if (quote !== '"' && quote !== "'" && quote !== "`") return undefined;
    const end = this.#source.indexOf(quote, start + 1);
    if (end < 0 || end - start > 1000) return undefined;
    const text = this.#source.slice(start + 1, end);
    const after = this.#source.charCodeAt(this.#skipBlanks(end + 1));
    if (/[\\\n]/.test(text) || (quote === "`" && text.includes("${"))) return undefined;
    return after === 0x29 || after === 0x2c ? text : undefined;
  }

  #readString(quote: number): void {
    this.#endArrowOnNewline();
    const start = ++this.#position;
    const { length } = this.#source;
    let code = 0;
    while (this.#position < length) {
      code = this.#source.charCodeAt(this.#position++);
      if (code === 0x5c) this.#position++;
      else if (code === quote || code === 0x0a) break;
    }
    if (this.#previous === Token.From || this.#previous === Token.Import) {
      const specifier = this.#source.slice(start, this.#position - 1);
      this.#loads.push({ specifier, kind: "import", functionIndex: 0 });
    }
    this.#become(Token.Operand);
  }

  #readOperator(code: number): void {
    const start = this.#position++;
    const next = this.#source.charCodeAt(this.#position);
    if (code === 0x3d && next === 0x3e) {
      this.#readArrow();
      return;
    }
    if (
      code === 0x3f &&
      next === 0x2e &&
      classOf(this.#source.charCodeAt(this.#position + 1)) !== digitClass
    ) {
      this.#readDot();
      return;
    }
    while (classOf(this.#source.charCodeAt(this.#position)) === operatorClass) {
      if (this.#source.startsWith("=>", this.#position)) break;
      this.#position++;
    }
    const length = this.#position - start;
    if (length === 1) {
      if (code === 0x3f) this.#setBranches(true);
      this.#become(code === 0x3d ? Token.Assignment : Token.Operator);
      return;
    }
    const isPostfix =
      length === 2 &&
      code === next &&
      (code === 0x2b || code === 0x2d) &&
      (this.#previous === Token.Operand || this.#previous === Token.ParenthesisEnd) &&
      !this.#hasNewline;
    if (isPostfix) {
      this.#become(Token.Operand);
      return;
    }
    if (code === 0x26 || code === 0x7c || code === 0x3f) this.#setBranches(true);
    this.#become(Token.Operator);
  }

  #readArrow(): void {
    this.#position++;
    const start = this.#previous === Token.ParenthesisEnd ? this.#closedAtToken : this.#tokens - 1;
    this.#become(Token.Arrow);
    if (this.#nextCode(this.#position) === 0x7b) {
      this.#endedFunctionStart = start;
      return;
    }
    this.#open(Frame.ArrowExpression, this.#functions.open(this.#tokens));
    this.#frameTokens[this.#frames.length - 1] = start;
  }

  #readDot(): void {
    const ended = this.#endedFunction;
    this.#position++;
    if (this.#source.startsWith("..", this.#position)) {
      this.#position += 2;
      this.#become(Token.Operator);
      return;
    }
    this.#become(Token.Dot);
    this.#endedFunction = ended;
  }

  #openParenthesis(): void {
    this.#position++;
    const previous = this.#previous;
    const isControl = previous === Token.ControlWord;
    const isCall = !isControl && (previous === Token.Operand || previous === Token.ParenthesisEnd);
    if (this.#endedFunction >= 0) this.#functions.markImmediate(this.#endedFunction);
    if (isCall && this.#pendingFunction === FunctionKind.None && this.#frames.at(-1) !== Frame.Class)
      this.#functions.addCall();
    this.#open(isControl ? Frame.Control : isCall ? Frame.Call : Frame.Group, this.#pendingFunction);
    this.#pendingFunction = FunctionKind.None;
    this.#become(Token.Open);
  }

  #closeParenthesis(): void {
    this.#position++;
    const arrow = this.#closeArrows();
    const frame = this.#frames.at(-1);
    const openToken = this.#frameTokens.at(-1) ?? 0;
    const info = this.#frameFunctions.at(-1) ?? 0;
    const ended = arrow ?? (this.#endedFunction >= 0 ? this.#endedFunction : undefined);
    const holdsFunction = ended !== undefined && this.#endedFunctionStart - openToken <= 2;
    this.#close();
    this.#become(frame === Frame.Control ? Token.ControlEnd : Token.ParenthesisEnd);
    this.#closedFunction = info;
    this.#closedAtToken = openToken;
    if (frame === Frame.Control) this.#setBranches(true);
    if (holdsFunction && frame === Frame.Group) this.#endedFunction = ended;
  }

  #openBrace(): void {
    this.#position++;
    const previous = this.#previous;
    if (this.#classDepth === this.#frames.length) {
      this.#classDepth = -1;
      this.#open(Frame.Class, 0);
    } else if (previous === Token.Arrow || previous === Token.ParenthesisEnd) {
      const isExpression = previous === Token.Arrow || this.#closedFunction === FunctionKind.Expression;
      const start = this.#endedFunctionStart;
      this.#open(Frame.Function, this.#functions.open(this.#tokens));
      this.#frameTokens[this.#frames.length - 1] = isExpression ? start : -1;
    } else {
      this.#open(this.#isLiteralStart() ? Frame.Literal : Frame.Block, 0);
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
        const frame = this.#frames.at(-1);
        return frame !== Frame.Block && frame !== Frame.Function;
      }
      case Token.Colon: {
        const frame = this.#frames.at(-1);
        return frame !== undefined && frame !== Frame.Block && frame !== Frame.Function;
      }
      default:
        return false;
    }
  }

  #closeBrace(): void {
    this.#position++;
    this.#closeArrows();
    const frame = this.#frames.at(-1);
    const info = this.#frameFunctions.at(-1) ?? 0;
    const start = this.#frameTokens.at(-1) ?? 0;
    this.#close();
    if (frame === Frame.Template) {
      this.#readTemplate();
      return;
    }
    if (frame !== Frame.Function) {
      if (frame === Frame.Block) this.#setBranches(false);
      this.#become(frame === Frame.Literal || frame === Frame.Class ? Token.Operand : Token.BlockEnd);
      return;
    }
    this.#become(start < 0 ? Token.BlockEnd : Token.Operand);
    if (start >= 0) {
      this.#endedFunction = info;
      this.#endedFunctionStart = start;
    }
  }

  #readTemplate(): void {
    const { length } = this.#source;
    while (this.#position < length) {
      const code = this.#source.charCodeAt(this.#position++);
      if (code === 0x5c) this.#position++;
      else if (code === 0x60) break;
      else if (code === 0x24 && this.#source.charCodeAt(this.#position) === 0x7b) {
        this.#position++;
        this.#open(Frame.Template, 0);
        this.#become(Token.Open);
        return;
      }
    }
    this.#become(Token.Operand);
  }

  /** A comment, a regular expression or a division. */
  #readSlash(): boolean {
    const next = this.#source.charCodeAt(this.#position + 1);
    if (next === 0x2f) {
      this.#skipLine();
      return false;
    }
    if (next === 0x2a) {
      this.#position = this.#after("*/", this.#position + 2);
      return false;
    }
    if (this.#previous === Token.Operand || this.#previous === Token.ParenthesisEnd) {
      this.#position++;
      this.#become(Token.Operator);
      return true;
    }
    this.#skipRegularExpression();
    this.#become(Token.Operand);
    return true;
  }

  #skipRegularExpression(): void {
    let isInClass = false;
    let at = this.#position + 1;
    for (; at < this.#source.length; at++) {
      const code = this.#source.charCodeAt(at);
      if (code === 0x5c) at++;
      else if (code === 0x5b) isInClass = true;
      else if (code === 0x5d) isInClass = false;
      else if ((code === 0x2f && !isInClass) || code === 0x0a) break;
    }
    this.#position = at;
    this.#skipName(); // flags
  }

  /** Ends what a line without a semicolon may end: `() => a` before a name on the next line. */
  #endArrowOnNewline(): void {
    if (!this.#hasNewline) return;
    const previous = this.#previous;
    if (previous !== Token.Operand && previous !== Token.ParenthesisEnd && previous !== Token.BlockEnd)
      return;
    this.#closeArrows();
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame === Frame.Block || frame === Frame.Function) this.#setBranches(false);
  }

  /** The outermost of the arrow functions that end here. */
  #closeArrows(): number | undefined {
    let closed: number | undefined;
    while (this.#frames.at(-1) === Frame.ArrowExpression) {
      closed = this.#frameFunctions.at(-1);
      this.#endedFunctionStart = this.#frameTokens.at(-1) ?? 0;
      this.#close();
    }
    return closed;
  }

  #open(frame: Frame, info: number): void {
    const branches = frame === Frame.Block || this.#branches();
    this.#frames.push(frame);
    this.#frameTokens.push(this.#tokens);
    this.#frameFunctions.push(info);
    this.#frameBranches.push(branches);
  }

  #close(): void {
    const frame = this.#frames.pop();
    this.#frameTokens.pop();
    this.#frameFunctions.pop();
    this.#frameBranches.pop();
    if (frame === Frame.Function || frame === Frame.ArrowExpression) this.#functions.close(this.#tokens);
  }

  #branches(): boolean {
    return this.#frameBranches.at(-1) ?? this.#topBranches;
  }

  /** A frame inside one that branches branches to its end. */
  #setBranches(branches: boolean): void {
    const depth = this.#frames.length - 1;
    if (depth < 0) this.#topBranches = branches;
    else {
      const isInBranch =
        this.#frames[depth] === Frame.Block || (this.#frameBranches[depth - 1] ?? this.#topBranches);
      this.#frameBranches[depth] = branches || isInBranch;
    }
  }

  #become(token: Token): void {
    this.#previous = token;
    this.#endedFunction = -1;
    this.#tokens++;
  }

  #skipName(): void {
    let at = this.#position + 1;
    for (; ; at++) {
      const kind = classOf(this.#source.charCodeAt(at));
      if (kind !== nameClass && kind !== digitClass) break;
    }
    this.#position = at;
  }

  #skipLine(): void {
    this.#position = this.#after("\n", this.#position);
    this.#hasNewline = true;
  }

  /** The position after the next `end`; that of the end of the text when there is none. */
  #after(end: string, from: number): number {
    const found = this.#source.indexOf(end, from);
    return found < 0 ? this.#source.length : found + end.length;
  }

  #nextCode(from: number): number {
    return this.#source.charCodeAt(this.#skipBlanks(from));
  }

  /** The first position that is neither white space nor in a comment. */
  #skipBlanks(from: number): number {
    let at = from;
    for (;;) {
      const kind = classOf(this.#source.charCodeAt(at));
      if (kind === spaceClass || kind === newlineClass) at++;
      else if (this.#source.startsWith("/*", at)) at = this.#after("*/", at + 2);
      else if (this.#source.startsWith("//", at)) at = this.#after("\n", at);
      else return at;
    }
  }
}
