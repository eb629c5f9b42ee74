import { type ConfigNode, entriesOf, nodeAt, placeOfKey } from "../config-node.js";
import type { Place } from "../config-value.js";
import { asNumber } from "../convert-value.js";
import type { Template } from "../cloudformation/template.js";
import type { EventSource } from "../function-config.js";
import type { Follow } from "./variables.js";

const LIFT = "serverless-lift";

/** A queue of Lift, and the function that reads it. */
export interface LiftQueue {
  /** The function that it makes, or the key of one below `functions`. */
  readonly reader: string;
  /** The settings of the function that it makes; undefined for one that is declared elsewhere. */
  readonly worker: ConfigNode | undefined;
  /** Where its name stands. */
  readonly place: Place;
  readonly source: EventSource;
}

/**
 * The queues below `constructs`, each with a dead-letter queue and a visibility timeout of six times that of its worker. Whether
 * it takes single messages back is a matter of the plugin's version.
 * (https://github.com/getlift/lift/blob/master/docs/queue.md)
 */
export function readLiftQueues(
  root: ConfigNode,
  plugins: readonly string[] | undefined,
  follow: Follow,
  template: Template,
): readonly LiftQueue[] {
  const constructs = plugins?.includes(LIFT) === true ? follow(nodeAt(root, "constructs")) : undefined;
  return entriesOf(constructs).flatMap(([id, entry]) => {
    const construct = follow(entry);
    const worker = follow(nodeAt(construct, "worker"));
    if (construct === undefined || worker === undefined || template.textAt(construct, "type") !== "queue")
      return [];
    const reader = worker.kind === "map" ? `${id}Worker` : template.textAt(worker);
    if (reader === undefined) return [];
    const place = placeOfKey(constructs as ConfigNode, id);
    const source: EventSource = {
      kind: "sqs",
      place,
      batchSize: asNumber(template.scalarAt(construct, "batchSize")) ?? {
        k: "default",
        value: 1,
        of: "Lift",
      },
      reportsBatchItemFailures: undefined,
    };
    return [{ reader, worker: worker.kind === "map" ? worker : undefined, place, source }];
  });
}
