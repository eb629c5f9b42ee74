import type { TSESTree } from "@typescript-eslint/utils";
import { type SinkClass, harmlessIn } from "../../knowledge/sanitizers.js";
import { addingMethods, numericProperties } from "../../knowledge/text-flow.js";
import { type CallNode, type FunctionNode, isInside, memberName, unwrap } from "../../syntax/ast.js";
import { type VariableWrite, isOverwritten, writesReaching } from "../../syntax/reaching-writes.js";
import type { LambdaModel } from "../model.js";
import {
  type TaintVisitor,
  followArgument,
  followCallbackArgument,
  followMethod,
  followPassage,
} from "./taint-calls.js";
import { followArray, followObject } from "./taint-literals.js";
import { followNew, followThis } from "./taint-objects.js";
import { type Frame, type Place, frameOf, isWhole, pathInWrite, textAt } from "./taint-place.js";
import { type Taint, sourceOf } from "./taint-sources.js";
import { passageOf, proofOfCall } from "./text-passage.js";
import { leadingParts } from "./url-parts.js";
import { hasValidatingWrapper } from "../events/validated-events.js";
import { createValueChecks } from "./value-checks.js";
import { ANY, DEEP, type ValuePath } from "./value-path.js";

export interface TaintQuestion {
  readonly sink: SinkClass;
  /** The part of the value that counts: `["FilterExpression"]` of an input. Nothing for the value itself, as text. */
  readonly path?: ValuePath;
  /** True for the data of interest; all of it unless given. */
  readonly isWanted?: (source: Taint) => boolean;
  /** True when every source is wanted. Otherwise the first one is. */
  readonly all?: boolean;
  /** How many steps at the end of the path are those of the sink: all of them, unless a search in another file began it. */
  readonly intact?: number;
  /** The code that takes the value has put it together with other text. */
  readonly isBuiltIn?: boolean;
}

/** A parameter that brings a value, of a function that the search has not come into by a call. */
export interface OpenParameter {
  readonly fn: FunctionNode;
  readonly index: number;
  /** The way from the argument to the value, and how many steps at its end are the sink's own. */
  readonly path: ValuePath;
  readonly intact: number;
  readonly isBuiltIn: boolean;
  /** It is a source of event data by its type, or as a handler's. */
  readonly isEvent: boolean;
}

export interface TracedData {
  readonly taints: readonly Taint[];
  /** What the value comes from besides: whoever calls these functions decides it. */
  readonly parameters: readonly OpenParameter[];
}

/** Where the event data in the value of an expression comes from, in source order. */
export function findTaints(
  expression: TSESTree.Node,
  question: TaintQuestion,
  lambda: LambdaModel,
): readonly Taint[] {
  return traceData(expression, question, lambda).taints;
}

/** The same, with the parameters that the value comes from. */
export function traceData(
  expression: TSESTree.Node,
  question: TaintQuestion,
  lambda: LambdaModel,
): TracedData {
  return new TaintSearch(expression, question, lambda).run();
}

const MAX_STEPS = 3000;
const MAX_FRAMES = 8;
/** How deep values are followed into one another: generated code goes deeper than the stack does. */
const MAX_DEPTH = 200;

/**
 * Goes back from a sink to the event: to operands, to the writes that reach a variable, to the arguments of calls and to
 * what functions of the file return, one call at a time. It carries the path of the property that counts, so that
 * `input.id` does not stand for all of `input`. A call that neither the file nor a table explains ends it.
 */
class TaintSearch implements TaintVisitor {
  readonly sink: SinkClass;
  readonly syntax: LambdaModel["syntax"];
  private readonly found: Taint[] = [];
  private readonly parameters: OpenParameter[] = [];
  private readonly seen = new Set<string>();
  private steps = 0;
  private depth = 0;

  constructor(
    private readonly start: TSESTree.Node,
    private readonly question: TaintQuestion,
    private readonly lambda: LambdaModel,
  ) {
    this.sink = question.sink;
    this.syntax = lambda.syntax;
  }

  run(): TracedData {
    const { start, question } = this;
    if (hasValidatingWrapper(this.syntax)) return { taints: [], parameters: [] };
    const path = question.path ?? [];
    this.visit(start, {
      path,
      intact: question.intact ?? path.length,
      use: start,
      frame: undefined,
      at: start,
      isFixed: false,
      isBuiltIn: question.isBuiltIn ?? false,
    });
    return { taints: this.found, parameters: this.parameters };
  }

  visit(expression: TSESTree.Node | null | undefined, given: Place): void {
    if (!expression || this.isDone()) return;
    const node = unwrap(expression);
    if (leadsNowhere(node)) return;
    const isPart = !given.isFixed && isInside(node, this.start);
    const intact = Math.min(given.intact, given.path.length);
    const place = { ...given, intact, at: isPart ? node : given.at };
    const { path, use, frame } = place;
    const key = `${placeOf(node)} ${placeOf(use)} ${path.join("\0")} ${frame?.id ?? ""}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.depth++;
    this.expand(node, place);
    this.depth--;
  }

  private isDone(): boolean {
    if (this.depth > MAX_DEPTH) return true;
    return ++this.steps > MAX_STEPS || (this.found.length > 0 && this.question.all !== true);
  }

  private expand(node: TSESTree.Node, place: Place): void {
    const { path } = place;
    switch (node.type) {
      case "Identifier":
        this.expandIdentifier(node, place);
        return;
      case "MemberExpression":
        this.expandMember(node, place);
        return;
      case "TemplateLiteral":
        if (this.sink === "url") this.visitLeading(node, place);
        else if (isWhole(path)) for (const part of node.expressions) this.visit(part, textAt(place));
        return;
      case "TaggedTemplateExpression":
        if (isRaw(node)) for (const part of node.quasi.expressions) this.visit(part, textAt(place));
        return;
      case "BinaryExpression":
        if (node.operator !== "+" || !isWhole(path)) return;
        if (this.sink === "url") this.visitLeading(node, place);
        else {
          this.visit(node.left, textAt(place));
          this.visit(node.right, textAt(place));
        }
        return;
      case "ConditionalExpression":
        this.visit(node.consequent, place);
        this.visit(node.alternate, place);
        return;
      case "LogicalExpression":
        if (node.operator !== "&&") this.visit(node.left, place);
        this.visit(node.right, place);
        return;
      case "AssignmentExpression":
        this.visit(node.right, place);
        return;
      case "AwaitExpression":
        this.visit(node.argument, place);
        return;
      case "ArrayExpression":
        followArray(node, place, this);
        return;
      case "ObjectExpression":
        followObject(node, place, this);
        return;
      case "NewExpression":
        followNew(node, place, this);
        return;
      case "CallExpression":
        this.expandCall(node, place);
        return;
      case "ImportExpression":
      default:
        return;
    }
  }

  /** Of a URL only what decides its scheme and host. */
  private visitLeading(node: TSESTree.Node, place: Place): void {
    for (const part of leadingParts(node, this.syntax)) this.visit(part, textAt(place));
  }

  // ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  private expandIdentifier(node: TSESTree.Identifier, place: Place): void {
    const variable = this.syntax.facts.variableOf(node);
    if (variable === undefined) return;
    const checks = createValueChecks({ variable, path: place.path }, this.sink, this.syntax);
    if (checks.holdsAt(place.use) || (place.use !== node && checks.holdsAt(node))) return;
    for (const write of writesReaching(variable, node, this.syntax.facts, addingMethods)) {
      if (this.isHidden(write, node, place.path)) continue;
      this.visitWrite(write, place, node);
    }
  }

  /** The declaration of an object says nothing of a property that has been written since. */
  private isHidden(write: VariableWrite, read: TSESTree.Identifier, [step]: ValuePath): boolean {
    if (write.property !== undefined || step === undefined) return false;
    const variable = this.syntax.facts.variableOf(read);
    return variable !== undefined && isOverwritten(variable, step, read, this.syntax.facts);
  }

  private visitWrite(write: VariableWrite, place: Place, read: TSESTree.Node): void {
    const path = pathInWrite(write, place.path);
    if (path === undefined) return;
    // What a closure reads was made where the outer function made it.
    const next = { ...place, path, isFixed: false };
    if (write.parameter !== undefined) this.visitParameter(write.parameter, next, read);
    else this.visit(write.value, next);
  }

  visitParameter(
    { fn, index }: { readonly fn: FunctionNode; readonly index: number },
    place: Place,
    read: TSESTree.Node,
  ): void {
    const source = sourceOf({ fn, index, read }, place, this.sink, this.lambda);
    if (source !== undefined && this.question.isWanted?.(source) !== false) this.found.push(source);
    const { graph } = this.syntax;
    const frame = frameOf(place.frame, fn);
    if (frame !== undefined) {
      const outside = { ...place, frame: frame.outer, use: frame.use };
      if (frame.isCallback) followCallbackArgument(fn, frame.call, index, outside, this);
      else followArgument(fn, frame.call, index, outside, this);
      return;
    }
    this.addOpen(fn, index, place, source !== undefined);
    const outside = { ...place, frame: undefined };
    for (const { call } of graph.callSitesOf(fn))
      followArgument(fn, call, index, { ...outside, use: call }, this);
    for (const { call } of graph.callbackUsesOf(fn))
      followCallbackArgument(fn, call, index, { ...outside, use: call }, this);
  }

  private addOpen(
    fn: FunctionNode,
    index: number,
    { path, intact, isBuiltIn }: Place,
    isEvent: boolean,
  ): void {
    const isRest = fn.params[index]?.type === "RestElement";
    const [step = "", ...rest] = path;
    const parameter = { fn, intact, isBuiltIn, isEvent };
    if (!isRest) this.parameters.push({ ...parameter, index, path });
    else if (/^\d+$/.test(step))
      this.parameters.push({ ...parameter, index: index + Number(step), path: rest });
  }

  // ── members ───────────────────────────────────────────────────────────────────────────────────────────────────────

  private expandMember(node: TSESTree.MemberExpression, place: Place): void {
    const name = memberName(node);
    if (name !== undefined && numericProperties.has(name)) return;
    const step = name ?? (node.computed ? this.indexOf(node.property) : ANY);
    const object = unwrap(node.object);
    const inner: Place = { ...place, path: [step, ...place.path], isFixed: true };
    if (object.type === "ThisExpression") followThis(object, inner, this);
    else this.visit(object, inner);
  }

  /** The property that a computed access reads, if it is a constant. */
  private indexOf(property: TSESTree.Node): string {
    const values = this.syntax.values.valuesOf(property);
    const [only] = values;
    if (values.length === 1 && only?.type === "Literal" && only.value !== null) return String(only.value);
    return ANY;
  }

  // ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  private expandCall(node: TSESTree.CallExpression, place: Place): void {
    const proof = proofOfCall(node, this.syntax);
    if (proof !== undefined) {
      if (harmlessIn[proof].includes(this.sink)) return;
      for (const argument of node.arguments) this.visit(argument, { ...place, path: [DEEP] });
      return;
    }
    const callees = this.calleesOf(node);
    for (const fn of callees) this.visitReturns(fn, node, false, place);
    if (callees.length > 0) return;
    const passage = passageOf(node, this.syntax);
    if (passage !== undefined) followPassage(node, passage, place, this);
    else if (!this.followImported(node, place)) followMethod(node, place, this);
  }

  /** Goes on with the arguments that a function of another file gives back. */
  private followImported(node: TSESTree.CallExpression, place: Place): boolean {
    const { path, intact } = place;
    const given = this.lambda.otherFiles.argumentsGivenBackBy(node, { sink: this.sink, path, intact });
    for (const { argument, path, intact, isBuiltIn } of given)
      this.visit(node.arguments[argument], {
        ...place,
        path,
        intact,
        isBuiltIn: place.isBuiltIn || isBuiltIn,
      });
    return given.length > 0;
  }

  /** The functions of the file that the call runs; `fn.call(…)` and `fn.apply(…)` run `fn`. */
  private calleesOf({ callee }: TSESTree.CallExpression): readonly FunctionNode[] {
    const { values } = this.syntax;
    const direct = values.functionsOf(callee);
    const node = unwrap(callee);
    if (direct.length > 0 || node.type !== "MemberExpression") return direct;
    return /^(?:call|apply)$/.test(memberName(node) ?? "") ? values.functionsOf(node.object) : [];
  }

  /** What a function of the file returns to the call. */
  visitReturns(fn: FunctionNode, call: CallNode, isCallback: boolean, place: Place): void {
    const frame = this.enter(fn, call, place, place.use, isCallback);
    if (frame === undefined) return;
    for (const value of this.syntax.facts.returnsOf(fn))
      this.visit(value, { ...place, frame, use: value, isFixed: place.isFixed });
  }

  enter(
    fn: FunctionNode,
    call: CallNode,
    place: Place,
    use: TSESTree.Node,
    isCallback = false,
  ): Frame | undefined {
    let depth = 0;
    for (let frame = place.frame; frame !== undefined; frame = frame.outer)
      if (frame.fn === fn || ++depth >= MAX_FRAMES) return undefined;
    const id = `${place.frame?.id ?? ""}>${call.range[0]}:${fn.range[0]}@${use.range.join("-")}`;
    return { id, fn, call, isCallback, outer: place.frame, use };
  }
}

function placeOf({ range }: TSESTree.Node): string {
  return `${range[0]}:${range[1]}`;
}

/** Constants and functions have no event data, and most expressions end in them. */
function leadsNowhere({ type }: TSESTree.Node): boolean {
  return type === "Literal" || type === "ArrowFunctionExpression" || type === "FunctionExpression";
}

function isRaw({ tag }: TSESTree.TaggedTemplateExpression): boolean {
  const node = unwrap(tag);
  return (
    node.type === "MemberExpression" &&
    memberName(node) === "raw" &&
    node.object.type === "Identifier" &&
    node.object.name === "String"
  );
}
