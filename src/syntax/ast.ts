import type { TSESTree } from "@typescript-eslint/utils";

export type FunctionNode =
  TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression;

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

export type LoopNode =
  | TSESTree.ForStatement
  | TSESTree.ForInStatement
  | TSESTree.ForOfStatement
  | TSESTree.WhileStatement
  | TSESTree.DoWhileStatement;

export type CallNode = TSESTree.CallExpression | TSESTree.NewExpression;

/**
 * A stretch of code that runs as one: the module itself, a function, a class static block, or the initialiser of a
 * class field. Every expression belongs to exactly one.
 */
export type CodeUnit =
  | TSESTree.Program
  | FunctionNode
  | TSESTree.StaticBlock
  | TSESTree.PropertyDefinition
  | TSESTree.AccessorProperty;

export function isFunction(node: TSESTree.Node | null | undefined): node is FunctionNode {
  return (
    node?.type === "FunctionDeclaration" ||
    node?.type === "FunctionExpression" ||
    node?.type === "ArrowFunctionExpression"
  );
}

export function isClass(node: TSESTree.Node | null | undefined): node is ClassNode {
  return node?.type === "ClassDeclaration" || node?.type === "ClassExpression";
}

/** ESLint's own parser, unlike typescript-eslint's, makes no list of decorators. */
export function decoratorsOf(
  node: ClassNode | TSESTree.MethodDefinition | TSESTree.PropertyDefinition | TSESTree.Parameter,
): readonly TSESTree.Decorator[] {
  return orEmpty(node.decorators);
}

/** The interfaces that a class says it implements; ESLint's own parser makes no list of them. */
export function implementedBy(cls: ClassNode): readonly TSESTree.TSClassImplements[] {
  return orEmpty(cls.implements);
}

function orEmpty<T>(list: readonly T[] | undefined): readonly T[] {
  return list ?? [];
}

/** A member of a TypeScript namespace: `namespace Order { export const create = …; }`. */
export interface NamespaceMember {
  readonly name: string;
  readonly value: TSESTree.Node;
}

/** What a namespace exports; of one that is only declared, or is a part of another (`A.B`), nothing. */
export function membersOfNamespace({ id, body }: TSESTree.TSModuleDeclaration): readonly NamespaceMember[] {
  if (id.type !== "Identifier" || body === undefined) return [];
  return body.body.flatMap((statement): readonly NamespaceMember[] => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : null;
    switch (declaration?.type) {
      case "VariableDeclaration":
        return declaration.declarations.flatMap(({ id: name, init }) =>
          name.type === "Identifier" && init !== null ? [{ name: name.name, value: init }] : [],
        );
      case "FunctionDeclaration":
      case "ClassDeclaration":
      case "TSModuleDeclaration":
        return declaration.id?.type === "Identifier"
          ? [{ name: declaration.id.name, value: declaration }]
          : [];
      default:
        return [];
    }
  });
}

/** The constructor that a class has itself. */
export function constructorOf(cls: ClassNode): TSESTree.FunctionExpression | undefined {
  for (const member of cls.body.body) {
    if (
      member.type === "MethodDefinition" &&
      member.kind === "constructor" &&
      member.value.type === "FunctionExpression"
    )
      return member.value;
  }
  return undefined;
}

export function isLoop(node: TSESTree.Node | null | undefined): node is LoopNode {
  switch (node?.type) {
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return true;
    default:
      return false;
  }
}

/** The expression below everything that does not change its value: `as`, `satisfies`, `!`, `<T>x`, chains, `(0, x)`. */
export function unwrap(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  for (;;) {
    switch (current.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ChainExpression":
        current = current.expression;
        break;
      case "SequenceExpression": {
        const last = current.expressions.at(-1);
        if (last === undefined) return current;
        current = last;
        break;
      }
      default:
        return current;
    }
  }
}

/** The outermost node that has the same value as `node`: the inverse of {@link unwrap}, without sequences. */
export function wrapped(node: TSESTree.Node): TSESTree.Node {
  let current = node;
  while (current.parent) {
    const parent = current.parent;
    const keepsValue =
      parent.type === "TSAsExpression" ||
      parent.type === "TSSatisfiesExpression" ||
      parent.type === "TSNonNullExpression" ||
      parent.type === "TSTypeAssertion" ||
      parent.type === "ChainExpression";
    if (!keepsValue) break;
    current = parent;
  }
  return current;
}

/** The name in which a reference ends: `send` for `send` and for `client.send`. Undefined for any other expression. */
export function lastNameOf(node: TSESTree.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? memberName(node) : undefined;
}

/** The name that a key or a member access has in the source, or undefined when it is computed from something. */
function staticName(key: TSESTree.Node, isComputed: boolean): string | undefined {
  if (key.type === "Literal") return typeof key.value === "object" ? undefined : String(key.value);
  if (key.type === "TemplateLiteral" && key.quasis.length === 1)
    return key.quasis[0]?.value.cooked ?? undefined;
  if (isComputed) return undefined;
  if (key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  return undefined;
}

/** What an `ImportExpression` names; undefined for `import.defer()`, which the parser takes while somebody types it. */
export function importedSource({
  source,
}: {
  readonly source: TSESTree.Expression | null;
}): TSESTree.Expression | undefined {
  return source ?? undefined;
}

export function memberName(node: TSESTree.MemberExpression): string | undefined {
  return staticName(node.property, node.computed);
}

type Keyed =
  | TSESTree.Property
  | TSESTree.MethodDefinition
  | TSESTree.PropertyDefinition
  | TSESTree.AccessorProperty
  | TSESTree.TSAbstractMethodDefinition
  | TSESTree.TSAbstractPropertyDefinition
  | TSESTree.TSAbstractAccessorProperty
  | TSESTree.TSPropertySignature;

export function keyName(node: Keyed): string | undefined {
  return staticName(node.key, node.computed);
}

/** A getter or a setter of a class or an object. */
export function isAccessor(node: TSESTree.Node): node is TSESTree.MethodDefinition | TSESTree.Property {
  return (
    (node.type === "MethodDefinition" || node.type === "Property") &&
    (node.kind === "get" || node.kind === "set")
  );
}

/** The identifier at the left end of a member chain (`a` of `a.b.c()`), or the other expression that stands there. */
export function chainRoot(node: TSESTree.Node): TSESTree.Node {
  let current = unwrap(node);
  for (;;) {
    if (current.type === "MemberExpression") current = unwrap(current.object);
    else if (current.type === "CallExpression") current = unwrap(current.callee);
    else return current;
  }
}

/** The same where members alone stand between: of `a.b().c` it is the call. */
export function memberRoot(node: TSESTree.Node): TSESTree.Node {
  let current = unwrap(node);
  while (current.type === "MemberExpression") current = unwrap(current.object);
  return current;
}

/** The code unit in which the value of `node` is computed. A function belongs to the unit that creates it. */
export function unitOf(node: TSESTree.Node): CodeUnit {
  let child: TSESTree.Node = node;
  let parent = node.parent;
  while (parent) {
    if (isFunction(parent) && (child === parent.body || parent.params.includes(child as TSESTree.Parameter)))
      return parent;
    if (parent.type === "StaticBlock") return parent;
    if (
      (parent.type === "PropertyDefinition" || parent.type === "AccessorProperty") &&
      child === parent.value
    )
      return parent;
    child = parent;
    parent = parent.parent;
  }
  return child as TSESTree.Program;
}

/** The function around `node`, or undefined in module code, static blocks and field initialisers. */
export function enclosingFunction(node: TSESTree.Node): FunctionNode | undefined {
  const unit = unitOf(node);
  return isFunction(unit) ? unit : undefined;
}

export function enclosingClass(node: TSESTree.Node): ClassNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isClass(current)) return current;
  }
  return undefined;
}

export function isInside(node: TSESTree.Node, ancestor: TSESTree.Node): boolean {
  return node.range[0] >= ancestor.range[0] && node.range[1] <= ancestor.range[1];
}

/** The call or `new` that has `node` as its callee. */
export function callOf(node: TSESTree.Node): CallNode | undefined {
  const whole = wrapped(node);
  const parent = whole.parent;
  if (parent?.type !== "CallExpression" && parent?.type !== "NewExpression") return undefined;
  return parent.callee === whole ? parent : undefined;
}

/** What a parameter binds: its name or pattern, without a default. */
export function parameterTarget(parameter: TSESTree.Parameter | undefined): TSESTree.Node | undefined {
  return parameter?.type === "AssignmentPattern" ? parameter.left : parameter;
}
