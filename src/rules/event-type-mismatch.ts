import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import { areIncompatible, isToldApart } from "../knowledge/event-compatibility.js";
import { type EventKind, eventTypes } from "../knowledge/handler-types.js";
import { type EventRead, eventReadsOf } from "../lambda/events/event-reads.js";
import type { Handler } from "../lambda/model.js";
import {
  type ConfiguredHandler,
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
} from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { parameterType } from "../lambda/bindings/lambda-types.js";

export default createRule({
  name: "event-type-mismatch",
  meta: {
    type: "problem",
    docs: {
      description: "disallow handlers written for the events of another source than the configured one",
      recommended: "error",
      strict: "error",
      seed: ["LESS-11"],
    },
    messages: {
      wrongType:
        "`{{type}}` is what {{written}} sends, but {{fn}} is invoked by {{source}} ({{place}}), whose events look different. Use the type of that source, or change the source.",
      wrongRead:
        "`{{path}}` is always undefined here: {{fn}} is invoked by {{source}} ({{place}}), whose events have no such part. Read what that source sends, or change the source.",
    },
    schema: [],
  },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        for (const { functions, handler, runs } of getConfiguredHandlers(context)) {
          const known = sourcesOf(functions);
          if (known === undefined) continue;
          const [fn, source] = known.first;
          const described = describeFunction(fn, context);
          const sourceName = nameOfSource(source.kind as EventKind);
          const place = describePlace(source.place, context);
          const typed = handler.eventType === undefined ? undefined : eventTypes.get(handler.eventType);
          if (typed !== undefined) {
            // Without a parameter nothing is read of the event, whatever the type says.
            const takesEvent = handler.node === undefined || handler.node.params.length > 0;
            if (takesEvent && isToldApart(typed) && known.kinds.every((kind) => areIncompatible(typed, kind)))
              context.report({
                node: typeNodeOf(handler),
                messageId: "wrongType",
                data: {
                  fn: described,
                  source: sourceName,
                  place,
                  type: handler.eventType ?? "",
                  written: nameOfSource(typed),
                },
              });
            continue;
          }
          const read = findWrongRead(
            eventReadsOf(lambda).filter(({ node }) => runs(node)),
            known.kinds,
          );
          if (read !== undefined)
            context.report({
              node: read.node,
              messageId: "wrongRead",
              data: { fn: described, source: sourceName, place, path: `event.${read.path}` },
            });
        }
      },
    };
  },
});

/** Everything that is known to invoke the functions; undefined where one of them has a source that is not known. */
function sourcesOf(
  functions: ConfiguredHandler["functions"],
): { kinds: readonly EventKind[]; first: readonly [FunctionConfig, EventSource] } | undefined {
  const kinds: EventKind[] = [];
  for (const { sources } of functions) {
    if (sources.length === 0) return undefined;
    for (const { kind } of sources) {
      if (kind === undefined) return undefined;
      kinds.push(kind);
    }
  }
  const [fn] = functions;
  const [source] = fn.sources;
  return source && { kinds, first: [fn, source] };
}

/** The first thing that the code cannot do without and that no source sends, where nothing shows that it knows others. */
function findWrongRead(reads: readonly EventRead[], kinds: readonly EventKind[]): EventRead | undefined {
  const isWrong = (read: EventRead): boolean =>
    read.kinds.every((needed) => kinds.every((kind) => areIncompatible(needed, kind)));
  // Code that asks for what the source does send, too, knows that it takes several events.
  if (reads.some((read) => !isWrong(read) || read.isOptional)) return undefined;
  return reads.find((read) => isWrong(read));
}

function typeNodeOf({ node, nameNode }: Handler) {
  return parameterType(node?.params[0]) ?? nameNode;
}
