import type { Sourced } from "./fact.js";

/**
 * Where plugins of the Serverless Framework are listed.
 *
 * @public Held against its date by the tests of all tables.
 */
export const serverlessPluginsSource: Sourced = {
  source: "https://www.serverless.com/plugins",
  checked: "2026-11-26",
};

/** Plugins that leave the roles of functions as they are written: they bundle, run locally, prune, name domains … */
const WITHOUT_PERMISSIONS =
  /^(?:serverless-(?:offline(?:-.*)?|esbuild|webpack|bundle|plugin-typescript|plugin-optimize|prune-plugin|domain-manager|dotenv-plugin|iam-roles-per-function|apigw-binary|api-gateway-caching|plugin-warmup|python-requirements|openapi-.*|plugin-include-dependencies|export-env|plugin-common-excludes|pseudo-parameters|plugin-split-stacks|stack-.*|dynamodb-local|s3-local|sam|jest-plugin|mocha-plugin|localstack|plugin-resource-tagging|plugin-tracing|plugin-aws-alerts|plugin-canary-deployments|plugin-log-retention|logging-config|step-functions|stage-manager|appsync-plugin|dynamodb|seed|finch|s3-sync|associate-waf|aws-documentation|reqvalidator-plugin|deployment-bucket|vpc-discovery|layers)|@serverless\/typescript)$/;

/** True for a plugin that may give functions permissions, or that nobody knows. */
export function mayGrantPermissions(plugin: string): boolean {
  return !WITHOUT_PERMISSIONS.test(plugin);
}

/** True for a plugin that may make alarms, or that nobody knows. */
export function mayMakeAlarms(plugin: string): boolean {
  return mayGrantPermissions(plugin) || /alert|canary/i.test(plugin);
}

/** True for a plugin that may add layers to functions, `serverless-plugin-datadog` with its `dd-trace`, and for one of the project's. */
export function mayAddLayers(plugin: string): boolean {
  return (
    /^\.{0,2}\//.test(plugin) ||
    /layer|extension|datadog|lumigo|new-?relic|sentry|epsagon|thundra|dynatrace|instana|elastic|baselime|honeycomb|otel|opentelemetry|lift|insights/i.test(
      plugin,
    )
  );
}

/** True for a plugin that sets environment variables which the service does not write down as such. */
export function maySetEnvironment(plugin: string): boolean {
  // These two write no variable of a function: one a file for the developer, the other the settings of logs.
  if (/^serverless-(?:export-env|logging-config)$/.test(plugin)) return false;
  return /env|secret|ssm|config|lift|parameter|vault/i.test(plugin);
}

/**
 * True for the plugin that runs functions on the machine of a developer, with its environment. A service that has it and sets no
 * variable may be written for that alone, and be deployed by other means. (https://www.serverless.com/plugins/serverless-offline)
 */
export function runsLocally(plugin: string): boolean {
  return plugin === "serverless-offline";
}

/** True for a plugin that sets the format or the retention of logs: `serverless-logging-config`, `serverless-plugin-log-retention`. */
export function maySetLogging(plugin: string): boolean {
  return /\blog(?:s|ging)?\b/i.test(plugin);
}

/** Plugins that bundle the code of functions by other means than esbuild. */
export const serverlessBundlers: ReadonlyMap<string, "webpack" | "other"> = new Map<
  string,
  "webpack" | "other"
>([
  ["serverless-webpack", "webpack"],
  ["serverless-bundle", "webpack"],
  ["serverless-plugin-typescript", "other"],
  ["serverless-plugin-optimize", "other"],
  ["serverless-rspack", "other"],
  ["serverless-vite", "other"],
]);

/** True for a plugin that compiles with TypeScript's compiler, file by file: that replaces no expressions. */
export function onlyCompiles(plugin: string): boolean {
  return plugin === "serverless-plugin-typescript";
}
