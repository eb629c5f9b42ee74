import { describe, expect, it } from "vitest";
import { readTemplateText } from "../../../src/functions/declared-functions.js";

const network = [
  "Vpc: { Type: AWS::EC2::VPC }",
  "Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc } }",
  "Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }",
  "InTable: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }",
];
const second = [
  "Second: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc } }",
  "Out: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }",
  "SecondInOut: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Second, RouteTableId: !Ref Out } }",
];
const route = (target: string, table = "!Ref Table") =>
  `Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: ${table}, DestinationCidrBlock: 0.0.0.0/0, ${target} } }`;
const endpoint = (name: string) =>
  `Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: ${name} } }`;

/** What is known of the way out of a function in these subnets. */
function egressOf(resources: readonly string[], subnets = "[!Ref Subnet]", transform = "") {
  const functions = readTemplateText(
    `${transform}Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Handler: app.handler
      VpcConfig: { SubnetIds: ${subnets}, SecurityGroupIds: [sg-1] }
${resources.map((line) => `  ${line}`).join("\n")}
`,
    "/project/template.yaml",
  );
  const { isIsolated, endpoints } = functions[0]?.vpc ?? {};
  return { isIsolated, endpoints };
}

describe("the main table of a VPC", () => {
  it("leads nowhere where no route can be in it", () => {
    expect(egressOf(network.slice(0, 3)).isIsolated).toBe(true);
  });
});

describe("nothing is known", () => {
  it.each([
    ["of subnets of another stack", network, "[subnet-1]", ""],
    ["of a parameter", network, "!Ref Subnets", ""],
    ["where one of two subnets is of another stack", network, "[!Ref Subnet, subnet-1]", ""],
    ["of a VPC of another stack", network.map((line) => line.replaceAll("!Ref Vpc", "vpc-1")), undefined, ""],
    ["of a template that a macro may change", network, undefined, "Transform: Own\n"],
  ])("%s", (_, resources, subnets, transform) => {
    expect(egressOf(resources, subnets, transform)).toEqual({ isIsolated: undefined, endpoints: undefined });
  });
});

describe("a way out", () => {
  it.each([
    ["is a NAT gateway", [...network, route("NatGatewayId: !Ref Nat")]],
    ["is another network", [...network, route("TransitGatewayId: tgw-1")]],
    [
      "may be in the VPC's main table, whose routes code may add",
      [...network.slice(0, 3), "Route: { Type: Custom::Route, Properties: { ServiceToken: token } }"],
    ],
    [
      "may be in a table of another stack",
      network.map((line) => line.replace("RouteTableId: !Ref Table", "RouteTableId: rtb-1")),
    ],
    [
      "may be that of a route whose table is not known",
      [...network, route("NatGatewayId: !Ref Nat", "!Ref Elsewhere")],
    ],
  ])("%s", (_, resources) => {
    expect(egressOf(resources).isIsolated).toBe(false);
  });

  it("of one subnet is one of the function", () => {
    const both = [...network, ...second, route("NatGatewayId: !Ref Nat", "!Ref Out")];
    expect(egressOf(both, "[!Ref Subnet, !Ref Second]").isIsolated).toBe(false);
    expect(egressOf(both, "[!Ref Subnet]").isIsolated).toBe(true);
  });
});

describe("no way out", () => {
  it.each([
    ["a table without routes", network],
    [
      "an internet gateway, for a function has no public address",
      [...network, route("GatewayId: !Ref Gateway")],
    ],
  ])("is %s", (_, resources) => {
    expect(egressOf(resources)).toEqual({ isIsolated: true, endpoints: [] });
  });
});

it("names the services of the endpoints, if it knows them all", () => {
  const services = [
    "com.amazonaws.eu-west-1.s3",
    '!Sub "com.amazonaws.${AWS::Region}.secretsmanager"',
    '!Sub "com.amazonaws.${AWS::Region}.${Service}"',
    "!Ref ServiceName",
  ];
  expect(services.map((service) => egressOf([...network, endpoint(service)]).endpoints)).toEqual([
    ["s3"],
    ["secretsmanager"],
    undefined,
    undefined,
  ]);
});
