import { type Template, isPartial } from "../cloudformation/template.js";
import { type ConfigNode, itemsOf, nodeAt } from "../config-node.js";
import { resourceIdOf } from "./logical-ids.js";
import type { Follow } from "./variables.js";

/** What `resources` add to resources that the framework makes; undefined where some of it is not known. */
export type Extensions = readonly ConfigNode[] | undefined;

/**
 * The `extensions` of `resources`, which are a map, or a list of maps that are often files of their own.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/resources#override-aws-cloudformation-resource)
 */
export function readExtensions(root: ConfigNode, follow: Follow): Extensions {
  const written = follow(nodeAt(root, "resources"));
  if (written === undefined) return [];
  const parts = (written.kind === "list" ? itemsOf(written) : [written]).map((part) => follow(part));
  if (parts.some((part) => part?.kind !== "map")) return undefined;
  const extensions = parts.flatMap((part) => follow(nodeAt(part, "extensions")) ?? []);
  return extensions.every(({ kind }) => kind === "map") ? extensions : undefined;
}

/** What `resources` say of the resource that the framework makes of a function, in the words of CloudFormation. */
export interface Added {
  readonly has: (property: string) => boolean;
  /** Whether all of it is known. */
  readonly isComplete: boolean;
}

/** @param id the function's key in `functions` */
export function readAdded(id: string, template: Template, extensions: Extensions): Added {
  const resource = resourceIdOf(id);
  const added = [
    template.resources.get(resource)?.node,
    ...(extensions ?? []).map((extension) => template.at(extension, resource)),
  ].map((node) => template.at(node, "Properties"));
  return {
    has: (property) => added.some((properties) => template.at(properties, property) !== undefined),
    isComplete: extensions !== undefined && added.every((properties) => !isPartial(properties)),
  };
}
