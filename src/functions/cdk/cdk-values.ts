import { retentionDays } from "../../knowledge/cdk-constructs.js";
import type { CodeValue } from "../code/code-value.js";
import { type Reading, convert, primitiveOf, stringOf } from "../code/read-code.js";
import type { ConfigValue } from "../config-value.js";
import { cdkNameOf, classNameOf } from "./construct-name.js";

const SECONDS: Readonly<Record<string, number>> = {
  "core.Duration.millis": 0.001,
  "core.Duration.seconds": 1,
  "core.Duration.minutes": 60,
  "core.Duration.hours": 3600,
  "core.Duration.days": 86_400,
};
const MEBIBYTES: Readonly<Record<string, number>> = {
  "core.Size.mebibytes": 1,
  "core.Size.gibibytes": 1024,
};

/** `Duration.minutes(5)` in seconds. */
export function asSeconds(reading: Reading | undefined): ConfigValue<number> | undefined {
  return asMeasure(reading, SECONDS);
}

/** `Size.gibibytes(2)` in MiB. */
export function asMebibytes(reading: Reading | undefined): ConfigValue<number> | undefined {
  return asMeasure(reading, MEBIBYTES);
}

function asMeasure(
  reading: Reading | undefined,
  units: Readonly<Record<string, number>>,
): ConfigValue<number> | undefined {
  return convert(reading, (item) => {
    if (item.kind !== "result") return undefined;
    const unit = units[cdkNameOf(item.callee) ?? ""];
    const [amount] = item.args.map(primitiveOf);
    return unit === undefined || typeof amount !== "number" ? undefined : amount * unit;
  });
}

/** The last name of a member of an enumeration: `ACTIVE` of `Tracing.ACTIVE`. */
function memberOf(value: CodeValue, holder: string): string | undefined {
  const name = value.kind === "imported" ? cdkNameOf(value) : undefined;
  return name?.startsWith(`${holder}.`) === true ? name.slice(holder.length + 1) : undefined;
}

/** A member of an enumeration by a table of what CloudFormation has for it. */
export function asMember<T>(
  reading: Reading | undefined,
  holder: string,
  table: Readonly<Record<string, T>>,
): ConfigValue<T> | undefined {
  return convert(reading, (value) => table[memberOf(value, holder) ?? ""]);
}

const RUNTIME_FAMILIES: Readonly<Record<string, (version: string) => string>> = {
  NODEJS: (version) =>
    version === "" ? "nodejs" : `nodejs${version.replace(/_X$/, "").replaceAll("_", ".")}.x`,
  PYTHON: (version) => `python${version.replaceAll("_", ".")}`,
  JAVA: (version) => `java${version.toLowerCase().replaceAll("_", ".")}`,
  RUBY: (version) => `ruby${version.replaceAll("_", ".")}`,
  DOTNET: (version) => `dotnet${version.replaceAll("_", ".")}`,
  PROVIDED: (version) => (version === "" ? "provided" : `provided.${version.toLowerCase()}`),
  GO: () => "go1.x",
};

/** `Runtime.NODEJS_22_X`, `new Runtime("nodejs22.x")`. Of `NODEJS_LATEST` the installed version decides: it is not known. */
export function asRuntime(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    if (classNameOf(value) === "aws-lambda.Runtime" && value.kind === "instance")
      return stringOf(value.args[0]);
    const [, family = "", version = ""] =
      /^([A-Z]+)_?(.*)$/.exec(memberOf(value, "aws-lambda.Runtime") ?? "") ?? [];
    return version === "LATEST" ? undefined : RUNTIME_FAMILIES[family]?.(version);
  });
}

export function asArchitecture(reading: Reading | undefined): ConfigValue<string> | undefined {
  return asMember(reading, "aws-lambda.Architecture", { ARM_64: "arm64", X86_64: "x86_64" });
}

export function asTracing(reading: Reading | undefined): ConfigValue<string> | undefined {
  return asMember(reading, "aws-lambda.Tracing", {
    ACTIVE: "Active",
    PASS_THROUGH: "PassThrough",
    DISABLED: "PassThrough",
  });
}

export function asLogFormat(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) => {
    const name =
      stringOf(value) ??
      memberOf(value, "aws-lambda.LoggingFormat") ??
      memberOf(value, "aws-lambda.LogFormat");
    return name === "JSON" ? "JSON" : name?.toUpperCase() === "TEXT" ? "Text" : undefined;
  });
}

/** `RetentionDays.ONE_WEEK`; undefined for what is kept for ever. */
export function asRetention(reading: Reading | undefined): ConfigValue<number> | undefined {
  return convert(reading, (value) => {
    const days = primitiveOf(value);
    return typeof days === "number" ? days : retentionDays[memberOf(value, "aws-logs.RetentionDays") ?? ""];
  });
}

/** `CANARY_10PERCENT_5MINUTES` as CodeDeploy has it: `Canary10Percent5Minutes`. */
export function asDeploymentType(reading: Reading | undefined): ConfigValue<string> | undefined {
  return convert(reading, (value) =>
    memberOf(value, "aws-codedeploy.LambdaDeploymentConfig")
      ?.toLowerCase()
      .replace(/(?:^|_)(\d*)([a-z])/g, (_, digits: string, letter: string) => digits + letter.toUpperCase()),
  );
}
