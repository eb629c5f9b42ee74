import type { ConstructIndex } from "../cdk/construct-index.js";
import { readPermissions } from "../cdk/permissions.js";
import { isRoleOverridden } from "../cdk/unseen-changes.js";
import type { CodeValue, ResultValue } from "../code/code-value.js";
import { property, textOf, valuesIn } from "../code/read-code.js";
import type { Permissions } from "../function-config.js";
import { hasUnknownChanges, isBackendKnown } from "./backend-changes.js";
import { amplifyCalleeOf } from "./backend-functions.js";

/** `allow.resource(orders)`, by which data, storage and users let functions in. It stands in callbacks, which are not read. */
const GIVES_ACCESS = /\.\s*resource\s*\(/;
/** Methods of something unknown that may be about the function. */
const GIVES = /^(?:grant|attach|add\w*Polic)/;

/**
 * What a function of Amplify may do beside writing its log: what `backend.ts` gives it, as the CDK does. All of it is known where
 * no part of the backend lets functions in.
 * (https://docs.amplify.aws/react/build-a-backend/functions/grant-access-to-other-resources/)
 */
export function readAccess(made: ResultValue, index: ConstructIndex): Permissions {
  const { log } = index;
  const modules = new Set([...log.results, ...log.instances].map(({ site }) => site.module));
  // Amplify lets a function read the secrets that it gets.
  const environment = property(made.args[0], "environment")?.value;
  const isSeen =
    isBackendKnown(index) &&
    ![...modules].some((module) => GIVES_ACCESS.test(module.sourceCode.text)) &&
    !(environment !== undefined && mayHoldSecret(environment)) &&
    ![...log.methodsOfUnknown].some((method) => GIVES.test(method)) &&
    !isRoleOverridden(index) &&
    !hasUnknownChanges(made, index, /^(?:Role|Policies|PolicyDocument|ManagedPolicyArns)\b/);
  return readPermissions(made, undefined, index, isSeen);
}

/** Whether some variable may be `secret("KEY")`: what is taken from the machine that deploys is none. */
function mayHoldSecret(environment: CodeValue): boolean {
  return [...valuesIn(environment)].some(
    (value) =>
      value.kind !== "scalar" &&
      value.kind !== "object" &&
      value.kind !== "choice" &&
      !(value.kind === "opaque" && /^process\.env\b/.test(textOf(value.site))) &&
      !(value.kind === "result" && amplifyCalleeOf(value) !== "secret" && value.callee !== undefined),
  );
}
