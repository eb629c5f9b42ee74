import { existsSync } from "node:fs";
import path from "node:path";
import { isListed } from "./list-folder.js";
import { readText } from "./read-text.js";
import { statFile } from "./stat-file.js";

/** Packages that bundle code, or that deploy functions bundled unless told otherwise. */
const BUNDLERS =
  /^(?:esbuild|serverless-esbuild|serverless-bundle|serverless-webpack|webpack|rollup|rolldown|parcel|vite|tsup|tsdown|sst|aws-cdk-lib|@aws-cdk\/aws-lambda-nodejs|@vercel\/ncc|@aws-amplify\/backend)$/;

const MAX_LEVELS = 40;

const packages = new Map<string, { readonly mtimeMs: number; readonly bundles: boolean }>();

/**
 * Whether a package.json above the file names a bundler: the project's own, or that of the repository around it.
 * Undefined where there is none, and for a file that is not on disk. Each package.json is read once, and again when
 * it changes; one that cannot be read names none.
 */
export function hasBundler(filename: string): boolean | undefined {
  if (!path.isAbsolute(filename) || !existsSync(filename)) return undefined;
  let directory = path.dirname(filename);
  let isKnown = false;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const bundles = namesBundler(path.join(directory, "package.json"));
    if (bundles === true) return true;
    isKnown ||= bundles === false;
    const parent = path.dirname(directory);
    if (parent === directory || isListed(path.join(directory, ".git"))) break;
    directory = parent;
  }
  return isKnown ? false : undefined;
}

/**
 * The same of the package.json that is nearest to the file alone: where a framework installs its packages beside the code,
 * what the repository around it uses does not matter.
 */
export function hasBundlerOfItsOwn(filename: string): boolean | undefined {
  let directory = path.dirname(filename);
  for (let level = 0; level < MAX_LEVELS; level++) {
    const bundles = namesBundler(path.join(directory, "package.json"));
    const parent = path.dirname(directory);
    if (bundles !== undefined || parent === directory || isListed(path.join(directory, ".git")))
      return bundles;
    directory = parent;
  }
  return undefined;
}

function namesBundler(file: string): boolean | undefined {
  const mtimeMs = isListed(file) ? statFile(file)?.mtimeMs : undefined;
  if (mtimeMs === undefined) return undefined;
  const cached = packages.get(file);
  if (cached?.mtimeMs === mtimeMs) return cached.bundles;
  const bundles = dependenciesOf(file).some(
    ([name, range]) => BUNDLERS.test(name) || (name === "serverless" && bundlesByDefault(range)),
  );
  packages.set(file, { mtimeMs, bundles });
  return bundles;
}

/** The Serverless Framework bundles with esbuild from version 4 on. */
function bundlesByDefault(range: unknown): boolean {
  return typeof range === "string" && Number(/\d+/.exec(range)?.[0] ?? 0) >= 4;
}

function dependenciesOf(file: string): readonly (readonly [string, unknown])[] {
  try {
    const content: unknown = JSON.parse(readText(file));
    if (typeof content !== "object" || content === null) return [];
    const fields = content as Record<string, object | undefined>;
    return ["dependencies", "devDependencies"].flatMap((field) => Object.entries(fields[field] ?? {}));
  } catch {
    return [];
  }
}
