import { expect, test } from "vitest";
import { codeFunctionsOfProject } from "../../../src/functions/code-projects.js";
import { temporaryProject } from "../../support/temporary-project.js";

/** The VPC of a function in a stack whose body makes `vpc`. */
function vpcOf(body: string, more = "") {
  const directory = temporaryProject({
    "cdk.json": '{ "app": "npx ts-node bin/app.ts" }',
    "src/create.ts": "export const handler = async () => {};\n",
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Network } from "other-constructs";
export class OrdersStack extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    ${body}
    new NodejsFunction(this, "Create", { entry: "src/create.ts", vpc, ${more} });
  }
}
`,
  });
  return codeFunctionsOfProject(directory)[0]?.vpc;
}

const isolated = `const vpc = new ec2.Vpc(this, "Vpc", { subnetConfiguration: [{ name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });`;
const standard = `const vpc = new ec2.Vpc(this, "Vpc");`;

test.each([
  ["isolated subnets alone", isolated, "", true],
  ["no NAT gateways", `const vpc = new ec2.Vpc(this, "Vpc", { natGateways: 0 });`, "", true],
  [
    "isolated subnets that the function chooses",
    `const vpc = new ec2.Vpc(this, "Vpc", { subnetConfiguration: [
      { name: "app", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ] });`,
    "vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }",
    true,
  ],
  [
    "a group that the function names",
    `const vpc = new ec2.Vpc(this, "Vpc", { subnetConfiguration: [
      { name: "app", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ] });`,
    `vpcSubnets: { subnetGroupName: "data" }`,
    true,
  ],
  [
    "public subnets, where a function gets no address",
    standard,
    "allowPublicSubnet: true, vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }",
    true,
  ],
  ["what the CDK makes by itself", standard, "", false],
  [
    "a number of NAT gateways that is not known",
    `const vpc = new ec2.Vpc(this, "Vpc", { natGateways: props.gateways });`,
    "",
    undefined,
  ],
  [
    "a VPC of another stack",
    `const vpc = ec2.Vpc.fromLookup(this, "Vpc", { isDefault: true });`,
    "",
    undefined,
  ],
  ["a VPC that the stack is given", `const { vpc } = props;`, "", undefined],
  [
    "properties from elsewhere",
    `const vpc = new ec2.Vpc(this, "Vpc", { ...props.network, natGateways: 0 });`,
    "",
    undefined,
  ],
  [
    "a transit gateway",
    `${isolated} new ec2.CfnTransitGatewayAttachment(this, "T", { vpcId: vpc.vpcId });`,
    "",
    undefined,
  ],
  [
    "a route of its own",
    `${isolated} for (const subnet of vpc.isolatedSubnets) subnet.addRoute("Out", { routerId: "x" });`,
    "",
    undefined,
  ],
  ["a package that gets the VPC", `${isolated} new Network(this, "Network", { vpc });`, "", undefined],
  ["a VPN", `const vpc = new ec2.Vpc(this, "Vpc", { natGateways: 0, vpnGateway: true });`, "", undefined],
] as const)("%s", (_, body, more, expected) => {
  expect(vpcOf(body, more)?.isIsolated).toBe(expected);
});

test("endpoints, by methods, constructs and properties", () => {
  expect(
    vpcOf(`const vpc = new ec2.Vpc(this, "Vpc", { natGateways: 0, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } } });
    vpc.addInterfaceEndpoint("Queues", { service: ec2.InterfaceVpcEndpointAwsService.SQS });
    new ec2.InterfaceVpcEndpoint(this, "Images", { vpc, service: ec2.InterfaceVpcEndpointAwsService.ECR });`)
      ?.endpoints,
  ).toEqual(["sqs", "s3"]);
});

test("an endpoint of a service that is not known", () => {
  expect(
    vpcOf(
      `${isolated} vpc.addInterfaceEndpoint("Own", { service: new ec2.InterfaceVpcEndpointService(props.name) });`,
    ),
  ).toMatchObject({ isIsolated: true, endpoints: undefined });
});
