import type { Sourced } from "./fact.js";
import type { EventKind } from "./handler-types.js";

/** How many records one event of a source can hold, where the source itself says so. */
export interface EventRecordsFact extends Sourced {
  readonly kind: EventKind;
  /** The key under which each record has its payload, which tells the source where no type does. */
  readonly recordKey: string;
  readonly maxRecords: number;
}

export const eventRecordsFacts: readonly EventRecordsFact[] = [
  {
    kind: "sns",
    recordKey: "Sns",
    maxRecords: 1, // "all notification messages will contain a single published message"
    source: "https://aws.amazon.com/sns/faqs/",
    checked: "2026-11-24",
  },
  {
    kind: "ses",
    recordKey: "ses",
    maxRecords: 1, // "sends an event record to Lambda every time it receives an incoming message"
    source: "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html",
    checked: "2026-11-28",
  },
];
