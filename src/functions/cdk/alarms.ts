import { oncePer } from "../../syntax/once-per.js";
import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { isClosed, placeOf, property, propertyAt, stringOf, valuesIn } from "../code/read-code.js";
import type { Alarm } from "../function-config.js";
import type { ConstructIndex, Use } from "./construct-index.js";
import { cdkNameOf, isFriendly } from "./construct-name.js";

/** How many metrics may be made of each other. */
const MAX_DEPTH = 8;

/**
 * `fn.metricErrors().createAlarm(…)`, `new Alarm(this, "Errors", { metric: fn.metricErrors() })`, and alarms on what is computed
 * of the function's metrics.
 */
export function readAlarms(fn: InstanceValue, index: ConstructIndex): readonly Alarm[] | undefined {
  const metrics = index.allCallsOf(fn).filter(({ method }) => method?.startsWith("metric") === true);
  const alarms = metrics.flatMap((metric) =>
    isWatched(metric, index, 0)
      ? [{ metric: metricName(metric.method, stringOf(metric.args[0])), place: placeOf(metric.site) }]
      : [],
  );
  return alarms.length > 0 ? alarms : undefined;
}

/**
 * Whether an app makes no alarm that may be on a function, as far as its own code decides: none at all, or only those on metrics
 * of something else.
 */
export function hasNoAlarmsOn(fn: InstanceValue, index: ConstructIndex): boolean {
  return watchedBy(index).metrics?.every((metric) => isOfAnother(metric, fn, index, 0)) === true;
}

interface Watched {
  /** Undefined where there may be others. */
  readonly metrics: readonly (CodeValue | undefined)[] | undefined;
}

/** What the alarms of an app are on. Asked for each function, and found once. */
const watchedBy = oncePer((index: ConstructIndex): Watched => {
  const { log } = index;
  const isKnown =
    !log.methodsOfUnknown.has("createAlarm") &&
    !log.instances.some(({ base }) => isOtherAlarm(cdkNameOf(base))) &&
    !givesConstructsAway(index);
  if (!isKnown) return { metrics: undefined };
  const made = log.results.flatMap(({ method, receiver }) => (method === "createAlarm" ? [receiver] : []));
  const constructed = log.instances.flatMap(({ base, args }) =>
    cdkNameOf(base) === CDK_ALARM ? [property(args[2], "metric")?.value] : [],
  );
  return { metrics: [...made, ...constructed] };
});

/**
 * Whether a metric is that of a known resource which is not the function: `queue.metricAge()`, `new Metric({ namespace:
 * "AWS/SQS" })`, an expression over such ones. What counts lines of a log may count those of the function's.
 */
function isOfAnother(
  metric: CodeValue | undefined,
  fn: InstanceValue,
  index: ConstructIndex,
  depth: number,
): boolean {
  if (metric === undefined || depth > MAX_DEPTH) return false;
  if (metric.kind === "result") {
    const { method, receiver } = metric;
    if (method === "with") return isOfAnother(receiver, fn, index, depth + 1);
    const owner = method?.startsWith("metric") === true ? receiver : undefined;
    const isResource = owner?.kind === "instance" && cdkNameOf(owner.base)?.startsWith("aws-logs.") === false;
    return isResource && index.functionOf(owner) !== fn;
  }
  const name = metric.kind === "instance" ? cdkNameOf(metric.base) : undefined;
  const props = metric.kind === "instance" ? metric.args[0] : undefined;
  if (name === EXPRESSION) {
    const used = property(props, "usingMetrics")?.value;
    const isKnown = used?.kind === "object" && isClosed(used) && used.entries.size > 0;
    return (
      isKnown && [...used.entries.values()].every(({ value }) => isOfAnother(value, fn, index, depth + 1))
    );
  }
  const namespace =
    name === "aws-cloudwatch.Metric" ? stringOf(property(props, "namespace")?.value) : undefined;
  if (namespace !== "AWS/Lambda") return namespace?.startsWith("AWS/") === true;
  const named = propertyAt(props, "dimensionsMap", "FunctionName")?.value;
  const other = named?.kind === "attribute" ? index.functionOf(named.of) : undefined;
  return other !== undefined && other !== fn;
}

/**
 * Whether a construct is given to another package, or to code that is not read: without a construct to put them in nobody
 * makes others.
 */
export function givesConstructsAway({ log }: ConstructIndex): boolean {
  return (
    log.results.some(
      ({ callee, args }) => callee !== undefined && !isFriendly(callee) && holdConstruct(args),
    ) ||
    log.instances.some(
      ({ base, isUnknown, args, ownArgs }) =>
        (isUnknown || (base !== undefined && !isFriendly(base))) && holdConstruct([...args, ...ownArgs]),
    )
  );
}

function holdConstruct(args: readonly CodeValue[]): boolean {
  return args.some((argument) => [...valuesIn(argument)].some(({ kind }) => kind === "instance"));
}

const CDK_ALARM = "aws-cloudwatch.Alarm";
/** Other alarms, resources that are written as such, and templates that are taken in. Alarms on alarms are on no metric. */
const OTHER_ALARM = /(?<!Composite)Alarm(?!Action|Rule|Status|Widget)|^core\.CfnResource$|CfnInclude$/;

function isOtherAlarm(name: string | undefined): boolean {
  return name !== undefined && name !== CDK_ALARM && OTHER_ALARM.test(name);
}

function isWatched(metric: CodeValue, index: ConstructIndex, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  const calls = index.log.results.filter(({ receiver }) => receiver === metric);
  if (calls.some(({ method }) => method === "createAlarm")) return true;
  const uses = index.givenTo(metric);
  const made = [
    ...calls.filter(({ method }) => method === "with"),
    ...uses.flatMap(({ by, name }) => (name === EXPRESSION ? [by] : [])),
  ];
  return uses.some(mayBeAlarm) || made.some((other) => isWatched(other, index, depth + 1));
}

const EXPRESSION = "aws-cloudwatch.MathExpression";

/** What is no part of the CDK may make alarms as well. */
function mayBeAlarm({ by, name }: Use): boolean {
  if (name !== undefined) return name === CDK_ALARM;
  return by.kind === "instance" ? by.classes.length === 0 : by.callee !== undefined;
}

function metricName(method: string | undefined, written: string | undefined): string | undefined {
  return method === "metric" ? written : method?.slice("metric".length);
}
