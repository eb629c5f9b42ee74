import type { TSESTree } from "@typescript-eslint/utils";
import { bufferedMetricsFacts } from "../../knowledge/promise-calls.js";
import { type FunctionNode, memberName, unitOf, unwrap, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { readStaticString } from "../../syntax/static-value.js";
import { exportPath } from "../bindings/fact-match.js";
import type { LossContext } from "./loss-context.js";
import { isLostDataListener } from "./stream-listeners.js";

/** Work that tells nobody by a promise when it is done, and that nothing waits for. */
export type LostCallback =
  | {
      readonly kind: "timer" | "callback" | "stream" | "listener" | "data";
      readonly node: TSESTree.CallExpression;
    }
  | { readonly kind: "metrics"; readonly node: TSESTree.CallExpression; readonly flush: string };

const CALLBACK_MODULES =
  /^(?:node:)?(?:fs|child_process|https?|stream|zlib)$|^(?:aws-sdk|@aws-sdk|pg|pg-pool|mysql2?|redis|ioredis|nodemailer)(?:\/|$)/;
const CALLBACK_TEXT = /\bset(?:Timeout|Interval|Immediate)\b|\.pipe\(|\.emit\(/;
const TIMERS = new Set(["setTimeout", "setInterval", "setImmediate"]);
const LISTENS = new Set(["on", "once", "addListener", "prependListener", "prependOnceListener"]);
/** What is done with a request of `node:https` that goes on by itself. */
const STREAM_MEMBERS = new Set(["on", "once", "write", "end", "setTimeout", "setHeader", "destroy"]);

/** Timers, callbacks, pipes, listeners and buffered metrics that are not over when the handler returns. */
export function findLostCallbacks(context: LossContext): readonly LostCallback[] {
  const { facts } = context.lambda.syntax;
  const found: LostCallback[] = [];
  const mayCallBack = [...facts.specifiers].some((specifier) => CALLBACK_MODULES.test(specifier));
  // A look at the text spares most files the rest.
  const calls = mayCallBack || CALLBACK_TEXT.test(facts.sourceCode.text) ? facts.calls : [];
  for (const call of calls) {
    if (call.type !== "CallExpression") continue;
    const callee = unwrap(call.callee);
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (callee.type === "Identifier" && isLostTimer(call, context)) found.push({ kind: "timer", node: call });
    else if (name === "pipe" && isLostPipe(call, context)) found.push({ kind: "stream", node: call });
    else if (name === "emit" && isLostEmit(call, context)) found.push({ kind: "listener", node: call });
    else if (name !== undefined && isLostDataListener(call, context))
      found.push({ kind: "data", node: call });
    else if (mayCallBack && isLostCallback(call, context)) found.push({ kind: "callback", node: call });
  }
  return [...found, ...findBufferedMetrics(context)];
}

/** `setTimeout(() => client.send(…), 100)`, unless something stops it or waits for it. */
function isLostTimer(call: TSESTree.CallExpression, context: LossContext): boolean {
  const { facts, values, resolveImport } = context.lambda.syntax;
  const callee = unwrap(call.callee);
  if (callee.type !== "Identifier") return false;
  const imported = facts.variableOf(callee) === undefined ? undefined : resolveImport(callee);
  const name = imported?.module === "timers" ? imported.path.at(-1) : callee.name;
  if (!TIMERS.has(name ?? "") || (facts.variableOf(callee) !== undefined && imported === undefined))
    return false;
  const [callback] = call.arguments;
  if (callback === undefined || !values.functionsOf(callback).some((fn) => beginsWork(fn, context)))
    return false;
  return isDropped(call, context) && context.frozen.includes(call) && !context.signals.areIn(call);
}

/** True when a function without a caller that waits begins something that is not over when it returns. */
function beginsWork(fn: FunctionNode, { calls, lambda }: LossContext): boolean {
  if (calls.callbackGoesOn(fn)) return true;
  return lambda.syntax.facts.calls.some(
    (call) => unitOf(call) === fn && calls.givesPromise(call) && calls.goesOn(call),
  );
}

function isDropped(call: TSESTree.CallExpression, { ownership }: LossContext): boolean {
  return ownership.lossOf(call, false) !== undefined;
}

/** `fs.writeFile(path, text, callback)`, `s3.putObject(params, callback)` */
function isLostCallback(call: TSESTree.CallExpression, context: LossContext): boolean {
  const last = call.arguments.at(-1);
  // A callback is a function, or a name for one.
  if (
    last === undefined ||
    !/Function|Identifier|MemberExpression/.test(last.type) ||
    !(isDropped(call, context) || isRequestLeftAlone(call, context))
  )
    return false;
  if (!context.calls.reportsByCallback(call)) return false;
  return context.frozen.includes(call) && !context.signals.areIn(call);
}

/** `const request = https.request(url, callback); request.end();` */
function isRequestLeftAlone(call: TSESTree.CallExpression, { lambda }: LossContext): boolean {
  const declarator = wrapped(call).parent;
  if (declarator?.type !== "VariableDeclarator" || declarator.id.type !== "Identifier") return false;
  const { facts, resolveImport } = lambda.syntax;
  if (!/^https?$/.test(resolveImport(call.callee)?.module ?? "")) return false;
  const variable = facts.variableOf(declarator.id);
  return variable !== undefined && hasOnlyMembers(variable, STREAM_MEMBERS, unitOf(call));
}

function hasOnlyMembers(variable: Variable, names: ReadonlySet<string>, unit: TSESTree.Node): boolean {
  return variable.references.every(({ identifier, init }) => {
    if (init === true) return true;
    const { parent } = identifier as TSESTree.Node;
    return (
      unitOf(identifier) === unit &&
      parent?.type === "MemberExpression" &&
      parent.object === identifier &&
      names.has(memberName(parent) ?? "")
    );
  });
}

/** `source.pipe(fs.createWriteStream(path))`, and nothing hears of its end. */
function isLostPipe(call: TSESTree.CallExpression, context: LossContext): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "pipe") return false;
  const [target] = call.arguments;
  if (target === undefined || !isDropped(call, context) || !isFileStream(target, context)) return false;
  const { facts } = context.lambda.syntax;
  const variable = facts.variableOf(unwrap(target));
  const isHeard = variable?.references.some(
    ({ identifier, init }) => init !== true && wrapped(identifier) !== wrapped(target),
  );
  return isHeard !== true && context.frozen.includes(call) && !context.signals.areIn(call);
}

function isFileStream(target: TSESTree.Node, { lambda }: LossContext): boolean {
  const { values, resolveImport } = lambda.syntax;
  return values.valuesOf(target).some((value) => {
    const imported = value.type === "CallExpression" ? resolveImport(value.callee) : undefined;
    return imported?.module === "fs" && imported.path.at(-1) === "createWriteStream";
  });
}

/** `emitter.emit("order")` where the file's listener is async: an emitter does not wait for its listeners. */
function isLostEmit(call: TSESTree.CallExpression, context: LossContext): boolean {
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "emit") return false;
  const { facts, values } = context.lambda.syntax;
  const emitter = facts.variableOf(unwrap(callee.object));
  const name = call.arguments[0] && readStaticString(facts, call.arguments[0]);
  if (emitter === undefined || name === undefined || !isNodeEmitter(callee.object, context)) return false;
  const isHeard = emitter.references.some(({ identifier }) => {
    const member = (identifier as TSESTree.Node).parent;
    const listen =
      member?.type === "MemberExpression" && LISTENS.has(memberName(member) ?? "") ? member.parent : null;
    if (listen?.type !== "CallExpression") return false;
    const [event, listener] = listen.arguments;
    if (event === undefined || listener === undefined || readStaticString(facts, event) !== name)
      return false;
    return values
      .functionsOf(listener)
      .some((fn) => context.calls.callbackGoesOn(fn) && !context.signals.areIn(fn));
  });
  return isHeard && context.frozen.includes(call);
}

function isNodeEmitter(object: TSESTree.Node, { lambda }: LossContext): boolean {
  const { values, resolveImport } = lambda.syntax;
  return values.valuesOf(object).some((value) => {
    const imported = value.type === "NewExpression" ? resolveImport(value.callee) : undefined;
    return imported?.module === "events";
  });
}

/** The first addition to each collector of metrics of which the file shows that nothing ever sends it. */
function findBufferedMetrics({ lambda }: LossContext): readonly LostCallback[] {
  const { facts, resolveImport } = lambda.syntax;
  // Code without a handler leaves the sending to who has one.
  if (!lambda.hasEvidence) return [];
  const modules = bufferedMetricsFacts.filter(({ module }) => facts.specifiers.has(module));
  return modules.flatMap((fact): readonly LostCallback[] => {
    if (fact.flushes.some((name) => facts.sourceCode.text.includes(name))) return [];
    return facts.calls.flatMap((maker): readonly LostCallback[] => {
      const imported = resolveImport(maker.callee);
      if (imported?.module !== fact.module || !fact.maker.test(exportPath(imported))) return [];
      const declarator = maker.parent;
      if (
        declarator.type !== "VariableDeclarator" ||
        declarator.parent.parent.type === "ExportNamedDeclaration"
      )
        return [];
      const uses = facts.variableOf(declarator.id)?.references.filter(({ init }) => init !== true) ?? [];
      const members = uses.map(({ identifier }) => (identifier as TSESTree.Node).parent);
      if (!members.every((member) => member?.type === "MemberExpression")) return [];
      const added = members
        .map((member) => member.parent)
        .find(
          (call): call is TSESTree.CallExpression =>
            call.type === "CallExpression" &&
            call.callee.type === "MemberExpression" &&
            fact.adds.test(memberName(call.callee) ?? "") &&
            lambda.runsPerInvocation(call),
        );
      const flush = `${declarator.id.type === "Identifier" ? declarator.id.name : "metrics"}.${fact.flushes[0] ?? ""}()`;
      return added === undefined ? [] : [{ kind: "metrics", node: added, flush }];
    });
  });
}
