import type { TSESTree } from "@typescript-eslint/utils";
import { memberName, unitOf, wrapped } from "./ast.js";
import { isUnconditional } from "./control-flow.js";
import type { Reference, SyntaxFacts, Variable } from "./facts.js";
import { INTEROP_CALLS, patternPath, stringOf } from "./imports.js";

/** A module that Node.js loads while it evaluates the file, for one declaration or call that asks for it. */
export interface ModuleLoad {
  /** The specifier as it is written. */
  readonly module: string;
  /** The string literal of the specifier. */
  readonly source: TSESTree.Node;
  /** The declaration, or the call of `require` or `import`. */
  readonly node: TSESTree.Node;
  readonly kind: "import" | "import-equals" | "require" | "dynamic" | "export-from";
  /** The names that the file has for it. */
  readonly bindings: readonly ModuleBinding[];
  /** The file exports something of it. */
  readonly isReexported: boolean;
  /** It is needed where it is loaded: for its side effects, or because its value goes elsewhere than to a name. */
  readonly isNeededAtOnce: boolean;
}

export interface ModuleBinding {
  /**
   * The exports to follow: `["S3"]`, `["default"]`. Empty for the namespace and for what `require()` gives, `["*"]` for
   * what no path leads to.
   */
  readonly path: readonly string[];
  readonly variable: Variable;
  /** The import specifier or the declarator. */
  readonly node: TSESTree.Node;
  /** Where the name is evaluated. */
  readonly values: readonly Identifier[];
  /** Where it stands for a type only. */
  readonly types: readonly Identifier[];
  /** `export { name }` */
  readonly isExported: boolean;
}

type Identifier = TSESTree.Identifier | TSESTree.JSXIdentifier;

/**
 * The modules that the file loads as it is evaluated, in source order: imports, re-exports, and what module code
 * `require`s or imports without a condition. Imports of types only are no loads. Nor, with `isTypeScript`, are those
 * that TypeScript leaves out because no value of them is used (it keeps them under `verbatimModuleSyntax`, of which
 * the file says nothing).
 */
export function collectModuleLoads(facts: SyntaxFacts, isTypeScript: boolean): readonly ModuleLoad[] {
  const loads = [
    ...facts.program.body.flatMap((statement) => fromStatement(statement, facts)),
    ...facts.calls.flatMap((call) => fromRequire(call, facts)),
    ...facts.awaits.flatMap(({ argument }) => fromDynamicImport(argument, facts)),
  ];
  return loads
    .filter((load) => load.module !== "" && !(isTypeScript && isElided(load)))
    .sort((a, b) => a.source.range[0] - b.source.range[0]);
}

function fromStatement(statement: TSESTree.Node, facts: SyntaxFacts): readonly ModuleLoad[] {
  switch (statement.type) {
    case "ImportDeclaration": {
      if (statement.importKind === "type") return [];
      const specifiers = statement.specifiers.filter(
        (specifier) => specifier.type !== "ImportSpecifier" || specifier.importKind !== "type",
      );
      if (specifiers.length === 0 && statement.specifiers.length > 0) return [];
      const names = specifiers.flatMap((specifier) =>
        bindingsOf(specifier, facts, () => importedPath(specifier)),
      );
      return [
        { ...common("import", statement, statement.source, names), isNeededAtOnce: specifiers.length === 0 },
      ];
    }
    case "TSImportEqualsDeclaration": {
      const { moduleReference } = statement;
      if (moduleReference.type !== "TSExternalModuleReference" || statement.importKind === "type") return [];
      const names = bindingsOf(statement, facts, () => []);
      return [common("import-equals", statement, moduleReference.expression, names)];
    }
    case "ExportNamedDeclaration":
      if (statement.declaration?.type === "TSImportEqualsDeclaration")
        return fromStatement(statement.declaration, facts).map((load) => ({ ...load, isReexported: true }));
      if (statement.source === null || statement.exportKind === "type") return [];
      if (
        statement.specifiers.length > 0 &&
        statement.specifiers.every((specifier) => specifier.exportKind === "type")
      )
        return [];
      return [{ ...common("export-from", statement, statement.source, []), isReexported: true }];
    case "ExportAllDeclaration":
      if (statement.exportKind === "type") return [];
      return [{ ...common("export-from", statement, statement.source, []), isReexported: true }];
    default:
      return [];
  }
}

function fromRequire(call: TSESTree.Node, facts: SyntaxFacts): readonly ModuleLoad[] {
  if (call.type !== "CallExpression" || !facts.isGlobal(call.callee, "require")) return [];
  return fromExpression("require", call, call.arguments[0], facts);
}

function fromDynamicImport(node: TSESTree.Node, facts: SyntaxFacts): readonly ModuleLoad[] {
  return node.type === "ImportExpression" ? fromExpression("dynamic", node, node.source, facts) : [];
}

function fromExpression(
  kind: "require" | "dynamic",
  node: TSESTree.Node,
  source: TSESTree.Node | undefined,
  facts: SyntaxFacts,
): readonly ModuleLoad[] {
  if (source === undefined || unitOf(node).type !== "Program" || !isUnconditional(node)) return [];
  const { top, path } = takenFrom(node);
  const declarator = top.parent;
  if (declarator?.type !== "VariableDeclarator" || declarator.init !== top) {
    const { parent } = top;
    const isReexported = parent?.type === "AssignmentExpression" && isExports(parent.left, facts);
    return [{ ...common(kind, node, source, []), isReexported, isNeededAtOnce: !isReexported }];
  }
  const names = bindingsOf(declarator, facts, (variable) => {
    const rest = patternPath(declarator.id, variable);
    return rest && [...path, ...rest];
  });
  return [common(kind, node, source, names)];
}

/** The whole expression that takes something from the module, `require("aws-sdk").S3`, and the exports it follows. */
function takenFrom(node: TSESTree.Node): { top: TSESTree.Node; path: readonly string[] } {
  let top = wrapped(node);
  const path: string[] = [];
  for (;;) {
    const { parent } = top;
    if (parent?.type === "MemberExpression" && parent.object === top) {
      const name = memberName(parent);
      if (name === undefined) return { top, path };
      path.push(name);
    } else if (parent?.type === "CallExpression") {
      const { callee } = parent;
      const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
      if (!INTEROP_CALLS.has(name ?? (callee.type === "Identifier" ? callee.name : ""))) return { top, path };
    } else if (parent?.type !== "AwaitExpression") return { top, path };
    top = wrapped(parent);
  }
}

/** `exports.x`, `module.exports` */
function isExports(target: TSESTree.Node, facts: SyntaxFacts): boolean {
  let object = target;
  while (object.type === "MemberExpression") ({ object } = object);
  return facts.isGlobal(object, "exports") || facts.isGlobal(object, "module");
}

function common(
  kind: ModuleLoad["kind"],
  node: TSESTree.Node,
  source: TSESTree.Node,
  bindings: readonly ModuleBinding[],
): ModuleLoad {
  return {
    module: stringOf(source) ?? "",
    source,
    node,
    kind,
    bindings,
    isReexported: bindings.some(({ isExported }) => isExported),
    isNeededAtOnce: false,
  };
}

function bindingsOf(
  node: TSESTree.Node,
  { sourceCode }: SyntaxFacts,
  pathOf: (variable: Variable) => readonly string[] | undefined,
): readonly ModuleBinding[] {
  return sourceCode.getDeclaredVariables(node).map((variable) => {
    const uses = variable.references.filter((reference) => reference.init !== true);
    const isExport = ({ identifier }: Reference): boolean => identifier.parent.type === "ExportSpecifier";
    const values = uses.filter((use) => isValueUse(use) && !isExport(use));
    return {
      path: pathOf(variable) ?? ["*"],
      variable,
      node,
      values: values.map(({ identifier }) => identifier),
      types: uses.filter((use) => !isValueUse(use)).map(({ identifier }) => identifier),
      isExported: uses.some((use) => isExport(use) && isValueUse(use)),
    };
  });
}

function importedPath(specifier: TSESTree.ImportClause): readonly string[] {
  if (specifier.type === "ImportDefaultSpecifier") return ["default"];
  if (specifier.type === "ImportNamespaceSpecifier") return [];
  const { imported } = specifier;
  return [imported.type === "Identifier" ? imported.name : imported.value];
}

/** True when the reference is evaluated: it stands neither for a type nor in `typeof x` of a type. */
function isValueUse(reference: Reference): boolean {
  // ESLint's own scope manager, which knows no types, has no such property.
  const { isValueReference } = reference as { isValueReference?: boolean };
  if (isValueReference === false) return false;
  let node: TSESTree.Node = reference.identifier;
  while (node.parent.type === "TSQualifiedName") node = node.parent;
  return node.parent.type !== "TSTypeQuery";
}

function isElided({ kind, bindings, isReexported, isNeededAtOnce }: ModuleLoad): boolean {
  if (kind !== "import" && kind !== "import-equals") return false;
  return !isNeededAtOnce && !isReexported && bindings.every(({ values }) => values.length === 0);
}
