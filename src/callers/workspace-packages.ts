import path from "node:path";
import QuickLRU from "quick-lru";
import { isListed } from "../functions/list-folder.js";
import { type PackageManifest, readManifest } from "./package-manifest.js";
import { walkSourceTree } from "./walk-sources.js";

/** A larger repository is not walked through: any package may be one of its own. */
const MAX_FILES = 12_000;
const MAX_LEVELS = 40;
/** Folders are looked at again after this time, so that a new package shows in the editor. */
const FRESH_MS = 10_000;

/** Names of the packages below a root; undefined where there is too much to know. */
type Members = ReadonlySet<string> | undefined;

const known = new QuickLRU<string, { readonly members: Members }>({ maxSize: 20, maxAge: FRESH_MS });
const roots = new QuickLRU<string, { readonly root: string | undefined }>({ maxSize: 500, maxAge: FRESH_MS });

/**
 * Whether a package that a file imports may be another part of its own repository, whatever range it is asked for with: npm
 * and Yarn link a member of a workspace whose version fits.
 */
export function mayBeOfWorkspace(name: string, file: string): boolean {
  const root = findWorkspace(path.dirname(file));
  if (root === undefined) return false;
  let found = known.get(root);
  if (found === undefined) {
    found = { members: namesBelow(root) };
    known.set(root, found);
  }
  return found.members?.has(name) !== false;
}

/** The nearest folder above whose packages are members of one workspace, within the repository. */
function findWorkspace(folder: string): string | undefined {
  const found = roots.get(folder);
  if (found !== undefined) return found.root;
  let root: string | undefined;
  for (let current = folder, level = 0; level < MAX_LEVELS && root === undefined; level++) {
    if (isWorkspace(current)) root = current;
    const parent = path.dirname(current);
    if (parent === current || isListed(path.join(current, ".git"))) break;
    current = parent;
  }
  roots.set(folder, { root });
  return root;
}

function isWorkspace(folder: string): boolean {
  return (
    ["pnpm-workspace.yaml", "lerna.json"].some((name) => isListed(path.join(folder, name))) ||
    (isListed(path.join(folder, "package.json")) && readManifest(folder).hasWorkspaces)
  );
}

/** Its own, and those that it gives folders. */
function namesOf({ name, linked }: PackageManifest): readonly string[] {
  return [...(name === undefined ? [] : [name]), ...linked.keys()];
}

function namesBelow(root: string): Members {
  const tree = walkSourceTree(root, MAX_FILES);
  return tree && new Set(tree.packages.flatMap((folder) => namesOf(readManifest(folder))));
}
