import { replaceValue } from "../functions/config-edits.js";
import { possibleValues } from "../functions/config-value.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "function-url-auth",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow function URLs that everybody can call",
      recommended: "warn",
      strict: "error",
      concerns: ["security"],
      seed: ["LESS-09"],
    },
    messages: {
      publicUrl:
        "Everybody on the internet can call the URL of `{{id}}`, as often as they like and at your cost. Use `AWS_IAM`, or an API in front of it that knows its callers.",
      useIam: "Use `AWS_IAM`: callers then have to sign their requests.",
    },
    schema: [],
  },
  check({ id, url }, { text, report }) {
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
