import type { ConfigNode } from "./config-node.js";
import type { Place } from "./config-value.js";

/** The tags of CloudFormation's short forms, by the long form each stands for. */
export const intrinsicsByTag: ReadonlyMap<string, string> = new Map([
  ["!Ref", "Ref"],
  ["!Condition", "Condition"],
  ...[
    ...["And", "Base64", "Cidr", "Contains", "Equals", "FindInMap", "ForEach", "GetAtt", "GetAZs", "If"],
    ...["ImportValue", "Join", "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform"],
  ].map((name) => [`!${name}`, `Fn::${name}`] as const),
]);
const LONG_FORMS: ReadonlySet<string> = new Set(intrinsicsByTag.values());

/** A map, or the call that it is the long form of: `{ "Fn::Sub": … }`. */
export function mapOrCall(
  entries: ReadonlyMap<string, ConfigNode>,
  keys: ReadonlyMap<string, Place>,
  place: Place,
): ConfigNode {
  if (entries.size === 1)
    for (const [name, argument] of entries)
      if (LONG_FORMS.has(name) && name !== "Condition") return callOf(name, argument, place);
  return { kind: "map", entries, keys, place };
}

/** @param name the long form */
export function callOf(name: string, argument: ConfigNode, place: Place): ConfigNode {
  return { kind: "call", name, argument: splitAttribute(name, argument), place };
}

/** `!GetAtt Queue.Arn` is short for `!GetAtt [Queue, Arn]`. */
function splitAttribute(name: string, argument: ConfigNode): ConfigNode {
  if (name !== "Fn::GetAtt" || argument.kind !== "scalar" || typeof argument.value !== "string")
    return argument;
  const dot = argument.value.indexOf(".");
  if (dot === -1) return argument;
  const { place } = argument;
  const parts = [argument.value.slice(0, dot), argument.value.slice(dot + 1)];
  return { kind: "list", items: parts.map((value) => ({ kind: "scalar", value, place })), place };
}
