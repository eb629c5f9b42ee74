import path from "node:path";
import { itemsOf, nodeAt } from "./config-node.js";
import { isListed, listFolder } from "./list-folder.js";
import { readPlainYaml } from "./read-plain-yaml.js";
import { readText } from "./read-text.js";

/** How far above a folder the root of its workspace may be. */
const MAX_LEVELS = 8;
const MAX_DEPTH = 3;
/** More packages than anybody looks through for a construct. */
const MAX_PACKAGES = 400;
/** What packages depend on that make resources. Others are mostly code of functions. */
const INFRASTRUCTURE = /"(?:aws-cdk-lib|@aws-cdk\/[\w-]+|constructs|@pulumi\/[\w-]+|sst)"\s*:/;
const BUILD_FOLDER = /(^|\/)(?:dist|build|lib|out)(?=\/)/;

/** A package of a workspace. */
export interface WorkspacePackage {
  /** Absolute path. */
  readonly folder: string;
  /** Whether it is made for a framework of infrastructure, and may have constructs. */
  readonly makesResources: boolean;
}

/**
 * The packages of the workspace around a folder, by their names: what several apps share is often in one of its own. None
 * where the folder is in no workspace.
 *
 * @param folder absolute path
 */
export function workspacePackages(folder: string): ReadonlyMap<string, WorkspacePackage> {
  const found = new Map<string, WorkspacePackage>();
  const root = findRoot(folder);
  if (root === undefined) return found;
  const members = patternsOf(root).flatMap((pattern) => expand(root, pattern.split("/")));
  for (const member of members.slice(0, MAX_PACKAGES)) {
    const file = path.join(member, "package.json");
    const { name } = readFields(file);
    if (typeof name === "string")
      found.set(name, { folder: member, makesResources: INFRASTRUCTURE.test(readText(file)) });
  }
  return found;
}

/**
 * Where the source of what a package exports may be, as absolute paths, perhaps without ending: what its package.json says is
 * often what a build will have written.
 *
 * @param subpath `""` for the package itself, `/queues` for a part of it
 */
export function sourcesOfPackage(folder: string, subpath: string): readonly string[] {
  const named = exportedAs(readFields(path.join(folder, "package.json")), subpath).flatMap((target) => [
    target.replace(BUILD_FOLDER, "$1src"),
    target,
  ]);
  const usual =
    subpath === "" ? ["/src/index", "/index", "/lib/index"] : [`/src${subpath}`, subpath, `/lib${subpath}`];
  return [...named, ...usual].map((target) => path.join(folder, target.replace(/\.d(?=\.[cm]?ts$)/, "")));
}

type Fields = Readonly<Record<string, unknown>>;

/** What a JSON file holds; nothing where it holds no object, or is not there. */
function readFields(file: string): Fields {
  if (!isListed(file)) return {};
  try {
    const value: unknown = JSON.parse(readText(file));
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What the manifest names for a subpath, whatever the condition. */
function exportedAs({ exports, ...fields }: Fields, subpath: string): readonly string[] {
  const isMap = isFields(exports) && `.${subpath}` in exports;
  const entry = isMap ? exports[`.${subpath}`] : subpath === "" ? exports : undefined;
  const main = subpath === "" ? ["source", "main", "module", "types"].map((name) => fields[name]) : [];
  return [...textsIn(entry), ...main.flatMap(textsIn)];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The nearest folder above that names the members of a workspace, within the repository. */
function findRoot(folder: string): string | undefined {
  let current = folder;
  for (let level = 0; level < MAX_LEVELS; level++) {
    if (patternsOf(current).length > 0) return current;
    const parent = path.dirname(current);
    if (parent === current || isListed(path.join(current, ".git"))) return undefined;
    current = parent;
  }
  return undefined;
}

/** `packages/*`, as package.json, pnpm-workspace.yaml, lerna.json or rush.json have it. */
function patternsOf(folder: string): readonly string[] {
  const { workspaces } = readFields(path.join(folder, "package.json"));
  const { packages } = readFields(path.join(folder, "lerna.json"));
  const patterns = [
    ...textsIn(isFields(workspaces) ? workspaces["packages"] : workspaces),
    ...textsIn(packages),
    ...patternsOfPnpm(path.join(folder, "pnpm-workspace.yaml")),
    ...projectsOfRush(path.join(folder, "rush.json")),
  ];
  return patterns.filter((pattern) => !pattern.startsWith("!"));
}

function patternsOfPnpm(file: string): readonly string[] {
  const text = isListed(file) ? readText(file) : "";
  if (text === "") return [];
  const items = itemsOf(nodeAt(readPlainYaml(text, file), "packages"));
  return items.flatMap((item) => (item.kind === "scalar" ? String(item.value) : []));
}

/** Rush lists each project. Its file has comments, so it is read as text. (https://rushjs.io/pages/configs/rush_json/) */
function projectsOfRush(file: string): readonly string[] {
  const text = isListed(file) ? readText(file).replace(/^\s*\/\/.*$/gm, "") : "";
  return [...text.matchAll(/"projectFolder"\s*:\s*"([^"]+)"/g)].flatMap(([, project]) => project ?? []);
}

function expand(folder: string, [segment, ...rest]: readonly string[], depth = 0): readonly string[] {
  if (segment === undefined || segment === "") return [folder];
  if (!segment.includes("*")) return expand(path.join(folder, segment), rest, depth);
  const inner = listFolder(folder).entries.flatMap(({ name, isFolder }) =>
    isFolder && !/^(?:\.|node_modules$)/.test(name) ? [path.join(folder, name)] : [],
  );
  if (segment !== "**") return inner.flatMap((next) => expand(next, rest, depth));
  const deeper =
    depth < MAX_DEPTH ? inner.flatMap((next) => expand(next, [segment, ...rest], depth + 1)) : [];
  return [...expand(folder, rest, depth), ...deeper];
}
