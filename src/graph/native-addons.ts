import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";

/**
 * Packages whose function loads the compiled addon of a package, by what it is called with. Their documentation says where
 * they look: https://github.com/prebuild/node-gyp-build#readme, https://github.com/kriszyp/node-gyp-build-optional-packages#readme
 * and https://github.com/TooTallNate/node-bindings#readme, read 2026-11-28.
 */
const loaders: Readonly<Record<string, (argument: string, importer: string) => readonly string[]>> = {
  "node-gyp-build": findPrebuilt,
  "node-gyp-build-optional-packages": findOptional,
  bindings: findBuilt,
};

const platform = `linux-${process.arch}`;

export function isAddonLoader(specifier: string): boolean {
  return Object.hasOwn(loaders, specifier);
}

/**
 * The files that a call of a loader loads on AWS Lambda, as specifiers of the file that calls it: the addon that was built
 * or came with the package, and what the loader reads before. Empty where there is no such addon.
 *
 * @param argument what the loader is called with: a folder, or the name of an addon
 */
export function findAddon(loader: string, argument: string, importer: string): readonly string[] {
  if (!isAddonLoader(loader)) return [];
  return (loaders[loader]?.(argument, importer) ?? []).map((file) => specifierOf(file, importer));
}

function specifierOf(file: string, importer: string): string {
  return `./${relative(dirname(importer), file).split(sep).join("/")}`;
}

/** Reads the name of the package first, whether there is an addon or not. */
function findPrebuilt(argument: string): readonly string[] {
  const folder = resolve(argument);
  const manifest = join(folder, "package.json");
  const addon =
    findIn(join(folder, "build/Release")) ??
    findIn(join(folder, "build/Debug")) ??
    findIn(join(folder, "prebuilds", platform));
  return [manifest, addon].filter((file) => file !== undefined && existsSync(file)) as string[];
}

/** The same, or in an optional package for the platform: `@name/name-linux-x64`. */
function findOptional(argument: string): readonly string[] {
  const found = findPrebuilt(argument);
  const [manifest] = found;
  if (manifest === undefined || found.length > 1) return found;
  try {
    const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: unknown };
    if (typeof name !== "string") return found;
    const owner = `${name.startsWith("@") ? "" : `@${name}/`}${name}-${platform}`;
    const addon = findIn(dirname(createRequire(manifest).resolve(owner)));
    return addon === undefined ? found : [manifest, addon];
  } catch {
    return found;
  }
}

/** The addon in a folder for Node.js on Amazon Linux: the file's name has tags, and one with more of them fits better. */
function findIn(folder: string): string | undefined {
  const fitting = list(folder)
    .map((name) => ({ name, tags: name.split(".") }))
    .filter(({ tags }) => tags.at(-1) === "node" && tags.every(isForLambda))
    .sort((left, right) => right.tags.length - left.tags.length);
  return fitting[0] && join(folder, fitting[0].name);
}

function isForLambda(tag: string): boolean {
  if (tag.startsWith("abi")) return tag === `abi${process.versions.modules}`;
  return tag !== "musl" && tag !== "electron" && tag !== "node-webkit";
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function findBuilt(argument: string, importer: string): readonly string[] {
  const name = argument.endsWith(".node") ? argument : `${argument}.node`;
  for (let folder = dirname(importer); dirname(folder) !== folder; folder = dirname(folder)) {
    if (!existsSync(join(folder, "package.json"))) continue;
    const places = ["build", "build/Debug", "build/Release", "out/Debug", "Debug", "out/Release", "Release"];
    return places
      .map((place) => join(folder, place, name))
      .filter((file) => existsSync(file))
      .slice(0, 1);
  }
  return [];
}
