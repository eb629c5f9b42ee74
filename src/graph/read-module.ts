import { extname } from "node:path";
import type { Stamp } from "./cache/stamps.js";
import type { ModuleFormat, SourceFacts } from "./module-graph.js";
import { packageFolderOf, type PackageScopes } from "./package-scope.js";
import type { ProjectSources } from "./project-sources.js";
import { isTypeScript, lookAt, readCode, type SourceCode } from "./read-source.js";
import { scanSource, TooMuchOpen } from "./scan/scan-source.js";
import type { SourceScan } from "./scan/source-scan.js";

/** A file as Node.js gets it, before anything in it is resolved. */
export interface ReadModule {
  readonly format: ModuleFormat;
  readonly scan: SourceScan | undefined;
  readonly stamp: Stamp;
  /** JavaScript, until the next file is read. */
  readonly code?: Buffer;
  readonly facts: SourceFacts;
  /** Of specifiers, for files of the project. */
  readonly lines?: ReadonlyMap<string, number>;
  /** Why nothing is known of its text. */
  readonly reason?: string;
}

export const noFacts: SourceFacts = { bytes: 0, tokens: 0, initTokens: 0, functions: 0 };

interface Readers {
  readonly scopes: PackageScopes;
  /** Asked for only when there is TypeScript to compile. */
  readonly sources: () => ProjectSources;
}

/** Reads any file that Node.js can load, and TypeScript of the project. Never throws. */
export function readModule(id: string, readers: Readers): ReadModule {
  switch (extname(id)) {
    case ".json":
      return readJson(id);
    case ".node":
      return readOpaque(id, "addon");
    case ".wasm":
      return readOpaque(id, "wasm");
    default:
      return isTypeScript(id) ? compileScript(id, readers) : readScript(id, readers);
  }
}

function readOpaque(id: string, format: "addon" | "wasm"): ReadModule {
  const { bytes, stamp } = lookAt(id);
  return { format, scan: undefined, stamp, facts: { ...noFacts, bytes } };
}

function compileScript(id: string, { sources }: Readers): ReadModule {
  const source = readCode(id);
  if (source.code === undefined) return unreadable(source, source.reason);
  try {
    const { text, format, lines } = sources().compile(id);
    const code = Buffer.from(text);
    const scan = scanSource(code);
    return { format, scan, stamp: source.stamp, code, facts: scan.facts, lines };
  } catch (error) {
    return unreadable(source, `does not compile (${String(error)})`);
  }
}

function readScript(id: string, { scopes }: Readers): ReadModule {
  const source = readCode(id);
  const { code, stamp } = source;
  if (code === undefined) return unreadable(source, source.reason);
  const scan = tryScan(code);
  if (scan instanceof TooMuchOpen) return unreadable(source, `cannot be read (${scan.message})`);
  const lines = packageFolderOf(id) === undefined ? linesOf(code.toString(), scan) : undefined;
  const format = formatOf(id, scan, scopes);
  return { format, scan, stamp, code, facts: scan.facts, ...(lines && { lines }) };
}

function tryScan(code: Buffer): SourceScan | TooMuchOpen {
  try {
    return scanSource(code);
  } catch (error) {
    if (error instanceof TooMuchOpen) return error;
    throw error;
  }
}

function formatOf(id: string, { hasModuleSyntax }: SourceScan, scopes: PackageScopes): "commonjs" | "module" {
  if (id.endsWith(".mjs")) return "module";
  if (id.endsWith(".cjs")) return "commonjs";
  return scopes.scopeOf(id)?.type ?? (hasModuleSyntax ? "module" : "commonjs");
}

function readJson(id: string): ReadModule {
  const { code, bytes, stamp, reason } = readCode(id);
  const read = { format: "json", scan: undefined, stamp, facts: { ...noFacts, bytes } } as const;
  if (code === undefined) return { ...read, reason };
  try {
    const text = code.toString();
    JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
    return read;
  } catch {
    return { ...read, reason: "is no valid JSON" };
  }
}

function unreadable({ bytes, stamp }: Pick<SourceCode, "bytes" | "stamp">, reason: string): ReadModule {
  return { format: "commonjs", scan: undefined, stamp, facts: { ...noFacts, bytes }, reason };
}

/** Lines of the first places at which the specifiers of a scan stand in quotes. */
function linesOf(text: string, { loads }: SourceScan): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { specifier } of loads) {
    const at = [`"${specifier}"`, `'${specifier}'`, `\`${specifier}\``]
      .map((quoted) => text.indexOf(quoted))
      .filter((index) => index >= 0);
    if (at.length > 0) lines.set(specifier, text.slice(0, Math.min(...at)).split("\n").length);
  }
  return lines;
}
