import type { TSESTree } from "@typescript-eslint/utils";
import { unwrap } from "../../syntax/ast.js";
import type { EnvironmentRead } from "../../syntax/environment.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { LambdaModel } from "../model.js";
import type { SdkCall } from "./sdk-commands.js";
import { environmentReadsOf } from "../secrets/environment-reads.js";

/** How a request names the resource that it is about. */
export interface NamedResource {
  /** The environment variables that hold the resource's name. */
  readonly variables: readonly string[];
  /** The names themselves, where they are written in the code. */
  readonly names: readonly string[];
  /** What SST calls the resources that the code is linked to: `Photos` of `Resource.Photos.name`. */
  readonly links: readonly string[];
  /** Everything that the name can be, as it is written. */
  readonly values: readonly TSESTree.Node[];
  /** True where it is one of the variables or names on every path. */
  readonly isCertain: boolean;
}

const readsOf = oncePer((lambda: LambdaModel): readonly EnvironmentRead[] =>
  environmentReadsOf(lambda, () => true),
);

/**
 * The resource that a request is about, by one member of its input.
 *
 * @param key `TableName`, `Bucket`
 */
export function namedResourceOf({ input }: SdkCall, key: string, lambda: LambdaModel): NamedResource {
  const { syntax } = lambda;
  const values = input.valuesOf(key).flatMap((value) => syntax.values.valuesOf(value));
  const found = values.map((value) => ({
    variable: variableAt(value, lambda),
    name: readStaticString(syntax.facts, value),
    link: linkAt(value, lambda),
  }));
  return {
    variables: found.flatMap(({ variable }) => variable ?? []),
    names: found.flatMap(({ name }) => name ?? []),
    links: found.flatMap(({ link }) => link ?? []),
    values,
    isCertain:
      input.has(key) === "yes" &&
      found.length > 0 &&
      found.every(({ variable, name, link }) => (variable ?? name ?? link) !== undefined),
  };
}

/** The environment variable that an expression reads: `process.env.TABLE`, or `TABLE` of `const { TABLE } = process.env`. */
function variableAt(value: TSESTree.Node, lambda: LambdaModel): string | undefined {
  const node = unwrap(value);
  const definition =
    node.type === "Identifier" ? lambda.syntax.facts.variableOf(node)?.defs[0]?.name.parent : undefined;
  const pattern = definition?.type === "AssignmentPattern" ? definition.parent : definition;
  const key = pattern?.type === "Property" ? pattern.key : undefined;
  return readsOf(lambda).find((read) => read.node === node || (key !== undefined && read.node === key))?.name;
}

/** (https://sst.dev/docs/linking/#node-runtimes) */
function linkAt(value: TSESTree.Node, { syntax }: LambdaModel): string | undefined {
  const imported = syntax.resolveImport(unwrap(value));
  const [root, id, attribute] = imported?.path ?? [];
  return imported?.module === "sst" && root === "Resource" && attribute !== undefined ? id : undefined;
}
