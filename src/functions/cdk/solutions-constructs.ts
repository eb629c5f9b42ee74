import { solutionsPattern } from "../../knowledge/solutions-constructs.js";
import type { CodeValue, InstanceValue } from "../code/code-value.js";
import { property } from "../code/read-code.js";

/** What stands before the function in the name of a pattern of AWS Solutions Constructs: `sqs`. Undefined for other constructs. */
export function senderOfPattern({ base }: InstanceValue): string | undefined {
  const found = solutionsPattern.exec(base?.specifier ?? "");
  return found === null ? undefined : (found[1] ?? "");
}

/** The function that a pattern is given: `new SqsToLambda(this, "Jobs", { existingLambdaObj: fn })`. */
export function givenToPattern(pattern: InstanceValue): CodeValue | undefined {
  return senderOfPattern(pattern) === undefined
    ? undefined
    : property(pattern.args[2], "existingLambdaObj")?.value;
}

/**
 * The function that a pattern makes, as the construct of the CDK that it makes of the same properties:
 * `new SqsToLambda(this, "Jobs", { lambdaFunctionProps: { handler: "index.handler", … } })`.
 * (https://github.com/awslabs/aws-solutions-constructs/blob/main/source/patterns/@aws-solutions-constructs/core/lib/lambda-helper.ts)
 */
export function madeByPattern(pattern: InstanceValue): InstanceValue | undefined {
  if (senderOfPattern(pattern) === undefined) return undefined;
  const props = property(pattern.args[2], "lambdaFunctionProps")?.value;
  if (props === undefined) return undefined;
  const { site } = pattern;
  return {
    kind: "instance",
    classes: [],
    base: { kind: "imported", specifier: "aws-cdk-lib/aws-lambda", path: ["Function"], site },
    isUnknown: false,
    baseSite: site,
    args: [pattern, { kind: "scalar", value: "LambdaFunction", site }, props],
    ownArgs: [],
    fields: new Map(),
    site,
  };
}
