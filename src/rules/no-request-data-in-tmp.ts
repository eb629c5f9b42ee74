import { tmpFileWritesOf } from "../lambda/state/tmp-files.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "no-request-data-in-tmp",
  meta: {
    type: "problem",
    docs: {
      description: "disallow leaving a request's data in `/tmp`, where the next invocation finds it",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-16"],
      concerns: ["security"],
    },
    messages: {
      requestDataInTmp:
        "Every invocation writes data of its request to `{{path}}`, and nothing removes it: `/tmp` outlives the invocation, so that the next one finds the file of another request. Use a name of its own, such as one with `randomUUID()`, and remove the file in `finally`.",
    },
    schema: [],
  },
  needs: { evidence: true, words: /\/tmp\b|^tmpdir$/m, imports: /\bfs\b|fs-extra|graceful-fs/ },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        if (!lambda.hasEvidence) return;
        for (const { node, path } of tmpFileWritesOf(lambda))
          context.report({ node, messageId: "requestDataInTmp", data: { path } });
      },
    };
  },
});
