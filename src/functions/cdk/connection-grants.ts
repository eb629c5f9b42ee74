import { cdkConnectionGrants } from "../../knowledge/cdk-grants.js";
import type { CodeValue, Site } from "../code/code-value.js";
import { isClosed, isClosedList, itemsOf, property } from "../code/read-code.js";
import type { Permissions, PolicyStatement } from "../function-config.js";
import type { ConstructIndex, FunctionMaker } from "./construct-index.js";
import { classNameOf } from "./construct-name.js";
import { grantedBy } from "./grants.js";

/** What the role of a function may do because of what invokes it, and of where its failed events go. */
export function readConnections(
  fn: FunctionMaker,
  props: CodeValue | undefined,
  index: ConstructIndex,
): Permissions {
  const statements: PolicyStatement[] = [];
  let isComplete = true;
  const add = (granted: readonly PolicyStatement[] | undefined): void => {
    if (granted === undefined) isComplete = false;
    else statements.push(...granted);
  };
  const addFailures = (options: CodeValue | undefined): void => {
    if (options === undefined) return;
    const onFailure = property(options, "onFailure");
    isComplete &&= isClosed(options) && property(options, "onSuccess") === undefined;
    if (onFailure !== undefined) add(grantOf(onFailure.value, onFailure.value.site));
  };
  const addSource = (source: CodeValue | undefined, site: Site): void => {
    add(source && grantOf(source, site));
    if (source?.kind === "instance") addFailures(source.args[1]);
  };

  const events = property(props, "events")?.value;
  if (events !== undefined) isComplete &&= isClosedList(events);
  for (const source of itemsOf(events)) addSource(source, source.site);
  for (const { method, args, site } of index.allCallsOf(fn))
    if (method === "addEventSource") addSource(args[0], site);
    else if (method === "configureAsyncInvoke") addFailures(args[0]);
    else if (method === "addEventSourceMapping") addFailures(args[1]);

  const onFailure = property(props, "onFailure")?.value;
  if (onFailure !== undefined) add(grantOf(onFailure, onFailure.site));
  const queue = property(props, "deadLetterQueue")?.value;
  if (queue !== undefined) add(grantedBy(queue, "grantSendMessages", queue.site));
  const topic = property(props, "deadLetterTopic")?.value;
  if (topic !== undefined) add(grantedBy(topic, "grantPublish", topic.site));
  return { statements, isComplete };
}

/** `new SqsEventSource(queue)`, `new SqsDestination(queue)` */
function grantOf(value: CodeValue, site: Site): readonly PolicyStatement[] | undefined {
  const method = cdkConnectionGrants[classNameOf(value) ?? ""];
  if (value.kind !== "instance" || method === undefined) return undefined;
  return method === "" ? [] : grantedBy(value.args[0], method, site);
}
