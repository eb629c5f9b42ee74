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
import { isForeignHandler, isYargsCommand } from "./foreign-handlers.js";
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
import { isNamed, mayBeHandler, nameOf } from "./handler-names.js";
import { collectRoutes, collectSkillFunctions, findApp } from "./request-functions.js";
import { usesTellingModule } from "./telling-modules.js";
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

interface Found {
  node: FunctionNode | undefined;
  evidence: Set<HandlerEvidence>;
  /** The export by which Lambda calls it, as far as is known. */
  exported: ModuleExport | undefined;
  nameNode: TSESTree.Node;
  eventType: string | undefined;
  isStreaming: boolean;
  isDurable: boolean;
  reexportedFrom: string | undefined;
}

type MoreOfFound = Partial<Found> & { readonly entry?: ModuleExport };

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
        (collectExports(facts).some(mayBeHandler) && options.configured.length > 0)))
  );
}

const EVIDENCE_ORDER: readonly HandlerEvidence[] = [
  "configuration",
  "annotation",
  "wrapper",
  "decorator",
  "event-parameter",
  "settings",
  "export-name",
];

class Search {
  private readonly found = new Map<TSESTree.Node, Found>();
  private readonly requestFunctions = new Set<FunctionNode>();
  private readonly delegates = new Map<FunctionNode, readonly number[]>();
  private readonly makers = new Set<FunctionNode>();
  private readonly apps = new Set<TSESTree.Node>();

  #wrappers: Wrappers | undefined;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: HandlerOptions,
  ) {}

  private get wrappers(): Wrappers {
    return (this.#wrappers ??= createWrappers(this.syntax, this.options));
  }

  run(): void {
    const { facts } = this.syntax;
    const exports = collectExports(facts);
    const isToldByModule = usesTellingModule(facts, this.options.wrappers);
    const isTold = isToldByModule && facts.functions.length > 0;
    const isTyped = isTold && importsHandlerTypes(facts);
    if (isToldByModule) this.findWrapped();
    if (isTold) {
      for (const fn of findMiddlewareFunctions(this.syntax, this.wrappers)) this.requestFunctions.add(fn);
      if (isTyped) this.findAnnotated();
      this.findDecorated();
    }
    for (const entry of exports)
      if (
        this.found.size > 0 ||
        this.options.isHandlerFile ||
        isNamed(entry, this.options) ||
        this.isConfigured(entry)
      )
        this.addExport(entry, exports);
      else if (isTold) this.addWrapped(entry);
    if (isTyped) this.findEventParameters(exports);
    this.findApps();
  }

  result(): HandlerSearch {
    const handlers: Handler[] = [];
    for (const found of this.found.values()) {
      if (found.node !== undefined) this.requestFunctions.delete(found.node);
      handlers.push({
        node: found.node,
        nameNode: found.nameNode,
        exportName: found.exported?.name,
        evidence: EVIDENCE_ORDER.filter((kind) => found.evidence.has(kind)),
        eventType: found.eventType,
        isStreaming: found.isStreaming,
        isDurable: found.isDurable,
        reexportedFrom: found.reexportedFrom,
      });
    }
    return {
      handlers,
      requestFunctions: [...this.requestFunctions],
      delegates: this.delegates,
      makers: [...this.makers],
      apps: [...this.apps],
    };
  }

  private add(
    node: FunctionNode,
    evidence: HandlerEvidence,
    { entry: exported, ...more }: MoreOfFound = {},
  ): Found {
    let entry = this.found.get(node);
    if (entry === undefined) {
      entry = {
        node,
        nameNode: nameOf(node),
        evidence: new Set(),
        exported: undefined,
        eventType: undefined,
        isStreaming: false,
        isDurable: false,
        reexportedFrom: undefined,
      };
      this.found.set(node, entry);
    }
    entry.evidence.add(evidence);
    entry.eventType ??= more.eventType ?? eventTypeOf(node, this.syntax);
    entry.isStreaming ||= more.isStreaming ?? false;
    entry.isDurable ||= more.isDurable ?? false;
    if (more.nameNode !== undefined) entry.nameNode = more.nameNode;
    if (exported !== undefined) this.nameBy(exported, entry);
    return entry;
  }

  /**
   * Tests call the function by an export of its own, `lambdaHandler`, and Lambda by another: by the one that the
   * configuration names, or else by the one that is wrapped.
   */
  private nameBy(exported: ModuleExport, entry: Found): void {
    const known = entry.exported;
    if (known === exported || (known !== undefined && this.nameRank(exported) <= this.nameRank(known)))
      return;
    entry.exported = exported;
    entry.nameNode = exported.nameNode;
  }

  private nameRank(exported: ModuleExport): number {
    return this.isConfigured(exported) ? 2 : this.isMade(exported) ? 1 : 0;
  }

  private isMade({ value }: ModuleExport): boolean {
    return value !== undefined && this.syntax.values.valuesOf(value).some((made) => this.isMadeValue(made));
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
        else this.add(fn, "wrapper", effects);
      }
      if (functions.length === 0) this.addGiven(argument, "wrapper", effects);
    }
  }

  private findApps(): void {
    if (this.found.size === 0) return;
    for (const module of findServedModules(this.syntax)) this.addApp(module);
    for (const { node, exported } of this.found.values()) {
      const apps =
        node !== undefined
          ? findAppsGivenEvent(node, this.syntax)
          : exported?.value && findAppsMaking(exported.value, this.syntax);
      apps?.forEach((app) => {
        this.addApp(app);
      });
    }
  }

  private addApp(app: TSESTree.Node): void {
    this.apps.add(app);
    for (const fn of collectRoutes(app, this.syntax)) this.requestFunctions.add(fn);
  }

  // ── types ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private findAnnotated(): void {
    const { facts, values } = this.syntax;
    for (const fn of facts.functions) {
      const eventType = handlerTypeAround(fn, this.syntax);
      if (eventType !== undefined) this.add(fn, "annotation", eventType);
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
        for (const fn of functions) this.add(fn, "annotation", type);
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
      for (const made of this.wrappers.functionsThrough(returned)) this.add(made, "annotation", type);
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
        this.add(fn, "event-parameter", entry && { entry });
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
        this.add(fn, "decorator", { nameNode: method.key });
      else if (keyName(method) === "handler" && !method.static && implementsLambdaInterface(fn, this.syntax))
        this.add(fn, "annotation", { nameNode: method.key });
    }
  }

  // ── exports ─────────────────────────────────────────────────────────────────────────────────────────────────────

  private addExport(entry: ModuleExport, exports: readonly ModuleExport[]): void {
    const { value } = entry;
    const functions = value === undefined ? [] : this.wrappers.functionsThrough(value);
    for (const fn of functions) {
      const known = this.found.get(fn);
      if (known !== undefined) this.nameBy(entry, known);
    }
    if (this.options.isHandlerFile) for (const fn of functions) this.add(fn, "settings", { entry });
    else if (isNamed(entry, this.options) && !isYargsCommand(exports) && this.addNamed(entry, functions))
      return;
    if (functions.length > 0 && functions.every((fn) => this.found.has(fn))) return;
    if (this.isConfigured(entry)) this.addConfigured(entry, functions);
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
    if (reexportedFrom !== undefined) return this.addUnseen(entry, "export-name");
    if (value === undefined) return false;
    if (this.isWrappedPart(value)) return this.addUnseen(entry, "wrapper");
    if (functions.length === 0 && this.addGiven(value, "export-name", { entry })) return true;
    const targets = functions.length > 0 ? functions : this.functionsInUnknownWrapper(value);
    const own = targets.filter((fn) => !isForeignHandler(fn, this.syntax));
    for (const fn of own) this.add(fn, "export-name", { entry });
    if (targets.length > 0) return own.length > 0;
    if (findAppsMaking(value, this.syntax).some((app) => collectRoutes(app, this.syntax).length > 0))
      return this.addUnseen(entry, "export-name");
    // `import { handler } from "./impl"; export { handler };`
    const isImported = this.syntax.resolveImport(value)?.isTypeOnly === false;
    return isImported && this.addUnseen(entry, "export-name");
  }

  private addConfigured(entry: ModuleExport, functions: readonly FunctionNode[]): void {
    const { value } = entry;
    if (functions.length === 0 && value && this.addGiven(value, "configuration", { entry })) return;
    const targets =
      functions.length > 0 || entry.value === undefined
        ? functions
        : this.functionsInUnknownWrapper(entry.value, true);
    for (const fn of targets) this.add(fn, "configuration", { entry });
    if (targets.length === 0) this.addUnseen(entry, "configuration");
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
          this.add(fn, evidence, more);
        }
      }
    }
    if (!isSeen && parts.length > 0 && more.entry !== undefined) this.addUnseen(more.entry, evidence);
    return parts.length > 0;
  }

  /** A handler whose function is in another file, or is made by code that cannot be followed. */
  private addUnseen(entry: ModuleExport, evidence: HandlerEvidence): boolean {
    const { name, value, nameNode } = entry;
    const from = entry.reexportedFrom ?? (value && this.syntax.resolveImport(value)?.module);
    if (!this.isMade(entry) && from === undefined) return false;
    const isKnown = [...this.found.values()].some(({ exported }) => exported?.name === name);
    if (isKnown) return true;
    this.found.set(nameNode, {
      node: undefined,
      nameNode,
      evidence: new Set([evidence]),
      exported: entry,
      eventType: undefined,
      isStreaming: false,
      isDurable: false,
      reexportedFrom: from,
    });
    return true;
  }

  /** What a call gives, or a member of an instance whose class is in another file: `new OrdersHandler(service).handler`. */
  private isMadeValue(value: TSESTree.Node): boolean {
    if (value.type !== "MemberExpression") return isCall(value);
    return this.syntax.values.valuesOf(value.object).some(({ type }) => type === "NewExpression");
  }

  private isConfigured(exported: ModuleExport): boolean {
    return (
      mayBeHandler(exported) &&
      this.options.configured.some(
        (configured) => configured === exported.name || configured === `default.${exported.name}`,
      )
    );
  }

  /**
   * What is not the handler itself: `serverless(app)`, `EventHandler(Events.Created, f)`. Also inside a wrapper that nobody
   * told us of: `instrumented().handler(serverless(app))`.
   */
  private isWrappedPart(value: TSESTree.Node, depth = 0): boolean {
    if (!this.wrappers.isAnyApplied) return false;
    return this.syntax.values
      .valuesOf(value)
      .filter(isCall)
      .some(
        (node) =>
          /^(?:app|function)$/.test(this.wrappers.wrapperOf(node)?.kind ?? "") ||
          (depth < MAX_WRAPPERS &&
            node.arguments.some((argument) => this.isWrappedPart(argument, depth + 1))),
      );
  }

  /**
   * `export const handler = instrument(async (event) => …)`: a wrapper nobody told us of. Its one async function with a
   * parameter is what Lambda's event goes to; or the one that its one function gives, `withDeps((deps) => async (event) => …)`.
   *
   * @param isConfigured the export is known to be a handler: its one argument may then be the name of a function without a
   * parameter, `middyfy(listOrders)`
   */
  private functionsInUnknownWrapper(value: TSESTree.Node, isConfigured = false): readonly FunctionNode[] {
    return this.syntax.values.valuesOf(value).flatMap((node) => {
      if (node.type !== "CallExpression" || this.wrappers.wrapperOf(node) !== undefined) return [];
      const candidates = node.arguments.flatMap((argument) => this.wrappers.functionsThrough(argument));
      const [only] = candidates;
      if (only === undefined || candidates.length > 1) return [];
      const isWholeArgument = isConfigured && node.arguments.length === 1;
      if (takesEvent(only) || (isWholeArgument && only.async && node.arguments[0]?.type === "Identifier"))
        return [only];
      const made = only.async
        ? []
        : this.syntax.facts.returnsOf(only).flatMap((returned) => this.wrappers.functionsThrough(returned));
      return made.length === 1 ? made.filter(takesEvent) : [];
    });
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

function takesEvent(fn: FunctionNode): boolean {
  return fn.async && fn.params.length > 0;
}

/** How many wrappers around an app are looked through. */
const MAX_WRAPPERS = 3;

function isCall(node: TSESTree.Node): node is TSESTree.CallExpression {
  return node.type === "CallExpression";
}
