import type { TSESTree } from "@typescript-eslint/utils";
import { type CorsHeaders, corsHeadersOf, exportedCorsHeadersOf } from "../lambda/responses/cors-headers.js";
import { type OpenCorsOptions, openCorsOptionsOf } from "../lambda/responses/cors-options.js";
import { answersForOthers, answersOf } from "../lambda/responses/responses.js";
import { getCallersOfCode } from "../rule-kit/callers-of-code.js";
import { createRule } from "../rule-kit/create-rule.js";
import type { AnyRuleContext } from "../rule-kit/file-settings.js";
import { kindsOf } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";

const MESSAGES: Readonly<
  Record<OpenCorsOptions["kind"], "wildcardWithCredentials" | "wildcardFallback" | "reflectedOrigin">
> = {
  wildcard: "wildcardWithCredentials",
  fallback: "wildcardFallback",
  reflection: "reflectedOrigin",
};

export default createRule({
  name: "no-cors-in-handler",
  meta: {
    type: "problem",
    docs: {
      description: "disallow CORS headers that the gateway sets, and those that open an API to every site",
      recommended: "off",
      strict: "warn",
      concerns: ["security"],
      seed: ["LESS-11"],
    },
    messages: {
      corsOnHttpApi:
        "An HTTP API answers preflight requests itself, and ignores the CORS headers of its functions once CORS is configured. Move these headers into the configuration of the API.",
      wildcardWithCredentials:
        "Browsers refuse a response that allows credentials to every origin: `*` is no origin here. Return the origins that may use them, or leave credentials out.",
      wildcardFallback:
        "Where the setting is missing, `*` goes out with credentials allowed, and browsers refuse that response. Return an origin there as well, or leave credentials out.",
      reflectedOrigin:
        "The origin of the request is sent back unchecked, with credentials allowed: every site can read what this API shows its users. Compare the origin with a list of those that may.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: /access-control-|cors/i },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        const seen = new Set<TSESTree.Node>();
        const isNew = (node: TSESTree.Node): boolean => !seen.has(node) && seen.add(node).has(node);
        const reportOpening = ({ wildcard, fallback, reflection, allowsCredentials }: CorsHeaders): void => {
          if (!allowsCredentials) return;
          if (wildcard !== undefined && isNew(wildcard))
            context.report({ node: wildcard, messageId: "wildcardWithCredentials" });
          if (fallback !== undefined && isNew(fallback))
            context.report({ node: fallback, messageId: "wildcardFallback" });
          if (reflection !== undefined && isNew(reflection))
            context.report({ node: reflection, messageId: "reflectedOrigin" });
        };
        for (const { object, gateways } of answersOf(lambda)) {
          const cors = corsHeadersOf(object, lambda);
          if (cors === undefined) continue;
          const isHttpApi = gateways.length > 0 && gateways.every(({ kind }) => kind === "apigw-http");
          if (isHttpApi && isNew(cors.first))
            context.report({ node: cors.first, messageId: "corsOnHttpApi" });
          reportOpening(cors);
        }
        for (const { object } of answersForOthers(lambda)) {
          const cors = corsHeadersOf(object, lambda);
          if (cors === undefined) continue;
          if (isForHttpApis(object.node, context) && isNew(cors.first))
            context.report({ node: cors.first, messageId: "corsOnHttpApi" });
          reportOpening(cors);
        }
        const exported = exportedCorsHeadersOf(lambda);
        const open = openCorsOptionsOf(lambda);
        if (exported.length + open.length === 0 || !(lambda.hasEvidence || lambda.isLoadedByHandler)) return;
        for (const cors of exported) reportOpening(cors);
        for (const { node, kind } of open) context.report({ node, messageId: MESSAGES[kind] });
      },
    };
  },
});

/** True where all handlers that get an answer from this code get requests of HTTP APIs alone, by the configuration. */
function isForHttpApis(node: TSESTree.Node, context: AnyRuleContext): boolean {
  const callers = getCallersOfCode([node], context);
  return (
    callers.length > 0 &&
    callers.every(({ functions }) => kindsOf(functions)?.every((kind) => kind === "apigw-http") === true)
  );
}
