import { threadFacts } from "../knowledge/blocking-calls.js";
import { matchesFact, matchesModule } from "../lambda/fact-match.js";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { type CallNode, memberName, unwrap } from "../syntax/ast.js";
import { bareSpecifier } from "../syntax/imports.js";
import { memoryMbOfOneVcpu } from "../weight/ms-range.js";

export default createRule({
  name: "no-ineffective-threads",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow threads where the function has no second vCPU for them",
      recommended: "warn",
      strict: "warn",
      seed: ["AP-01", "DEC-01"],
    },
    messages: {
      threadsBelowOneVcpu:
        "With {{memoryMb}} MB the function has at most one vCPU, so `{{creation}}` shares it with the handler: the work takes as long as before, and each thread or process costs time and memory to start. Raise the memory above {{oneVcpu}} MB, or do the work in the handler itself.",
      threadsOfUnknownMemory:
        "`{{creation}}` runs beside the handler only if the function has more than {{oneVcpu}} MB of memory: below that it has at most one vCPU, and threads make it slower. Set `functions.memoryMb` in the settings, so that this rule knows.",
    },
    schema: [],
  },
  needs: {
    evidence: true,
    words: /worker_threads|cluster|piscina|tinypool|workerpool|poolifier|^threads$|Atomics/m,
  },
  create(context) {
    const lambda = getLambda(context);
    const { memoryMb } = getFunctionFacts(context);
    if (memoryMb !== undefined && memoryMb > memoryMbOfOneVcpu) return {};
    return {
      "Program:exit"() {
        const oneVcpu = memoryMbOfOneVcpu.toLocaleString("en");
        for (const { call, creation } of findThreads(lambda)) {
          context.report(
            memoryMb === undefined
              ? { node: call.callee, messageId: "threadsOfUnknownMemory", data: { creation, oneVcpu } }
              : {
                  node: call.callee,
                  messageId: "threadsBelowOneVcpu",
                  data: { creation, oneVcpu, memoryMb: memoryMb.toLocaleString("en") },
                },
          );
        }
      },
    };
  },
});

interface ThreadCreation {
  readonly call: CallNode;
  readonly creation: string;
}

/** Calls that start a thread or a process, or wait for one, in code that is proven to run. */
function findThreads(lambda: LambdaModel): readonly ThreadCreation[] {
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
