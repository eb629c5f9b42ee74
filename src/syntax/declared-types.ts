import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, keyName, memberName, unwrap, constructorOf } from "./ast.js";
import { classLineOf } from "./class-line.js";
import type { Variable } from "./name-index.js";
import { patternPath } from "./imports.js";
import type { Syntax } from "./syntax.js";
import { thisOwner } from "./this-owner.js";

/** Types of types of members: deeper nobody declares them. */
const MAX_STEPS = 6;

/** Types that say of another type only what may be done with it, or when it is there. */
const TRANSPARENT = new Set([
  ...["Readonly", "Partial", "Required", "NonNullable", "Pick", "Omit"],
  ...["Promise", "PromiseLike", "Awaited"],
]);

/**
 * The type that a variable, a parameter or a field is declared with: `Store` for `this.store` where the class has
 * `private readonly store?: Store`, and for `deps.store` where `deps` is declared as `{ store: Store }`. Aliases of the file
 * and types such as `Readonly` are looked through. Undefined where the file does not say it, and where it leaves a choice:
 * `Store | Cache`.
 */
export function declaredTypeOf(expression: TSESTree.Node, syntax: Syntax): TSESTree.TypeNode | undefined {
  return resolveType(typeOf(expression, syntax, 0), syntax);
}

/** The same, where the type has a name: an interface or a class. */
export function declaredNameOf(expression: TSESTree.Node, syntax: Syntax): TSESTree.EntityName | undefined {
  const type = declaredTypeOf(expression, syntax);
  return type?.type === "TSTypeReference" ? type.typeName : undefined;
}

function typeOf(expression: TSESTree.Node, syntax: Syntax, steps: number): TSESTree.TypeNode | undefined {
  if (steps > MAX_STEPS) return undefined;
  const node = unwrap(expression);
  switch (node.type) {
    case "Identifier": {
      const variable = syntax.facts.variableOf(node);
      return variable && typeOfVariable(variable, syntax, steps);
    }
    case "MemberExpression": {
      const name = memberName(node);
      return name === undefined
        ? elementTypeOf(node.object, syntax, steps + 1)
        : typeOfPath(node.object, [name], syntax, steps);
    }
    case "AwaitExpression":
      return typeOf(node.argument, syntax, steps + 1);
    case "CallExpression": {
      const callee = unwrap(node.callee);
      if (callee.type === "MemberExpression" && memberName(callee) === "get") {
        const held = elementTypeOf(callee.object, syntax, steps + 1);
        if (held !== undefined) return held;
      }
      const [fn] = syntax.values.functionsOf(callee);
      return fn?.returnType?.typeAnnotation;
    }
    default:
      return undefined;
  }
}

/** What a list, a record or a map of a declared type holds: `Store` for `Store[]`, and for `new Map<string, Store>()`. */
function elementTypeOf(
  collection: TSESTree.Node,
  syntax: Syntax,
  steps: number,
): TSESTree.TypeNode | undefined {
  const declared = resolveType(typeOf(collection, syntax, steps), syntax);
  if (declared !== undefined) return elementOf(declared, syntax);
  for (const value of syntax.values.valuesOf(collection)) {
    const callee = value.type === "NewExpression" ? unwrap(value.callee) : undefined;
    if (value.type !== "NewExpression" || callee?.type !== "Identifier") continue;
    if (syntax.facts.variableOf(callee) !== undefined) continue;
    return value.typeArguments?.params[elementIndex.get(callee.name) ?? -1];
  }
  return undefined;
}

/** Which of a collection's type arguments is that of what it holds. */
const elementIndex: ReadonlyMap<string, number> = new Map([
  ...["Array", "ReadonlyArray", "Set", "ReadonlySet"].map((name) => [name, 0] as const),
  ...["Map", "ReadonlyMap", "WeakMap", "Record"].map((name) => [name, 1] as const),
]);

function elementOf(type: TSESTree.TypeNode, syntax: Syntax): TSESTree.TypeNode | undefined {
  if (type.type === "TSArrayType") return type.elementType;
  if (type.type === "TSTypeOperator") return type.typeAnnotation && elementOf(type.typeAnnotation, syntax);
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  return syntax.facts.variableOf(type.typeName) === undefined
    ? type.typeArguments?.params[elementIndex.get(type.typeName.name) ?? -1]
    : undefined;
}

/** Of what stands behind some names in a value. */
function typeOfPath(
  value: TSESTree.Node,
  path: readonly string[],
  syntax: Syntax,
  steps: number,
): TSESTree.TypeNode | undefined {
  if (steps > MAX_STEPS) return undefined;
  const object = unwrap(value);
  const [name, ...rest] = path;
  if (name === undefined) return typeOf(object, syntax, steps + 1);
  if (object.type === "ObjectExpression") return typeInObject(object, name, rest, syntax, steps + 1);
  if (object.type !== "ThisExpression") {
    const type = typeOf(object, syntax, steps + 1);
    if (type !== undefined) return memberOf(type, path, syntax);
    const initial = initialOf(object, syntax);
    return initial && typeOfPath(initial, path, syntax, steps + 1);
  }
  const owner = thisOwner(object);
  if (owner?.kind !== "class") return undefined;
  return memberOf(typeOfField(owner.node, name, owner.isStatic, syntax), rest, syntax);
}

/** `{ ...defaults, ...options }` has what its parts have. */
function typeInObject(
  { properties }: TSESTree.ObjectExpression,
  name: string,
  rest: readonly string[],
  syntax: Syntax,
  steps: number,
): TSESTree.TypeNode | undefined {
  for (const property of properties.toReversed()) {
    const found =
      property.type === "SpreadElement"
        ? typeOfPath(property.argument, [name, ...rest], syntax, steps)
        : keyName(property) === name
          ? typeOfPath(property.value, rest, syntax, steps)
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a variable without a type starts with. */
function initialOf(node: TSESTree.Node, { facts }: Syntax): TSESTree.Expression | undefined {
  const definition = facts.variableOf(node)?.defs[0];
  return definition?.node.type === "VariableDeclarator" && definition.name === definition.node.id
    ? (definition.node.init ?? undefined)
    : undefined;
}

function typeOfVariable(variable: Variable, syntax: Syntax, steps: number): TSESTree.TypeNode | undefined {
  const [definition] = variable.defs;
  if (definition === undefined) return undefined;
  const own = definition.name.type === "Identifier" ? definition.name.typeAnnotation : undefined;
  if (own) return own.typeAnnotation;
  const holder: TSESTree.Node = definition.node;
  if (holder.type === "VariableDeclarator" && holder.id === definition.name) {
    if (holder.init !== null) return typeOf(holder.init, syntax, steps + 1);
    const loop = holder.parent.parent;
    return loop.type === "ForOfStatement" ? elementTypeOf(loop.right, syntax, steps + 1) : undefined;
  }
  const patterns =
    holder.type === "VariableDeclarator" ? [holder.id] : "params" in holder ? holder.params : [];
  for (const pattern of patterns) {
    const path = patternPath(pattern, variable);
    if (path === undefined || path.length === 0) continue;
    const declared = annotationOf(pattern);
    if (declared !== undefined) return memberOf(declared, path, syntax);
    const initial = holder.type === "VariableDeclarator" ? holder.init : null;
    return initial === null ? undefined : typeOfPath(initial, path, syntax, steps);
  }
  return undefined;
}

/** Of a parameter or a pattern, with or without a default. */
function annotationOf(pattern: TSESTree.Node): TSESTree.TypeNode | undefined {
  const target = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
  return target.type === "Identifier" || target.type === "ObjectPattern" || target.type === "ArrayPattern"
    ? target.typeAnnotation?.typeAnnotation
    : undefined;
}

/** `private readonly store: Store`, as a field or as a parameter of the constructor; of the class or of one above it. */
function typeOfField(
  cls: ClassNode,
  name: string,
  isStatic: boolean,
  { values }: Syntax,
): TSESTree.TypeNode | undefined {
  for (const current of classLineOf(cls, values)) {
    for (const member of current.body.body) {
      const isField =
        member.type === "PropertyDefinition" ||
        member.type === "AccessorProperty" ||
        member.type === "TSAbstractPropertyDefinition";
      if (isField && member.static === isStatic && keyName(member) === name)
        return member.typeAnnotation?.typeAnnotation;
    }
    for (const parameter of isStatic ? [] : (constructorOf(current)?.params ?? [])) {
      if (parameter.type !== "TSParameterProperty") continue;
      const { parameter: inner } = parameter;
      const target = inner.type === "AssignmentPattern" ? inner.left : inner;
      if (target.name === name) return annotationOf(inner);
    }
  }
  return undefined;
}

/** The type behind some names in a type that the file spells out. */
function memberOf(
  type: TSESTree.TypeNode | undefined,
  path: readonly string[],
  syntax: Syntax,
): TSESTree.TypeNode | undefined {
  return path.reduce(
    (current, name) =>
      propertiesOf(resolveType(current, syntax), syntax).find((member) => keyName(member) === name)
        ?.typeAnnotation?.typeAnnotation,
    type,
  );
}

/**
 * The properties that the file says a type has: of a literal type, of an interface of the file, of the types in an
 * intersection, and of what a type of another file is given: `Context<{ store: Store }>`.
 */
export function propertiesOf(
  type: TSESTree.TypeNode | undefined,
  syntax: Syntax,
  steps = 0,
): readonly TSESTree.TSPropertySignature[] {
  if (type === undefined || steps > MAX_STEPS) return [];
  const of = (types: readonly TSESTree.TypeNode[]) =>
    types.flatMap((one) => propertiesOf(resolveType(one, syntax), syntax, steps + 1));
  if (type.type === "TSIntersectionType") return of(type.types);
  if (type.type === "TSTypeLiteral") return type.members.filter(isProperty);
  if (type.type !== "TSTypeReference") return [];
  const declaration = interfaceOf(type, syntax);
  return declaration?.body.body.filter(isProperty) ?? of(type.typeArguments?.params ?? []);
}

function isProperty(member: TSESTree.TypeElement): member is TSESTree.TSPropertySignature {
  return member.type === "TSPropertySignature";
}

/** What is left of a type without `undefined` and `null`, through aliases of the file and types that only narrow it. */
export function resolveType(
  type: TSESTree.TypeNode | undefined,
  syntax: Syntax,
  steps = 0,
): TSESTree.TypeNode | undefined {
  if (type === undefined || steps > MAX_STEPS) return undefined;
  if (type.type === "TSUnionType") {
    const rest = type.types.filter(
      ({ type: kind }) => kind !== "TSUndefinedKeyword" && kind !== "TSNullKeyword",
    );
    return rest.length === 1 ? resolveType(rest[0], syntax, steps + 1) : undefined;
  }
  if (type.type !== "TSTypeReference") return type;
  const { typeName, typeArguments } = type;
  if (typeName.type !== "Identifier") return type;
  const variable = syntax.facts.variableOf(typeName);
  if (variable === undefined)
    return TRANSPARENT.has(typeName.name) ? resolveType(typeArguments?.params[0], syntax, steps + 1) : type;
  const declaration = variable.defs[0]?.node;
  return declaration?.type === "TSTypeAliasDeclaration"
    ? resolveType(declaration.typeAnnotation, syntax, steps + 1)
    : type;
}

function interfaceOf(
  { typeName }: TSESTree.TSTypeReference,
  { facts }: Syntax,
): TSESTree.TSInterfaceDeclaration | undefined {
  const declaration = facts.variableOf(typeName)?.defs[0]?.node;
  return declaration?.type === "TSInterfaceDeclaration" ? declaration : undefined;
}
