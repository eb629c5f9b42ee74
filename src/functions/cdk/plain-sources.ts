import type { EventKind } from "../../knowledge/handler-types.js";
import { oncePer } from "../../syntax/once-per.js";
import type { CodeLog } from "../code/machine.js";
import { type CodeValue, type InstanceValue, variantsOf } from "../code/code-value.js";
import { itemsOf, property, stringOf } from "../code/read-code.js";
import type { EventSource } from "../function-config.js";
import { isWarmUpInCode } from "../warm-up.js";
import { type ConstructIndex, type FunctionMaker } from "./construct-index.js";
import { classNameOf } from "./construct-name.js";
import { readPlainMapping } from "./event-source-mappings.js";
import { referenceTo, resourceOf } from "./resources.js";
import { sourceAt } from "./source-at.js";

/**
 * Sources that code makes with the resources of CloudFormation, which name a function by its ARN or its name:
 * `new CfnEventSourceMapping(this, "Jobs", { functionName: fn.functionName, eventSourceArn: queue.queueArn })`.
 */
export function readPlainSources(fn: FunctionMaker, index: ConstructIndex): readonly EventSource[] {
  const isFor = (value: CodeValue | undefined): boolean =>
    variantsOf(value).some((variant) => {
      const resource = resourceOf(variant);
      return resource !== undefined && (resource === fn || index.functionOf(resource) === fn);
    });
  return plainSourcesIn(index.log).flatMap((instance) => readPlainSource(instance, isFor));
}

/** The resources that may be one: each function asks for its own. */
const plainSourcesIn = oncePer(({ instances }: CodeLog): readonly InstanceValue[] =>
  instances.filter((instance) => classNameOf(instance)?.includes(".Cfn") === true),
);

function readPlainSource(
  instance: InstanceValue,
  isFor: (value: CodeValue | undefined) => boolean,
): readonly EventSource[] {
  const { args, site } = instance;
  const [, , properties] = args;
  const at = (name: string): CodeValue | undefined => property(properties, name)?.value;
  switch (classNameOf(instance)) {
    case "aws-lambda.CfnEventSourceMapping":
      return isFor(at("functionName")) ? [readPlainMapping(properties, site)] : [];
    case "aws-events.CfnRule":
      return itemsOf(at("targets")).flatMap((target) =>
        isFor(property(target, "arn")?.value) ? [readTarget(target, kindOfRule(properties), properties)] : [],
      );
    case "aws-scheduler.CfnSchedule": {
      const target = at("target");
      return target !== undefined && isFor(property(target, "arn")?.value)
        ? [readTarget(target, "scheduled", properties)]
        : [];
    }
    case "aws-sns.CfnSubscription": {
      const isLambda = stringOf(at("protocol")) === "lambda";
      return isFor(at("endpoint"))
        ? [{ ...sourceAt(isLambda ? "sns" : undefined, site), resource: referenceTo(at("topicArn"), site) }]
        : [];
    }
    case "aws-logs.CfnSubscriptionFilter":
      return isFor(at("destinationArn")) ? [sourceAt("cloudwatch-logs", site)] : [];
    default:
      return [];
  }
}

/** With an input of its own a target sends that, and nothing that says where it comes from. */
function readTarget(
  target: CodeValue,
  sender: EventKind | undefined,
  rule: CodeValue | undefined,
): EventSource {
  const isOwnInput = ["input", "inputPath", "inputTransformer"].some((name) => property(target, name));
  const isOff = stringOf(property(rule, "state")?.value) === "DISABLED";
  const isExpendable = isOff || isWarmUpInCode(property(target, "input")?.value) ? true : undefined;
  return isOwnInput
    ? { ...sourceAt(undefined, target.site), sender, isExpendable }
    : { ...sourceAt(sender, target.site), isExpendable };
}

/** A rule has a schedule, or a pattern of events. */
function kindOfRule(properties: CodeValue | undefined): EventKind | undefined {
  const isScheduled = property(properties, "scheduleExpression") !== undefined;
  const hasPattern = property(properties, "eventPattern") !== undefined;
  return isScheduled === hasPattern ? undefined : isScheduled ? "scheduled" : "eventbridge";
}
