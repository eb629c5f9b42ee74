import { type CodeValue, type ImportedValue, type InstanceValue, variantsOf } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { asSymbolicText, symbolicTextOf } from "../code/interpolated.js";
import { itemsOf, placeOf, property, stringOf, valuesIn } from "../code/read-code.js";
import type { ConfigValue, Place } from "../config-value.js";
import { EDGE_PRINCIPAL } from "../edge-functions.js";
import type { Permissions, PolicyStatement, ResourceReference } from "../function-config.js";
import { statementOfManagedPolicy } from "../managed-policies.js";
import { isFor, ownerOf, resourceNameOf } from "./event-sources.js";

/**
 * What the role of a function may do, as far as resources of `@pulumi/aws` say: others may add to it.
 * (https://www.pulumi.com/registry/packages/aws/api-docs/iam/)
 */
export function readPulumiPermissions(props: CodeValue | undefined, log: CodeLog): Permissions | undefined {
  const role = ownerOf(property(props, "role")?.value);
  if (role?.kind !== "instance" || resourceNameOf(role) !== "iam.Role") return undefined;
  const statements = [
    ...itemsOf(property(role.args[1], "inlinePolicies")?.value).flatMap((item) =>
      statementsIn(property(item, "policy")?.value),
    ),
    ...itemsOf(property(role.args[1], "managedPolicyArns")?.value).flatMap(statementsOfPolicy),
    ...log.instances.flatMap((instance) => statementsFor(role, instance)),
  ];
  return { statements, isComplete: false, isShared: true };
}

/** Where a role of the same code says that CloudFront may take it: in an object, or in the JSON of one. */
export function edgeTrustOf(props: CodeValue | undefined): Place | undefined {
  const role = ownerOf(property(props, "role")?.value);
  if (role?.kind !== "instance" || resourceNameOf(role) !== "iam.Role") return undefined;
  const trust = property(role.args[1], "assumeRolePolicy")?.value;
  const document = trust?.kind === "result" ? trust.args[0] : trust;
  const isForEdge =
    document !== undefined &&
    [...valuesIn(document)].some((value) => stringOf(value)?.includes(EDGE_PRINCIPAL) === true);
  return isForEdge ? placeOf(document.site) : undefined;
}

function statementsFor(role: InstanceValue, instance: InstanceValue): readonly PolicyStatement[] {
  const [, props] = instance.args;
  switch (resourceNameOf(instance)) {
    case "iam.RolePolicy":
      return isFor(instance, "role", role) ? statementsIn(property(props, "policy")?.value) : [];
    case "iam.RolePolicyAttachment":
      return isFor(instance, "role", role) ? statementsOfPolicy(property(props, "policyArn")?.value) : [];
    case "iam.PolicyAttachment":
      return itemsOf(property(props, "roles")?.value).some((item) => ownerOf(item) === role)
        ? statementsOfPolicy(property(props, "policyArn")?.value)
        : [];
    default:
      return [];
  }
}

/** Of `policy.arn`, of an ARN, and of `aws.iam.ManagedPolicy.AmazonS3FullAccess`; older versions say `ManagedPolicies`. */
function statementsOfPolicy(value: CodeValue | undefined): readonly PolicyStatement[] {
  if (value === undefined) return [];
  const owner = ownerOf(value);
  if (owner?.kind === "instance" && resourceNameOf(owner) === "iam.Policy")
    return statementsIn(property(owner.args[1], "policy")?.value);
  const name = stringOf(value) ?? managedName(value);
  const statement = name === undefined ? undefined : statementOfManagedPolicy(name, placeOf(value.site));
  return statement === undefined ? [] : [statement];
}

function managedName(value: CodeValue): string | undefined {
  if (value.kind !== "imported" || value.specifier !== "@pulumi/aws") return undefined;
  return /^iam\.ManagedPolic(?:y|ies)\.(\w+)$/.exec(value.path.join("."))?.[1];
}

/** A document: an object, its JSON, or what `aws.iam.getPolicyDocument({ statements })` makes. */
function statementsIn(value: CodeValue | undefined): readonly PolicyStatement[] {
  return variantsOf(value).flatMap((variant) => {
    const text = symbolicTextOf(variant);
    if (text !== undefined) return statementsOfJson(text, placeOf(variant.site));
    const owner = withoutPromise(ownerOf(variant));
    const document = owner?.kind === "result" && writesDocument(owner.callee) ? owner.args[0] : variant;
    const statements = either(document, "Statement", "statements");
    return (
      statements?.kind === "list" ? statements.items : statements === undefined ? [] : [statements]
    ).flatMap((statement) => readStatement(statement) ?? []);
  });
}

/** `getPolicyDocument(…).then((document) => document.json)` */
function withoutPromise(value: CodeValue | undefined): CodeValue | undefined {
  const isPromise = value?.kind === "result" && (value.method === "then" || value.method === "apply");
  return isPromise ? ownerOf(value.receiver) : value;
}

/** The statements of a document that is written as text; none where that is no JSON. */
function statementsOfJson(text: string, place: Place): readonly PolicyStatement[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  const texts = (value: unknown): readonly ConfigValue<string>[] =>
    listOf(value).flatMap((one) => (typeof one === "string" ? [textIn(one, place)] : []));
  return listOf(memberOf(document, "Statement")).map((statement) => ({
    effect: memberOf(statement, "Effect") === "Deny" ? "Deny" : "Allow",
    actions: texts(memberOf(statement, "Action")),
    resources: texts(memberOf(statement, "Resource")),
    hasConditions: memberOf(statement, "Condition") !== undefined,
    place,
  }));
}

function textIn(text: string, place: Place): ConfigValue<string> {
  return text.includes("${") ? { k: "opaque", text, place } : { k: "known", value: text, place };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function writesDocument(callee: ImportedValue | undefined): boolean {
  const name = callee === undefined ? "" : `${callee.specifier} ${callee.path.join(".")}`;
  return /^(?:JSON stringify|sst\/\$jsonStringify |@pulumi\/pulumi jsonStringify|@pulumi\/aws iam\.getPolicyDocument(?:Output)?)$/.test(
    name,
  );
}

function readStatement(value: CodeValue): PolicyStatement | undefined {
  const actions = either(value, "Action", "actions");
  const resources = either(value, "Resource", "resources");
  if (actions === undefined || resources === undefined) return undefined;
  return {
    effect: stringOf(either(value, "Effect", "effect")) === "Deny" ? "Deny" : "Allow",
    actions: oneOrMore(actions).map(asSymbolicText),
    resources: oneOrMore(resources).map((item) => referenceTo(item) ?? asSymbolicText(item)),
    hasConditions: either(value, "Condition", "conditions") !== undefined,
    place: placeOf(value.site),
  };
}

function either(value: CodeValue | undefined, ...names: readonly string[]): CodeValue | undefined {
  for (const name of names) {
    const found = value?.kind === "object" ? property(value, name)?.value : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function oneOrMore(value: CodeValue): readonly CodeValue[] {
  return value.kind === "list" ? value.items : [value];
}

function referenceTo(value: CodeValue): ResourceReference | undefined {
  const owner = ownerOf(value);
  return owner?.kind === "instance"
    ? { id: stringOf(owner.args[0]), type: undefined, text: undefined, place: placeOf(value.site) }
    : undefined;
}
