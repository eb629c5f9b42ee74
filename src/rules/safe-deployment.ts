import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import { gradualDeploymentNames } from "../knowledge/framework-names.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

export default createConfigRule({
  name: "safe-deployment",
  meta: {
    type: "suggestion",
    docs: {
      description: "require an alias, a gradual deployment and alarms that roll it back",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-03"],
    },
    messages: {
      noAlias:
        "A deployment of `{{id}}` replaces the running code for all requests at once, and nothing is there to go back to. Publish versions behind an alias, and move traffic to a new one gradually. Use {{words}}.",
      allAtOnce:
        "A deployment of `{{id}}` moves all traffic to the new version at once, so an error reaches every request. Use a canary or a linear deployment, as {{canary}}.",
      noRollbackAlarms:
        "A deployment of `{{id}}` is gradual, and no alarm stops it: errors of the new version reach all traffic a few minutes later. Add the alarms that roll it back.",
    },
    schema: [],
  },
  check(declared, { report }) {
    const { id, framework, deployment } = declared;
    if (deployment === undefined || isAtEdge(declared)) return;
    const { alias, type, hasAlarms, place } = deployment;
    const { words, canary } =
      framework in gradualDeploymentNames
        ? gradualDeploymentNames[framework as keyof typeof gradualDeploymentNames]
        : gradualDeploymentNames.cloudformation;
    // A parameter is there for each deployment to say how it goes: its default says little of those that matter.
    const types = type?.k === "default" ? undefined : possibleValues(type);
    if (alias === undefined) report({ place, messageId: "noAlias", data: { id, words } });
    else if (type === undefined || types?.every((one) => /AllAtOnce$/.test(one)) === true)
      report({ place, messageId: "allAtOnce", data: { id, canary } });
    else if (types !== undefined && !hasAlarms)
      report({ place, messageId: "noRollbackAlarms", data: { id } });
  },
});
