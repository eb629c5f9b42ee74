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
  const tables: (string | undefined)[] = [];
  for (const { type, properties } of resources) {
    if (type !== "AWS::EC2::SubnetRouteTableAssociation") continue;
    const associated = referredId(template, properties, "SubnetId", "AWS::EC2::Subnet");
    // It may be this one: `!Select [0, !Ref Subnets]`.
    if (associated === undefined) return false;
    if (associated === subnet.id)
      tables.push(referredId(template, properties, "RouteTableId", "AWS::EC2::RouteTable"));
  }
  if (tables.length === 0) return hasUnchangedMainTable(resources, template);
  if (tables.includes(undefined)) return false;
  return resources.every(({ type, properties }) => {
    if (type !== "AWS::EC2::Route") return true;
    const table = referredId(template, properties, "RouteTableId", "AWS::EC2::RouteTable");
    const isOfSubnet = table === undefined || tables.includes(table);
    return !isOfSubnet || template.at(properties, "GatewayId") !== undefined;
  });
}

/** Resources that may run anything: the main table has no name in a template, and code can find it. */
const RUNS_CODE =
  /^(?:Custom::|AWS::CloudFormation::(?:CustomResource|Stack)$|AWS::Serverless::Application$)/;

/**
 * A subnet that no association names has the main table of its VPC. That leads nowhere when the VPC is made, and no resource of
 * a template can add to it but one that has its id from somewhere else.
 * (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#main-route-table)
 */
function hasUnchangedMainTable(resources: readonly Resource[], template: Template): boolean {
  return resources.every(({ type, properties }) => {
    if (type === "AWS::EC2::Route")
      return referredId(template, properties, "RouteTableId", "AWS::EC2::RouteTable") !== undefined;
    return type !== undefined && !RUNS_CODE.test(type);
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
