import type { EventKind } from "../../knowledge/handler-types.js";
import type { CodeUnit, FunctionNode } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import { importsInfrastructure } from "../bindings/fact-match.js";
import type { Elsewhere } from "../elsewhere.js";
import type { Handler } from "../model.js";
import { isExportedCode, isExportedFunction, isExportedMethod } from "./exported-code.js";
import { findExportedHandlers, findMadeHandlers } from "./exported-handlers.js";
import type { ModuleExport } from "./exports.js";
import { speaksOfEvents } from "./forwarded-handlers.js";
import { isNamed } from "./handler-names.js";
import { takesLambdaTypes } from "./handler-types.js";
import { type HandlerOptions, type HandlerSearch, findHandlers, mayHoldHandlers } from "./handlers.js";

export interface FileHandlerOptions extends HandlerOptions {
  /** What the configuration says that sends the events of the file's handlers; empty where it says nothing. */
  readonly eventKinds: readonly EventKind[];
  /** The same of the one handler that is exported under a name; empty where its sources are not known. */
  readonly eventKindsOfExport?: (name: string) => readonly EventKind[] | undefined;
  /** The same of the files that make its functions handlers. */
  readonly eventKindsOfHolders?: readonly EventKind[];
  /** The rest of the project, where the file belongs to one and the settings let the rules look at it. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** `(event, context, callback)`, `(event, responseStream, context)` */
const MAX_HANDLER_PARAMETERS = 3;

const NO_HANDLERS: HandlerSearch = {
  handlers: [],
  requestFunctions: [],
  delegates: new Map(),
  makers: [],
  apps: [],
};

/** The handlers of a file: its own, and those that other files make of its exports, which are asked last. */
export class FileHandlers {
  #mayHaveEvidence: boolean | undefined;
  #mayServe: boolean | undefined;
  #search: HandlerSearch | undefined;
  #handlers: readonly Handler[] | undefined;

  constructor(
    private readonly syntax: Syntax,
    private readonly options: FileHandlerOptions,
  ) {}

  get mayHaveEvidence(): boolean {
    return (this.#mayHaveEvidence ??= mayHoldHandlers(this.syntax, this.options));
  }

  /** Handlers of other files may call what the file exports. They do not load what describes infrastructure. */
  get mayServe(): boolean {
    return (this.#mayServe ??=
      this.options.elsewhere !== undefined &&
      this.syntax.facts.mayExport &&
      !importsInfrastructure(this.syntax));
  }

  /** What the file itself tells. */
  get own(): HandlerSearch {
    return (this.#search ??= this.mayHaveEvidence ? findHandlers(this.syntax, this.options) : NO_HANDLERS);
  }

  get hasEvidence(): boolean {
    return this.all.length > 0 || this.own.requestFunctions.length > 0;
  }

  /** The file's own; where it has none, those that other files make of its exports. */
  get all(): readonly Handler[] {
    return (this.#handlers ??= this.find());
  }

  /** Those that other files make of its exports, whatever these are called. */
  get made(): readonly Handler[] {
    return this.findMade(() => true);
  }

  get areMade(): boolean {
    return this.mayServe && speaksOfEvents(this.syntax) && this.all.length > 0;
  }

  /** The handler that a function is. Other files are asked of exported functions only. */
  handlerOf(fn: FunctionNode): Handler | undefined {
    const isFn = ({ node }: Handler): boolean => node === fn;
    return this.own.handlers.find(isFn) ?? (this.mayBeReexported(fn) ? this.all.find(isFn) : undefined);
  }

  /** Lambda calls it. That another file does while it loads is not looked for. */
  isOwn(unit: CodeUnit): boolean {
    return this.own.handlers.some(({ node }) => node === unit);
  }

  /** A handler may hand its event on to the function. */
  mayBeForwarded(fn: FunctionNode): boolean {
    const { handlers, requestFunctions } = this.own;
    if (handlers.length + requestFunctions.length > 0 || fn.params.length > MAX_HANDLER_PARAMETERS)
      return false;
    return this.isForwardable(fn);
  }

  /** What sends a handler's events, as the configuration says; empty where it says nothing. */
  statedKindsOf({ exportName }: Handler): readonly EventKind[] {
    // Each of these reads configuration when it is asked for.
    const { options } = this;
    const ofExport = exportName === undefined ? undefined : options.eventKindsOfExport?.(exportName);
    if (ofExport !== undefined) return ofExport;
    const { eventKinds } = options;
    const isMadeElsewhere = this.all !== this.own.handlers;
    return eventKinds.length > 0 || !isMadeElsewhere ? eventKinds : (options.eventKindsOfHolders ?? []);
  }

  private find(): readonly Handler[] {
    const { handlers } = this.own;
    const { elsewhere } = this.options;
    const made =
      handlers.length > 0 || !this.mayHaveEvidence
        ? []
        : this.findMade((entry) => isNamed(entry, this.options));
    if (made.length > 0) return made;
    if (handlers.length > 0 || elsewhere === undefined || !this.mayServe) return handlers;
    if (!this.syntax.facts.functions.some((fn) => this.mayBeReexported(fn))) return handlers;
    return findExportedHandlers(this.syntax, elsewhere.handlers);
  }

  private findMade(isCandidate: (entry: ModuleExport) => boolean): readonly Handler[] {
    const { elsewhere } = this.options;
    if (elsewhere === undefined) return [];
    return findMadeHandlers(this.syntax, elsewhere, isCandidate, (entry) => isNamed(entry, this.options));
  }

  private mayBeReexported(fn: FunctionNode): boolean {
    const { handlers, requestFunctions } = this.own;
    if (handlers.length > 0 || !this.mayServe) return false;
    // Beside functions that say that they take an event, no other is asked for.
    const takesEvent = requestFunctions.length > 0 && takesLambdaTypes(fn, this.syntax);
    if (requestFunctions.length > 0 && !takesEvent) return false;
    if (fn.params.length > MAX_HANDLER_PARAMETERS) return false;
    // Methods are handlers where they are bound to their object: most are none.
    return takesEvent
      ? isExportedCode(fn, this.syntax)
      : isExportedFunction(fn, this.syntax) || this.isForwardable(fn);
  }

  /** The file speaks of events, and others can call the function. */
  private isForwardable(fn: FunctionNode): boolean {
    const { syntax } = this;
    return speaksOfEvents(syntax) && (isExportedFunction(fn, syntax) || isExportedMethod(fn, syntax));
  }
}
