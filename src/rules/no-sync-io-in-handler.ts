import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type BlockingCallFact, blockingCallFacts } from "../knowledge/blocking-calls.js";
import { indexFacts } from "../knowledge/index-facts.js";
import { exportPath } from "../lambda/bindings/fact-match.js";
import type { LambdaModel } from "../lambda/model.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import {
  type CallNode,
  enclosingFunction,
  isFunction,
  isInside,
  memberName,
  unwrap,
  wrapped,
} from "../syntax/ast.js";

export default createRule({
  name: "no-sync-io-in-handler",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "disallow calls that block the event loop in every invocation",
      recommended: "warn",
      strict: "warn",
      seed: ["DEC-01", "LESS-10"],
    },
    messages: {
      blockingCall:
        "`{{call}}` blocks the event loop in every invocation{{caller}}: requests that the handler has sent meanwhile get no answer, and no timeout fires. Await `{{instead}}` beside the other work, or do it once in module scope if the result is always the same.",
      awaitPromise: "Await `{{instead}}`, which lets other work of the invocation go on.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: /Sync$/m },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const call of lambda.syntax.facts.calls) {
          const blocking = blockingFactAt(call, lambda);
          if (blocking === undefined || !lambda.runsPerInvocation(call) || isCached(call, lambda)) continue;
          const { instead } = blocking;
          const fix = buildFix(call, blocking, lambda);
          context.report({
            node: call.callee,
            messageId: "blockingCall",
            data: {
              call: `${blocking.name}()`,
              instead,
              caller: describeCaller(lambda.outsideCallerOf(call), context),
            },
            suggest: fix ? [{ messageId: "awaitPromise", data: { instead }, fix }] : [],
          });
        }
      },
    };
  },
});

const factsOf = indexFacts(blockingCallFacts);

interface BlockingCall {
  readonly name: string;
  /** `fs.promises.readFile` */
  readonly instead: string;
  readonly module: string;
}

function blockingFactAt(call: CallNode, { syntax }: LambdaModel): BlockingCall | undefined {
  if (call.type !== "CallExpression") return undefined;
  const imported = syntax.resolveImport(call.callee);
  if (imported === undefined) return undefined;
  const path = exportPath(imported);
  const fact: BlockingCallFact | undefined = factsOf(imported.module).find(({ export: name }) =>
    name.test(path),
  );
  if (fact === undefined) return undefined;
  const [, asyncName = ""] = fact.export.exec(path) ?? [];
  return {
    name: imported.path.at(-1) ?? "",
    instead: fact.instead.replace("$1", asyncName),
    module: imported.module,
  };
}

/** Guarded by a question for the file: `if (!existsSync(path)) writeFileSync(path, …)` runs once per environment. */
function isCached(call: TSESTree.Node, { syntax }: LambdaModel): boolean {
  for (let node: TSESTree.Node | undefined = call; node && !isFunction(node); node = node.parent) {
    const { parent } = node as { parent?: TSESTree.Node };
    if (parent?.type !== "IfStatement" && parent?.type !== "ConditionalExpression") continue;
    const asks = syntax.facts.calls.some(
      (asked) =>
        isInside(asked, parent.test) && syntax.resolveImport(asked.callee)?.path.at(-1) === "existsSync",
    );
    if (asks && node !== parent.test) return true;
  }
  return false;
}

/** What `fs.promises` has under the same name, with the same arguments. */
const PROMISED =
  /^(?:access|appendFile|chmod|copyFile|cp|lstat|mkdir|mkdtemp|readdir|readFile|realpath|rename|rm|rmdir|stat|truncate|unlink|utimes|writeFile)Sync$/;

/** `await fs.promises.readFile(…)` in the place of `fs.readFileSync(…)`, in a function that is async already. */
function buildFix(
  call: CallNode,
  { name, module }: BlockingCall,
  { syntax }: LambdaModel,
): TSESLint.ReportFixFunction | undefined {
  const callee = unwrap(call.callee);
  if (module !== "fs" || !PROMISED.test(name) || callee.type !== "MemberExpression") return undefined;
  if (
    callee.computed ||
    memberName(callee) !== name ||
    syntax.resolveImport(callee.object)?.path.length !== 0
  )
    return undefined;
  const fn = enclosingFunction(call);
  if (fn?.async !== true || !isInside(call, fn.body)) return undefined;
  const { parent } = wrapped(call);
  const isObject = parent?.type === "MemberExpression" || parent?.type === "TSNonNullExpression";
  const [open, close] = isObject ? ["(await ", ")"] : ["await ", ""];
  return (fixer) => [
    fixer.insertTextBefore(call, open),
    fixer.replaceText(callee.property, `promises.${name.replace(/Sync$/, "")}`),
    ...(close === "" ? [] : [fixer.insertTextAfter(call, close)]),
  ];
}
