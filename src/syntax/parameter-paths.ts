import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, memberName, unwrap } from "./ast.js";
import type { ExportPath } from "./export-paths.js";
import { patternPath } from "./imports.js";
import type { Variable } from "./name-index.js";
import type { Syntax } from "./syntax.js";

/** A parameter of a function, or what is in it: `options.handler` is `handler` in the parameter `options`. */
export interface ParameterPath {
  readonly fn: FunctionNode;
  readonly index: number;
  /** Names of members, and `EACH` for an item of a list or a member by a computed name. */
  readonly path: ExportPath;
}

/** Any item of a list, any member of an object. */
export const EACH = "[]";

/** Methods that give an item of their receiver, and those that give a list of some of them. */
const ITEM_METHODS = new Set(["at", "find", "get", "pop", "shift"]);
const LIST_METHODS = new Set(["filter", "reverse", "slice", "sort", "toReversed", "toSorted"]);
const MAX_STEPS = 8;

/** The parameters of the file's functions that an expression can be a part of. */
export function parameterPathsOf(expression: TSESTree.Node, syntax: Syntax): readonly ParameterPath[] {
  return new Search(syntax).pathsOf(expression, 0);
}

/** One question. Each value is looked into once: variables can be given parts of each other. */
class Search {
  private readonly seen = new Set<TSESTree.Node>();

  constructor(private readonly syntax: Syntax) {}

  pathsOf(expression: TSESTree.Node, steps: number): readonly ParameterPath[] {
    const node = unwrap(expression);
    if (steps > MAX_STEPS || this.seen.has(node)) return [];
    this.seen.add(node);
    const own = this.pathsOfNode(node, steps + 1);
    if (own.length > 0) return own;
    return this.syntax.values
      .valuesOf(node)
      .flatMap((value) => (value === node ? [] : this.pathsOf(value, steps + 1)));
  }

  private pathsOfNode(node: TSESTree.Node, steps: number): readonly ParameterPath[] {
    switch (node.type) {
      case "Identifier": {
        const variable = this.syntax.facts.variableOf(node);
        return variable === undefined ? [] : this.pathsOfVariable(variable, steps);
      }
      case "MemberExpression":
        return append(this.pathsOf(node.object, steps), memberName(node) ?? EACH);
      case "AwaitExpression":
        return this.pathsOf(node.argument, steps);
      case "CallExpression":
        return this.pathsOfCall(node, steps);
      default:
        return [];
    }
  }

  /** `routes.find(…)`, `handler.bind(this)` */
  private pathsOfCall({ callee }: TSESTree.CallExpression, steps: number): readonly ParameterPath[] {
    const method = unwrap(callee);
    const name = method.type === "MemberExpression" ? memberName(method) : undefined;
    if (method.type !== "MemberExpression" || name === undefined) return [];
    if (name === "bind" || LIST_METHODS.has(name)) return this.pathsOf(method.object, steps);
    return ITEM_METHODS.has(name) ? append(this.pathsOf(method.object, steps), EACH) : [];
  }

  private pathsOfVariable(variable: Variable, steps: number): readonly ParameterPath[] {
    const node = variable.defs[0]?.node;
    if (isFunction(node)) return this.pathsOfParameter(node, variable, steps);
    if (node?.type !== "VariableDeclarator") return [];
    const path = patternPath(node.id, variable);
    if (path === undefined) return [];
    if (node.init !== null) return append(this.pathsOf(node.init, steps), ...path);
    const loop = node.parent.parent;
    return loop.type === "ForOfStatement" ? append(this.pathsOf(loop.right, steps), EACH, ...path) : [];
  }

  private pathsOfParameter(fn: FunctionNode, variable: Variable, steps: number): readonly ParameterPath[] {
    return fn.params.flatMap((parameter, index) => {
      const path = patternPath(parameter, variable);
      if (path === undefined) return [];
      const lists = index === 0 ? this.listsGoneThrough(fn) : [];
      if (lists.length > 0) return lists.flatMap((list) => append(this.pathsOf(list, steps), EACH, ...path));
      const given = this.syntax.values.argumentsFor(fn, index);
      return [{ fn, index, path }, ...given.flatMap((node) => append(this.pathsOf(node, steps), ...path))];
    });
  }

  /** The lists whose items a callback is called with. */
  private listsGoneThrough(fn: FunctionNode): readonly TSESTree.Node[] {
    return this.syntax.graph.callbackUsesOf(fn).flatMap(({ call, kind }) => {
      const callee = unwrap(call.callee);
      return kind === "array" && callee.type === "MemberExpression" ? [callee.object] : [];
    });
  }
}

function append(paths: readonly ParameterPath[], ...names: readonly string[]): readonly ParameterPath[] {
  return paths.map(({ path, ...parameter }) => ({ ...parameter, path: [...path, ...names] }));
}
