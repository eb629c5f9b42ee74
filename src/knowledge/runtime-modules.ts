import type { Sourced } from "./fact.js";

/**
 * Where it is said which packages the runtimes ship.
 *
 * @public Held against its date by the tests of all tables.
 */
export const runtimeModulesSource: Sourced = {
  source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html",
  checked: "2026-11-26",
};

/** The first version of Node.js whose runtime ships SDK v3 in place of v2. */
const FIRST_WITH_V3 = 18;

/** True for a package that the runtime has itself: SDK v2 up to nodejs16.x, SDK v3 and what it needs from nodejs18.x on. */
export function shipsWithRuntime(name: string, runtime: string): boolean {
  const version = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 0);
  if (name === "aws-sdk") return version < FIRST_WITH_V3;
  return version >= FIRST_WITH_V3 && /^@(?:aws-sdk|smithy|aws-crypto|aws)\//.test(name);
}

/**
 * Whether a package may bring another one with it. SDK v3 and types bring none that code imports by accident; SDK v2 comes
 * with packages around AWS, some of which depend on it still.
 */
export function mayDependOn(dependent: string, name: string): boolean {
  if (BRINGS_NOTHING.test(dependent)) return false;
  return name !== "aws-sdk" || IS_AROUND_AWS.test(dependent);
}

const BRINGS_NOTHING = /^@(?:aws-sdk|types)\//;
const IS_AROUND_AWS =
  /aws|amplify|dynamo|dynogels|s3|sqs|sns|ses|kinesis|lambda|xray|serverless|middy|cognito/i;
