import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { memberName } from "./ast.js";
import { buildTypeImport, indentationAt, isNameUsed, lineBreakOf } from "./edits.js";
import type { SyntaxFacts } from "./facts.js";
import type { ModuleBinding, ModuleLoad } from "./module-loads.js";

/** Where each export of a module is to be had alone. */
export interface SplitModule {
  /** The specifier that carries the export of this name, or undefined when none does. */
  readonly specifierOf: (name: string) => string | undefined;
  /** How it is imported there: as the default export (which is what `require` gives), or under its name. */
  readonly binding: "default" | "named";
  /** With more names than these there is nothing to gain. */
  readonly mostNames: number;
  /** What keeps the whole's name for the members that no part carries, as long as it has all of them. */
  readonly rest?: { readonly specifier: string; readonly has: (name: string) => boolean } | undefined;
}

/** What one binding of the whole becomes: imports by local name, and edits where it was read as `_.name`. */
interface Split {
  readonly names: ReadonlyMap<string, string>;
  readonly replaced: readonly { readonly node: TSESTree.Node; readonly name: string }[];
  /** The file has types of the whole that no part carries. */
  readonly isTypeKept: boolean;
  /** The whole's name stays, for the members that `rest` has. */
  readonly isRestKept: boolean;
}

/**
 * Imports each export that the file uses from the module that carries it alone: `import { get } from "lodash"` becomes
 * `import get from "lodash/get.js"`, and with `import _ from "lodash"` every `_.get` becomes `get`. Undefined when the
 * file uses something that no such module carries, when a new name clashes, or when a comment would be lost.
 */
export function buildSplitImport(
  load: ModuleLoad,
  { specifierOf, binding, mostNames, rest }: SplitModule,
  { sourceCode }: SyntaxFacts,
): ((fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[]) | undefined {
  const target = targetOf(load, binding);
  if (target === undefined || load.isReexported || load.isNeededAtOnce) return undefined;
  const splits = load.bindings.map((whole) => splitBinding(whole, { specifierOf, rest }, sourceCode));
  const found = splits.filter((split) => split !== undefined);
  const names = new Map(found.flatMap((split) => [...split.names]));
  const replaced = found.flatMap((split) => split.replaced);
  if (found.length < splits.length || names.size === 0 || names.size > mostNames) return undefined;
  if ([target, ...replaced.map(({ node }) => node)].some((node) => hasComment(node, sourceCode)))
    return undefined;

  if (found.some(({ isRestKept, isTypeKept }) => isRestKept && isTypeKept)) return undefined;
  const quote = sourceCode.getText(load.source).charAt(0);
  const lines = [...names].map(([local, name]) => {
    const module = `${quote}${specifierOf(name) ?? ""}${quote}`;
    if (load.kind === "import-equals") return `import ${local} = require(${module});`;
    const separator = load.kind === "require" ? ": " : " as ";
    const pattern =
      binding === "default" ? local : `{ ${local === name ? name : `${name}${separator}${local}`} }`;
    return load.kind === "require" ? `${pattern} = require(${module})` : `import ${pattern} from ${module};`;
  });
  for (const [index, { variable, node }] of load.bindings.entries())
    if (rest !== undefined && found[index]?.isRestKept)
      lines.push(importWhole(variable.name, node, load, `${quote}${rest.specifier}${quote}`));
  if (target.type === "ImportDeclaration") {
    const kept = new Set(
      load.bindings.filter((_, index) => found[index]?.isTypeKept).map(({ node }) => node),
    );
    const types = buildTypeImport(sourceCode, target, (specifier) => kept.has(specifier));
    if (types !== undefined) lines.push(types);
  }
  const lineBreak = `${lineBreakOf(sourceCode)}${indentationAt(sourceCode, target.range[0])}`;
  return (fixer) => [
    fixer.replaceText(target, lines.join(load.kind === "require" ? ", " : lineBreak)),
    ...replaced.map(({ node, name }) => fixer.replaceText(node, name)),
  ];
}

/** The declaration or declarator in whose place the new ones stand. */
function targetOf(
  { kind, node, bindings }: ModuleLoad,
  binding: SplitModule["binding"],
): TSESTree.Node | undefined {
  if (kind === "import") return (node as TSESTree.ImportDeclaration).attributes.length > 0 ? undefined : node;
  if (kind === "import-equals") return binding === "default" ? node : undefined;
  const declarator = bindings[0]?.node;
  if (kind !== "require" || declarator?.type !== "VariableDeclarator") return undefined;
  // Oxlint has `null` where there is none.
  return declarator.id.typeAnnotation ? undefined : declarator;
}

function splitBinding(
  { path, variable, values, types }: ModuleBinding,
  { specifierOf, rest }: Pick<SplitModule, "specifierOf" | "rest">,
  sourceCode: Readonly<TSESLint.SourceCode>,
): Split | undefined {
  const [name, ...others] = path;
  if (others.length > 0) return undefined;
  if (name !== undefined && name !== "default") {
    const isWritten = variable.references.some((reference) => reference.isWrite() && reference.init !== true);
    const kept = { replaced: [], isRestKept: false };
    if (values.length === 0) return { ...kept, names: new Map(), isTypeKept: types.length > 0 };
    if (isWritten || specifierOf(name) === undefined) return undefined;
    return { ...kept, names: new Map([[variable.name, name]]), isTypeKept: false };
  }
  const names = new Map<string, string>();
  const replaced: { node: TSESTree.Node; name: string }[] = [];
  let isTypeKept = false;
  let isRestKept = false;
  for (const identifier of [...values, ...types]) {
    const member = memberOf(identifier);
    // `_.default` is the whole again, in a module that was compiled to CommonJS.
    const isPart = member !== undefined && member.name !== "default";
    const isCovered = isPart && specifierOf(member.name) !== undefined;
    if (isCovered && !isWritten(member.node)) {
      if (isNameUsed(sourceCode, member.name)) return undefined;
      names.set(member.name, member.name);
      replaced.push(member);
    } else if (isPart && !isCovered && rest?.has(member.name) === true) isRestKept = true;
    else if (values.includes(identifier)) return undefined;
    else isTypeKept = true;
  }
  return { names, replaced, isTypeKept, isRestKept };
}

/** The whole's own declaration, from another module. */
function importWhole(name: string, node: TSESTree.Node, { kind }: ModuleLoad, module: string): string {
  if (kind === "require") return `${name} = require(${module})`;
  if (kind === "import-equals") return `import ${name} = require(${module});`;
  return `import ${node.type === "ImportNamespaceSpecifier" ? `* as ${name}` : name} from ${module};`;
}

/** `_.iteratee = f`, `delete _.get` */
function isWritten(member: TSESTree.Node): boolean {
  const { parent } = member;
  if (parent?.type === "AssignmentExpression") return parent.left === member;
  return (
    parent?.type === "UpdateExpression" ||
    (parent?.type === "UnaryExpression" && parent.operator === "delete")
  );
}

/** `_.get`, or the type `AWS.S3`. */
function memberOf(identifier: TSESTree.Node): { node: TSESTree.Node; name: string } | undefined {
  const { parent } = identifier;
  if (parent?.type === "TSQualifiedName" && parent.left === identifier)
    return { node: parent, name: parent.right.name };
  if (parent?.type !== "MemberExpression" || parent.object !== identifier) return undefined;
  const name = memberName(parent);
  return name === undefined ? undefined : { node: parent, name };
}

function hasComment(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  return sourceCode.getCommentsInside(node).length > 0;
}
