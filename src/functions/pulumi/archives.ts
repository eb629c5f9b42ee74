import path from "node:path";
import type { CodeValue, ResultValue } from "../code/code-value.js";
import type { CodeLog } from "../code/machine.js";
import { isAbsent, itemsOf, property, stringOf } from "../code/read-code.js";
import { foundIn } from "../cdk/function-code.js";
import { type ConfigValue, onlyValue } from "../config-value.js";
import type { HandlerReference } from "../function-config.js";
import { resolveHandler } from "../resolve-handler.js";
import { statFile } from "../stat-file.js";

const MODULE = /\.[cm]?js$/;

/**
 * The handler of a function by what it is deployed with: a folder, an archive of one or of files, or what the program has
 * bundled before.
 * (https://www.pulumi.com/docs/iac/concepts/assets-archives/)
 */
export function readArchivedHandler(
  raw: ConfigValue<string> | undefined,
  code: CodeValue | undefined,
  runtime: string | undefined,
  workingFolder: string,
  log: CodeLog,
): HandlerReference {
  const [module, exportName] = splitAtDot(onlyValue(raw) ?? "");
  const archived = module === "" ? undefined : entryOf(code, module);
  if (assetNameOf(archived) === "StringAsset")
    return resolveHandler(raw, { folder: undefined, isInline: true });
  const folder = folderOf(code);
  const asset = assetNameOf(archived) === "FileAsset" ? pathOf(archived) : undefined;
  const deployed = asset ?? (folder === undefined ? undefined : path.join(folder, module));
  if (deployed === undefined) return resolveHandler(raw, { folder: undefined, runtime });
  const absolute = path.resolve(workingFolder, deployed);
  const source = sourceOfBundle(absolute, workingFolder, log) ?? (asset === undefined ? undefined : absolute);
  if (source !== undefined && statFile(source)?.isFile() === true) return foundIn(source, raw, exportName);
  if (folder !== undefined)
    return resolveHandler(raw, { folder: path.resolve(workingFolder, folder), runtime });
  // What is not there yet has the name that it has in the archive, or another, of which nothing follows.
  const isNamedSo = path.basename(absolute).replace(MODULE, "") === path.basename(module);
  return resolveHandler(raw, { folder: isNamedSo ? path.dirname(absolute) : undefined, runtime });
}

/** `src/app.handler` → `src/app` and `handler` */
function splitAtDot(handler: string): readonly [string, string] {
  const dot = handler.indexOf(".", handler.lastIndexOf("/") + 1);
  return dot < 0 ? ["", ""] : [handler.slice(0, dot), handler.slice(dot + 1)];
}

/** `FileArchive`, `AssetArchive`, `FileAsset`, `StringAsset` */
function assetNameOf(value: CodeValue | undefined): string | undefined {
  return value?.kind === "instance" && value.base?.specifier.startsWith("@pulumi/pulumi") === true
    ? value.base.path.at(-1)
    : undefined;
}

function pathOf(asset: CodeValue | undefined): string | undefined {
  return asset?.kind === "instance" ? stringOf(asset.args[0]) : undefined;
}

/** `new pulumi.asset.FileArchive("./app")`, also as the root of an `AssetArchive`. */
function folderOf(code: CodeValue | undefined): string | undefined {
  if (assetNameOf(code) === "FileArchive") return pathOf(code);
  return assetNameOf(code) === "AssetArchive" && code?.kind === "instance"
    ? folderOf(property(code.args[0], ".")?.value)
    : undefined;
}

/** What an `AssetArchive` has under the name of a module. */
function entryOf(code: CodeValue | undefined, module: string): CodeValue | undefined {
  const entries =
    code?.kind === "instance" && assetNameOf(code) === "AssetArchive" ? code.args[0] : undefined;
  if (entries?.kind !== "object") return undefined;
  const wanted = path.posix.normalize(module);
  for (const [name, { value }] of entries.entries)
    if (MODULE.test(name) && path.posix.normalize(name).replace(MODULE, "") === wanted) return value;
  return undefined;
}

/**
 * What esbuild has made a module of in the same program: `esbuild.buildSync({ entryPoints: [source], outfile })`.
 * (https://esbuild.github.io/api/#build)
 *
 * @param module absolute path, with or without ending
 */
function sourceOfBundle(module: string, workingFolder: string, { results }: CodeLog): string | undefined {
  const wanted = module.replace(MODULE, "");
  for (const result of results)
    for (const [output, source] of outputsOf(result))
      if (path.resolve(workingFolder, output).replace(MODULE, "") === wanted)
        return path.resolve(workingFolder, source);
  return undefined;
}

/** What a call writes, each with its source. */
function outputsOf({ callee, args: [options] }: ResultValue): readonly (readonly [string, string])[] {
  if (callee?.specifier !== "esbuild" || !/^build(?:Sync)?$/.test(callee.path.at(-1) ?? "")) return [];
  const entries = property(options, "entryPoints")?.value;
  const workingFolder = property(options, "absWorkingDir");
  if (workingFolder !== undefined && !isAbsent(workingFolder.value)) return [];
  const outfile = stringOf(property(options, "outfile")?.value);
  const outdir = stringOf(property(options, "outdir")?.value);
  const [first, ...others] = itemsOf(entries).map(stringOf);
  if (outfile !== undefined) return first === undefined || others.length > 0 ? [] : [[outfile, first]];
  if (outdir === undefined) return [];
  // Of several sources, the folder that they have in common is left out of what is written.
  if (first !== undefined && others.length === 0)
    return [[path.join(outdir, path.basename(first).replace(/\.[cm]?[jt]sx?$/, "")), first]];
  if (entries?.kind !== "object") return [];
  return [...entries.entries].flatMap(([name, { value }]) => {
    const source = stringOf(value);
    return source === undefined ? [] : [[path.join(outdir, name), source] as const];
  });
}
