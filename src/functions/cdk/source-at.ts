import type { EventKind } from "../../knowledge/handler-types.js";
import type { Site } from "../code/code-value.js";
import { placeOf } from "../code/read-code.js";
import type { EventSource } from "../function-config.js";

/** A source without batches, of which nothing more is known. */
export function sourceAt(kind: EventKind | undefined, site: Site): EventSource {
  return { kind, place: placeOf(site), batchSize: undefined, reportsBatchItemFailures: undefined };
}
