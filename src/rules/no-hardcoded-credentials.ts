import { findHardcodedCredentials, mayTakeCredentials } from "../lambda/secrets/hardcoded-credentials.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { mayRunInLambda, runsInLambda } from "../rule-kit/runs-in-lambda.js";

/** A look at the text: the words that name a secret, and the shape of a URL with a password. */
const MAY_HOLD_CREDENTIALS =
  /accessKeyId|secretAccessKey|sessionToken|passw(?:or)?d|\bpass\b|api[-_]?key|secret|token|authorization|credentials|:\/\/[^\s"'`/]*:[^\s"'`/]*@|\bstripe\b|twilio|jsonwebtoken|sequelize|octokit|notionhq/i;

export default createRule({
  name: "no-hardcoded-credentials",
  meta: {
    type: "problem",
    docs: {
      description: "disallow credentials in the source code",
      recommended: "error",
      strict: "error",
      seed: ["LESS-09"],
      concerns: ["security"],
    },
    messages: {
      awsCredential:
        "`{{option}}` of `{{taker}}` is written in the source code: everybody who can read the repository or the package has it, and it never expires. Remove it: the SDK uses the credentials of the function's role by itself. Replace the key in IAM, for it counts as known.",
      credential:
        "`{{option}}` of `{{taker}}` is written in the source code: everybody who can read the repository or the package has it, and it changes only with a deployment. Fetch it from Secrets Manager or Parameter Store, cached outside the handler, and replace it, for it counts as known.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    const { syntax } = lambda;
    if (!mayTakeCredentials(lambda) || !mayRunInLambda(context, syntax)) return {};
    const words = lambda.mayHaveEvidence ? syntax.facts.wordList : context.sourceCode.text;
    if (!MAY_HOLD_CREDENTIALS.test(words)) return {};
    return {
      "Program:exit"() {
        const credentials = findHardcodedCredentials(lambda);
        if (credentials.length === 0 || !runsInLambda(context, syntax)) return;
        for (const { node, option, taker, isAws } of credentials) {
          context.report({
            node,
            messageId: isAws ? "awsCredential" : "credential",
            data: { option, taker },
          });
        }
      },
    };
  },
});
