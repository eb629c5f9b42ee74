import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { HttpRequestFact } from "../knowledge/http-requests.js";
import { type UnboundedInstance, findUnboundedInstances } from "../lambda/clients/exported-http-clients.js";
import { type UnboundedRequest, findUnboundedRequests } from "../lambda/clients/http-requests.js";
import type { ClientCreation, LambdaModel } from "../lambda/model.js";
import { findHastyRetries } from "../lambda/time/retry-loops.js";
import { readShape } from "../lambda/clients/sdk-input.js";
import { textInOneLine } from "../syntax/one-line.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { unwrap } from "../syntax/ast.js";

interface Options {
  readonly sdkClients: boolean;
}

type MessageIds =
  | "requestWithoutTimeout"
  | "instanceWithoutTimeout"
  | "retryWithoutBackoff"
  | "retryWithoutJitter"
  | "clientWithoutTimeout"
  | "addTimeout";

export default createRule<MessageIds, [Options]>({
  name: "require-io-timeout",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require a timeout for requests, and a random backoff for retries",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07", "LESS-04"],
    },
    messages: {
      requestWithoutTimeout:
        "`{{name}}` {{default}}{{caller}}: when the other side hangs, the invocation hangs with it until Lambda stops it, with no answer and no chance to handle the error. Set {{option}}, well below the function's timeout.",
      instanceWithoutTimeout:
        "Requests of the client that `{{name}}` makes here have no timeout{{caller}}: when the other side hangs, the invocation hangs with it until Lambda stops it, with no answer and no chance to handle the error. Set {{option}} for all of them, well below the function's timeout.",
      retryWithoutBackoff:
        "This loop{{caller}} tries again at once after a failure: a service that fails for overload gets more load, and all attempts are spent in a moment. Add a wait between attempts, longer each time and with a random part.",
      retryWithoutJitter:
        "The wait between these attempts{{caller}} has no random part: environments that failed together try again together. Add one, such as `Math.random() * delay`.",
      clientWithoutTimeout:
        "`{{name}}` is created without a request timeout, and the SDK waits for an answer without end. Set `requestHandler: { requestTimeout, throwOnRequestTimeout: true }`, well below the function's timeout.",
      addTimeout: "Add `{{edit}}`, which ends the request with an error after five seconds.",
    },
    schema: [
      {
        type: "object",
        properties: {
          sdkClients: {
            description: "Report also clients of the AWS SDK that are created without a request timeout.",
            type: "boolean",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ sdkClients: false }],
  },
  needs: { evidence: true, orServes: "requests" },
  create(context, [{ sdkClients }]) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const { facts } = lambda.syntax;
        for (const request of findUnboundedRequests(lambda)) context.report(describe(request));
        for (const instance of findUnboundedInstances(lambda)) context.report(describeInstance(instance));
        if (facts.loops.length > 0 && (facts.tries.length > 0 || facts.words.has("catch")))
          for (const { loop, wait } of findHastyRetries(lambda))
            context.report({
              loc: { start: loop.loc.start, end: loop.body.loc.start },
              messageId: wait === "none" ? "retryWithoutBackoff" : "retryWithoutJitter",
              data: { caller: describeCaller(lambda.outsideCallerOf(loop), context) },
            });
        if (sdkClients && [...facts.specifiers].some((module) => module.includes("aws-sdk")))
          for (const { node, name } of findUnboundedClients(lambda))
            context.report({ node: node.callee, messageId: "clientWithoutTimeout", data: { name } });
      },
    };
    function describeInstance({
      call,
      fact,
      caller,
    }: UnboundedInstance): TSESLint.ReportDescriptor<MessageIds> {
      const { edit } = fact;
      const request = { call, options: call.arguments[0], optionsIndex: 0 };
      const fix = edit === undefined ? undefined : buildTimeout(request, edit);
      return {
        node: call.callee,
        messageId: "instanceWithoutTimeout",
        data: {
          name: `${textInOneLine(call.callee, context)}()`,
          caller: describeCaller(caller, context),
          option: optionText(fact),
        },
        suggest: fix && edit !== undefined ? [{ messageId: "addTimeout", data: { edit }, fix }] : [],
      };
    }
    function describe(request: UnboundedRequest): TSESLint.ReportDescriptor<MessageIds> {
      const { call, fact } = request;
      const { edit } = fact;
      const fix = edit === undefined ? undefined : buildTimeout(request, edit);
      return {
        node: call.callee,
        messageId: "requestWithoutTimeout",
        data: {
          name: `${textInOneLine(call.callee, context)}()`,
          default: fact.default,
          caller: describeCaller(lambda.outsideCallerOf(call), context),
          option: optionText(fact),
        },
        suggest: fix && edit !== undefined ? [{ messageId: "addTimeout", data: { edit }, fix }] : [],
      };
    }
  },
});

function optionText({ bounds: [first] }: HttpRequestFact): string {
  return first === "timeout" ? "a `timeout`" : "`signal: AbortSignal.timeout(…)`";
}

/** Adds the option to the options that the call has, or gives it some. */
function buildTimeout(
  { call, options, optionsIndex }: Pick<UnboundedRequest, "call" | "options" | "optionsIndex">,
  edit: string,
): TSESLint.ReportFixFunction | undefined {
  if (options === undefined) {
    const last = call.arguments.at(-1);
    if (call.arguments.length !== optionsIndex) return undefined;
    const end = call.range[1] - 1;
    if (last === undefined) return (fixer) => fixer.insertTextBeforeRange([end, end], `{ ${edit} }`);
    return (fixer) => fixer.insertTextAfter(last, `, { ${edit} }`);
  }
  const object = unwrap(options);
  if (object.type !== "ObjectExpression") return undefined;
  const last = object.properties.at(-1);
  if (last === undefined) return (fixer) => fixer.replaceText(object, `{ ${edit} }`);
  return (fixer) => fixer.insertTextAfter(last, `, ${edit}`);
}

/** The clients of the file that work for requests, and whose input names no handler that could bound them. */
function findUnboundedClients(lambda: LambdaModel): readonly ClientCreation[] {
  if (!lambda.hasEvidence) return [];
  return lambda.clients.filter(({ node, fact }) => {
    const option = optionOf(fact.category);
    if (option === undefined || lambda.phasesOf(node).size === 0) return false;
    const [config]: (TSESTree.Node | undefined)[] = node.arguments;
    return readShape(config, lambda.syntax).has(option) === "no";
  });
}

function optionOf(category: ClientCreation["fact"]["category"]): string | undefined {
  return category === "aws-sdk-v3" ? "requestHandler" : undefined;
}
