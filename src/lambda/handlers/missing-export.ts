import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction, memberName, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { collectExports } from "./exports.js";

/**
 * True when the file is certain not to export what Lambda looks for: a name, with a dot for a member of it. A module that
 * passes on whatever another one exports, or that makes its exports with code, may have any name.
 *
 * Lambda looks for `handler` on the default export as well.
 * (https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/UserFunction.js)
 */
export function missesExport(facts: SyntaxFacts, exportName: string): boolean {
  const [wanted = "", ...rest] = exportName.split(".");
  const name = wanted === "default" && rest[0] !== undefined ? rest[0] : wanted;
  const exports = collectExports(facts);
  if (exports.some((entry) => entry.name === name)) return false;
  return (
    !mayExportMore(facts) &&
    exports.every((entry) => entry.name !== "default" || hasOnlyItsKeys(entry.value, facts))
  );
}

/** True when the module has exports that its syntax does not name. */
function mayExportMore(facts: SyntaxFacts): boolean {
  const { text } = facts.sourceCode;
  if (facts.program.body.some(({ type }) => type === "ExportAllDeclaration")) return true;
  // `exports[name] = …`, `Object.assign(exports, …)`, `__exportStar(…, exports)`, and writes below the top level
  const named = text.match(/\bexports\b/g)?.length ?? 0;
  if (named === 0) return false;
  const understood = facts.program.body.reduce((sum, statement) => sum + countWrites(statement, facts), 0);
  return understood < named;
}

/** How often a statement of the top level says `exports` in a way that `collectExports` reads. */
function countWrites(statement: TSESTree.ProgramStatement, facts: SyntaxFacts): number {
  const text = facts.sourceCode.getText(statement);
  const said = text.match(/\bexports\b/g)?.length ?? 0;
  if (said === 0) return 0;
  if (statement.type !== "ExpressionStatement") return 0;
  let node: TSESTree.Node = unwrap(statement.expression);
  let understood = 0;
  while (node.type === "AssignmentExpression") {
    const target = unwrap(node.left);
    if (target.type === "MemberExpression" && memberName(target) !== undefined) understood++;
    node = unwrap(node.right);
  }
  return understood;
}

/** True for a default export that has no members beside those that are written there. */
function hasOnlyItsKeys(value: TSESTree.Node | undefined, facts: SyntaxFacts): boolean {
  if (value === undefined) return false;
  const node = unwrap(value);
  if (node.type === "ObjectExpression")
    return node.properties.every((property) => property.type === "Property" && !property.computed);
  if (isFunction(node)) return true;
  const definition = facts.variableOf(node)?.defs[0]?.node;
  return definition?.type === "FunctionDeclaration";
}
