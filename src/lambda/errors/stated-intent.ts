import type { TSESTree } from "@typescript-eslint/utils";
import { isFunction } from "../../syntax/ast.js";
import { nameOf } from "../handlers/handler-names.js";
import type { SyntaxFacts } from "../../syntax/facts.js";

/** Words by which an author says that an error may be left alone. */
const INTENT =
  /\bbest[ -]?effort|\bignor(?:e|ed|ing)\b|\bnon[ -]?(?:critical|fatal|essential|blocking)|\bnot (?:critical|fatal|essential)|\balready (?:exist|there|gone|delet|clos)|\bsafe(?:ly)? to|\b(?:on purpose|intentional|deliberate)|\bswallow|\b(?:do not|don't|should not|shouldn't|must not|never) (?:fail|break|block|throw|crash|let|mask|hide|affect|abort|interrupt|disrupt|signal|propagate|surface)|\bnot (?:re-?)?throw(?:ing|n)?\b|\bno-?op\b|\bfall(?:ing)?[ -]?back|\bcontinu(?:e|ing)\b|\bskip(?:ped|ping)?\b|\bproceed/i;
/** The same, of comments alone: these words also stand in the text of any log. */
const INTENT_OF_COMMENT =
  /\boptional|\bexpected\b|\bnothing to (?:do|worry)|\b(?:does not|doesn't) matter|\b(?:is|it's) (?:ok|okay|fine)\b|\bsilent(?:ly)?\b|\bnot (?:returning|raising|propagating|surfacing)\b|\bavoid\b.*\b(?:affect|break|fail|block|interrupt)|\b(?:still|always|anyway|regardless)\b.*\b(?:return|respond|answer|acknowledg)|\b(?:return|respond|answer|acknowledg)\w*\b.*\b(?:anyway|regardless|(?:to|so)\b.*(?:\b(?:prevent|avoid)|n[o']t (?:be )?(?:retr|re-?sen|redeliver)))/i;
/** Of what stands above a function: there only these speak of its errors, and not of its work. */
const INTENT_OF_FUNCTION =
  /\bbest[ -]?effort|\bswallow|\b(?:never|(?:does|will) not|doesn't|won't) (?:throw|fail|reject)|\bnot (?:re-?)?thrown?\b|\b(?:errors?|failures?) (?:here )?(?:is|are) (?:only )?(?:caught|logged|ignored)\b/i;
/** Of what stands above a `try`: it speaks of the work as much as of its errors. */
const INTENT_OF_TRY =
  /\bbest[ -]?effort|\bswallow|\b(?:non[ -]?|not )(?:critical|fatal|essential)\b|\b(?:do(?:es)? not|don't|doesn't|should not|shouldn't|must not|will not|won't|never) (?:fail|break|block|throw|crash|abort|signal|propagate|surface)s?\b|\b(?:errors?|failures?) (?:is|are) (?:only )?(?:caught|logged|ignored)\b/i;

/** Names of functions that say of their errors that they stay in there: `safeWriteStatus`, `tryToNotify`. */
const INTENT_OF_NAME = /^(?:safe(?:ly)?|try|bestEffort|quiet(?:ly)?|silent(?:ly)?)[A-Z]/;

/**
 * True where a comment, or the text of a log, says that the error may be left alone: where it is caught, above the `try`, or
 * above the function that does nothing but try. The name of that function can say so as well.
 */
export function saysThatErrorMayPass(holder: TSESTree.Node, facts: SyntaxFacts): boolean {
  const { sourceCode } = facts;
  return (
    sourceCode
      .getCommentsInside(holder)
      .some(({ value }) => INTENT.test(value) || INTENT_OF_COMMENT.test(value)) ||
    sourceCode
      .getTokens(holder)
      .some(({ type, value }) => (type === "String" || type === "Template") && INTENT.test(value)) ||
    isDescribedAround(holder, facts) ||
    isDescribedAbove(holder, facts)
  );
}

/** By a comment above the `try`, or behind the `catch` on its last line. */
function isDescribedAround(holder: TSESTree.Node, { sourceCode }: SyntaxFacts): boolean {
  if (holder.type !== "CatchClause") return false;
  const above = sourceCode.getCommentsBefore(holder.parent);
  const behind = sourceCode
    .getCommentsAfter(holder)
    .filter(({ loc }) => loc.start.line === holder.loc.end.line);
  return (
    above.some(({ value }) => INTENT_OF_TRY.test(value)) ||
    behind.some(({ value }) => INTENT.test(value) || INTENT_OF_COMMENT.test(value))
  );
}

/** True where a comment in a statement, or right above it, says the same. */
export function isSaidToPass(statement: TSESTree.Node, { sourceCode }: SyntaxFacts): boolean {
  return [...sourceCode.getCommentsBefore(statement), ...sourceCode.getCommentsInside(statement)].some(
    ({ value }) => INTENT.test(value) || INTENT_OF_COMMENT.test(value),
  );
}

function isDescribedAbove(holder: TSESTree.Node, { sourceCode }: SyntaxFacts): boolean {
  const fn = holder.type === "CatchClause" ? holder.parent.parent.parent : undefined;
  if (fn == null || !isFunction(fn) || fn.body !== holder.parent?.parent) return false;
  return (
    INTENT_OF_NAME.test(sourceCode.getText(nameOf(fn))) ||
    sourceCode.getCommentsBefore(declarationOf(fn)).some(({ value }) => INTENT_OF_FUNCTION.test(value))
  );
}

/** What of a function's declaration a comment stands above. */
function declarationOf(fn: TSESTree.Node): TSESTree.Node {
  let node = fn;
  while (node.parent !== undefined && HOLDERS.has(node.parent.type)) node = node.parent;
  return node;
}

const HOLDERS: ReadonlySet<string> = new Set([
  ...["VariableDeclarator", "VariableDeclaration", "AssignmentExpression", "ExpressionStatement", "Property"],
  ...["MethodDefinition", "PropertyDefinition", "ExportNamedDeclaration", "ExportDefaultDeclaration"],
]);
