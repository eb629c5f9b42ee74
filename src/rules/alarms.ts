import { isAtEdge } from "../functions/edge-functions.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/** What an alarm is called, where it is no resource of a template. */
const alarmNames: Partial<Record<FunctionConfig["framework"], string>> = {
  cdk: "an `Alarm`",
  pulumi: "an `aws.cloudwatch.MetricAlarm`",
};

export default createConfigRule({
  name: "alarms",
  meta: {
    type: "suggestion",
    docs: {
      description: "require an alarm on a function's errors",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-06"],
    },
    messages: {
      noErrorAlarm:
        "No alarm is on the errors of `{{id}}`: that it fails is noticed by those who use it. Add {{alarm}} on its `Errors`.",
    },
    schema: [],
  },
  check(declared, { report }) {
    const { id, alarms, place, framework } = declared;
    // Of a metric that is not known it may be this one.
    const isWatched = alarms?.some(({ metric }) => metric === undefined || metric === "Errors");
    if (isWatched === false && !isAtEdge(declared))
      report({
        place,
        messageId: "noErrorAlarm",
        data: { id, alarm: alarmNames[framework] ?? "an `AWS::CloudWatch::Alarm`" },
      });
  },
});
