import { readText } from "../functions/read-text.js";
import { statFile } from "../functions/stat-file.js";
import { mentionsTellingModule } from "../lambda/handlers/telling-modules.js";
import { loadParser } from "../syntax/load-parser.js";

interface KnownFile {
  checkedAt: number;
  readonly mtimeMs: number | undefined;
  /** Names under which a file that imports a module of Lambda's exports something. */
  readonly exported: ReadonlySet<string>;
}

const known = new Map<string, KnownFile>();

/**
 * True for a file that imports a module of Lambda's, types included, and exports something under the name of a handler.
 * Looked at again after a second, and read again when it has changed; false for what cannot be read or parsed.
 */
export function isHandlerFile(file: string, handlerNames: readonly string[]): boolean {
  const { exported } = readHandlerFile(file);
  return exported.size > 0 && handlerNames.some((name) => exported.has(name));
}

const FRESH_MS = 1_000;
const NO_NAMES: ReadonlySet<string> = new Set();

function readHandlerFile(file: string): KnownFile {
  const now = performance.now();
  const entry = known.get(file);
  if (entry !== undefined && now - entry.checkedAt < FRESH_MS) return entry;
  const mtimeMs = statFile(file)?.mtimeMs;
  if (entry !== undefined && entry.mtimeMs === mtimeMs) {
    entry.checkedAt = now;
    return entry;
  }
  const exported = mtimeMs === undefined ? NO_NAMES : exportedNames(readText(file), file);
  const read = { checkedAt: now, mtimeMs, exported };
  known.set(file, read);
  return read;
}

function exportedNames(text: string, file: string): ReadonlySet<string> {
  const names = new Set<string>();
  // A look at the text spares most files the parser.
  if (!mentionsTellingModule(text, [])) return names;
  const { module, program } = loadParser().parseSync(file, text);
  const specifiers = module.staticImports.map(({ moduleRequest }) => `from "${moduleRequest.value}"`);
  const isCommonJs = !module.hasModuleSyntax;
  if (!isCommonJs && !mentionsTellingModule(specifiers.join(" "), [])) return names;
  for (const { entries } of module.staticExports)
    for (const { exportName, isType } of entries)
      if (!isType && exportName.name !== null) names.add(exportName.name);
  if (!isCommonJs) return names;
  for (const statement of program.body) {
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
      continue;
    const target = text.slice(statement.expression.left.start, statement.expression.left.end);
    const name = /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}
