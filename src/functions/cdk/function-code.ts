import path from "node:path";
import type { CodeValue, InstanceValue, Site } from "../code/code-value.js";
import {
  type Reading,
  asBoolean,
  asText,
  convert,
  isAbsent,
  isClosed,
  isClosedList,
  itemsOf,
  placeOf,
  primitiveOf,
  property,
  stringOf,
  textOf,
} from "../code/read-code.js";
import { onlyValue } from "../config-value.js";
import { pathsInApp } from "../compiled-paths.js";
import type { Bundle, HandlerReference } from "../function-config.js";
import { mayExport } from "../may-export.js";
import { findSourceOfOutput, resolveHandler } from "../resolve-handler.js";
import { readText } from "../read-text.js";
import { statFile } from "../stat-file.js";
import { asMember, asRuntime } from "./cdk-values.js";
import { cdkNameOf, classNameOf, constructIdOf } from "./construct-name.js";

/** The endings that `NodejsFunction` tries for a file that nobody names, in its order. */
const ENTRY_ENDINGS = [".ts", ".js", ".mjs", ".mts", ".cts", ".cjs"];
const SDK_IN_RUNTIME = ["@aws-sdk/*", "@smithy/*"];
/** Folders that a build writes, and that are not in the repository. */
const BUILD_FOLDER = /^(?:dist|build|out|\.build|bundle)$/;

/** The handler of a function whose code is a folder: `code: Code.fromAsset("src"), handler: "index.handler"`. */
export function readAssetHandler(props: CodeValue | undefined, workingFolder: string): HandlerReference {
  const raw = asText(property(props, "handler"));
  const code = property(props, "code");
  const asset = assetOf(code?.value);
  const runtime = onlyValue(asRuntime(property(props, "runtime")));
  if (asset === "inline") return resolveHandler(raw, { folder: undefined, isInline: true });
  const bundled = findBundledEntry(raw, code?.value, workingFolder);
  if (bundled !== undefined) return bundled;
  const folder = asset === undefined ? undefined : onlyValue(asText(asset));
  if (folder === undefined) return resolveHandler(raw, { folder: undefined });
  const [absolute = "", ...others] = pathsInApp(path.resolve(workingFolder, folder), workingFolder);
  const found = findInAsset(raw, absolute, workingFolder, runtime);
  if (found.status === "resolved") return found;
  const elsewhere = others.map((other) => findInAsset(raw, other, workingFolder, runtime));
  return elsewhere.find(({ status }) => status === "resolved") ?? found;
}

/**
 * `code: new TypeScriptCode("src/orders.ts")` of cdk-esbuild: the handler is an export of the file, whatever the module is
 * called that the bundler writes. Without such a file it is not known what is deployed.
 * (https://github.com/mrgrain/cdk-esbuild#aws-lambda-serverless-function)
 */
function findBundledEntry(
  raw: HandlerReference["raw"],
  code: CodeValue | undefined,
  workingFolder: string,
): HandlerReference | undefined {
  const handler = onlyValue(raw);
  if (!isBundledCode(code) || handler === undefined) return undefined;
  const [first] = code.args;
  const entry = first && onlyValue(asText({ value: first, site: first.site }));
  if (entry === undefined || !/\.[cm]?[jt]sx?$/.test(entry)) return undefined;
  const file = pathsInApp(path.resolve(workingFolder, entry), workingFolder).find(
    (candidate) => statFile(candidate)?.isFile() === true,
  );
  return file === undefined ? undefined : foundIn(file, raw, handler.slice(handler.lastIndexOf(".") + 1));
}

function isBundledCode(code: CodeValue | undefined): code is InstanceValue {
  return (
    code?.kind === "instance" &&
    code.base?.specifier === "@mrgrain/cdk-esbuild" &&
    /^(?:Type|Java)ScriptCode$/.test(code.base.path.join("."))
  );
}

/** @param absolute path of the folder or the file that is deployed */
function findInAsset(
  raw: HandlerReference["raw"],
  absolute: string,
  workingFolder: string,
  runtime: string | undefined,
): HandlerReference {
  const isFile = statFile(absolute)?.isFile() === true;
  const isArchive = isFile || absolute.endsWith(".zip");
  return (
    // What a build has written is there on one machine and not on another: the source is what counts.
    findBehindBuild(raw, isArchive ? path.dirname(absolute) : absolute) ??
    findBesideBuild(raw, absolute, workingFolder) ??
    findBundledByProjen(raw, absolute) ??
    resolveHandler(raw, { folder: isFile ? path.dirname(absolute) : absolute, runtime })
  );
}

/** Where the code of a function or a layer is said to be; undefined where it is not known. */
export function assetOf(code: CodeValue | undefined): Reading | "inline" | undefined {
  if (code?.kind === "instance") {
    const name = classNameOf(code);
    const [first] = code.args;
    if (name === "aws-lambda.InlineCode") return "inline";
    return name === "aws-lambda.AssetCode" && first ? { value: first, site: first.site } : undefined;
  }
  if (code?.kind !== "result") return undefined;
  const name = cdkNameOf(code.callee);
  const [first] = code.args;
  if (name === "aws-lambda.Code.fromInline" || name === "aws-lambda.Code.inline") return "inline";
  // Classes of code inherit what makes them: `AssetCode.fromAsset`.
  return /^aws-lambda\.\w*Code\.(?:fromAsset|asset)$/.test(name ?? "") && first
    ? { value: first, site: first.site }
    : undefined;
}

/** `functions/orders/dist` is built from what lies beside it: the package.json there says that it has a build. */
function findBehindBuild(raw: HandlerReference["raw"], folder: string): HandlerReference | undefined {
  if (!BUILD_FOLDER.test(path.basename(folder))) return undefined;
  const parent = path.dirname(folder);
  const manifest = readText(path.join(parent, "package.json"));
  if (manifest === "") return undefined;
  const handler = onlyValue(raw) ?? "";
  const entryPoints = bundledInto(manifest, handler.slice(0, handler.lastIndexOf("."))).map((entry) =>
    path.resolve(parent, entry),
  );
  for (const entry of entryPoints)
    if (statFile(entry)?.isFile() === true)
      return foundIn(entry, raw, handler.slice(handler.lastIndexOf(".") + 1));
  for (const candidate of [path.join(parent, "src"), parent]) {
    const found = resolveHandler(raw, { folder: candidate });
    if (found.status === "resolved") return found;
  }
  return undefined;
}

/** `build/orders` has been built from `src/orders`, or from `orders`, where that has a module with such an export. */
function findBesideBuild(
  raw: HandlerReference["raw"],
  folder: string,
  workingFolder: string,
): HandlerReference | undefined {
  const names = path.relative(workingFolder, folder).split(path.sep);
  const index = names.findLastIndex((name) => BUILD_FOLDER.test(name));
  if (index < 0 || index === names.length - 1) return undefined;
  const parent = path.resolve(workingFolder, ...names.slice(0, index));
  const below = names.slice(index + 1);
  return [path.join(parent, "src", ...below), path.join(parent, ...below)]
    .map((candidate) => resolveHandler(raw, { folder: candidate }))
    .find(({ status }) => status === "resolved");
}

/**
 * projen writes a construct for each `src/orders.lambda.ts`, and bundles that into `assets/orders.lambda`; formerly into a
 * folder beside it. (https://projen.io/docs/project-types/aws-cdk/aws-lambda-functions/)
 */
function findBundledByProjen(raw: HandlerReference["raw"], folder: string): HandlerReference | undefined {
  const stem = /^(.*)\.(edge-)?lambda(?:\.bundle)?$/.exec(folder) ?? /^(.*)\.bundle$/.exec(folder);
  const handler = onlyValue(raw);
  if (stem === null || handler?.startsWith("index.") !== true) return undefined;
  const [, bundle = "", edge = ""] = stem;
  const source = `${bundle}.${edge}lambda.ts`;
  const assets = `${path.sep}assets${path.sep}`;
  const index = source.lastIndexOf(assets);
  const candidates =
    index < 0
      ? [source]
      : [source, path.join(source.slice(0, index), "src", source.slice(index + assets.length))];
  const file = candidates.find((candidate) => statFile(candidate)?.isFile() === true);
  return file === undefined ? undefined : foundIn(file, raw, handler.slice("index.".length));
}

/** The sources that a script gives to esbuild, which writes a module of the name: `--outfile=dist/orders.js src/orders/index.ts`. */
function bundledInto(manifest: string, module: string): readonly string[] {
  return manifest.split(/&&|\n/).flatMap((command) => {
    if (!/\besbuild\b/.test(command)) return [];
    const output = /--outfile[= ]["'\\]*([^\s"'\\]+)/.exec(command)?.[1];
    if (output === undefined || path.basename(output).replace(/\.[cm]?js$/, "") !== module) return [];
    return command
      .split(/[\s"']+/)
      .filter((word) => /\.[cm]?[jt]sx?$/.test(word) && !word.startsWith("-"))
      .slice(0, 1);
  });
}

/** The handler of a `NodejsFunction`: an export of the entry, which is the file of the construct's id if nobody says it. */
export function readEntryHandler(
  fn: InstanceValue,
  props: CodeValue | undefined,
  workingFolder: string,
): HandlerReference {
  if (property(props, "code") !== undefined && property(props, "entry") === undefined)
    return readAssetHandler(props, workingFolder);
  const written = asText(property(props, "handler"));
  const raw = written ?? { k: "default" as const, value: "handler", of: "NodejsFunction" };
  const text = onlyValue(raw);
  // `index.create` names the export too: the bundle's file is always `index`.
  const exportName = text?.includes(".") === true ? text.slice(text.lastIndexOf(".") + 1) : text;
  const entries = entryOf(fn, props, workingFolder);
  if (entries === undefined || exportName === undefined)
    return { raw, status: "opaque", file: undefined, exportName, tried: [] };
  const file =
    sourceOfBuiltEntry(entries[0]) ?? entries.find((candidate) => statFile(candidate)?.isFile() === true);
  if (file !== undefined) return foundIn(file, raw, exportName);
  const isBuilt = entries.some((entry) => isInBuildFolder(path.relative(workingFolder, entry)));
  const status = isBuilt ? "built-artifact" : "file-missing";
  return { raw, status, file: undefined, exportName, tried: entries };
}

/** `src/orders.ts` of `entry: "../api/dist/orders.js"`: the compiler has run before esbuild does. */
function sourceOfBuiltEntry(entry: string | undefined): string | undefined {
  const isBuilt = entry !== undefined && /\.[cm]?js$/.test(entry) && isInBuildFolder(entry);
  return isBuilt ? findSourceOfOutput(entry.replace(/\.[cm]?js$/, "")) : undefined;
}

function isInBuildFolder(file: string): boolean {
  return path
    .dirname(file)
    .split(path.sep)
    .some((name) => BUILD_FOLDER.test(name));
}

/** The handler is in the file, or should be. */
export function foundIn(file: string, raw: HandlerReference["raw"], exportName: string): HandlerReference {
  return mayExport(file, exportName)
    ? { raw, status: "resolved", file, exportName, tried: [] }
    : { raw, status: "export-missing", file: undefined, exportName, tried: [file] };
}

function entryOf(
  fn: InstanceValue,
  props: CodeValue | undefined,
  workingFolder: string,
): readonly string[] | undefined {
  const reading = property(props, "entry");
  if (reading !== undefined && !isAbsent(reading.value)) {
    const entry = onlyValue(asText(reading));
    return entry === undefined ? undefined : pathsInApp(path.resolve(workingFolder, entry), workingFolder);
  }
  const id = constructIdOf(fn);
  if (id === undefined) return undefined;
  const { file } = fn.baseSite.module;
  const stem = file.slice(0, -path.extname(file).length);
  return ENTRY_ENDINGS.map((ending) => `${stem}.${id}${ending}`);
}

/** What esbuild makes of the entry. */
export function readBundle(props: CodeValue | undefined, site: Site): Bundle {
  const bundling = property(props, "bundling");
  const options = bundling?.value;
  const of = "NodejsFunction";
  return {
    tool: "esbuild",
    format: asMember(property(options, "format"), "aws-lambda-nodejs.OutputFormat", {
      ESM: "esm",
      CJS: "cjs",
    }) ?? {
      k: "default",
      value: "cjs",
      of,
    },
    minify: asBoolean(property(options, "minify")) ?? { k: "default", value: false, of },
    external: externalOf(props, options),
    define: definedBy(options),
    place: placeOf(bundling?.site ?? site),
  };
}

function externalOf(
  props: CodeValue | undefined,
  options: CodeValue | undefined,
): readonly string[] | undefined {
  if (!isClosed(options)) return undefined;
  const modules = property(options, "externalModules");
  if (modules !== undefined && !isAbsent(modules.value)) {
    const names = itemsOf(modules.value).map(stringOf);
    const known = names.filter((name) => name !== undefined);
    if (!isClosedList(modules.value) || known.length < names.length || mayInstall(options)) return undefined;
    const installed = property(options, "nodeModules")?.value;
    if (!isClosedList(installed)) return undefined;
    // What is installed beside the bundle is there.
    const beside = new Set(itemsOf(installed).map(stringOf));
    return known.filter((name) => !beside.has(name));
  }
  if (primitiveOf(property(options, "bundleAwsSDK")?.value) === true) return [];
  const runtime = onlyValue(asRuntime(property(props, "runtime")));
  const version = Number(/^nodejs(\d+)/.exec(runtime ?? "")?.[1] ?? NaN);
  return version >= 18 ? SDK_IN_RUNTIME : version < 18 ? ["aws-sdk"] : undefined;
}

/** Whether commands around the bundling may put packages beside it. */
function mayInstall(options: CodeValue | undefined): boolean {
  const hooks = property(options, "commandHooks");
  return hooks !== undefined && /\binstall\b|node_modules/.test(textOf(hooks.value.site));
}

function definedBy(options: CodeValue | undefined): readonly string[] | undefined {
  if (!isClosed(options)) return undefined;
  const define = property(options, "define")?.value;
  if (define === undefined) return [];
  return define.kind === "object" && !define.isOpen ? [...define.entries.keys()] : undefined;
}

/** What is on disk is deployed, unless the asset has a build of its own, or something was compiled into it. */
export function readAssetBundle(
  props: CodeValue | undefined,
  handler: HandlerReference,
  site: Site,
): Bundle | undefined {
  const code = property(props, "code");
  const options =
    code?.value.kind === "result" || code?.value.kind === "instance" ? code.value.args[1] : undefined;
  const isBundled = convert(property(options, "bundling"), () => true) !== undefined || !isClosed(options);
  if (handler.file === undefined) return undefined;
  if (isBundledCode(code?.value)) {
    const asByDefault = options === undefined ? [] : undefined;
    return {
      tool: "esbuild",
      format: undefined,
      minify: undefined,
      external: asByDefault,
      define: asByDefault,
      place: placeOf(code.site),
    };
  }
  const isAsItIs = !isBundled && /\.[cm]?js$/.test(handler.file);
  return {
    tool: isAsItIs ? "none" : "other",
    format: undefined,
    minify: undefined,
    external: isAsItIs ? [] : undefined,
    define: isAsItIs ? [] : undefined,
    place: placeOf(code?.site ?? site),
  };
}
