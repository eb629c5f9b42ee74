import { replaceValue } from "../functions/config-edits.js";
import { possibleValues } from "../functions/config-value.js";
import type { Invoker } from "../functions/function-config.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "function-url-auth",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow functions that everybody can call",
      recommended: "warn",
      strict: "error",
      concerns: ["security"],
      seed: ["LESS-09"],
    },
    messages: {
      publicUrl:
        "Everybody on the internet can call the URL of `{{id}}`, as often as they like and at your cost. Use `AWS_IAM`, or an API in front of it that knows its callers.",
      publicFunction:
        "Every AWS account may invoke `{{id}}`: its policy allows `*`, and names neither a source nor an account, so that anybody runs it at your cost. Set the principal to the service or the account that invokes it.",
      useIam: "Use `AWS_IAM`: callers then have to sign their requests.",
    },
    schema: [],
  },
  check({ id, url, invokers = [] }, { text, report }) {
    for (const invoker of invokers)
      if (isAnybody(invoker)) report({ place: invoker.place, messageId: "publicFunction", data: { id } });
    const types = possibleValues(url?.authType) ?? [];
    if (url?.authType === undefined || types.length === 0 || types.some((type) => type !== "NONE")) return;
    const { authType } = url;
    report({
      place: authType.k === "known" ? authType.place : url.place,
      messageId: "publicUrl",
      data: { id },
      suggest: [
        {
          messageId: "useIam",
          edits: authType.k === "known" ? [replaceValue(text, authType.place, "NONE", "AWS_IAM")] : [],
        },
      ],
    });
  },
});

/** A URL that everybody can call needs a policy for everybody, which is reported with the URL. */
function isAnybody({ principal, sourceArn, hasAccount, isForUrl }: Invoker): boolean {
  const isEverybody = possibleValues(principal)?.every((one) => one === "*") === true;
  return isEverybody && sourceArn === undefined && !hasAccount && !isForUrl;
}
