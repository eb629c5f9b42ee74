import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, memberName, memberRoot, unwrap, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { logCallsOf } from "./log-calls.js";

const MAX_DEPTH = 3;
const FILLING = new Set(["push", "unshift", "add", "set"]);
/** What a value is part of without being handed on. */
const VALUE_PARENTS: ReadonlySet<string> = new Set([
  ...["TemplateLiteral", "BinaryExpression", "LogicalExpression", "UnaryExpression", "ConditionalExpression"],
  ...["ObjectExpression", "Property", "SpreadElement", "ArrayExpression", "MemberExpression"],
]);
const PURE_GLOBALS = ["JSON", "Object", "Math", "String", "Number", "Array"];

/**
 * The variable that a statement only fills, for `failed++`, `failed += 1`, `ids.push(id)` and `stats.failed++`, where the
 * function that declares it does nothing with it but write it to a log.
 */
export function loggedVariableOf(expression: TSESTree.Node, syntax: Syntax): Variable | undefined {
  const node = unwrap(expression);
  const target =
    node.type === "UpdateExpression"
      ? node.argument
      : node.type === "AssignmentExpression"
        ? node.left
        : node.type === "CallExpression" && isFilling(node)
          ? node.callee
          : undefined;
  const variable = target && syntax.facts.variableOf(memberRoot(target));
  return variable !== undefined && isForLogsOnly(variable, syntax) ? variable : undefined;
}

/** True for a variable of a function whose value goes nowhere but into log entries. */
export function isForLogsOnly(variable: Variable, syntax: Syntax, depth = 0): boolean {
  const [definition, ...others] = variable.defs;
  if (definition?.type !== "Variable" || others.length > 0 || depth > MAX_DEPTH) return false;
  const declarator = definition.node;
  if (declarator.id.type !== "Identifier" || enclosingFunction(declarator) === undefined) return false;
  return variable.references.every(({ identifier, init }) => {
    if (init === true) return true;
    const filled = filledBy(identifier);
    if (filled !== undefined) return filled === identifier || isOwnValue(declarator.init);
    return endsInLog(identifier, variable, syntax, depth);
  });
}

/** `failed` of `failed++;`, `stats.failed` of `stats.failed += 1;`, `ids` of `ids.push(id);` */
function filledBy(identifier: TSESTree.Node): TSESTree.Node | undefined {
  let node = wrapped(identifier);
  while (node.parent?.type === "MemberExpression" && node.parent.object === node) node = wrapped(node.parent);
  const { parent } = node;
  const isFilled =
    parent?.type === "UpdateExpression" ||
    (parent?.type === "AssignmentExpression" && parent.left === node) ||
    (parent?.type === "CallExpression" && parent.callee === node && isFilling(parent));
  return isFilled && wrapped(parent).parent?.type === "ExpressionStatement" ? unwrap(node) : undefined;
}

function isFilling({ callee }: TSESTree.CallExpression): boolean {
  const method = unwrap(callee);
  return method.type === "MemberExpression" && FILLING.has(memberName(method) ?? "");
}

/** An object that nobody else can know. */
function isOwnValue(init: TSESTree.Expression | null): boolean {
  const value = init === null ? undefined : unwrap(init);
  return (
    value?.type === "ArrayExpression" || value?.type === "ObjectExpression" || value?.type === "NewExpression"
  );
}

/** True when the value ends in a log entry, in a variable of which that is true, or decides whether an entry is written. */
function endsInLog(identifier: TSESTree.Node, variable: Variable, syntax: Syntax, depth: number): boolean {
  const logs = logCallsOf(syntax);
  let node = wrapped(identifier);
  for (;;) {
    const { parent } = node;
    if (parent === undefined) return false;
    if (parent.type === "CallExpression") {
      if (logs.isLog(parent)) return parent.callee !== node;
      if (!isPureCall(parent, node, syntax)) return false;
    } else if (parent.type === "VariableDeclarator" || parent.type === "AssignmentExpression") {
      const target = parent.type === "VariableDeclarator" ? parent.id : parent.left;
      const next = target.type === "Identifier" ? syntax.facts.variableOf(target) : undefined;
      return next !== undefined && (next === variable || isForLogsOnly(next, syntax, depth + 1));
    } else if (parent.type === "IfStatement") {
      return (
        parent.test === node && isLogged(parent.consequent, syntax) && isLogged(parent.alternate, syntax)
      );
    } else if (!VALUE_PARENTS.has(parent.type)) return false;
    node = wrapped(parent);
  }
}

/** `JSON.stringify(ids)`, `ids.join()` */
function isPureCall({ callee }: TSESTree.CallExpression, node: TSESTree.Node, { facts }: Syntax): boolean {
  const root = memberRoot(callee);
  return wrapped(callee) === node || PURE_GLOBALS.some((name) => facts.isGlobal(root, name));
}

function isLogged(statement: TSESTree.Statement | null, syntax: Syntax): boolean {
  if (statement === null) return true;
  if (statement.type === "BlockStatement") return statement.body.every((inner) => isLogged(inner, syntax));
  const call = statement.type === "ExpressionStatement" ? unwrap(statement.expression) : undefined;
  return call?.type === "CallExpression" && logCallsOf(syntax).isLog(call);
}
