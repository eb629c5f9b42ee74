import { possibleValues } from "../functions/config-value.js";
import { isAtEdge } from "../functions/edge-functions.js";
import type { Framework, FunctionConfig } from "../functions/function-config.js";
import { dependencyRangesAbove } from "../functions/project-dependencies.js";
import { readText } from "../functions/read-text.js";
import { nameOfSetting, writeSetting } from "../functions/setting-names.js";
import { jsonLoggerPackages } from "../knowledge/loggers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

/** Runtimes whose logs Lambda writes as JSON. (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html) */
const HAS_JSON = /^(?:nodejs|python|java|dotnet)/;

/** Frameworks whose log groups are looked for: elsewhere one beside the function may keep its log. */
const READS_LOG_GROUPS: ReadonlySet<Framework> = new Set<Framework>([
  "sam",
  "cloudformation",
  "serverless",
  "cdk",
]);

/** Where the format is written, for a message. */
const FORMAT_SETTINGS: Readonly<Partial<Record<Framework, string>>> = {
  sam: ", as `LogFormat` of `LoggingConfig`",
  cloudformation: ", as `LogFormat` of `LoggingConfig`",
  // (https://www.serverless.com/framework/docs/providers/aws/guide/functions#logging-configuration)
  serverless: ", as `provider.logs.lambda.logFormat` (from version 4 of the Serverless Framework on)",
  cdk: ", as `loggingFormat`",
  pulumi: ", as `logFormat` of `loggingConfig`",
};

const IN_TEMPLATE = "`RetentionInDays` of a log group that is declared for it";
const IN_CDK = "`logGroup` to a `LogGroup` with a `retention`";
const IN_SERVERLESS = "`provider.logRetentionInDays` for all functions, or `logRetentionInDays` of this one";

const RETENTION_SETTINGS: Readonly<Partial<Record<Framework, string>>> = {
  serverless: IN_SERVERLESS,
  cdk: IN_CDK,
};

/** What an edit offers: two weeks, a month, a quarter of a year. */
const OFFERED_DAYS = [14, 30, 90];

export default createConfigRule({
  name: "log-format-and-retention",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "require logs in JSON that are not kept for ever",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-06"],
    },
    messages: {
      textFormat:
        "Lambda writes the log of `{{id}}` as text: levels and request ids are not fields that can be searched, and cannot be filtered by level. Set its log format to `JSON`{{where}}.",
      levelOfText:
        "The log of `{{id}}` has the level `{{level}}` and is text, which has no levels: Lambda refuses it, and the deployment fails. Set the log format to `JSON`, or remove the level.",
      noRetention:
        "Nothing says how long the log of `{{id}}` is kept: Lambda makes a log group that keeps everything for ever, at the price of storage. Set {{setting}}.",
      setJson: "Set the log format to `JSON`.",
      setRetention: "Set `{{name}}` to {{days}}.",
    },
    schema: [],
  },
  check(declared, { text, report }) {
    const { id, logging, runtime, framework, place } = declared;
    if (logging === undefined || isAtEdge(declared)) return;
    const formats = possibleValues(logging.format) ?? [];
    const level = possibleValues(logging.level)?.[0];
    const isText = formats.length > 0 && formats.every((format) => format === "Text");
    if (level !== undefined && isText) {
      report({
        place: logging.level?.k === "known" ? logging.level.place : place,
        messageId: "levelOfText",
        data: { id, level },
        suggest: [
          {
            messageId: "setJson",
            edits: [writeSetting(text, declared, "logFormat", logging.format, "JSON")],
          },
        ],
      });
      return;
    }
    const runtimes = possibleValues(runtime) ?? [];
    const canBeJson = runtimes.length > 0 && runtimes.every((one) => HAS_JSON.test(one));
    if (canBeJson && isText && !(declared.madeAs ?? [declared]).some(mayWriteJson)) {
      report({
        place: logging.format?.k === "known" ? logging.format.place : place,
        messageId: "textFormat",
        unwritten: logging.format?.k === "default" ? "logFormat" : undefined,
        data: { id, where: FORMAT_SETTINGS[framework] ?? "" },
        suggest: [
          {
            messageId: "setJson",
            edits: [writeSetting(text, declared, "logFormat", logging.format, "JSON")],
          },
        ],
      });
    }
    if (logging.retentionDays !== undefined || !READS_LOG_GROUPS.has(framework)) return;
    report({
      place,
      messageId: "noRetention",
      unwritten: "retention",
      data: { id, setting: RETENTION_SETTINGS[framework] ?? IN_TEMPLATE },
      suggest: OFFERED_DAYS.map((days) => ({
        messageId: "setRetention" as const,
        data: { name: nameOfSetting(framework, "retention"), days },
        edits: [writeSetting(text, declared, "retention", undefined, days)],
        value: days,
      })),
    });
  },
});

/**
 * Whether the code may have a logger that writes JSON: its variables say so, or the handler speaks of a logger and its package
 * needs one. Where that is made may be another file.
 */
function mayWriteJson({ env, handler }: FunctionConfig): boolean {
  if (!env.isComplete || [...env.variables.keys()].some((name) => /^POWERTOOLS_/.test(name))) return true;
  if (handler.file === undefined || !/logger/i.test(readText(handler.file))) return false;
  const packages = dependencyRangesAbove(handler.file);
  return jsonLoggerPackages.some((name) => packages.has(name));
}
