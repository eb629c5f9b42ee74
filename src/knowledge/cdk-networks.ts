import type { Sourced } from "./fact.js";

/** @public Held against its date by the tests of all tables. */
export const cdkNetworkSource: Sourced & { readonly version: string } = {
  source: "https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2-readme.html",
  version: "aws-cdk-lib 2.276.0",
  checked: "2026-11-28",
};

/** What a subnet is for; `out` is one that a NAT gateway serves. */
export type SubnetKind = "isolated" | "public" | "out";

/** What the types of subnets are for. */
export const cdkSubnetKinds: Readonly<Record<string, SubnetKind>> = {
  PRIVATE_ISOLATED: "isolated",
  ISOLATED: "isolated",
  PUBLIC: "public",
  PRIVATE_WITH_EGRESS: "out",
  PRIVATE_WITH_NAT: "out",
  PRIVATE: "out",
};

/** Methods of a VPC that add no route. */
export const cdkMethodsWithoutRoutes =
  /^(?:add(?:InterfaceEndpoint|GatewayEndpoint|FlowLog)|selectSubnets|toString|applyRemovalPolicy)$/;
/** Constructs that lead out of a VPC by ways of their own. */
export const cdkRoutes =
  /^aws-ec2\.(?:CfnRoute|CfnTransitGateway\w*|CfnVPCPeeringConnection|VpnConnection|CfnVPNGateway\w*|Route)$/;
