import path from "node:path";
import { hasBundlerOfItsOwn } from "./bundler-evidence.js";
import { type ConfigValue, onlyValue } from "./config-value.js";
import { sourcesOfCompiled } from "./compiled-paths.js";
import type { HandlerReference } from "./function-config.js";
import { isListed } from "./list-folder.js";
import { mayExport } from "./may-export.js";
import { findSourceBehindBuild, findSourceOfMakefile, mirrorOfBuild } from "./sources-behind-build.js";
import { statFile } from "./stat-file.js";

/** What a handler's source may end with, in the order in which a project that has both means them. */
const SOURCE_ENDINGS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];

/** Where a configuration says that the code of a handler is. */
export interface CodeLocation {
  /** Absolute path of the folder that is deployed; undefined where it is not known. */
  readonly folder: string | undefined;
  /** Absolute paths, perhaps without ending, of what a bundler makes the deployed files of. */
  readonly entryPoints?: readonly string[];
  readonly isInline?: boolean;
  /** Whether a build of the project's own makes what is deployed. */
  readonly isBuilt?: boolean;
  /** Of another language than Node.js nothing is looked for. */
  readonly runtime?: string | undefined;
}

/** Folders and archives that builds write: what is missing there has not been built yet. */
const BUILD_OUTPUT =
  /(?:^|[\\/])(?:dist|build|built|out|lib|target|bundle|bundled|compiled|package|packages|artifacts?|\.build|\.webpack|\.esbuild|\.serverless|\.aws-sam|\.dist)(?:[\\/]|$)|\.(?:zip|jar)$/i;

/**
 * Finds the source file of a handler. Everything up to the first dot of the base name is the module, the rest is the
 * export. (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html)
 */
export function resolveHandler(
  raw: ConfigValue<string> | undefined,
  { folder, entryPoints = [], isInline = false, isBuilt = false, runtime }: CodeLocation,
): HandlerReference {
  const text = onlyValue(raw);
  const parts = text === undefined ? undefined : splitHandler(text);
  const known = { raw, exportName: parts?.exportName };
  if (isInline) return { ...known, status: "inline", file: undefined, tried: [] };
  const isProvided = runtime?.startsWith("provided") === true;
  const isOtherLanguage = runtime !== undefined && !isProvided && !runtime.startsWith("nodejs");
  if (parts === undefined || folder === undefined || isOtherLanguage)
    return { ...known, status: "opaque", file: undefined, tried: [] };
  const name = path.posix.basename(parts.module);
  // One file can be deployed as well as a folder of them.
  const bundled = [...entryPoints, folder].filter((entry) => stemOf(entry) === name);
  const deployed = path.resolve(folder, parts.module);
  // What is zipped into an archive usually lies beside it.
  const zipped = folder.endsWith(".zip") ? [path.resolve(path.dirname(folder), parts.module)] : [];
  const compiled = sourcesOfCompiled(deployed);
  const tried = [...bundled, deployed, ...zipped, ...compiled];
  // What a build has written is there on one machine and not on another: the source is what counts.
  const source = findSourceBehindBuild(deployed) ?? findMirror(deployed, compiled);
  if (source !== undefined && mayExport(source, parts.exportName))
    return { ...known, status: "resolved", file: source, tried: [] };
  for (const candidate of tried) {
    const file = findSource(candidate);
    if (file === undefined || (compiled.includes(candidate) && mayBeOfAnother(file, parts.exportName)))
      continue;
    return mayExport(file, parts.exportName)
      ? { ...known, status: "resolved", file, ...(candidate === deployed ? { folder } : {}), tried: [] }
      : { ...known, status: "export-missing", file: undefined, tried: [file] };
  }
  const made = isBuilt ? findSourceOfMakefile(folder, parts.module) : undefined;
  if (made !== undefined && mayExport(made, parts.exportName))
    return { ...known, status: "resolved", file: made, tried: [] };
  if (isProvided) return { ...known, status: "opaque", file: undefined, tried: [] };
  const isOutput = isBuilt || BUILD_OUTPUT.test(parts.module) || BUILD_OUTPUT.test(path.basename(folder));
  return { ...known, status: isOutput ? "built-artifact" : "file-missing", file: undefined, tried };
}

/**
 * The source of a file that a build writes: what is there on one machine and not on another says less.
 *
 * @param output absolute path, without ending
 */
export function findSourceOfOutput(output: string): string | undefined {
  const compiled = sourcesOfCompiled(output);
  return (
    findSourceBehindBuild(output) ??
    findMirror(output, compiled) ??
    compiled.map(findSource).find((file) => file !== undefined)
  );
}

/** Whether a file lacks the export, and a bundler may have made the deployed one of a file that has it. */
function mayBeOfAnother(file: string, exportName: string): boolean {
  return !mayExport(file, exportName) && hasBundlerOfItsOwn(file) === true;
}

/** The source that has the same path below `src`, where the compiler's settings lead to none. */
function findMirror(deployed: string, compiled: readonly string[]): string | undefined {
  const mirror = mirrorOfBuild(deployed);
  const isKnown = compiled.some((candidate) => findSource(candidate) !== undefined);
  return mirror === undefined || isKnown ? undefined : findSource(mirror);
}

/** `src/app.handler` → `src/app` and `handler`; undefined for what Lambda refuses. */
function splitHandler(text: string): { module: string; exportName: string } | undefined {
  const base = text.slice(text.lastIndexOf("/") + 1);
  const dot = base.indexOf(".");
  if (dot <= 0 || dot === base.length - 1 || text.split("/").includes("..")) return undefined;
  return {
    module: text.slice(0, text.length - base.length + dot),
    exportName: base.slice(dot + 1),
  };
}

function stemOf(file: string): string {
  const base = path.basename(file);
  const ending = SOURCE_ENDINGS.find((candidate) => base.endsWith(candidate));
  return ending === undefined ? base : base.slice(0, -ending.length);
}

function findSource(candidate: string): string | undefined {
  if (SOURCE_ENDINGS.some((ending) => candidate.endsWith(ending)) && isFile(candidate)) return candidate;
  return SOURCE_ENDINGS.map((ending) => candidate + ending).find(isFile);
}

function isFile(file: string): boolean {
  return isListed(file) && statFile(file)?.isFile() === true;
}
