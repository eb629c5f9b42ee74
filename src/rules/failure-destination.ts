import type { EventSource, Framework, FunctionConfig } from "../functions/function-config.js";
import { isSst2 } from "../functions/setting-names.js";
import { queueSinkNames } from "../knowledge/framework-names.js";
import type { EventKind } from "../knowledge/handler-types.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/** Sources that hand an event over and do not wait: Lambda tries it three times, and drops it then. */
const ASYNCHRONOUS = new Map<EventKind, string>([
  ["sns", "SNS"],
  ["s3", "S3"],
  ["eventbridge", "EventBridge"],
  ["scheduled", "a schedule"],
  ["cloudwatch-logs", "CloudWatch Logs"],
  ["iot", "IoT"],
  ["ses", "SES"],
]);

/** Streams, of which Lambda drops records that it has tried until they expired. */
const STREAMS = new Map<EventKind, string>([
  ["kinesis", "Kinesis"],
  ["dynamodb-stream", "DynamoDB"],
  ["msk", "Kafka"],
  ["self-managed-kafka", "Kafka"],
]);

export default createConfigRule({
  name: "failure-destination",
  meta: {
    type: "suggestion",
    docs: {
      description: "require a place for events that a function could not process",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-07"],
    },
    messages: {
      eventsAreLost:
        "`{{id}}`{{others}} gets events from {{source}}, and one that it fails on three times is gone: nobody sees it again. Set an on-failure destination or a dead-letter queue.",
      noDestination:
        "This says what happens to asynchronous invocations of `{{id}}`, and not where an event goes that all attempts failed on: it is gone. Add an on-failure destination.",
      recordsAreLost:
        "`{{id}}` reads a stream of {{source}}, and records that it fails on hold up all after them until their retries or their time are over, and are dropped then. Set an on-failure destination, and a limit for the retries.",
      messagesAreLost:
        "{{reader}} reads a queue without a dead-letter queue: a message that it fails on comes back until it expires, and is gone then. Set {{name}} of the queue.",
    },
    schema: [],
  },
  check({ id, framework, place, sources, failureSinks }, { functions, text, report }) {
    const asynchronous = sources
      .filter(({ isExpendable }) => isExpendable !== true)
      .map(({ kind, sender = kind, functionId = id }) => ({ kind: sender, reader: functionId }))
      .filter(({ kind }) => kind && ASYNCHRONOUS.has(kind));
    const [first] = asynchronous;
    const hasSink = failureSinks?.deadLetterQueue !== undefined || failureSinks?.onFailure !== undefined;
    const isMissing = failureSinks?.isComplete === true && !hasSink;
    if (first?.kind !== undefined && isMissing) {
      const source = ASYNCHRONOUS.get(first.kind) ?? first.kind;
      const others = describeOthers(new Set(asynchronous.map(({ reader }) => reader)).size - 1);
      report({ place, messageId: "eventsAreLost", data: { id: first.reader, others, source } });
    } else if (failureSinks?.configured !== undefined && isMissing)
      report({ place: failureSinks.configured, messageId: "noDestination", data: { id } });
    for (const source of sources) {
      if (source.onFailure !== undefined) continue;
      const reader = source.functionId ?? id;
      const stream = source.kind && STREAMS.get(source.kind);
      if (stream !== undefined && "onFailure" in source)
        report({ place: source.place, messageId: "recordsAreLost", data: { id: reader, source: stream } });
      if (isQueueOfFile(source) && !isDeadLetterQueue(source, functions))
        report({
          place: source.place,
          messageId: "messagesAreLost",
          data: {
            // What is named by nothing but its queue has the queue's name.
            reader: source.resource?.id === reader ? `What is subscribed to \`${reader}\`` : `\`${reader}\``,
            name: nameOfSink(framework, text),
          },
        });
    }
  },
});

/** One expression may make several functions, all of which lose events. */
function describeOthers(count: number): string {
  return count === 0 ? "" : ` (and ${count} ${count === 1 ? "other" : "others"} made here)`;
}

/** SST of version 2 has it from the CDK. Resources of the Serverless Framework are those of CloudFormation. */
function nameOfSink(framework: Framework, text: string): string {
  if (framework === "sst") return (isSst2(text) ? queueSinkNames.cdk : queueSinkNames.sst).words;
  return (
    framework === "cdk" || framework === "pulumi" ? queueSinkNames[framework] : queueSinkNames.cloudformation
  ).words;
}

/** Of a queue that is declared elsewhere the dead-letter queue is not known. */
function isQueueOfFile({ kind, resource }: EventSource): boolean {
  return kind === "sqs" && resource?.type === "AWS::SQS::Queue";
}

/** What reads a dead-letter queue is the last in the chain. */
function isDeadLetterQueue(source: EventSource, functions: readonly FunctionConfig[]): boolean {
  const { resource } = source;
  return (
    source.isDeadLetterQueue === true ||
    functions.some(
      ({ sources, failureSinks }) =>
        failureSinks?.deadLetterQueue?.id === resource?.id ||
        failureSinks?.onFailure?.id === resource?.id ||
        sources.some(({ onFailure }) => onFailure?.id === resource?.id),
    )
  );
}
