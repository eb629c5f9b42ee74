import type { Sourced } from "./fact.js";

/** Exports whose calls serve the running of the program and not the request: when they fail, the request has not. */
export interface BestEffortFact extends Sourced {
  readonly module: string | RegExp;
  /** Exports joined by dots; `default` for the module itself. */
  readonly export: RegExp;
}

const checked = "2026-11-26";

/** Telemetry, log delivery, local files and timers. */
export const bestEffortFacts: readonly BestEffortFact[] = [
  {
    module: /^@aws-sdk\/client-(cloudwatch|cloudwatch-logs|xray|firehose|pinpoint-events)$/,
    export: /^(Put(MetricData|LogEvents|TraceSegments|TelemetryRecords|Events))Command$/,
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html",
    checked,
  },
  {
    module: /^@aws-lambda-powertools\/(metrics|tracer|logger)$/,
    export: /./,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/",
    checked,
  },
  {
    module: /^@sentry\//,
    export: /./,
    source: "https://docs.sentry.io/platforms/javascript/guides/aws-lambda/",
    checked,
  },
  {
    module:
      /^(@opentelemetry\/|dd-trace|datadog-|aws-xray-sdk|newrelic$|elastic-apm-node$|aws-embedded-metrics$)/,
    export: /./,
    source: "https://opentelemetry.io/docs/languages/js/",
    checked,
  },
  {
    module:
      /^(posthog-node|mixpanel|analytics-node|@segment\/analytics-node|@amplitude\/|@bugsnag\/|rollbar$|launchdarkly-)/,
    export: /./,
    source: "https://posthog.com/docs/libraries/node",
    checked,
  },
  {
    module: /^(fs|fs\/promises|fs-extra|rimraf|del|graceful-fs)$/,
    export: /./,
    source: "https://nodejs.org/api/fs.html",
    checked,
  },
  {
    module: /^(timers|timers\/promises|events|module)$/,
    export: /./,
    source: "https://nodejs.org/api/timers.html",
    checked,
  },
];

/** Methods that give something back when the work is done: a connection, a handle, a lock. */
export const closingMethods: ReadonlySet<string> = new Set([
  ...["end", "close", "destroy", "quit", "disconnect", "release", "terminate", "dispose", "abort", "cancel"],
  ...["rollback", "rollbackTransaction", "unlock", "cleanup", "cleanUp", "teardown", "shutdown", "stop"],
  ...["clean", "$disconnect", "closeAll", "removeCallback", "unref", "unsubscribe"],
]);

/**
 * Words in the names of functions that the file does not show, which tell that their work is no part of the answer. They
 * are only asked where there is nothing to follow, and only to stay silent.
 */
export const bestEffortWords: ReadonlySet<string> = new Set([
  ...["flush", "metric", "metrics", "telemetry", "analytics", "trace", "track", "tracking", "log", "logs"],
  ...["breadcrumb", "warm", "warmup", "clean", "cleanup", "teardown", "dispose", "unlink", "rimraf", "sleep"],
  ...["delay", "wait", "cache", "cached", "invalidate", "prefetch", "preload", "heartbeat", "ping", "beacon"],
]);

/** Those of them that tell of the program's use: what is read next to such a call may be read for it. */
export const telemetryWords: ReadonlySet<string> = new Set([
  ...["metric", "metrics", "telemetry", "analytics", "track", "tracking"],
]);

/** How the names of functions begin that read. Asked next to telemetry alone, and only to stay silent. */
export const readingName = /^(?:get|fetch|load|read|find|count|list|query|describe|look[uU]p)(?![a-z])/;

/** What Powertools calls the methods that write to the telemetry. Nothing is read of other files for methods of other names. */
export const telemetryMethods =
  /^(?:add(?:Context|Dimensions?|ErrorAsMetadata|Metadata|Metric|ResponseAsMetadata|ServiceNameAnnotation)|appendKeys|appendPersistentKeys|publishStoredMetrics|put(?:Annotation|Metadata))$/;
