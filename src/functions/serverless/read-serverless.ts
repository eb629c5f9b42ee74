import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import { type ConfigNode, type Scalar, entriesOf, itemsOf, nodeAt, placeOfKey } from "../config-node.js";
import type { ConfigValue, Place } from "../config-value.js";
import { asNumber, asText, readScalar } from "../convert-value.js";
import { type Environment, type FunctionConfig, unreadParts } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import { readServerlessEvents } from "./serverless-events.js";
import { type Follow, type ReadReferenced, createVariables } from "./variables.js";

/**
 * The functions of a serverless.yml, with what they inherit from `provider`.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml)
 */
export function readServerless(
  root: ConfigNode,
  file: string,
  readReferenced: ReadReferenced,
): readonly FunctionConfig[] {
  const follow = createVariables(root, readReferenced);
  const provider = follow(nodeAt(root, "provider"));
  if (!isAws(provider)) return [];
  const folder = path.dirname(file);
  const { of, memoryMb, timeoutSec } = functionDefaults.serverless;
  return functionMaps(root, follow).flatMap(({ map, reference }) =>
    entriesOf(map).flatMap(([id, entry]) => {
      const own = follow(entry);
      if (own?.kind !== "map") return [];
      const scalar = (key: string): ConfigValue<Scalar> | undefined =>
        readScalar(follow(nodeAt(own, key))) ?? readScalar(follow(nodeAt(provider, key)));
      return [
        {
          ...unreadParts,
          id,
          framework: "serverless",
          place: map.place.file === file ? placeOfKey(map, id) : reference.place,
          properties: own.place.file === file ? own.place : undefined,
          handler: resolveHandler(asText(readScalar(follow(nodeAt(own, "handler")))), { folder }),
          runtime: asText(scalar("runtime")),
          memoryMb: asNumber(scalar("memorySize")) ?? { k: "default", value: memoryMb, of },
          timeoutSec: asNumber(scalar("timeout")) ?? { k: "default", value: timeoutSec, of },
          env: readEnvironment([own, provider], follow),
          sources: [
            ...readServerlessEvents(nodeAt(own, "events"), follow),
            ...(nodeAt(own, "url") === undefined
              ? []
              : [
                  {
                    kind: "function-url" as const,
                    place: own.place,
                    batchSize: undefined,
                    reportsBatchItemFailures: undefined,
                  },
                ]),
          ],
        } satisfies FunctionConfig,
      ];
    }),
  );
}

/** The framework deploys to other clouds too: `provider: aws`, or the provider's `name`. */
function isAws(provider: ConfigNode | undefined): boolean {
  const name = provider?.kind === "map" ? nodeAt(provider, "name") : provider;
  return name?.kind === "scalar" && name.value === "aws";
}

/** `functions` is a map, or a list of maps that are often files of their own: each with the node that leads to it. */
function functionMaps(
  root: ConfigNode,
  follow: Follow,
): readonly { readonly map: ConfigNode; readonly reference: ConfigNode }[] {
  const written = nodeAt(root, "functions");
  const functions = follow(written);
  if (written === undefined || functions === undefined) return [];
  if (functions.kind === "map") return [{ map: functions, reference: written }];
  return itemsOf(functions).flatMap((reference) => {
    const map = follow(reference);
    return map === undefined ? [] : [{ map, reference }];
  });
}

function readEnvironment(layers: readonly (ConfigNode | undefined)[], follow: Follow): Environment {
  const variables = new Map<string, ConfigValue<string>>();
  const places = new Map<string, Place>();
  let isComplete = true;
  for (const layer of layers) {
    const written = nodeAt(layer, "environment");
    const map = follow(written);
    isComplete &&= written === undefined || map?.kind === "map";
    for (const [name, node] of entriesOf(map)) {
      const value = asText(readScalar(follow(node)));
      if (!places.has(name)) places.set(name, placeOfKey(map as ConfigNode, name));
      if (value !== undefined && !variables.has(name)) variables.set(name, value);
    }
  }
  return { variables, references: new Map(), places, isComplete };
}
