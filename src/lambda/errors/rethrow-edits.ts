import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { buildUniqueName, indentationAt, lineBreakOf, replaceKeepingComments } from "../../syntax/edits.js";
import { type FunctionNode, isInside, unwrap } from "../../syntax/ast.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { CatchPath } from "./catch-paths.js";
import { unboundMethod } from "../logs/log-calls.js";

type Fix = TSESLint.ReportFixFunction;
type SourceCode = Readonly<TSESLint.SourceCode>;

export interface RethrowEdit {
  /** `remove`: the rejection handler goes, since it does nothing. */
  readonly kind: "rethrow" | "remove";
  readonly fix: Fix;
}

/**
 * Lets the error through again: with a `throw` at the end of what catches it, or without a rejection handler that does
 * nothing. Undefined where the error has no name and cannot be given one, or where the end is not one place.
 */
export function buildRethrow(
  { node, handler, ending }: CatchPath,
  { facts }: Syntax,
  isTypeScript: boolean,
): RethrowEdit | undefined {
  const { sourceCode } = facts;
  // Behind the end of the invocation nobody hears of an error.
  if (ending.kind === "nothing" && ending.completes === true) return undefined;
  if (node.type === "CatchClause") {
    const { param, body } = node;
    if (param !== null) {
      if (param.type !== "Identifier") return undefined;
      if (ending.kind === "nothing" && ending.told !== undefined) return throwOthers(ending.told, param.name);
      return rethrow(buildThrow(sourceCode, body, param.name));
    }
    const name = buildUniqueName(sourceCode, "error");
    const keyword = sourceCode.getFirstToken(node);
    const end = buildThrow(sourceCode, body, name);
    if (keyword === null || end === undefined) return undefined;
    return rethrow((fixer) => [fixer.insertTextAfter(keyword, ` (${name})`), end(fixer)].flat());
  }
  return buildRejection(node, handler, sourceCode, isTypeScript);
}

type Edit = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix | TSESLint.RuleFix[];

function rethrow(edit: Edit | undefined): RethrowEdit | undefined {
  return edit && { kind: "rethrow", fix: edit };
}

/** `else throw error;` behind the condition that names errors, where it is the last that is done. */
function throwOthers(told: TSESTree.IfStatement, name: string): RethrowEdit | undefined {
  const isLast = told.parent.type === "BlockStatement" && told.parent.body.at(-1) === told;
  if (!isLast || told.consequent.type !== "BlockStatement") return undefined;
  return rethrow((fixer) => fixer.insertTextAfter(told, ` else throw ${name};`));
}

/** `throw error;` as the last statement of the block, in place of a `return`, `continue` or `break` there. */
function buildThrow(sourceCode: SourceCode, block: TSESTree.BlockStatement, name: string): Edit | undefined {
  const text = `throw ${name};`;
  const last = block.body.at(-1);
  if (last === undefined) {
    if (sourceCode.getCommentsInside(block).length > 0) {
      const [close] = [sourceCode.getLastToken(block)];
      if (close === null) return undefined;
      const before = sourceCode.getTokenBefore(close, { includeComments: true });
      if (before === null || before.loc.end.line === close.loc.start.line) return undefined;
      const indentation = indentationAt(sourceCode, before.range[0]);
      return (fixer) => fixer.insertTextAfter(before, lineBreakOf(sourceCode) + indentation + text);
    }
    return (fixer) => fixer.replaceText(block, `{ ${text} }`);
  }
  switch (last.type) {
    case "ReturnStatement":
    case "ContinueStatement":
    case "BreakStatement":
      if (sourceCode.getCommentsInside(last).length > 0 || !isRestStillUsed(sourceCode, last))
        return undefined;
      return (fixer) => fixer.replaceText(last, text);
    case "ExpressionStatement":
    case "VariableDeclaration":
    case "BlockStatement":
      break;
    case "IfStatement":
      if (last.alternate !== null && canLeave(last.consequent) && canLeave(last.alternate)) return undefined;
      break;
    default:
      return undefined;
  }
  const lastToken = sourceCode.getLastToken(last);
  if (lastToken === null) return undefined;
  const isOneLine = block.loc.start.line === block.loc.end.line;
  const needsSemicolon = isOneLine && lastToken.value !== ";" && lastToken.value !== "}";
  const [comment] = sourceCode.getCommentsAfter(last);
  const isTrailing = comment !== undefined && comment.loc.start.line === last.loc.end.line;
  const gap = isOneLine ? " " : lineBreakOf(sourceCode) + indentationAt(sourceCode, last.range[0]);
  return (fixer) =>
    fixer.insertTextAfter(isTrailing ? comment : last, `${needsSemicolon ? ";" : ""}${gap}${text}`);
}

/** True when everything that the statement names is also named elsewhere, so that nothing is left without a use. */
function isRestStillUsed({ scopeManager }: SourceCode, statement: TSESTree.Statement): boolean {
  return (scopeManager?.scopes ?? []).every(({ references }) =>
    references.every(({ identifier, resolved }) => {
      if (!isInside(identifier, statement) || resolved === null || resolved.defs.length === 0) return true;
      const isCaught = resolved.defs[0]?.type === "CatchClause";
      return (
        isCaught ||
        resolved.references.some((other) => other.isRead() && !isInside(other.identifier, statement))
      );
    }),
  );
}

/** True when a statement may end the block before what follows it. */
function canLeave(statement: TSESTree.Statement): boolean {
  const last = statement.type === "BlockStatement" ? statement.body.at(-1) : statement;
  return /^(?:Return|Continue|Break)Statement$/.test(last?.type ?? "");
}

function buildRejection(
  call: TSESTree.CallExpression,
  handler: FunctionNode | undefined,
  sourceCode: SourceCode,
  isTypeScript: boolean,
): RethrowEdit | undefined {
  const argument = call.arguments.at(-1);
  if (argument === undefined || call.callee.type !== "MemberExpression") return undefined;
  if (handler === undefined) {
    const method = sourceCode.getText(unboundMethod(argument));
    if (!method.startsWith("console.")) return undefined;
    const name = buildUniqueName(sourceCode, "error");
    const parameter = isTypeScript ? `${name}: unknown` : name;
    const text = `(${parameter}) => { ${method}(${name}); throw ${name}; }`;
    return rethrow((fixer) => replaceKeepingComments(fixer, sourceCode, argument, text) ?? []);
  }
  // A function with a name may serve elsewhere.
  if (unwrap(argument) !== handler) return undefined;
  const { body } = handler;
  const [parameter] = handler.params;
  const isEmpty = body.type === "BlockStatement" ? body.body.length === 0 : !/Call/.test(unwrap(body).type);
  if (isEmpty) {
    const { object } = call.callee;
    const isPlain =
      call.arguments.length === 1 &&
      !sourceCode.getCommentsInside(call).some(({ range }) => range[0] >= object.range[1]);
    return isPlain
      ? { kind: "remove", fix: (fixer) => fixer.removeRange([object.range[1], call.range[1]]) }
      : undefined;
  }
  if (parameter?.type !== "Identifier") return undefined;
  if (body.type === "BlockStatement") return rethrow(buildThrow(sourceCode, body, parameter.name));
  return rethrow(
    (fixer) =>
      replaceKeepingComments(
        fixer,
        sourceCode,
        body,
        `{ ${sourceCode.getText(body)}; throw ${parameter.name}; }`,
      ) ?? [],
  );
}
