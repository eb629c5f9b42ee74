import path from "node:path";
import { itemsOf, nodeAt } from "../config-node.js";
import type { Permissions } from "../function-config.js";
import { readText } from "../read-text.js";
import { readYaml } from "../read-yaml.js";
import { statFile } from "../stat-file.js";

const FILE = "custom-policies.json";

/**
 * Amplify Gen 1 puts the policies into the template that lie beside it: with some of them more is allowed than the template says.
 * (https://docs.amplify.aws/gen1/javascript/tools/cli/function/#access-existing-aws-resource-from-lambda-function)
 *
 * @param file absolute path of the template
 */
export function withCustomPolicies(permissions: Permissions, file: string): Permissions {
  const beside = path.join(path.dirname(file), FILE);
  if (!permissions.isComplete || statFile(beside)?.isFile() !== true) return permissions;
  const root = readYaml(readText(beside), beside);
  const isEmpty =
    root !== undefined &&
    !("problem" in root) &&
    itemsOf(root).every((policy) => {
      const actions = nodeAt(policy, "Action");
      return actions?.kind === "list" && actions.items.length === 0;
    });
  return isEmpty ? permissions : { ...permissions, isComplete: false };
}
