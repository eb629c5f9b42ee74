import { type ConfigNode, type Scalar, entriesOf, itemsOf, nodeAt } from "../config-node.js";
import type { ConfigValue, Place } from "../config-value.js";

/** The questions that a reader asks of a template's values. None of them throws. */
export interface TemplateValues {
  /** The scalar that the node comes to; undefined where it is missing, or removed by `AWS::NoValue`. */
  scalarOf(node: ConfigNode | undefined): ConfigValue<Scalar> | undefined;
  /** The nodes that a node with conditions can stand for: itself, or the branches of `Fn::If`. */
  branchesOf(node: ConfigNode | undefined): readonly ConfigNode[];
}

/** Conditions in conditions double the variants each time. */
const MAX_VARIANTS = 32;
const NO_VALUE = "AWS::NoValue";

/**
 * Evaluates intrinsic functions as far as the template alone says what they give: parameters by their defaults and allowed
 * values, `Fn::If` as one of its branches, `Fn::Sub`, `Fn::Join` and `Fn::FindInMap` of known values.
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html)
 */
export function createTemplateValues(template: ConfigNode): TemplateValues {
  return new Evaluator(template);
}

class Evaluator implements TemplateValues {
  private readonly parameters: ConfigNode | undefined;
  private readonly mappings: ConfigNode | undefined;

  constructor(template: ConfigNode) {
    this.parameters = nodeAt(template, "Parameters");
    this.mappings = nodeAt(template, "Mappings");
  }

  branchesOf(node: ConfigNode | undefined): readonly ConfigNode[] {
    if (node === undefined || isNoValue(node)) return [];
    if (node.kind !== "call" || node.name !== "Fn::If") return [node];
    const branches = itemsOf(node.argument).slice(1, 3);
    return branches.flatMap((branch) => this.branchesOf(branch)).slice(0, MAX_VARIANTS);
  }

  scalarOf(node: ConfigNode | undefined): ConfigValue<Scalar> | undefined {
    const values = this.branchesOf(node).map((branch) => this.evaluate(branch));
    const [first] = values;
    return values.length <= 1 ? first : combine(values, node?.place as Place);
  }

  private evaluate(node: ConfigNode): ConfigValue<Scalar> {
    switch (node.kind) {
      case "scalar":
        return { k: "known", value: node.value, place: node.place };
      case "call":
        return this.evaluateCall(node.name, node.argument, node.place) ?? opaque(node);
      default:
        return opaque(node);
    }
  }

  private evaluateCall(name: string, argument: ConfigNode, place: Place): ConfigValue<Scalar> | undefined {
    switch (name) {
      case "Ref":
        return argument.kind === "scalar" ? this.parameterOf(String(argument.value), place) : undefined;
      case "Fn::Sub":
        return known(this.substitute(argument), place);
      case "Fn::Join":
        return known(this.join(argument), place);
      case "Fn::FindInMap":
        return this.findInMap(argument, place);
      default:
        return undefined;
    }
  }

  /** A parameter has one of its allowed values; without a list, its default is the best that is known. */
  private parameterOf(name: string, place: Place): ConfigValue<Scalar> | undefined {
    const parameter = nodeAt(this.parameters, name);
    // A secret: its default is a placeholder at best.
    const noEcho = nodeAt(parameter, "NoEcho");
    if (noEcho?.kind === "scalar" && String(noEcho.value) === "true")
      return { k: "opaque", text: `NoEcho parameter ${name}`, place };
    const allowed = itemsOf(nodeAt(parameter, "AllowedValues")).flatMap(scalars);
    if (allowed.length > 0) return { k: "oneOf", values: allowed.map((value) => ({ value, place })) };
    const [value] = scalars(nodeAt(parameter, "Default"));
    return value === undefined ? undefined : { k: "default", value, of: `the parameter ${name}` };
  }

  /** `Fn::Sub`, with its own variables or without. */
  private substitute(argument: ConfigNode): string | undefined {
    const [text, own] = argument.kind === "list" ? argument.items : [argument];
    if (text?.kind !== "scalar" || typeof text.value !== "string") return undefined;
    const unknown: string[] = [];
    const value = text.value.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === "!") return `\${${name}}`;
      const [found] = scalars(nodeAt(own, name) ?? nodeAt(this.parameters, name, "Default"));
      if (found === undefined) unknown.push(name);
      return String(found);
    });
    return unknown.length === 0 ? value : undefined;
  }

  private join(argument: ConfigNode): string | undefined {
    const [delimiter, list] = itemsOf(argument);
    if (delimiter?.kind !== "scalar" || list?.kind !== "list") return undefined;
    const parts = list.items.map((item) => this.scalarOf(item));
    const texts = parts.flatMap((part) =>
      part?.k === "known" || part?.k === "default" ? [String(part.value)] : [],
    );
    return texts.length === parts.length ? texts.join(String(delimiter.value)) : undefined;
  }

  /** One of the values that the keys can lead to: a key that is not known can be any. */
  private findInMap(argument: ConfigNode, place: Place): ConfigValue<Scalar> | undefined {
    const [mapName, ...keys] = itemsOf(argument)
      .slice(0, 3)
      .map((item) => this.scalarOf(item));
    if (mapName?.k !== "known") return undefined;
    const map = nodeAt(this.mappings, String(mapName.value));
    let found: readonly ConfigNode[] = map === undefined ? [] : [map];
    for (const key of keys) found = found.flatMap((node) => entriesUnder(node, key));
    const values = found
      .slice(0, MAX_VARIANTS)
      .flatMap((node) => scalars(node).map((value) => ({ value, place })));
    const [only, ...others] = values;
    if (only === undefined || found.length > MAX_VARIANTS) return undefined;
    return others.length === 0 ? { k: "known", ...only } : { k: "oneOf", values };
  }
}

function known(value: string | undefined, place: Place): ConfigValue<Scalar> | undefined {
  return value === undefined ? undefined : { k: "known", value, place };
}

function entriesUnder(map: ConfigNode, key: ConfigValue<Scalar> | undefined): readonly ConfigNode[] {
  const wanted = key?.k === "known" ? String(key.value) : undefined;
  return entriesOf(map).flatMap(([name, node]) => (wanted === undefined || name === wanted ? [node] : []));
}

function isNoValue(node: ConfigNode): boolean {
  return (
    node.kind === "call" &&
    node.name === "Ref" &&
    node.argument.kind === "scalar" &&
    node.argument.value === NO_VALUE
  );
}

function scalars(node: ConfigNode | undefined): Scalar[] {
  return node?.kind === "scalar" && node.value !== null ? [node.value] : [];
}

/** One value of several, each with its place; opaque as soon as one of them is. */
function combine(values: readonly ConfigValue<Scalar>[], place: Place): ConfigValue<Scalar> {
  const variants = values.flatMap((value) => {
    if (value.k === "oneOf") return value.values;
    return value.k === "opaque"
      ? []
      : [{ value: value.value, place: value.k === "known" ? value.place : place }];
  });
  const unknown = values.find((value) => value.k === "opaque");
  return unknown ?? { k: "oneOf", values: variants };
}

function opaque(node: ConfigNode): ConfigValue<Scalar> {
  return { k: "opaque", text: textOf(node), place: node.place };
}

/** What stands there, for messages and for dynamic references in it: the text of `Fn::Sub`, with its variables. */
function textOf(node: ConfigNode): string {
  if (node.kind !== "call") return node.kind === "opaque" ? node.text : node.kind;
  const { argument, name } = node;
  const [text] = argument.kind === "list" ? argument.items : [argument];
  return name === "Fn::Sub" && text?.kind === "scalar" ? String(text.value) : name;
}
