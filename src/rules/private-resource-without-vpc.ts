import type { FunctionConfig, ResourceReference } from "../functions/function-config.js";
import { privateOnlyTypes } from "../knowledge/private-resources.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { environmentReadsOf, mayReadVariables } from "../lambda/secrets/environment-reads.js";

export default createRule({
  name: "private-resource-without-vpc",
  meta: {
    type: "problem",
    docs: {
      description: "disallow connecting to private resources from a function outside their VPC",
      recommended: "error",
      strict: "error",
      seed: ["DEC-06"],
    },
    messages: {
      unreachable:
        "`{{name}}` is the address of `{{resource}}` ({{place}}), an {{type}}, which only code in its VPC reaches, and {{fn}} is in none: every connection times out. Set `{{setting}}` with the subnets and a security group of it.",
    },
    schema: [],
  },
  create(context) {
    if (!mayReadVariables(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence || !lambda.mayCreateClients) return {};
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const connects = lambda.clients.some(({ fact }) => CONNECTING.has(fact.category));
        if (!connects) return;
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          const [fn] = functions;
          const references = fn.env.references;
          if (references.size === 0 || !functions.every((one) => isOutside(one))) continue;
          for (const { name, node } of environmentReadsOf(lambda, (read) => references.has(read))) {
            const resource = references.get(name);
            if (!isPrivate(resource) || !runs(node)) continue;
            context.report({
              node,
              messageId: "unreachable",
              data: {
                name,
                resource: resource.id ?? "",
                place: describePlace(fn.env.places.get(name) ?? fn.place, context),
                type: resource.type ?? "",
                fn: describeFunction(fn, context),
                setting: fn.framework === "cdk" || fn.framework === "serverless" ? "vpc" : "VpcConfig",
              },
            });
          }
        }
      },
    };
  },
});

const CONNECTING: ReadonlySet<string> = new Set(["database", "cache"]);

/** True where everything that the function is made of can be read, and none of it is a VPC. */
function isOutside({ vpc, env, framework }: FunctionConfig): boolean {
  const isRead =
    framework === "sam" ||
    framework === "cloudformation" ||
    framework === "serverless" ||
    framework === "cdk";
  return vpc === undefined && env.isComplete && isRead;
}

function isPrivate(resource: ResourceReference | undefined): resource is ResourceReference {
  if (resource?.type === undefined) return false;
  return privateOnlyTypes.has(resource.type) || resource.isPrivateAddress === true;
}
