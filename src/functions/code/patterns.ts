import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap } from "../../syntax/ast.js";
import { type Frame, type CodeValue, choose, isPresent, opaque, scalar, variantsOf } from "./code-value.js";
import { type Machine, siteOf } from "./machine.js";

/** Gives the variables of a pattern their values, or assigns to what the pattern names. */
export function bindPattern(
  pattern: TSESTree.Node,
  value: CodeValue,
  frame: Frame,
  mode: "declare" | "assign",
  machine: Machine,
): void {
  const site = siteOf(pattern, frame);
  switch (pattern.type) {
    case "Identifier": {
      const variable = frame.module.syntax.facts.variableOf(pattern);
      if (variable === undefined) return;
      const cell = mode === "assign" ? frame.find(variable) : undefined;
      if (cell === undefined) frame.declare(variable, value);
      else machine.write(cell, value);
      return;
    }
    case "MemberExpression":
      assignMember(pattern, value, frame, machine);
      return;
    case "AssignmentPattern":
      bindPattern(pattern.left, orDefault(value, pattern.right, frame, machine), frame, mode, machine);
      return;
    case "TSParameterProperty":
      bindPattern(pattern.parameter, value, frame, mode, machine);
      return;
    case "RestElement":
      bindPattern(pattern.argument, value, frame, mode, machine);
      return;
    case "ArrayPattern":
      pattern.elements.forEach((element, index) => {
        if (element?.type === "RestElement") bindPattern(element, opaque(site), frame, mode, machine);
        else if (element)
          bindPattern(element, machine.memberOf(value, String(index), site), frame, mode, machine);
      });
      return;
    case "ObjectPattern":
      bindObject(pattern, value, frame, mode, machine);
  }
}

function bindObject(
  pattern: TSESTree.ObjectPattern,
  value: CodeValue,
  frame: Frame,
  mode: "declare" | "assign",
  machine: Machine,
): void {
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === "RestElement") {
      bindPattern(property.argument, without(value, taken, frame, property, machine), frame, mode, machine);
      continue;
    }
    const name = keyName(property);
    const site = siteOf(property, frame);
    if (name !== undefined) taken.add(name);
    const member = name === undefined ? opaque(site) : machine.memberOf(value, name, site);
    bindPattern(property.value, member, frame, mode, machine);
  }
}

/** What `...rest` gets. */
function without(
  value: CodeValue,
  taken: ReadonlySet<string>,
  frame: Frame,
  node: TSESTree.Node,
  machine: Machine,
): CodeValue {
  if (value.kind !== "object") return opaque(siteOf(node, frame));
  const entries = [...value.entries]
    .filter(([key]) => !taken.has(key))
    .map(([key, entry]) => [key, { ...entry, value: machine.read(entry) }] as const);
  return { ...value, entries: new Map(entries) };
}

function orDefault(value: CodeValue, fallback: TSESTree.Node, frame: Frame, machine: Machine): CodeValue {
  const isUndefined = (variant: CodeValue): boolean =>
    variant.kind === "scalar" && variant.value === undefined;
  const variants = variantsOf(value);
  const present = variants.filter((variant) => !isUndefined(variant));
  const mayBeMissing =
    present.length < variants.length || variants.some((item) => isPresent(item) === undefined);
  if (!mayBeMissing) return value;
  return choose([...present, machine.evaluate(fallback, frame)], siteOf(fallback, frame));
}

function assignMember(
  node: TSESTree.MemberExpression,
  value: CodeValue,
  frame: Frame,
  machine: Machine,
): void {
  const object = machine.evaluate(unwrap(node.object), frame);
  const computed = node.computed ? machine.evaluate(node.property, frame) : undefined;
  const name = memberName(node) ?? (computed?.kind === "scalar" ? String(computed.value) : undefined);
  const site = siteOf(node, frame);
  for (const target of variantsOf(object)) {
    switch (target.kind) {
      case "object": {
        if (name === undefined) {
          target.isOpen = true;
          break;
        }
        const known = target.entries.get(name);
        if (known === undefined) {
          const entry = { value: scalar(undefined, site), key: site, written: value.site };
          target.entries.set(name, entry);
          machine.write(entry, value);
        } else {
          known.written = value.site;
          machine.write(known, value);
        }
        break;
      }
      case "attribute":
        machine.log.assigned.push(target);
        break;
      case "instance":
      case "class": {
        if (name === undefined) break;
        const fields = target.kind === "class" ? target.statics : target.fields;
        const cell = fields.get(name) ?? { value: scalar(undefined, site) };
        fields.set(name, cell);
        machine.write(cell, value);
      }
    }
  }
}
