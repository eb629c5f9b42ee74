import { isAtEdge } from "../functions/edge-functions.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

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
        data: { id, alarm: framework === "cdk" ? "an `Alarm`" : "an `AWS::CloudWatch::Alarm`" },
      });
  },
});
