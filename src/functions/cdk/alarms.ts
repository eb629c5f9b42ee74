import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { placeOf, stringOf, valuesIn } from "../code/read-code.js";
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

/** Whether an app makes no alarm at all, on whatever, as far as its own code decides. */
export function hasNoAlarms(index: ConstructIndex): boolean {
  const { log } = index;
  return (
    !givesConstructsAway(index) &&
    !log.results.some(({ method }) => method === "createAlarm") &&
    !log.methodsOfUnknown.has("createAlarm") &&
    !log.instances.some(({ base }) => ALARM.test(cdkNameOf(base) ?? ""))
  );
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

/** Alarms, resources that are written as such, and templates that are taken in. */
const ALARM = /Alarm|^core\.CfnResource$|CfnInclude$/;

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
  if (name !== undefined) return name === "aws-cloudwatch.Alarm";
  return by.kind === "instance" ? by.classes.length === 0 : by.callee !== undefined;
}

function metricName(method: string | undefined, written: string | undefined): string | undefined {
  return method === "metric" ? written : method?.slice("metric".length);
}
