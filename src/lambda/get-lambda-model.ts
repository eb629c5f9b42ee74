import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { ClientFact } from "../knowledge/client-fact.js";
import type { EventKind } from "../knowledge/handler-types.js";
import type { FunctionNode } from "../syntax/ast.js";
import { unitOf } from "../syntax/ast.js";
import { isUnconditional } from "../syntax/control-flow.js";
import type { DataFlow } from "../syntax/data-flow.js";
import { type Syntax, getSyntax } from "../syntax/syntax.js";
import { type FoundClient, describeClient, findClients } from "./clients.js";
import { type EventKinds, createEventKinds } from "./event-kinds.js";
import { type HandlerOptions, type HandlerSearch, findHandlers, mayHoldHandlers } from "./handlers.js";
import { type Memoisation, createMemoisation } from "./memoisation.js";
import type { ClientCreation, Handler, LambdaModel, Origin, PathUse, Phase } from "./model.js";
import { createPathUse } from "./path-use.js";
import { INIT, type Phases, computePhases } from "./phases.js";
import { type RemoteCalls, createRemoteCalls } from "./remote-calls.js";
import { createOrigins } from "./request-data.js";

export interface LambdaModelOptions extends HandlerOptions {
  /** Clients from settings, beside those of the table. */
  readonly clients: readonly ClientFact[];
  /** What the configuration says that sends the events of the file's handlers; empty where it says nothing. */
  readonly eventKinds: readonly EventKind[];
}

/** How many models were built since the process started: tests hold it against the number of files. */
export const lambdaModelBuilds = { count: 0 };

/** The model of a file. Callers keep one for each syntax tree: `getLambda` of the rule kit does. */
export function getLambdaModel(
  sourceCode: Readonly<TSESLint.SourceCode>,
  options: LambdaModelOptions,
): LambdaModel {
  lambdaModelBuilds.count++;
  return new FileModel(sourceCode, options);
}

const NO_HANDLERS: HandlerSearch = { handlers: [], requestFunctions: [] };

class FileModel implements LambdaModel {
  readonly syntax: Syntax;
  #mayHaveEvidence: boolean | undefined;
  #search: HandlerSearch | undefined;
  #phases: Phases | undefined;
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
  }

  get mayHaveEvidence(): boolean {
    return (this.#mayHaveEvidence ??= mayHoldHandlers(this.syntax, this.options));
  }

  get hasEvidence(): boolean {
    return this.search.handlers.length > 0 || this.search.requestFunctions.length > 0;
  }

  get handlers(): readonly Handler[] {
    return this.search.handlers;
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
        isInvocation: (node) => this.phases.isInvocation(unitOf(node)),
        outlivesInvocation: (variable) => this.outlivesInvocation(variable),
      }),
    ));
  }

  clientAt(node: TSESTree.Node): ClientCreation | undefined {
    this.#clientsByNode ??= new Map(this.clients.map((client) => [client.node, client]));
    return this.#clientsByNode.get(node);
  }

  phasesOf(node: TSESTree.Node): ReadonlySet<Phase> {
    // Module code needs no call graph, and most clients of most files stand there.
    return unitOf(node).type === "Program" ? INIT : this.phases.phasesOf(node);
  }

  runsPerInvocation(node: TSESTree.Node): boolean {
    const unit = unitOf(node);
    if (unit.type === "Program" || !this.hasEvidence) return false;
    return this.phases.isRepeated(unit) && !this.memoisation.isGuarded(node);
  }

  runsInEveryInvocation(node: TSESTree.Node): boolean {
    return this.phases.isInEveryInvocation(unitOf(node)) && isUnconditional(node);
  }

  pathUseOf(nodes: readonly TSESTree.Node[]): PathUse {
    if (this.#pathUseOf === undefined) {
      const { handlerFunctions, search } = this;
      const entries = handlerFunctions.length > 0 ? handlerFunctions : search.requestFunctions;
      this.#pathUseOf = createPathUse(this.syntax, entries, this.phases, this.memoisation);
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

  isRemoteCall(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
    return this.remote.isRemoteCall(node);
  }

  isMemoised(node: TSESTree.Node): boolean {
    if (this.memoisation.isGuarded(node)) return true;
    const unit = unitOf(node);
    return this.phases.isInvocation(unit) && !this.phases.isRepeated(unit);
  }

  outlivesInvocation(variable: TSESLint.Scope.Variable): boolean {
    return this.memoisation.outlivesInvocation(variable);
  }

  private get search(): HandlerSearch {
    return (this.#search ??= this.mayHaveEvidence ? findHandlers(this.syntax, this.options) : NO_HANDLERS);
  }

  private get events(): EventKinds {
    return (this.#eventKinds ??= createEventKinds(this.syntax, this.handlers, this.options.eventKinds));
  }

  private get handlerFunctions(): readonly FunctionNode[] {
    return this.handlers.flatMap(({ node }) => (node === undefined ? [] : [node]));
  }

  private get handlersByNode(): ReadonlyMap<FunctionNode, Handler> {
    return new Map(
      this.handlers.flatMap((handler) => (handler.node ? [[handler.node, handler] as const] : [])),
    );
  }

  private get phases(): Phases {
    return (this.#phases ??= computePhases(
      this.sourceCode.ast,
      this.syntax.graph,
      { handlers: this.handlerFunctions, requestFunctions: this.search.requestFunctions },
      (edge) => !this.memoisation.isGuarded(edge.site),
    ));
  }

  private get memoisation(): Memoisation {
    return (this.#memoisation ??= createMemoisation(this.syntax, (unit) => this.phases.isInvocation(unit)));
  }

  private get found(): readonly FoundClient[] {
    return (this.#found ??= findClients(this.syntax, this.options.clients));
  }

  private get remote(): RemoteCalls {
    if (this.#remote === undefined) {
      const clients = new Set<TSESTree.Node>(this.found.map(({ node }) => node));
      this.#remote = createRemoteCalls(this.syntax, (node) => clients.has(node));
    }
    return this.#remote;
  }

  private get flow(): DataFlow<Origin> {
    return (this.#flow ??= createOrigins(this.syntax, this.handlersByNode, this.remote));
  }
}
