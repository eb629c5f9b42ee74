import type { ConfigNode } from "../config-node.js";
import { onlyValue } from "../config-value.js";
import type { Permissions } from "../function-config.js";
import { mayGrantPermissions } from "../../knowledge/serverless-plugins.js";
import { readManagedPolicy, readStatements } from "../cloudformation/permissions.js";
import type { ServerlessFunction } from "./function-settings.js";

const PER_FUNCTION = "serverless-iam-roles-per-function";

/**
 * The statements that the framework makes a role of: those of the provider, or of the function where a plugin gives each
 * its own role.
 * (https://www.serverless.com/framework/docs/providers/aws/guide/iam)
 */
export function readServerlessPermissions(
  { own, provider, template }: ServerlessFunction,
  plugins: readonly string[] | undefined,
): Permissions {
  const role = template.at(provider, "iam", "role");
  const ofProvider =
    template.at(role, "statements") ?? template.at(provider, "iamRoleStatements") ?? undefined;
  const ofFunction = template.at(own, "iamRoleStatements");
  const isOwnRole = plugins?.includes(PER_FUNCTION) === true;
  const inherits = onlyValue(template.scalarAt(own, "iamRoleStatementsInherit")) === true;
  const lists =
    isOwnRole && ofFunction !== undefined ? [ofFunction, ...(inherits ? [ofProvider] : [])] : [ofProvider];
  const isElsewhere =
    template.at(own, "role") !== undefined ||
    template.at(provider, "role") !== undefined ||
    (role !== undefined && role.kind !== "map") ||
    ["managedPolicies", "permissionsBoundary"].some((key) => template.at(role, key) !== undefined) ||
    template.at(provider, "iamManagedPolicies") !== undefined ||
    // Whose policy a resource is may be the role that the framework makes.
    template.resourcesOf("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy").length > 0;
  const managed = [template.at(role, "managedPolicies"), template.at(provider, "iamManagedPolicies")]
    .flatMap((list) => (list?.kind === "list" ? list.items : []))
    .map((policy) => readManagedPolicy(policy, template));
  const found = [
    ...lists.flatMap((list) => readList(list, template)),
    ...(isOwnRole && ofFunction !== undefined ? [] : managed),
  ];
  return {
    statements: found.flatMap(({ statements }) => statements),
    isComplete:
      !isElsewhere &&
      plugins?.some((plugin) => mayGrantPermissions(plugin)) === false &&
      found.every(({ isComplete }) => isComplete),
  };
}

function readList(list: ConfigNode | undefined, template: ServerlessFunction["template"]): Permissions[] {
  if (list === undefined) return [];
  if (list.kind !== "list") return [{ statements: [], isComplete: false }];
  return list.items.map((item) => {
    const node = template.at(item);
    return node === undefined ? { statements: [], isComplete: false } : readStatements(node, template);
  });
}
