import { readText } from "../functions/read-text.js";
import { statFile } from "../functions/stat-file.js";
import path from "node:path";
import QuickLRU from "quick-lru";
import { loadParser } from "../syntax/load-parser.js";

/** A module of the project that a file of it loads at init, by a relative path. */
export interface ProjectImport {
  readonly specifier: string;
  /** Absolute path of the file. */
  readonly target: string;
}

interface CachedFile {
  checkedAt: number;
  readonly mtimeMs: number;
  readonly imports: readonly ProjectImport[];
}

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".jsx"];
/** TypeScript files are imported by the names that they have when they are compiled. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".js", ".jsx"],
  ".mjs": [".mts", ".mjs"],
  ".cjs": [".cts", ".cjs"],
  ".jsx": [".tsx", ".jsx"],
};
const MAX_BYTES = 1_000_000;
const FRESH_MS = 1_000;
const files = new QuickLRU<string, CachedFile>({ maxSize: 5_000 });

/** The file that a relative specifier names, as Node.js and TypeScript find it; undefined for anything else. */
export function resolveRelative(specifier: string, importer: string): string | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const base = path.resolve(path.dirname(importer), specifier);
  const known = resolved.get(base);
  if (known !== undefined) return known.target;
  const target = findTarget(base);
  resolved.set(base, { target });
  return target;
}

/** By the path that a specifier spells: a run asks for the same modules again and again, an editor sees new ones in time. */
const resolved = new QuickLRU<string, { readonly target: string | undefined }>({
  maxSize: 5_000,
  maxAge: FRESH_MS,
});

function findTarget(base: string): string | undefined {
  const extension = path.extname(base);
  const sources = SOURCES_OF[extension];
  const stem = base.slice(0, base.length - extension.length);
  const candidates = [
    ...(sources ?? []).map((source) => stem + source),
    ...(EXTENSIONS.includes(extension) ? [base] : []),
    ...EXTENSIONS.map((ending) => base + ending),
    ...EXTENSIONS.map((ending) => path.join(base, `index${ending}`)),
  ];
  return candidates.find((candidate) => isFile(candidate));
}

/**
 * What a file loads at init of the project's own files, by relative paths: without `import type`, without imports of which
 * only types are used, and without `import()` and `require()` in functions. A file is read again when it changes, which is
 * looked at after a second; one that cannot be read or parsed loads nothing.
 */
export function readProjectImports(file: string): readonly ProjectImport[] {
  const now = performance.now();
  const cached = files.get(file);
  if (cached !== undefined && now - cached.checkedAt < FRESH_MS) return cached.imports;
  const stats = statFile(file);
  if (stats === undefined || stats.size > MAX_BYTES) return [];
  if (cached?.mtimeMs === stats.mtimeMs) {
    cached.checkedAt = now;
    return cached.imports;
  }
  const imports = importsOf(readText(file), file);
  files.set(file, { checkedAt: now, mtimeMs: stats.mtimeMs, imports });
  return imports;
}

/** The same for a text that the file is to have. */
export function importsOf(text: string, file: string): readonly ProjectImport[] {
  // Nothing relative is loaded by a text that has no relative path in quotes.
  if (!/["'`]\.{1,2}(?:\/|["'`])/.test(text)) return [];
  return resolveImports(specifiersIn(text, file), file);
}

/** What a file asks for at init, whatever it names: packages as well. */
export function readSpecifiers(file: string): readonly string[] {
  const stats = statFile(file);
  return stats === undefined || stats.size > MAX_BYTES ? [] : [...specifiersIn(readText(file), file)];
}

function specifiersIn(text: string, file: string): ReadonlySet<string> {
  const { program, errors } = loadParser().parseSync(file, text);
  return new Set(errors.length > 0 ? [] : specifiersOf(program as unknown as Node));
}

/** The files that the relative ones of the specifiers name. */
export function resolveImports(specifiers: Iterable<string>, importer: string): readonly ProjectImport[] {
  return [...specifiers].flatMap((specifier) => {
    const target = resolveRelative(specifier, importer);
    return target === undefined ? [] : [{ specifier, target }];
  });
}

function isFile(file: string): boolean {
  return statFile(file)?.isFile() === true;
}

/** A node of the parser's tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function specifiersOf(program: Node): readonly string[] {
  const specifiers: string[] = [];
  const values = new Set<string>();
  const body = program["body"] as readonly Node[];
  for (const statement of body) {
    if (statement.type === "ImportDeclaration") continue;
    collectValues(statement, values, specifiers, true);
  }
  for (const statement of body) {
    const source = (statement["source"] as { value?: string } | null | undefined)?.value;
    if (source === undefined) continue;
    const isType = statement["importKind"] === "type" || statement["exportKind"] === "type";
    if (!isType && (statement.type !== "ImportDeclaration" || isUsed(statement, values)))
      specifiers.push(source);
  }
  return specifiers;
}

/** True for an import of a module's effects, and for one whose names stand where values are read. */
function isUsed(declaration: Node, values: ReadonlySet<string>): boolean {
  const specifiers = declaration["specifiers"] as readonly { importKind?: string; local: { name: string } }[];
  if (specifiers.length === 0) return true;
  return specifiers.some(({ importKind, local }) => importKind !== "type" && values.has(local.name));
}

/** TypeScript's nodes that hold values; all others are types. */
const VALUE_NODES =
  /^TS(?:As|Satisfies|NonNull|Instantiation|TypeAssertion)|^TS(?:Enum|Module|ExportAssignment|ParameterProperty)/;
const FUNCTIONS = /Function|^ArrowFunction|^MethodDefinition$/;

/** Names that are read as values, and what `require` loads outside functions. Shadowed names count: that errs to more. */
function collectValues(node: Node, values: Set<string>, specifiers: string[], isTop: boolean): void {
  if (node.type.startsWith("TS") && !VALUE_NODES.test(node.type)) return;
  if (node.type === "Identifier" || node.type === "JSXIdentifier") {
    values.add(node["name"] as string);
  }
  if (isTop && node.type === "CallExpression") {
    const callee = node["callee"] as Node;
    const [argument] = node["arguments"] as readonly Node[];
    if (callee["name"] === "require" && typeof argument?.["value"] === "string")
      specifiers.push(argument["value"]);
  }
  const inner = isTop && !FUNCTIONS.test(node.type);
  for (const [key, child] of Object.entries(node)) {
    const isName =
      (key === "key" || key === "property") && node["computed"] !== true && node["shorthand"] !== true;
    if (isName || key === "typeAnnotation" || key === "typeArguments" || key === "returnType") continue;
    for (const item of Array.isArray(child) ? (child as unknown[]) : [child])
      if (isNode(item)) collectValues(item, values, specifiers, inner);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}
