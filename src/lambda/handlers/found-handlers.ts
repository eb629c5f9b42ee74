import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionNode } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Handler, HandlerEvidence } from "../model.js";
import type { ModuleExport } from "./exports.js";
import { isConfigured, nameOf } from "./handler-names.js";
import { eventTypeOf } from "./handler-types.js";

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
  /** Undefined as long as nothing has been found around it. */
  isUnchecked: boolean | undefined;
}

/** What a piece of evidence says beside that the function is a handler; `entry` is the export that it was found by. */
export type MoreOfFound = Partial<
  Pick<Found, "nameNode" | "eventType" | "isStreaming" | "isDurable" | "isUnchecked">
> & {
  readonly entry?: ModuleExport;
};

const EVIDENCE_ORDER: readonly HandlerEvidence[] = [
  "configuration",
  "annotation",
  "wrapper",
  "decorator",
  "event-parameter",
  "settings",
  "export-name",
];

/** The handlers that are found so far: each once, whatever it is found by. */
export class FoundHandlers {
  /** By their functions, or by the names of those whose functions are not seen. */
  private readonly found = new Map<TSESTree.Node, Found>();

  constructor(
    private readonly syntax: Syntax,
    private readonly options: { readonly configured: readonly string[] },
  ) {}

  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  has(fn: FunctionNode): boolean {
    return this.found.has(fn);
  }

  /** Their functions, and the exports by which Lambda calls them. */
  all(): Iterable<Readonly<Pick<Found, "node" | "exported">>> {
    return this.found.values();
  }

  /** In the order in which they were found. */
  list(): readonly Handler[] {
    return Array.from(this.found.values(), (found) => ({
      node: found.node,
      nameNode: found.nameNode,
      exportName: found.exported?.name,
      evidence: EVIDENCE_ORDER.filter((kind) => found.evidence.has(kind)),
      eventType: found.eventType,
      isStreaming: found.isStreaming,
      isDurable: found.isDurable,
      reexportedFrom: found.reexportedFrom,
      ...(found.isUnchecked === true && { isUnchecked: true }),
    }));
  }

  add(fn: FunctionNode, evidence: HandlerEvidence, { entry, ...more }: MoreOfFound = {}): void {
    let found = this.found.get(fn);
    if (found === undefined) {
      found = newlyFound(fn, nameOf(fn));
      this.found.set(fn, found);
    }
    found.evidence.add(evidence);
    found.eventType ??= more.eventType ?? eventTypeOf(fn, this.syntax);
    found.isStreaming ||= more.isStreaming ?? false;
    found.isDurable ||= more.isDurable ?? false;
    if (more.isUnchecked !== undefined) found.isUnchecked = more.isUnchecked && found.isUnchecked !== false;
    if (more.nameNode !== undefined) found.nameNode = more.nameNode;
    if (entry !== undefined) this.nameBy(entry, fn);
  }

  /**
   * Names the handler by an export, if it is one. Tests call the function by an export of its own, `lambdaHandler`, and
   * Lambda by another: by the one that the configuration names, or else by the one that is wrapped.
   */
  nameBy(exported: ModuleExport, fn: FunctionNode): void {
    const found = this.found.get(fn);
    if (found === undefined) return;
    const known = found.exported;
    if (known === exported || (known !== undefined && this.nameRank(exported) <= this.nameRank(known)))
      return;
    found.exported = exported;
    found.nameNode = exported.nameNode;
  }

  private nameRank(exported: ModuleExport): number {
    return isConfigured(exported, this.options) ? 2 : this.isMade(exported) ? 1 : 0;
  }

  /**
   * Adds a handler whose function is in another file, or is made by code that cannot be followed.
   *
   * @returns false where the export may as well be none
   */
  addUnseen(entry: ModuleExport, evidence: HandlerEvidence): boolean {
    const { name, value, nameNode } = entry;
    const from = entry.reexportedFrom ?? (value && this.syntax.resolveImport(value)?.module);
    if (!this.isMade(entry) && from === undefined) return false;
    const isKnown = [...this.found.values()].some(({ exported }) => exported?.name === name);
    if (isKnown) return true;
    this.found.set(nameNode, {
      ...newlyFound(undefined, nameNode),
      evidence: new Set([evidence]),
      exported: entry,
      reexportedFrom: from,
    });
    return true;
  }

  private isMade({ value }: ModuleExport): boolean {
    return value !== undefined && this.syntax.values.valuesOf(value).some((made) => this.isMadeValue(made));
  }

  /** What a call gives, or a member of an instance whose class is in another file: `new OrdersHandler(service).handler`. */
  private isMadeValue(value: TSESTree.Node): boolean {
    if (value.type !== "MemberExpression") return value.type === "CallExpression";
    return this.syntax.values.valuesOf(value.object).some(({ type }) => type === "NewExpression");
  }
}

function newlyFound(node: FunctionNode | undefined, nameNode: TSESTree.Node): Found {
  return {
    node,
    nameNode,
    evidence: new Set(),
    exported: undefined,
    eventType: undefined,
    isStreaming: false,
    isDurable: false,
    reexportedFrom: undefined,
    isUnchecked: undefined,
  };
}
