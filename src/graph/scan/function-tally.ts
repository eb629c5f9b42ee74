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
  readonly properties: number;
  readonly statements: number;
}

/** Real code is not nested deeper, and a text that is must not take long. */
const maxScopes = 100;

/** A function of the text, or the module itself, without what is in the functions inside it. */
export interface Counted {
  readonly parent: Counted | undefined;
  /** Where the name begins by which it is called; -1 for none. */
  readonly name: number;
  /** It is handed to a call: where the plain name of the callee begins, 0 where that calls what it is given; else -1. */
  readonly callee: number;
  /** The function before it with the same parent. */
  readonly sibling: Counted | undefined;
  lastChild: Counted | undefined;
  /** The functions right inside it that have names, by these. Undefined until somebody asks. */
  named: ReadonlyMap<number, readonly Counted[]> | undefined;
  /** Of the calls by a plain name in it: index of the last one, or -1. */
  lastCall: number;
  isImmediate: boolean;
  tokens: number;
  calls: number;
  declarations: number;
  properties: number;
  statements: number;
  runs: Runs;
}

function counted(parent: Counted | undefined, name: number, callee: number): Counted {
  return {
    parent,
    name,
    callee,
    sibling: parent?.lastChild,
    lastChild: undefined,
    named: undefined,
    lastCall: -1,
    isImmediate: parent === undefined,
    tokens: 0,
    calls: 0,
    declarations: 0,
    properties: 0,
    statements: 0,
    runs: Runs.Never,
  };
}

/** The functions of a text while it is read: what is in each, and which of them run at init. */
export class FunctionTally {
  readonly module = counted(undefined, -1, -1);
  /** The module first. */
  readonly #functions = [this.module];
  #current = this.module;
  /** Calls by a plain name: where it begins, and the index of the one before in the same function. */
  readonly #calledNames: number[] = [];
  readonly #previousCalls: number[] = [];
  #hasCallbacks = false;
  #counted = 0;
  #isFollowed = false;

  /** The innermost open function. */
  get current(): Counted {
    return this.#current;
  }

  /** How many functions there are. */
  get total(): number {
    return this.#functions.length - 1;
  }

  /** Opens a function when `tokens` tokens of the text have been read; `name` is where its name begins, or -1. */
  open(tokens: number, name: number, callee: number): number {
    this.#settle(tokens);
    const opened = counted(this.#current, name, callee);
    this.#current.lastChild = opened;
    this.#current = opened;
    this.#hasCallbacks ||= callee >= 0;
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

  addProperty(): void {
    this.#current.properties++;
  }

  addStatement(): void {
    this.#current.statements++;
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
    const sum = { tokens: 0, calls: 0, declarations: 0, properties: 0, statements: 0 };
    for (const one of this.#functions) {
      if (one.runs === Runs.Never) continue;
      sum.tokens += one.tokens;
      sum.calls += one.calls;
      sum.declarations += one.declarations;
      sum.properties += one.properties;
      sum.statements += one.statements;
    }
    return sum;
  }

  /**
   * Follows calls by name through the text, to the functions that the scopes around the call know by that name. Then what
   * is handed to the calls that happen.
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
        if (inner.isImmediate || (how === Runs.ByCallback && this.#isCalledBack(inner, one, code)))
          run(inner);
      }
      for (let call = one.lastCall; call >= 0; call = this.#previousCalls[call] ?? -1) {
        this.#calleesOf(this.#calledNames[call] ?? 0, one, code).forEach(run);
      }
    }
  }

  /** Whether what a function is handed to in a caller calls it: unless the text has the callee, which calls nothing unknown. */
  #isCalledBack({ callee }: Counted, caller: Counted, code: Buffer): boolean {
    if (callee <= 0) return callee === 0;
    const callees = this.#calleesOf(callee, caller, code);
    return callees.length === 0 || callees.some((one) => this.#callsUnknown(one, code));
  }

  /** Whether a function calls a name for which no scope around it has a function, such as that of a parameter. */
  #callsUnknown(one: Counted, code: Buffer): boolean {
    for (let call = one.lastCall; call >= 0; call = this.#previousCalls[call] ?? -1) {
      if (this.#calleesOf(this.#calledNames[call] ?? 0, one, code).length === 0) return true;
    }
    return false;
  }

  /** The functions of the name at a position that stand in the innermost scope around a caller that has some. */
  #calleesOf(at: number, caller: Counted, code: Buffer): readonly Counted[] {
    const name = nameAt(code, at);
    let scope: Counted | undefined = caller;
    for (let depth = 0; scope && depth < maxScopes; depth++, scope = scope.parent) {
      scope.named ??= namesIn(scope, code);
      const found = scope.named.get(name);
      if (found) return found;
    }
    return [];
  }

  #settle(tokens: number): void {
    this.#current.tokens += tokens - this.#counted;
    this.#counted = tokens;
  }
}

const NO_NAMES: ReadonlyMap<number, readonly Counted[]> = new Map();

function namesIn(scope: Counted, code: Buffer): ReadonlyMap<number, readonly Counted[]> {
  let named: Map<number, Counted[]> | undefined;
  for (let inner = scope.lastChild; inner; inner = inner.sibling) {
    if (inner.name < 0) continue;
    const name = nameAt(code, inner.name);
    named ??= new Map();
    const others = named.get(name);
    if (others === undefined) named.set(name, [inner]);
    else others.push(inner);
  }
  return named ?? NO_NAMES;
}

/** A number for the name that begins at a position: making a text of each takes longer than all the rest. */
function nameAt(code: Buffer, start: number): number {
  const end = endOfName(code, start + 1);
  let number = 0;
  for (let at = start; at < end; at++) number = (Math.imul(number, 31) + (code[at] ?? 0)) & 0x3fffffff;
  return number;
}
