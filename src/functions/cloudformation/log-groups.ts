import { oncePer } from "../../syntax/once-per.js";
import { append } from "../../syntax/append.js";
import type { ConfigNode } from "../config-node.js";
import type { ConfigValue } from "../config-value.js";
import { asNumber, asText } from "../convert-value.js";
import type { Logging } from "../function-config.js";
import { type DeclaredFunction, orDefault, settingAt } from "./function-settings.js";
import type { Resource, Template } from "./template.js";

const LOG_GROUP = "AWS::Logs::LogGroup";

/** The format of its log, and how long the log group keeps it. */
export function readLogging(declared: DeclaredFunction, template: Template): Logging {
  return {
    format: orDefault(declared, asText(settingAt(declared, template, "LoggingConfig", "LogFormat")), "Text"),
    retentionDays: readRetention(declared, template),
    level: ["ApplicationLogLevel", "SystemLogLevel"]
      .map((name) => asText(settingAt(declared, template, "LoggingConfig", name)))
      .find((level) => level !== undefined),
  };
}

function readRetention(declared: DeclaredFunction, template: Template): ConfigValue<number> | undefined {
  const { place, isComplete } = declared;
  const { written, groups } = logOf(declared, template);
  const [group] = groups;
  if (group !== undefined) return asNumber(template.scalarAt(group.properties, "RetentionInDays"));
  // `lambda_resources.yaml`: what it is given the function's name for is often its log group.
  const isKnown =
    isComplete && template.isComplete && !hasNestedStacks(template) && !logGroupsOf(template).mayHaveMore;
  return written !== undefined || !isKnown
    ? { k: "opaque", text: "", place: written?.place ?? place }
    : undefined;
}

/** The log groups of a template, by what names them. */
interface LogGroups {
  readonly byName: ReadonlyMap<string, Resource>;
  /** Whether one of them has a name that may be that of any function's. */
  readonly mayHaveMore: boolean;
}

/** Found once: each function of a template asks for its own. */
const logGroupsOf = oncePer((template: Template): LogGroups => {
  const byName = new Map<string, Resource>();
  let mayHaveMore = false;
  for (const group of template.resourcesOf(LOG_GROUP)) {
    const node = template.at(group.properties, "LogGroupName");
    const name = template.symbolicText(node);
    if (name !== undefined && !byName.has(name)) byName.set(name, group);
    // `/aws/lambda/${Stack}-create` can be its group, and a name that CloudFormation makes up cannot.
    mayHaveMore ||= mayBeLogGroup(name, node);
  }
  return { byName, mayHaveMore };
});

/** Where a function writes its log. */
interface FunctionLog {
  /** The log group that it is told to write to, where it is told one. */
  readonly written: ConfigNode | undefined;
  /** What names the log group. */
  readonly names: readonly string[];
  /** Resources of the template that are the log group. */
  readonly groups: readonly Resource[];
}

function logOf({ id, maps }: DeclaredFunction, template: Template): FunctionLog {
  const written = maps
    .map((map) => template.at(map, "LoggingConfig", "LogGroup"))
    .find((node) => node !== undefined);
  const ownName = template.symbolicText(template.at(maps[0], "FunctionName"));
  const chosen = written && template.symbolicText(written);
  const ofFunction = [`\${${id}}`, ownName ?? []].flat().map((name) => `/aws/lambda/${name}`);
  const names = written === undefined ? ofFunction : chosen === undefined ? [] : [chosen];
  const { byName } = logGroupsOf(template);
  const referred = template.resources.get(/^\$\{(\w+)(?:\.Arn)?\}$/.exec(chosen ?? "")?.[1] ?? "");
  const groups = [referred?.type === LOG_GROUP ? referred : [], names.map((name) => byName.get(name) ?? [])];
  return { written, names, groups: groups.flat(2) };
}

/** Whether a name that is not known in full can be that of a function's log group. */
function mayBeLogGroup(name: string | undefined, node: ConfigNode | undefined): boolean {
  if (node === undefined) return false;
  if (name === undefined) return true;
  const { 1: rest } = /^\/aws\/lambda\/(.*)$/.exec(name) ?? [];
  if (rest === undefined) return name.startsWith("${");
  // The log group of one other function of the template.
  return !/^\$\{\w+\}$/.test(rest) && rest.includes("${");
}

/** The metrics that filters make of a log, each as its namespace and its name, by the name and by the id of its log group. */
interface LogMetrics {
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly byGroup: ReadonlyMap<string, readonly string[]>;
}

const logMetricsOf = oncePer((template: Template): LogMetrics => {
  const byName = new Map<string, string[]>();
  const byGroup = new Map<string, string[]>();
  for (const { properties } of template.resourcesOf("AWS::Logs::MetricFilter")) {
    const node = template.at(properties, "LogGroupName");
    const name = template.symbolicText(node);
    const group = template.referenceTo(node);
    for (const metric of template.listAt(properties, "MetricTransformations") ?? []) {
      const key = metricKey(
        template.symbolicText(template.at(metric, "MetricNamespace")),
        template.symbolicText(template.at(metric, "MetricName")),
      );
      if (name !== undefined) append(byName, name, key);
      if (group?.id !== undefined) append(byGroup, group.id, key);
    }
  }
  return { byName, byGroup };
});

export function metricKey(namespace: string | undefined, name: string | undefined): string {
  return `${namespace ?? ""} ${name ?? ""}`;
}

/** The metrics that filters make of the function's log. */
export function metricsOfLog(declared: DeclaredFunction, template: Template): readonly string[] {
  const { byName, byGroup } = logMetricsOf(template);
  if (byName.size === 0 && byGroup.size === 0) return [];
  const { names, groups } = logOf(declared, template);
  return [
    ...names.flatMap((name) => byName.get(name) ?? []),
    ...groups.flatMap(({ id }) => byGroup.get(id) ?? []),
  ];
}

/** Resources of another template. */
export function hasNestedStacks(template: Template): boolean {
  return template.resourcesOf("AWS::CloudFormation::Stack", "AWS::Serverless::Application").length > 0;
}
