import {
  type SubnetKind,
  cdkSubnetKinds,
  cdkMethodsWithoutRoutes,
  cdkRoutes,
} from "../../knowledge/cdk-networks.js";
import { cdkEndpointServices } from "../../knowledge/cdk-endpoints.js";
import type { CodeValue, InstanceValue, ResultValue } from "../code/code-value.js";
import {
  type Reading,
  isClosed,
  isClosedList,
  itemsOf,
  primitiveOf,
  property,
  stringOf,
} from "../code/read-code.js";
import type { Vpc } from "../function-config.js";
import type { ConstructIndex } from "./construct-index.js";
import { cdkNameOf, classNameOf, isFriendly, isUndeclared } from "./construct-name.js";

/**
 * Whether the subnets of a function have a way out of a VPC that the same code makes. A function gets no public address, so
 * that a public subnet is none for it.
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.Vpc.html)
 *
 * @param subnets `vpcSubnets` of the function
 */
export function readEgress(
  vpc: CodeValue,
  subnets: Reading | undefined,
  index: ConstructIndex,
): Pick<Vpc, "isIsolated" | "endpoints"> {
  if (vpc.kind !== "instance" || classNameOf(vpc) !== "aws-ec2.Vpc" || !index.log.isComplete) return {};
  const props = vpc.args[2];
  if (!isClosed(props) || mayHaveOtherRoutes(vpc, index)) return {};
  const kind = kindOfSelection(subnets?.value, props);
  if (kind === undefined) return {};
  return { isIsolated: kind !== "out", endpoints: readEndpoints(vpc, index) };
}

function mayHaveOtherRoutes(vpc: InstanceValue, index: ConstructIndex): boolean {
  const { log } = index;
  return (
    property(vpc.args[2], "vpnConnections") !== undefined ||
    property(vpc.args[2], "vpnGateway") !== undefined ||
    log.methodsOfUnknown.has("addRoute") ||
    log.instances.some(({ base }) => cdkRoutes.test(cdkNameOf(base) ?? "")) ||
    log.results.some(
      ({ receiver, method }) =>
        method === "addRoute" || (isPartOfVpc(receiver, vpc) && !cdkMethodsWithoutRoutes.test(method ?? "")),
    ) ||
    index.givenTo(vpc).some(({ by }) => mayChange(by))
  );
}

function isPartOfVpc(value: CodeValue | undefined, vpc: InstanceValue): boolean {
  let current = value;
  while (current?.kind === "attribute") current = current.of;
  return current === vpc;
}

/** Whether code that nobody sees gets the VPC. */
function mayChange(by: InstanceValue | ResultValue): boolean {
  if (by.kind === "instance") return by.isUnknown || (by.base !== undefined && !isFriendly(by.base));
  return by.callee === undefined ? isUndeclared(by.receiver) : !isFriendly(by.callee);
}

/** The kind of subnets that a function is in: those that it names, or the most private ones that lead out. */
function kindOfSelection(
  selection: CodeValue | undefined,
  props: CodeValue | undefined,
): SubnetKind | undefined {
  const named = selection && property(selection, "subnetType");
  if (named !== undefined) return kindOf(named.value);
  const groups = groupsOf(props);
  if (groups === undefined) return undefined;
  if (selection !== undefined) {
    const name = stringOf(property(selection, "subnetGroupName")?.value);
    return name === undefined ? undefined : groups.find((group) => group.name === name)?.kind;
  }
  if (groups.some(({ kind }) => kind === undefined || kind === "out"))
    return groups.every(({ kind }) => kind !== undefined) ? "out" : undefined;
  return groups.length === 0 ? undefined : "isolated";
}

interface SubnetGroup {
  readonly name: string | undefined;
  readonly kind: SubnetKind | undefined;
}

/** The groups of subnets of a VPC, those that the CDK makes by itself included. */
function groupsOf(props: CodeValue | undefined): readonly SubnetGroup[] | undefined {
  const written = property(props, "subnetConfiguration");
  if (written !== undefined) {
    if (!isClosedList(written.value)) return undefined;
    return itemsOf(written.value).map((group) => ({
      name: stringOf(property(group, "name")?.value),
      kind: kindOf(property(group, "subnetType")?.value),
    }));
  }
  const gateways = property(props, "natGateways");
  const count = gateways === undefined ? undefined : primitiveOf(gateways.value);
  if (gateways !== undefined && typeof count !== "number") return undefined;
  return [
    { name: "Public", kind: "public" },
    count === 0 ? { name: "Isolated", kind: "isolated" } : { name: "Private", kind: "out" },
  ];
}

function kindOf(value: CodeValue | undefined): SubnetKind | undefined {
  const name = value?.kind === "imported" ? cdkNameOf(value) : undefined;
  return cdkSubnetKinds[/^aws-ec2\.SubnetType\.(\w+)$/.exec(name ?? "")?.[1] ?? ""];
}

/** The services that have an endpoint in the VPC; undefined where one of them is not known. */
function readEndpoints(vpc: InstanceValue, { log }: ConstructIndex): readonly string[] | undefined {
  const added = log.results.flatMap(({ receiver, method, args }) =>
    receiver === vpc && /^add(?:Interface|Gateway)Endpoint$/.test(method ?? "") ? [args[1]] : [],
  );
  const made = log.instances.flatMap((instance) =>
    /^aws-ec2\.(?:Interface|Gateway)VpcEndpoint$/.test(classNameOf(instance) ?? "") ? [instance.args[2]] : [],
  );
  const initial = property(vpc.args[2], "gatewayEndpoints")?.value;
  if (initial !== undefined && initial.kind !== "object") return undefined;
  const ofProps = [...(initial?.entries.values() ?? [])].map((entry) => entry.value);
  const names = [...added, ...made, ...ofProps].map((options) => {
    const service = property(options, "service")?.value;
    const name = service?.kind === "imported" ? cdkNameOf(service) : undefined;
    return /^aws-ec2\.(?:Interface|Gateway)VpcEndpointAwsService\.(\w+)$/.exec(name ?? "")?.[1];
  });
  return names.every((name) => name !== undefined)
    ? names.flatMap((name) => cdkEndpointServices[name] ?? [])
    : undefined;
}
