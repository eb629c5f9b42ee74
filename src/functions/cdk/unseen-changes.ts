import { type ClassNode, keyName } from "../../syntax/ast.js";
import type { CodeValue, InstanceValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { valuesIn } from "../code/read-code.js";
import type { ConstructIndex } from "./construct-index.js";
import { cdkNameOf } from "./construct-name.js";
import { isPartOf } from "./permissions.js";

/** Functions that a class lets others see, who may be in files that are not read. */
export function exposedIn({ instances }: CodeLog): ReadonlySet<CodeValue> {
  const seen = new Set<CodeValue>();
  for (const { classes, fields } of instances)
    for (const [name, cell] of fields)
      if (!classes.some((cls) => isPrivate(cls.node, name))) valuesIn(cell.value, seen);
  return seen;
}

function isPrivate({ body }: ClassNode, name: string): boolean {
  return (
    name.startsWith("#") ||
    body.body.some(
      (member) =>
        member.type === "PropertyDefinition" &&
        member.accessibility === "private" &&
        keyName(member) === name,
    )
  );
}

/** Aspects, escape hatches, and calls on something unknown that may be the function. */
export function hasUnknownChanges(fn: InstanceValue, { log }: ConstructIndex, isWhole: boolean): boolean {
  if (isWhole && log.methodsOfUnknown.has("addEnvironment")) return true;
  // Injectors change the properties of every construct that is made below them.
  if (log.instances.some(({ args }) => args.some((argument) => hasProperty(argument, "propertyInjectors"))))
    return true;
  // `(fn.node.defaultChild as CfnFunction).environment = { variables }`
  if (log.assigned.some((target) => isPartOf(target, fn, ["node"]))) return true;
  return log.results.some(
    ({ method, receiver, args }) =>
      isAspect(method, receiver, args[0]) ||
      ((method === "addPropertyOverride" ||
        method === "addOverride" ||
        method === "addPropertyDeletionOverride") &&
        (isPartOf(receiver, fn, ["node"]) || receiver?.kind === "opaque")),
  );
}

/** `Aspects.of(app).add(new Defaults())`: it visits every construct, and may change each. Checks of cdk-nag change none. */
function isAspect(
  method: string | undefined,
  receiver: CodeValue | undefined,
  visitor: CodeValue | undefined,
): boolean {
  return (
    method === "add" &&
    receiver?.kind === "result" &&
    cdkNameOf(receiver.callee) === "core.Aspects.of" &&
    !(visitor?.kind === "instance" && visitor.base?.specifier === "cdk-nag")
  );
}

function hasProperty(value: CodeValue, name: string): boolean {
  return value.kind === "object" && value.entries.has(name);
}
