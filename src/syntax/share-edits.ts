import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type CallNode, wrapped } from "./ast.js";
import {
  buildUniqueName,
  insertBeforeTopLevel,
  isNameUsed,
  lineBreakOf,
  rangeWithComments,
  reindent,
  removeLines,
  topLevelStatementOf,
} from "./edits.js";
import type { Variable } from "./name-index.js";
import { canMoveBefore, findDeclarationsToMove, isSameInEveryCall } from "./hoist.js";
import type { Syntax } from "./syntax.js";

/**
 * Edits that make once, in module scope, what an expression makes again in every call. Each is undefined where it would
 * change more than that.
 */

export type Fix = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix | readonly TSESLint.RuleFix[];

/** The `await` around an expression, or the expression. */
export function awaited(expression: TSESTree.Expression): TSESTree.Expression {
  const { parent } = wrapped(expression);
  return parent?.type === "AwaitExpression" ? parent : expression;
}

/** The declaration of one variable whose value, awaited or not, the expression is. */
export function declarationOf(expression: TSESTree.Expression): TSESTree.VariableDeclaration | undefined {
  const value = wrapped(awaited(expression));
  const declarator = value.parent;
  return declarator?.type === "VariableDeclarator" && declarator.init === value
    ? declarator.parent
    : undefined;
}

/**
 * Moves `const s3 = new S3Client({})`, with the constants that it is made of, in front of the statement that holds it.
 *
 * @param givesSame true for a call that is as good at init as where it stands
 */
export function buildDeclarationMove(
  expression: TSESTree.Expression,
  syntax: Syntax,
  givesSame: (call: CallNode) => boolean,
): Fix | undefined {
  const { sourceCode } = syntax.facts;
  const declaration = declarationOf(expression);
  const declarations = declaration && findDeclarationsToMove(declaration, syntax, givesSame);
  if (declarations === undefined) return undefined;
  return (fixer) => {
    const ranges = declarations.map((moved) => rangeWithComments(sourceCode, moved));
    const lines = ranges.map((range) => reindent(sourceCode, range)).join(lineBreakOf(sourceCode));
    return [
      insertBeforeTopLevel(fixer, sourceCode, topLevelStatementOf(expression), lines),
      ...ranges.map((range) => removeLines(fixer, sourceCode, range)),
    ];
  };
}

/** Declares the expression in module scope, under a new name that then stands where it was. */
export function buildExpressionMove(
  expression: TSESTree.Expression,
  { facts }: Syntax,
  noun: string,
): Fix | undefined {
  const { sourceCode } = facts;
  const place = topLevelStatementOf(expression);
  if (awaited(expression) !== expression || !canMoveBefore(expression, place, facts)) return undefined;
  // Not `axios2` beside the import of `axios`.
  const isTaken = isNameUsed(sourceCode, noun) && !/client$/i.test(noun);
  const name = buildUniqueName(sourceCode, isTaken ? `${noun}Client` : noun);
  const declaration = `const ${name} = ${reindent(sourceCode, expression.range)};`;
  return (fixer) => [
    insertBeforeTopLevel(fixer, sourceCode, place, declaration),
    fixer.replaceText(expression, name),
  ];
}

/** `client ??= new S3Client({})` for `client = …`, where the variable is kept and nothing else assigns it. */
export function buildFirstAssignment(
  expression: TSESTree.Expression,
  { facts }: Syntax,
  isKept: (variable: Variable) => boolean,
): Fix | undefined {
  const made = awaited(expression);
  const assignment = wrapped(made).parent;
  if (assignment?.type !== "AssignmentExpression" || assignment.operator !== "=") return undefined;
  const variable = facts.variableOf(assignment.left);
  const declarator = variable?.defs[0]?.node;
  if (!variable || declarator?.type !== "VariableDeclarator" || !isKept(variable)) return undefined;
  const isElsewhereAssigned = variable.references.some(
    (reference) => reference.isWrite() && reference.identifier !== assignment.left && reference.init !== true,
  );
  if (isElsewhereAssigned || !isNullish(declarator.init) || !isSameInEveryCall(made, facts)) return undefined;
  const operator = facts.sourceCode.getTokenAfter(assignment.left);
  return operator?.value === "=" ? (fixer) => fixer.replaceText(operator, "??=") : undefined;
}

function isNullish(init: TSESTree.Expression | null): boolean {
  if (init === null) return true;
  return (
    (init.type === "Literal" && init.value === null) ||
    (init.type === "Identifier" && init.name === "undefined")
  );
}

/**
 * `(cachedPool ??= new Pool(…))` where it is made, over a variable of the module.
 *
 * @param type the type of the expression's value, as text; undefined in JavaScript
 */
export function buildMemo(
  expression: TSESTree.Expression,
  { facts }: Syntax,
  noun: string,
  type: string | undefined,
): Fix | undefined {
  const { sourceCode } = facts;
  const made = awaited(expression);
  if (!isSameInEveryCall(made, facts) || joinsLineBefore(made, sourceCode)) return undefined;
  const name = buildUniqueName(sourceCode, `cached${noun.charAt(0).toUpperCase()}${noun.slice(1)}`);
  const valueType = type !== undefined && made !== expression ? `Awaited<${type}>` : type;
  const annotation = valueType === undefined ? "" : `: ${valueType} | undefined`;
  const isStatement = made.parent.type === "ExpressionStatement";
  return (fixer) => [
    insertBeforeTopLevel(fixer, sourceCode, topLevelStatementOf(made), `let ${name}${annotation};`),
    fixer.insertTextBefore(made, `${isStatement ? "" : "("}${name} ??= `),
    ...(isStatement ? [] : [fixer.insertTextAfter(made, ")")]),
  ];
}

/** Without semicolons, a statement that begins with `(` would call the line before it. */
function joinsLineBefore(node: TSESTree.Node, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  let statement: TSESTree.Node | undefined = node.parent;
  while (statement?.range[0] === node.range[0] && statement.type !== "ExpressionStatement")
    statement = statement.parent;
  const before = sourceCode.getTokenBefore(node)?.value ?? ";";
  return statement?.range[0] === node.range[0] && ![";", "{", "}"].includes(before);
}
