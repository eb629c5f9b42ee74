import { threadFacts } from "../../knowledge/blocking-calls.js";
import { matchesModule } from "../../knowledge/index-facts.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import { bareSpecifier } from "../../syntax/imports.js";
import { matchesFact } from "../bindings/fact-match.js";
import type { LambdaModel } from "../model.js";

/** A look at the text alone: false where no thread can be started. */
export function mayStartThreads(text: string): boolean {
  return /worker_threads|cluster|piscina|tinypool|workerpool|poolifier|["']threads["']|Atomics/.test(text);
}

/** A call that starts a thread or a process, or waits for one. */
export interface ThreadCreation {
  readonly call: CallNode;
  /** As the code spells it: `new Worker()`. */
  readonly creation: string;
}

/** Calls that start a thread or a process, or wait for one, in code that is proven to run. */
export function findThreads(lambda: LambdaModel): readonly ThreadCreation[] {
  if (!lambda.hasEvidence) return [];
  const { facts, resolveImport } = lambda.syntax;
  const modules = new Set([...facts.specifiers].map((specifier) => bareSpecifier(specifier)));
  const offered = threadFacts.filter(({ module }) => [...modules].some((one) => matchesModule(one, module)));
  return facts.calls.flatMap((call) => {
    const callee = unwrap(call.callee);
    const isAtomicsWait =
      callee.type === "MemberExpression" &&
      memberName(callee) === "wait" &&
      facts.isGlobal(unwrap(callee.object), "Atomics");
    const imported = offered.length === 0 ? undefined : resolveImport(callee);
    const isThread =
      isAtomicsWait || (imported !== undefined && offered.some((fact) => matchesFact(imported, fact)));
    if (!isThread || lambda.phasesOf(call).size === 0) return [];
    const text = facts.sourceCode.getText(callee);
    return [{ call, creation: call.type === "NewExpression" ? `new ${text}()` : `${text}()` }];
  });
}
