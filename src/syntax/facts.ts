import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type LoopNode,
  isClass,
  isFunction,
  isLoop,
} from "./ast.js";

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;

/** What one walk over the tree collects for every later question. Lists are in source order. */
export interface SyntaxFacts {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly program: TSESTree.Program;
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
  readonly calls: readonly CallNode[];
  readonly taggedTemplates: readonly TSESTree.TaggedTemplateExpression[];
  readonly members: readonly TSESTree.MemberExpression[];
  readonly assignments: readonly (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[];
  readonly awaits: readonly TSESTree.AwaitExpression[];
  readonly loops: readonly LoopNode[];
  /** Declarations that take a value apart: `const { a } = b`. */
  readonly destructured: readonly TSESTree.VariableDeclarator[];
  /** The specifiers that the file imports or requires by a literal, as they are written. */
  readonly specifiers: ReadonlySet<string>;
  /** What the function can return: the arguments of its `return`s, or the body of an expression arrow. */
  returnsOf(fn: FunctionNode): readonly TSESTree.Expression[];
  yieldsOf(fn: FunctionNode): readonly TSESTree.Expression[];
  /** The variable that an identifier stands for; undefined for globals and for names nobody declares in the file. */
  variableOf(identifier: TSESTree.Node): Variable | undefined;
  referenceOf(identifier: TSESTree.Node): Reference | undefined;
  /** True when the identifier is a global: nothing in the file declares it. */
  isGlobal(identifier: TSESTree.Node, name: string): boolean;
}

export function collectFacts(sourceCode: Readonly<TSESLint.SourceCode>): SyntaxFacts {
  const functions: FunctionNode[] = [];
  const classes: ClassNode[] = [];
  const calls: CallNode[] = [];
  const taggedTemplates: TSESTree.TaggedTemplateExpression[] = [];
  const members: TSESTree.MemberExpression[] = [];
  const assignments: (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[] = [];
  const awaits: TSESTree.AwaitExpression[] = [];
  const loops: LoopNode[] = [];
  const destructured: TSESTree.VariableDeclarator[] = [];
  const specifiers = new Set<string>();
  const returns = new Map<FunctionNode, TSESTree.Expression[]>();
  const yields = new Map<FunctionNode, TSESTree.Expression[]>();

  walk(sourceCode, sourceCode.ast, (node, fn) => {
    switch (node.type) {
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require")
          addSpecifier(specifiers, node.arguments[0]);
        calls.push(node);
        break;
      case "NewExpression":
        calls.push(node);
        break;
      case "ImportDeclaration":
      case "ImportExpression":
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        addSpecifier(specifiers, node.source);
        break;
      case "TSExternalModuleReference":
        addSpecifier(specifiers, node.expression);
        break;
      case "VariableDeclarator":
        if (node.id.type === "ObjectPattern") destructured.push(node);
        break;
      case "MemberExpression":
        members.push(node);
        break;
      case "AssignmentExpression":
      case "UpdateExpression":
        assignments.push(node);
        break;
      case "AwaitExpression":
        awaits.push(node);
        break;
      case "TaggedTemplateExpression":
        taggedTemplates.push(node);
        break;
      case "ReturnStatement":
        if (fn !== undefined && node.argument) append(returns, fn, node.argument);
        break;
      case "YieldExpression":
        if (fn !== undefined && node.argument) append(yields, fn, node.argument);
        break;
      default:
        if (isFunction(node)) {
          functions.push(node);
          if (node.body.type !== "BlockStatement") append(returns, node, node.body);
        } else if (isClass(node)) classes.push(node);
        else if (isLoop(node)) loops.push(node);
    }
  });

  const { references, declared } = indexNames(sourceCode);
  const variableOf = (identifier: TSESTree.Node): Variable | undefined => {
    const variable = references.get(identifier)?.resolved ?? declared.get(identifier);
    return variable !== undefined && variable.defs.length > 0 ? variable : undefined;
  };
  return {
    sourceCode,
    program: sourceCode.ast,
    functions,
    classes,
    calls,
    taggedTemplates,
    members,
    assignments,
    awaits,
    loops,
    destructured,
    specifiers,
    returnsOf: (fn) => returns.get(fn) ?? [],
    yieldsOf: (fn) => yields.get(fn) ?? [],
    variableOf,
    referenceOf: (identifier) => references.get(identifier),
    isGlobal: (identifier, name) =>
      identifier.type === "Identifier" && identifier.name === name && variableOf(identifier) === undefined,
  };
}

function addSpecifier(specifiers: Set<string>, source: TSESTree.Node | null | undefined): void {
  if (source?.type === "Literal" && typeof source.value === "string") specifiers.add(source.value);
  else if (source?.type === "TemplateLiteral") specifiers.add(source.quasis[0]?.value.cooked ?? "");
}

/** Visits every node below `root` in source order, with the function around it; no recursion, so depth is no limit. */
function walk(
  sourceCode: Readonly<TSESLint.SourceCode>,
  root: TSESTree.Node,
  visit: (node: TSESTree.Node, fn: FunctionNode | undefined) => void,
): void {
  const nodes: TSESTree.Node[] = [root];
  const owners: (FunctionNode | undefined)[] = [undefined];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const owner = owners.pop();
    visit(node, owner);
    const inner = isFunction(node) ? node : owner;
    const keys = sourceCode.visitorKeys[node.type] ?? [];
    for (let k = keys.length - 1; k >= 0; k--) {
      const child = (node as unknown as Record<string, unknown>)[keys[k] ?? ""];
      if (Array.isArray(child)) {
        for (let i = child.length - 1; i >= 0; i--) {
          if (isNode(child[i])) {
            nodes.push(child[i] as TSESTree.Node);
            owners.push(inner);
          }
        }
      } else if (isNode(child)) {
        nodes.push(child);
        owners.push(inner);
      }
    }
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}

function indexNames(sourceCode: Readonly<TSESLint.SourceCode>): {
  references: Map<TSESTree.Node, Reference>;
  declared: Map<TSESTree.Node, Variable>;
} {
  const references = new Map<TSESTree.Node, Reference>();
  const declared = new Map<TSESTree.Node, Variable>();
  for (const scope of sourceCode.scopeManager?.scopes ?? []) {
    for (const reference of scope.references) references.set(reference.identifier, reference);
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) {
        // A class declares its name twice, outside and inside its body: the outer one is what the file sees.
        if (!declared.has(identifier)) declared.set(identifier, variable);
      }
    }
  }
  return { references, declared };
}

export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
