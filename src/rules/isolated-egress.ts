import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionConfig } from "../functions/function-config.js";
import { endpointNameOf } from "../knowledge/endpoint-names.js";
import type { LambdaModel } from "../lambda/model.js";
import { sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { readStaticString } from "../syntax/static-value.js";

export default createRule({
  name: "isolated-egress",
  meta: {
    type: "problem",
    docs: {
      description: "disallow requests out of subnets from which no route leads anywhere",
      recommended: "warn",
      strict: "error",
      seed: ["DEC-06"],
    },
    messages: {
      noRoute:
        "This asks {{target}}, and {{fn}} runs in subnets without a way out ({{place}}): no route leads to a NAT gateway, and a function has no public address of its own. The request hangs until the timeout. Add {{remedy}}, or take the function out of the VPC.",
    },
    schema: [],
  },
  create(context) {
    if (!/@aws-sdk\/|aws-sdk|https?:\/\//.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        const reported = new Set<string>();
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          const [{ vpc }] = functions;
          if (vpc === undefined || functions.some((fn) => fn.vpc?.isIsolated !== true)) continue;
          for (const { node, target, remedy, endpoint } of requestsOf(lambda)) {
            if (reported.has(target) || !runs(node) || functions.some((fn) => hasEndpoint(fn, endpoint)))
              continue;
            reported.add(target);
            context.report({
              node,
              messageId: "noRoute",
              data: {
                target,
                fn: describeFunction(functions[0], context),
                place: describePlace(vpc.place, context),
                remedy,
              },
            });
          }
        }
      },
    };
  },
});

interface OutgoingRequest {
  readonly node: TSESTree.Node;
  readonly target: string;
  readonly remedy: string;
  /** Through which it can stay in the VPC. */
  readonly endpoint: string | undefined;
}

/** What the file asks by name: services of AWS, and hosts of the internet. */
function requestsOf(lambda: LambdaModel): readonly OutgoingRequest[] {
  const { facts } = lambda.syntax;
  const services = sdkCallsOf(lambda).flatMap(({ service, node }) => {
    const endpoint = endpointNameOf(service);
    return endpoint === undefined
      ? []
      : [
          {
            node,
            target: `\`${service}\``,
            remedy: `an endpoint for \`${endpoint}\` or a NAT gateway`,
            endpoint,
          },
        ];
  });
  const hosts = facts.calls.flatMap((call) => {
    const [address] = call.arguments;
    if (call.type !== "CallExpression" || address === undefined || !lambda.isRemoteCall(call)) return [];
    const host = PUBLIC_HOST.exec(readStaticString(facts, address) ?? "")?.[1];
    return host === undefined
      ? []
      : [{ node: call.callee, target: `\`${host}\``, remedy: "a NAT gateway", endpoint: undefined }];
  });
  return [...services, ...hosts];
}

/** A host with a name of the internet: not an address, and none of those that companies use inside. */
const PUBLIC_HOST =
  /^https:\/\/((?!localhost)[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|gov|edu|eu|de|uk|fr))(?=[:/?#]|$)/i;

function hasEndpoint({ vpc }: FunctionConfig, endpoint: string | undefined): boolean {
  return endpoint !== undefined && (vpc?.endpoints?.includes(endpoint) ?? true);
}
