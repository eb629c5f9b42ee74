import type { TSESTree } from "@typescript-eslint/utils";
import { importedSource, memberName, memberRoot, unitOf, wrapped } from "./ast.js";
import { isUnconditional } from "./control-flow.js";
import type { SyntaxFacts } from "./facts.js";
import type { Reference, Variable } from "./name-index.js";
import { INTEROP_CALLS, patternPath, stringOf } from "./imports.js";
import { oncePer } from "./once-per.js";

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
 * the file says nothing). Collected once for each file; what their names are used for is computed when it is asked for.
 */
export function collectModuleLoads(facts: SyntaxFacts, isTypeScript: boolean): readonly ModuleLoad[] {
  return isTypeScript ? loadsOfTypeScript(facts) : loadsOf(facts);
}

const loadsOfTypeScript = oncePer((facts: SyntaxFacts): readonly ModuleLoad[] =>
  loadsOf(facts).filter((load) => !isElided(load)),
);

const loadsOf = oncePer((facts: SyntaxFacts): readonly ModuleLoad[] => {
  const loads: FoundLoad[] = [];
  const add = (load: FoundLoad | undefined): void => {
    if (load !== undefined && load.module !== "") loads.push(load);
  };
  for (const statement of facts.program.body) add(fromStatement(statement, facts));
  for (const call of facts.calls) add(fromRequire(call, facts));
  for (const { argument } of facts.awaits) add(fromDynamicImport(argument, facts));
  return loads.sort((a, b) => a.source.range[0] - b.source.range[0]);
});

/** The places that may declare names for a load, and the export that each name stands for. */
interface Names {
  readonly nodes: readonly TSESTree.Node[];
  readonly pathOf: (node: TSESTree.Node, variable: Variable) => readonly string[] | undefined;
}

const NO_NAMES: Names = { nodes: [], pathOf: () => undefined };

class FoundLoad implements ModuleLoad {
  readonly module: string;
  #bindings: readonly ModuleBinding[] | undefined;

  constructor(
    readonly kind: ModuleLoad["kind"],
    readonly node: TSESTree.Node,
    readonly source: TSESTree.Node,
    private readonly facts: SyntaxFacts,
    private readonly names: Names,
    private readonly how: { readonly isReexported?: boolean; readonly isNeededAtOnce?: boolean } = {},
  ) {
    this.module = stringOf(source) ?? "";
  }

  get bindings(): readonly ModuleBinding[] {
    return (this.#bindings ??= this.names.nodes.flatMap((node) =>
      this.facts.sourceCode
        .getDeclaredVariables(node)
        .map((variable) => new FoundBinding(this.names.pathOf(node, variable) ?? ["*"], variable, node)),
    ));
  }

  get isReexported(): boolean {
    return this.how.isReexported ?? this.bindings.some(({ isExported }) => isExported);
  }

  get isNeededAtOnce(): boolean {
    return this.how.isNeededAtOnce ?? false;
  }
}

class FoundBinding implements ModuleBinding {
  #uses: Pick<ModuleBinding, "values" | "types" | "isExported"> | undefined;

  constructor(
    readonly path: readonly string[],
    readonly variable: Variable,
    readonly node: TSESTree.Node,
  ) {}

  get values(): readonly Identifier[] {
    return this.uses.values;
  }

  get types(): readonly Identifier[] {
    return this.uses.types;
  }

  get isExported(): boolean {
    return this.uses.isExported;
  }

  private get uses(): Pick<ModuleBinding, "values" | "types" | "isExported"> {
    return (this.#uses ??= sortUses(this.variable));
  }
}

function sortUses({ references }: Variable): Pick<ModuleBinding, "values" | "types" | "isExported"> {
  const values: Identifier[] = [];
  const types: Identifier[] = [];
  let isExported = false;
  for (const reference of references) {
    if (reference.init === true) continue;
    const { identifier } = reference;
    if (!isValueUse(reference)) types.push(identifier);
    else if (identifier.parent.type === "ExportSpecifier") isExported = true;
    else values.push(identifier);
  }
  return { values, types, isExported };
}

function fromStatement(statement: TSESTree.Node, facts: SyntaxFacts): FoundLoad | undefined {
  switch (statement.type) {
    case "ImportDeclaration": {
      if (statement.importKind === "type") return undefined;
      const nodes = statement.specifiers.filter(
        (specifier) => specifier.type !== "ImportSpecifier" || specifier.importKind !== "type",
      );
      if (nodes.length === 0 && statement.specifiers.length > 0) return undefined;
      const names = { nodes, pathOf: importedPath };
      return new FoundLoad("import", statement, statement.source, facts, names, {
        isNeededAtOnce: nodes.length === 0,
      });
    }
    case "TSImportEqualsDeclaration":
      return fromImportEquals(statement, facts);
    case "ExportNamedDeclaration":
      if (statement.declaration?.type === "TSImportEqualsDeclaration")
        return fromImportEquals(statement.declaration, facts, { isReexported: true });
      if (statement.source === null || statement.exportKind === "type") return undefined;
      if (
        statement.specifiers.length > 0 &&
        statement.specifiers.every((specifier) => specifier.exportKind === "type")
      )
        return undefined;
      return reexport(statement, statement.source, facts);
    case "ExportAllDeclaration":
      return statement.exportKind === "type" ? undefined : reexport(statement, statement.source, facts);
    default:
      return undefined;
  }
}

function fromImportEquals(
  statement: TSESTree.TSImportEqualsDeclaration,
  facts: SyntaxFacts,
  how?: { readonly isReexported: boolean },
): FoundLoad | undefined {
  const { moduleReference } = statement;
  if (moduleReference.type !== "TSExternalModuleReference" || statement.importKind === "type")
    return undefined;
  const names: Names = { nodes: [statement], pathOf: () => [] };
  return new FoundLoad("import-equals", statement, moduleReference.expression, facts, names, how);
}

function reexport(statement: TSESTree.Node, source: TSESTree.Node, facts: SyntaxFacts): FoundLoad {
  return new FoundLoad("export-from", statement, source, facts, NO_NAMES, { isReexported: true });
}

function fromRequire(call: TSESTree.Node, facts: SyntaxFacts): FoundLoad | undefined {
  if (call.type !== "CallExpression" || !facts.isGlobal(call.callee, "require")) return undefined;
  return fromExpression("require", call, call.arguments[0], facts);
}

function fromDynamicImport(node: TSESTree.Node, facts: SyntaxFacts): FoundLoad | undefined {
  return node.type === "ImportExpression"
    ? fromExpression("dynamic", node, importedSource(node), facts)
    : undefined;
}

function fromExpression(
  kind: "require" | "dynamic",
  node: TSESTree.Node,
  source: TSESTree.Node | undefined,
  facts: SyntaxFacts,
): FoundLoad | undefined {
  if (source === undefined || unitOf(node).type !== "Program" || !isUnconditional(node)) return undefined;
  const { top, path } = takenFrom(node);
  const declarator = top.parent;
  if (declarator?.type !== "VariableDeclarator" || declarator.init !== top) {
    const { parent } = top;
    const isReexported = parent?.type === "AssignmentExpression" && isExports(parent.left, facts);
    return new FoundLoad(kind, node, source, facts, NO_NAMES, {
      isReexported,
      isNeededAtOnce: !isReexported,
    });
  }
  return new FoundLoad(kind, node, source, facts, {
    nodes: [declarator],
    pathOf: (_, variable) => {
      const rest = patternPath(declarator.id, variable);
      return rest && [...path, ...rest];
    },
  });
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
  const root = memberRoot(target);
  return facts.isGlobal(root, "exports") || facts.isGlobal(root, "module");
}

function importedPath(specifier: TSESTree.Node): readonly string[] {
  switch (specifier.type) {
    case "ImportDefaultSpecifier":
      return ["default"];
    case "ImportSpecifier": {
      const { imported } = specifier;
      return [imported.type === "Identifier" ? imported.name : imported.value];
    }
    default:
      return [];
  }
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

function isElided(load: ModuleLoad): boolean {
  const { kind, bindings, isNeededAtOnce } = load;
  if (kind !== "import" && kind !== "import-equals") return false;
  // Most are told by the first use of their first name.
  return !isNeededAtOnce && bindings.every(({ values }) => values.length === 0) && !load.isReexported;
}
