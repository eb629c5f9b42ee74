import { isPartial } from "../cloudformation/template.js";
import { type ConfigNode, itemsOf, nodeAt } from "../config-node.js";
import { type ServerlessFunction, logicalIdOf } from "./function-settings.js";
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

/**
 * Whether it is deployed as a durable function: by `durableConfig`, or by what `resources` say of the resource that the
 * framework makes of it.
 * (https://github.com/oss-serverless/osls/pull/329)
 */
export function readDurable(
  { id, own, template }: ServerlessFunction,
  extensions: Extensions,
): boolean | undefined {
  if (template.at(own, "durableConfig") !== undefined) return true;
  const resource = `${logicalIdOf(id)}LambdaFunction`;
  const added = [
    template.resources.get(resource)?.node,
    ...(extensions ?? []).map((extension) => template.at(extension, resource)),
  ].map((node) => template.at(node, "Properties"));
  if (added.some((properties) => template.at(properties, "DurableConfig") !== undefined)) return true;
  const isKnown = extensions !== undefined && added.every((properties) => !isPartial(properties));
  return isKnown ? false : undefined;
}
