import type { TSESTree } from "@typescript-eslint/utils";
import { type ClassNode, isClass, isFunction, memberName, unwrap } from "./ast.js";
import { declaredTypeOf, resolveType } from "./declared-types.js";
import { mayGiveInstance, requestedName } from "./dependency-containers.js";
import { ANY_MEMBER, type ExportPath, INSTANCE, RESULT } from "./export-paths.js";
import { patternPath } from "./imports.js";
import { EACH } from "./parameter-paths.js";
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

/** An expression that can be more than so many things is not one that a person wrote. */
const MAX_PATHS = 100;

/**
 * What of other modules an expression can be: `repository.save` is `Repository.new().save` of `./repository`, through
 * the file's variables, instances and super classes, and by the type that a parameter or a field is declared with. An
 * imported type is nothing by itself.
 */
export function importPathsOf(expression: TSESTree.Node, syntax: Syntax): readonly ImportPath[] {
  const own = importOf(expression, syntax);
  return own === undefined ? new Search(syntax).pathsOf(expression, 0) : [own];
}

/** What a class of the file extends in the end, where that is imported. */
export function importedSuperClasses(cls: ClassNode, syntax: Syntax): readonly ImportPath[] {
  return new Search(syntax).superClassesOf(cls, 0);
}

/** One question. Each value is looked into once: where variables are given parts of each other, the ways multiply. */
class Search {
  private readonly known = new Map<TSESTree.Node, readonly ImportPath[]>();

  constructor(private readonly syntax: Syntax) {}

  pathsOf(expression: TSESTree.Node, steps: number): readonly ImportPath[] {
    if (steps > MAX_STEPS) return [];
    const own = importOf(expression, this.syntax);
    if (own !== undefined) return [own];
    const found = this.syntax.values.valuesOf(expression).flatMap((value) => {
      const imported = importOf(value, this.syntax);
      return imported === undefined ? this.pathsOfValue(value, steps + 1) : [imported];
    });
    return found.length > 0 ? found.slice(0, MAX_PATHS) : declaredInstance(expression, this.syntax);
  }

  superClassesOf(cls: ClassNode, steps: number): readonly ImportPath[] {
    const seen = new Set<ClassNode>();
    let current = cls;
    for (;;) {
      seen.add(current);
      const parent = this.syntax.values.superClassOf(current);
      if (parent === undefined) return current.superClass ? this.pathsOf(current.superClass, steps) : [];
      if (seen.has(parent)) return [];
      current = parent;
    }
  }

  private pathsOfValue(value: TSESTree.Node, steps: number): readonly ImportPath[] {
    let paths = this.known.get(value);
    if (paths === undefined) {
      this.known.set(value, []); // ends recursion: `list = list.next`
      paths = this.computePaths(value, steps);
      this.known.set(value, paths);
    }
    return paths;
  }

  private computePaths(value: TSESTree.Node, steps: number): readonly ImportPath[] {
    switch (value.type) {
      case "MemberExpression": {
        const name = memberName(value) ?? ANY_MEMBER;
        const ofObject = append(this.pathsOf(value.object, steps), name);
        return ofObject.length > 0 ? ofObject : this.inheritedPaths(value.object, name, steps);
      }
      case "NewExpression":
        return isClassOfFile(value.callee, this.syntax)
          ? []
          : append(this.pathsOf(value.callee, steps), INSTANCE);
      case "CallExpression": {
        const callee = unwrap(value.callee);
        if (callee.type === "MemberExpression" && memberName(callee) === "bind")
          return this.pathsOf(callee.object, steps);
        return [...append(this.pathsOf(callee, steps), RESULT), ...requestedInstance(value, this.syntax)];
      }
      case "Identifier":
        return [...this.destructuredPaths(value, steps), ...this.itemPaths(value, steps)];
      default:
        return [];
    }
  }

  /** `const { repository } = createDependencies()`: the member of what another module gives. */
  private destructuredPaths(name: TSESTree.Identifier, steps: number): readonly ImportPath[] {
    const variable = this.syntax.facts.variableOf(name);
    const [definition, ...others] = variable?.defs ?? [];
    if (variable === undefined || definition?.node.type !== "VariableDeclarator" || others.length > 0)
      return [];
    const { id, init } = definition.node;
    const path = init === null ? undefined : patternPath(id, variable);
    if (init === null || path === undefined || path.length === 0) return [];
    return append(this.pathsOf(init, steps), ...path);
  }

  /** An item of a list of another module: `for (const route of routes)`, `routes.forEach((route) => …)` */
  private itemPaths(name: TSESTree.Identifier, steps: number): readonly ImportPath[] {
    const [definition, ...others] = this.syntax.facts.variableOf(name)?.defs ?? [];
    if (definition === undefined || others.length > 0) return [];
    const { node } = definition;
    if (node.type === "VariableDeclarator") {
      const loop = node.parent.parent;
      const isItem =
        loop.type === "ForOfStatement" && loop.left === node.parent && node.id === definition.name;
      return isItem ? append(this.pathsOf(loop.right, steps), EACH) : [];
    }
    if (!isFunction(node) || node.params[0] !== definition.name) return [];
    const { parent: call } = node;
    const callee =
      call.type === "CallExpression" && call.arguments[0] === node ? unwrap(call.callee) : undefined;
    const isItem = callee?.type === "MemberExpression" && /^(?:forEach|map)$/.test(memberName(callee) ?? "");
    return isItem ? append(this.pathsOf(callee.object, steps), EACH) : [];
  }

  /** A member of an instance whose class in the file has none of that name, and extends a class of another module. */
  private inheritedPaths(object: TSESTree.Node, name: string, steps: number): readonly ImportPath[] {
    return classesOfInstance(object, this.syntax).flatMap((cls) =>
      append(this.superClassesOf(cls, steps), INSTANCE, name),
    );
  }
}

function importOf(expression: TSESTree.Node, { resolveImport }: Syntax): ImportPath | undefined {
  const imported = resolveImport(expression);
  return imported === undefined || imported.isTypeOnly
    ? undefined
    : { module: imported.module, path: imported.path };
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
  if (argument?.type === "TSTypeQuery" && syntax.facts.isGlobal(typeName, "ReturnType"))
    return memberOfImport(argument.exprName, RESULT, syntax);
  return memberOfImport(typeName, INSTANCE, syntax);
}

/** `container.get<Repository>(TYPES.Repository)`, `container.resolve(Repository)`: what is asked for by its class. */
function requestedInstance(call: TSESTree.CallExpression, syntax: Syntax): readonly ImportPath[] {
  if (!mayGiveInstance(call)) return [];
  const [type, ...otherTypes] = call.typeArguments?.params ?? [];
  if (type !== undefined) return otherTypes.length > 0 ? [] : importPathsOfType(type, syntax);
  const name = requestedName(call);
  return name === undefined ? [] : memberOfImport(name, INSTANCE, syntax);
}

function memberOfImport(
  name: TSESTree.Node,
  member: string,
  { resolveImport }: Syntax,
): readonly ImportPath[] {
  const imported = resolveImport(name);
  return imported === undefined ? [] : [{ module: imported.module, path: [...imported.path, member] }];
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

function isClassOfFile(callee: TSESTree.Node, { values }: Syntax): boolean {
  return values.valuesOf(callee).some((value) => isClass(value));
}

function append(paths: readonly ImportPath[], ...names: readonly string[]): readonly ImportPath[] {
  return paths.map(({ module, path }) => ({ module, path: [...path, ...names] }));
}
