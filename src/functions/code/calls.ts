import type { TSESTree } from "@typescript-eslint/utils";
import { chainRoot, memberName, unwrap } from "../../syntax/ast.js";
import {
  type Frame,
  type CodeValue,
  type ListValue,
  type ResultValue,
  type Site,
  choose,
  opaque,
  variantsOf,
} from "./code-value.js";
import { callCollectionMethod, makeCollection } from "./collections.js";
import { callListMethod, callObjectFunction } from "./container-calls.js";
import { importFrom } from "./imported.js";
import { type Machine, siteOf } from "./machine.js";
import { mergeByPackage } from "./merged-objects.js";
import { callGlobalFunction, callNodeFunction, callStringMethod, resolveUrl } from "./pure-calls.js";
import { useStack } from "./used-stacks.js";

export function evaluateCall(
  node: TSESTree.CallExpression | TSESTree.NewExpression,
  frame: Frame,
  machine: Machine,
): CodeValue {
  const site = siteOf(node, frame);
  const callee = unwrap(node.callee);
  if (callee.type === "Super") {
    machine.construct(opaque(site), evaluateArguments(node, frame, machine), site, frame);
    return opaque(site);
  }
  const ofGlobal = callGlobal(node, callee, frame, machine);
  if (ofGlobal !== undefined) return ofGlobal;
  if (node.type === "NewExpression") {
    const value = machine.evaluate(callee, frame);
    return machine.construct(value, evaluateArguments(node, frame, machine), site);
  }
  if (callee.type === "MemberExpression") return callMember(node, callee, frame, machine);
  const value = machine.evaluate(callee, frame);
  const args = evaluateArguments(node, frame, machine);
  return choose(
    variantsOf(value).map((variant) => callValue(variant, undefined, undefined, args, site, machine)),
    site,
  );
}

function evaluateArguments(
  node: TSESTree.CallExpression | TSESTree.NewExpression,
  frame: Frame,
  machine: Machine,
): readonly CodeValue[] {
  return node.arguments.flatMap((argument) => {
    if (argument.type !== "SpreadElement") return [machine.evaluate(argument, frame)];
    const list = machine.evaluate(argument.argument, frame);
    return list.kind === "list" ? list.items : [opaque(siteOf(argument, frame))];
  });
}

/** Global variables that are texts, whose methods are those of any text. */
const GLOBAL_TEXTS: ReadonlySet<string> = new Set(["__dirname", "__filename"]);

/** A function of the language: `Object.keys`, `String`, `require`, `new URL`. */
function callGlobal(
  node: TSESTree.CallExpression | TSESTree.NewExpression,
  callee: TSESTree.Node,
  frame: Frame,
  machine: Machine,
): CodeValue | undefined {
  const root = chainRoot(callee);
  if (root.type !== "Identifier" || frame.module.syntax.facts.variableOf(root) !== undefined)
    return undefined;
  if (machine.files.globals.has(root.name) || GLOBAL_TEXTS.has(root.name)) return undefined;
  const name =
    callee.type === "Identifier"
      ? callee.name
      : callee.type === "MemberExpression" && unwrap(callee.object) === root
        ? `${root.name}.${memberName(callee) ?? ""}`
        : undefined;
  if (name === undefined) return undefined;
  const site = siteOf(node, frame);
  const args = evaluateArguments(node, frame, machine);
  if (node.type === "NewExpression")
    return name === "URL" ? resolveUrl(args, site) : makeCollection(name, args, site);
  if (name === "require") {
    const [specifier] = args;
    return specifier?.kind === "scalar" && typeof specifier.value === "string"
      ? importFrom(specifier.value, undefined, site, machine)
      : opaque(site);
  }
  if (name === "require.resolve") return machine.resolveFile(args[0], site);
  // What is in the text is still known by what it is made of.
  if (name === "JSON.stringify")
    return {
      kind: "result",
      callee: { kind: "imported", specifier: "JSON", path: ["stringify"], site },
      receiver: undefined,
      method: undefined,
      args,
      site,
    };
  return (
    callObjectFunction(name, args, site, machine) ??
    callGlobalFunction(name, args, site, machine.files.workingFolder) ??
    // What is given to something else of the language (`Promise.all`, `structuredClone`) is not changed by it.
    opaque(site)
  );
}

function callMember(
  node: TSESTree.CallExpression,
  callee: TSESTree.MemberExpression,
  frame: Frame,
  machine: Machine,
): CodeValue {
  const site = siteOf(node, frame);
  const holder = unwrap(callee.object);
  const isSuper = holder.type === "Super";
  const receiver = isSuper ? (frame.self ?? opaque(site)) : machine.evaluate(holder, frame);
  const computed = callee.computed ? machine.evaluate(callee.property, frame) : undefined;
  const method = memberName(callee) ?? (computed?.kind === "scalar" ? String(computed.value) : undefined);
  const args = evaluateArguments(node, frame, machine);
  return choose(
    variantsOf(receiver).map((variant) => callMethod(variant, method, args, site, machine)),
    site,
  );
}

function callMethod(
  receiver: CodeValue,
  method: string | undefined,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue {
  if (method !== undefined) {
    const builtIn =
      receiver.kind === "list"
        ? callMethodOfList(receiver, method, args, site, machine)
        : receiver.kind === "scalar"
          ? callStringMethod(receiver, method, args, site)
          : undefined;
    if (builtIn !== undefined) return builtIn;
    const member = machine.memberOf(receiver, method, site);
    if (member.kind === "function" || member.kind === "imported" || member.kind === "class")
      return callValue(member, receiver, method, args, site, machine);
  }
  return callValue(undefined, receiver, method, args, site, machine);
}

function callMethodOfList(
  list: ListValue,
  method: string,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue | undefined {
  return list.collection === undefined
    ? callListMethod(list, method, args, site, machine)
    : callCollectionMethod(list, method, args, site, machine);
}

function callValue(
  callee: CodeValue | undefined,
  receiver: CodeValue | undefined,
  method: string | undefined,
  args: readonly CodeValue[],
  site: Site,
  machine: Machine,
): CodeValue {
  if (callee?.kind === "function") return machine.invoke(callee, args, receiver);
  if (callee?.kind === "imported") {
    const known =
      callNodeFunction(callee.specifier, callee.path, args, site, machine.files.workingFolder) ??
      mergeByPackage(callee, args, site, machine) ??
      useStack(callee, args, machine);
    if (known !== undefined) return known;
  }
  const isKnown = callee?.kind === "imported" || isOutside(receiver);
  if (!isKnown && method !== undefined) machine.log.methodsOfUnknown.add(method);
  const result: ResultValue = {
    kind: "result",
    callee: callee?.kind === "imported" ? callee : undefined,
    receiver: callee?.kind === "imported" ? undefined : receiver,
    method,
    args,
    site,
  };
  machine.log.results.push(result);
  return isKnown ? (applied(result, machine) ?? result) : opaque(site);
}

/**
 * What a function makes of an output of Pulumi: `bucket.arn.apply((arn) => …)`, `pulumi.all([a, b]).apply(([a, b]) => …)`.
 * Undefined for what is no such call, and where that is not known.
 */
function applied({ receiver, method, args: [change] }: ResultValue, machine: Machine): CodeValue | undefined {
  if (method !== "apply" || receiver === undefined || change?.kind !== "function") return undefined;
  const isAll =
    receiver.kind === "result" &&
    receiver.callee?.specifier === "@pulumi/pulumi" &&
    receiver.callee.path.join(".") === "all";
  const output = isAll ? receiver.args[0] : receiver;
  const made = machine.invoke(change, output === undefined ? [] : [output]);
  return made.kind === "opaque" ? undefined : made;
}

/** A value that lives in a package, whose methods are the package's. */
function isOutside(receiver: CodeValue | undefined): boolean {
  return receiver?.kind === "instance" || receiver?.kind === "result" || receiver?.kind === "attribute";
}
