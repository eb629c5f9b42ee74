import { basicManagedPolicies, samPolicies } from "../../knowledge/sam-policies.js";
import { oncePer } from "../../syntax/once-per.js";
import { type ConfigNode, entriesOf } from "../config-node.js";
import type { ConfigValue, Place } from "../config-value.js";
import { asText } from "../convert-value.js";
import { EDGE_PRINCIPAL } from "../edge-functions.js";
import type { Permissions, PolicyStatement, ResourceReference } from "../function-config.js";
import { statementOfManagedPolicy } from "../managed-policies.js";
import type { DeclaredFunction } from "./function-settings.js";
import type { Resource, Template } from "./template.js";

/** What is read of some policies, and whether that is all that they say. */
interface Collected {
  readonly statements: readonly PolicyStatement[];
  readonly isComplete: boolean;
}

const NOTHING: Collected = { statements: [], isComplete: true };
const UNKNOWN: Collected = { statements: [], isComplete: false };

/**
 * What the function's role may do: the policies that SAM makes a role of, or those of a role of the same template with all
 * policies that are attached to it.
 */
export function readPermissions(
  { id, isSam, maps, isComplete }: DeclaredFunction,
  template: Template,
): Permissions {
  const role = maps.map((map) => template.at(map, "Role")).find((node) => node !== undefined);
  const found =
    role === undefined
      ? isSam
        ? combine([
            ...maps.map((map) => readSamPolicies(template.at(map, "Policies"), template)),
            // The role that SAM makes has a name by which policies can be attached to it.
            readAttachedPolicies(`${id}Role`, template),
          ])
        : UNKNOWN
      : readRole(role, template);
  const isAll = isComplete && template.isComplete && connectorsOf(template).length === 0;
  return {
    ...found,
    isComplete: found.isComplete && isAll,
    isShared: role === undefined || isForFunctionsOnly(role, template) ? undefined : true,
  };
}

/** Where the template says of a function's role that CloudFront may take it. */
export function edgeTrustOf({ maps }: DeclaredFunction, template: Template): Place | undefined {
  const role = maps.map((map) => template.at(map, "Role")).find((node) => node !== undefined);
  const services = role === undefined ? [] : trustedServices(role, template);
  return services.find((service) => template.textAt(service) === EDGE_PRINCIPAL)?.place;
}

/** True for a role of the same template that only Lambda may take. */
function isForFunctionsOnly(role: ConfigNode, template: Template): boolean {
  const services = trustedServices(role, template);
  return (
    services.length > 0 &&
    services.every((service) => template.textAt(service)?.startsWith("lambda.amazonaws.com") === true)
  );
}

/** The services that may take a role of the same template, undefined for one that is not known. */
function trustedServices(role: ConfigNode, template: Template): readonly (ConfigNode | undefined)[] {
  const id = template.referenceTo(role)?.id;
  const trust = template.at(template.resources.get(id ?? "")?.properties, "AssumeRolePolicyDocument");
  const statements = template.at(trust, "Statement");
  const items = statements?.kind === "list" ? statements.items : statements === undefined ? [] : [statements];
  return items.flatMap((item): readonly (ConfigNode | undefined)[] => {
    const service = template.at(item, "Principal", "Service");
    return service?.kind === "list" ? service.items : [service];
  });
}

/** Connectors of SAM, which add what their two ends need. */
const connectorsOf = oncePer((template: Template): readonly Resource[] =>
  [...template.resources.values()].filter(
    ({ type, node }) =>
      type === "AWS::Serverless::Connector" || template.at(node, "Connectors") !== undefined,
  ),
);

function combine(parts: readonly Collected[]): Collected {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    isComplete: parts.every((part) => part.isComplete),
  };
}

/** `Policies` of SAM: names of managed policies, policy templates, and documents, one or several of them. */
function readSamPolicies(written: ConfigNode | undefined, template: Template): Collected {
  if (written === undefined) return NOTHING;
  const nodes = template.branchesOf(written);
  return combine(
    nodes
      .flatMap((node) => (node.kind === "list" ? node.items : [node]))
      .map((node) => readSamPolicy(node, template)),
  );
}

function readSamPolicy(written: ConfigNode, template: Template): Collected {
  const branches = template.branchesOf(written);
  const [node] = branches;
  if (branches.length !== 1)
    return combine([UNKNOWN, ...branches.map((branch) => readSamPolicy(branch, template))]);
  if (node?.kind !== "map") return readManagedPolicy(written, template);
  if (template.at(node, "Statement") !== undefined) return readStatements(node, template);
  const [[name, parameters] = [], ...others] = entriesOf(node);
  const policy = samPolicies.get(name ?? "");
  if (policy === undefined || parameters === undefined || others.length > 0) return UNKNOWN;
  const resource = policy.resource && template.at(parameters, policy.resource);
  const target: ConfigValue<string> | ResourceReference | undefined = !resource
    ? { k: "known", value: "*", place: node.place }
    : referenceOrValue(resource, template);
  return {
    statements: [
      {
        effect: "Allow",
        actions: Object.entries(policy.actions).flatMap(([service, names]) =>
          names.map((action) => ({ k: "default" as const, value: `${service}:${action}`, of: String(name) })),
        ),
        // A policy that takes no resource was written by AWS, which leaves nothing to narrow.
        resources:
          policy.resource === undefined ? [{ k: "default", value: "*", of: String(name) }] : [target],
        hasConditions: false,
        place: node.place,
      },
    ],
    isComplete: true,
  };
}

/** Of a managed policy only the name is known, but for those that are about running a function at all, and those that allow everything. */
export function readManagedPolicy(node: ConfigNode, template: Template): Collected {
  const name = template.symbolicText(node)?.replace(/^.*[:/]/, "") ?? "";
  if (basicManagedPolicies.has(name)) return NOTHING;
  const own = template.resources.get(/^\$\{(\w+)/.exec(template.symbolicText(node) ?? "")?.[1] ?? "");
  if (own?.type === "AWS::IAM::ManagedPolicy") return readDocument(own, template);
  const statement = statementOfManagedPolicy(name, node.place);
  return statement === undefined ? UNKNOWN : { statements: [statement], isComplete: false };
}

function readRole(role: ConfigNode, template: Template): Collected {
  const id = template.referenceTo(role)?.id;
  const resource = template.resources.get(id ?? "");
  if (id === undefined || resource?.type !== "AWS::IAM::Role") return UNKNOWN;
  const inline = template.at(resource.properties, "Policies");
  // Other stacks attach policies by the name, which they can only get as an output: that of a trigger in Amplify Gen 1.
  const isNamedOutside = template.outputs.has(`\${${id}}`);
  const managed = template.at(resource.properties, "ManagedPolicyArns");
  return combine([
    inline === undefined
      ? NOTHING
      : inline.kind === "list"
        ? combine(
            inline.items.map((item) => {
              const document = template.at(item, "PolicyDocument");
              return document === undefined ? UNKNOWN : readStatements(document, template);
            }),
          )
        : UNKNOWN,
    managed === undefined
      ? NOTHING
      : managed.kind === "list"
        ? combine(managed.items.map((item) => readManagedPolicy(item, template)))
        : UNKNOWN,
    readAttachedPolicies(id, template),
    isNamedOutside ? UNKNOWN : NOTHING,
  ]);
}

function readAttachedPolicies(roleId: string, template: Template): Collected {
  const policies = template.resourcesOf("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy");
  return combine(policies.map((policy) => readAttached(policy, roleId, template)));
}

/** A policy that says itself which roles it is for. */
function readAttached(policy: Resource, roleId: string, template: Template): Collected {
  const roles = template.at(policy.properties, "Roles");
  if (roles === undefined) return NOTHING;
  const names = roles.kind === "list" ? roles.items.map((item) => template.symbolicText(item)) : [];
  if (names.includes(`\${${roleId}}`)) return readDocument(policy, template);
  // A name that is written out, or comes from elsewhere, can be any role's.
  return names.length > 0 && names.every((name) => /^\$\{\w+\}$/.test(name ?? "")) ? NOTHING : UNKNOWN;
}

function readDocument(policy: Resource, template: Template): Collected {
  const document = template.at(policy.properties, "PolicyDocument");
  return document === undefined ? UNKNOWN : readStatements(document, template);
}

/** The statements of a document: a list of them, or one. */
export function readStatements(document: ConfigNode, template: Template): Collected {
  const written = template.at(document, "Statement") ?? document;
  const items = written.kind === "list" ? written.items : [written];
  return combine(
    items.flatMap((item) => template.branchesOf(item).map((node) => readStatement(node, template))),
  );
}

function readStatement(node: ConfigNode, template: Template): Collected {
  const effect = template.textAt(node, "Effect") ?? "Allow";
  const action = template.at(node, "Action");
  const resource = template.at(node, "Resource");
  const isReadable = node.kind === "map" && action !== undefined && resource !== undefined;
  if (!isReadable || (effect !== "Allow" && effect !== "Deny")) return UNKNOWN;
  const resources = oneOrMore(resource, template).flatMap((item) => referenceOrValue(item, template));
  return {
    statements: [
      {
        effect,
        actions: oneOrMore(action, template).flatMap((item) => asText(template.scalarAt(item)) ?? []),
        resources,
        hasConditions: template.at(node, "Condition") !== undefined,
        place: node.place,
      },
    ],
    isComplete: true,
  };
}

function oneOrMore(node: ConfigNode, template: Template): readonly ConfigNode[] {
  return (node.kind === "list" ? node.items : [node]).flatMap((item) => template.branchesOf(item));
}

function referenceOrValue(node: ConfigNode, template: Template): ConfigValue<string> | ResourceReference {
  const reference = template.referenceTo(node);
  if (reference?.id !== undefined) return reference;
  const value = asText(template.scalarAt(node));
  if (value !== undefined && value.k !== "opaque") return value;
  return { k: "opaque", text: template.symbolicText(node) ?? "", place: node.place };
}
