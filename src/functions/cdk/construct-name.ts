import type { CodeValue, ImportedValue, InstanceValue } from "../code/code-value.js";
import { packageTypeOf } from "../code/declared-values.js";

/**
 * What an export of the CDK is called, whichever package and spelling it is imported by: `aws-lambda.Function`,
 * `core.Duration.seconds`. Undefined for what is no part of it.
 */
export function cdkNameOf(
  imported: Pick<ImportedValue, "specifier" | "path"> | undefined,
): string | undefined {
  if (imported === undefined) return undefined;
  const { specifier, path } = imported;
  if (/^(?:aws-cdk-lib(?:\/core)?|@aws-cdk\/core)$/.test(specifier)) {
    const [first = "", ...rest] = path;
    // `cdk.aws_lambda.Function`: the root package has each module under a name of its own.
    return /^(?:aws_|custom_resources$|triggers$)/.test(first)
      ? [first.replaceAll("_", "-"), ...rest].join(".")
      : ["core", ...path].join(".");
  }
  const module = /^(?:aws-cdk-lib|@aws-cdk)\/([\w-]+)/.exec(specifier)?.[1];
  return module === undefined ? undefined : [module.replace(/-alpha$/, ""), ...path].join(".");
}

/** The name of the class of an instance: `aws-sqs.Queue`. */
export function classNameOf(value: CodeValue | undefined): string | undefined {
  return value?.kind === "instance" ? cdkNameOf(value.base) : undefined;
}

/**
 * The class that something unknown is declared to be of, or to be a member of: `aws-dynamodb.Table` for a parameter of the
 * type `ITable`. Undefined where the code declares nothing, or something that is not the CDK's.
 */
export function declaredClassOf(value: CodeValue | undefined): string | undefined {
  const type = value?.kind === "opaque" && value.declared ? packageTypeOf(value.declared) : undefined;
  if (type === undefined || !isFriendly(type)) return undefined;
  return (cdkNameOf(type) ?? type.specifier).replace(/\.I(?=[A-Z][a-z])/, ".");
}

/** True for what is not known, and not even declared to be of the CDK. */
export function isUndeclared(value: CodeValue | undefined): boolean {
  return value?.kind === "opaque" && declaredClassOf(value) === undefined;
}

/** The id of a construct: its second argument. Undefined where it is not known. */
export function constructIdOf({ args }: InstanceValue): string | undefined {
  const [, id] = args;
  return id?.kind === "scalar" && typeof id.value === "string" ? id.value : undefined;
}

/** What has ids of its own below it: the same constructs can stand in several of them. */
const STACKS = new Set(["core.Stack", "core.NestedStack", "core.Stage", "core.App"]);
const MAX_DEPTH = 20;

/**
 * The ids of a construct and of those around it, below the stack: `Orders/Function`. Only its own where what is around is
 * not known. Undefined where its own is not known.
 */
export function constructPathOf(construct: InstanceValue, depth = 0): string | undefined {
  const id = constructIdOf(construct);
  const [scope] = construct.args;
  if (id === undefined || scope?.kind !== "instance" || scope.isUnknown) return id;
  if (depth === MAX_DEPTH || STACKS.has(classNameOf(scope) ?? "")) return id;
  const around = constructPathOf(scope, depth + 1);
  return around === undefined ? id : `${around}/${id}`;
}

/** Packages whose code does to a function only what their documentation says. */
const FRIENDLY_PACKAGES = /^(?:aws-cdk-lib|@aws-cdk|constructs|cdk-nag)(?:\/|$)/;

export function isFriendly({ specifier }: Pick<ImportedValue, "specifier">): boolean {
  return FRIENDLY_PACKAGES.test(specifier);
}
