import { fullAccessPolicies } from "../knowledge/sam-policies.js";
import type { Place } from "./config-value.js";
import type { PolicyStatement } from "./function-config.js";

/**
 * What a managed policy of AWS is known to allow beside other things; undefined for one of which it is not known.
 *
 * @param name the policy's, or its ARN
 */
export function statementOfManagedPolicy(name: string, place: Place): PolicyStatement | undefined {
  const value = fullAccessPolicies.get(name.replace(/^.*[:/]/, ""));
  return value === undefined
    ? undefined
    : {
        effect: "Allow",
        actions: [{ k: "known", value, place }],
        resources: [{ k: "known", value: "*", place }],
        hasConditions: false,
        place,
      };
}
