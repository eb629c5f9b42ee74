import type { TSESTree } from "@typescript-eslint/utils";
import {
  type FunctionNode,
  decoratorsOf,
  isFunction,
  keyName,
  unitOf,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { findServedModules } from "./controllers.js";
import { findAppsGivenEvent, findAppsMaking } from "./event-apps.js";
import { type ModuleExport, collectExports } from "./exports.js";
import { FoundHandlers, type MoreOfFound } from "./found-handlers.js";
import { isForeignHandler, isCommandModule } from "./foreign-handlers.js";
import { implementsLambdaInterface, isHandlerDecorator } from "./handler-decorators.js";
import {
  eventTypeOf,
  handlerTypeAround,
  hasHandlerSignature,
  importsHandlerTypes,
  readHandlerType,
  takesLambdaTypes,
} from "./handler-types.js";
import { findMiddlewareFunctions } from "./middlewares.js";
import type { Handler, HandlerEvidence } from "../model.js";
import { isConfigured, isNamed, mayBeHandler } from "./handler-names.js";
import { mayNestHandlers, nestedExportsIn } from "./nested-exports.js";
import { collectRoutes, collectSkillFunctions, findApp } from "./request-functions.js";
import { usesTellingModule } from "./telling-modules.js";
import { functionsInUnknownWrapper, isWrappedPart } from "./unknown-wrappers.js";
import { type WrapperOptions, type Wrappers, createWrappers } from "./wrappers.js";

export interface HandlerOptions extends WrapperOptions {
  readonly handlerNames: readonly string[];
  /** True when the settings say that every function the file exports is a handler. */
  readonly isHandlerFile: boolean;
  /**
   * The exports that the configuration of a function names as its handler, a member of one with a dot. Finding them may
   * read templates, so it is asked last, for what the file does not tell by itself.
   */
  readonly configured: readonly string[];
}

export interface HandlerSearch {
  readonly handlers: readonly Handler[];
  /** Functions that are no handlers and still run for a request: they take a Lambda event, or they are an app's routes. */
  readonly requestFunctions: readonly FunctionNode[];
  /** Those among them that the project's own wrappers call, with the indices of their parameters that hold data of the event. */
  readonly delegates: ReadonlyMap<FunctionNode, readonly number[]>;
  /** Functions that give a handler to whoever calls them, by their type or by that of what they return. */
  readonly makers: readonly FunctionNode[];
  /** Web applications, bots, servers and lists of routes: what they are given runs for the events that they get. */
  readonly apps: readonly TSESTree.Node[];
}

/** Finds the file's handlers: by types, by wrappers, by decorators, by the export's name. Never by a parameter's name. */
export function findHandlers(syntax: Syntax, options: HandlerOptions): HandlerSearch {
  const search = new Search(syntax, options);
  search.run();
  return search.result();
}

/** A look at the names of the imports and exports, before any walk: false for most files of a repository. */
export function mayHoldHandlers({ facts }: Syntax, options: HandlerOptions): boolean {
  return (
    options.isHandlerFile ||
    usesTellingModule(facts, options.wrappers) ||
    (facts.mayExport &&
      (collectExports(facts).some((entry) => isNamed(entry, options)) ||
        (collectExports(facts).some(mayBeHandler) && options.configured.length > 0) ||
        (collectExports(facts).some((entry) => mayNestHandlers(entry, facts)) &&
          options.configured.some((name) => name.includes(".")))))
  );
}

class Search {
  private readonly found: FoundHandlers;
  private readonly requestFunctions = new Set<FunctionNode>();
  private readonly delegates = new Map<FunctionNode, readonly number[]>();
  private readonly makers = new Set<FunctionNode>();
  private readonly apps = new Set<TSESTree.Node>();

  #wrappers: Wrappers | undefined;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: HandlerOptions,
  ) {
    this.found = new FoundHandlers(syntax, options);
  }

  private get wrappers(): Wrappers {
    return (this.#wrappers ??= createWrappers(this.syntax, this.options));
  }

  run(): void {
    const { facts } = this.syntax;
    const exports = collectExports(facts);
    // First: the walk that lists them also gives nodes their parents, where nobody has walked through the file before.
    const hasFunctions = facts.functions.length > 0;
    const isToldByModule = usesTellingModule(facts, this.options.wrappers);
    const isTold = isToldByModule && hasFunctions;
    const isTyped = isTold && importsHandlerTypes(facts);
    if (isToldByModule) this.findWrapped();
    if (isTold) {
      for (const fn of findMiddlewareFunctions(this.syntax, this.wrappers)) this.requestFunctions.add(fn);
      if (isTyped) this.findAnnotated();
      this.findDecorated();
    }
    for (const entry of exports)
      if (
        !this.found.isEmpty ||
        this.options.isHandlerFile ||
        isNamed(entry, this.options) ||
        isConfigured(entry, this.options)
      )
        this.addExport(entry, exports);
      else if (isTold) this.addWrapped(entry);
    if (exports.some((entry) => mayNestHandlers(entry, facts)))
      for (const entry of nestedExportsIn(exports, this.options.configured, this.syntax))
        this.addExport(entry, exports);
    if (isTyped) this.findEventParameters(exports);
    this.findApps();
  }

  result(): HandlerSearch {
    const handlers = this.found.list();
    for (const { node } of handlers) if (node !== undefined) this.requestFunctions.delete(node);
    return {
      handlers,
      requestFunctions: [...this.requestFunctions],
      delegates: this.delegates,
      makers: [...this.makers],
      apps: [...this.apps],
    };
  }

  // ── wrappers ────────────────────────────────────────────────────────────────────────────────────────────────────

  private findWrapped(): void {
    if (!this.wrappers.isAnyApplied) return;
    for (const call of this.syntax.facts.calls) {
      if (call.type !== "CallExpression") continue;
      const wrapper = this.wrappers.wrapperOf(call);
      if (wrapper === undefined) continue;
      const argument = call.arguments[wrapper.argument];
      if (argument === undefined) continue;
      if (wrapper.kind === "skill") {
        for (const fn of collectSkillFunctions(call, this.syntax)) this.requestFunctions.add(fn);
        continue;
      }
      if (wrapper.kind === "app") {
        this.addApp(findApp(argument, this.syntax));
        continue;
      }
      if (wrapper.kind === "maker")
        for (const maker of this.syntax.values.functionsOf(argument)) this.requestFunctions.add(maker);
      const effects = {
        isStreaming: wrapper.effect === "streaming",
        isDurable: wrapper.effect === "durable",
      };
      const functions = this.wrappers.functionsIn(argument, wrapper);
      for (const fn of functions) {
        if (wrapper.kind === "function") this.requestFunctions.add(fn);
        else this.found.add(fn, "wrapper", effects);
      }
      if (functions.length === 0) this.addGiven(argument, "wrapper", effects);
    }
  }

  private findApps(): void {
    if (this.found.isEmpty) return;
    for (const module of findServedModules(this.syntax)) this.addApp(module);
    for (const { node, exported } of this.found.all()) {
      const apps =
        node !== undefined
          ? findAppsGivenEvent(node, this.syntax)
          : exported?.value && findAppsMaking(exported.value, this.syntax);
      apps?.forEach((app) => {
        // What another file makes may be no app: its own file says so, and no listener that this one gives it.
        if (app.type === "Identifier") this.apps.add(app);
        else this.addApp(app);
      });
    }
  }

  private addApp(app: TSESTree.Node): void {
    this.apps.add(app);
    for (const fn of collectRoutes(app, this.syntax, this.wrappers)) this.requestFunctions.add(fn);
  }

  // ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private findAnnotated(): void {
    const { facts, values } = this.syntax;
    for (const fn of facts.functions) {
      const eventType = handlerTypeAround(fn, this.syntax);
      if (eventType !== undefined) this.found.add(fn, "annotation", eventType);
      this.addMade(fn);
    }
    for (const statement of facts.program.body) {
      const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      if (declaration?.type !== "VariableDeclaration") continue;
      for (const { id, init } of declaration.declarations) {
        const type =
          id.type === "Identifier"
            ? readHandlerType(id.typeAnnotation?.typeAnnotation, this.syntax)
            : undefined;
        if (type === undefined || init === null) continue;
        const wrapped = this.wrappers.functionsThrough(init);
        const functions = wrapped.length > 0 ? wrapped : values.functionsOf(init);
        for (const fn of functions) this.found.add(fn, "annotation", type);
        if (functions.length === 0) this.addGiven(init, "annotation", type);
      }
    }
  }

  /** `const createHandler = (deps: Deps): SQSHandler => async (event) => …`, and getters of that type. */
  private addMade(fn: FunctionNode): void {
    const type = readHandlerType(fn.returnType?.typeAnnotation, this.syntax);
    if (type === undefined) return;
    this.makers.add(fn);
    for (const returned of this.syntax.facts.returnsOf(fn))
      for (const made of this.wrappers.functionsThrough(returned)) this.found.add(made, "annotation", type);
  }

  private findEventParameters(exports: readonly ModuleExport[]): void {
    let exported: ReadonlyMap<FunctionNode, ModuleExport> | undefined;
    for (const fn of this.syntax.facts.functions) {
      if (!takesLambdaTypes(fn, this.syntax)) continue;
      exported ??= this.exportedFunctions(exports);
      const entry = exported.get(fn);
      const isHandler = eventTypeOf(fn, this.syntax) !== undefined && hasHandlerSignature(fn, this.syntax);
      const maker = entry === undefined && isHandler ? returnedBy(fn) : undefined;
      if (maker !== undefined) this.makers.add(maker);
      if (isHandler && (entry !== undefined || maker !== undefined))
        this.found.add(fn, "event-parameter", entry && { entry });
      else this.requestFunctions.add(fn);
    }
  }

  private exportedFunctions(exports: readonly ModuleExport[]): ReadonlyMap<FunctionNode, ModuleExport> {
    const exported = new Map<FunctionNode, ModuleExport>();
    for (const entry of exports) {
      if (entry.value === undefined) continue;
      for (const fn of this.wrappers.functionsThrough(entry.value)) exported.set(fn, entry);
    }
    return exported;
  }

  // ── decorators ──────────────────────────────────────────────────────────────────────────────────────────────────

  private findDecorated(): void {
    const { facts } = this.syntax;
    for (const fn of facts.functions) {
      const method = fn.parent;
      if (method.type !== "MethodDefinition") continue;
      if (decoratorsOf(method).some((decorator) => isHandlerDecorator(decorator.expression, this.syntax)))
        this.found.add(fn, "decorator", { nameNode: method.key });
      else if (keyName(method) === "handler" && !method.static && implementsLambdaInterface(fn, this.syntax))
        this.found.add(fn, "annotation", { nameNode: method.key });
    }
  }

  // ── exports ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private addExport(entry: ModuleExport, exports: readonly ModuleExport[]): void {
    const { value } = entry;
    const functions = value === undefined ? [] : this.wrappers.functionsThrough(value);
    for (const fn of functions) this.found.nameBy(entry, fn);
    if (this.options.isHandlerFile) for (const fn of functions) this.found.add(fn, "settings", { entry });
    else if (isNamed(entry, this.options) && !isCommandModule(exports) && this.addNamed(entry, functions))
      return;
    if (functions.length > 0 && functions.every((fn) => this.found.has(fn))) return;
    if (isConfigured(entry, this.options)) this.addConfigured(entry, functions);
    else if (functions.length === 0) this.addWrapped(entry);
  }

  /** `export const createOrder = withUser(create)`, where the project's wrapper gives the function to a known one. */
  private addWrapped(entry: ModuleExport): void {
    const { value } = entry;
    if (value === undefined || unwrap(value).type !== "CallExpression") return;
    if (this.wrappers.partsGivenIn(value).some(({ gets }) => gets === "handler"))
      this.addGiven(value, "wrapper", { entry });
  }

  /** False where nothing of a handler is seen in an export of a handler's name. */
  private addNamed(entry: ModuleExport, functions: readonly FunctionNode[]): boolean {
    const { value, reexportedFrom } = entry;
    if (reexportedFrom !== undefined) return this.found.addUnseen(entry, "export-name");
    if (value === undefined) return false;
    if (isWrappedPart(value, this.wrappers, this.syntax)) return this.found.addUnseen(entry, "wrapper");
    if (functions.length === 0 && this.addGiven(value, "export-name", { entry })) return true;
    const targets =
      functions.length > 0 ? functions : functionsInUnknownWrapper(value, this.wrappers, this.syntax, false);
    const own = targets.filter((fn) => !isForeignHandler(fn, this.syntax));
    for (const fn of own) this.found.add(fn, "export-name", { entry });
    if (targets.length > 0) return own.length > 0;
    if (findAppsMaking(value, this.syntax).some((app) => collectRoutes(app, this.syntax).length > 0))
      return this.found.addUnseen(entry, "export-name");
    // `import { handler } from "./impl"; export { handler };`
    const isImported = this.syntax.resolveImport(value)?.isTypeOnly === false;
    return isImported && this.found.addUnseen(entry, "export-name");
  }

  private addConfigured(entry: ModuleExport, functions: readonly FunctionNode[]): void {
    const { value } = entry;
    if (functions.length === 0 && value && this.addGiven(value, "configuration", { entry })) return;
    const targets =
      functions.length > 0 || entry.value === undefined
        ? functions
        : functionsInUnknownWrapper(entry.value, this.wrappers, this.syntax, true);
    for (const fn of targets) this.found.add(fn, "configuration", { entry });
    if (targets.length === 0) this.found.addUnseen(entry, "configuration");
  }

  /**
   * What a wrapper of the project makes, and is given for it: a function that gets the event is the handler, and what else
   * it is given runs for requests.
   *
   * @returns false where nobody knows the wrapper
   */
  private addGiven(made: TSESTree.Node, evidence: HandlerEvidence, more: MoreOfFound): boolean {
    const parts = this.wrappers.partsGivenIn(made);
    let isSeen = false;
    for (const part of parts) {
      if (part.gets === "app") this.addApp(findApp(part.argument, this.syntax));
      for (const fn of this.wrappers.functionsOfPart(part)) {
        if (part.gets === "other") {
          this.requestFunctions.add(fn);
          this.delegates.set(fn, [...(this.delegates.get(fn) ?? []), ...part.requestArguments]);
        } else if (part.gets !== "app" && !isForeignHandler(fn, this.syntax)) {
          isSeen = true;
          this.found.add(fn, evidence, { ...more, isUnchecked: part.keepsRequest === true });
        }
      }
    }
    if (!isSeen && parts.length > 0 && more.entry !== undefined) this.found.addUnseen(more.entry, evidence);
    return parts.length > 0;
  }
}

/** The function that returns this one as it stands: `() => async (event) => …`. */
function returnedBy(fn: FunctionNode): FunctionNode | undefined {
  const { parent } = wrapped(fn);
  if (parent?.type !== "ReturnStatement")
    return isFunction(parent) && parent.body === fn ? parent : undefined;
  const around = unitOf(parent);
  return isFunction(around) ? around : undefined;
}
