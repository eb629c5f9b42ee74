import type { TSESTree } from "@typescript-eslint/utils";
import { type LoopNode, chainRoot, isInside, isLoop, memberName, unwrap } from "../../syntax/ast.js";
import type { DataFlow } from "../../syntax/data-flow.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Reference, Variable } from "../../syntax/name-index.js";
import { countSources, grows } from "../../syntax/item-count.js";
import { exitTestsOf } from "../../syntax/loop-exits.js";
import { readStatic } from "../../syntax/static-value.js";
import type { AwaitedWork } from "../promises/awaited-work.js";
import type { LambdaModel } from "../model.js";
import { isAnsweredElsewhere } from "./answered-results.js";
import { drawsUntilFree } from "./random-draws.js";
import { type Driver, createLoopDrivers } from "./loop-drivers.js";

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

export function createLoopConditions(lambda: LambdaModel, awaited: AwaitedWork): LoopConditions {
  return new ConditionReader(lambda, awaited);
}

class ConditionReader implements LoopConditions {
  private readonly drivers = new Map<LoopNode, DataFlow<Driver>>();

  constructor(
    private readonly lambda: LambdaModel,
    private readonly awaited: AwaitedWork,
  ) {}

  endsInTime(loop: LoopNode): boolean {
    const { lambda } = this;
    const drivers = this.driversOf(loop);
    return [...ownTestOf(loop), ...exitTestsOf(loop)].some((test) => {
      if (drivers.originsOf(test).has("clock")) return true;
      return partsOf(test).some(
        (part) => isCounted(loop, part, drivers, lambda) || isToldByUnseenCode(loop, part, lambda),
      );
    });
  }

  limitOf(loop: TSESTree.ForStatement): TSESTree.Expression | undefined {
    const { facts } = this.lambda.syntax;
    for (const part of loop.test ? partsOf(loop.test) : []) {
      if (part.type !== "BinaryExpression" || part.left.type === "PrivateIdentifier") continue;
      if (isCounter(loop, part.left, facts)) return part.right;
      if (isCounter(loop, part.right, facts)) return part.left;
    }
    return undefined;
  }

  goesOnWithData(loop: ConditionalLoop): boolean {
    const { facts } = this.lambda.syntax;
    const constant = loop.test === null ? undefined : readStatic(facts, loop.test);
    if (constant?.k === "known" && !constant.value) return false;
    const isEndless = constant === undefined || constant.k === "known";
    const tests = [...(isEndless ? [] : ownTestOf(loop)), ...exitTestsOf(loop)];
    if (tests.length > 0 && drawsUntilFree(loop, this.lambda.syntax)) return false;
    const drivers = this.driversOf(loop);
    return (
      tests.length === 0 ||
      tests.some(
        (test) =>
          drivers.originsOf(test).has("answer") ||
          isFromData(test, this.lambda) ||
          setsFlag(loop, test, facts),
      )
    );
  }

  private driversOf(loop: LoopNode): DataFlow<Driver> {
    let drivers = this.drivers.get(loop);
    if (drivers === undefined) {
      drivers = createLoopDrivers(loop, this.lambda, this.awaited);
      this.drivers.set(loop, drivers);
    }
    return drivers;
  }
}

/** `isLate = isOutOfTime()` in the loop, and `while (!isLate)`. */
function isToldByUnseenCode(loop: LoopNode, part: TSESTree.Node, lambda: LambdaModel): boolean {
  if (asksUnseenCode(part, lambda)) return true;
  const variable = lambda.syntax.facts.variableOf(part);
  const writes = variable === undefined ? [] : writesIn(loop, variable);
  return (
    writes.length > 0 &&
    writes.every(({ writeExpr }) => writeExpr != null && asksUnseenCode(unwrap(writeExpr), lambda))
  );
}

/** `if (isOutOfTime()) break`, with the function in another file. */
function asksUnseenCode(part: TSESTree.Node, lambda: LambdaModel): boolean {
  const { facts, values } = lambda.syntax;
  if (part.type !== "CallExpression" || part.arguments.length > 0) return false;
  if (values.functionsOf(part.callee).length > 0) return false;
  const root = chainRoot(part);
  // `this.budget.isSpent()`, with the class of the field in another file.
  if (root.type === "ThisExpression") return true;
  const [definition] = facts.variableOf(root)?.defs ?? [];
  if (definition?.type === "ImportBinding") return true;
  return definition?.type === "Parameter" && lambda.originsOf(definition.name).has("unknown");
}

/** True when the loop itself sets a variable of the test to `true`, `false`, `null` … */
function setsFlag(loop: LoopNode, test: TSESTree.Expression, facts: SyntaxFacts): boolean {
  return partsOf(test).some((part) => {
    const variable = facts.variableOf(part);
    if (variable === undefined) return false;
    return writesIn(loop, variable).some(({ writeExpr }) => writeExpr?.type === "Literal");
  });
}

function ownTestOf(loop: LoopNode): readonly TSESTree.Expression[] {
  return loop.type !== "ForOfStatement" && loop.type !== "ForInStatement" && loop.test ? [loop.test] : [];
}

/** True when the event or an answer decides the value. */
export function isFromData(expression: TSESTree.Node, lambda: LambdaModel): boolean {
  const origins = lambda.originsOf(expression);
  return origins.has("event") || origins.has("response");
}

/** The conditions that `&&`, `||`, `!` and comparisons with `true` and `false` combine. */
export function partsOf(test: TSESTree.Node): readonly TSESTree.Node[] {
  const node = unwrap(test);
  if (node.type === "BinaryExpression" && /^[!=]==?$/.test(node.operator)) {
    if (isBoolean(node.right)) return partsOf(node.left);
    if (isBoolean(node.left)) return partsOf(node.right);
  }
  if (node.type === "LogicalExpression") return [...partsOf(node.left), ...partsOf(node.right)];
  if (node.type === "UnaryExpression" && node.operator === "!") return partsOf(node.argument);
  return [node];
}

function isBoolean(node: TSESTree.Node): boolean {
  return node.type === "Literal" && typeof node.value === "boolean";
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
  if (sides.some((side) => isCounter(region, side, facts)))
    // Other files are read last.
    return !sides.some(isData) && !sides.some((side) => countsAnswer(side, lambda));
  return (
    sides.some((side) => isGrowingLength(region, side, facts)) &&
    sides.some((side) => isPositiveNumber(side, facts))
  );
}

/** The `length` of what a function of another file asked another system for. */
function countsAnswer(side: TSESTree.Node, lambda: LambdaModel): boolean {
  const collection = countedCollection(side);
  return (
    collection !== undefined &&
    countSources(lambda.syntax, collection).some((source) => isAnsweredElsewhere(source, lambda))
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

/** `count++`, `count += 1`, `wait *= 2`, `count = count + 1` */
function isStep({ identifier, writeExpr }: Reference): boolean {
  const { parent } = identifier;
  if (parent.type === "UpdateExpression") return true;
  if (parent.type !== "AssignmentExpression" || parent.left !== identifier) return false;
  if (/^[-+*/]=$/.test(parent.operator)) return true;
  return (
    writeExpr?.type === "BinaryExpression" &&
    writeExpr.left.type === "Identifier" &&
    writeExpr.left.name === identifier.name
  );
}
