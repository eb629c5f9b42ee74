import prettier from "prettier";

/** @type {import("eslint-doc-generator").GenerateOptions} */
export default {
  pathRuleDoc: "rules-docs/{name}.md",
  ruleDocTitleFormat: "desc-parens-prefix-name",
  configEmoji: [
    ["recommended", "✅"],
    ["strict", "🔒"],
    ["security", "🛡️"],
    ["cold-start", "🧊"],
    ["templates", "📄"],
    ["templates-strict", "🧾"],
  ],
  ruleDocSectionInclude: ["When Not To Use It", "What It Cannot See", "Related"],
  postprocess: async (content, path) =>
    prettier.format(content, { ...(await prettier.resolveConfig(path)), filepath: path }),
};
