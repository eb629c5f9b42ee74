import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { eventTypes } from "../knowledge/handler-types.js";
import { seldomEvents } from "../knowledge/seldom-events.js";
import { packagesPassedOn } from "../knowledge/sdk-operations.js";
import { type CodeUnit, isFunction, keyName, memberName, unitOf, unwrap } from "../syntax/ast.js";
import type { CallGraph, Edge } from "../syntax/call-graph.js";
import { isEnvironment, mayReadEnvironment } from "../syntax/environment.js";
import { type NamedReading, environmentReadersOf } from "../syntax/environment-readers.js";
import { type ExportKey, INSTANCE, RESULT, keyOf, pathOfExport } from "../syntax/export-paths.js";
import { type ImportPath, importPathsOf, importedSuperClasses } from "../syntax/import-paths.js";
import { type Syntax, getSyntax } from "../syntax/syntax.js";
import { isAwaitedAndDropped } from "../syntax/dropped-results.js";
import { isSteadyValue } from "../syntax/steady-value.js";
import { thisOwner } from "../syntax/this-owner.js";
import { findLoggedArguments } from "./logs/logged-arguments.js";
import type { ImportUse, InvocationEnd } from "./import-use.js";
import { hasPromiseMethods } from "./promises/package-methods.js";
import { makesTakers } from "./taint/package-sinks.js";
import { answeringFunctionsOf } from "./promises/route-answers.js";
import {
  type ExportAlias,
  OWN_FILE,
  collectAliases,
  collectBases,
  collectOwnNames,
} from "./handlers/export-aliases.js";
import {
  type ReachableCode,
  collectExportedCode,
  collectExportedInstances,
  collectReachableCode,
} from "./handlers/exported-code.js";
import { collectExports } from "./handlers/exports.js";
import {
  type HandlerOptions,
  type HandlerSearch,
  findHandlers,
  mayHoldHandlers,
} from "./handlers/handlers.js";
import { eventTypeOf } from "./handlers/handler-types.js";
import { findAsyncCode } from "./promises/async-code.js";
import { findForwardedHandlers } from "./handlers/forwarded-handlers.js";
import { type ImportedHandler, findImportedHandlers } from "./handlers/imported-handlers.js";
import { type Memoisation, createMemoisation } from "./phases/memoisation.js";
import { importsOfPart } from "./handlers/own-wrappers.js";
import { collectRequestUses } from "./handlers/request-uses.js";
import { type Wrappers, createWrappers } from "./handlers/wrappers.js";
import { reach } from "./phases/phases.js";
import { findWrappedCalls, withWrappedCalls } from "./phases/wrapped-calls.js";
import { type SleepingFunction, maySleep, sleepingFunctionOf } from "./promises/sleeps.js";

/**
 * What one file says to those that ask how their exports are used: pure data, small enough to keep for every file of a
 * project. Modules are named as the file names them.
 */
export interface FileSummary {
  /** A handler of its own, or one that it makes of another file's function. */
  readonly hasHandlers: boolean;
  readonly importedHandlers: readonly ImportedHandler[];
  /** What of its exports gives a handler when it is called: `createHandler.()`. Types or wrappers tell it, no names. */
  readonly madeHandlers: ReadonlySet<ExportKey>;
  /** The `async` functions that it exports and that await something, or give an answer: their work goes on after the call. */
  readonly asyncCode: ReadonlySet<ExportKey>;
  /** The functions that it exports and that read the environment variable that they are given the name of. */
  readonly namedReadings: ReadonlyMap<ExportKey, NamedReading>;
  /** The functions that it exports and that do nothing but sleep. */
  readonly sleepingFunctions: ReadonlyMap<ExportKey, SleepingFunction>;
  /** The functions that it exports and that write arguments to a log as a whole, by the indices of these. */
  readonly loggedArguments: ReadonlyMap<ExportKey, readonly number[]>;
  readonly uses: readonly ImportUse[];
  readonly aliases: readonly ExportAlias[];
  /** What its classes stand in for. */
  readonly bases: readonly ExportAlias[];
  /** The code that the file exports itself, whatever its aliases say. */
  readonly ownKeys: ReadonlySet<ExportKey>;
  /** The names that it declares and exports, types too. */
  readonly ownNames: ReadonlySet<string>;
}

/**
 * Reads everything that other files may want to know of this one.
 *
 * @param isOfProject whether a specifier of the file names another file of the project
 */
export function summariseFile(
  sourceCode: Readonly<TSESLint.SourceCode>,
  options: HandlerOptions,
  isOfProject: (module: string) => boolean,
): FileSummary {
  return new Summary(getSyntax(sourceCode), options, isOfProject).build();
}

/** What leads to code, and how far it comes. */
interface Start<Described> {
  readonly described: Described;
  readonly all: ReadonlySet<CodeUnit>;
  readonly atOnce: ReadonlySet<CodeUnit>;
  readonly repeated: ReadonlySet<CodeUnit>;
}

/** A call of something that another module exports, or its hand-over to code outside the file. */
interface UseSite {
  readonly node: TSESTree.Node;
  readonly imported: ImportPath;
  readonly isHandedOver: boolean;
  /** The call is of what a wrapper made of it. */
  readonly isWrapped: boolean;
  /** A wrapper keeps what the first call gave. */
  readonly isMemoised: boolean;
}

function findMadeHandlers(search: HandlerSearch | undefined, syntax: Syntax): ReadonlySet<ExportKey> {
  const told = new Set<CodeUnit>(
    (search?.handlers ?? []).flatMap(({ node, evidence }) =>
      node !== undefined && evidence.some((kind) => kind !== "export-name") ? [node] : [],
    ),
  );
  const makers = new Set<CodeUnit>(search?.makers);
  if (told.size + makers.size === 0) return NO_KEYS;
  const keys = new Set<ExportKey>();
  for (const [key, units] of collectExportedCode(syntax)) {
    if (key.split(".").includes(RESULT) && units.some((unit) => told.has(unit))) keys.add(key);
    if (units.some((unit) => makers.has(unit))) keys.add(key === "" ? RESULT : `${key}.${RESULT}`);
  }
  return keys;
}

const NO_KEYS: ReadonlySet<ExportKey> = new Set();

class Summary {
  private readonly memoisation: Memoisation;
  private readonly wrappers: Wrappers;
  private readonly graph: CallGraph;
  /** By key, with what wrappers of other files were given. */
  private readonly exported: ReachableCode;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: HandlerOptions,
    private readonly isOfProject: (module: string) => boolean,
  ) {
    this.wrappers = createWrappers(syntax, options);
    this.graph = withWrappedCalls(syntax.graph, syntax, this.wrappers);
    this.exported = collectReachableCode(syntax, this.wrappers);
    // Whatever runs because of an export may run in an invocation, so that its local variables keep nothing.
    let fromExports: ReadonlySet<CodeUnit> | undefined;
    this.memoisation = createMemoisation(syntax, (unit) => {
      fromExports ??= reach(this.graph, [...this.exported.byKey.values()].flat(), () => true);
      return fromExports.has(unit);
    });
  }

  build(): FileSummary {
    const { syntax, options } = this;
    const isOfOther = ({ module }: ExportAlias): boolean => this.isOfProject(module);
    // Commands, clients, loggers and stores that the file passes on are those of their package wherever they are used.
    const isPassedOn = (alias: ExportAlias): boolean =>
      isOfOther(alias) ||
      packagesPassedOn.test(alias.module) ||
      hasPromiseMethods(alias.module) ||
      makesTakers(alias.module);
    const search = mayHoldHandlers(syntax, options) ? findHandlers(syntax, options) : undefined;
    const importedHandlers =
      search === undefined
        ? []
        : [...findImportedHandlers(syntax, options), ...findForwardedHandlers(search.handlers, syntax)];
    const handlers = (search?.handlers ?? []).flatMap(({ node, nameNode, exportName, ...kind }) => {
      if (node === undefined) return [];
      const isWaitedFor = node.async && !kind.isStreaming && !kind.isDurable;
      const end: InvocationEnd = isWaitedFor ? "promise" : "unknown";
      const kindOfEvent = eventTypes.get(kind.eventType ?? "");
      const isSeldom = kindOfEvent !== undefined && seldomEvents.has(kindOfEvent);
      return [{ node, name: exportName ?? spell(nameNode), end, isSeldom }];
    });
    const names = (search?.handlers ?? []).map(({ nameNode, exportName }) => exportName ?? spell(nameNode));
    const isDurable = search?.handlers.some((handler) => handler.isDurable) === true;
    const isStreaming = search?.handlers.some((handler) => handler.isStreaming) === true;
    const endOfApps: InvocationEnd = isDurable || isStreaming ? "unknown" : "answer";
    const answering = answeringFunctionsOf(syntax);
    const requestFunctions = (search?.requestFunctions ?? []).map((node) => {
      const isWaitedFor = node.async && !isDurable && eventTypeOf(node, syntax) !== undefined;
      const end: InvocationEnd = isWaitedFor ? "promise" : answering.has(node) ? endOfApps : "unknown";
      return { node, name: nameOf(node), end };
    });
    return {
      hasHandlers: (search?.handlers.length ?? 0) > 0 || importedHandlers.length > 0,
      importedHandlers,
      madeHandlers: findMadeHandlers(search, syntax),
      asyncCode: findAsyncCode(syntax),
      namedReadings: this.findNamedReadings(),
      sleepingFunctions: this.findSleepingFunctions(),
      loggedArguments: findLoggedArguments(this.exported.byKey, syntax),
      uses: this.collectUses([...handlers, ...requestFunctions], names, search?.apps ?? [], endOfApps),
      aliases: collectAliases(syntax).filter(isPassedOn),
      bases: collectBases(syntax).filter((base) => base.module === OWN_FILE || isOfOther(base)),
      ownKeys: new Set(this.exported.byKey.keys()),
      ownNames: collectOwnNames(syntax),
    };
  }

  private findNamedReadings(): ReadonlyMap<ExportKey, NamedReading> {
    const found = new Map<ExportKey, NamedReading>();
    if (!mayReadEnvironment(this.syntax.facts)) return found;
    const readers = environmentReadersOf(this.syntax, isEnvironment);
    for (const [key, units] of readers.length === 0 ? [] : this.exported.byKey) {
      const reader = readers.find(({ fn }) => units.length === 1 && units[0] === fn);
      if (reader === undefined) continue;
      const { parameter, isDemanding } = reader;
      found.set(key, { parameter, isDemanding });
    }
    return found;
  }

  private findSleepingFunctions(): ReadonlyMap<ExportKey, SleepingFunction> {
    const found = new Map<ExportKey, SleepingFunction>();
    if (!maySleep(this.syntax.facts)) return found;
    for (const [key, [unit, ...others]] of this.exported.byKey) {
      if (unit === undefined || others.length > 0 || !isFunction(unit)) continue;
      const sleeping = sleepingFunctionOf(unit, this.syntax);
      if (sleeping !== undefined) found.set(key, sleeping);
    }
    return found;
  }

  private collectUses(
    handlers: readonly { node: CodeUnit; name: string; end: InvocationEnd; isSeldom?: boolean }[],
    handlerNames: readonly string[],
    apps: readonly TSESTree.Node[],
    endOfApps: InvocationEnd,
  ): readonly ImportUse[] {
    const { graph } = this;
    const { facts } = this.syntax;
    const sites = this.collectSites();
    const requested = collectRequestUses(this.syntax, this.options, handlerNames, apps, endOfApps).filter(
      ({ module }) => this.isOfProject(module),
    );
    const others = [...this.collectExported(), ...requested];
    if (sites.length === 0) return others;
    const init = reach(graph, [facts.program], isAtOnce);
    const fromHandlers = handlers.map(({ node, ...described }) => this.startOf(described, [node]));
    const fromExports = [...this.exported.byKey].map(([key, units]) => this.startOf(key, units));
    const called = sites.map(({ node, imported: { module, path }, isHandedOver, isWrapped, isMemoised }) => {
      const unit = unitOf(node);
      const isGuarded = isMemoised || this.memoisation.isGuarded(node);
      const leading = <T>(starts: readonly Start<T>[]) => starts.filter(({ all }) => all.has(unit));
      return {
        module,
        path,
        givesSteadyValues: !isHandedOver && this.givesSteadyValues(node),
        dropsAnswer: !isHandedOver && !isWrapped && isAwaitedAndDropped(node, facts),
        runsAtInit: !isHandedOver && init.has(unit),
        handlers: leading(fromHandlers).map(({ described, repeated }) => ({
          ...described,
          isRepeated: !isGuarded && repeated.has(unit),
        })),
        exports: leading(fromExports).map(({ described, repeated, atOnce }) => ({
          key: described,
          isRepeated: !isGuarded && repeated.has(unit),
          isAtOnce: !isHandedOver && atOnce.has(unit),
        })),
      };
    });
    return [...called, ...others];
  }

  /** `export const save = withRetry(repository.save)`: whoever calls the export runs code of a third file. */
  private collectExported(): readonly ImportUse[] {
    return collectExports(this.syntax.facts).flatMap(({ name, value }) =>
      (value === undefined ? [] : this.wrappers.partsGivenIn(value)).flatMap((part) =>
        importsOfPart(part, this.syntax)
          .filter(({ module }) => this.isOfProject(module))
          .map((imported) => {
            const key = keyOf(pathOfExport(name));
            const leading = { key, isRepeated: part.isRepeated, isAtOnce: true };
            return {
              ...imported,
              givesSteadyValues: false,
              runsAtInit: false,
              handlers: [],
              exports: [leading],
            };
          }),
      ),
    );
  }

  private givesSteadyValues(node: TSESTree.Node): boolean {
    if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
    return node.arguments.every((argument) => isSteadyValue(argument, this.syntax.facts));
  }

  private startOf<T>(described: T, units: readonly CodeUnit[]): Start<T> {
    const { graph, memoisation } = this;
    return {
      described,
      all: reach(graph, units, () => true),
      atOnce: reach(graph, units, isAtOnce),
      repeated: reach(
        graph,
        units.filter((unit) => !this.exported.memoised.has(unit)),
        ({ site, isMemoised }) => isMemoised !== true && !memoisation.isGuarded(site),
      ),
    };
  }

  private collectSites(): readonly UseSite[] {
    const { syntax } = this;
    const { facts, values } = syntax;
    const sites: UseSite[] = [];
    const add = (
      node: TSESTree.Node,
      paths: readonly ImportPath[],
      { isHandedOver = false, isWrapped = false, isMemoised = false } = {},
    ): void => {
      for (const imported of paths)
        if (imported.module === OWN_FILE || this.isOfProject(imported.module))
          sites.push({ node, imported, isHandedOver, isWrapped, isMemoised });
    };
    /** Without instances: to hand one over runs nothing, and the call that made it is a site of its own. */
    const codeOf = (expression: TSESTree.Node): readonly ImportPath[] =>
      importPathsOf(expression, syntax).filter(({ path }) => path.at(-1) !== INSTANCE);
    for (const call of facts.calls) {
      const callee = unwrap(call.callee);
      if (callee.type === "Super") {
        const owner = thisOwner(callee);
        if (owner?.kind === "class") add(call, this.instancesOf(importedSuperClasses(owner.node, syntax)));
      } else if (call.type === "NewExpression") {
        const cls = values.classOf(callee);
        const made = cls === undefined ? importPathsOf(callee, syntax) : importedSuperClasses(cls, syntax);
        add(call, this.instancesOf(made));
      } else add(call, [...codeOf(callee), ...this.ownMethodsAt(callee)]);
      // What a function of the file does with its arguments, the call graph says.
      if (values.functionsOf(callee).length > 0) continue;
      for (const argument of call.arguments)
        if (argument.type === "Identifier" || argument.type === "MemberExpression")
          add(call, codeOf(argument), { isHandedOver: true });
    }
    for (const { call, part } of findWrappedCalls(syntax, this.wrappers))
      add(call, importsOfPart(part, syntax), { isWrapped: true, isMemoised: !part.isRepeated });
    return sites;
  }

  /** `this.save()` in a class that other files can extend: theirs may have the method. */
  private ownMethodsAt(callee: TSESTree.Node): readonly ImportPath[] {
    if (callee.type !== "MemberExpression" || callee.object.type !== "ThisExpression") return [];
    const owner = thisOwner(callee.object);
    const name = memberName(callee);
    if (owner?.kind !== "class" || owner.isStatic || name === undefined) return [];
    return collectExportedInstances(this.syntax)
      .filter(({ cls }) => cls === owner.node)
      .map(({ path }) => ({ module: OWN_FILE, path: [...path, name] }));
  }

  private instancesOf(paths: readonly ImportPath[]): readonly ImportPath[] {
    return paths.map(({ module, path }) => ({ module, path: [...path, INSTANCE] }));
  }
}

function isAtOnce(edge: Edge): boolean {
  return edge.kind !== "handed-over";
}

function spell(node: TSESTree.Node): string {
  return node.type === "Identifier" ? node.name : "handler";
}

function nameOf(fn: CodeUnit): string {
  if (isFunction(fn) && fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent?.type === "VariableDeclarator") return spell(parent.id);
  return parent?.type === "MethodDefinition" || parent?.type === "Property"
    ? (keyName(parent) ?? "handler")
    : "handler";
}
