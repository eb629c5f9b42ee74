import { type ConfigValue, possibleValues } from "../functions/config-value.js";
import type { Environment } from "../functions/function-config.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { functionQuotas } from "../knowledge/function-quotas.js";
import { reservedEnvironment } from "../knowledge/reserved-env.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

const { layers: maxLayers, environmentBytes: maxBytes, ephemeralStorageMb: storage } = functionQuotas;

export default createConfigRule({
  name: "package-limits",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "disallow more layers, environment and storage than Lambda takes",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-12", "AP-06"],
    },
    messages: {
      tooManyLayers:
        "`{{id}}` has {{count}} layers, and Lambda takes {{max}}: the deployment fails. Remove the ones that its bundle can have instead.",
      environmentTooLarge:
        "The environment variables of `{{id}}` come to {{bytes}} bytes, and Lambda takes {{max}}: the deployment fails. Move what is long to a parameter or a file.",
      reservedVariable:
        "`{{variable}}` is reserved: Lambda sets it itself, and refuses a function that does: the deployment fails. Rename it, or read what Lambda sets.",
      storageOutOfRange:
        "`{{id}}` asks for {{mb}} MB of ephemeral storage, and Lambda gives between {{min}} and {{max}} MB: the deployment fails. Set it to a size in between.",
      setStorage: "Set `{{name}}` to {{mb}}.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, layers, env, ephemeralStorageMb, place, framework } = declared;
    const [first] = layers?.items ?? [];
    if (layers !== undefined && layers.items.length > maxLayers) {
      report({
        place: (first && placeOf(first)) ?? place,
        messageId: "tooManyLayers",
        data: { id, count: layers.items.length, max: maxLayers },
      });
    }
    const bytes = leastBytes(env);
    if (bytes > maxBytes)
      report({ place, messageId: "environmentTooLarge", data: { id, bytes, max: maxBytes } });
    for (const [variable, where] of env.places) {
      if (reservedEnvironment.has(variable))
        report({ place: where, messageId: "reservedVariable", data: { variable } });
    }
    const sizes = possibleValues(ephemeralStorageMb) ?? [];
    const [mb] = sizes;
    if (mb === undefined || sizes.some((size) => size >= storage.min && size <= storage.max)) return;
    const nearest = mb < storage.min ? storage.min : storage.max;
    report({
      place: (ephemeralStorageMb && placeOf(ephemeralStorageMb)) ?? place,
      messageId: "storageOutOfRange",
      data: { id, mb, ...storage },
      suggest: [
        {
          messageId: "setStorage",
          data: { name: nameOfSetting(framework, "storage"), mb: nearest },
          edits:
            ephemeralStorageMb?.k === "known"
              ? [writeSetting(text, declared, "storage", ephemeralStorageMb, nearest)]
              : [],
        },
      ],
    });
  },
});

function placeOf(value: ConfigValue<unknown>) {
  return value.k === "known" || value.k === "opaque" ? value.place : undefined;
}

/** How much room the variables take at least: of a value that is not known only its name counts. */
function leastBytes({ variables }: Environment): number {
  let bytes = 0;
  for (const [name, value] of variables) {
    const lengths = (possibleValues(value) ?? [""]).map((text) => Buffer.byteLength(text));
    bytes += Buffer.byteLength(name) + Math.min(...lengths);
  }
  return bytes;
}
