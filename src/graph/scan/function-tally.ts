import { endOfName } from "./characters.js";

/** How a function comes to run at init. */
const enum Runs {
  /** Nothing in the text says that it does. */
  Never,
  /** It is called where it stands, or by its name from code that runs. */
  ByCall,
  /** It is handed to a call, or runs because such a function does. */
  ByCallback,
}

/** What is counted of the code that runs at init. */
export interface InitCounts {
  readonly tokens: number;
  readonly calls: number;
  readonly declarations: number;
  readonly objects: number;
}

/** A function of the text, or the module itself, without what is in the functions inside it. */
export interface Counted {
  readonly parent: Counted | undefined;
  /** Where the name begins by which it is called; -1 for none. */
  readonly name: number;
  /** It is handed to a call. */
  readonly isCallback: boolean;
  /** The function before it with the same parent. */
  readonly sibling: Counted | undefined;
  lastChild: Counted | undefined;
  /** Of the calls by a plain name in it: index of the last one, or -1. */
  lastCall: number;
  isImmediate: boolean;
  tokens: number;
  calls: number;
  declarations: number;
  objects: number;
  runs: Runs;
}

function counted(parent: Counted | undefined, name: number, isCallback: boolean): Counted {
  return {
    parent,
    name,
    isCallback,
    sibling: parent?.lastChild,
    lastChild: undefined,
    lastCall: -1,
    isImmediate: parent === undefined,
    tokens: 0,
    calls: 0,
    declarations: 0,
    objects: 0,
    runs: Runs.Never,
  };
}

/** The functions of a text while it is read: what is in each, and which of them run at init. */
export class FunctionTally {
  readonly module = counted(undefined, -1, false);
  /** The module first. */
  readonly #functions = [this.module];
  #current = this.module;
  /** Calls by a plain name: where it begins, and the index of the one before in the same function. */
  readonly #calledNames: number[] = [];
  readonly #previousCalls: number[] = [];
  #hasCallbacks = false;
  #counted = 0;
  #isFollowed = false;
  #byName: Map<string, Counted[]> | undefined;

  /** The innermost open function. */
  get current(): Counted {
    return this.#current;
  }

  /** How many functions there are. */
  get total(): number {
    return this.#functions.length - 1;
  }

  /** Opens a function when `tokens` tokens of the text have been read; `name` is where its name begins, or -1. */
  open(tokens: number, name: number, isCallback: boolean): number {
    this.#settle(tokens);
    const opened = counted(this.#current, name, isCallback);
    this.#current.lastChild = opened;
    this.#current = opened;
    this.#hasCallbacks ||= isCallback;
    return this.#functions.push(opened) - 1;
  }

  close(tokens: number): void {
    this.#settle(tokens);
    this.#current = this.#current.parent ?? this.#current;
  }

  /** Counts a call in the innermost open function; `name` is where the plain name of its callee begins, or -1. */
  addCall(name: number): void {
    this.#current.calls++;
    if (name < 0) return;
    this.#previousCalls.push(this.#current.lastCall);
    this.#current.lastCall = this.#calledNames.push(name) - 1;
  }

  addDeclaration(): void {
    this.#current.declarations++;
  }

  addObject(): void {
    this.#current.objects++;
  }

  markImmediate(index: number): void {
    const called = this.#functions[index];
    if (called) called.isImmediate = true;
  }

  /** Whether the code right inside a function runs when the module does, without anything else calling it. */
  isAtTopLevel(innermost: Counted): boolean {
    for (let at: Counted | undefined = innermost; at; at = at.parent) if (!at.isImmediate) return false;
    return true;
  }

  /** Whether the text says that a function is called at init. What is only handed to a call may be called later. */
  isCalledAtInit(innermost: Counted, code: Buffer): boolean {
    this.#followCalls(code);
    return innermost.runs === Runs.ByCall;
  }

  /** What runs at init, out of `tokens` tokens of a text. */
  countInit(tokens: number, code: Buffer): InitCounts {
    this.#settle(tokens);
    this.#followCalls(code);
    const sum = { tokens: 0, calls: 0, declarations: 0, objects: 0 };
    for (const one of this.#functions) {
      if (one.runs === Runs.Never) continue;
      sum.tokens += one.tokens;
      sum.calls += one.calls;
      sum.declarations += one.declarations;
      sum.objects += one.objects;
    }
    return sum;
  }

  /**
   * Follows calls by name through the text, scopes aside: functions of the same name all count as called. Then what is
   * handed to the calls that happen.
   */
  #followCalls(code: Buffer): void {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    this.module.runs = Runs.ByCall;
    this.#runOn([this.module], Runs.ByCall, code);
    if (!this.#hasCallbacks) return;
    this.#runOn(
      this.#functions.filter(({ runs }) => runs !== Runs.Never),
      Runs.ByCallback,
      code,
    );
  }

  /** What functions that run set going. */
  #runOn(running: Counted[], how: Runs, code: Buffer): void {
    const run = (one: Counted) => {
      if (one.runs !== Runs.Never) return;
      one.runs = how;
      running.push(one);
    };
    for (let one = running.pop(); one; one = running.pop()) {
      for (let inner = one.lastChild; inner; inner = inner.sibling) {
        if (inner.isImmediate || (inner.isCallback && how === Runs.ByCallback)) run(inner);
      }
      for (let call = one.lastCall; call >= 0; call = this.#previousCalls[call] ?? -1) {
        this.#namedLike(this.#calledNames[call] ?? 0, code).forEach(run);
      }
    }
  }

  /** The functions that are called by the name that begins at a position. */
  #namedLike(start: number, code: Buffer): readonly Counted[] {
    if (this.#byName === undefined) {
      this.#byName = new Map<string, Counted[]>();
      for (const one of this.#functions) {
        if (one.name < 0) continue;
        const name = nameAt(code, one.name);
        const others = this.#byName.get(name);
        if (others) others.push(one);
        else this.#byName.set(name, [one]);
      }
    }
    return this.#byName.size === 0 ? [] : (this.#byName.get(nameAt(code, start)) ?? []);
  }

  #settle(tokens: number): void {
    this.#current.tokens += tokens - this.#counted;
    this.#counted = tokens;
  }
}

function nameAt(code: Buffer, start: number): string {
  return code.toString("latin1", start, endOfName(code, start + 1));
}
