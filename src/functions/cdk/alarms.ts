import type { InstanceValue } from "../code/code-value.js";
import { placeOf, stringOf } from "../code/read-code.js";
import type { Alarm } from "../function-config.js";
import type { ConstructIndex } from "./construct-index.js";

/** `fn.metricErrors().createAlarm(…)`, `new Alarm(this, "Errors", { metric: fn.metricErrors() })`. */
export function readAlarms(fn: InstanceValue, index: ConstructIndex): readonly Alarm[] | undefined {
  const metrics = index.allCallsOf(fn).filter(({ method }) => method?.startsWith("metric") === true);
  const alarms = metrics.flatMap((metric) => {
    const isWatched =
      index.log.results.some(({ method, receiver }) => method === "createAlarm" && receiver === metric) ||
      index.givenTo(metric).some(({ name }) => name === "aws-cloudwatch.Alarm");
    return isWatched
      ? [{ metric: metricName(metric.method, stringOf(metric.args[0])), place: placeOf(metric.site) }]
      : [];
  });
  return alarms.length > 0 ? alarms : undefined;
}

function metricName(method: string | undefined, written: string | undefined): string | undefined {
  return method === "metric" ? written : method?.slice("metric".length);
}
