import { oncePer } from "../../syntax/once-per.js";
import type { ConfigNode } from "../config-node.js";
import type { Template } from "./template.js";

/**
 * What says where something goes that nobody could process: `RedrivePolicy` of a queue or a subscription, `DeadLetterConfig` of a
 * rule, a schedule and a function, `OnFailure` of a mapping.
 */
const SINK = /^(?:deadLetterTargetArn|DeadLetterConfig|DeadLetterQueue|OnFailure)$/;

/** The ids of the resources of a template that get what others could not process. */
export const deadLettersOf = oncePer((template: Template): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (node: ConfigNode, isSink: boolean): void => {
    const id = isSink ? template.referenceTo(node)?.id : undefined;
    if (id !== undefined) found.add(id);
    else if (node.kind === "map")
      for (const [key, value] of node.entries) visit(value, isSink || SINK.test(key));
    else if (node.kind === "list") for (const item of node.items) visit(item, isSink);
    else if (node.kind === "call") visit(node.argument, isSink);
  };
  for (const { properties } of template.resources.values())
    if (properties !== undefined) visit(properties, false);
  return found;
});
