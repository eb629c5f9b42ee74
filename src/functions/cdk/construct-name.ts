import type { CodeValue, ImportedValue, InstanceValue } from "../code/code-value.js";

/**
 * What an export of the CDK is called, whichever package and spelling it is imported by: `aws-lambda.Function`,
 * `core.Duration.seconds`. Undefined for what is no part of it.
 */
export function cdkNameOf(imported: ImportedValue | undefined): string | undefined {
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

/** The id of a construct: its second argument. Undefined where it is not known. */
export function constructIdOf({ args }: InstanceValue): string | undefined {
  const [, id] = args;
  return id?.kind === "scalar" && typeof id.value === "string" ? id.value : undefined;
}

/** Packages whose code does to a function only what their documentation says. */
const FRIENDLY_PACKAGES = /^(?:aws-cdk-lib|@aws-cdk|constructs|cdk-nag)(?:\/|$)/;

export function isFriendly({ specifier }: ImportedValue): boolean {
  return FRIENDLY_PACKAGES.test(specifier);
}
