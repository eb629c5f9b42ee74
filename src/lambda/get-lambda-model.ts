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
import type { OutsideCaller } from "./elsewhere.js";
import { type EventKinds, createEventKinds } from "./events/event-kinds.js";
import { isExportedCode } from "./handlers/exported-code.js";
import { type FileHandlerOptions, FileHandlers } from "./handlers/file-handlers.js";
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

export interface LambdaModelOptions extends FileHandlerOptions {
  /** Clients from settings, beside those of the table. */
  readonly clients: readonly ClientFact[];
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

class FileModel implements LambdaModel {
  readonly syntax: Syntax;
  readonly otherFiles: OtherFiles;
  readonly #fileHandlers: FileHandlers;
  #mayCreateClients: boolean | undefined;
  #mayAskOthers: boolean | undefined;
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
    this.#fileHandlers = new FileHandlers(this.syntax, options);
    this.otherFiles = new OtherFiles(this.syntax, options.elsewhere);
  }

  get mayHaveEvidence(): boolean {
    return this.#fileHandlers.mayHaveEvidence;
  }

  get hasEvidence(): boolean {
    return this.#fileHandlers.hasEvidence;
  }

  get mayTakeRequests(): boolean {
    return this.hasEvidence || (this.mayServeHandlers && mayTakeWebRequests(this.syntax));
  }

  get mayServeHandlers(): boolean {
    return this.#fileHandlers.mayServe;
  }

  get isMadeHandler(): boolean {
    return this.#fileHandlers.areMade;
  }

  mayBeForwarded(fn: FunctionNode): boolean {
    return this.#fileHandlers.mayBeForwarded(fn);
  }

  get isLoadedByHandler(): boolean {
    return this.mayServeHandlers && this.options.elsewhere?.isLoadedByHandler === true;
  }

  get handlersLoading(): Iterable<string> {
    return this.mayServeHandlers ? (this.options.elsewhere?.handlersLoading ?? []) : [];
  }

  get ownHandlers(): readonly Handler[] {
    return this.#fileHandlers.own.handlers;
  }

  get delegates(): readonly FunctionNode[] {
    return [...this.#fileHandlers.own.delegates.keys()];
  }

  get handlers(): readonly Handler[] {
    return this.#fileHandlers.all;
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
      inFile.has("init") || (!this.#fileHandlers.isOwn(unit) && this.outside.runsAtInit(unit)),
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
      const { handlerFunctions } = this;
      const entries =
        handlerFunctions.length > 0 ? handlerFunctions : this.#fileHandlers.own.requestFunctions;
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

  get madeHandlers(): readonly Handler[] {
    return this.#fileHandlers.made;
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

  private get events(): EventKinds {
    return (this.#eventKinds ??= createEventKinds(this.syntax, this.handlers, (handler) =>
      this.#fileHandlers.statedKindsOf(handler),
    ));
  }

  private get handlerFunctions(): readonly FunctionNode[] {
    return functionsOf(this.handlers);
  }

  /** What the file itself says of its phases; the rest `outside` knows. */
  private get phases(): Phases {
    return (this.#phases ??= this.phasesFrom(functionsOf(this.ownHandlers)));
  }

  /** The same from the handlers that other files make of its exports as well. */
  private get handlerPhases(): Phases {
    if (this.handlers === this.ownHandlers) return this.phases;
    return (this.#handlerPhases ??= this.phasesFrom(this.handlerFunctions));
  }

  private phasesFrom(handlers: readonly FunctionNode[]): Phases {
    return computePhases(
      this.sourceCode.ast,
      this.graph,
      { handlers, requestFunctions: this.#fileHandlers.own.requestFunctions },
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
      handlerOf: (fn) => this.#fileHandlers.handlerOf(fn),
      holdsRequest: (fn, index) => this.#fileHandlers.own.delegates.get(fn)?.includes(index) === true,
      isOpen: (fn) => this.isOpen(fn),
    }));
  }

  /** True for an exported function that no handler of the file reaches: other files decide what it is given. */
  private isOpen(fn: FunctionNode): boolean {
    return this.mayServeHandlers && !this.phases.isInvocation(fn) && isExportedCode(fn, this.syntax);
  }
}
