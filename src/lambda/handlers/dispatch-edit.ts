import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { memberName, unwrap } from "../../syntax/ast.js";
import {
  buildUniqueName,
  indentationAt,
  insertBeforeTopLevel,
  lineBreakOf,
  topLevelStatementOf,
} from "../../syntax/edits.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Dispatch } from "./dispatch.js";

/**
 * A map of functions in module scope in the place of a `switch` whose cases each return one call with the same arguments.
 * What stands in its default follows the look-up.
 */
export function buildDispatchMap(
  { node, subject, values }: Dispatch,
  { facts }: Syntax,
  isTypeScript: boolean,
): TSESLint.ReportFixFunction | undefined {
  const { sourceCode } = facts;
  if (node.type !== "SwitchStatement" || node.parent.type !== "BlockStatement" || !isPlainRead(subject))
    return undefined;
  if (sourceCode.getCommentsInside(node).length > 0) return undefined;
  const statement = topLevelStatementOf(node);
  const fallback = node.cases.at(-1)?.test === null ? node.cases.at(-1) : undefined;
  const branches = node.cases
    .filter((branch) => branch !== fallback)
    .map((branch) => branchOf(branch, facts));
  const [first] = branches;
  if (first === undefined || branches.length !== values.size) return undefined;
  const isUsable = branches.every(
    (branch) => branch?.args === first.args && isKnownBefore(branch.callee, statement, facts),
  );
  if (
    !isUsable ||
    fallback?.consequent.some(({ type }) => !/^(?:Return|Throw)Statement$/.test(type)) === true
  )
    return undefined;

  const br = lineBreakOf(sourceCode);
  const name = buildUniqueName(sourceCode, "routes");
  const entries = branches.flatMap((branch) =>
    branch === undefined ? [] : [`  ${branch.key}: ${branch.callee.name},`],
  );
  const declaration = [`const ${name} = {`, ...entries, "};"].join(br);
  const key = sourceCode.getText(subject);
  const index = isTypeScript ? `${key} as keyof typeof ${name}` : key;
  const lookUp = `if (Object.hasOwn(${name}, ${key})) return ${name}[${index}](${first.args});`;
  const rest = (fallback?.consequent ?? []).map((inner) => sourceCode.getText(inner));
  const indentation = indentationAt(sourceCode, node.range[0]);
  return (fixer) => [
    insertBeforeTopLevel(fixer, sourceCode, statement, declaration),
    fixer.replaceText(node, [lookUp, ...rest].join(br + indentation)),
  ];
}

/** `event.action`: read twice it is the same, and never missing. */
function isPlainRead(subject: TSESTree.Node): boolean {
  let current = subject;
  while (current.type === "MemberExpression") {
    if (current.optional || memberName(current) === undefined) return false;
    current = unwrap(current.object);
  }
  return current.type === "Identifier";
}

interface Branch {
  readonly key: string;
  readonly callee: TSESTree.Identifier;
  /** The arguments as they are written. */
  readonly args: string;
}

/** `case "create": return createOrder(event);` */
function branchOf(
  { test, consequent }: TSESTree.SwitchCase,
  { sourceCode }: SyntaxFacts,
): Branch | undefined {
  const [only, ...others] = consequent;
  if (test?.type !== "Literal" || typeof test.value !== "string" || others.length > 0) return undefined;
  const call = only?.type === "ReturnStatement" && only.argument !== null ? only.argument : undefined;
  if (call?.type !== "CallExpression" || call.callee.type !== "Identifier" || call.typeArguments)
    return undefined;
  const key = /^[A-Za-z_$][\w$]*$/.test(test.value) && test.value !== "__proto__" ? test.value : test.raw;
  return {
    key,
    callee: call.callee,
    args: call.arguments.map((argument) => sourceCode.getText(argument)).join(", "),
  };
}

/** True for an import, a function declaration of the module, and a constant above the statement. */
function isKnownBefore(callee: TSESTree.Identifier, statement: TSESTree.Node, facts: SyntaxFacts): boolean {
  const [definition, ...others] = facts.variableOf(callee)?.defs ?? [];
  if (definition === undefined || others.length > 0) return false;
  if (definition.type === "ImportBinding") return true;
  const { node } = definition;
  if (node.type === "FunctionDeclaration") return isTopLevel(node);
  return (
    node.type === "VariableDeclarator" &&
    node.parent.kind === "const" &&
    isTopLevel(node.parent) &&
    node.range[1] <= statement.range[0]
  );
}

function isTopLevel(node: TSESTree.Node): boolean {
  const { parent } = node;
  return (
    parent?.type === "Program" ||
    (parent?.type === "ExportNamedDeclaration" && parent.parent.type === "Program")
  );
}
