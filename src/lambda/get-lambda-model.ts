import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { ClientFact } from "../knowledge/client-fact.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { CodeUnit, FunctionNode } from "../syntax/ast.js";
import { unitOf } from "../syntax/ast.js";
import type { CallGraph, Edge } from "../syntax/call-graph.js";
import { isUnconditional } from "../syntax/control-flow.js";
import type { DataFlow } from "../syntax/data-flow.js";
import { type Syntax, getSyntax } from "../syntax/syntax.js";
import { type FoundClient, describeClient, findClients, mayHoldClients } from "./clients/clients.js";
import type { Elsewhere, OutsideCaller } from "./elsewhere.js";
import { type EventKinds, createEventKinds } from "./events/event-kinds.js";
import { isExportedCode, isExportedFunction, isExportedMethod } from "./handlers/exported-code.js";
import type { ModuleExport } from "./handlers/exports.js";
import { speaksOfEvents } from "./handlers/forwarded-handlers.js";
import { findExportedHandlers, findMadeHandlers } from "./handlers/exported-handlers.js";
import { isNamed } from "./handlers/handler-names.js";
import { takesLambdaTypes } from "./handlers/handler-types.js";
import {
  type HandlerOptions,
  type HandlerSearch,
  findHandlers,
  mayHoldHandlers,
} from "./handlers/handlers.js";
import { type Wrappers, createWrappers } from "./handlers/wrappers.js";
import { type Memoisation, createMemoisation } from "./phases/memoisation.js";
import type { ClientCreation, Handler, LambdaModel, Origin, PathUse, Phase } from "./model.js";
import { OtherFiles } from "./other-files.js";
import { type OutsideCalls, createOutsideCalls } from "./phases/outside-calls.js";
import { createPathUse } from "./phases/path-use.js";
import { INIT, type Phases, computePhases, joinPhases } from "./phases/phases.js";
import { type RemoteCalls, createRemoteCalls, mayHoldRemoteCalls } from "./clients/remote-calls.js";
import { withWrappedCalls } from "./phases/wrapped-calls.js";
import { createOrigins } from "./events/request-data.js";
import { mayTakeWebRequests } from "./events/web-requests.js";

export interface LambdaModelOptions extends HandlerOptions {
  /** Clients from settings, beside those of the table. */
  readonly clients: readonly ClientFact[];
  /** What the configuration says that sends the events of the file's handlers; empty where it says nothing. */
  readonly eventKinds: readonly EventKind[];
  /** The same of the one handler that is exported under a name; empty where its sources are not known. */
  readonly eventKindsOfExport?: (name: string) => readonly EventKind[] | undefined;
  /** The same of the files that make its functions handlers. */
  readonly eventKindsOfHolders?: readonly EventKind[];
  /** The rest of the project, where the file belongs to one and the settings let the rules look at it. */
  readonly elsewhere?: Elsewhere | undefined;
}

/**
 * How many models were built since the process started, and for how many syntax trees: tests hold them against each other.
 * A file that another one asks has a tree beside that of ESLint.
 */
export const lambdaModelBuilds = { count: 0, trees: 0 };

const modelledTrees = new WeakSet<Readonly<TSESLint.SourceCode>>();

/** The model of a file. Callers keep one for each syntax tree: `getLambda` of the rule kit does. */
export function getLambdaModel(
  sourceCode: Readonly<TSESLint.SourceCode>,
  options: LambdaModelOptions,
): LambdaModel {
  lambdaModelBuilds.count++;
  if (!modelledTrees.has(sourceCode)) lambdaModelBuilds.trees++;
  modelledTrees.add(sourceCode);
  return new FileModel(sourceCode, options);
}

function functionsOf(handlers: readonly Handler[]): readonly FunctionNode[] {
  return handlers.flatMap(({ node }) => (node === undefined ? [] : [node]));
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

class FileModel implements LambdaModel {
  readonly syntax: Syntax;
  readonly otherFiles: OtherFiles;
  #mayHaveEvidence: boolean | undefined;
  #mayServeHandlers: boolean | undefined;
  #mayCreateClients: boolean | undefined;
  #mayAskOthers: boolean | undefined;
  #search: HandlerSearch | undefined;
  #handlers: readonly Handler[] | undefined;
  #outside: OutsideCalls | undefined;
  #graph: CallGraph | undefined;
  #wrappers: Wrappers | undefined;
  #phases: Phases | undefined;
  #handlerPhases: Phases | undefined;
  #memoisation: Memoisation | undefined;
  #found: readonly FoundClient[] | undefined;
  #clients: readonly ClientCreation[] | undefined;
  #clientsByNode: ReadonlyMap<TSESTree.Node, ClientCreation> | undefined;
  #remote: RemoteCalls | undefined;
  #flow: DataFlow<Origin> | undefined;
  #pathUseOf: LambdaModel["pathUseOf"] | undefined;
  #eventKinds: EventKinds | undefined;

  constructor(
    private readonly sourceCode: Readonly<TSESLint.SourceCode>,
    private readonly options: LambdaModelOptions,
  ) {
    this.syntax = getSyntax(sourceCode);
    this.otherFiles = new OtherFiles(this.syntax, options.elsewhere);
  }

  get mayHaveEvidence(): boolean {
    return (this.#mayHaveEvidence ??= mayHoldHandlers(this.syntax, this.options));
  }

  get hasEvidence(): boolean {
    return this.handlers.length > 0 || this.search.requestFunctions.length > 0;
  }

  get mayTakeRequests(): boolean {
    return this.hasEvidence || (this.mayServeHandlers && mayTakeWebRequests(this.syntax));
  }

  get mayServeHandlers(): boolean {
    return (this.#mayServeHandlers ??= this.options.elsewhere !== undefined && this.syntax.facts.mayExport);
  }

  get isMadeHandler(): boolean {
    return this.mayServeHandlers && speaksOfEvents(this.syntax) && this.handlers.length > 0;
  }

  mayBeForwarded(fn: FunctionNode): boolean {
    const { handlers, requestFunctions } = this.search;
    if (handlers.length + requestFunctions.length > 0 || fn.params.length > MAX_HANDLER_PARAMETERS)
      return false;
    return this.isForwardable(fn);
  }

  get isLoadedByHandler(): boolean {
    return this.mayServeHandlers && this.options.elsewhere?.isLoadedByHandler === true;
  }

  get handlersLoading(): Iterable<string> {
    return this.mayServeHandlers ? (this.options.elsewhere?.handlersLoading ?? []) : [];
  }

  get ownHandlers(): readonly Handler[] {
    return this.search.handlers;
  }

  get delegates(): readonly FunctionNode[] {
    return [...this.search.delegates.keys()];
  }

  get handlers(): readonly Handler[] {
    return (this.#handlers ??= this.findHandlers());
  }

  eventKindsOf(handler: Handler): ReadonlySet<EventKind> {
    return this.events.kindsOf(handler);
  }

  isWholeEvent(node: TSESTree.Node): boolean {
    return this.events.isWholeEvent(node);
  }

  isRecords(node: TSESTree.Node): boolean {
    return this.events.isRecords(node);
  }

  isRecord(node: TSESTree.Node): boolean {
    return this.events.isRecord(node);
  }

  get clients(): readonly ClientCreation[] {
    return (this.#clients ??= this.found.map((found) =>
      describeClient(found, this.syntax, {
        influencesOn: (expression) => this.flow.influencesOn(expression),
        isMemoised: (node) => this.isMemoised(node),
        isInvocation: (node) => this.isInvocation(unitOf(node)),
        outlivesInvocation: (variable) => this.outlivesInvocation(variable),
      }),
    ));
  }

  get mayCreateClients(): boolean {
    return (this.#mayCreateClients ??= mayHoldClients(this.syntax.facts, this.options.clients));
  }

  clientAt(node: TSESTree.Node): ClientCreation | undefined {
    this.#clientsByNode ??= new Map(this.clients.map((client) => [client.node, client]));
    return this.#clientsByNode.get(node);
  }

  phasesOf(node: TSESTree.Node): ReadonlySet<Phase> {
    // Module code needs no call graph, and most clients of most files stand there.
    const unit = unitOf(node);
    if (unit.type === "Program") return INIT;
    const inFile = this.phases.phasesOf(node);
    if (inFile.size === 2 || this.outside === undefined) return inFile;
    return joinPhases(
      inFile.has("init") || (!this.isOwnHandler(unit) && this.outside.runsAtInit(unit)),
      inFile.has("invocation") || this.outside.invocationOf(unit) !== undefined,
    );
  }

  isInInvocation(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    return unit.type !== "Program" && this.isInvocation(unit);
  }

  runsPerInvocation(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    if (unit.type === "Program" || !(this.mayServeHandlers || this.hasEvidence)) return false;
    return !this.isGuarded(node) && this.isRepeated(unit);
  }

  mayRunPerInvocation(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    if (unit.type === "Program" || !(this.mayServeHandlers || this.hasEvidence)) return false;
    return this.phases.isRepeated(unit) || this.outside?.mayReach(unit) === true;
  }

  outsideCallerOf(node: TSESTree.Node): OutsideCaller | undefined {
    const unit = unitOf(node);
    return this.phases.isRepeated(unit) ? undefined : this.outside?.repeatedBy(unit);
  }

  steadyCallerOf(node: TSESTree.Node): OutsideCaller | undefined {
    const unit = unitOf(node);
    if (this.isGuarded(node) || this.phases.isRepeated(unit)) return undefined;
    return this.outside?.repeatedWithSteadyValuesBy(unit);
  }

  outsideCallersOf(node: TSESTree.Node): readonly OutsideCaller[] | undefined {
    const unit = unitOf(node);
    if (this.outside === undefined || unit.type === "Program") return [];
    return this.outside.callersOf(unit);
  }

  runsInEveryInvocation(node: TSESTree.Node): boolean {
    return this.handlerPhases.isInEveryInvocation(unitOf(node)) && isUnconditional(node);
  }

  pathUseOf(nodes: readonly TSESTree.Node[]): PathUse {
    if (this.#pathUseOf === undefined) {
      const { handlerFunctions, search } = this;
      const entries = handlerFunctions.length > 0 ? handlerFunctions : search.requestFunctions;
      this.#pathUseOf = createPathUse(this.syntax, entries, this.handlerPhases, this.memoisation);
    }
    return this.#pathUseOf(nodes);
  }

  originsOf(expression: TSESTree.Node): ReadonlySet<Origin> {
    return this.flow.originsOf(expression);
  }

  isRequestData(expression: TSESTree.Node): boolean {
    const origins = this.originsOf(expression);
    return origins.has("event") || origins.has("context") || origins.has("response");
  }

  get mayAskOthers(): boolean {
    return (this.#mayAskOthers ??= this.mayCreateClients || mayHoldRemoteCalls(this.syntax.facts));
  }

  isRemoteCall(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    return this.remote.isRemoteCall(node);
  }

  isGuarded(node: TSESTree.Node): boolean {
    return this.memoisation.isGuarded(node);
  }

  isMemoised(node: TSESTree.Node): boolean {
    if (this.isGuarded(node)) return true;
    const unit = unitOf(node);
    return this.isInvocation(unit) && !this.isRepeated(unit);
  }

  outlivesInvocation(variable: TSESLint.Scope.Variable): boolean {
    return this.memoisation.outlivesInvocation(variable);
  }

  /** The file's own; where it has none, those that other files make of its exports. */
  private findHandlers(): readonly Handler[] {
    const { handlers } = this.search;
    const { elsewhere } = this.options;
    const made =
      handlers.length > 0 || !this.mayHaveEvidence
        ? []
        : this.findMade((entry) => isNamed(entry, this.options));
    if (made.length > 0) return made;
    if (handlers.length > 0 || elsewhere === undefined || !this.mayServeHandlers) return handlers;
    if (!this.syntax.facts.functions.some((fn) => this.mayBeReexported(fn))) return handlers;
    return findExportedHandlers(this.syntax, elsewhere.handlers);
  }

  get madeHandlers(): readonly Handler[] {
    return this.findMade(() => true);
  }

  private findMade(isCandidate: (entry: ModuleExport) => boolean): readonly Handler[] {
    const { elsewhere } = this.options;
    return elsewhere === undefined ? [] : findMadeHandlers(this.syntax, elsewhere, isCandidate);
  }

  private isInvocation(unit: CodeUnit): boolean {
    return this.phases.isInvocation(unit) || this.outside?.invocationOf(unit) !== undefined;
  }

  private isRepeated(unit: CodeUnit): boolean {
    return this.phases.isRepeated(unit) || this.outside?.repeatedBy(unit) !== undefined;
  }

  private get outside(): OutsideCalls | undefined {
    const { elsewhere } = this.options;
    if (elsewhere === undefined || !this.mayServeHandlers) return undefined;
    return (this.#outside ??= createOutsideCalls(this.syntax, this.graph, this.wrappers, elsewhere, (edge) =>
      this.mayRepeat(edge),
    ));
  }

  private get search(): HandlerSearch {
    return (this.#search ??= this.mayHaveEvidence ? findHandlers(this.syntax, this.options) : NO_HANDLERS);
  }

  private get events(): EventKinds {
    return (this.#eventKinds ??= createEventKinds(
      this.syntax,
      this.handlers,
      ({ exportName }) =>
        (exportName === undefined ? undefined : this.options.eventKindsOfExport?.(exportName)) ??
        this.statedKinds,
    ));
  }

  private get statedKinds(): readonly EventKind[] {
    const { eventKinds } = this.options;
    const isMadeElsewhere = this.handlers !== this.search.handlers;
    return eventKinds.length > 0 || !isMadeElsewhere ? eventKinds : (this.options.eventKindsOfHolders ?? []);
  }

  private get handlerFunctions(): readonly FunctionNode[] {
    return functionsOf(this.handlers);
  }

  /** The handler that a function is. Other files are asked of exported functions only. */
  private handlerOf(fn: FunctionNode): Handler | undefined {
    const isFn = ({ node }: Handler): boolean => node === fn;
    return (
      this.search.handlers.find(isFn) ?? (this.mayBeReexported(fn) ? this.handlers.find(isFn) : undefined)
    );
  }

  /** Lambda calls it. That another file does while it loads is not looked for. */
  private isOwnHandler(unit: CodeUnit): boolean {
    return this.search.handlers.some(({ node }) => node === unit);
  }

  private mayBeReexported(fn: FunctionNode): boolean {
    const { handlers, requestFunctions } = this.search;
    if (handlers.length > 0 || !this.mayServeHandlers) return false;
    // Beside functions that say that they take an event, no other is asked for.
    const takesEvent = requestFunctions.length > 0 && takesLambdaTypes(fn, this.syntax);
    if (requestFunctions.length > 0 && !takesEvent) return false;
    if (fn.params.length > MAX_HANDLER_PARAMETERS) return false;
    // Methods are handlers where they are bound to their object: most are none.
    return takesEvent
      ? isExportedCode(fn, this.syntax)
      : isExportedFunction(fn, this.syntax) || this.isForwardable(fn);
  }

  /** A handler may hand its event on to it: the file speaks of such. */
  private isForwardable(fn: FunctionNode): boolean {
    const { syntax } = this;
    return speaksOfEvents(syntax) && (isExportedFunction(fn, syntax) || isExportedMethod(fn, syntax));
  }

  /** What the file itself says of its phases; the rest `outside` knows. */
  private get phases(): Phases {
    return (this.#phases ??= this.phasesFrom(functionsOf(this.search.handlers)));
  }

  /** The same from the handlers that other files make of its exports as well. */
  private get handlerPhases(): Phases {
    if (this.handlers === this.search.handlers) return this.phases;
    return (this.#handlerPhases ??= this.phasesFrom(this.handlerFunctions));
  }

  private phasesFrom(handlers: readonly FunctionNode[]): Phases {
    return computePhases(
      this.sourceCode.ast,
      this.graph,
      { handlers, requestFunctions: this.search.requestFunctions },
      (edge) => this.mayRepeat(edge),
    );
  }

  /** With the calls that lead through wrappers of other files, where there may be some. */
  private get graph(): CallGraph {
    const { graph } = this.syntax;
    if (this.options.elsewhere === undefined) return graph;
    return (this.#graph ??= withWrappedCalls(graph, this.syntax, this.wrappers));
  }

  private get wrappers(): Wrappers {
    return (this.#wrappers ??= createWrappers(this.syntax, this.options));
  }

  private mayRepeat({ site, isMemoised }: Edge): boolean {
    return isMemoised !== true && !this.isGuarded(site);
  }

  private get memoisation(): Memoisation {
    return (this.#memoisation ??= createMemoisation(this.syntax, (unit) => this.isInvocation(unit)));
  }

  private get found(): readonly FoundClient[] {
    return (this.#found ??= findClients(this.syntax, this.options.clients));
  }

  private get remote(): RemoteCalls {
    if (this.#remote === undefined) {
      const asking = this.found.filter(({ fact }) => fact.isLocal !== true);
      const clients = new Set<TSESTree.Node>(asking.map(({ node }) => node));
      this.#remote = createRemoteCalls(this.syntax, (node) => clients.has(node));
    }
    return this.#remote;
  }

  private get flow(): DataFlow<Origin> {
    return (this.#flow ??= createOrigins(this.syntax, this.remote, {
      handlerOf: (fn) => this.handlerOf(fn),
      holdsRequest: (fn, index) => this.search.delegates.get(fn)?.includes(index) === true,
      isOpen: (fn) => this.isOpen(fn),
    }));
  }

  /** True for an exported function that no handler of the file reaches: other files decide what it is given. */
  private isOpen(fn: FunctionNode): boolean {
    return this.mayServeHandlers && !this.phases.isInvocation(fn) && isExportedCode(fn, this.syntax);
  }
}
