import type { ConfigValue } from "../functions/config-value.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "pinned-layer",
  meta: {
    type: "problem",
    docs: {
      description: "require layers with the number of a version",
      recommended: "off",
      strict: "warn",
      seed: ["AP-06"],
    },
    messages: {
      noVersion:
        "The layer `{{layer}}` has no version: Lambda takes the ARN of one version, and the deployment fails. Add the number of the version that was tested.",
      movingVersion:
        "The layer `{{layer}}` is whatever is newest when the stack is deployed: two deployments of the same code can run different code. Pin the number of a version.",
    },
    schema: [],
  },
  check({ place, layers }, { report }) {
    for (const item of layers?.items ?? []) {
      const layer = textOf(item);
      if (layer === undefined) continue;
      const where = item.k === "known" || item.k === "opaque" ? item.place : place;
      if (/^arn:.*:layer:[\w-]+$/.test(layer))
        report({ place: where, messageId: "noVersion", data: { layer } });
      else if (isMoving(layer)) report({ place: where, messageId: "movingVersion", data: { layer } });
    }
  },
});

/** The text as it is written, with variables in it. */
function textOf(value: ConfigValue<string>): string | undefined {
  if (value.k === "known") return value.value;
  return value.k === "opaque" ? value.text : undefined;
}

/** `:$LATEST`, `:latest`, `:*`, and a parameter of SSM without a version, which is read at each deployment. */
function isMoving(layer: string): boolean {
  return /:layer:[\w-]+:(?:\$?latest|\*)$/i.test(layer) || /^\{\{resolve:ssm:[\w./-]+\}\}$/.test(layer);
}
