import path from "node:path";
import type { CodeValue, ObjectValue } from "../code/code-value.js";
import { placeOf, textOf } from "../code/read-code.js";
import type { ConfigNode } from "../config-node.js";
import type { Place } from "../config-value.js";
import type { FunctionConfig } from "../function-config.js";
import { isLocalVariant } from "../local-variant.js";
import { mapOrCall } from "../yaml-nodes.js";
import { readServerless } from "./read-serverless.js";

const SERVERLESS_CODE = /^serverless(?:\.[\w-]+)*\.[cm]?[jt]s$/;
const MAX_DEPTH = 60;

/** Whether a file is a serverless.ts or serverless.js with functions. Parses nothing. */
export function isServerlessCode(text: string, file: string): boolean {
  return SERVERLESS_CODE.test(path.basename(file)) && /\bfunctions\b/.test(text) && !isLocalVariant(file);
}

/** The functions of a serverless.ts: of the object that it exports, read as the same object in YAML is. */
export function readServerlessCode(exported: CodeValue, file: string): readonly FunctionConfig[] {
  return readServerless(nodeOf(exported), file, () => undefined);
}

/**
 * A value of code as a node of configuration, with its places. An object that may have more than is seen is opaque, so that
 * nothing is taken for missing in it; the root and `functions` have what they have.
 *
 * @param parents the keys above it
 */
function nodeOf(value: CodeValue, parents: readonly string[] = []): ConfigNode {
  const place = placeOf(value.site);
  const opaque: ConfigNode = { kind: "opaque", text: textOf(value.site).slice(0, 200), place };
  if (parents.length > MAX_DEPTH) return opaque;
  switch (value.kind) {
    case "scalar":
      return value.value instanceof RegExp ? opaque : { kind: "scalar", value: value.value ?? null, place };
    case "list":
      return value.isOpen
        ? opaque
        : { kind: "list", items: value.items.map((item) => nodeOf(item, [...parents, ""])), place };
    case "object":
      return value.isOpen && parents.length > 0 && parents.join(".") !== "functions"
        ? opaque
        : nodeOfObject(value, parents);
    default:
      return opaque;
  }
}

function nodeOfObject(object: ObjectValue, parents: readonly string[]): ConfigNode {
  const entries = new Map<string, ConfigNode>();
  const keys = new Map<string, Place>();
  for (const [key, entry] of object.entries) {
    const node = nodeOf(entry.value, [...parents, key]);
    const used = node.kind === "scalar" ? entry.written : undefined;
    entries.set(key, used === undefined ? node : { ...node, place: placeOf(used) });
    keys.set(key, placeOf(entry.key));
  }
  return mapOrCall(entries, keys, placeOf(object.site));
}
