import { cdkResourceTypes } from "../../knowledge/cdk-constructs.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import { isAbsent, isClosed, placeOf, primitiveOf, property, stringOf } from "../code/read-code.js";
import type { ResourceReference } from "../function-config.js";
import type { Site } from "../code/code-value.js";
import { cdkNameOf, classNameOf, constructIdOf, declaredClassOf } from "./construct-name.js";

/** The construct, or what imports one, that a value is or is an attribute of. */
export function resourceOf(value: CodeValue | undefined): InstanceValue | ResultValue | undefined {
  let current = value;
  while (current?.kind === "attribute") current = current.of;
  return current?.kind === "instance" || current?.kind === "result" ? current : undefined;
}

/** The resource that a value names; undefined where it names none that is known. */
export function referenceTo(value: CodeValue | undefined, site: Site): ResourceReference | undefined {
  const place = placeOf(site);
  const text = stringOf(value);
  if (text !== undefined) return { id: undefined, type: undefined, text, place };
  const resource = resourceOf(value);
  if (resource?.kind === "instance") {
    const name = cdkNameOf(resource.base);
    if (name === undefined) return undefined;
    const found = { id: constructIdOf(resource), type: typeOfClass(name), text: undefined, place };
    return isPrivateAddress(value, resource, name) ? { ...found, isPrivateAddress: true } : found;
  }
  // `Table.fromTableName(this, "Orders", "orders")`
  const [, cls, factory] = /^(.*)\.(from[A-Z]\w*)$/.exec(cdkNameOf(resource?.callee) ?? "") ?? [];
  if (resource === undefined || cls === undefined || factory === undefined) return undefined;
  return { id: undefined, type: cdkResourceTypes[cls], text: stringOf(resource.args[2]), place };
}

/**
 * `db.instanceEndpoint.hostname`, `db.dbInstanceEndpointAddress`: an instance is in private subnets unless its properties say
 * otherwise, and is publicly accessible only in public ones.
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_rds.DatabaseInstance.html)
 */
function isPrivateAddress(value: CodeValue | undefined, { args }: InstanceValue, name: string): boolean {
  const [, , props] = args;
  if (name !== "aws-rds.DatabaseInstance" || !isAddress(value) || props === undefined || !isClosed(props))
    return false;
  const isPublic = property(props, "publiclyAccessible");
  if (isPublic !== undefined && !isAbsent(isPublic.value)) return primitiveOf(isPublic.value) === false;
  const subnets = property(props, "vpcSubnets");
  if (subnets === undefined || isAbsent(subnets.value)) return true;
  const type = property(subnets.value, "subnetType")?.value;
  const kind = type?.kind === "imported" ? cdkNameOf(type) : undefined;
  return /^aws-ec2\.SubnetType\.(?:PRIVATE|ISOLATED)/.test(kind ?? "");
}

function isAddress(value: CodeValue | undefined): boolean {
  if (value?.kind !== "attribute") return false;
  const { name, of } = value;
  return (
    name === "dbInstanceEndpointAddress" ||
    (name === "hostname" && of.kind === "attribute" && of.name === "instanceEndpoint")
  );
}

function typeOfClass(name: string): string | undefined {
  const [, service, cfn] = /^aws-([\w-]+)\.Cfn(\w+)$/.exec(name) ?? [];
  if (service === undefined || cfn === undefined) return cdkResourceTypes[name];
  return Object.values(cdkResourceTypes).find(
    (type) => type.toLowerCase() === `aws::${service}::${cfn}`.toLowerCase(),
  );
}

/** The name of the class that a resource is of, those that are imported by their names, or only declared, included. */
export function resourceClassOf(value: CodeValue | undefined): string | undefined {
  const resource = resourceOf(value);
  if (resource === undefined) return declaredClassOf(value);
  return resource.kind === "instance"
    ? classNameOf(resource)
    : /^(.*)\.from[A-Z]\w*$/.exec(cdkNameOf(resource.callee) ?? "")?.[1];
}
