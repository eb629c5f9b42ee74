import type { ConstructIndex } from "../cdk/construct-index.js";
import { readVariables } from "../code/code-function.js";
import type { ResultValue } from "../code/code-value.js";
import { asVariable, placeOf, property, stringOf } from "../code/read-code.js";
import type { Environment } from "../function-config.js";
import { hasUnknownChanges, isBackendKnown } from "./backend-changes.js";
import { memberOfBackend } from "./backend-functions.js";

/**
 * The variables that a function of Amplify is defined with, and those that the backend adds:
 * `backend.orders.addEnvironment("TABLE", table.tableName)`, and the same of `backend.orders.resources.lambda`. They are all there
 * are, but for those of resources that the function may access, which Amplify names (`isNamedByAmplify`).
 * (https://docs.amplify.aws/react/build-a-backend/functions/environment-variables-and-secrets/)
 */
export function readEnvironment(made: ResultValue, index: ConstructIndex): Environment {
  const isSeen =
    isBackendKnown(index) &&
    !index.log.methodsOfUnknown.has("addEnvironment") &&
    !hasUnknownChanges(made, index, /^Environment\b/);
  const written = readVariables(property(made.args[0], "environment"), isSeen);
  const variables = new Map(written.variables);
  const places = new Map(written.places);
  let { isComplete } = written;
  const ofMember = index.log.results.filter(
    ({ receiver, method }) => method === "addEnvironment" && memberOfBackend(receiver) === made,
  );
  for (const { args } of [...ofMember, ...index.callsOf(made, "addEnvironment")]) {
    const [name, value] = args;
    const text = stringOf(name);
    const added = value && asVariable({ value, site: value.site });
    if (name === undefined || text === undefined || added === undefined) {
      isComplete = false;
      continue;
    }
    variables.set(text, added);
    places.set(text, placeOf(name.site));
  }
  return { ...written, variables, places, isComplete };
}
