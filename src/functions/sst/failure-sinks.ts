import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import {
  type Reading,
  isClosed,
  placeOf,
  primitiveOf,
  valuesIn,
  writtenProperty,
} from "../code/read-code.js";
import { referenceTo } from "../cdk/resources.js";
import type { FailureSinks, ResourceReference } from "../function-config.js";

/**
 * Where the events of a function of version 2 go that no attempt could process. Its props are those of the CDK's function.
 * (https://v2.sst.dev/constructs/Function#functionprops)
 *
 * @param holders what is written of the function and, after it, of all of its construct, stack and app
 * @param makers the construct and the call that it is subscribed by
 * @param isKnown whether nothing else is written of it elsewhere
 */
export function readSinks(
  holders: readonly (CodeValue | undefined)[],
  makers: readonly (InstanceValue | ResultValue | undefined)[],
  isKnown: boolean,
  log: CodeLog,
): FailureSinks {
  const written = (name: string): Reading | undefined =>
    holders.map((holder) => writtenProperty(holder, name)).find((reading) => reading !== undefined);
  const queue = written("deadLetterQueue") ?? written("deadLetterTopic");
  const enabled = written("deadLetterQueueEnabled");
  const made = primitiveOf(enabled?.value) === true ? enabled : undefined;
  const onFailure = written("onFailure");
  return {
    deadLetterQueue: (queue ?? made) && resourceAt(queue ?? made),
    onFailure: onFailure && resourceAt(onFailure),
    isComplete: isKnown && holders.every(isClosed) && !maySetElsewhere(log) && !makers.some(mayKeepEvents),
  };
}

/** That there is one matters more than what it is. */
function resourceAt(reading: Reading | undefined): ResourceReference | undefined {
  if (reading === undefined) return undefined;
  const { value, site } = reading;
  return (
    referenceTo(value, site) ?? { id: undefined, type: undefined, text: undefined, place: placeOf(site) }
  );
}

/** Whether the code says of asynchronous invocations what becomes of them, of any function: `fn.configureAsyncInvoke(…)`. */
function maySetElsewhere({ results, instances }: CodeLog): boolean {
  return (
    results.some(({ method }) => method === "configureAsyncInvoke") ||
    instances.some(({ base }) => base?.path.at(-1) === "EventInvokeConfig")
  );
}

/**
 * Whether the construct keeps what failed: a bus that is told how often to try again has a queue for it, and subscriptions may
 * have one. (https://v2.sst.dev/constructs/EventBus#retries)
 */
function mayKeepEvents(maker: InstanceValue | ResultValue | undefined): boolean {
  return (maker?.args.slice(1) ?? []).some((argument) =>
    [...valuesIn(argument)].some((value) => {
      if (value.kind !== "object") return false;
      const { entries } = value;
      const cdk = entries.get("cdk")?.value;
      return entries.has("retries") || entries.has("deadLetterQueue") || !isClosed(cdk);
    }),
  );
}
