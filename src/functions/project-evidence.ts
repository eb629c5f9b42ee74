import { statSync } from "node:fs";
import path from "node:path";
import { readText } from "./read-text.js";

/** What the nearest package.json says of the code below it. */
export type ProjectKind = "lambda" | "other" | "unknown";

/** Packages that only code for Lambda depends on. */
const LAMBDA_PACKAGES =
  /^(@types\/aws-lambda|aws-lambda|@middy\/.+|@aws-lambda-powertools\/.+|serverless-http|@aws\/durable-execution-sdk-js)$/;

/** Packages of code that runs somewhere else as well: in browsers, or while deploying. */
const OTHER_PACKAGES =
  /^(react|react-dom|vue|svelte|next|nuxt|@angular\/core|aws-cdk-lib|@aws-cdk\/core|cdktf|sst|@pulumi\/pulumi|@aws-amplify\/backend)$/;

interface CachedPackage {
  readonly mtimeMs: number;
  readonly kind: ProjectKind;
}

const packages = new Map<string, CachedPackage>();
const MAX_LEVELS = 40;

/**
 * Says by the dependencies of the nearest package.json above a file whether the code is for Lambda. Read once for each
 * package, and again when the file changes; a package.json that cannot be read says nothing.
 */
export function projectKindOf(filename: string): ProjectKind {
  let directory = path.dirname(path.resolve(filename));
  for (let level = 0; level < MAX_LEVELS; level++) {
    const kind = readPackage(path.join(directory, "package.json"));
    if (kind !== undefined) return kind;
    const parent = path.dirname(directory);
    if (parent === directory) return "unknown";
    directory = parent;
  }
  return "unknown";
}

function readPackage(file: string): ProjectKind | undefined {
  const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (mtimeMs === undefined) return undefined;
  const cached = packages.get(file);
  if (cached?.mtimeMs === mtimeMs) return cached.kind;
  const kind = kindOf(file);
  packages.set(file, { mtimeMs, kind });
  return kind;
}

function kindOf(file: string): ProjectKind {
  const names = dependencyNames(file);
  if (names.some((name) => OTHER_PACKAGES.test(name))) return "other";
  return names.some((name) => LAMBDA_PACKAGES.test(name)) ? "lambda" : "unknown";
}

function dependencyNames(file: string): string[] {
  try {
    const content: unknown = JSON.parse(readText(file));
    if (typeof content !== "object" || content === null) return [];
    return ["dependencies", "devDependencies", "peerDependencies"].flatMap((field) =>
      Object.keys((content as Record<string, object | undefined>)[field] ?? {}),
    );
  } catch {
    return [];
  }
}
