import type { TSESTree } from "@typescript-eslint/utils";
import type { ConfigValue } from "../config-value.js";
import { type CodeValue, type Frame, type ImportedValue, scalar } from "./code-value.js";
import { type Machine, siteOf } from "./machine.js";
import { convert, placeOf, stringOf } from "./read-code.js";

/**
 * A template whose tag fills in what only the deployment knows: Pulumi's `interpolate`, and the `$interpolate` that SST has of it.
 * Texts and values stand in turn in what it is made of.
 * (https://www.pulumi.com/docs/iac/concepts/inputs-outputs/apply/#outputs-and-strings)
 */
export function evaluateTagged(
  node: TSESTree.TaggedTemplateExpression,
  frame: Frame,
  machine: Machine,
): CodeValue {
  const site = siteOf(node, frame);
  const tag = machine.evaluate(node.tag, frame);
  const values = node.quasi.expressions.map((expression) => machine.evaluate(expression, frame));
  if (tag.kind !== "imported" || !isInterpolate(tag)) return { kind: "opaque", site };
  const args = node.quasi.quasis.flatMap(({ value }, index): readonly CodeValue[] => {
    const next = values[index];
    const text = scalar(value.cooked ?? value.raw, site);
    return next === undefined ? [text] : [text, next];
  });
  const result: CodeValue = {
    kind: "result",
    callee: tag,
    receiver: undefined,
    method: undefined,
    args,
    site,
  };
  const isKnown = args.every(({ kind }) => kind === "scalar");
  return isKnown ? scalar(symbolicTextOf(result), site) : result;
}

function isInterpolate({ specifier, path }: ImportedValue): boolean {
  return (
    specifier === "sst/$interpolate" || (specifier === "@pulumi/pulumi" && path.join(".") === "interpolate")
  );
}

/** A text with `${…}` for what only the deployment knows; undefined for what is no text that is put together. */
export function symbolicTextOf(value: CodeValue): string | undefined {
  const text = stringOf(value);
  if (text !== undefined) return text;
  if (value.kind !== "result" || value.callee === undefined || !isInterpolate(value.callee)) return undefined;
  return value.args
    .map((part) => (part.kind === "scalar" ? String(part.value) : (symbolicTextOf(part) ?? "${…}")))
    .join("");
}

/** The text that a value is, known or with parts that only the deployment knows. */
export function asSymbolicText(value: CodeValue): ConfigValue<string> {
  const text = convert({ value, site: value.site }, stringOf);
  if (text !== undefined && text.k !== "opaque") return text;
  return { k: "opaque", text: symbolicTextOf(value) ?? text?.text ?? "", place: placeOf(value.site) };
}
