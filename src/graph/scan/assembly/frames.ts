/** What is open at a place in a text: the module, a bracket, or the body of an arrow function without braces. */
export const enum Frame {
  Module,
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

/** Which functions inside a frame are handed to a call. */
export const enum Handed {
  None,
  /** Those right inside it, and in parentheses there. */
  Inside,
  /** Those in array and object literals too: what calls them is a function that stands there, such as a loader of modules. */
  InLiterals,
  /** Those in an object of modules, which its loader runs one by one: most of them at init. */
  Modules,
}

/** A frame that is open, or one that was and will be used again. */
class OpenFrame {
  kind: Frame = Frame.Module;
  start: i32 = 0;
  detail: i32 = 0;
  name: i32 = -1;
  variable: i32 = -1;
  handed: Handed = Handed.None;
  branches: bool = false;
  /** The one that is used for what is opened in it. */
  inner: OpenFrame | null = null;

  constructor(readonly outer: OpenFrame | null) {}
}

/** The open frames. The outermost is the module, which nothing closes. */
export class Frames {
  /** How many are open in the module. */
  depth: i32 = 0;
  private innermost: OpenFrame = new OpenFrame(null);

  get kind(): Frame {
    return this.innermost.kind;
  }

  /** How many tokens there were before the frame; of a function that is an expression, and of parameters, before the function. */
  get start(): i32 {
    return this.innermost.start;
  }

  set start(token: i32) {
    this.innermost.start = token;
  }

  /** Index of the function that the frame is the body of; of parentheses, the kind of function they hold the parameters of. */
  get detail(): i32 {
    return this.innermost.detail;
  }

  /** Of parentheses: where the name begins that tells what they are about; -1 for none. */
  get name(): i32 {
    return this.innermost.name;
  }

  set name(start: i32) {
    this.innermost.name = start;
  }

  /** Of a call, and of the object literal that it gets: name of the variable that takes what it gives; -1 for none. */
  get variable(): i32 {
    return this.innermost.variable;
  }

  set variable(start: i32) {
    this.innermost.variable = start;
  }

  get handed(): Handed {
    return this.innermost.handed;
  }

  set handed(handed: Handed) {
    this.innermost.handed = handed;
  }

  /** Whether what comes next may not happen: it is behind `&&`, `?` or in a block. */
  get branches(): bool {
    return this.innermost.branches;
  }

  /** A frame inside one that branches branches to its end. */
  set branches(branches: bool) {
    const frame = this.innermost;
    const outer = frame.outer;
    frame.branches = branches || frame.kind === Frame.Block || (outer !== null && outer.branches);
  }

  open(kind: Frame, start: i32, detail: i32): void {
    const outer = this.innermost;
    let frame = outer.inner;
    if (frame === null) {
      frame = new OpenFrame(outer);
      outer.inner = frame;
    }
    frame.kind = kind;
    frame.start = start;
    frame.detail = detail;
    frame.name = -1;
    frame.variable = -1;
    frame.handed = Handed.None;
    frame.branches = kind === Frame.Block || outer.branches;
    this.innermost = frame;
    this.depth++;
  }

  close(): void {
    const outer = this.innermost.outer;
    if (outer === null) return;
    this.innermost = outer;
    this.depth--;
  }
}
