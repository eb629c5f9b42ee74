import path from "node:path";
import type { CodeModule } from "../code/code-module.js";
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

/** What takes functions in from another file may not say their word: `merge(base, orders)`. */
const TAKES_FUNCTIONS = /\bfunctions\b|\bfrom\s*["']\.|\brequire\(\s*["']\./;

/** Whether a file is a serverless.ts or serverless.js that may have functions. Parses nothing. */
export function isServerlessCode(text: string, file: string): boolean {
  return SERVERLESS_CODE.test(path.basename(file)) && TAKES_FUNCTIONS.test(text) && !isLocalVariant(file);
}

/** The functions of a serverless.ts: of the object that it exports, read as the same object in YAML is. */
export function readServerlessCode(exported: CodeValue, module: CodeModule): readonly FunctionConfig[] {
  // What is made in another file is reported where this one exports it.
  const root = { ...nodeOf(exported), place: exportPlaceOf(module) };
  return readServerless(root, module.file, () => undefined);
}

/** Where a file says what it exports: `export default`, `module.exports =`. */
function exportPlaceOf(module: CodeModule): Place {
  const { sourceCode } = module;
  const exporting = sourceCode.ast.body.find(
    (statement) =>
      statement.type === "ExportDefaultDeclaration" ||
      statement.type === "TSExportAssignment" ||
      (statement.type === "ExpressionStatement" &&
        statement.expression.type === "AssignmentExpression" &&
        sourceCode.getText(statement.expression.left) === "module.exports"),
  );
  return module.placeOf(exporting ?? sourceCode.ast);
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
    case "choice":
      return nodeOfChoice(value.values, place) ?? opaque;
    default:
      return opaque;
  }
}

/**
 * A condition of code is read as one of CloudFormation: `isProd ? 1024 : 512`. Undefined unless all of its values are written
 * out, without variables of the framework.
 */
function nodeOfChoice([value, ...others]: readonly CodeValue[], place: Place): ConfigNode | undefined {
  const node = value?.kind === "scalar" ? nodeOf(value) : undefined;
  if (node?.kind !== "scalar" || node.value === null || String(node.value).includes("${")) return undefined;
  if (others.length === 0) return node;
  const rest = nodeOfChoice(others, place);
  const condition: ConfigNode = { kind: "opaque", text: "", place };
  const argument = (last: ConfigNode): ConfigNode => ({
    kind: "list",
    items: [condition, node, last],
    place,
  });
  return rest && { kind: "call", name: "Fn::If", argument: argument(rest), place };
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
