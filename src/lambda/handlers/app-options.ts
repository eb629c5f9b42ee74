import type { TSESTree } from "@typescript-eslint/utils";
import { requestOptionsFacts } from "../../knowledge/request-options.js";
import { type CallNode, isFunction, keyName, unwrap } from "../../syntax/ast.js";
import { bareSpecifier } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";

/** Resolvers in objects in objects: deeper nobody nests them. */
const MAX_DEPTH = 8;
const MAX_PARTS = 500;

const optionsByModule: ReadonlyMap<string, readonly string[] | undefined> = new Map(
  requestOptionsFacts.map(({ module, options }) => [module, options]),
);

/**
 * What an app is made with that runs for requests: the functions in `new ApolloServer({ resolvers: { Query: { user } } })` and
 * in `{ router: t.router({ list: procedure.query(f) }) }`, and what of other modules stands there.
 */
export function collectFromOptions(app: TSESTree.Node, syntax: Syntax): readonly TSESTree.Node[] {
  const search = new Search(syntax);
  for (const value of syntax.values.valuesOf(app)) search.lookIntoApp(value);
  return search.found;
}

class Search {
  readonly found: TSESTree.Node[] = [];
  private readonly seen = new Set<TSESTree.Node>();

  constructor(private readonly syntax: Syntax) {}

  lookIntoApp(app: TSESTree.Node): void {
    if (app.type === "ObjectExpression") this.lookInto(app, 0);
    else if (app.type === "NewExpression" || app.type === "CallExpression") this.lookIntoCall(app, 0);
  }

  private lookInto(expression: TSESTree.Node, depth: number): void {
    if (depth > MAX_DEPTH || this.seen.size > MAX_PARTS) return;
    for (const value of this.syntax.values.valuesOf(expression)) {
      if (this.seen.has(value)) continue;
      this.seen.add(value);
      if (value.type === "ObjectExpression") this.lookIntoObject(value, depth);
      else if (value.type === "ArrayExpression")
        for (const element of value.elements) {
          if (element !== null) this.lookInto(partOf(element), depth + 1);
        }
      else if (value.type === "NewExpression" || value.type === "CallExpression")
        this.lookIntoCall(value, depth);
      else if (isFunction(value) || this.syntax.resolveImport(value)) this.found.push(value);
    }
  }

  private lookIntoObject(
    { properties }: TSESTree.ObjectExpression,
    depth: number,
    names?: readonly string[],
  ): void {
    for (const property of properties) {
      if (property.type === "SpreadElement") this.lookInto(property.argument, depth + 1);
      else if (names === undefined || names.includes(keyName(property) ?? ""))
        this.lookInto(property.value, depth + 1);
    }
  }

  /** What a method is given, and what a package is given in its options. A function of the project may call it at once. */
  private lookIntoCall(call: CallNode, depth: number): void {
    const callee = unwrap(call.callee);
    const imported = this.syntax.resolveImport(callee);
    const module = imported && bareSpecifier(imported.module);
    if (module !== undefined && !optionsByModule.has(module)) return;
    if (module === undefined && callee.type !== "MemberExpression") return;
    const names = module === undefined ? undefined : optionsByModule.get(module);
    for (const argument of call.arguments) {
      if (names === undefined) this.lookInto(partOf(argument), depth + 1);
      else
        for (const options of this.syntax.values.valuesOf(partOf(argument)))
          if (options.type === "ObjectExpression") this.lookIntoObject(options, depth + 1, names);
    }
  }
}

function partOf(node: TSESTree.Expression | TSESTree.SpreadElement): TSESTree.Expression {
  return node.type === "SpreadElement" ? node.argument : node;
}
