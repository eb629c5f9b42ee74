import path from "node:path";
import { functionDefaults } from "../../knowledge/function-defaults.js";
import type { EventKind } from "../../knowledge/handler-types.js";
import { mayMakeAlarms, runsLocally } from "../../knowledge/serverless-plugins.js";
import { type ConfigNode, entriesOf, itemsOf, nodeAt, placeOfKey } from "../config-node.js";
import { type Place, onlyValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type { EventSource, FunctionConfig } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import { type Template, createTemplate } from "../cloudformation/template.js";
import { collectConnected, joinSources } from "../cloudformation/connected-sources.js";
import { findAuthorizers } from "./authorizers.js";
import { readServerlessBundle } from "./bundle.js";
import {
  type ServerlessFunction,
  decryptsParameters,
  pluginsOf,
  readServerlessEnvironment,
  readServerlessSettings,
  settingOf,
} from "./function-settings.js";
import { resourceIdOf } from "./logical-ids.js";
import { readLiftQueues } from "./lift.js";
import { readServerlessPermissions } from "./permissions.js";
import { readAlarms } from "../cloudformation/alarms.js";
import { readServerlessEvents } from "./serverless-events.js";
import { readDurable } from "./durable.js";
import { readAdded, readExtensions } from "./extensions.js";
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
  const maps = functionMaps(root, follow);
  const functions = new Map(maps.flatMap(({ map }) => entriesOf(map)));
  const made = new Map([...functions].map(([id, own]) => [resourceIdOf(id), nodeAt(follow(own), "name")]));
  const template = createTemplate(readResources(root, follow), follow, made);
  const connected = collectConnected(template);
  const plugins = pluginsOf(root, template);
  const bundle = readServerlessBundle(root, plugins, template);
  const mayBeLocal =
    plugins?.some((plugin) => runsLocally(plugin)) === true &&
    [provider, ...[...functions.values()].map((own) => follow(own))].every(
      (owner) => !mayHave(owner, "environment"),
    );
  const extensions = readExtensions(root, follow);
  const isDecrypting = decryptsParameters(root, template);
  const folder = path.dirname(file);
  const { of, memoryMb, timeoutSec } = functionDefaults.serverless;
  const authorizers = findAuthorizers(functions, provider, template);
  const areAlarmsKnown =
    plugins?.some((plugin) => mayMakeAlarms(plugin)) === false && areResourcesKnown(root, follow, template);
  const queues = readLiftQueues(root, plugins, follow, template);
  const written = maps.flatMap(({ map, reference }) =>
    entriesOf(map).map(([id, entry]) => ({
      id,
      own: follow(entry),
      place: placeIn(file, placeOfKey(map, id), reference.place, placeOfKey(root, "functions"), root.place),
    })),
  );
  const workers = queues.map(({ reader: id, worker: own, place }) => ({
    id,
    own,
    place: placeIn(file, place, root.place),
  }));
  return [...written, ...workers].flatMap(({ id, own, place }) => {
    if (own?.kind !== "map") return [];
    const declared: ServerlessFunction = { id, own, provider, template };
    const runtime = asText(settingOf(declared, "runtime"));
    const handler = asText(template.scalarAt(own, "handler"));
    const added = readAdded(id, template, extensions);
    return [
      {
        id,
        framework: "serverless",
        place,
        properties: own.place.file === file ? own.place : undefined,
        handler: resolveHandler(handler, { folder, runtime: onlyValue(runtime) }),
        runtime,
        memoryMb: asNumber(settingOf(declared, "memorySize")) ?? { k: "default", value: memoryMb, of },
        timeoutSec: asNumber(settingOf(declared, "timeout")) ?? { k: "default", value: timeoutSec, of },
        ...readServerlessSettings(declared, plugins, added),
        env: {
          ...readServerlessEnvironment(declared, plugins, isDecrypting),
          ...(mayBeLocal && { mayBeLocal }),
        },
        sources: joinSources(
          [
            ...readServerlessEvents(template.at(own, "events"), provider, template),
            // (https://www.serverless.com/plugins/serverless-plugin-cloudfront-lambda-edge)
            ...(template.at(own, "lambdaAtEdge") === undefined ? [] : [source("cloudfront", own.place)]),
            ...placesOf(authorizers, id).map((site) => source("authorizer", site)),
            ...(template.at(own, "url") === undefined ? [] : [source("function-url", own.place)]),
            ...queues.flatMap((queue) => (queue.reader === id ? [queue.source] : [])),
          ],
          connected.get(resourceIdOf(id)),
        ),
        // Plugins deploy with aliases and set alarms, each in its own words.
        deployment: undefined,
        alarms: areAlarmsKnown
          ? readAlarms(
              { id: resourceIdOf(id), isSam: false, resource: own, place, maps: [], isComplete: true },
              template,
            )
          : undefined,
        bundle,
        permissions: readServerlessPermissions(declared, plugins),
        isDurable: readDurable(declared, added),
        inherits: {
          place: placeOfKey(root, "provider"),
          map: provider?.kind === "map" ? provider.place : undefined,
        },
      } satisfies FunctionConfig,
    ];
  });
}

/** False for what is written in full, without the key. */
function mayHave(owner: ConfigNode | undefined, key: string): boolean {
  return owner !== undefined && (owner.kind !== "map" || nodeAt(owner, key) !== undefined);
}

function source(kind: EventKind, place: Place): EventSource {
  return { kind, place, batchSize: undefined, reportsBatchItemFailures: undefined };
}

function placesOf(authorizers: ReadonlyMap<string, Place>, id: string): readonly Place[] {
  const place = authorizers.get(id);
  return place === undefined ? [] : [place];
}

/** The first place that is in the file; of what code imports the root's own key is. */
function placeIn(file: string, ...places: readonly Place[]): Place {
  return places.find((place) => place.file === file) ?? (places.at(-1) as Place);
}

/**
 * The framework deploys to other clouds too: `provider: aws`, or the provider's `name`. One that is not known, as in
 * `process.env.PROVIDER ?? "aws"`, is AWS by a runtime that only AWS calls so.
 */
function isAws(provider: ConfigNode | undefined): boolean {
  const name = provider?.kind === "map" ? nodeAt(provider, "name") : provider;
  if (name?.kind === "scalar") return name.value === "aws";
  const runtime = name?.kind === "opaque" ? nodeAt(provider, "runtime") : undefined;
  return (
    runtime?.kind === "scalar" && typeof runtime.value === "string" && /^nodejs\d+\.x$/.test(runtime.value)
  );
}

/** `resources`, or a list of them that are often files of their own, as one template. */
function readResources(root: ConfigNode, follow: Follow): ConfigNode {
  const written = follow(nodeAt(root, "resources"));
  const parts = (written?.kind === "list" ? written.items : [written]).map(follow);
  const place = written?.place ?? root.place;
  const entries = new Map<string, ConfigNode>();
  const keys = new Map<string, ConfigNode["place"]>();
  for (const part of parts) {
    const resources = follow(nodeAt(part, "Resources"));
    for (const [id, node] of entriesOf(resources)) {
      entries.set(id, node);
      keys.set(id, placeOfKey(resources as ConfigNode, id));
    }
  }
  const resources: ConfigNode = { kind: "map", entries, keys, place };
  return { kind: "map", entries: new Map([["Resources", resources]]), keys: new Map(), place };
}

/** Whether all resources are read, alarms above all, and none of them is a stack with some, or counts lines of a log as a metric. */
function areResourcesKnown(root: ConfigNode, follow: Follow, template: Template): boolean {
  const written = nodeAt(root, "resources");
  const all = follow(written);
  const parts = all?.kind === "list" ? all.items.map(follow) : [all];
  const areRead = parts.every((part) => {
    const resources = nodeAt(part, "Resources");
    return part?.kind === "map" && (resources === undefined || follow(resources)?.kind === "map");
  });
  return (
    (written === undefined || areRead) &&
    template.resourcesOf("AWS::CloudWatch::Alarm").every(({ properties }) => properties?.kind === "map") &&
    ![...template.resources.values()].some(({ type }) =>
      /^AWS::CloudFormation::|MetricFilter$/.test(type ?? "MetricFilter"),
    )
  );
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
