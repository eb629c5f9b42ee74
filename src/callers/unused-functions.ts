import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import QuickLRU from "quick-lru";
import { isFunction, memberName, unwrap } from "../syntax/ast.js";
import { parseSource } from "../syntax/parse-source.js";
import type { HandlerSources } from "./handler-sources.js";

/** `operations[name](input)`: any function may be meant. */
const COMPUTED_CALL = /\w\s*\[\s*[A-Za-z_$][\w$.]*\s*\]\s*\(/;

/** By the sources, which are read again when they change, and the name of the handler in them. */
const known = new WeakMap<HandlerSources, Map<string, readonly string[]>>();
const knownParts = new QuickLRU<
  string,
  { readonly text: string; readonly parts: readonly Part[] | undefined }
>({ maxSize: 1_000 });

/**
 * The code of a handler without the functions of the top level of its files that no code says the name of: other handlers use
 * them, of files that several have in common. Whole files, where functions may be meant without their names.
 *
 * @param exportName of the handler: those beside it in its file are other functions. Undefined for all of them
 */
export function usedTextsOf(sources: HandlerSources, exportName: string | undefined): readonly string[] {
  const byName = known.get(sources) ?? new Map<string, readonly string[]>();
  known.set(sources, byName);
  const key = exportName ?? "";
  const found = byName.get(key) ?? findUsedTexts(sources, exportName);
  byName.set(key, found);
  return found;
}

function findUsedTexts({ texts }: HandlerSources, exportName: string | undefined): readonly string[] {
  const all = [...texts.values()];
  if (all.some((text) => COMPUTED_CALL.test(text))) return all;
  const [handlerFile] = texts.keys();
  const root = exportName?.split(".")[0];
  const used: Part[] = [];
  const pending = new Set<Part>();
  for (const [file, text] of texts) {
    const isHandlers = file === handlerFile;
    const isByName = isHandlers ? root !== undefined : isUsedByName(file, all);
    for (const part of (isByName ? partsOf(file, text) : undefined) ?? [{ text, names: undefined }])
      if (part.names === undefined || (isHandlers && part.names.includes(root ?? ""))) used.push(part);
      else pending.add(part);
  }
  const words = new Set<string>();
  // Grows while it is gone through.
  for (const part of used) {
    for (const [word] of part.text.matchAll(/[\w$]+/g)) words.add(word);
    if (part !== used.at(-1)) continue;
    for (const other of pending) {
      if (other.names?.some((name) => words.has(name)) !== true) continue;
      used.push(other);
      pending.delete(other);
    }
  }
  return used.map(({ text }) => text);
}

function partsOf(file: string, text: string): readonly Part[] | undefined {
  const found = knownParts.get(file);
  if (found?.text === text) return found.parts;
  const parts = splitIntoParts(file, text);
  knownParts.set(file, { text, parts });
  return parts;
}

/** True where nothing but the names of its exports leads to the functions of a file. */
function isUsedByName(file: string, texts: readonly string[]): boolean {
  const { name, dir } = path.parse(file);
  const stem = name === "index" ? path.basename(dir) : name;
  const specifier = String.raw`["'\x60][^"'\x60\s]*(?<![\w-])${escape(stem)}(?:\.\w+)?\/?["'\x60]`;
  const whole = new RegExp(
    [
      String.raw`\bimport\s+(?:type\s+)?(?:\w+\s*,\s*)?(?:\*\s*as\s+)?([\w$]+)\s*(?:,\s*\{[^}]*\}\s*)?from\s*${specifier}`,
      String.raw`\b([\w$]+)\s*=\s*(?:await\s+import|require)\s*\(\s*${specifier}\s*\)`,
    ].join("|"),
    "g",
  );
  // Of what is loaded as a whole in another way, nobody knows what becomes.
  const loaded = new RegExp(
    String.raw`\*\s*as\s+[\w$]+\s+from\s*${specifier}|(?:require|import)\s*\(\s*${specifier}\s*\)`,
    "g",
  );
  const taken = new RegExp(
    String.raw`(?:\*\s*as\s+[\w$]+\s+from\s*|(?:\}|[\w$])\s*=\s*(?:(?:await\s+import|require)\s*\(\s*))${specifier}`,
    "g",
  );
  return texts.every((text) => {
    if (COMPUTED_CALL.test(text)) return false;
    if (!text.includes(stem)) return true;
    if (countOf(text, loaded) > countOf(text, taken)) return false;
    const names = [...text.matchAll(whole)].map(([, ofImport, ofRequire]) => ofImport ?? ofRequire ?? "");
    return names.every((local) => isReadByMember(local, text)) && !/export\s*\*\s*as\b/.test(text);
  });
}

/** Whether every use of a name, but for the one that declares it, is a part of it: `store.list`. */
function isReadByMember(local: string, text: string): boolean {
  const uses = [...text.matchAll(new RegExp(String.raw`(?<![\w$.])${escape(local)}(?![\w$])`, "g"))];
  const whole = uses.filter(({ index }) => !/^\s*\??\.\s*[\w$]/.test(text.slice(index + local.length)));
  return whole.length <= 1;
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

interface Part {
  readonly text: string;
  /** The names of the functions that it makes, and nothing else. Undefined for code that runs when the file is loaded. */
  readonly names: readonly string[] | undefined;
}

/** Undefined for what is no code, or cannot be parsed. */
function splitIntoParts(file: string, text: string): readonly Part[] | undefined {
  const source = /\.[cm]?[jt]sx?$/.test(file) ? parseSource(file, text) : undefined;
  return source?.ast.body
    .filter((statement) => !isImport(statement) && !isListOfExports(statement))
    .map((statement) => ({ text: source.getText(statement), names: functionsMadeBy(statement) }));
}

/** What is imported under its own name, which stands where it is used. */
function isImport(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type === "ImportDeclaration")
    return statement.specifiers.every(
      (specifier) =>
        specifier.type !== "ImportSpecifier" ||
        (specifier.imported.type === "Identifier" && specifier.imported.name === specifier.local.name),
    );
  return (
    statement.type === "VariableDeclaration" &&
    statement.declarations.every(({ init, id }) => {
      const call = init && unwrap(init);
      return (
        id.type === "ObjectPattern" &&
        id.properties.every((property) => property.type === "Property" && property.shorthand) &&
        call?.type === "CallExpression" &&
        call.callee.type === "Identifier" &&
        call.callee.name === "require"
      );
    })
  );
}

/** `export { list, save }`, `export default { list, save }`, `module.exports = { list, save }` */
function isListOfExports(statement: TSESTree.ProgramStatement): boolean {
  if (statement.type === "ExportNamedDeclaration")
    return statement.declaration === null && statement.specifiers.every(isOfOwnName);
  if (statement.type === "ExportDefaultDeclaration") return isListOfNames(statement.declaration);
  const assigned = statement.type === "ExpressionStatement" ? statement.expression : undefined;
  return (
    assigned?.type === "AssignmentExpression" &&
    assigned.left.type === "MemberExpression" &&
    memberName(assigned.left) === "exports" &&
    isListOfNames(assigned.right)
  );
}

/** Under another name it may be used, and the name of the function says nothing. */
function isOfOwnName({ local, exported }: TSESTree.ExportSpecifier): boolean {
  return local.type === "Identifier" && exported.type === "Identifier" && local.name === exported.name;
}

function isListOfNames(node: TSESTree.Node): boolean {
  const list = unwrap(node);
  return (
    list.type === "ObjectExpression" &&
    list.properties.every((property) => property.type === "Property" && property.shorthand)
  );
}

/** `export const list = async () => …`, `function save() {}`, `exports.list = async () => …` */
function functionsMadeBy(statement: TSESTree.ProgramStatement): readonly string[] | undefined {
  const declared =
    statement.type === "ExportNamedDeclaration" ? (statement.declaration ?? undefined) : statement;
  if (declared?.type === "FunctionDeclaration") return declared.id ? [declared.id.name] : undefined;
  if (declared?.type === "VariableDeclaration") {
    const names = declared.declarations.map(({ id, init }) =>
      id.type === "Identifier" && init && isFunction(unwrap(init)) ? id.name : undefined,
    );
    return names.every((name) => name !== undefined) ? names : undefined;
  }
  const assigned = declared?.type === "ExpressionStatement" ? declared.expression : undefined;
  if (assigned?.type !== "AssignmentExpression" || !isFunction(unwrap(assigned.right))) return undefined;
  const { left } = assigned;
  const owner = left.type === "MemberExpression" ? unwrap(left.object) : undefined;
  const isOfExports =
    owner?.type === "Identifier"
      ? owner.name === "exports"
      : owner?.type === "MemberExpression" && memberName(owner) === "exports";
  const name = left.type === "MemberExpression" && isOfExports ? memberName(left) : undefined;
  return name === undefined ? undefined : [name];
}
