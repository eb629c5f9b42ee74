import rule from "../../src/rules/isolated-egress.js";
import { runJoinedRule, samTemplate, shapeProjects } from "../support/run-joined-rule.js";

const inVpc = ["VpcConfig:", "  SubnetIds: [!Ref Subnet]", "  SecurityGroupIds: [sg-1]"];
const network = [
  "Vpc: { Type: AWS::EC2::VPC }",
  "Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc } }",
  "Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }",
  "InTable: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }",
];
const route = (target: string) =>
  `Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, ${target} } }`;
const endpoint = (service: string) =>
  `Endpoint: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.\${AWS::Region}.${service}" } }`;
const send = `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const sqs = new SQSClient({});
export const handler = async () => sqs.send(new SendMessageCommand({ QueueUrl: "q", MessageBody: "" }));
`;
const at = `new SendMessageCommand({ QueueUrl: "q", MessageBody: "" })`;
const project = (resources: readonly string[], code = send, more: readonly string[] = inVpc) => ({
  files: { "template.yaml": samTemplate(more, resources), "src/handler.ts": code },
});

const stack = (more = "", options = "natGateways: 0") => ({
  files: {
    "cdk.json": "{}",
    "package.json": "{}",
    "src/handler.ts": send,
    "lib/stack.ts": `import { Stack } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class Orders extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, "Vpc", { ${options} });
    ${more}
    new NodejsFunction(this, "Create", { entry: "src/handler.ts", vpc });
  }
}
`,
  },
});

runJoinedRule("isolated-egress", rule, {
  valid: {
    "the CDK, with the subnets that it makes by itself": stack("", "maxAzs: 2"),
    "the CDK, with an endpoint": stack(
      `vpc.addInterfaceEndpoint("Queues", { service: ec2.InterfaceVpcEndpointAwsService.SQS });`,
    ),
    "no VPC": project(network, send, []),
    "a NAT gateway": project([...network, route("NatGatewayId: !Ref Nat")]),
    "a route to another network": project([...network, route("TransitGatewayId: tgw-1")]),
    "an endpoint of the service": project([...network, endpoint("sqs")]),
    "an endpoint of a service that a parameter names": project([...network, endpoint("${Service}")]),
    "subnets of another stack": project(network, send, [
      "VpcConfig: { SubnetIds: [subnet-1], SecurityGroupIds: [sg-1] }",
    ]),
    "a VPC of another stack": project(network.map((line) => line.replaceAll("!Ref Vpc", "vpc-1"))),
    ...Object.fromEntries(
      [
        [
          "a table that is not known",
          "Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !ImportValue main, NatGatewayId: nat-1 } }",
        ],
        [
          "code that a deployment runs",
          "AddRoute: { Type: Custom::Route, Properties: { ServiceToken: !ImportValue token } }",
        ],
        [
          "another template",
          "Routes: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: routes.yaml } }",
        ],
        [
          "an association of a subnet that is not known",
          "Other: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !ImportValue subnet, RouteTableId: !Ref Table } }",
        ],
      ].map(([name = "", resource = ""]) => [
        `a subnet with the main table, and ${name}`,
        project([...network.slice(0, 3), resource]),
      ]),
    ),
    "a macro that may add routes": {
      files: {
        "template.yaml": samTemplate(inVpc, network).replace(
          "AWS::Serverless-2016-10-31",
          "[AWS::Serverless-2016-10-31, Own]",
        ),
        "src/handler.ts": send,
      },
    },
    "a host that is not known": project(network, `export const handler = async (event) => fetch(event.url);`),
    "a host of the VPC": project(
      network,
      `export const handler = async () => fetch("https://orders.internal/");`,
    ),
    "no configuration": { files: { "src/handler.ts": send } },
  },
  invalid: {
    "a subnet with the main table": {
      ...project([...network.slice(0, 3), route("NatGatewayId: !Ref Nat")]),
      findings: [{ messageId: "noRoute", at, says: ["`sqs`", "template.yaml"] }],
    },
    "the CDK, without NAT gateways": {
      ...stack(
        `vpc.addInterfaceEndpoint("Parameters", { service: ec2.InterfaceVpcEndpointAwsService.SSM });`,
      ),
      findings: [{ messageId: "noRoute", at, says: ["`Create` (lib/stack.ts:9)", "endpoint for `sqs`"] }],
    },
    "a service without an endpoint": {
      ...project([...network, endpoint("s3")]),
      findings: [
        {
          messageId: "noRoute",
          at,
          says: ["`sqs`", "`Orders` (template.yaml:3)", "(template.yaml:9)", "endpoint for `sqs`"],
        },
      ],
    },
    "an internet gateway, which is none for a function": {
      ...project([...network, route("GatewayId: !Ref Gateway")]),
      findings: [{ messageId: "noRoute", at, says: ["template.yaml:9"] }],
    },
    "a host of the internet": {
      ...project(network, `export const handler = async () => fetch("https://api.example.com/orders");`),
      findings: [{ messageId: "noRoute", at: "fetch", says: ["`api.example.com`", "a NAT gateway"] }],
    },
    ...Object.fromEntries(
      shapeProjects(
        {
          imports: { "@aws-sdk/client-sqs": ["SendMessageCommand", "SQSClient"] },
          top: "const sqs = new SQSClient({});",
          body: `await sqs.send(${at});`,
        },
        inVpc,
        network,
      ).map(({ name, files }) => [
        `in ${name}`,
        { files, findings: [{ messageId: "noRoute", at, says: ["template.yaml:9"] }] },
      ]),
    ),
  },
});
