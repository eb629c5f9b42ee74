import { type TextEdit, insertEntry, replaceValue } from "./config-edits.js";
import { type ConfigValue, type Place, possibleValues } from "./config-value.js";
import type { Framework, FunctionConfig } from "./function-config.js";

/** Settings of a function that an edit can add or change. */
export type Setting =
  "memory" | "timeout" | "runtime" | "architecture" | "tracing" | "storage" | "logFormat" | "retention";

/** What a framework calls a setting, and how its value is written; `$` stands for the value. */
interface SettingSyntax {
  readonly name: string;
  readonly value: string;
  /** What a file says in which it is not written so: that of another version of the framework. */
  readonly notIn?: RegExp;
}

const SST_2 = /["'](?:sst\/constructs(?:\/\w+)?|@serverless-stack\/resources)["']/;

/** Whether a file works with version 2 of SST. */
export function isSst2(text: string): boolean {
  return SST_2.test(text);
}

const plain = (name: string): SettingSyntax => ({ name, value: "$" });

const CLOUDFORMATION: Readonly<Partial<Record<Setting, SettingSyntax>>> = {
  memory: plain("MemorySize"),
  timeout: plain("Timeout"),
  runtime: plain("Runtime"),
  architecture: { name: "Architectures", value: "[$]" },
  tracing: { name: "TracingConfig", value: "{ Mode: $ }" },
  storage: { name: "EphemeralStorage", value: "{ Size: $ }" },
  logFormat: { name: "LoggingConfig", value: "{ LogFormat: $ }" },
};

const SYNTAX: Readonly<Partial<Record<Framework, Readonly<Partial<Record<Setting, SettingSyntax>>>>>> = {
  cloudformation: CLOUDFORMATION,
  sam: { ...CLOUDFORMATION, tracing: plain("Tracing") },
  serverless: {
    memory: plain("memorySize"),
    timeout: plain("timeout"),
    runtime: plain("runtime"),
    architecture: plain("architecture"),
    tracing: plain("tracing"),
    storage: plain("ephemeralStorageSize"),
    retention: plain("logRetentionInDays"),
  },
  // Most settings are objects there that have to be imported: `Duration`, `Tracing`.
  cdk: { memory: plain("memorySize") },
  pulumi: {
    memory: plain("memorySize"),
    timeout: plain("timeout"),
    architecture: { name: "architectures", value: "[$]" },
    tracing: { name: "tracingConfig", value: "{ mode: $ }" },
    logFormat: { name: "loggingConfig", value: "{ logFormat: $ }" },
  },
  sst: {
    // Version 2 calls it `memorySize`.
    memory: { name: "memory", value: '"$ MB"', notIn: SST_2 },
    timeout: { name: "timeout", value: '"$ seconds"' },
    architecture: { name: "architecture", value: "$", notIn: SST_2 },
  },
  amplify: {
    memory: plain("memoryMB"),
    timeout: plain("timeoutSeconds"),
    architecture: plain("architecture"),
  },
};

/** What the `provider` of a serverless.yml calls a setting of all functions. (https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml) */
const OF_PROVIDER: Readonly<Partial<Record<Setting, string>>> = {
  memory: "memorySize",
  timeout: "timeout",
  architecture: "architecture",
  tracing: "tracing.lambda",
  logFormat: "logs.lambda.logFormat",
  retention: "logRetentionInDays",
};

/** How a message names a setting that functions of the Serverless Framework inherit. */
export function nameInProvider(setting: Setting): string {
  return `provider.${OF_PROVIDER[setting] ?? WORDS[setting]}`;
}

/**
 * An edit that gives a setting to all functions that inherit it. Undefined where it cannot be written, or where a part of it is
 * there already: a second one would replace it.
 *
 * @param map of the settings that functions inherit, in the linted file
 */
export function writeInherited(
  text: string,
  map: Place | undefined,
  setting: Setting,
  value: number | string,
): TextEdit | undefined {
  const [name, ...rest] = OF_PROVIDER[setting]?.split(".") ?? [];
  if (map?.range === undefined || name === undefined) return undefined;
  const written = text.slice(...map.range);
  if (new RegExp(`\\b${name}["']?\\s*:`).test(written)) return undefined;
  const isJson = /^\{\s*"/.test(written);
  const isQuoted = typeof value === "string" && (isJson || /\.[cm]?[jt]sx?$/.test(map.file));
  const nested = rest.reduceRight(
    (inner, key) => `{ ${isJson ? `"${key}"` : key}: ${inner} }`,
    isQuoted ? `"${value}"` : String(value),
  );
  return insertEntry(text, map, name, nested);
}

/** What a message calls a setting where the framework has no plain name for it. */
const WORDS: Readonly<Record<Setting, string>> = {
  memory: "memorySize",
  timeout: "timeout",
  runtime: "runtime",
  architecture: "architecture",
  tracing: "tracing",
  storage: "ephemeralStorageSize",
  logFormat: "loggingFormat",
  retention: "logRetention",
};

/**
 * The name of a setting, for a message.
 *
 * @param text of the file that declares the function
 */
export function nameOfSetting(framework: Framework, setting: Setting, text = ""): string {
  const syntax = SYNTAX[framework]?.[setting];
  return syntax === undefined || syntax.notIn?.test(text) === true ? WORDS[setting] : syntax.name;
}

/**
 * Writes a setting: where it is written out its value is replaced, and where nobody wrote it it becomes the first entry of
 * the function. Undefined where neither is possible: a reference, a framework in which it is no plain value.
 *
 * @param current what the setting is
 */
export function writeSetting<T extends number | string>(
  text: string,
  { framework, properties }: Pick<FunctionConfig, "framework" | "properties">,
  setting: Setting,
  current: ConfigValue<T> | undefined,
  replacement: T,
): TextEdit | undefined {
  const [value] = possibleValues(current) ?? [];
  if (current?.k === "known" && value !== undefined)
    return replaceValue(text, current.place, value, replacement);
  const syntax = SYNTAX[framework]?.[setting];
  const isUnwritten = current === undefined || current.k === "default";
  if (!isUnwritten || syntax === undefined || properties === undefined) return undefined;
  if (syntax.notIn?.test(text) === true) return undefined;
  const written = text.slice(...(properties.range ?? [0, 0]));
  // Where the setting is there with other parts (`LoggingConfig` with a log group), a second one would replace it.
  if (new RegExp(`\\b${syntax.name}["']?\\s*:`).test(written)) return undefined;
  const isJson = /^\{\s*"/.test(written);
  const isCode = /\.[cm]?[jt]sx?$/.test(properties.file);
  const plainValue = syntax.value.replace(
    "$",
    (isJson || isCode) && typeof replacement === "string" ? `"${replacement}"` : String(replacement),
  );
  const quoted = isJson ? plainValue.replace(/\b([A-Z]\w+):/g, '"$1":') : plainValue;
  return insertEntry(text, properties, syntax.name, quoted);
}
