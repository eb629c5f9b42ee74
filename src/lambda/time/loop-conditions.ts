import type { TSESTree } from "@typescript-eslint/utils";
import {
  type LoopNode,
  chainRoot,
  enclosingFunction,
  isInside,
  isLoop,
  memberName,
  unwrap,
} from "../../syntax/ast.js";
import { type DataFlow, createDataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Reference, Variable } from "../../syntax/name-index.js";
import { grows } from "../../syntax/item-count.js";
import { exitTestsOf } from "../../syntax/loop-exits.js";
import { readStatic } from "../../syntax/static-value.js";
import type { AwaitedWork } from "../promises/awaited-work.js";
import type { LambdaModel } from "../model.js";

/** A loop that goes on as long as a condition holds. */
export type ConditionalLoop = TSESTree.ForStatement | TSESTree.WhileStatement | TSESTree.DoWhileStatement;

export interface LoopConditions {
  /**
   * True when the loop ends after a number of passes that the data has no say in, when it watches the clock, or when it
   * asks code that the file does not show whether to go on.
   */
  endsInTime(loop: LoopNode): boolean;
  /** What the counter of a `for` loop is held against; undefined when the loop has no counter. */
  limitOf(loop: TSESTree.ForStatement): TSESTree.Expression | undefined;
  /** True when the event, an awaited answer, or a flag that the loop sets says when it ends. */
  goesOnWithData(loop: ConditionalLoop): boolean;
}

/** What a condition can depend on: an answer that was awaited since the last look at it, the clock. */
export type Driver = "answer" | "clock";

export function createLoopConditions(lambda: LambdaModel, awaited: AwaitedWork): LoopConditions {
  const { facts, graph, values } = lambda.syntax;
  const flows = new Map<LoopNode, DataFlow<Driver>>();

  function endsInTime(loop: LoopNode): boolean {
    const drivers = driversOf(loop);
    return [...ownTestOf(loop), ...exitTestsOf(loop)].some((test) => {
      if (drivers.originsOf(test).has("clock")) return true;
      return partsOf(test).some((part) => isCounted(loop, part, drivers, lambda) || asksUnseenCode(part));
    });
  }

  /** `if (isOutOfTime()) break`, with the function in another file. */
  function asksUnseenCode(part: TSESTree.Node): boolean {
    if (part.type !== "CallExpression" || part.arguments.length > 0) return false;
    if (values.functionsOf(part.callee).length > 0) return false;
    const [definition] = facts.variableOf(chainRoot(part))?.defs ?? [];
    if (definition?.type === "ImportBinding") return true;
    return definition?.type === "Parameter" && lambda.originsOf(definition.name).has("unknown");
  }

  function limitOf(loop: TSESTree.ForStatement): TSESTree.Expression | undefined {
    for (const part of loop.test ? partsOf(loop.test) : []) {
      if (part.type !== "BinaryExpression" || part.left.type === "PrivateIdentifier") continue;
      if (isCounter(loop, part.left, facts)) return part.right;
      if (isCounter(loop, part.right, facts)) return part.left;
    }
    return undefined;
  }

  function goesOnWithData(loop: ConditionalLoop): boolean {
    const constant = loop.test === null ? undefined : readStatic(facts, loop.test);
    if (constant?.k === "known" && !constant.value) return false;
    const isEndless = constant === undefined || constant.k === "known";
    const tests = [...(isEndless ? [] : ownTestOf(loop)), ...exitTestsOf(loop)];
    const drivers = driversOf(loop);
    return (
      tests.length === 0 ||
      tests.some(
        (test) => drivers.originsOf(test).has("answer") || isFromData(test, lambda) || setsFlag(loop, test),
      )
    );
  }

  /** True when the loop itself sets a variable of the test to `true`, `false`, `null` … */
  function setsFlag(loop: LoopNode, test: TSESTree.Expression): boolean {
    return partsOf(test).some((part) => {
      const variable = facts.variableOf(part);
      if (variable === undefined) return false;
      return writesIn(loop, variable).some(({ writeExpr }) => writeExpr?.type === "Literal");
    });
  }

  /** What values in the loop depend on: answers that it awaits itself, errors of them, and the clock. */
  function driversOf(loop: LoopNode): DataFlow<Driver> {
    const known = flows.get(loop);
    if (known !== undefined) return known;
    const flow = createDataFlow<Driver | "other">(facts, graph, {
      iteration: "other",
      unknown: "other",
      ofParameter: () => [],
      at: (node) => {
        const isAnswer =
          node.type === "AwaitExpression"
            ? awaited.mayTakeTime(node.argument)
            : isCaught(node) || (node.type === "CallExpression" && lambda.isRemoteCall(node));
        // An answer from before the loop is no news, and what was asked for is no part of it.
        if (isAnswer) return { origins: isAwaitedIn(loop, node) ? ["answer"] : [], stop: true };
        return readsClock(node) ? { origins: ["clock"], stop: true } : undefined;
      },
    }) as DataFlow<Driver>;
    flows.set(loop, flow);
    return flow;
  }

  /** In the loop, or in a function that the loop calls. */
  function isAwaitedIn(loop: LoopNode, node: TSESTree.Node): boolean {
    if (isInside(node, loop)) return true;
    const fn = enclosingFunction(node);
    return fn !== undefined && graph.callSitesOf(fn).some(({ call }) => isInside(call, loop));
  }

  function isCaught(node: TSESTree.Node): boolean {
    return facts.variableOf(node)?.defs[0]?.node.type === "CatchClause";
  }

  /** `Date.now()`, `new Date()`, `performance.now()`, `process.hrtime()` */
  function readsClock(node: TSESTree.Node): boolean {
    if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
    const callee = unwrap(node.callee);
    if (node.type === "NewExpression") return facts.isGlobal(callee, "Date") && node.arguments.length === 0;
    if (callee.type !== "MemberExpression") return false;
    const root = chainRoot(callee);
    switch (memberName(callee)) {
      case "now":
        return facts.isGlobal(root, "Date") || facts.isGlobal(root, "performance");
      case "hrtime":
      case "bigint":
      case "uptime":
        return facts.isGlobal(root, "process");
      default:
        return false;
    }
  }

  return { endsInTime, limitOf, goesOnWithData };
}

function ownTestOf(loop: LoopNode): readonly TSESTree.Expression[] {
  return loop.type !== "ForOfStatement" && loop.type !== "ForInStatement" && loop.test ? [loop.test] : [];
}

/** True when the event or an answer decides the value. */
export function isFromData(expression: TSESTree.Node, lambda: LambdaModel): boolean {
  const origins = lambda.originsOf(expression);
  return origins.has("event") || origins.has("response");
}

/** The conditions that `&&`, `||` and `!` combine. */
export function partsOf(test: TSESTree.Node): readonly TSESTree.Node[] {
  const node = unwrap(test);
  if (node.type === "LogicalExpression") return [...partsOf(node.left), ...partsOf(node.right)];
  if (node.type === "UnaryExpression" && node.operator === "!") return partsOf(node.argument);
  return [node];
}

/**
 * True for a comparison that bounds how often the region, a loop or a function, runs: `attempt < MAX_ATTEMPTS`,
 * `retries--`, `found.length < 100`.
 */
export function isCounted(
  region: TSESTree.Node,
  part: TSESTree.Node,
  drivers: DataFlow<Driver>,
  lambda: LambdaModel,
): boolean {
  const { facts } = lambda.syntax;
  const isData = (node: TSESTree.Node): boolean =>
    isFromData(node, lambda) || drivers.originsOf(node).has("answer");
  if (part.type !== "BinaryExpression" || !/^([<>]=?|[!=]==?)$/.test(part.operator))
    return isCounter(region, part, facts) && !isData(part);
  const sides = [part.left, part.right];
  if (sides.some((side) => isCounter(region, side, facts))) return !sides.some(isData);
  return (
    sides.some((side) => isGrowingLength(region, side, facts)) &&
    sides.some((side) => isPositiveNumber(side, facts))
  );
}

/** True for a variable that the region counts up or down, and neither declares anew nor sets back. */
function isCounter(region: TSESTree.Node, expression: TSESTree.Node, facts: SyntaxFacts): boolean {
  const node = unwrap(expression);
  const variable = facts.variableOf(node.type === "UpdateExpression" ? node.argument : node);
  if (variable === undefined) return false;
  const body = isLoop(region) ? region.body : region;
  if (variable.identifiers.some((identifier) => isInside(identifier, body))) return false;
  const writes = writesIn(region, variable);
  return writes.length > 0 && writes.every((reference) => isStep(reference));
}

/** The `length` of a collection that the region puts something into. */
function isGrowingLength(region: TSESTree.Node, expression: TSESTree.Node, facts: SyntaxFacts): boolean {
  const collection = countedCollection(expression);
  const variable = collection && facts.variableOf(unwrap(collection));
  return variable !== undefined && grows(variable, region);
}

export function isPositiveNumber(node: TSESTree.Node, facts: SyntaxFacts): boolean {
  const value = readStatic(facts, node);
  return value.k === "known" && typeof value.value === "number" && value.value > 0;
}

/** `items` of `items.length` */
export function countedCollection(node: TSESTree.Node): TSESTree.Expression | undefined {
  const inner = unwrap(node);
  return inner.type === "MemberExpression" && /^(length|size)$/.test(memberName(inner) ?? "")
    ? inner.object
    : undefined;
}

function writesIn(region: TSESTree.Node, variable: Variable): readonly Reference[] {
  return variable.references.filter(
    (reference) => reference.isWrite() && reference.init !== true && isInside(reference.identifier, region),
  );
}

/** `count++`, `count += 1`, `count = count + 1` */
function isStep({ identifier, writeExpr }: Reference): boolean {
  const { parent } = identifier;
  if (parent.type === "UpdateExpression") return true;
  if (parent.type !== "AssignmentExpression" || parent.left !== identifier) return false;
  if (/^[-+]=$/.test(parent.operator)) return true;
  return (
    writeExpr?.type === "BinaryExpression" &&
    writeExpr.left.type === "Identifier" &&
    writeExpr.left.name === identifier.name
  );
}
