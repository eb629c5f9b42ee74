import type { TSESTree } from "@typescript-eslint/utils";
import { type Proof, type SinkClass, harmlessIn } from "../../knowledge/sanitizers.js";
import { requestMethods } from "../../knowledge/web-requests.js";
import { type Passage, itemMethods, keepingMethods } from "../../knowledge/text-flow.js";
import { type CallNode, type FunctionNode, isFunction, memberName, unwrap } from "../../syntax/ast.js";
import { argumentsOf } from "../../syntax/call-site.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import type { Frame, Place } from "./taint-place.js";
import { nameOfCallee, proofOfFunction } from "./text-passage.js";
import { isItemChecked } from "./value-checks.js";
import { ANY, DEEP, KEYS, PARSED } from "./value-path.js";

/** What goes back through the file, one expression at a time. */
export interface TaintVisitor {
  readonly sink: SinkClass;
  readonly syntax: LambdaModel["syntax"];
  visit(expression: TSESTree.Node | null | undefined, place: Place): void;
  /** Goes on with what a function of the file returns to the call. */
  visitReturns(fn: FunctionNode, call: CallNode, isCallback: boolean, place: Place): void;
  /** Goes on with what brings a parameter its value: the event, and calls of the function. */
  visitParameter(
    parameter: { readonly fn: FunctionNode; readonly index: number },
    place: Place,
    read: TSESTree.Node,
  ): void;
  /** The frame of a call, in which the search goes into the function; undefined where it is there already, or too deep. */
  enter(fn: FunctionNode, call: CallNode, place: Place, use: TSESTree.Node): Frame | undefined;
}

/** Goes on with what a call of the function gives for one of its parameters. */
export function followArgument(
  fn: FunctionNode,
  call: CallNode,
  index: number,
  place: Place,
  search: TaintVisitor,
): void {
  const site = search.syntax.graph.callSitesOf(fn).find((candidate) => candidate.call === call);
  const given = site === undefined ? call.arguments : argumentsOf(site);
  if (given === undefined) return;
  const spread = given.findIndex((argument) => argument.type === "SpreadElement");
  if (spread !== -1 && spread <= index) return;
  const parameter = fn.params[index];
  if (parameter?.type === "RestElement") {
    const [step, ...rest] = place.path;
    for (const [offset, argument] of given.slice(index).entries())
      if (step === DEEP) search.visit(argument, place);
      else if (step === ANY || step === String(offset)) search.visit(argument, { ...place, path: rest });
    return;
  }
  const argument = given[index];
  if (argument !== undefined) search.visit(argument, place);
  else if (parameter?.type === "AssignmentPattern") search.visit(parameter.right, place);
}

/** Goes on with what `map`, `then` and their like give to the function that they call, behind what `bind` has given it. */
export function followCallbackArgument(
  fn: FunctionNode,
  call: CallNode,
  parameter: number,
  place: Place,
  search: TaintVisitor,
): void {
  const bound = boundIn(call, fn, search.syntax);
  const index = parameter - bound.length;
  if (index < 0) {
    if (!bound.slice(0, parameter + 1).some(({ type }) => type === "SpreadElement"))
      search.visit(bound[parameter], place);
    return;
  }
  const callee = unwrap(call.callee);
  if (call.type !== "CallExpression" || callee.type !== "MemberExpression") return;
  const name = memberName(callee) ?? "";
  const item: Place = { ...place, path: [ANY, ...place.path] };
  if (name === "reduce" || name === "reduceRight") {
    if (index === 0) search.visit(call.arguments[1], place);
    if (index === 1) search.visit(callee.object, item);
  } else if (name === "then" && index === 0) search.visit(callee.object, place);
  else if (name === "from" && index === 0) search.visit(call.arguments[0], item);
  else if (name === "replace" || name === "replaceAll") search.visit(callee.object, { ...place, path: [] });
  else if (name === "sort" || name === "toSorted") search.visit(callee.object, item);
  else if (index === 0 && !PROMISE_ENDS.has(name)) search.visit(callee.object, item);
}

/** `[sql]` of `connected.then(run.bind(this, sql))`. */
function boundIn(
  call: CallNode,
  fn: FunctionNode,
  { values }: TaintVisitor["syntax"],
): readonly TSESTree.CallExpressionArgument[] {
  for (const argument of call.arguments) {
    const binding = unwrap(argument);
    if (binding.type !== "CallExpression") continue;
    const method = unwrap(binding.callee);
    const isBind = method.type === "MemberExpression" && memberName(method) === "bind";
    if (isBind && values.functionsOf(binding).includes(fn)) return binding.arguments.slice(1);
  }
  return [];
}

const PROMISE_ENDS = new Set(["catch", "finally"]);

/** Goes on with the arguments of a call that the table of passages explains. */
export function followPassage(
  call: TSESTree.CallExpression,
  passage: Passage,
  place: Place,
  search: TaintVisitor,
): void {
  const [first, second] = call.arguments;
  const [step, ...rest] = place.path;
  const go = (node: TSESTree.Node | undefined, path = place.path): void => {
    search.visit(node, { ...place, path });
  };
  switch (passage) {
    case "first":
      go(first);
      return;
    case "parsed":
      go(first, [PARSED, ...place.path]);
      return;
    case "serialised":
      for (const argument of call.arguments) go(argument, step === PARSED ? rest : [DEEP]);
      return;
    case "all":
      for (const argument of call.arguments) go(argument, []);
      return;
    case "merged":
      for (const argument of [...call.arguments].reverse()) go(argument);
      return;
    case "keys":
      go(first, [KEYS]);
      return;
    case "values":
      go(first, step === DEEP ? [DEEP] : [ANY, ...rest]);
      return;
    case "entries": {
      const [part, ...below] = rest;
      if (part !== "1") go(first, [KEYS]);
      if (part !== "0") go(first, step === DEEP || part === DEEP ? [DEEP] : [ANY, ...below]);
      return;
    }
    case "from-entries":
      if (step === KEYS || step === DEEP) go(first, [ANY, "0"]);
      if (step !== KEYS) go(first, step === DEEP ? [DEEP] : [ANY, "1", ...rest]);
      return;
    case "property": {
      const path = second === undefined ? undefined : readStaticString(search.syntax.facts, second);
      if (path !== undefined) go(first, [...path.split("."), ...place.path]);
    }
  }
}

/** Goes on with the receiver of a method of strings, lists, maps and promises. */
export function followMethod(call: TSESTree.CallExpression, place: Place, search: TaintVisitor): void {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression") return;
  const name = memberName(callee) ?? "";
  const [first, second] = call.arguments;
  const [step, ...rest] = place.path;
  const go = (node: TSESTree.Node | undefined, path = place.path): void => {
    search.visit(node, { ...place, path });
  };
  switch (name) {
    case "join":
      go(callee.object, [ANY]);
      go(first, []);
      return;
    case "concat":
      go(callee.object);
      for (const argument of call.arguments) search.visit(argument, { ...place, isBuiltIn: true });
      return;
    case "split":
      // A piece between slashes leads to no other folder.
      if (search.sink === "path" && step !== undefined && splitsAtSlash(first)) return;
      go(callee.object, []);
      return;
    case "replace":
    case "replaceAll": {
      const proof = proofOfReplace(call, name);
      if (proof.includes(search.sink)) return;
      go(callee.object, []);
      // What is put in has the rest of the text around it.
      search.visit(second, { ...place, path: [], isBuiltIn: true });
      return;
    }
    case "map":
    case "flatMap":
      followMap(call, callee, place, search, rest);
      return;
    case "filter":
      if (first !== undefined && isKeptChecked(first, search, place)) return;
      go(callee.object);
      return;
    case "reduce":
    case "reduceRight":
      for (const fn of search.syntax.values.functionsOf(first ?? callee))
        search.visitReturns(fn, call, true, place);
      go(second);
      return;
    case "then":
      for (const fn of search.syntax.values.functionsOf(first ?? callee))
        search.visitReturns(fn, call, true, place);
      return;
    case "toString":
      if (isEncoding(first) && isHarmless("digest", search.sink)) return;
      go(callee.object);
      return;
    case "match":
    case "matchAll":
      go(callee.object, []);
      return;
    default:
      if (keepingMethods.has(name)) go(callee.object);
      else if (requestMethods.has(name)) go(callee.object, [`${name}()`, ...place.path]);
      else if (itemMethods.has(name)) go(callee.object, [ANY, ...place.path]);
  }
}

/** `ids.map((id) => …)` holds what the function returns, `ids.map(String)` what `String` does. */
function followMap(
  call: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
  place: Place,
  search: TaintVisitor,
  rest: readonly string[],
): void {
  const [mapper] = call.arguments;
  if (mapper === undefined) return;
  const item: Place = { ...place, path: place.path[0] === DEEP ? [DEEP] : rest };
  const functions = search.syntax.values.functionsOf(mapper);
  for (const fn of functions) search.visitReturns(fn, call, true, item);
  if (functions.length > 0 || isFunction(mapper)) return;
  const proof = proofOfFunction(mapper, search.syntax);
  if (proof !== undefined && isHarmless(proof, search.sink)) return;
  const named = nameOfCallee(mapper, search.syntax);
  if (proof !== undefined || (named?.module === "global" && /^(?:String|JSON\.stringify)$/.test(named.path)))
    search.visit(callee.object, { ...place, path: [ANY] });
}

function isHarmless(proof: Proof, sink: SinkClass): boolean {
  return harmlessIn[proof].includes(sink);
}

/** `columns.filter((column) => ALLOWED.has(column))` */
function isKeptChecked(predicate: TSESTree.Node, search: TaintVisitor, { path }: Place): boolean {
  return search.syntax.values
    .functionsOf(predicate)
    .some((fn) => isItemChecked(fn, path.slice(1), search.sink, search.syntax));
}

function splitsAtSlash(separator: TSESTree.Node | undefined): boolean {
  return separator?.type === "Literal" && (separator.value === "/" || /[/\\]/.test(String(separator.value)));
}

/** `buffer.toString("base64")` */
function isEncoding(argument: TSESTree.Node | undefined): boolean {
  return argument?.type === "Literal" && /^(?:base64|base64url|hex)$/.test(String(argument.value));
}

const EVERYTHING: readonly SinkClass[] = harmlessIn.format;

/** For which sinks a replacement takes away what does harm: every quote, every `<`, everything but what it names. */
function proofOfReplace(call: TSESTree.CallExpression, name: string): readonly SinkClass[] {
  const [pattern] = call.arguments;
  if (pattern?.type !== "Literal") return [];
  const isRegExp = "regex" in pattern;
  const source = isRegExp ? pattern.regex.pattern : String(pattern.value);
  if (isRegExp ? !pattern.regex.flags.includes("g") : name !== "replaceAll") return [];
  if (isRegExp && /^(?:\[\^[^\]]+\]|\\[WD])[+*]?$/.test(source)) return EVERYTHING;
  const sinks: SinkClass[] = [];
  if (/['"]/.test(source)) sinks.push("sql", "dynamodb");
  if (source.includes("<")) sinks.push("html");
  if (/\/|\\\.\\?\.|\.\./.test(source)) sinks.push("path", "module");
  return sinks;
}
