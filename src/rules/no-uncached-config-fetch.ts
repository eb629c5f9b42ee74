import { type ConfigFetch, findConfigFetches } from "../lambda/clients/config-fetches.js";
import { buildPowertoolsFetch } from "../lambda/logs/powertools-edit.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";

interface Options {
  readonly requireExpiry: boolean;
}

/** Any spelling of a fetch, of the SDK or of Powertools, has one of these words. */
const MENTION = /getParameter|getSecret|GetSecretValue|ConfigurationSession|getConfiguration|getAppConfig/i;

const MESSAGES = {
  repeated: "fetchedPerInvocation",
  forced: "cacheBypassed",
  forever: "cachedForever",
} as const satisfies Record<ConfigFetch["kind"], string>;

export default createRule<(typeof MESSAGES)[ConfigFetch["kind"]] | "useParameters", [Options]>({
  name: "no-uncached-config-fetch",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "disallow fetching parameters and secrets in every invocation",
      recommended: "warn",
      strict: "warn",
      seed: ["LESS-12"],
    },
    messages: {
      fetchedPerInvocation:
        "`{{name}}` fetches the same configuration in every invocation{{caller}}: each waits for it and counts against its quota, and each fails when it is throttled. Keep it outside the handler for some minutes, for example with the parameters of Powertools.",
      cacheBypassed:
        "`{{name}}` is told to pass its own cache in every invocation{{caller}}: each waits for the same value and counts against its quota. Remove the option, or set `maxAge` to the seconds for which the value may be old.",
      cachedForever:
        "`{{name}}` fetches this once for the life of the environment, which can be hours: a rotated secret or a changed parameter is not seen until then. Keep it with an expiry, for example with the parameters of Powertools.",
      useParameters: "Fetch it with `{{getter}}` of Powertools, which keeps the value for five minutes.",
    },
    schema: [
      {
        type: "object",
        properties: {
          requireExpiry: {
            description: "Report also what is fetched once and kept as long as the environment lives.",
            type: "boolean",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ requireExpiry: false }],
  },
  needs: { evidence: true, orServes: "code", words: MENTION },
  create(context, [{ requireExpiry }]) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        for (const { node, name, kind, sdkCall, caller } of findConfigFetches(lambda)) {
          if (kind === "forever" && !requireExpiry) continue;
          const edit =
            sdkCall && kind === "repeated"
              ? buildPowertoolsFetch(sdkCall, lambda.syntax, getFileSettings(context).isTypeScript)
              : undefined;
          context.report({
            node: node.callee,
            messageId: MESSAGES[kind],
            data: { name, caller: describeCaller(caller, context) },
            suggest: edit ? [{ messageId: "useParameters", data: { getter: edit.name }, fix: edit.fix }] : [],
          });
        }
      },
    };
  },
});
