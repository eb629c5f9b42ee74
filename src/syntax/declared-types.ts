import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, keyName, memberName, unwrap, constructorOf } from "./ast.js";
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
  if (node.type === "Identifier") {
    const variable = syntax.facts.variableOf(node);
    return variable && typeOfVariable(variable, syntax, steps);
  }
  const name = node.type === "MemberExpression" ? memberName(node) : undefined;
  return node.type === "MemberExpression" && name !== undefined
    ? typeOfPath(node.object, [name], syntax, steps)
    : undefined;
}

/** Of what stands behind some names in a value. */
function typeOfPath(
  value: TSESTree.Node,
  path: readonly string[],
  syntax: Syntax,
  steps: number,
): TSESTree.TypeNode | undefined {
  const object = unwrap(value);
  if (object.type !== "ThisExpression") return memberOf(typeOf(object, syntax, steps + 1), path, syntax);
  const [field, ...rest] = path;
  const owner = thisOwner(object);
  if (owner?.kind !== "class" || field === undefined) return undefined;
  return memberOf(typeOfField(owner.node, field, owner.isStatic, syntax), rest, syntax);
}

function typeOfVariable(variable: Variable, syntax: Syntax, steps: number): TSESTree.TypeNode | undefined {
  const [definition] = variable.defs;
  if (definition === undefined) return undefined;
  const own = definition.name.type === "Identifier" ? definition.name.typeAnnotation : undefined;
  if (own) return own.typeAnnotation;
  const holder: TSESTree.Node = definition.node;
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
  const seen = new Set<ClassNode>();
  for (
    let current: ClassNode | undefined = cls;
    current !== undefined && !seen.has(current);
    current = values.superClassOf(current)
  ) {
    seen.add(current);
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
