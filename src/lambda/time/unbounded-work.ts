import type { TSESTree } from "@typescript-eslint/utils";
import { eventRecordsFacts } from "../../knowledge/event-records.js";
import { eventTypes } from "../../knowledge/handler-types.js";
import {
  type FunctionNode,
  type LoopNode,
  isFunction,
  isInside,
  keyName,
  lastNameOf,
  memberName,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import { loopsAround } from "../../syntax/control-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { countSources } from "../../syntax/item-count.js";
import { canRepeat, canRepeatAfter } from "../../syntax/loop-exits.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStatic } from "../../syntax/static-value.js";
import { type AwaitedWork, createAwaitedWork } from "../promises/awaited-work.js";
import { isAnsweredElsewhere } from "./answered-results.js";
import { type CursorRecursion, findCursorRecursions } from "./cursor-recursion.js";
import {
  type ConditionalLoop,
  type LoopConditions,
  countedCollection,
  createLoopConditions,
  isFromData,
} from "./loop-conditions.js";
import type { LambdaModel } from "../model.js";
import { isRefusedAbove } from "./guarded-lengths.js";
import { MAX_ITEMS, isOfSmallPage } from "./limited-answers.js";
import { holdsWebRequest } from "../taint/web-data.js";
import { createTimeChecks, runsUnwatched } from "./time-checks.js";
import { isTimeMethod } from "./time-flow.js";

/**
 * A loop whose passes nobody counts:
 *
 * - `items`: over a collection whose length the event or an answer decides.
 * - `pages`: a `for await` whose every step asks another system.
 * - `passes`: until something turns up.
 */
export interface UnboundedLoop {
  readonly kind: "items" | "pages" | "passes";
  readonly node: LoopNode;
  /** The collection or the condition, where the loop's head has one. */
  readonly subject: TSESTree.Expression | undefined;
}

/** Work that code awaits again and again, as often as the event or the answers of other systems say. */
export type UnboundedWork = UnboundedLoop | CursorRecursion;

/**
 * Loops and recursions in invocation phase that await work an unbounded number of times. Counted retries, loops over
 * literals, loops that watch the clock and collections of unknown origin are none; nor are loops that ask for the remaining
 * time themselves, which are told by their text.
 */
function findUnboundedWork(
  lambda: LambdaModel,
  batchSizeOf: () => number | undefined,
): readonly UnboundedWork[] {
  const { facts } = lambda.syntax;
  // What repeats nothing, or awaits nothing, needs no call graph to say so.
  const isAwaited =
    facts.awaits.length > 0 ||
    facts.loops.some((loop) => isForAwait(loop)) ||
    facts.members.some((member) => memberName(member) === "then");
  if (!isAwaited) return [];
  const watched = loopsAskingForTime(facts);
  const unwatched = facts.loops.filter((loop) => !watched.has(loop));
  if (unwatched.length === 0 && !mayRecur(facts)) return [];
  if (!lambda.mayServeHandlers && !lambda.hasEvidence) return [];
  const found = new Search(lambda, batchSizeOf).run(unwatched);
  // A durable execution replays: its steps are kept, and no single invocation has to reach the end.
  return found.length > 0 && lambda.handlers.some(({ isDurable }) => isDurable) ? [] : found;
}

/** Those in whose head or body the remaining time is asked for. */
const loopsAskingForTime = oncePer(({ loops, members }: SyntaxFacts): ReadonlySet<LoopNode> => {
  const times = members.filter((member) => isTimeMethod(member));
  return new Set(loops.filter((loop) => times.some((time) => isInside(time, loop))));
});

/** True when a function is called, by name, in itself. */
function mayRecur({ functions, calls }: SyntaxFacts): boolean {
  const names = new Set(functions.map((fn) => nameOf(fn)));
  return calls.some((call) => {
    const name = lastNameOf(unwrap(call.callee));
    if (name === undefined || !names.has(name)) return false;
    for (let node: TSESTree.Node | undefined = call.parent; node; node = node.parent)
      if (isFunction(node) && nameOf(node) === name) return true;
    return false;
  });
}

function nameOf(fn: FunctionNode): string | undefined {
  if (fn.id) return fn.id.name;
  const { parent } = fn;
  if (parent.type === "VariableDeclarator")
    return parent.id.type === "Identifier" ? parent.id.name : undefined;
  return parent.type === "MethodDefinition" ||
    parent.type === "Property" ||
    parent.type === "PropertyDefinition"
    ? keyName(parent)
    : undefined;
}

/** The largest number of records that the file's events can hold, if it is known: what the source promises. */
function maxRecordsOf(lambda: LambdaModel, loop: LoopNode): number | undefined {
  const fact = eventRecordsFacts.find(
    ({ kind, recordKey }) =>
      lambda.handlers.some(
        ({ eventType }) => eventType !== undefined && eventTypes.get(eventType) === kind,
      ) ||
      lambda.syntax.facts.members.some(
        (member) =>
          memberName(member) === recordKey && isInside(member, loop) && isItem(member.object, loop, lambda),
      ),
  );
  return fact?.maxRecords;
}

/** `record` of `for (const record of event.Records)`, and no client that has the name of a source. */
function isItem(node: TSESTree.Node, loop: LoopNode, lambda: LambdaModel): boolean {
  const variable = lambda.syntax.facts.variableOf(unwrap(node));
  const isOfHead =
    variable !== undefined &&
    loop.type === "ForOfStatement" &&
    variable.identifiers.some((identifier) => isInside(identifier, loop.left));
  return isOfHead || lambda.isRecord(node);
}

/**
 * The unbounded work that never looks at the time that is left. Of loops in each other, those of the functions they call
 * included, only the outermost counts: where it checks the time the others need not, and where it does not it comes first.
 *
 * @param batchSizeOf how many records one event has at most, as the configuration says: asked about loops over records
 */
export function findUncheckedWork(
  lambda: LambdaModel,
  batchSizeOf: () => number | undefined,
): readonly UnboundedWork[] {
  const found = findUnboundedWork(lambda, batchSizeOf);
  if (found.length === 0) return found;
  const checks = createTimeChecks(lambda);
  // Also in the head of a loop that asks for the time: what `for await` steps through is looked at with each step.
  const outer = [...found.map(({ node }) => node), ...loopsAskingForTime(lambda.syntax.facts)];
  const isWithinOther = (node: TSESTree.Node, self: TSESTree.Node): boolean =>
    outer.some((other) => other !== self && other !== node && isInside(node, other));
  // A loop that ends in time by its condition is no unbounded work itself.
  const isWatched = (node: TSESTree.Node): boolean =>
    loopsAround(node).some((loop) => checks.looksAtTime(loop));

  /** True when the code runs only as a part of other unbounded work, or in loops that look at the time. */
  function isCovered(node: TSESTree.Node, self: TSESTree.Node, seen: ReadonlySet<TSESTree.Node>): boolean {
    if (isWithinOther(node, self) || isWatched(node)) return true;
    const unit = unitOf(node);
    if (seen.has(unit)) return false;
    const incoming = lambda.syntax.graph.edges.filter(
      (edge) => edge.to === unit && !isInside(edge.site, unit),
    );
    const deeper = new Set([...seen, unit]);
    return incoming.length > 0 && incoming.every(({ site }) => isCovered(site, self, deeper));
  }

  // Whether code looks at the time is asked first: who calls it takes the whole call graph to say.
  return found.filter(({ node }) => !checks.looksAtTime(node) && !isCovered(node, node, new Set()));
}

/** `event.Records`, or the variable that it is destructured into. */
export function isEventRecords(collection: TSESTree.Node, lambda: LambdaModel): boolean {
  const source = unwrap(collection);
  const isEvent = (node: TSESTree.Node): boolean => {
    const origins = lambda.originsOf(node);
    return origins.has("event") && !origins.has("response") && !origins.has("iteration");
  };
  if (source.type === "MemberExpression")
    return memberName(source) === "Records" && source.object.type === "Identifier" && isEvent(source.object);
  const [definition] = lambda.syntax.facts.variableOf(source)?.defs ?? [];
  const pattern = definition?.name.parent;
  return pattern?.type === "Property" && keyName(pattern) === "Records" && isEvent(source);
}

class Search {
  private readonly awaited: AwaitedWork;
  private readonly awaiting: ReadonlySet<LoopNode>;
  private readonly conditions: LoopConditions;

  constructor(
    private readonly lambda: LambdaModel,
    private readonly batchSizeOf: () => number | undefined,
  ) {
    this.awaited = createAwaitedWork(lambda);
    this.awaiting = this.awaitingLoops();
    this.conditions = createLoopConditions(lambda, this.awaited);
  }

  run(loops: readonly LoopNode[]): readonly UnboundedWork[] {
    const found = loops.flatMap((loop) => {
      if (!this.awaiting.has(loop) && !isForAwait(loop)) return [];
      const work = this.lambda.mayRunPerInvocation(loop) ? this.workOf(loop) : undefined;
      return work !== undefined && runsUnwatched(loop, this.lambda) ? [work] : [];
    });
    // Who calls whom is a question about every call of the file, which few files have a reason to ask.
    return mayRecur(this.lambda.syntax.facts)
      ? [...found, ...findCursorRecursions(this.lambda, this.awaited)]
      : found;
  }

  /** The loops that may go on after something in them was awaited that takes time. */
  private awaitingLoops(): ReadonlySet<LoopNode> {
    const { awaits, loops } = this.lambda.syntax.facts;
    const forAwaits = loops.filter((loop) => isForAwait(loop) && canRepeat(loop));
    const loopsWithWork = new Set<LoopNode>();
    for (const node of [...awaits, ...forAwaits]) {
      const around = loopsAround(node).filter((loop) => canRepeatAfter(node, loop));
      if (around.length === 0) continue;
      if (node.type === "AwaitExpression" && !this.awaited.mayTakeTime(node.argument)) continue;
      for (const loop of around) loopsWithWork.add(loop);
    }
    return loopsWithWork;
  }

  private workOf(loop: LoopNode): UnboundedLoop | undefined {
    if (this.conditions.endsInTime(loop)) return undefined;
    switch (loop.type) {
      case "ForOfStatement":
        if (isForAwait(loop)) {
          if (this.isPaged(loop)) return { kind: "pages", node: loop, subject: loop.right };
          // Pieces of one answer are no items: nothing can go on from the middle of it.
          if (this.isStreamedAnswer(loop.right)) return undefined;
        }
        return this.awaiting.has(loop) ? this.itemsOf(loop, loop.right) : undefined;
      case "ForInStatement":
        return this.itemsOf(loop, loop.right);
      case "ForStatement": {
        const limit = this.conditions.limitOf(loop);
        if (limit === undefined) return this.passesOf(loop);
        const counted = countedCollection(limit);
        if (counted !== undefined) return this.itemsOf(loop, counted);
        return isFromData(limit, this.lambda) ? { kind: "items", node: loop, subject: limit } : undefined;
      }
      default:
        return this.passesOf(loop);
    }
  }

  private passesOf(loop: ConditionalLoop): UnboundedLoop | undefined {
    if (!this.conditions.goesOnWithData(loop)) return undefined;
    const hasCondition = loop.test !== null && readStatic(this.lambda.syntax.facts, loop.test).k !== "known";
    return { kind: "passes", node: loop, subject: hasCondition ? (loop.test ?? undefined) : undefined };
  }

  private itemsOf(loop: LoopNode, collection: TSESTree.Expression): UnboundedLoop | undefined {
    const sources = countSources(this.lambda.syntax, collection);
    const isUnbounded =
      sources.some((source) => isFromData(source, this.lambda) && !isOfSmallPage(source, this.lambda)) ||
      sources.some((source) => holdsWebRequest(source, this.lambda)) ||
      // Other files are read last.
      sources.some(
        (source) => !isOfSmallPage(source, this.lambda) && isAnsweredElsewhere(source, this.lambda),
      );
    if (!isUnbounded || isRefusedAbove(MAX_ITEMS, loop, collection, this.lambda.syntax)) return undefined;
    const isOfEvent = sources.every((source) => isEventRecords(source, this.lambda));
    if (isOfEvent && (maxRecordsOf(this.lambda, loop) ?? this.batchSizeOf()) === 1) return undefined;
    return { kind: "items", node: loop, subject: collection };
  }

  /** True when each step of a `for await` asks another system: a paginator, a cursor, a generator of the file. */
  private isPaged(loop: TSESTree.ForOfStatement): boolean {
    if (!canRepeat(loop)) return false;
    const { values, facts } = this.lambda.syntax;
    const pending: TSESTree.Node[] = [loop.right];
    const seen = new Set<TSESTree.Node>();
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      node = unwrap(node);
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.type === "CallExpression") {
        if (this.lambda.isRemoteCall(node)) return true;
        for (const fn of values.functionsOf(node.callee)) {
          if (fn.generator && this.isUnboundedGenerator(fn)) return true;
          pending.push(...facts.returnsOf(fn));
        }
      }
      // Not through `valuesOf`, which sees no difference between an answer and the promise of it.
      const init = this.initOf(node);
      if (init !== undefined) pending.push(init);
    }
    return false;
  }

  private isUnboundedGenerator(fn: FunctionNode): boolean {
    return this.lambda.syntax.facts.loops.some(
      (loop) => unitOf(loop) === fn && this.awaiting.has(loop) && this.workOf(loop) !== undefined,
    );
  }

  /** `(await bedrock.send(command)).stream`: one answer that comes piece by piece. */
  private isStreamedAnswer(expression: TSESTree.Node): boolean {
    const node = unwrap(expression);
    if (node.type === "AwaitExpression") return true;
    if (node.type === "MemberExpression") return this.isStreamedAnswer(node.object);
    if (node.type === "LogicalExpression") return this.isStreamedAnswer(node.left);
    const init = this.initOf(node);
    return init !== undefined && this.isStreamedAnswer(init);
  }

  /** What a variable is declared with. */
  private initOf(node: TSESTree.Node): TSESTree.Expression | undefined {
    const definition = this.lambda.syntax.facts.variableOf(node)?.defs[0]?.node;
    return definition?.type === "VariableDeclarator" ? (definition.init ?? undefined) : undefined;
  }
}

function isForAwait(loop: LoopNode): loop is TSESTree.ForOfStatement {
  return loop.type === "ForOfStatement" && loop.await;
}
