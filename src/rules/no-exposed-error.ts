import { exposedErrorsOf } from "../lambda/errors/exposed-errors.js";
import { mayTakeWebRequests } from "../lambda/events/web-requests.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

/** A caught error, and an answer that is made in its place, here or by a function of another file. */
const mayExpose = (text: string): boolean => text.includes("catch") && /\b(?:return|statusCode)\b/.test(text);

/** A caught error, a function that a web framework gives those of its routes, or a callback that gets one. */
const mayExposeInRoute = (text: string): boolean =>
  /\b(?:catch|use|onError|setErrorHandler|then|err|error)\b/.test(text);

export default createRule({
  name: "no-exposed-error",
  meta: {
    type: "problem",
    docs: {
      description: "disallow stacks and whole errors in answers to HTTP requests",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-09"],
      concerns: ["security"],
    },
    messages: {
      exposedStack:
        "The answer has the stack of an error in it: whoever calls the API learns the files, packages and lines of the function. Write the stack to the log, and answer with a text or an id of the request.",
      exposedError:
        "The answer has the whole error in it, and whatever its class keeps: the SDK's errors have request ids and ARNs, those of HTTP clients the request with its headers. Write the error to the log, and answer with a text or with single fields.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: ["routes", "code"] },
  create(context) {
    const { text } = context.sourceCode;
    const lambda = getLambda(context);
    const mayHaveRoutes = lambda.mayHaveEvidence || mayTakeWebRequests(lambda.syntax);
    if (!mayExpose(text) && !(mayHaveRoutes && mayExposeInRoute(text))) return {};
    return {
      "Program:exit"() {
        for (const { node, what } of exposedErrorsOf(lambda))
          context.report({ node, messageId: what === "stack" ? "exposedStack" : "exposedError" });
      },
    };
  },
});
