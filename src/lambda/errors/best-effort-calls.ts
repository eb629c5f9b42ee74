import type { TSESTree } from "@typescript-eslint/utils";
import {
  bestEffortFacts,
  bestEffortWords,
  closingMethods,
  telemetryWords,
} from "../../knowledge/best-effort-work.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { type CallNode, lastNameOf, memberName, unwrap } from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { LambdaModel } from "../model.js";

const bestEffortOf = indexFacts(bestEffortFacts);

/** True for a call that the request is not about: it logs, measures, caches or cleans up, by its binding or by its name. */
export function isBestEffort(call: CallNode, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const { values, resolveImport } = syntax;
  if (logCallsOf(syntax).isLog(call)) return true;
  const callee = unwrap(call.callee);
  if (isBestEffortImport(resolveImport(callee)) || isBestEffortImport(commandOf(call, syntax))) return true;
  if (callee.type === "Identifier")
    return values.functionsOf(callee).length === 0 && hasWord(callee.name, bestEffortWords);
  if (callee.type !== "MemberExpression") return false;
  const name = memberName(callee) ?? "";
  if (closingMethods.has(name) || isTelemetryOrCache(callee.object, lambda)) return true;
  if (isBestEffortImport(classOf(callee.object, syntax))) return true;
  if (values.functionsOf(callee).length > 0 || lambda.isRemoteCall(call)) return false;
  return hasWord(name, bestEffortWords) || hasWord(lastNameOf(callee.object) ?? "", telemetryWords);
}

/** `sendMetric(…)`: a best-effort call whose name says that it tells of the program's use. */
export function isTelemetry(call: CallNode, lambda: LambdaModel): boolean {
  const name = lastNameOf(unwrap(call.callee));
  return name !== undefined && hasWord(name, telemetryWords) && isBestEffort(call, lambda);
}

function isBestEffortImport(imported: ImportedValue | undefined): boolean {
  return imported !== undefined && bestEffortOf(imported.module).some((fact) => matchesFact(imported, fact));
}

/** The command that `client.send(new XCommand(…))` sends. */
function commandOf({ arguments: [argument] }: CallNode, syntax: Syntax): ImportedValue | undefined {
  return argument && classOf(argument, syntax);
}

/** The imported class that the object is made of. */
function classOf(object: TSESTree.Node, { values, resolveImport }: Syntax): ImportedValue | undefined {
  for (const value of values.valuesOf(object))
    if (value.type === "NewExpression") return resolveImport(value.callee);
  return undefined;
}

/** A method of a client whose answers the program can do without. */
function isTelemetryOrCache(object: TSESTree.Node, lambda: LambdaModel): boolean {
  return lambda.syntax.values.valuesOf(object).some((value) => {
    const category = lambda.clientAt(value)?.fact.category;
    return category === "telemetry" || category === "cache";
  });
}

/** `trackPurchase`, `flush_logs`: one of the words that a name is made of. */
function hasWord(name: string, words: ReadonlySet<string>): boolean {
  return name.split(/(?=[A-Z])|_/).some((word) => words.has(word.toLowerCase()));
}
