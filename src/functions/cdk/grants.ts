import { cdkGrants } from "../../knowledge/cdk-grants.js";
import type { CodeValue, Site } from "../code/code-value.js";
import { placeOf } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import type { PolicyStatement } from "../function-config.js";
import { referenceTo, resourceClassOf } from "./resources.js";

/** What a `grant…` method of a resource allows; undefined where that is not known. */
export function grantedBy(
  resource: CodeValue | undefined,
  method: string | undefined,
  site: Site,
): readonly PolicyStatement[] | undefined {
  const cls = resourceClassOf(resource);
  const granted = cls === undefined || method === undefined ? undefined : cdkGrants[cls]?.[method];
  if (granted === undefined) return undefined;
  const reference = referenceTo(resource, site);
  const place = placeOf(site);
  return granted.map(({ actions, on }) => ({
    effect: "Allow",
    actions: actions.map((value): ConfigValue<string> => ({ k: "known", value, place })),
    resources:
      on === "any"
        ? [{ k: "known", value: "*", place }]
        : [reference ?? { id: undefined, type: undefined, text: undefined, place }],
    hasConditions: false,
    place,
  }));
}
