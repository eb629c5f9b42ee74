import type { OutsideCaller, OutsideUse } from "../lambda/elsewhere.js";
import { type ExportAlias, OWN_FILE } from "../lambda/handlers/export-aliases.js";
import type { FileSummary } from "../lambda/file-summary.js";
import type { ImportUse, InvocationEnd } from "../lambda/import-use.js";
import { append } from "../syntax/append.js";
import { oncePer } from "../syntax/once-per.js";
import { ANY_MEMBER, type ExportKey, type ExportPath, INSTANCE, keyOf } from "../syntax/export-paths.js";
import { EACH } from "../syntax/parameter-paths.js";
import type { CallsIn } from "./given-arguments.js";
import { isLoadedByHandler } from "./loading-handlers.js";
import { passedOnBy } from "./passed-on.js";
import type { Project } from "./project.js";
import { createLimit } from "./search-limit.js";

/** Of two ways from a handler, the one that says less counts. */
const ENDS: readonly InvocationEnd[] = ["promise", "answer", "unknown"];

/** With the calls of the code itself. */
export interface FoundUse extends OutsideUse {
  readonly calls: readonly CallsIn[];
}

/** Code of a file on a way to the code in question. */
interface Step {
  readonly file: string;
  readonly key: ExportKey;
  /** No memo guard on the way. */
  readonly isRepeated: boolean;
  /** Nothing on the way decides when the code runs. */
  readonly isAtOnce: boolean;
  /** Whether the call of the code in question gives it steady values; undefined before that call is found. */
  readonly givesSteadyValues: boolean | undefined;
  /** The files from here to the one in question, which is left out. */
  readonly through: readonly string[];
  /** The files in which it was put into an object, a class or a namespace. */
  readonly heldIn: readonly string[];
}

/** Who runs the code that a file exports under a key, by however many files. */
export function findUse(file: string, key: ExportKey, project: Project): FoundUse {
  return new UseSearch(file, project).run(key);
}

/** The files that call the code, without those that lead there. */
export function findCalls(file: string, key: ExportKey, project: Project): readonly CallsIn[] {
  return new UseSearch(file, project, false).run(key).calls;
}

/** One question: who runs a piece of exported code, by however many files. */
class UseSearch {
  private runsAtInit = false;
  private isComplete = true;
  /** Whether each direct call of the code in question drops its answer. */
  private readonly drops: boolean[] = [];
  private readonly calls: CallsIn[] = [];
  private repeated: OutsideCaller | undefined;
  private repeatedWithSteadyValues: OutsideCaller | undefined;
  private readonly callers = new Map<string, OutsideCaller>();
  private readonly limit = createLimit();
  private readonly seen = new Set<string>();
  private readonly queue: Step[] = [];

  constructor(
    private readonly file: string,
    private readonly project: Project,
    private readonly goesOn = true,
  ) {}

  run(key: ExportKey): FoundUse {
    const { file, limit, queue, project } = this;
    const givesSteadyValues = undefined;
    // Most of what a user interface exports: no file is parsed for it.
    if (project.mayRunForHandlers(file))
      queue.push({ file, key, isRepeated: true, isAtOnce: true, givesSteadyValues, through: [], heldIn: [] });
    // Breadth first, so that the handler that is told of is the nearest one.
    for (let index = 0; index < queue.length && !limit.isReached(); index++) this.take(queue[index] as Step);
    return {
      runsAtInit: this.runsAtInit,
      callers: [...this.callers.values()],
      calls: this.calls,
      repeated: this.repeated,
      repeatedWithSteadyValues: this.repeatedWithSteadyValues,
      isComplete: this.isComplete && !limit.isReached(),
      answer: this.answer(),
    };
  }

  private answer(): NonNullable<OutsideUse["answer"]> {
    if (!this.isComplete || this.limit.isReached() || !this.drops.every(Boolean)) return "taken";
    return this.drops.length > 0 ? "dropped" : "uncalled";
  }

  private take(step: Step): void {
    const { file, project } = this;
    // A class of another file calls its own methods, which this one may have in their place. Packages are read before the rest.
    const namers = [...project.namersOf(step.file), ...(step.file === file ? [] : [step.file])];
    for (const base of basesOf(step.file, step.key, project)) this.visit({ ...step, ...base });
    for (const importer of namers) {
      if (this.limit.mayLookInto(importer)) this.lookInto(importer, step);
      else this.isComplete = false;
    }
  }

  private lookInto(importer: string, step: Step): void {
    const { project } = this;
    const summary = project.summaryOf(importer);
    const isOfStep = (module: string): boolean =>
      module === OWN_FILE ? importer === step.file : project.resolve(module, importer) === step.file;
    for (const {
      module,
      path,
      exportName,
      isStreaming,
      isDurable,
      isForwarded,
    } of summary.importedHandlers) {
      // The call is a use.
      if (isForwarded === true) continue;
      const isWaitedFor = !isStreaming && !isDurable && project.summaryOf(step.file).asyncCode.has(step.key);
      if (keyOf(path) !== step.key || !isOfStep(module)) continue;
      if (step.givesSteadyValues === undefined) this.drops.push(false);
      this.found(exportName ?? "handler", importer, step, isWaitedFor ? "promise" : "unknown");
    }
    for (const use of usesOfKey(summary, step.key))
      if (isOfStep(use.module)) this.addUse(use, importer, step);
    for (const alias of summary.aliases)
      if (isOfStep(alias.module)) this.followAlias(alias, importer, summary.ownKeys, step);
  }

  private addUse(use: ImportUse, importer: string, step: Step): void {
    const { module, path, runsAtInit, handlers, exports } = use;
    if (step.givesSteadyValues === undefined) {
      this.drops.push(use.dropsAnswer === true);
      this.calls.push({ file: importer, to: { module, path } });
    }
    if (!this.goesOn) return;
    const givesSteadyValues = step.givesSteadyValues ?? use.givesSteadyValues;
    this.runsAtInit ||= runsAtInit && step.isAtOnce;
    for (const { name, isRepeated, end, isSeldom } of handlers) {
      const last = { ...step, isRepeated: step.isRepeated && isRepeated, givesSteadyValues };
      this.found(name, importer, last, end, isSeldom === true);
    }
    for (const { key, isRepeated, isAtOnce } of exports)
      this.visit({
        file: importer,
        key,
        isRepeated: step.isRepeated && isRepeated,
        isAtOnce: step.isAtOnce && isAtOnce,
        givesSteadyValues,
        through: [importer, ...step.through],
        heldIn: [],
      });
  }

  private followAlias(
    alias: ExportAlias,
    importer: string,
    ownKeys: ReadonlySet<ExportKey>,
    step: Step,
  ): void {
    if (importer === step.file && isWithin(alias, step.key)) return;
    const key = aliasKeyOf(alias, step.key);
    if (key === undefined || ownKeys.has(key)) return;
    const isHeld = alias.name !== "*" && alias.name.length > alias.path.length;
    // An object whose parts are of the class that it extends would go on for ever: a part of a part of a part …
    if (isHeld && step.heldIn.includes(importer)) return;
    const heldIn = isHeld ? [...step.heldIn, importer] : step.heldIn;
    this.visit({ ...step, file: importer, key, through: [importer, ...step.through], heldIn });
  }

  private visit(step: Step): void {
    const flags = [step.isRepeated, step.isAtOnce, step.givesSteadyValues].join();
    const id = `${step.file}\0${step.key}\0${flags}`;
    if (!this.seen.has(id)) this.queue.push(step);
    this.seen.add(id);
  }

  private found(name: string, holder: string, step: Step, end: InvocationEnd, isSeldom = false): void {
    const { through, isRepeated, givesSteadyValues } = step;
    const watchesTime = [holder, ...through].some((part) => this.project.watchesTime(part));
    const loadsEnvironment = [holder, ...through].some((part) => this.project.loadsEnvironment(part));
    const more = { ...(isSeldom && { isSeldom }), ...(loadsEnvironment && { loadsEnvironment }) };
    const caller = { name, file: holder, through, watchesTime, end, ...more };
    const id = `${holder}\0${name}`;
    const known = this.callers.get(id);
    if (known === undefined || ENDS.indexOf(end) > ENDS.indexOf(known.end))
      this.callers.set(id, { ...caller, ...known, end });
    if (!isRepeated) return;
    this.repeated = moreOften(this.repeated, caller);
    if (givesSteadyValues === true)
      this.repeatedWithSteadyValues = moreOften(this.repeatedWithSteadyValues, caller);
  }
}

/** The nearer one, unless its events come seldom and those of the other do not. */
function moreOften(known: OutsideCaller | undefined, next: OutsideCaller): OutsideCaller {
  if (known === undefined) return next;
  return known.isSeldom === true && next.isSeldom !== true ? next : known;
}

/** The uses of a file by the key of what they use, and apart from them those of what a pattern stands for. */
const usesByKeyOf = oncePer(({ uses }: FileSummary) => {
  const byKey = new Map<ExportKey, ImportUse[]>();
  const patterns: ImportUse[] = [];
  for (const use of uses) {
    if (use.path.includes(ANY_MEMBER) || use.path.at(-1) === EACH) patterns.push(use);
    else append(byKey, keyOf(use.path), use);
  }
  return { byKey, patterns };
});

function usesOfKey(summary: FileSummary, key: ExportKey): readonly ImportUse[] {
  const { byKey, patterns } = usesByKeyOf(summary);
  return [...(byKey.get(key) ?? []), ...patterns.filter((use) => isUseOf(use, key))];
}

/** `EACH` at the end of a path stands for all that an object holds, in its objects too: the resolvers of a schema. */
function isUseOf({ path }: ImportUse, key: ExportKey): boolean {
  if (path.includes(ANY_MEMBER)) return isOfPattern(path, key.split("."));
  return path.length === 1 ? key !== "" : key.startsWith(`${keyOf(path.slice(0, -1))}.`);
}

function isOfPattern(pattern: ExportPath, path: ExportPath): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((name, index) =>
      name === ANY_MEMBER ? !/\(\)$/.test(path[index] as string) : name === path[index],
    )
  );
}

/** The name under which a file passes the code on, if the alias has it. */
function aliasKeyOf({ name, path }: ExportAlias, key: ExportKey): ExportKey | undefined {
  const prefix = keyOf(path);
  if (prefix !== "" && key !== prefix && !key.startsWith(`${prefix}.`)) return undefined;
  const rest = prefix === "" ? key : key.slice(prefix.length + 1);
  // Who has an instance does not make it.
  if (rest === "" && path.at(-1) === INSTANCE) return undefined;
  // `export *` leaves the default export out.
  if (name === "*") return rest === "" ? undefined : rest;
  return [...name, ...(rest === "" ? [] : [rest])].join(".");
}

/** True for a key that already goes through the name: a file that passes on itself would do so without an end. */
function isWithin({ name }: ExportAlias, key: ExportKey): boolean {
  return name === "*" || key.startsWith(`${keyOf(name)}.`);
}

/** Code of a file of the project. */
interface CodeOfFile {
  readonly file: string;
  readonly key: ExportKey;
}

/** Methods of the types that a class stands in for: whoever calls them may call those of the class. */
function basesOf(file: string, key: ExportKey, project: Project): readonly CodeOfFile[] {
  if (!project.mayStandIn(file)) return [];
  const bases = project.summaryOf(file).bases.flatMap(({ name, module, path }) => {
    const target = module === OWN_FILE ? file : project.resolve(module, file);
    const baseKey = name === "*" ? undefined : aliasKeyOf({ name: path, module, path: name }, key);
    return target === undefined || baseKey === undefined ? [] : whereWritten(target, baseKey, project);
  });
  // A class that no handler loads is none of those that are made.
  return bases.length > 0 && isLoadedByHandler(file, project) ? bases : [];
}

/** Code under the name that a file exports it by, and where the files write it that the file has it from: `export * from "./base"`. */
function whereWritten(file: string, key: ExportKey, project: Project): readonly CodeOfFile[] {
  const found: CodeOfFile[] = [{ file, key }];
  const seen = new Set([file]);
  // Of the files that one passes on all of, few have the name.
  for (const code of found) {
    const further = project.mayPassOn(code.file) ? passedOnBy(code.file, code.key, project) : [];
    for (const passed of further) {
      const target = project.resolve(passed.module, code.file);
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      found.push({ file: target, key: passed.key });
    }
  }
  return found.filter((code, index) => index === 0 || isWrittenIn(code, project));
}

function isWrittenIn({ file, key }: CodeOfFile, project: Project): boolean {
  const { ownNames } = project.summaryOf(file);
  return ownNames.has("") || ownNames.has(key.split(".", 1)[0] ?? "");
}
