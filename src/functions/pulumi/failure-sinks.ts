import type { CodeValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isClosed, placeOf, property, propertyAt, stringOf } from "../code/read-code.js";
import type { FailureSinks, ResourceReference } from "../function-config.js";
import { isFor, lambdaNameOf, ownerOf } from "./event-sources.js";

/**
 * Where the events of a function go that no attempt could process: its dead-letter queue, and what resources of
 * `@pulumi/aws` say of its asynchronous invocations.
 * (https://www.pulumi.com/registry/packages/aws/api-docs/lambda/functioneventinvokeconfig/)
 *
 * @param isKnown whether all that is written of the function itself is known
 */
export function readPulumiSinks(
  fn: CodeValue,
  deadLetterQueue: CodeValue | undefined,
  isKnown: boolean,
  log: CodeLog,
): FailureSinks {
  const configs = log.instances.filter(({ base }) => lambdaNameOf(base) === "FunctionEventInvokeConfig");
  const config = configs.find((other) => isFor(other, "functionName", fn));
  // One of a function that is not known may be this one's.
  const isUnknown = configs.some(
    ({ args: [, props] }) =>
      !["instance", "result"].includes(ownerOf(property(props, "functionName")?.value)?.kind ?? ""),
  );
  const options = config?.args[1];
  const onFailure = propertyAt(options, "destinationConfig", "onFailure", "destination")?.value;
  return {
    deadLetterQueue: deadLetterQueue && referenceTo(deadLetterQueue),
    onFailure: onFailure && referenceTo(onFailure),
    isComplete: isKnown && log.isComplete && !isUnknown && (options === undefined || isClosed(options)),
    configured: config && placeOf(config.site),
  };
}

/** That there is one matters more than what it is. */
function referenceTo(value: CodeValue): ResourceReference {
  let owner = value;
  while (owner.kind === "attribute") owner = owner.of;
  const id = owner.kind === "instance" ? stringOf(owner.args[0]) : undefined;
  return { id, type: undefined, text: stringOf(value), place: placeOf(value.site) };
}
