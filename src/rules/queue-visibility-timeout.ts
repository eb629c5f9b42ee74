import { replaceValue } from "../functions/config-edits.js";
import { possibleValues } from "../functions/config-value.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/** What AWS advises: time for all the attempts that Lambda makes while the function is throttled. */
const ADVISED_FACTOR = 6;
const MAX_SECONDS = 43_200;

export default createConfigRule({
  name: "queue-visibility-timeout",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require queues that hide a message for as long as a function may work on it",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-07", "LESS-04"],
    },
    messages: {
      visibleTooSoon:
        "{{queue}} shows a message again after {{visibility}} s, and {{reader}} may work on it for {{timeout}} s: Lambda refuses the event source, since messages would be processed twice. Set the visibility timeout to {{advised}} s, six times the function's timeout.",
      shortVisibility:
        "{{queue}} shows a message again after {{visibility}} s, less than six times the {{timeout}} s of {{reader}}: while the function is throttled, messages come back unprocessed{{fate}}. Set the visibility timeout to {{advised}} s.",
      setVisibility: "Set the visibility timeout to {{advised}} s.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    // Of what one expression makes, each function has its own queue and time.
    const consumers = (declared.madeAs ?? [declared]).flatMap(({ id, timeoutSec, sources }) =>
      sources.map((source) => ({ id, timeoutSec, ...source })),
    );
    for (const consumer of consumers) {
      const { id, timeoutSec, kind, visibilityTimeoutSec, resource, place, onFailure } = consumer;
      const timeout = Math.min(...(possibleValues(timeoutSec) ?? [NaN]));
      const visibility = Math.max(...(possibleValues(visibilityTimeoutSec) ?? [NaN]));
      const advised = Math.min(timeout * ADVISED_FACTOR, MAX_SECONDS);
      if (kind !== "sqs" || !(visibility < advised)) continue;
      const isShorter = visibility < timeout;
      const written = visibilityTimeoutSec?.k === "known" ? visibilityTimeoutSec.place : undefined;
      report({
        place: written ?? place,
        messageId: isShorter ? "visibleTooSoon" : "shortVisibility",
        data: {
          // The queue may be declared far from the function, at which it is reported then.
          queue: resource?.id === undefined ? "The queue" : `The queue \`${resource.id}\``,
          // What is named by nothing but its queue has the queue's name.
          reader: resource?.id === id ? "the function that reads it" : `\`${id}\``,
          ...{ visibility, timeout, advised },
          ...(isShorter ? {} : { fate: onFailure === undefined ? "" : ", and go to the dead-letter queue" }),
        },
        suggest: [
          {
            messageId: "setVisibility",
            data: { advised },
            edits: written ? [replaceValue(text, written, visibility, advised)] : [],
          },
        ],
      });
    }
  },
});
