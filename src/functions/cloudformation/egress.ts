import type { Vpc } from "../function-config.js";
import type { Resource, Template } from "./template.js";

/**
 * Whether subnets have a way out of their VPC, as far as the template declares all of it: the VPC, the subnets, their route
 * tables and the endpoints. A function gets no public address, so that an internet gateway is no way out for it.
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html)
 *
 * @param references what the subnets and the security groups of the function are
 */
export function readEgress(
  references: Vpc["references"],
  areAllKnown: boolean,
  template: Template,
): Pick<Vpc, "isIsolated" | "endpoints"> {
  const resources = [...template.resources.values()];
  const subnets = references.flatMap(({ id, type }) => {
    const resource = type === "AWS::EC2::Subnet" ? template.resources.get(id ?? "") : undefined;
    return resource === undefined ? [] : [resource];
  });
  if (!areAllKnown || !template.isComplete || subnets.length === 0) return {};
  const isDeclared = subnets.every(
    ({ properties }) => referredId(template, properties, "VpcId", "AWS::EC2::VPC") !== undefined,
  );
  if (!isDeclared) return {};
  return {
    isIsolated: subnets.every((subnet) => hasNoWayOut(subnet, resources, template)),
    endpoints: namesOfEndpoints(resources, template),
  };
}

/** The services that endpoints lead to; undefined where one may lead to any. */
function namesOfEndpoints(resources: readonly Resource[], template: Template): readonly string[] | undefined {
  const names: string[] = [];
  for (const { type, properties } of resources) {
    if (type !== "AWS::EC2::VPCEndpoint") continue;
    const [name] = /[\w-]+$/.exec(template.symbolicText(template.at(properties, "ServiceName")) ?? "") ?? [];
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

/** True when the routes of the subnet's tables lead to nothing but the VPC itself, or to an internet gateway. */
function hasNoWayOut(subnet: Resource, resources: readonly Resource[], template: Template): boolean {
  const tables = resources.flatMap(({ type, properties }) =>
    type === "AWS::EC2::SubnetRouteTableAssociation" &&
    referredId(template, properties, "SubnetId", "AWS::EC2::Subnet") === subnet.id
      ? [referredId(template, properties, "RouteTableId", "AWS::EC2::RouteTable")]
      : [],
  );
  // The main table of the VPC, or one of another stack, may lead anywhere.
  if (tables.length === 0 || tables.includes(undefined)) return false;
  return resources.every(({ type, properties }) => {
    if (type !== "AWS::EC2::Route") return true;
    const table = referredId(template, properties, "RouteTableId", "AWS::EC2::RouteTable");
    const isOfSubnet = table === undefined || tables.includes(table);
    return !isOfSubnet || template.at(properties, "GatewayId") !== undefined;
  });
}

function referredId(
  template: Template,
  properties: Resource["properties"],
  key: string,
  type: string,
): string | undefined {
  const reference = template.referenceTo(template.at(properties, key));
  return reference?.type === type ? reference.id : undefined;
}
