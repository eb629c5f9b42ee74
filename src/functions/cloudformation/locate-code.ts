import path from "node:path";
import { type ConfigNode, itemsOf } from "../config-node.js";
import { isListed } from "../list-folder.js";
import type { CodeLocation } from "../resolve-handler.js";
import { statFile } from "../stat-file.js";
import type { DeclaredFunction } from "./function-settings.js";
import type { Template } from "./template.js";

/** Folders that a build writes. */
const BUILD_FOLDER = /^(?:dist|build|out|bundle)$/;

/** Where the code of a function lies, as far as its template says. */
export function locateCode(
  { maps, resource }: DeclaredFunction,
  template: Template,
  file: string,
): CodeLocation {
  const [own] = maps;
  const base = path.dirname(file);
  if (template.at(own, "InlineCode") !== undefined || template.at(own, "Code", "ZipFile") !== undefined)
    return { folder: undefined, isInline: true };
  const isBuilt = /^(?:makefile|esbuild)$/.test(template.textAt(resource, "Metadata", "BuildMethod") ?? "");
  for (const map of maps) {
    const code = template.at(map, "CodeUri") ?? template.at(map, "Code");
    if (code === undefined) continue;
    const uri = template.textAt(code);
    // An object names a bucket: what lies there was packaged from a folder that only the metadata may name.
    if (uri === undefined || /^(?:s3|https?):/.test(uri)) {
      const asset = assetOf(resource, template);
      return { folder: asset === undefined ? undefined : path.resolve(base, asset) };
    }
    const folder = findFolder(uri, base);
    return { folder, entryPoints: readEntryPoints(resource, template, folder), isBuilt };
  }
  return { folder: base, entryPoints: readEntryPoints(resource, template, base), isBuilt };
}

/**
 * The folder that tools package: the CDK, and Amplify Gen 1 with `"aws:asset:path": "./src"`. What the CDK has copied there itself
 * (`asset.4f2b…`) is none of the project's.
 * (https://docs.aws.amazon.com/cdk/v2/guide/assets.html)
 */
function assetOf(resource: ConfigNode, template: Template): string | undefined {
  const asset = template.textAt(resource, "Metadata", "aws:asset:path");
  const isOfCode = template.textAt(resource, "Metadata", "aws:asset:property")?.startsWith("Code") === true;
  return isOfCode && asset?.startsWith("asset.") === false ? asset : undefined;
}

/** Of a longer path, which names nothing beside the template, what it names from a folder above: `sam build --base-dir ..`. */
function findFolder(uri: string, base: string): string {
  const own = path.resolve(base, uri);
  const isLong = path.normalize(uri).split(path.sep).filter(Boolean).length > 1;
  if (!isLong || path.isAbsolute(uri) || statFile(own) !== undefined) return own;
  const isThere = (relative: string) => (from: string) =>
    statFile(path.resolve(from, relative)) !== undefined;
  const written = findAbove(base, isThere(uri), uri);
  const source = path.dirname(uri);
  // What a build writes may not be there yet: then the folder is that counts whose build it is.
  const isOutput = BUILD_FOLDER.test(path.basename(uri)) && !isThere(source)(base) && source.includes("/");
  return written ?? (isOutput ? findAbove(base, isThere(source), uri) : undefined) ?? own;
}

/** What SAM gives to esbuild: paths relative to the code's folder. */
function readEntryPoints(resource: ConfigNode, template: Template, folder: string): readonly string[] {
  return itemsOf(template.at(resource, "Metadata", "BuildProperties", "EntryPoints")).flatMap((entry) => {
    const text = template.textAt(entry);
    return text === undefined ? [] : [path.resolve(folder, text), ...findBelowBase(text, folder)];
  });
}

/** `sam build --base-dir ..`: the file that a path leads to from a folder above, where it leads to none from its own. */
function findBelowBase(text: string, folder: string): readonly string[] {
  const isFile = (from: string): boolean => statFile(path.resolve(from, text))?.isFile() === true;
  if (path.isAbsolute(text) || isFile(folder)) return [];
  const found = findAbove(folder, isFile, text);
  return found === undefined ? [] : [found];
}

const MAX_LEVELS = 6;

/** What a path names from the first folder above one that will do, within the repository. */
function findAbove(folder: string, isIn: (from: string) => boolean, text: string): string | undefined {
  let from = folder;
  for (let level = 0; level < MAX_LEVELS && !isListed(path.join(from, ".git")); level++) {
    const parent = path.dirname(from);
    if (parent === from) return undefined;
    from = parent;
    if (isIn(from)) return path.resolve(from, text);
  }
  return undefined;
}
