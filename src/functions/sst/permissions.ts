import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { asSymbolicText } from "../code/interpolated.js";
import { type Reading, itemsOf, placeOf, property, stringOf } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { Permissions, PolicyStatement } from "../function-config.js";
import { statementOfManagedPolicy } from "../managed-policies.js";

/**
 * What a function is given beside what links and bindings add, so that it is never all.
 *
 * - Version 3: `permissions: [{ actions: ["s3:GetObject"], resources: ["*"] }]`
 *   (https://sst.dev/docs/component/aws/function/#permissions)
 * - Version 2: `permissions: "*"`, `permissions: ["s3", "ses:SendEmail"]`, where the name of a service is all of its actions
 *   (https://v2.sst.dev/constructs/Permissions)
 *
 * @param given what the function and those that it inherits from say
 * @param policies managed policies by their ARNs, of version 3
 */
export function readPermissions(
  given: readonly (Reading | undefined)[],
  policies: CodeValue | undefined,
): Permissions {
  const statements = given.flatMap((reading) =>
    reading === undefined ? [] : statementsOf(reading.value, reading.site),
  );
  const managed = itemsOf(policies).flatMap((item) => {
    const arn = stringOf(item);
    return (arn === undefined ? undefined : statementOfManagedPolicy(arn, placeOf(item.site))) ?? [];
  });
  return { statements: [...statements, ...managed], isComplete: false };
}

/** Version 2: `api.attachPermissions(["s3"])`, for all functions of a construct, or for one. */
export function attachedPermissions(owner: InstanceValue | undefined, log: CodeLog): readonly Reading[] {
  if (owner === undefined) return [];
  return log.results.flatMap(({ receiver, method, args: [first], site }) =>
    receiver === owner && method === "attachPermissions" && first !== undefined
      ? [{ value: first, site }]
      : [],
  );
}

function statementsOf(value: CodeValue, site: Site): readonly PolicyStatement[] {
  if (stringOf(value) === "*") return [statement([asSymbolicText(value)], [everything(value)], value.site)];
  return itemsOf(value).flatMap((item) => {
    const name = stringOf(item);
    if (name !== undefined) return [statement([actionOf(name, item)], [everything(item)], item.site)];
    if (item.kind !== "object") return [];
    const actions = itemsOf(property(item, "actions")?.value);
    const resources = itemsOf(property(item, "resources")?.value);
    if (actions.length === 0) return [];
    const isDenied = stringOf(property(item, "effect")?.value) === "deny";
    const found = statement(actions.map(asSymbolicText), resources.map(asSymbolicText), item.site, site);
    return [
      {
        ...found,
        effect: isDenied ? "Deny" : "Allow",
        hasConditions: property(item, "conditions") !== undefined,
      },
    ];
  });
}

function statement(
  actions: readonly ConfigValue<string>[],
  resources: readonly ConfigValue<string>[],
  site: Site,
  around: Site = site,
): PolicyStatement {
  const place = placeOf(site.module === around.module ? site : around);
  return { effect: "Allow", actions, resources, hasConditions: false, place };
}

/** `s3` is `s3:*`. */
function actionOf(name: string, { site }: CodeValue): ConfigValue<string> {
  const value = name === "*" || name.includes(":") ? name : `${name}:*`;
  return { k: "known", value, place: placeOf(site) };
}

function everything({ site }: CodeValue): ConfigValue<string> {
  return { k: "known", value: "*", place: placeOf(site) };
}
