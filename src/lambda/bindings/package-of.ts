import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, unwrap } from "../../syntax/ast.js";
import { declaredNameOf } from "../../syntax/declared-types.js";
import type { ImportedValue } from "../../syntax/imports.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";

type Answers = Map<TSESTree.Node, ImportedValue | undefined>;

const answersOf = oncePer<Syntax, Answers, []>(() => new Map());

/**
 * The import that a value was made by: `pg`'s `Pool` for the pool, for a client of the pool, and for the `tx` that a
 * callback gets; by its annotation for a parameter. Undefined when nothing in the file says it.
 */
export function packageOf(expression: TSESTree.Node, syntax: Syntax): ImportedValue | undefined {
  const node = unwrap(expression);
  const answers = answersOf(syntax);
  if (answers.has(node)) return answers.get(node);
  answers.set(node, undefined); // ends recursion: `client = client.child()`
  const found = find(node, syntax);
  answers.set(node, found);
  return found;
}

function find(node: TSESTree.Node, syntax: Syntax): ImportedValue | undefined {
  const imported = syntax.resolveImport(node);
  if (imported !== undefined) return imported;
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
      return packageOf(node.callee, syntax) ?? fromValues(node, syntax);
    case "AwaitExpression":
      return packageOf(node.argument, syntax);
    case "MemberExpression":
      return fromValues(node, syntax) ?? fromType(node, syntax) ?? packageOf(node.object, syntax);
    case "Identifier":
      return fromValues(node, syntax) ?? fromDefinition(node, syntax);
    default:
      return undefined;
  }
}

function fromValues(node: TSESTree.Node, syntax: Syntax): ImportedValue | undefined {
  for (const value of syntax.values.valuesOf(node)) {
    if (value === node || isFunction(value)) continue;
    const found = packageOf(value, syntax);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fromDefinition(node: TSESTree.Identifier, syntax: Syntax): ImportedValue | undefined {
  const [definition] = syntax.facts.variableOf(node)?.defs ?? [];
  if (definition === undefined) return undefined;
  const holder = definition.node;
  const byType = fromType(node, syntax);
  if (byType !== undefined) return byType;
  // `const { rows } = …`, `const [connection] = …`: a part of what made it.
  if (holder.type === "VariableDeclarator" && holder.init !== null) return packageOf(holder.init, syntax);
  if (!isFunction(holder)) return undefined;
  // `pool.getConnection((error, connection) => …)`, `knex.transaction(async (trx) => …)`
  const call = holder.parent;
  if (call.type !== "CallExpression" || !call.arguments.includes(holder as TSESTree.Expression))
    return undefined;
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" ? packageOf(callee.object, syntax) : undefined;
}

/** `private readonly pool: Pool`, `tx: Transaction` */
function fromType(node: TSESTree.Node, syntax: Syntax): ImportedValue | undefined {
  const type = declaredNameOf(node, syntax);
  return type && syntax.resolveImport(type);
}
