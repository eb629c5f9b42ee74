import type { TSESTree } from "@typescript-eslint/utils";
import {
  type CodeUnit,
  type FunctionNode,
  isFunction,
  memberName,
  unitOf,
  unwrap,
} from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { createRemoteCalls, type RemoteCalls } from "../clients/remote-calls.js";
import { collectExportedCode } from "../handlers/exported-code.js";

/** What makes a promise of a request of SDK v2, and the steps of a chain. */
const STEPS: ReadonlySet<string> = new Set(["promise", "then", "catch", "finally"]);

const SDK_V2 = /^aws-sdk(?:\/|$)/;

/** The code that the file exports and whose calls begin work that goes on after them. */
export function findAsyncCode(syntax: Syntax): ReadonlySet<ExportKey> {
  const { facts } = syntax;
  if (!facts.functions.some((fn) => fn.async) && ![...STEPS].some((step) => facts.words.has(step)))
    return new Set();
  const awaiting = new Set(
    facts.awaits.flatMap((node) =>
      /^(?:Call|Import)Expression$/.test(unwrap(node.argument).type) ? unitOf(node) : [],
    ),
  );
  // `async (id) => client.send(new GetCommand({ … }))`: what it gives goes on as well.
  const remote = createRemoteCalls(syntax, (value) => isSdkClient(value, syntax));
  const givesWork = (fn: FunctionNode): boolean =>
    facts.returnsOf(fn).some((returned) => beginsWork(returned, !fn.async, remote));
  const goesOn = (unit: CodeUnit): boolean =>
    isFunction(unit) && !unit.generator && ((unit.async && awaiting.has(unit)) || givesWork(unit));
  const code = [...collectExportedCode(syntax)];
  return new Set(code.flatMap(([key, units]) => (units.length > 0 && units.every(goesOn) ? key : [])));
}

/** `new AWS.DynamoDB.DocumentClient()` */
function isSdkClient(value: TSESTree.Node, { resolveImport }: Syntax): boolean {
  return value.type === "NewExpression" && SDK_V2.test(resolveImport(value.callee)?.module ?? "");
}

/** `client.send(command)`, `client.put(item).promise()`. A request of SDK v2 is none yet: it is not sent. */
function beginsWork(returned: TSESTree.Node, needsStep: boolean, remote: RemoteCalls): boolean {
  let hasStep = false;
  for (let value = unwrap(returned); value.type === "CallExpression";) {
    const callee = unwrap(value.callee);
    const isStep = callee.type === "MemberExpression" && STEPS.has(memberName(callee) ?? "");
    hasStep ||= isStep;
    if (remote.isRemoteCall(value)) return hasStep || !needsStep;
    if (!isStep) return false;
    value = unwrap(callee.object);
  }
  return false;
}
