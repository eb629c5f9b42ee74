import { possibleValues, type Place } from "../functions/config-value.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { describeFunction, describePlace, getConfiguredHandlers } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "streaming-mismatch",
  meta: {
    type: "problem",
    docs: {
      description: "disallow streaming handlers where nothing takes the stream",
      recommended: "error",
      strict: "error",
      seed: ["LESS-11"],
    },
    messages: {
      bufferedUrl:
        "This handler streams its response, and the function URL of {{fn}} is `BUFFERED` ({{place}}): the client gets nothing before the handler ends, and at most 6 MB. Set `InvokeMode` there to `RESPONSE_STREAM`.",
      httpApi:
        "This handler streams its response, and {{fn}} is invoked by an HTTP API ({{place}}), which cannot stream: it takes the whole response for a text and not for one with a status and headers. Return the response, or use a function URL or a REST API that streams.",
    },
    schema: [],
  },
  create(context) {
    if (!/streamifyResponse|StreamifyHandler|streamHandle/.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        if (!lambda.handlers.some(({ isStreaming }) => isStreaming)) return;
        for (const { functions, handler } of getConfiguredHandlers(context)) {
          if (!handler.isStreaming) continue;
          for (const fn of functions) {
            const found = findMismatch(fn);
            if (found === undefined) continue;
            const { messageId, place } = found;
            const data = { fn: describeFunction(fn, context), place: describePlace(place, context) };
            context.report({ node: handler.nameNode, messageId, data });
            break;
          }
        }
      },
    };
  },
});

function findMismatch(
  fn: FunctionConfig,
): { messageId: "bufferedUrl" | "httpApi"; place: Place } | undefined {
  const { url, sources } = fn;
  const isBuffered = possibleValues(url?.invokeMode)?.every((mode) => mode === "BUFFERED") ?? false;
  if (url !== undefined && isBuffered) {
    const place = url.invokeMode?.k === "known" ? url.invokeMode.place : url.place;
    return { messageId: "bufferedUrl", place };
  }
  const [source, ...others] = sources;
  const isHttpApi = source?.kind === "apigw-http" && others.every(({ kind }) => kind === "apigw-http");
  return isHttpApi && url === undefined ? { messageId: "httpApi", place: source.place } : undefined;
}
