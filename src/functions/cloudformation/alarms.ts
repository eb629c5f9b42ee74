import { append } from "../../syntax/append.js";
import { oncePer } from "../../syntax/once-per.js";
import { type ConfigNode, itemsOf } from "../config-node.js";
import type { Alarm } from "../function-config.js";
import type { DeclaredFunction } from "./function-settings.js";
import { hasNestedStacks, metricKey, metricsOfLog } from "./log-groups.js";
import type { Resource, Template } from "./template.js";

/** The metrics that the alarms of a template are on, by what they are about. */
interface Alarms {
  readonly byFunction: ReadonlyMap<string, readonly Alarm[]>;
  readonly byName: ReadonlyMap<string, readonly Alarm[]>;
  /** On all functions of the account: those without a dimension. */
  readonly ofAll: readonly Alarm[];
  /** By the namespace and the name of the metric. */
  readonly byMetric: ReadonlyMap<string, readonly Alarm[]>;
  /** Those of functions that are not known. */
  readonly unknown: ReadonlySet<Alarm>;
}

/** Alarms on the function's metrics; undefined where an alarm is on functions that are not known. */
export function readAlarms(declared: DeclaredFunction, template: Template): readonly Alarm[] | undefined {
  const { id, maps, isComplete } = declared;
  const { byFunction, byName, ofAll, byMetric, unknown } = alarmsOf(template);
  const ownName = template.symbolicText(template.at(maps[0], "FunctionName"));
  const own = new Set([
    ...(byFunction.get(id) ?? []),
    ...(ownName === undefined ? [] : (byName.get(ownName) ?? [])),
    ...ofAll,
  ]);
  // What is counted of a log is not said: it may be the errors.
  const ofLog = metricsOfLog(declared, template)
    .flatMap((metric) => byMetric.get(metric) ?? [])
    .map(({ place }) => ({ metric: undefined, place }));
  const found = [...ofLog, ...own];
  const ownUnknown = [...own].filter((alarm) => unknown.has(alarm));
  const areKnown =
    isComplete && template.isComplete && !hasNestedStacks(template) && ownUnknown.length === unknown.size;
  return found.length > 0 || areKnown ? found : undefined;
}

/** Found once: each function of a template asks for its own. */
const alarmsOf = oncePer((template: Template): Alarms => {
  const byFunction = new Map<string, Alarm[]>();
  const byName = new Map<string, Alarm[]>();
  const ofAll: Alarm[] = [];
  const byMetric = new Map<string, Alarm[]>();
  const unknown = new Set<Alarm>();
  for (const resource of template.resourcesOf("AWS::CloudWatch::Alarm"))
    for (const metric of metricsOf(resource, template)) {
      const namespace = template.symbolicText(template.at(metric, "Namespace")) ?? "AWS/Lambda";
      const alarm: Alarm = { metric: template.textAt(metric, "MetricName"), place: resource.place };
      append(byMetric, metricKey(namespace, template.symbolicText(template.at(metric, "MetricName"))), alarm);
      if (namespace !== "AWS/Lambda") continue;
      const dimensions = template.listAt(metric, "Dimensions") ?? [];
      const functions = dimensions
        .filter((dimension) => template.textAt(dimension, "Name") === "FunctionName")
        .map((dimension) => template.at(dimension, "Value"));
      const ids = functions.map((node) => template.functionIdOf(node));
      if (dimensions.length === 0) ofAll.push(alarm);
      if (ids.includes(undefined)) unknown.add(alarm);
      for (const id of ids) if (id !== undefined) append(byFunction, id, alarm);
      for (const node of functions) {
        const text = template.symbolicText(node);
        if (text !== undefined) append(byName, text, alarm);
      }
    }
  return { byFunction, byName, ofAll, byMetric, unknown };
});

/** Of an alarm on one metric, and of one on an expression over several. */
function metricsOf({ properties }: Resource, template: Template): readonly ConfigNode[] {
  const several = itemsOf(template.at(properties, "Metrics")).flatMap(
    (item) => template.at(item, "MetricStat", "Metric") ?? [],
  );
  return properties === undefined ? [] : several.length > 0 ? several : [properties];
}
