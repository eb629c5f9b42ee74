import type { Program, Statement } from "oxc-parser";
import { isBuiltin } from "node:module";
import { loadParser } from "../../syntax/load-parser.js";
import { Caller, defineClass } from "./calls.js";
import { declarationOf, namesGivenBy } from "./declared-names.js";
import { describeExports, doesNothing, type ExportFacts, listEffects, type Span } from "./exports.js";
import { evaluateExpression } from "./expressions.js";
import { Globals } from "./globals.js";
import { makeLanguage } from "./language.js";
import {
  type CodeEffects,
  type Effects,
  Exhausted,
  type Machine,
  noEffects,
  programThrows,
  type RecordedLoad,
  type Surroundings,
} from "./machine.js";
import { getProperty, setProperty } from "./properties.js";
import { executeStatements, hoistVariables } from "./statements.js";
import { declareImports, declareModule, exportsOfModule } from "./module-scope.js";
import { forgetState, plainValue } from "./module-state.js";
import {
  type Constant,
  Scope,
  constant,
  type Imported,
  object,
  ObjectValue,
  unknown,
  useKey,
  type Value,
} from "./values.js";

/** What a module does when it is loaded, and what its exports do when they are used. */
export interface SourceAnalysis {
  /** `require()` and `import()` that run at init. */
  readonly init: CodeEffects;
  readonly exports: ExportFacts | undefined;
  /** False when what runs at init took too long to follow: more may be loaded. */
  readonly isComplete: boolean;
}

export interface AnalyzedSource extends Surroundings {
  readonly path: string;
  readonly text: string;
  readonly format: "commonjs" | "module";
  /** Exports of other modules that are worth following: whatever mentions one of these names, or loads something. */
  readonly names: readonly string[];
  /** Called every now and then. Ends the analysis by throwing. */
  readonly checkTime?: () => void;
}

/**
 * Behind how many conditions that nobody can decide a load counts as one that happens. Of the loads behind one, most do
 * happen; behind two, which both have to hold, they are what somebody has to switch on. Not so in a `try`: there programs
 * look for the one of several that is installed.
 */
const maxDoubts = 1;

/** Steps for what runs at init, and as many again for the exports. */
const maxSteps = 300_000;

/** Steps for what one export does. What takes more is known as far as it was followed, and the other exports are as well. */
const maxStepsOfExport = 30_000;

/** Steps for a module that another one asks for what it gives, and for each answer. */
const maxStepsOfOpening = 20_000;

/** How often a module asks others. */
const maxQuestions = 100;

/** Steps for what a function does that another module gets. */
const maxStepsOfArgument = 5_000;

/** How many steps there are between two looks at the time: about a millisecond. */
const stepsPerLook = 1000;

/**
 * Runs a module without running it: follows its code with the values that are known, both ways where a condition is
 * not. Undefined when the text cannot be parsed.
 */
export function analyzeSource(source: AnalyzedSource): SourceAnalysis | undefined {
  const program = parse(source);
  return program && new Run(source, maxSteps).analyze(program);
}

/** A module that has run, to be asked for what it gives. */
export interface OpenedModule {
  /** Undefined for what is not known, or no text, number or the like, or list of them. */
  readonly ask: (path: readonly string[], values: readonly Constant["value"][]) => Value | undefined;
}

/** Runs a module that others ask for what it gives. Undefined where that takes too long. */
export function openModule(source: AnalyzedSource): OpenedModule | undefined {
  const program = parse(source);
  return program && new Run(source, maxStepsOfOpening).open(program);
}

function parse(source: AnalyzedSource): Program | undefined {
  const { parseSync } = loadParser();
  const sourceType = source.format === "module" ? "module" : "commonjs";
  const parsed = parseSync(source.path, source.text, { lang: "js", sourceType, preserveParens: false });
  return parsed.errors.some(({ severity }) => (severity as string) === "Error") ? undefined : parsed.program;
}

class Run {
  readonly #source: AnalyzedSource;
  readonly #machine: Machine;
  #effects: Effects = noEffects();
  #uncertain = 0;
  #guarded = 0;
  #doubts = 0;
  #isWorthCalling: (code: Span) => boolean = () => false;
  #isAwaited = false;
  #isDetached: boolean;
  #steps = 0;
  /** After how many steps what is being followed is given up. */
  #limit: number;
  #questions = maxQuestions;

  constructor(source: AnalyzedSource, limit: number) {
    this.#source = source;
    this.#limit = limit;
    this.#isDetached = source.format === "commonjs";
    const machine: Machine = {
      surroundings: source,
      get globals() {
        return globals;
      },
      assigned: new Map(),
      extensions: new Map(),
      argumentsOf: new WeakMap(),
      settle: (value) => this.#settle(value),
      evaluate: (node, scope) => evaluateExpression(machine, node, scope),
      execute: (statements, scope) => executeStatements(machine, statements, scope),
      defineClass: (node, scope) => defineClass(machine, node, scope),
      call: (callee, values, thisValue) => caller.call(callee, values, thisValue),
      construct: (callee, values) => caller.construct(callee, values),
      get: (holder, key) => getProperty(machine, holder, key),
      set: (holder, key, value) => {
        setProperty(machine, holder, key, value);
      },
      load: (specifier, kind) => this.#load(specifier, kind),
      loadAddon: (callee, values) => {
        this.#loadAddon(callee, values);
      },
      awaited: (run) => this.#inAwait(true, run),
      detached: (run) => this.#inAwait(false, run),
      maybe: (run) => this.#maybe(run),
      doubted: (run) => this.#doubt(run),
      step: () => {
        if (++this.#steps > this.#limit) throw new Exhausted();
        if (this.#steps % stepsPerLook === 0) source.checkTime?.();
      },
      use: (imported) => {
        if (!isBuiltin(imported.specifier)) this.#effects.uses.set(useKey(imported), imported);
      },
      handOver: (callee, values) => {
        this.#handOver(callee, values);
      },
      isUncertain: () => this.#uncertain > 0,
      guarded: (run) => this.#guard(run),
      observe: (run) => this.#observe(run, maxStepsOfExport),
    };
    const caller = new Caller(machine);
    const globals = new Globals(makeLanguage(machine));
    this.#machine = machine;
  }

  open({ body }: Program): OpenedModule | undefined {
    const { scope, module, isComplete } = this.#start(body);
    if (!isComplete) return undefined;
    forgetState(body, scope);
    const exports = () => this.#exported(body, scope, module);
    return {
      ask: (path, values) => {
        let answer: Value | undefined;
        this.#steps = 0;
        this.#attempt(() => {
          const given = path.reduce<Value>(
            (value, step) =>
              step === "()"
                ? this.#machine.call(value, values.map(constant), unknown)
                : this.#machine.get(value, step),
            exports(),
          );
          answer = plainValue(this.#settle(given));
        });
        return answer;
      },
    };
  }

  #start(body: Program["body"]) {
    const scope = new Scope(undefined, true);
    const module = object({ exports: object() });
    declareModule(scope, module, this.#source);
    this.#isWorthCalling = this.#filterFor(body);
    const isComplete = this.#attempt(() => {
      if (this.#source.format === "module") declareImports(body, scope);
      hoistVariables(body, scope);
      this.#machine.execute(body, scope);
    });
    return { scope, module, isComplete };
  }

  #exported(body: Program["body"], scope: Scope, module: ObjectValue): Value {
    return this.#source.format === "module"
      ? exportsOfModule(body, scope)
      : this.#machine.get(module, "exports");
  }

  #settle(value: Value): Value {
    if (value.kind !== "imported" || isBuiltin(value.specifier) || this.#questions === 0) return value;
    const values: Constant["value"][] = [];
    for (const one of this.#machine.argumentsOf.get(value) ?? []) {
      if (one.kind !== "constant") return value;
      values.push(one.value);
    }
    this.#questions--;
    return this.#source.answer?.(value, values) ?? value;
  }

  analyze({ body }: Program): SourceAnalysis {
    const { scope, module, isComplete } = this.#start(body);
    const init = listEffects(this.#effects);
    this.#steps = 0;
    let exports: ExportFacts | undefined;
    this.#attempt(() => {
      const value = this.#exported(body, scope, module);
      exports = describeExports(this.#machine, value, {
        isWorthCalling: this.#isWorthCalling,
        callsName: ({ start, end }, name) => this.#source.text.slice(start, end).includes(`${name}(`),
        usesThis: ({ start, end }) => this.#source.text.slice(start, end).includes("this"),
      });
    });
    return { init, exports, isComplete };
  }

  /** Which functions may reach one of the names, by themselves or through others of the file. */
  #filterFor(body: readonly Statement[]): (code: Span) => boolean {
    const { text, names } = this.#source;
    const wanted = new Set(["require", "import(", ...names]);
    const mentions = ({ start, end }: Span) => {
      const code = text.slice(start, end);
      for (const name of wanted) if (code.includes(name)) return true;
      return false;
    };
    const given = body.map((statement) => ({ statement, names: namesGivenBy(declarationOf(statement)) }));
    for (let found = 0; found !== wanted.size;) {
      found = wanted.size;
      for (const { statement, names } of given) {
        if (names.some((name) => !wanted.has(name)) && mentions(statement))
          for (const name of names) wanted.add(name);
      }
    }
    return mentions;
  }

  /** Code of an `async` function whose result nobody waits for is not waited for. */
  #inAwait<T>(isAwaited: boolean, run: () => T): T {
    const [wasAwaited, wasDetached] = [this.#isAwaited, this.#isDetached];
    this.#isDetached ||= !isAwaited && !wasAwaited;
    this.#isAwaited = isAwaited;
    try {
      return run();
    } finally {
      this.#isAwaited = wasAwaited;
      this.#isDetached = wasDetached;
    }
  }

  #load(specifier: string, kind: RecordedLoad["kind"]): Value {
    const mode = kind === "require" ? "require" : "import";
    // What `import()` loads is part of the module's own load only while the module waits for it.
    if (kind === "dynamic-import" && (!this.#isAwaited || this.#isDetached)) {
      return { kind: "imported", specifier, mode, path: [] };
    }
    const isExpectedToFail = this.#guarded > 0;
    if (this.#doubts > maxDoubts && !isExpectedToFail) return { kind: "imported", specifier, mode, path: [] };
    const isOptional = this.#guarded + this.#uncertain > 0;
    const key = `${kind} ${specifier}`;
    const earlier = this.#effects.loads.get(key);
    if (earlier?.isOptional !== false) this.#effects.loads.set(key, { specifier, kind, isOptional });
    if (kind === "require" && !this.#source.canResolve(specifier, mode)) throw programThrows;
    return { kind: "imported", specifier, mode, path: [] };
  }

  #loadAddon({ specifier, path }: Imported, [argument]: readonly Value[]): void {
    if (path.some((name) => name !== "default") || argument?.kind !== "constant") return;
    for (const file of this.#source.findAddon(specifier, String(argument.value))) this.#load(file, "require");
  }

  #maybe<T>(run: () => T): T | undefined {
    this.#uncertain++;
    try {
      return run();
    } catch (error) {
      if (error === programThrows) return undefined;
      throw error;
    } finally {
      this.#uncertain--;
    }
  }

  #doubt<T>(run: () => T): T | undefined {
    this.#doubts++;
    try {
      return this.#maybe(run);
    } finally {
      this.#doubts--;
    }
  }

  #guard<T>(run: () => T): T {
    this.#guarded++;
    try {
      return run();
    } finally {
      this.#guarded--;
    }
  }

  #handOver(callee: Imported, values: readonly Value[]): void {
    if (isBuiltin(callee.specifier)) return;
    for (const [index, value] of values.entries()) {
      const code = value instanceof ObjectValue ? value.callable : undefined;
      if (code?.kind !== "closure" || !this.#isWorthCalling(code.node)) continue;
      const key = `${useKey(callee)} ${index} ${code.node.start}`;
      if (this.#effects.handedOver.has(key)) continue;
      const done = this.#observe(
        () => this.#maybe(() => this.#machine.call(value, [], unknown)),
        maxStepsOfArgument,
      );
      const effects = listEffects(done);
      if (!doesNothing(effects)) this.#effects.handedOver.set(key, { callee, index, effects });
    }
  }

  #observe(run: () => void, maxStepsOfRun: number): Effects {
    const [outer, limit] = [this.#effects, this.#limit];
    const effects = noEffects();
    this.#effects = effects;
    this.#limit = Math.min(limit, this.#steps + maxStepsOfRun);
    try {
      run();
    } catch (error) {
      if (!(error instanceof Exhausted) || this.#steps > limit) throw error;
    } finally {
      this.#effects = outer;
      this.#limit = limit;
    }
    return effects;
  }

  /** False when the run was given up: it took too many steps, or nests too deeply for this process. */
  #attempt(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      if (error === programThrows) return true;
      if (error instanceof Exhausted || error instanceof RangeError) return false;
      throw error;
    }
  }
}
