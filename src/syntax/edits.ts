import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { decoratorsOf, keyName } from "./ast.js";
import type { Syntax } from "./syntax.js";

/**
 * Builders of edits that keep what they do not mean to change: comments stay with the code they stand at, new names
 * clash with no other, and moved code keeps its shape. Offsets are those of the source text.
 */

type SourceCode = Readonly<TSESLint.SourceCode>;
type Range = readonly [start: number, end: number];

/** The statement of the module's own list that holds the node. */
export function topLevelStatementOf(node: TSESTree.Node): TSESTree.ProgramStatement {
  let current = node;
  while (current.parent !== undefined && current.parent.type !== "Program") current = current.parent;
  return current as TSESTree.ProgramStatement;
}

/** The white space at the beginning of the line that holds the offset. */
export function indentationAt({ text }: SourceCode, offset: number): string {
  return /^[\t ]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
}

/** `\r\n` in a file that has it, else `\n`. */
export function lineBreakOf({ text }: SourceCode): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** A variable's name for what a class or factory gives: `s3Client` for `S3Client`, `pool` for `createPool`, `axios` for `axios.create`. */
export function buildVariableName(creator: string): string {
  const segments = creator.split(".");
  const last = segments.pop() ?? "";
  const isVerb = /^(?:create|connect|extend|from|init|make|open)$/.test(last);
  const noun = ((isVerb ? segments.pop() : undefined) ?? last).replace(/^(?:create|make)(?=[A-Z])/, "");
  const variable = noun.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|\d|$)|[A-Z])/, (capitals) => capitals.toLowerCase());
  return /^[a-z_$][\w$]*$/.test(variable) ? variable : "client";
}

/** `name`, or the first of `name2`, `name3` … that nothing in the file is called or refers to. */
export function buildUniqueName(sourceCode: SourceCode, name: string): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}${count}`;
    if (!isNameUsed(sourceCode, candidate)) return candidate;
  }
}

/** True when something in the file is declared under the name, or refers to a global of that name. */
export function isNameUsed({ scopeManager }: SourceCode, name: string): boolean {
  return (scopeManager?.scopes ?? []).some(
    (scope) =>
      scope.variables.some((variable) => variable.name === name && variable.defs.length > 0) ||
      scope.references.some(({ identifier }) => identifier.type === "Identifier" && identifier.name === name),
  );
}

/**
 * The part of the text that belongs to a statement: the statement, its decorators, the comments right above it and the
 * comment that ends its line.
 */
export function rangeWithComments(sourceCode: SourceCode, statement: TSESTree.Node): Range {
  const { text } = sourceCode;
  const first = firstTokenOf(sourceCode, statement);
  const last = sourceCode.getLastToken(statement);
  let [start] = statement.range;
  if (first !== null) {
    start = Math.min(start, first.range[0]);
    let { line } = first.loc.start;
    for (const comment of sourceCode.getCommentsBefore(first).reverse()) {
      const isOwn =
        comment.loc.end.line >= line - 1 &&
        isBlank(text, lineStart(text, comment.range[0]), comment.range[0]);
      if (!isOwn || text.startsWith("#!", comment.range[0])) break;
      [start] = comment.range;
      ({ line } = comment.loc.start);
    }
  }
  let [, end] = statement.range;
  for (const comment of last === null ? [] : sourceCode.getCommentsAfter(last)) {
    const isTrailing =
      comment.loc.start.line === statement.loc.end.line &&
      isBlank(text, comment.range[1], lineEnd(text, comment.range[1]));
    if (isTrailing) [, end] = comment.range;
  }
  return [start, end];
}

/** Decorators stand before `export`, outside the range of the exported class. */
function firstTokenOf(sourceCode: SourceCode, statement: TSESTree.Node): TSESTree.Token | null {
  const declaration =
    statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
      ? statement.declaration
      : statement;
  const [decorator] = declaration?.type === "ClassDeclaration" ? decoratorsOf(declaration) : [];
  const isBefore = decorator !== undefined && decorator.range[0] < statement.range[0];
  return sourceCode.getFirstToken(isBefore ? decorator : statement);
}

/** The text of a range with the indentation of its first line replaced on all its lines, except inside templates. */
export function reindent(sourceCode: SourceCode, [start, end]: Range, indentation = ""): string {
  const { text, ast } = sourceCode;
  const old = indentationAt(sourceCode, start);
  const isInTemplate = (offset: number): boolean =>
    ast.tokens.some(
      ({ type, range }) =>
        (type === "Template" || type === "String") && range[0] < offset && offset < range[1],
    );
  let result = "";
  let offset = start;
  for (const line of text.slice(start, end).split(/(?<=\n)/)) {
    const isMovable = offset !== start && line.startsWith(old) && !isInTemplate(offset);
    result += isMovable && line.trim() !== "" ? indentation + line.slice(old.length) : line;
    offset += line.length;
  }
  return result;
}

/**
 * Inserts lines in module scope before a statement of the module's own list, its comments included. They join the
 * declarations above it, if there are some, and else stand alone with a blank line after them.
 */
export function insertBeforeTopLevel(
  fixer: TSESLint.RuleFixer,
  sourceCode: SourceCode,
  statement: TSESTree.ProgramStatement,
  lines: string,
): TSESLint.RuleFix {
  const { text, ast } = sourceCode;
  const br = lineBreakOf(sourceCode);
  const previous = ast.body[ast.body.indexOf(statement) - 1];
  if (previous?.type === "VariableDeclaration" && previous.loc.start.line === previous.loc.end.line) {
    const [, end] = rangeWithComments(sourceCode, previous);
    const isAlone = lineEnd(text, end) === end && end < statement.range[0];
    const isBlankAfter = /^(\r?\n)[\t ]*\r?\n/.test(text.slice(end));
    if (isAlone && isBlankAfter) return fixer.insertTextAfterRange([end, end], br + lines);
  }
  const [start] = rangeWithComments(sourceCode, statement);
  const isBelowImport =
    previous?.type === "ImportDeclaration" && !/\n[\t ]*\r?\n/.test(text.slice(previous.range[1], start));
  return fixer.insertTextBeforeRange([start, start], (isBelowImport ? br : "") + lines + br + br);
}

/** Removes a range with the lines that it leaves empty, and the blank line that would then open the block or be double. */
export function removeLines(
  fixer: TSESLint.RuleFixer,
  { text }: SourceCode,
  [start, end]: Range,
): TSESLint.RuleFix {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  if (!isBlank(text, from, start) || !isBlank(text, end, to)) {
    const spaces = /^[\t ]*/.exec(text.slice(end))?.[0].length ?? 0;
    return fixer.removeRange([start, end + spaces]);
  }
  const after = /^\r?\n/.exec(text.slice(to))?.[0].length ?? 0;
  const blank = /^[\t ]*\r?\n/.exec(text.slice(to + after))?.[0].length ?? 0;
  const isAfterGap = from === 0 || /(?:^|[{[(:]|\n[\t ]*)\r?\n$/.test(text.slice(0, from));
  return fixer.removeRange([from, to + after + (isAfterGap ? blank : 0)]);
}

/** Replaces a node, unless a comment in it would be lost because the new text has no copy of it: then undefined. */
export function replaceKeepingComments(
  fixer: TSESLint.RuleFixer,
  sourceCode: SourceCode,
  node: TSESTree.Node,
  text: string,
): TSESLint.RuleFix | undefined {
  const isKept = sourceCode
    .getCommentsInside(node)
    .every((comment) => text.includes(sourceCode.getText(comment)));
  return isKept ? fixer.replaceText(node, text) : undefined;
}

/** An import that an edit needs, and how to have it. */
export interface ImportEdit {
  /** The name that stands for the export in the file. */
  readonly localName: string;
  /** Adds the import. Empty when the file has it. */
  readonly fix: (fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[];
}

/**
 * Imports an export by name, the way the file imports: from an import that is there, with a specifier added to one, or
 * with an `import` (in CommonJS a `require`) of its own after the last.
 */
export function buildImport({ facts }: Pick<Syntax, "facts">, module: string, name: string): ImportEdit {
  const { sourceCode, program } = facts;
  const declarations = program.body.flatMap((statement) => namedImportOf(statement, module) ?? []);
  for (const { names } of declarations) {
    const localName = names.get(name);
    if (localName !== undefined) return { localName, fix: () => [] };
  }
  const localName = buildUniqueName(sourceCode, name);
  const isCommonJs = isCommonJsFile(facts);
  const specifier = localName === name ? name : `${name}${isCommonJs ? ":" : " as"} ${localName}`;
  const [existing] = declarations;
  if (existing !== undefined) {
    const { last, separator } = existing;
    return {
      localName,
      fix: (fixer) => [fixer.insertTextAfter(last, `${separator[0]}${specifier}${separator[1]}`)],
    };
  }
  const line = isCommonJs
    ? `const { ${specifier} } = require("${module}");`
    : `import { ${specifier} } from "${module}";`;
  return { localName, fix: (fixer) => [insertImport(fixer, facts, line)] };
}

/**
 * An `import type` of the names of a declaration that stay, beside those that it imports as types already; undefined
 * when there are none.
 */
export function buildTypeImport(
  sourceCode: SourceCode,
  { specifiers, source }: TSESTree.ImportDeclaration,
  isKept: (specifier: TSESTree.ImportClause) => boolean,
): string | undefined {
  const kept = specifiers.filter(
    (specifier) =>
      isKept(specifier) || (specifier.type === "ImportSpecifier" && specifier.importKind === "type"),
  );
  const [first] = kept;
  if (first === undefined) return undefined;
  const names = kept.map((specifier) =>
    specifier.type === "ImportSpecifier"
      ? sourceCode.getText(specifier).replace(/^type\s+/, "")
      : `default as ${specifier.local.name}`,
  );
  const isAlone = kept.length === 1 && first.type !== "ImportSpecifier";
  const clause = isAlone ? sourceCode.getText(first) : `{ ${names.join(", ")} }`;
  return `import type ${clause} from ${sourceCode.getText(source)};`;
}

interface NamedImport {
  /** Local names by exported name. */
  readonly names: ReadonlyMap<string, string>;
  /** The node after which a further specifier goes, and what has to stand around it. */
  readonly last: TSESTree.Node;
  readonly separator: readonly [before: string, after: string];
}

/** A value import of the module that a named specifier can be added to. */
function namedImportOf(statement: TSESTree.Node, module: string): NamedImport | undefined {
  if (statement.type === "ImportDeclaration") {
    if (statement.source.value !== module || statement.importKind === "type") return undefined;
    const last = statement.specifiers.at(-1);
    if (last === undefined || last.type === "ImportNamespaceSpecifier") return undefined;
    const names = statement.specifiers.flatMap((specifier) => {
      if (specifier.type !== "ImportSpecifier" || specifier.importKind === "type") return [];
      const { imported, local } = specifier;
      return [[imported.type === "Identifier" ? imported.name : imported.value, local.name] as const];
    });
    return {
      names: new Map(names),
      last,
      separator: last.type === "ImportSpecifier" ? [", ", ""] : [", { ", " }"],
    };
  }
  if (statement.type !== "VariableDeclaration") return undefined;
  const [declarator] = statement.declarations;
  if (declarator.id.type !== "ObjectPattern" || !isRequireOf(declarator.init, module)) return undefined;
  const last = declarator.id.properties.at(-1);
  if (last?.type !== "Property") return undefined;
  const names = declarator.id.properties.flatMap((property) => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    return property.value?.type === "Identifier" && name !== undefined
      ? [[name, property.value.name] as const]
      : [];
  });
  return { names: new Map(names), last, separator: [", ", ""] };
}

function isRequireOf(node: TSESTree.Node | null, module?: string): boolean {
  if (node?.type !== "CallExpression" || node.callee.type !== "Identifier" || node.callee.name !== "require")
    return false;
  const [source] = node.arguments;
  return source?.type === "Literal" && (module === undefined || source.value === module);
}

/** A JavaScript file without `import` and `export` that `require`s or exports the way of CommonJS. */
function isCommonJsFile({ program, sourceCode }: Syntax["facts"]): boolean {
  const isModule = program.body.some(({ type }) => /^(?:Import|Export|TSImportEquals|TSExport)/.test(type));
  return !isModule && (program.sourceType !== "module" || /\brequire\(|\bexports\b/.test(sourceCode.text));
}

function insertImport(
  fixer: TSESLint.RuleFixer,
  { sourceCode, program }: Syntax["facts"],
  line: string,
): TSESLint.RuleFix {
  const br = lineBreakOf(sourceCode);
  const isImport = (statement: TSESTree.Node): boolean =>
    /^(?:ImportDeclaration|TSImportEqualsDeclaration)$/.test(statement.type) ||
    (statement.type === "VariableDeclaration" &&
      statement.declarations.some(({ init }) => isRequireOf(init)));
  const isDirective = (statement: TSESTree.Node): boolean =>
    statement.type === "ExpressionStatement" && statement.directive !== undefined;
  const last = program.body.findLast(isImport) ?? program.body.findLast(isDirective);
  if (last !== undefined) {
    const [, end] = rangeWithComments(sourceCode, last);
    return fixer.insertTextAfterRange([end, end], br + line);
  }
  const [first] = program.body;
  const start = first === undefined ? sourceCode.text.length : rangeWithComments(sourceCode, first)[0];
  return fixer.insertTextBeforeRange([start, start], line + br + br);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of the line break after the offset, or the end of the text. */
function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/\r?\n/);
  return end === -1 ? text.length : offset + end;
}

function isBlank(text: string, start: number, end: number): boolean {
  return text.slice(start, end).trim() === "";
}
