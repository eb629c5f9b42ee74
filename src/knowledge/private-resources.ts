import type { Sourced } from "./fact.js";

/**
 * Where it is said that these are reached from inside a VPC only.
 *
 * @public Held against its date by the tests of all tables.
 */
export const privateResourcesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
  checked: "2026-11-26",
};

/** Resources of CloudFormation that have no public endpoint, whatever their properties say. */
export const privateOnlyTypes: ReadonlySet<string> = new Set([
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::ElastiCache::ServerlessCache",
  "AWS::MemoryDB::Cluster",
  "AWS::DAX::Cluster",
  "AWS::DocDB::DBCluster",
  "AWS::DocDB::DBInstance",
  "AWS::RDS::DBProxy",
]);

/** True for what a function may have to be in a VPC for. */
export function mayNeedVpc(type: string | undefined): boolean {
  return (
    type !== undefined &&
    /^AWS::(?:ElastiCache|MemoryDB|DAX|DocDB|Neptune|RDS|Redshift|EFS|MSK|AmazonMQ|OpenSearchService|Elasticsearch|EC2|ECS|ElasticLoadBalancing|ElasticLoadBalancingV2|Route53|ServiceDiscovery|FSx|VpcLattice)::/.test(
      type,
    )
  );
}

/**
 * Whether code may connect to something in a VPC, by its text: requests to hosts of its own choice, sockets, a mounted file
 * system, endpoints of the SDK's clients, the names of databases. What is built into a bundle has no imports to ask.
 */
export function mayConnectPrivately(text: string): boolean {
  return CONNECTS.test(text);
}

const CONNECTS =
  /\bfetch\s*\(|XMLHttpRequest|WebSocket|["'](?:node:)?(?:https?|http2|net|tls|dgram|dns)["']|\/mnt\/|\bendpoint|mysql|postgres|redis|mongo|memcache|kafka/i;
