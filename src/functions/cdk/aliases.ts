import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { asNumber, asText, itemsOf, placeOf, property } from "../code/read-code.js";
import type { Concurrency, Deployment } from "../function-config.js";
import { asDeploymentType } from "./cdk-values.js";
import type { ConstructIndex } from "./construct-index.js";

/** How many environments are reserved for the function, or provisioned for its aliases. */
export function readConcurrency(
  fn: InstanceValue,
  props: CodeValue | undefined,
  index: ConstructIndex,
): Concurrency {
  const aliases = [
    ...index.callsOf(fn, "addAlias").map(({ args }) => args[1]),
    ...index
      .usesOf(fn)
      .filter(({ name }) => name === "aws-lambda.Alias")
      .map(({ by }) => by.args[2]),
  ];
  const provisioned = aliases.flatMap(
    (options) => asNumber(property(options, "provisionedConcurrentExecutions")) ?? [],
  );
  return {
    reserved: asNumber(property(props, "reservedConcurrentExecutions")),
    provisioned: provisioned[0],
    perEnvironment: undefined,
  };
}

/** How traffic moves to a new version, where an alias or a deployment group says so. */
export function readDeployment(fn: InstanceValue, index: ConstructIndex): Deployment | undefined {
  const [added] = index.callsOf(fn, "addAlias");
  const made = index.usesOf(fn).find(({ name }) => name === "aws-lambda.Alias")?.by;
  const group = index.usesOf(fn).find(({ name }) => name === "aws-codedeploy.LambdaDeploymentGroup")?.by;
  const site = group?.site ?? made?.site ?? added?.site;
  if (site === undefined) return undefined;
  const [name] = added?.args ?? [];
  const alias =
    added === undefined
      ? asText(property(made?.args[2], "aliasName"))
      : name && asText({ value: name, site: name.site });
  return {
    alias,
    type: group && asDeploymentType(property(group.args[2], "deploymentConfig")),
    hasAlarms: group !== undefined && itemsOf(property(group.args[2], "alarms")?.value).length > 0,
    place: placeOf(site),
  };
}
