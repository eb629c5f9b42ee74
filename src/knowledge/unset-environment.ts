import type { Sourced } from "./fact.js";

/**
 * Where the list is: environment variables of the execution environment and of local runs, which no configuration sets.
 *
 * @public Held against its date by the tests of all tables.
 */
export const providedEnvironmentSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
  checked: "2026-11-26",
};

/**
 * True for variables that the runtime, an extension, a bundler or a tool for local runs may set: that a template lacks them
 * says nothing. Those of AWS are more than the reserved ones.
 */
export function isProvidedVariable(name: string): boolean {
  return (
    PROVIDED.has(name) || /^(?:AWS_|_|LAMBDA_|SST_|LOCALSTACK_|JEST_|VITEST_|npm_|OTEL_|DD_|NODE_)/.test(name)
  );
}

const PROVIDED: ReadonlySet<string> = new Set([
  "CI",
  "DEBUG",
  "HOME",
  "HOSTNAME",
  "IS_LOCAL",
  "IS_OFFLINE",
  "LANG",
  "LD_LIBRARY_PATH",
  // Set by a link to SST's `Auth`, of a function or of the API around it.
  "OPENAUTH_ISSUER",
  "PATH",
  "PWD",
  "SHLVL",
  "TMPDIR",
  "TZ",
  "USER",
]);

/** @public Held against its date by the tests of all tables. */
export const amplifyEnvironmentSource: Sourced = {
  source:
    "https://docs.amplify.aws/react/build-a-backend/functions/grant-access-to-other-resources/#using-the-access-property",
  checked: "2026-11-29",
};

/**
 * True for names of variables that Amplify sets for a function which data, users or a storage let in:
 * `AMPLIFY_AUTH_USERPOOL_ID`, and `REPORTS_BUCKET_NAME` of a storage called `reports`.
 */
export function isNamedByAmplify(name: string): boolean {
  return /^AMPLIFY_|_(?:BUCKET_NAME|USERPOOL_ID|GRAPHQL_ENDPOINT|DEFAULT_NAME|MODEL_INTROSPECTION_SCHEMA_\w+)$/.test(
    name,
  );
}
