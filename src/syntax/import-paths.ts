import type { TSESTree } from "@typescript-eslint/utils";
import { containerMethods } from "../knowledge/dependency-containers.js";
import { type ClassNode, isClass, memberName, unwrap } from "./ast.js";
import { declaredTypeOf, resolveType } from "./declared-types.js";
import { type ExportPath, INSTANCE, RESULT } from "./export-paths.js";
import type { Syntax } from "./syntax.js";
import { thisOwner } from "./this-owner.js";

/** Code of another module, as the file gets at it. */
export interface ImportPath {
  /** The specifier as the file writes it. */
  readonly module: string;
  readonly path: ExportPath;
}

/** How far a chain of members, calls and instances is followed. */
const MAX_STEPS = 6;

/**
 * What of other modules an expression can be: `repository.save` is `Repository.new().save` of `./repository`, through
 * the file's variables, instances and super classes, and by the type that a parameter or a field is declared with. An
 * imported type is nothing by itself.
 */
export function importPathsOf(expression: TSESTree.Node, syntax: Syntax): readonly ImportPath[] {
  return pathsOf(expression, syntax, 0);
}

function pathsOf(expression: TSESTree.Node, syntax: Syntax, steps: number): readonly ImportPath[] {
  if (steps > MAX_STEPS) return [];
  const own = importOf(expression, syntax);
  if (own !== undefined) return [own];
  const found = syntax.values.valuesOf(expression).flatMap((value) => {
    const imported = importOf(value, syntax);
    return imported === undefined ? pathsOfValue(value, syntax, steps + 1) : [imported];
  });
  return found.length > 0 ? found : declaredInstance(expression, syntax);
}

function importOf(expression: TSESTree.Node, { resolveImport }: Syntax): ImportPath | undefined {
  const imported = resolveImport(expression);
  return imported === undefined || imported.isTypeOnly
    ? undefined
    : { module: imported.module, path: imported.path };
}

function pathsOfValue(value: TSESTree.Node, syntax: Syntax, steps: number): readonly ImportPath[] {
  switch (value.type) {
    case "MemberExpression": {
      const name = memberName(value);
      if (name === undefined) return [];
      const ofObject = append(pathsOf(value.object, syntax, steps), name);
      return ofObject.length > 0 ? ofObject : inheritedPaths(value.object, name, syntax, steps);
    }
    case "NewExpression":
      return isClassOfFile(value.callee, syntax)
        ? []
        : append(pathsOf(value.callee, syntax, steps), INSTANCE);
    case "CallExpression": {
      const callee = unwrap(value.callee);
      if (callee.type === "MemberExpression" && memberName(callee) === "bind")
        return pathsOf(callee.object, syntax, steps);
      return [...append(pathsOf(callee, syntax, steps), RESULT), ...requestedInstance(value, syntax)];
    }
    default:
      return [];
  }
}

/** `constructor(private readonly repository: Repository)`: an instance of the class, whoever makes it. */
function declaredInstance(value: TSESTree.Node, syntax: Syntax): readonly ImportPath[] {
  return importPathsOfType(declaredTypeOf(value, syntax), syntax);
}

/** What a value of a type is: an instance of an imported class, or what an imported function returns. */
export function importPathsOfType(
  type: TSESTree.TypeNode | undefined,
  syntax: Syntax,
): readonly ImportPath[] {
  const resolved = resolveType(type, syntax);
  if (resolved?.type !== "TSTypeReference") return [];
  const { typeName, typeArguments } = resolved;
  const [argument] = typeArguments?.params ?? [];
  // `ReturnType<typeof createDependencies>`
  if (argument?.type === "TSTypeQuery" && typeName.type === "Identifier" && typeName.name === "ReturnType")
    return memberOfImport(argument.exprName, RESULT, syntax);
  return memberOfImport(typeName, INSTANCE, syntax);
}

/** `container.get<Repository>(TYPES.Repository)`, `container.resolve(Repository)`: what is asked for by its class. */
function requestedInstance(call: TSESTree.CallExpression, syntax: Syntax): readonly ImportPath[] {
  const callee = unwrap(call.callee);
  const method = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (method === undefined || !containerMethods.has(method)) return [];
  const [type, ...otherTypes] = call.typeArguments?.params ?? [];
  if (type !== undefined) return otherTypes.length > 0 ? [] : importPathsOfType(type, syntax);
  const [argument, ...others] = call.arguments;
  return argument?.type === "Identifier" && others.length === 0
    ? memberOfImport(argument, INSTANCE, syntax)
    : [];
}

function memberOfImport(
  name: TSESTree.Node,
  member: string,
  { resolveImport }: Syntax,
): readonly ImportPath[] {
  const imported = resolveImport(name);
  return imported === undefined ? [] : [{ module: imported.module, path: [...imported.path, member] }];
}

/** A member of an instance whose class in the file has none of that name, and extends a class of another module. */
function inheritedPaths(
  object: TSESTree.Node,
  name: string,
  syntax: Syntax,
  steps: number,
): readonly ImportPath[] {
  return classesOfInstance(object, syntax).flatMap((cls) =>
    append(importedSuperClasses(cls, syntax, steps), INSTANCE, name),
  );
}

function classesOfInstance(object: TSESTree.Node, { values }: Syntax): readonly ClassNode[] {
  const node = unwrap(object);
  if (node.type === "ThisExpression" || node.type === "Super") {
    const owner = thisOwner(node);
    return owner?.kind === "class" && !owner.isStatic ? [owner.node] : [];
  }
  return values.valuesOf(node).flatMap((value) => {
    const cls = value.type === "NewExpression" ? values.classOf(value.callee) : undefined;
    return cls === undefined ? [] : [cls];
  });
}

/** What a class of the file extends in the end, where that is imported. */
export function importedSuperClasses(cls: ClassNode, syntax: Syntax, steps = 0): readonly ImportPath[] {
  const seen = new Set<ClassNode>();
  let current = cls;
  for (;;) {
    seen.add(current);
    const parent = syntax.values.superClassOf(current);
    if (parent === undefined) return current.superClass ? pathsOf(current.superClass, syntax, steps) : [];
    if (seen.has(parent)) return [];
    current = parent;
  }
}

function isClassOfFile(callee: TSESTree.Node, { values }: Syntax): boolean {
  return values.valuesOf(callee).some((value) => isClass(value));
}

function append(paths: readonly ImportPath[], ...names: readonly string[]): readonly ImportPath[] {
  return paths.map(({ module, path }) => ({ module, path: [...path, ...names] }));
}
