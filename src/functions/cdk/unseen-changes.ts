import { cdkFunctionProperties, cdkOverrides, cdkRoleProperties } from "../../knowledge/cdk-permissions.js";
import { type ClassNode, keyName } from "../../syntax/ast.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { stringOf, valuesIn } from "../code/read-code.js";
import { isForOthers, mayChangeByAspect } from "./aspects.js";
import type { ConstructIndex } from "./construct-index.js";
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
    (result) =>
      mayChangeByAspect(result, fn) ||
      (cdkOverrides.has(result.method ?? "") &&
        (isPartOf(result.receiver, fn, ["node"]) ||
          (result.receiver?.kind === "opaque" && mayBeOfFunction(result) && !isForOthers(result.site)))),
  );
}

/**
 * Whether what is overridden of something unknown can be a function's, or a setting beside it: a bucket has lifecycle rules, a
 * role has policies, and no function has.
 */
function mayBeOfFunction(result: ResultValue): boolean {
  const path = overriddenBy(result);
  if (path === undefined) return true;
  const [, property] = /^Properties\.(.*)/.exec(path) ?? [];
  return property === undefined
    ? /^(?:Properties|Type|UpdatePolicy)\b/.test(path)
    : cdkFunctionProperties.test(property);
}

/** Whether the code changes what some role may do that is not known: it may be any function's. */
export function isRoleOverridden({ log }: ConstructIndex): boolean {
  return log.results.some((result) => {
    if (!cdkOverrides.has(result.method ?? "") || result.receiver?.kind === "instance") return false;
    return cdkRoleProperties.test(overriddenBy(result)?.replace(/^Properties\./, "") ?? "");
  });
}

/** What of a resource a call changes: `Properties.Policies` of `addPropertyOverride("Policies", …)`. */
export function overriddenBy({ method, args: [first] }: ResultValue): string | undefined {
  const path = stringOf(first);
  return path === undefined || method === "addOverride" ? path : `Properties.${path}`;
}

function hasProperty(value: CodeValue, name: string): boolean {
  return value.kind === "object" && value.entries.has(name);
}
