import { oncePer } from "../../syntax/once-per.js";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isClosed, isClosedList, itemsOf, placeOf, property, stringOf, valuesIn } from "../code/read-code.js";
import type { Alarm } from "../function-config.js";
import { isOf, lambdaNameOf, ownerOf, resourceNameOf } from "./event-sources.js";

/** A metric that an alarm is on. */
interface Watched {
  /** What says which metric it is: the alarm itself, or one of its queries. Undefined where it may be any. */
  readonly metric: CodeValue | undefined;
  readonly site: Site;
}

/** Packages whose resources make no alarms that nobody wrote. */
const FRIENDLY_PACKAGES = /^(?:@pulumi\/|node:|(?:fs|path|os|url|crypto|child_process)$|JSON$)/;

/**
 * The alarms on the metrics of a function. (https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/metricalarm/)
 *
 * @param isWhole whether all code was read that may make some; then none at all are known too, where all others are on something
 *   else that is known
 */
export function readPulumiAlarms(
  fn: InstanceValue,
  log: CodeLog,
  isWhole: boolean,
): readonly Alarm[] | undefined {
  const watched = watchedBy(log);
  const relations = watched.map((one) => ({ one, relation: relationOf(one, fn) }));
  const own = relations.flatMap(({ one, relation }): readonly Alarm[] =>
    relation === "own"
      ? [{ metric: stringOf(property(one.metric, "metricName")?.value), place: placeOf(one.site) }]
      : [],
  );
  const isKnown =
    isWhole &&
    log.isComplete &&
    relations.every(({ relation }) => relation !== "unknown") &&
    !givesResourcesAway(log);
  return own.length > 0 || isKnown ? own : undefined;
}

/** Found once: each function of a program asks for its own. */
const watchedBy = oncePer((log: CodeLog): readonly Watched[] =>
  log.instances.flatMap((instance): readonly Watched[] => {
    if (resourceNameOf(instance) !== "cloudwatch.MetricAlarm") return [];
    const [, props] = instance.args;
    const { site } = instance;
    const queries = property(props, "metricQueries");
    if (queries === undefined) return [{ metric: props, site }];
    if (!isClosedList(queries.value)) return [{ metric: undefined, site }];
    // An expression is over the other queries.
    return itemsOf(queries.value).flatMap((query) => {
      const metric = property(query, "metric");
      return metric === undefined ? [] : [{ metric: metric.value, site }];
    });
  }),
);

function relationOf({ metric }: Watched, fn: InstanceValue): "own" | "other" | "unknown" {
  const namespace = stringOf(property(metric, "namespace")?.value);
  // What is counted of a log may be counted of the function's.
  if (metric === undefined || namespace?.startsWith("AWS/") !== true) return "unknown";
  if (namespace !== "AWS/Lambda") return "other";
  const dimensions = property(metric, "dimensions")?.value;
  const named = property(dimensions, "FunctionName")?.value;
  // Without a dimension it is on all functions of the account.
  if (named === undefined) return dimensions === undefined || isClosed(dimensions) ? "own" : "unknown";
  if (isOf(named, fn)) return "own";
  const name = stringOf(named);
  const ownName = property(fn.args[1], "name")?.value;
  if (name !== undefined && ownName !== undefined)
    return stringOf(ownName) === undefined ? "unknown" : stringOf(ownName) === name ? "own" : "other";
  const owner = ownerOf(named);
  return owner?.kind === "instance" && lambdaNameOf(owner.base) === "Function" ? "other" : "unknown";
}

/** Whether resources are given to another package, or to code that is not read, which may make alarms on them. */
function givesResourcesAway({ results, instances }: CodeLog): boolean {
  const holdResource = (args: readonly CodeValue[]): boolean =>
    args.some((argument) => [...valuesIn(argument)].some((value) => ownerOf(value)?.kind === "instance"));
  return (
    results.some(
      ({ callee, args }) =>
        callee !== undefined && !FRIENDLY_PACKAGES.test(callee.specifier) && holdResource(args),
    ) ||
    instances.some(
      ({ base, isUnknown, args, ownArgs }) =>
        (isUnknown || (base !== undefined && !FRIENDLY_PACKAGES.test(base.specifier))) &&
        holdResource([...args, ...ownArgs]),
    )
  );
}
