import { describe, expect, it, vi } from "vitest";
import { readTemplateText } from "../../../src/functions/declared-functions.js";

/** A template in which each function has a name, a log group, a filter of it, and an alarm on the function and on the filter. */
function templateOf(count: number): string {
  const one = (_: unknown, index: number): string => `
  Fn${index}: { Type: AWS::Lambda::Function, Properties: { Handler: app.handler, FunctionName: fn-${index} } }
  Log${index}: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /aws/lambda/fn-${index}, RetentionInDays: ${index + 1} } }
  Filter${index}:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Log${index}
      MetricTransformations: [{ MetricNamespace: Own, MetricName: failures-${index} }]
  Errors${index}:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: fn-${index} }] }
  Failures${index}: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: Own, MetricName: failures-${index} } }`;
  return `AWSTemplateFormatVersion: "2010-09-09"\nResources:${Array.from({ length: count }, one).join("")}\n`;
}

const read = (count: number) => readTemplateText(templateOf(count), "/project/template.yaml");

describe("alarms and log groups of a template", () => {
  it("are those of their functions", () => {
    const functions = read(3);
    expect(functions.map(({ alarms }) => alarms?.map(({ metric }) => metric))).toEqual(
      Array(3).fill([undefined, "Errors"]),
    );
    expect(functions.map(({ logging }) => logging?.retentionDays)).toMatchObject([
      { value: 1 },
      { value: 2 },
      { value: 3 },
    ]);
  });

  it("are on what a filter counts, by names that are put together", () => {
    const named = "MetricNamespace: !Sub '${AWS::StackName}/Log', MetricName: !Sub '${Stage}-failures-0'";
    const text = templateOf(2)
      .replace("MetricNamespace: Own, MetricName: failures-0", named)
      .replace("Namespace: Own, MetricName: failures-0", named.replace("MetricNamespace", "Namespace"))
      .replaceAll(/^ {2}Errors\d:\n.*\n.*\n/gm, "");
    expect(readTemplateText(text, "/project/template.yaml").map(({ alarms }) => alarms?.length)).toEqual([
      1, 1,
    ]);
  });

  it("are not on functions where nobody knows the namespace", () => {
    const text = templateOf(1)
      .replace(
        "Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: fn-0 }]",
        "Namespace: !Sub '${Stage}-own', MetricName: Errors",
      )
      .replace("MetricName: failures-0 } }", "MetricName: others } }");
    expect(readTemplateText(text, "/project/template.yaml").map(({ alarms }) => alarms)).toEqual([[]]);
  });

  it("are found once for all functions", () => {
    const lookUps = (count: number): number => {
      const get = vi.spyOn(Map.prototype, "get");
      read(count);
      const { length } = get.mock.calls;
      get.mockRestore();
      return length;
    };
    const few = lookUps(20);
    expect(lookUps(80)).toBeLessThan(few * 5);
  });
});
