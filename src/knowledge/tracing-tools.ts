import type { Sourced } from "./fact.js";

/** Variables by which a function is told to trace with something else than X-Ray; their values do not matter. */
export const tracingVariables =
  /^(?:OTEL_|DD_|DATADOG_|NEW_RELIC_|LUMIGO_|EPSAGON_|SENTRY_|DT_|ELASTIC_APM_|HONEYCOMB_|INSTANA_|AWS_LAMBDA_EXEC_WRAPPER$)/;

/** @public Held against its date by the tests of all tables. */
export const tracingVariablesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-application-monitoring.html",
  checked: "2026-11-26",
};
