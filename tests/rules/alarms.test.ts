import rule from "../../src/rules/alarms.js";
import { locate } from "../support/locate.js";
import { runConfigRule } from "../support/run-config-rule.js";
import { plainTemplate, samTemplate, serverlessFile } from "../support/templates.js";

const alarm = (metric: string, dimensions: string) => `  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/Lambda, MetricName: ${metric}, Dimensions: ${dimensions} }
`;
const own = "[{ Name: FunctionName, Value: !Ref Create }]";
const onlyDuration = samTemplate("", { beside: alarm("Duration", own) });

runConfigRule("alarms", rule, {
  valid: [
    { name: "an alarm on its errors", code: samTemplate("", { beside: alarm("Errors", own) }) },
    { name: "an alarm on all functions", code: plainTemplate("", { beside: alarm("Errors", "[]") }) },
    {
      name: "an alarm on a metric that is not known",
      code: plainTemplate("", { beside: alarm("!Ref Metric", own) }),
    },
    {
      name: "an alarm on a function that is not known",
      code: samTemplate("", { beside: alarm("Errors", "[{ Name: FunctionName, Value: !ImportValue f }]") }),
    },
    {
      name: "a stack of its own may have them",
      code: samTemplate("", { beside: "  Alarms: { Type: AWS::CloudFormation::Stack }\n" }),
    },
    { name: "serverless.yml, where a plugin has them", filename: "serverless.yml", code: serverlessFile() },
    { name: "a macro that may write them", code: samTemplate("", { before: "Transform: Alarms\n" }) },
  ],
  invalid: [
    {
      name: "no alarm",
      code: samTemplate(),
      errors: [{ messageId: "noErrorAlarm", data: { id: "Create" }, ...locate(samTemplate(), "Create") }],
    },
    {
      name: "an alarm on something else",
      code: onlyDuration,
      errors: [{ messageId: "noErrorAlarm", data: { id: "Create" }, ...locate(onlyDuration, "Create") }],
    },
    {
      name: "an alarm on another function",
      code: plainTemplate("", {
        beside: `  Other: { Type: AWS::Lambda::Function }\n${alarm("Errors", "[{ Name: FunctionName, Value: !Ref Other }]")}`,
      }),
      errors: [{ messageId: "noErrorAlarm", data: { id: "Create" }, ...locate(plainTemplate(), "Create") }],
    },
  ],
});
