import { type ConfigValue, possibleValues } from "../functions/config-value.js";
import { replaceValue } from "../functions/config-edits.js";
import type { Environment, FunctionConfig } from "../functions/function-config.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { functionQuotas } from "../knowledge/function-quotas.js";
import { reservedEnvironment } from "../knowledge/reserved-env.js";
import { type ConfigFinding, createConfigRule } from "../rule-kit/create-config-rule.js";

const {
  layers: maxLayers,
  environmentBytes: maxBytes,
  ephemeralStorageMb: storage,
  fifoBatch: maxFifoBatch,
} = functionQuotas;

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
      notForImages:
        "`{{id}}` is a container image, and `{{setting}}` is for functions of a zip file: the deployment fails. Remove it, and say it in the image.",
      batchTooLarge:
        "`{{id}}` asks a FIFO queue for {{size}} messages at once, and it gives {{max}} at most: the deployment fails. Set the batch size to {{max}}.",
      setBatchSize: "Set the batch size to {{max}}.",
      storageOutOfRange:
        "`{{id}}` asks for {{mb}} MB of ephemeral storage, and Lambda gives between {{min}} and {{max}} MB: the deployment fails. Set it to a size in between.",
      setStorage: "Set `{{name}}` to {{mb}}.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    reportImageSettings(declared, report);
    for (const { isFifo, batchSize } of declared.sources) {
      if (isFifo !== true || batchSize?.k !== "known" || batchSize.value <= maxFifoBatch) continue;
      report({
        place: batchSize.place,
        messageId: "batchTooLarge",
        data: { id: declared.id, size: batchSize.value, max: maxFifoBatch },
        suggest: [
          {
            messageId: "setBatchSize",
            data: { max: maxFifoBatch },
            edits: [replaceValue(text, batchSize.place, batchSize.value, maxFifoBatch)],
          },
        ],
      });
    }
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

type MessageId = "notForImages";

/** Runtime, handler and layers of a container function, where they stand among its own settings. */
function reportImageSettings(
  { id, packageType, runtime, handler, layers, properties }: FunctionConfig,
  report: (finding: ConfigFinding<MessageId>) => void,
): void {
  const [start, end] = properties?.range ?? [];
  if (packageType !== "container" || start === undefined || end === undefined) return;
  const written = [
    ["Runtime", runtime],
    ["Handler", handler.raw],
    ["Layers", layers?.items[0]],
  ] as const;
  for (const [setting, value] of written) {
    const place = value && placeOf(value);
    const [at] = place?.range ?? [];
    if (place !== undefined && at !== undefined && at >= start && at < end)
      report({ place, messageId: "notForImages", data: { id, setting } });
  }
}

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
