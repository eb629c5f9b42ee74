import { isFunction, keyName } from "../../syntax/ast.js";
import {
  type ClassValue,
  type CodeValue,
  type InstanceValue,
  type Site,
  choose,
  opaque,
  scalar,
} from "./code-value.js";
import { idOfConstruct } from "./construct-node.js";
import { typeOfMember } from "./declared-values.js";
import type { Machine } from "./machine.js";

/** The member of a value, for `Machine.memberOf`. */
export function memberOf(value: CodeValue, name: string, site: Site, machine: Machine): CodeValue {
  switch (value.kind) {
    case "choice":
      return choose(
        value.values.map((variant) => memberOf(variant, name, site, machine)),
        site,
      );
    case "object": {
      const entry = value.entries.get(name);
      if (entry !== undefined) return machine.read(entry);
      return value.isOpen ? opaque(site) : scalar(undefined, site);
    }
    case "list": {
      if (name === (value.collection === undefined ? "length" : "size"))
        return value.isOpen ? opaque(site) : scalar(value.items.length, site);
      return value.collection === undefined ? (value.items[Number(name)] ?? opaque(site)) : opaque(site);
    }
    case "imported":
      return { ...value, path: [...value.path, name], site };
    case "instance":
      return memberOfInstance(value, name, site, machine);
    case "class": {
      const cell = value.statics.get(name);
      if (cell !== undefined) return machine.read(cell);
      const method = methodOf([value], name, true, value, machine);
      if (method !== undefined) return method;
      if (name === "name" && value.node.id) return scalar(value.node.id.name, site);
      return value.parent === undefined ? opaque(site) : memberOf(value.parent, name, site, machine);
    }
    case "result":
      return { kind: "attribute", of: value, name, site };
    case "attribute":
      return idOfConstruct(value, name) ?? { kind: "attribute", of: value, name, site };
    case "scalar":
      return name === "length" && typeof value.value === "string"
        ? scalar(value.value.length, site)
        : opaque(site);
    case "opaque":
      return opaque(site, value.declared && typeOfMember(value.declared, name, machine.files));
    case "function":
      return opaque(site);
  }
}

function memberOfInstance(instance: InstanceValue, name: string, site: Site, machine: Machine): CodeValue {
  const cell = instance.fields.get(name);
  if (cell !== undefined) return machine.read(cell);
  const method = methodOf(instance.classes, name, false, instance, machine);
  if (method !== undefined) return method;
  return instance.base === undefined ? opaque(site) : { kind: "attribute", of: instance, name, site };
}

function methodOf(
  classes: readonly ClassValue[],
  name: string,
  isStatic: boolean,
  self: CodeValue,
  machine: Machine,
): CodeValue | undefined {
  for (const cls of classes)
    for (const member of cls.node.body.body) {
      if (member.type !== "MethodDefinition" || member.static !== isStatic || member.kind === "constructor")
        continue;
      if (keyName(member) !== name || !isFunction(member.value)) continue;
      const fn = machine.defineFunction(member.value, cls.frame, cls, self);
      if (member.kind === "method") return fn;
      if (member.kind === "get") return machine.invoke(fn, [], self);
    }
  return undefined;
}
