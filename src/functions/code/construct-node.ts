import type { AttributeValue, CodeValue } from "./code-value.js";

const CONSTRUCTS = /^(?:constructs|aws-cdk-lib|@aws-cdk)(?:\/|$)/;

/**
 * `table.node.id` of a construct of the CDK: the id that it was made with, `new Table(this, "Books")`. Undefined for every other
 * member of something, and for an id that is not known.
 * (https://docs.aws.amazon.com/cdk/api/v2/docs/constructs.Node.html)
 */
export function idOfConstruct({ of, name }: AttributeValue, member: string): CodeValue | undefined {
  if (name !== "node" || member !== "id" || of.kind !== "instance" || of.isUnknown) return undefined;
  const [, id] = of.args;
  return id?.kind === "scalar" && CONSTRUCTS.test(of.base?.specifier ?? "") ? id : undefined;
}
