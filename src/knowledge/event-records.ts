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
];
