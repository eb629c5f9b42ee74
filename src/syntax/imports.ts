import type { TSESTree } from "@typescript-eslint/utils";
import { moduleCaptures } from "../knowledge/captures.js";
import { importedSource, keyName, memberName, unwrap } from "./ast.js";
import type { SyntaxFacts } from "./facts.js";
import type { Variable } from "./name-index.js";

/** A value that comes from another module, however the import is spelled. */
export interface ImportedValue {
  /** The specifier without a `node:` prefix: `fs/promises`, `@aws-sdk/client-s3`, `./db.js`. */
  readonly module: string;
  /**
   * The exports to follow from the module: `["S3Client"]`, `["DynamoDB", "DocumentClient"]`. Empty for the module
   * itself and for its default export, which are the same thing to callers of CommonJS packages.
   */
  readonly path: readonly string[];
  readonly kind: "import" | "require" | "dynamic";
  readonly isTypeOnly: boolean;
  /** The declaration or call that imports. */
  readonly node: TSESTree.Node;
}

export type ImportResolver = (expression: TSESTree.Node) => ImportedValue | undefined;

/** What compilers wrap around `require` so that a CommonJS module looks like an ES module. */
export const INTEROP_CALLS: ReadonlySet<string> = new Set([
  "__importDefault",
  "__importStar",
  "_interopRequireDefault",
  "_interopRequireWildcard",
]);

/** The answer to "which import is this expression?", through aliases, destructuring, namespaces and `require`. */
export function createImportResolver(facts: SyntaxFacts): ImportResolver {
  const resolver = new Resolver(facts);
  return (expression) => resolver.resolve(expression);
}

class Resolver {
  private readonly cache = new Map<Variable, ImportedValue | undefined>();
  /** Every rule asks for the callees of the same calls. */
  private readonly members = new Map<TSESTree.Node, ImportedValue | undefined>();

  constructor(private readonly facts: SyntaxFacts) {}

  resolve(expression: TSESTree.Node): ImportedValue | undefined {
    const node = unwrap(expression);
    switch (node.type) {
      case "Identifier":
      case "JSXIdentifier": {
        const variable = this.facts.variableOf(node);
        return variable && this.resolveVariable(variable);
      }
      case "MemberExpression": {
        let value = this.members.get(node);
        if (value === undefined && !this.members.has(node)) {
          value = this.resolveMember(node);
          this.members.set(node, value);
        }
        return value;
      }
      case "TSQualifiedName":
        return follow(this.resolve(node.left), [node.right.name]);
      case "AwaitExpression":
        return this.resolve(node.argument);
      case "ImportExpression":
        return fromSpecifier(importedSource(node), "dynamic", node);
      case "CallExpression":
        return this.resolveCall(node);
      default:
        return undefined;
    }
  }

  private resolveMember(node: TSESTree.MemberExpression): ImportedValue | undefined {
    const object = this.resolve(node.object);
    const name = object && memberName(node);
    return name === undefined ? undefined : follow(object, [name]);
  }

  private resolveCall(node: TSESTree.CallExpression): ImportedValue | undefined {
    const [argument] = node.arguments;
    if (argument === undefined) return undefined;
    const callee = unwrap(node.callee);
    if (this.facts.isGlobal(callee, "require")) return fromSpecifier(argument, "require", node);
    const name =
      callee.type === "MemberExpression" ? memberName(callee) : callee.type === "Identifier" && callee.name;
    return name && (INTEROP_CALLS.has(name) || moduleCaptures.has(name)) ? this.resolve(argument) : undefined;
  }

  private resolveVariable(variable: Variable): ImportedValue | undefined {
    if (this.cache.has(variable)) return this.cache.get(variable);
    this.cache.set(variable, undefined); // ends cycles such as `const a = b, b = a`
    const value = this.resolveDefinition(variable);
    this.cache.set(variable, value);
    return value;
  }

  private resolveDefinition(variable: Variable): ImportedValue | undefined {
    const [definition, ...others] = variable.defs;
    if (definition === undefined || others.length > 0) return undefined;
    const node: TSESTree.Node = definition.node;
    switch (node.type) {
      case "ImportSpecifier":
        return fromDeclaration(node, [
          node.imported.type === "Identifier" ? node.imported.name : node.imported.value,
        ]);
      case "ImportDefaultSpecifier":
      case "ImportNamespaceSpecifier":
        return fromDeclaration(node, []);
      case "TSImportEqualsDeclaration":
        return node.moduleReference.type === "TSExternalModuleReference"
          ? fromSpecifier(node.moduleReference.expression, "require", node, node.importKind === "type")
          : this.resolve(node.moduleReference);
      case "VariableDeclarator": {
        if (node.init === null || isReassigned(variable)) return undefined;
        const path = patternPath(node.id, variable);
        return path && follow(this.resolve(node.init), path);
      }
      default:
        return this.resolveParameter(variable, node);
    }
  }

  /** `import("pkg").then(({ Client }) => …)`: the parameter is the module. */
  private resolveParameter(variable: Variable, fn: TSESTree.Node): ImportedValue | undefined {
    if (fn.type !== "ArrowFunctionExpression" && fn.type !== "FunctionExpression") return undefined;
    const call = fn.parent;
    if (call.type !== "CallExpression" || call.arguments[0] !== fn || call.callee.type !== "MemberExpression")
      return undefined;
    if (memberName(call.callee) !== "then") return undefined;
    const source = unwrap(call.callee.object);
    const [parameter] = fn.params;
    if (source.type !== "ImportExpression" || parameter === undefined) return undefined;
    const path = patternPath(parameter, variable);
    return path && follow(this.resolve(source), path);
  }
}

function fromDeclaration(
  specifier: TSESTree.ImportClause,
  path: readonly string[],
): ImportedValue | undefined {
  const declaration = specifier.parent;
  if (declaration.type !== "ImportDeclaration") return undefined;
  const isTypeOnly =
    declaration.importKind === "type" ||
    (specifier.type === "ImportSpecifier" && specifier.importKind === "type");
  return follow(
    {
      module: bareSpecifier(declaration.source.value),
      path: [],
      kind: "import",
      isTypeOnly,
      node: declaration,
    },
    path,
  );
}

function fromSpecifier(
  source: TSESTree.Node | undefined,
  kind: ImportedValue["kind"],
  node: TSESTree.Node,
  isTypeOnly = false,
): ImportedValue | undefined {
  const module = source && stringOf(source);
  return module === undefined
    ? undefined
    : { module: bareSpecifier(module), path: [], kind, isTypeOnly, node };
}

/** The text of a string literal, or of a template without substitutions. */
export function stringOf(node: TSESTree.Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.quasis.length !== 1) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

/** A specifier without the `node:` prefix, which names the same built-in. */
export function bareSpecifier(specifier: string): string {
  return specifier.startsWith("node:") ? specifier.slice("node:".length) : specifier;
}

function follow(value: ImportedValue | undefined, names: readonly string[]): ImportedValue | undefined {
  if (value === undefined) return undefined;
  const path = [...value.path, ...names];
  // `require("x").default`, `ns.default` and `import { default as x }` are the default export.
  return { ...value, path: path[0] === "default" ? path.slice(1) : path };
}

/** True for a variable that is given another value than its first one. */
export function isReassigned(variable: Variable): boolean {
  return variable.references.some((reference) => reference.isWrite() && reference.init !== true);
}

/** The property names that lead from the value a pattern takes apart to the variable, or undefined if it is a rest. */
export function patternPath(pattern: TSESTree.Node, variable: Variable): string[] | undefined {
  switch (pattern.type) {
    case "Identifier":
      return variable.identifiers.includes(pattern) ? [] : undefined;
    case "AssignmentPattern":
      return patternPath(pattern.left, variable);
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") continue;
        const inner = patternPath(property.value, variable);
        const name = keyName(property);
        if (inner !== undefined) return name === undefined ? undefined : [name, ...inner];
      }
      return undefined;
    case "ArrayPattern":
      for (const [index, element] of pattern.elements.entries()) {
        const inner = element && patternPath(element, variable);
        if (inner) return [String(index), ...inner];
      }
      return undefined;
    default:
      return undefined;
  }
}
