import { findFacts } from "./find-facts.js";
import type { ExportFacts } from "./evaluate/exports.js";
import type { CodeEffects, HandedOver } from "./evaluate/machine.js";
import type { Imported } from "./evaluate/values.js";
import type { GraphModule, GraphProblem, ModuleEdge, ModuleGraph } from "./module-graph.js";
import { modeOf, type ModuleStore } from "./module-store.js";
import type { Resolution } from "./resolve-module.js";
import { isOpen, mayWake, type StoredModule } from "./stored-module.js";

/** Stands for whatever a module's functions call. No text has it. */
const anyCall = "\0called";

interface Visit {
  readonly id: string;
  readonly importer: string | undefined;
}

/**
 * Finds the modules of one entry. What a module loads when it is loaded comes first; then what it sets going in others,
 * by calling functions and reading getters that they export; until there is nothing new.
 */
export class GraphWalker {
  readonly #store: ModuleStore;
  readonly #modules = new Map<string, StoredModule>();
  readonly #importers = new Map<string, Set<string>>();
  /** Edges that something outside their module has set going, by module. */
  readonly #awakened = new Map<string, Map<string, ModuleEdge>>();
  /** What is used of the exports of a module: paths by their text. */
  readonly #used = new Map<string, Map<string, readonly string[]>>();
  /** Exports that would load a module which nobody has loaded yet, by module. */
  readonly #asleep = new Map<string, ReadonlySet<string>>();
  /** Modules that have been looked into because their functions load something. */
  readonly #lookedInto = new Set<string>();
  /** Importers, with the name that they were searched for. */
  readonly #lookedFor = new Set<string>();
  /** Functions that others may call, by the module that hands them over. */
  readonly #handedOver: { readonly module: string; readonly handed: HandedOver }[] = [];
  /** Modules that have been looked into because they get functions. */
  readonly #askedForCalls = new Set<string>();
  /** Modules that an ES module imports. */
  readonly #fromModules = new Set<string>();
  /** By file and importer. */
  readonly #problems = new Map<string, GraphProblem>();
  readonly #pending: Visit[] = [];
  readonly #uses: { readonly module: string; readonly use: Imported }[] = [];
  /** The entry, where the caller has said what it loads: its file is not read. */
  #given: string | undefined;

  constructor(store: ModuleStore) {
    this.#store = store;
  }

  /** Starts from an entry, which may be known already. */
  enter(id: string, known: StoredModule | undefined): void {
    if (known === undefined) {
      this.#pending.push({ id, importer: undefined });
      return;
    }
    this.#given = id;
    this.#add(known, undefined);
  }

  /** Visits what there is to visit. Yields after each module that had to be read. */
  *visit(): Generator<undefined, void, undefined> {
    do {
      for (;;) {
        const next = this.#pending.pop();
        if (next === undefined) {
          const used = this.#uses.pop();
          if (used === undefined) break;
          this.#follow(used.module, used.use);
          continue;
        }
        this.#link(next);
        if (this.#modules.has(next.id)) continue;
        const isNew = !this.#store.has(next.id);
        this.#add(this.#store.get(next.id), next.importer);
        if (isNew) yield;
      }
    } while (yield* this.#lookCloser());
  }

  graph(entry: string): ModuleGraph {
    const modules = new Map<string, GraphModule>();
    for (const [id, { format, package: owner, facts, edges }] of this.#modules) {
      const awakened = this.#awakened.get(id);
      modules.set(id, { id, format, package: owner, facts, edges: mergeEdges(edges, awakened) });
    }
    return { entry, modules, problems: [...this.#problems.values()] };
  }

  #link({ id, importer }: Visit): void {
    if (importer === undefined) return;
    const importers = this.#importers.get(id);
    if (importers === undefined) this.#importers.set(id, new Set([importer]));
    else importers.add(importer);
  }

  #add(module: StoredModule, importer: string | undefined): void {
    this.#modules.set(module.id, module);
    if (module.reason !== undefined) {
      this.#addProblem({ file: module.id, importer, message: `${module.id} ${module.reason}` });
    }
    for (const edge of module.edges.toReversed()) {
      if (edge.target !== undefined) this.#pending.push({ id: edge.target, importer: module.id });
      else if (edge.isEager && !edge.isOptional) this.#addProblem(unresolved(edge.specifier, module.id));
    }
    this.#useInit(module);
    for (const path of this.#used.get(module.id)?.values() ?? []) this.#walkPath(module.id, path);
  }

  #addProblem(problem: GraphProblem): void {
    this.#problems.set(`${problem.file}\0${problem.importer ?? ""}`, problem);
  }

  /** What loading the module sets going in others, and in itself: `import` of CommonJS reads the exports it can name. */
  #useInit({ id, format, analysis, edges }: StoredModule): void {
    if (analysis !== undefined) this.#noteUses(id, analysis.init);
    if (format === "commonjs") this.#readNamedExports(id);
    if (format !== "module") return;
    for (const { kind, target } of edges) {
      if (kind !== "import" || target === undefined) continue;
      this.#fromModules.add(target);
      this.#readNamedExports(target);
    }
  }

  /** Node.js copies the exports of a CommonJS module whose names its lexer finds, once an ES module imports it. */
  #readNamedExports(id: string): void {
    const module = this.#modules.get(id);
    if (module?.format !== "commonjs" || !this.#fromModules.has(id)) return;
    for (const [name, { onGet }] of module.analysis?.exports?.properties ?? []) {
      if (onGet === undefined) continue;
      const isFound =
        onGet.loads.length === 0 || this.#store.mentions(id, [`exports.${name}=`, `exports.${name} =`]);
      if (isFound) this.#use(id, [name]);
    }
  }

  /** A module uses an export of another, or something that the export gives. */
  #follow(module: string, { specifier, mode, path }: Imported): void {
    const target = this.#store.resolve(specifier, module, mode);
    if (target === undefined || !this.#modules.has(target)) return;
    const format = this.#modules.get(target)?.format;
    const isDefault = mode === "import" && format === "commonjs" && path[0] === "default";
    this.#use(target, isDefault ? path.slice(1) : path);
  }

  #use(module: string, path: readonly string[]): void {
    const used = this.#used.get(module) ?? new Map<string, readonly string[]>();
    this.#used.set(module, used);
    const key = path.join("\0");
    if (used.has(key)) return;
    used.set(key, path);
    this.#walkPath(module, path);
  }

  #walkPath(module: string, path: readonly string[]): void {
    let facts = this.#modules.get(module)?.analysis?.exports;
    if (facts === undefined) return;
    for (const [index, step] of path.entries()) {
      const rest = path.slice(index);
      const property = facts.properties?.find(([name]) => name === step)?.[1];
      if (facts.alias !== undefined && property === undefined) {
        this.#follow(module, { ...facts.alias, path: [...facts.alias.path, ...rest] });
        return;
      }
      let next: ExportFacts | undefined;
      if (step === "()") {
        this.#run(module, facts.onCall);
        next = facts.result;
      } else if (step === "new") {
        this.#run(module, facts.onNew);
        next = facts.instance;
      } else {
        next = property;
        this.#run(module, next?.onGet);
        if (next === undefined) {
          for (const copy of facts.copies ?? [])
            this.#follow(module, { ...copy, path: [...copy.path, ...rest] });
        }
      }
      if (next === undefined) return;
      facts = next;
    }
  }

  /** Code of a module runs, because another one makes it run. */
  #run(module: string, effects: CodeEffects | undefined): void {
    if (effects === undefined) return;
    for (const { specifier, kind, isOptional } of effects.loads) {
      const edges = this.#awakened.get(module) ?? new Map<string, ModuleEdge>();
      this.#awakened.set(module, edges);
      const key = `${kind} ${specifier}`;
      if (edges.has(key)) continue;
      const format = this.#modules.get(module)?.format ?? "commonjs";
      const target = this.#store.resolve(specifier, module, modeOf(kind, format));
      edges.set(key, { specifier, kind, isEager: true, target });
      if (target !== undefined) this.#pending.push({ id: target, importer: module });
      else if (!isOptional) this.#addProblem(unresolved(specifier, module));
    }
    this.#noteUses(module, effects);
  }

  #noteUses(module: string, { uses, handedOver = [] }: CodeEffects): void {
    for (const use of uses) this.#uses.push({ module, use });
    for (const handed of handedOver) this.#handedOver.push({ module, handed });
  }

  /**
   * Runs the functions that others got and call, where that loads something new. Tells which modules have to be looked into
   * before that is known. True when something ran.
   */
  #runHandedOver(unknown: Set<string>): boolean {
    let hasRun = false;
    for (const [index, { module, handed }] of [...this.#handedOver.entries()].toReversed()) {
      const importer = this.#modules.get(module);
      if (importer === undefined || !this.#wouldLoad(importer, handed.effects)) continue;
      const { facts, undescribed } = findFacts(module, handed.callee, this.#store, this.#modules);
      for (const id of undescribed) unknown.add(id);
      const calls = facts?.calls ?? [];
      if (!calls.includes(handed.index)) continue;
      this.#handedOver.splice(index, 1);
      this.#run(module, handed.effects);
      hasRun = true;
    }
    return hasRun;
  }

  /**
   * Looks into modules whose functions would load something new, and into those that name an export which would. True
   * when there were any.
   */
  *#lookCloser(): Generator<undefined, boolean, undefined> {
    const unknown = new Set<string>();
    let hasNew = this.#runHandedOver(unknown);
    for (const id of unknown) {
      if (id === this.#given || this.#askedForCalls.has(id)) continue;
      this.#askedForCalls.add(id);
      this.#add(this.#store.analyze(id, [anyCall]), undefined);
      hasNew = true;
      yield;
    }
    for (const [id, names] of [...this.#openModules(), ...this.#sleepers()]) {
      if (id === this.#given) continue;
      const mayMatter = names.length === 0 || this.#store.mentions(id, names) || this.#store.handsOn(id);
      if (!mayMatter) continue;
      const module = this.#store.analyze(id, names);
      if (module.analysis === undefined) continue;
      this.#add(module, undefined);
      hasNew = true;
      yield;
    }
    return hasNew;
  }

  /** Modules that nobody has looked into, whose functions would load a module which nobody has loaded yet. */
  *#openModules(): Generator<readonly [string, readonly string[]], undefined, undefined> {
    for (const module of this.#modules.values()) {
      if (this.#lookedInto.has(module.id) || !isOpen(module)) continue;
      const loadsNew = module.edges.some(
        (edge) => mayWake(edge, module) && this.#newTarget(edge, module) !== undefined,
      );
      if (!loadsNew) continue;
      this.#lookedInto.add(module.id);
      yield [module.id, []];
    }
  }

  /** What a module would load, if nobody has loaded it yet. */
  #newTarget(
    { specifier, kind }: Pick<ModuleEdge, "specifier" | "kind">,
    { id, format }: StoredModule,
  ): Resolution {
    const target = this.#store.resolve(specifier, id, modeOf(kind, format));
    return target !== undefined && this.#modules.has(target) ? undefined : target;
  }

  /** Modules, with the names that have not been followed in them yet. */
  #sleepers(): ReadonlyMap<string, readonly string[]> {
    this.#findSleepingNames();
    const sleepers = new Map<string, string[]>();
    for (const [id, names] of this.#asleep) {
      for (const name of names) {
        for (const importer of this.#importers.get(id) ?? []) {
          const key = `${importer} ${name}`;
          if (this.#lookedFor.has(key)) continue;
          this.#lookedFor.add(key);
          sleepers.set(importer, [...(sleepers.get(importer) ?? []), name]);
        }
      }
    }
    return sleepers;
  }

  /** Names of exports that would load a file which nobody has loaded yet, also through those of others. */
  #findSleepingNames(): void {
    this.#asleep.clear();
    const described = [...this.#modules.values()].filter(({ analysis }) => analysis?.exports !== undefined);
    // An importer comes before what it imports, mostly.
    described.reverse();
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const module of described) {
        const names = this.#sleepingNames(module, module.analysis?.exports ?? {});
        if (names.size === (this.#asleep.get(module.id)?.size ?? 0)) continue;
        this.#asleep.set(module.id, names);
        isNew = true;
      }
    }
  }

  /** Those of one module; the empty name for the whole. */
  #sleepingNames(module: StoredModule, exports: ExportFacts): ReadonlySet<string> {
    const loadsNew = (effects: CodeEffects | undefined): boolean =>
      effects !== undefined && this.#wouldLoad(module, effects);
    const isAsleep = (facts: ExportFacts | undefined): boolean =>
      facts !== undefined &&
      ((facts.alias !== undefined && this.#isAsleep(module, facts.alias)) ||
        loadsNew(facts.onGet) ||
        loadsNew(facts.onCall) ||
        loadsNew(facts.onNew) ||
        isAsleep(facts.result) ||
        isAsleep(facts.instance) ||
        facts.properties?.some(([, property]) => isAsleep(property)) === true);
    const { alias, copies = [], properties = [], ...own } = exports;
    const names = new Set<string>();
    if (isAsleep(own)) names.add("");
    for (const [name, property] of properties) if (isAsleep(property)) names.add(name);
    for (const whole of alias === undefined ? copies : [alias, ...copies]) {
      if (whole.path.length === 0) for (const name of this.#namesAsleep(module, whole)) names.add(name);
      else if (this.#isAsleep(module, whole)) names.add("");
    }
    return names;
  }

  /** Whether code of a module would load a file which nobody has loaded yet, by itself or through others. */
  #wouldLoad(module: StoredModule, { loads, uses, handedOver = [] }: CodeEffects): boolean {
    return (
      uses.some((use) => this.#isAsleep(module, use)) ||
      loads.some((load) => this.#newTarget(load, module)?.startsWith("node:") === false) ||
      handedOver.some(({ effects }) => this.#wouldLoad(module, effects))
    );
  }

  /** Whether what a module takes of another one would load something new. */
  #isAsleep(module: StoredModule, taken: Imported): boolean {
    const [name] = taken.path;
    const names = this.#namesAsleep(module, taken);
    return name === undefined ? names.size > 0 : names.has(name);
  }

  #namesAsleep({ id }: StoredModule, { specifier, mode }: Imported): ReadonlySet<string> {
    const target = this.#asleep.size === 0 ? undefined : this.#store.resolve(specifier, id, mode);
    return (target === undefined ? undefined : this.#asleep.get(target)) ?? nothingAsleep;
  }
}

const nothingAsleep: ReadonlySet<string> = new Set();

function mergeEdges(
  edges: StoredModule["edges"],
  awakened: ReadonlyMap<string, ModuleEdge> | undefined,
): readonly ModuleEdge[] {
  if (awakened === undefined) return edges;
  const known = new Set(edges.map(({ kind, specifier }) => `${kind} ${specifier}`));
  return [
    ...edges.map((edge) => awakened.get(`${edge.kind} ${edge.specifier}`) ?? edge),
    ...[...awakened].filter(([key]) => !known.has(key)).map(([, edge]) => edge),
  ];
}

function unresolved(specifier: string, importer: string): GraphProblem {
  return { file: specifier, importer, message: `Cannot find ${specifier}: is it installed?` };
}
