import { endOfName } from "./characters";
import { byteAt } from "./source";

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

/** Real code is not nested deeper, and a text that is must not take long. */
const maxScopes: i32 = 100;

/** Chosen by the errors of the fit: what calls deeper down add says little. */
const tokensOfCall: f64 = 300;

/** A function of the text, or the module itself, without what is in the functions inside it. */
class Counted {
  /** The function before it with the same parent. */
  readonly sibling: Counted | null;
  lastChild: Counted | null = null;
  /** The functions right inside it that have names, by these; null for none. */
  named: Map<i32, Counted[]> | null = null;
  /** They have been asked for. */
  hasNames: bool = false;
  /** Of the calls by a plain name in it: the last one. */
  lastCall: Call | null = null;
  isImmediate: bool;
  /** There was a `return` behind a condition. */
  mayHaveReturned: bool = false;
  tokens: i32 = 0;
  calls: i32 = 0;
  declarations: i32 = 0;
  properties: i32 = 0;
  statements: i32 = 0;
  fileReads: i32 = 0;
  runs: Runs = Runs.Never;
  /** Tokens that run when it does, with those of what it calls; negative until somebody asks. */
  tokensOfRun: f64 = -1;

  constructor(
    readonly index: i32,
    readonly parent: Counted | null,
    /** Where the name begins by which it is called; -1 for none. */
    readonly name: i32,
    /** It is handed to a call: where the plain name of the callee begins, or one of `Callee`. */
    readonly callee: i32,
  ) {
    this.sibling = parent === null ? null : parent.lastChild;
    this.isImmediate = parent === null;
  }
}

/** A call by a plain name. */
class Call {
  constructor(
    /** Where the name begins. */
    readonly name: i32,
    /** How many tokens there were before it. */
    readonly tokens: i32,
    /** The one before it in the same function. */
    public previous: Call | null,
  ) {}
}

/** What is counted of the code that runs at init. */
export class InitCounts {
  tokens: i32 = 0;
  calls: i32 = 0;
  declarations: i32 = 0;
  properties: i32 = 0;
  statements: i32 = 0;
  /** Functions that it creates, whether they run or not. */
  functions: i32 = 0;
  fileReads: i32 = 0;
}

/** The functions of a text while it is read: what is in each, and which of them run at init. */
export class FunctionTally {
  private readonly module: Counted = new Counted(0, null, -1, Callee.None);
  private readonly functions: Counted[] = [this.module];
  private current: Counted = this.module;
  private hasCallbacks: bool = false;
  private counted: i32 = 0;
  private isFollowed: bool = false;

  /** Index of the innermost open function; 0 for the module. */
  get innermost(): i32 {
    return this.current.index;
  }

  /** How many functions there are. */
  get total(): i32 {
    return this.functions.length - 1;
  }

  /** Opens a function that begins after `tokens` tokens of the text; `name` is where its name begins, or -1. */
  open(tokens: i32, name: i32, callee: i32): i32 {
    this.settle(tokens);
    const parent = this.current;
    const opened = new Counted(this.functions.length, parent, name, callee);
    parent.lastChild = opened;
    this.current = opened;
    if (callee >= 0 || callee === Callee.Loader) this.hasCallbacks = true;
    takeHead(opened, parent, tokens);
    this.functions.push(opened);
    return opened.index;
  }

  close(tokens: i32): void {
    this.settle(tokens);
    const parent = this.current.parent;
    if (parent !== null) this.current = parent;
  }

  /** Counts a call in the innermost open function, after `tokens` tokens; `name` is where the plain name of its callee begins, or -1. */
  addCall(name: i32, tokens: i32): void {
    const current = this.current;
    current.calls++;
    if (name >= 0) current.lastCall = new Call(name, tokens, current.lastCall);
  }

  /** Notes a `return` behind a condition. */
  addEarlyReturn(): void {
    this.current.mayHaveReturned = true;
  }

  /** Whether the innermost function may have returned before. */
  get mayHaveReturned(): bool {
    return this.current.mayHaveReturned;
  }

  addDeclaration(): void {
    this.current.declarations++;
  }

  addProperty(): void {
    this.current.properties++;
  }

  addFileRead(): void {
    this.current.fileReads++;
  }

  addStatement(): void {
    this.current.statements++;
  }

  markImmediate(index: i32): void {
    this.functions[index].isImmediate = true;
  }

  /** Whether the code right inside a function runs when the module does, without anything else calling it. */
  isAtTopLevel(index: i32): bool {
    let at: Counted | null = this.functions[index];
    while (at !== null) {
      if (!at.isImmediate) return false;
      at = at.parent;
    }
    return true;
  }

  /** Whether what a function loads is loaded at init. */
  loadsAtInit(index: i32): bool {
    const runs = this.runsOf(index);
    return runs === Runs.ByCall || runs === Runs.ByLoader;
  }

  /** Whether nothing in the text says that a function runs at init. */
  isDormant(index: i32): bool {
    return this.runsOf(index) === Runs.Never;
  }

  /** Whether the text says that a function is called at init. What is only handed to a call may be called later. */
  isCalledAtInit(index: i32): bool {
    return this.runsOf(index) === Runs.ByCall;
  }

  private runsOf(index: i32): Runs {
    this.followCalls();
    return this.functions[index].runs;
  }

  /** What runs at init, out of `tokens` tokens of a text. */
  countInit(tokens: i32): InitCounts {
    this.settle(tokens);
    this.followCalls();
    const sum = new InitCounts();
    for (let index = 0; index < this.functions.length; index++) {
      const one = this.functions[index];
      const parent = one.parent;
      if (parent !== null && parent.runs !== Runs.Never) sum.functions++;
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
   * Tokens that run once more at init, because the function that they are in is called from several places, out of
   * `tokens` tokens of a text. How often loops run is not known, nor which branch is taken, so a call counts for no more
   * than `tokensOfCall`.
   */
  countRepeats(tokens: i32): f64 {
    const once = this.countInit(tokens).tokens;
    return max<f64>(0, tokensOfRun(this.module, 0) - once);
  }

  /**
   * Follows calls by name through the text, to the functions that the scopes around the call know by that name. Then what
   * is handed to the calls that happen.
   */
  private followCalls(): void {
    if (this.isFollowed) return;
    this.isFollowed = true;
    this.module.runs = Runs.ByCall;
    runOn([this.module], Runs.ByCall);
    if (!this.hasCallbacks) return;
    runOn(this.running(), Runs.ByLoader);
    runOn(this.running(), Runs.ByCallback);
  }

  private running(): Counted[] {
    const running = new Array<Counted>();
    for (let index = 0; index < this.functions.length; index++) {
      const one = this.functions[index];
      if (one.runs !== Runs.Never) running.push(one);
    }
    return running;
  }

  /** A function among the parameters of another one has ended after that one began. */
  private settle(tokens: i32): void {
    if (tokens < this.counted) return;
    this.current.tokens += tokens - this.counted;
    this.counted = tokens;
  }
}

/** What its parameters call while they are read has been counted outside: the function was not open yet. */
function takeHead(opened: Counted, parent: Counted, tokens: i32): void {
  let call: Call | null = parent.lastCall;
  while (call !== null && call.tokens > tokens) {
    parent.lastCall = call.previous;
    call.previous = opened.lastCall;
    opened.lastCall = call;
    parent.calls--;
    opened.calls++;
    call = parent.lastCall;
  }
}

/** What functions that run set going. */
function runOn(running: Counted[], how: Runs): void {
  while (running.length > 0) {
    const one = running.pop();
    let inner = one.lastChild;
    while (inner !== null) {
      if (isRunBy(inner, one, how)) run(inner, how, running);
      inner = inner.sibling;
    }
    let call = one.lastCall;
    while (call !== null) {
      const callees = calleesOf(call.name, one);
      for (let index = 0; index < lengthOf(callees); index++) run(callees![index], how, running);
      call = call.previous;
    }
  }
}

function run(one: Counted, how: Runs, running: Counted[]): void {
  if (one.runs !== Runs.Never) return;
  one.runs = how;
  running.push(one);
}

function isRunBy(inner: Counted, one: Counted, how: Runs): bool {
  if (inner.isImmediate || inner.callee === Callee.Caller) return true;
  if (how === Runs.ByLoader) return inner.callee === Callee.Loader;
  return how === Runs.ByCallback && isCalledBack(inner, one);
}

/** Whether what a function is handed to in a caller calls it: unless the text has the callee, which calls nothing unknown. */
function isCalledBack(inner: Counted, caller: Counted): bool {
  if (inner.callee < 0) return inner.callee !== Callee.None;
  const callees = calleesOf(inner.callee, caller);
  if (callees === null) return true;
  for (let index = 0; index < callees.length; index++) if (callsUnknown(callees[index])) return true;
  return false;
}

/** Whether a function calls a name for which no scope around it has a function, such as that of a parameter. */
function callsUnknown(one: Counted): bool {
  let call = one.lastCall;
  while (call !== null) {
    if (calleesOf(call.name, one) === null) return true;
    call = call.previous;
  }
  return false;
}

/** Tokens that run when a function does, with those of what it calls. */
function tokensOfRun(one: Counted, depth: i32): f64 {
  if (one.tokensOfRun >= 0) return one.tokensOfRun;
  let sum: f64 = one.tokens;
  one.tokensOfRun = sum; // For what it calls to call it again.
  if (depth > maxScopes) return sum;
  let inner = one.lastChild;
  while (inner !== null) {
    if (inner.isImmediate) sum += tokensOfRun(inner, depth + 1);
    else if (isCalledBack(inner, one)) sum += tokensOfOneCall(inner, depth + 1);
    inner = inner.sibling;
  }
  let call = one.lastCall;
  while (call !== null) {
    const callees = calleesOf(call.name, one);
    for (let index = 0; index < lengthOf(callees); index++)
      sum += tokensOfOneCall(callees![index], depth + 1);
    call = call.previous;
  }
  one.tokensOfRun = sum;
  return sum;
}

function tokensOfOneCall(one: Counted, depth: i32): f64 {
  return min<f64>(tokensOfRun(one, depth), max<f64>(tokensOfCall, one.tokens));
}

/** The functions of the name at a position that stand in the innermost scope around a caller that has some; null for none. */
function calleesOf(at: i32, caller: Counted): Counted[] | null {
  const name = nameAt(at);
  let scope: Counted | null = caller;
  for (let depth = 0; scope !== null && depth < maxScopes; depth++) {
    if (!scope.hasNames) addNames(scope);
    const named = scope.named;
    if (named !== null && named.has(name)) return named.get(name);
    scope = scope.parent;
  }
  return null;
}

function lengthOf(functions: Counted[] | null): i32 {
  return functions === null ? 0 : functions.length;
}

function addNames(scope: Counted): void {
  scope.hasNames = true;
  let inner = scope.lastChild;
  while (inner !== null) {
    if (inner.name >= 0) addName(scope, nameAt(inner.name), inner);
    inner = inner.sibling;
  }
}

function addName(scope: Counted, name: i32, inner: Counted): void {
  let named = scope.named;
  if (named === null) {
    named = new Map<i32, Counted[]>();
    scope.named = named;
  }
  if (named.has(name)) named.get(name).push(inner);
  else named.set(name, [inner]);
}

/** A number for the name that begins at a position: making a text of each takes longer than all the rest. */
function nameAt(start: i32): i32 {
  const end = endOfName(start + 1);
  let number = 0;
  for (let at = start; at < end; at++) number = (number * 31 + byteAt(at)) & 0x3fffffff;
  return number;
}
