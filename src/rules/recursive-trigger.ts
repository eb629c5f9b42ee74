import { onlyValue, possibleValues } from "../functions/config-value.js";
import type { EventSource, FunctionConfig } from "../functions/function-config.js";
import { type ResourceWrite, resourceWritesOf } from "../lambda/clients/written-resources.js";
import {
  describeFunction,
  describePlace,
  getConfiguredHandlers,
  nameOfSource,
} from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";

export default createRule({
  name: "recursive-trigger",
  meta: {
    type: "problem",
    docs: {
      description: "disallow writing to what invokes the function",
      recommended: "error",
      strict: "error",
      seed: ["DT-14", "LESS-05"],
    },
    messages: {
      writesToTrigger:
        "This write invokes {{fn}} again, which writes again: its events come from the same place, {{source}} ({{place}}). Write to another {{resource}}, or check at the beginning whether the event comes from the function itself.",
    },
    schema: [],
  },
  create(context) {
    if (!/PutObject|CopyObject|MultipartUpload|SendMessage|Publish/i.test(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence) return {};
    return {
      "Program:exit"() {
        // Most files are named by no configuration, which is known already: then nothing is worked out.
        if (getConfiguredHandlers(context).length === 0) return;
        const writes = resourceWritesOf(lambda).filter(({ isGuarded }) => !isGuarded);
        if (writes.length === 0) return;
        const reported = new Set<ResourceWrite>();
        for (const { functions, runs } of getConfiguredHandlers(context)) {
          for (const write of writes) {
            if (reported.has(write) || !runs(write.call.node)) continue;
            const found = functions.map((fn) => ({ fn, source: findOwnSource(write, fn) }));
            const [first] = found;
            if (first?.source?.kind === undefined || found.some(({ source }) => source === undefined))
              continue;
            reported.add(write);
            context.report({
              node: write.call.node,
              messageId: "writesToTrigger",
              data: {
                fn: describeFunction(first.fn, context),
                source: nameOfSource(first.source.kind),
                place: describePlace(first.source.place, context),
                resource: NAMES[write.service],
              },
            });
          }
        }
      },
    };
  },
});

const NAMES = { s3: "bucket, or under another prefix", sqs: "queue", sns: "topic" } as const;

/** The source of the function's events that the write goes to. */
function findOwnSource(write: ResourceWrite, fn: FunctionConfig): EventSource | undefined {
  const candidates = fn.sources.filter(({ kind }) => kind === write.service);
  return candidates.find(
    (source) => goesTo(write, source, fn, candidates.length) && mayInvoke(write, source),
  );
}

function goesTo(write: ResourceWrite, source: EventSource, fn: FunctionConfig, candidates: number): boolean {
  // The bucket of the event is that of the source, where there is only one that sends any.
  if (write.isOfEvent) return candidates === 1 && fn.sources.length === 1;
  const { resource } = source;
  if (resource === undefined) return false;
  if (fn.framework === "sst" && write.links.some((link) => link === resource.id)) return true;
  return (
    write.variables.some((name) => {
      const reference = fn.env.references.get(name);
      if (reference?.id !== undefined) return reference.id === resource.id;
      const value = onlyValue(fn.env.variables.get(name));
      return value !== undefined && isName(value, resource.text);
    }) ||
    (resource.text !== undefined && write.names.some((name) => isName(name, resource.text)))
  );
}

/** `orders` and `arn:aws:s3:::orders` name the same. */
function isName(name: string, text: string | undefined): boolean {
  return text !== undefined && (text === name || text.split(/[:/]/).at(-1) === name);
}

/** True when an object of the written key is one that the source sends events for. */
function mayInvoke({ service, keyPrefix, isKeyOfEvent }: ResourceWrite, source: EventSource): boolean {
  if (service !== "s3") return true;
  // What only hears of objects that are gone hears nothing of a new one.
  const events = source.objectEvents?.flatMap((event) => possibleValues(event) ?? []);
  if (events?.some((event) => /^s3:(?:\*|ObjectCreated)/.test(event)) === false) return false;
  // What has been taken as it is passes every filter once more.
  if (isKeyOfEvent) return true;
  const { prefixes, suffixes } = source;
  // How the written key ends is not followed.
  if (suffixes !== undefined) return false;
  if (prefixes === undefined) return true;
  const known = prefixes.map((prefix) => possibleValues(prefix));
  return (
    keyPrefix !== undefined &&
    known.some((values) => values?.every((prefix) => keyPrefix.startsWith(prefix)) === true)
  );
}
