import { endOfName } from "./characters.js";

/** How a function comes to run at init. */
const enum Runs {
  /** Nothing in the text says that it does. */
  Never,
  /** It is called where it stands, or by its name from code that runs. */
  ByCall,
  /** A loader of modules knows it by its key, or it runs because such a function does. */
  ByLoader,
  /** It is handed to a call, or runs because such a function does. */
  ByCallback,
}

/** What a function is handed to, where that is no plain name in the text. */
export const enum Callee {
  /** A loader of modules, which knows it by its key. */
  Loader = -3,
  /** Something that calls what it is given: a function that is called where it stands, or a method such as `map`. */
  Caller = -2,
  /** Nothing. */
  None = -1,
}

/** What is counted of the code that runs at init. */
export interface InitCounts {
  readonly tokens: number;
  readonly calls: number;
  readonly declarations: number;
  readonly properties: number;
  readonly statements: number;
  /** Functions that it creates, whether they run or not. */
  readonly functions: number;
  readonly fileReads: number;
}

/** Real code is not nested deeper, and a text that is must not take long. */
const maxScopes = 100;

/** Chosen by the errors of the fit: what calls deeper down add says little. */
const tokensOfCall = 300;

/** A function of the text, or the module itself, without what is in the functions inside it. */
export interface Counted {
  readonly parent: Counted | undefined;
  /** Where the name begins by which it is called; -1 for none. */
  readonly name: number;
  /** It is handed to a call: where the plain name of the callee begins, or one of `Callee`. */
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
  fileReads: number;
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
    fileReads: 0,
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
  /** How many tokens there were before each. */
  readonly #callTokens: number[] = [];
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

  /** Opens a function that begins after `tokens` tokens of the text; `name` is where its name begins, or -1. */
  open(tokens: number, name: number, callee: number): number {
    this.#settle(tokens);
    const opened = counted(this.#current, name, callee);
    this.#current.lastChild = opened;
    this.#current = opened;
    this.#hasCallbacks ||= callee >= 0 || callee === Callee.Loader;
    this.#takeHead(opened, tokens);
    return this.#functions.push(opened) - 1;
  }

  close(tokens: number): void {
    this.#settle(tokens);
    this.#current = this.#current.parent ?? this.#current;
  }

  /** What its parameters call while they are read has been counted outside: the function was not open yet. */
  #takeHead(opened: Counted, tokens: number): void {
    const { parent } = opened;
    if (parent === undefined) return;
    for (let call = parent.lastCall; (this.#callTokens[call] ?? -1) > tokens; call = parent.lastCall) {
      parent.lastCall = this.#previousCalls[call] ?? -1;
      this.#previousCalls[call] = opened.lastCall;
      opened.lastCall = call;
      parent.calls--;
      opened.calls++;
    }
  }

  /** Counts a call in the innermost open function, after `tokens` tokens; `name` is where the plain name of its callee begins, or -1. */
  addCall(name: number, tokens: number): void {
    this.#current.calls++;
    if (name < 0) return;
    this.#previousCalls.push(this.#current.lastCall);
    this.#callTokens.push(tokens);
    this.#current.lastCall = this.#calledNames.push(name) - 1;
  }

  addDeclaration(): void {
    this.#current.declarations++;
  }

  addProperty(): void {
    this.#current.properties++;
  }

  addFileRead(): void {
    this.#current.fileReads++;
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

  /** Whether what a function loads is loaded at init. */
  loadsAtInit(innermost: Counted, code: Buffer): boolean {
    this.#followCalls(code);
    return innermost.runs === Runs.ByCall || innermost.runs === Runs.ByLoader;
  }

  /** Whether nothing in the text says that a function runs at init. */
  isDormant(innermost: Counted, code: Buffer): boolean {
    this.#followCalls(code);
    return innermost.runs === Runs.Never;
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
    const sum = {
      tokens: 0,
      calls: 0,
      declarations: 0,
      properties: 0,
      statements: 0,
      functions: 0,
      fileReads: 0,
    };
    for (const one of this.#functions) {
      if (one.parent && one.parent.runs !== Runs.Never) sum.functions++;
      if (one.runs === Runs.Never) continue;
      sum.tokens += one.tokens;
      sum.calls += one.calls;
      sum.declarations += one.declarations;
      sum.properties += one.properties;
      sum.statements += one.statements;
      sum.fileReads += one.fileReads;
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
    for (const how of [Runs.ByLoader, Runs.ByCallback]) {
      const running = this.#functions.filter(({ runs }) => runs !== Runs.Never);
      this.#runOn(running, how, code);
    }
  }

  /**
   * Tokens that run once more at init, because the function that they are in is called from several places, out of
   * `tokens` tokens of a text. How often loops run is not known, nor which branch is taken, so a call counts for no more
   * than `tokensOfCall`.
   */
  countRepeats(tokens: number, code: Buffer): number {
    const once = this.countInit(tokens, code).tokens;
    return Math.max(0, this.#tokensOfRun(this.module, code, new Map(), 0) - once);
  }

  /** Tokens that run when a function does, with those of what it calls. */
  #tokensOfRun(one: Counted, code: Buffer, known: Map<Counted, number>, depth: number): number {
    let sum = known.get(one);
    if (sum !== undefined) return sum;
    sum = one.tokens;
    known.set(one, sum); // For what it calls to call it again.
    if (depth > maxScopes) return sum;
    const runOf = (inner: Counted) => this.#tokensOfRun(inner, code, known, depth + 1);
    const callOf = (inner: Counted) => Math.min(runOf(inner), Math.max(tokensOfCall, inner.tokens));
    for (let inner = one.lastChild; inner; inner = inner.sibling) {
      if (inner.isImmediate) sum += runOf(inner);
      else if (this.#isCalledBack(inner, one, code)) sum += callOf(inner);
    }
    for (let call = one.lastCall; call >= 0; call = this.#previousCalls[call] ?? -1) {
      for (const callee of this.#calleesOf(this.#calledNames[call] ?? 0, one, code)) sum += callOf(callee);
    }
    known.set(one, sum);
    return sum;
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
        if (this.#isRunBy(inner, one, how, code)) run(inner);
      }
      for (let call = one.lastCall; call >= 0; call = this.#previousCalls[call] ?? -1) {
        this.#calleesOf(this.#calledNames[call] ?? 0, one, code).forEach(run);
      }
    }
  }

  #isRunBy(inner: Counted, one: Counted, how: Runs, code: Buffer): boolean {
    if (inner.isImmediate || inner.callee === Callee.Caller) return true;
    if (how === Runs.ByLoader) return inner.callee === Callee.Loader;
    return how === Runs.ByCallback && this.#isCalledBack(inner, one, code);
  }

  /** Whether what a function is handed to in a caller calls it: unless the text has the callee, which calls nothing unknown. */
  #isCalledBack({ callee }: Counted, caller: Counted, code: Buffer): boolean {
    if (callee < 0) return callee !== Callee.None;
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

  /** A function among the parameters of another one has ended after that one began. */
  #settle(tokens: number): void {
    if (tokens < this.#counted) return;
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
