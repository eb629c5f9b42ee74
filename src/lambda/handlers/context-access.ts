import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { contextType, handlerTypeModules } from "../../knowledge/handler-types.js";
import type { FunctionNode } from "../../syntax/ast.js";
import { isNameUsed } from "../../syntax/edits.js";
import type { Syntax } from "../../syntax/syntax.js";
import { annotationOf } from "./handler-result.js";
import { lambdaTypeName, parameterType } from "../bindings/lambda-types.js";
import type { Handler } from "../model.js";

/** How code of a handler gets at Lambda's context object. */
export interface ContextAccess {
  /** The parameter's name. */
  readonly name: string;
  /** Adds the parameter, and the import of its type. Empty when the handler has it. */
  readonly fix: (fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[];
}

/** Undefined where the context cannot be had without changing more than the handler's own parameters. */
export function buildContextAccess(
  handler: Handler,
  syntax: Syntax,
  isTypeScript: boolean,
): ContextAccess | undefined {
  const fn = handler.node;
  if (fn === undefined || handler.isStreaming || handler.isEventOnly === true) return undefined;
  const [event, context] = fn.params;
  if (context !== undefined)
    return isContext(context, syntax) ? { name: context.name, fix: () => [] } : undefined;
  if (event?.type === "RestElement" || !mayTakeContext(handler, fn, syntax)) return undefined;
  const { sourceCode } = syntax.facts;
  const name = ["context", "lambdaContext"].find((candidate) => !isNameUsed(sourceCode, candidate));
  if (name === undefined) return undefined;
  const needsType = isTypeScript && !isContextuallyTyped(fn, event);
  const type = needsType ? contextTypeFor(syntax) : undefined;
  const annotation = type === undefined ? "" : `: ${type.text}`;
  return {
    name,
    fix: (fixer) => [
      ...(type?.fix(fixer) ?? []),
      ...insertParameter(
        fixer,
        sourceCode,
        fn,
        `${name}${annotation}`,
        needsType ? "_event: unknown" : "_event",
      ),
    ],
  };
}

/** True for a parameter through which the context's own methods can be called. */
function isContext(parameter: TSESTree.Parameter, syntax: Syntax): parameter is TSESTree.Identifier {
  if (parameter.type !== "Identifier") return false;
  const type = parameterType(parameter);
  return type === undefined || type.type === "TSAnyKeyword" || lambdaTypeName(type, syntax) === contextType;
}

/** False when the file calls the handler itself, or hands it to a wrapper that may pass on the event alone. */
function mayTakeContext(handler: Handler, fn: FunctionNode, syntax: Syntax): boolean {
  if (syntax.graph.callSitesOf(fn).length > 0) return false;
  return fn.parent.type !== "CallExpression" || handler.evidence.includes("wrapper");
}

/** True when the parameters get their types from where the function stands. */
function isContextuallyTyped(fn: FunctionNode, event: TSESTree.Parameter | undefined): boolean {
  if (annotationOf(fn) !== undefined) return true;
  return fn.parent.type === "CallExpression" && (event === undefined || parameterType(event) === undefined);
}

/** `Context` as the file's own imports of `@types/aws-lambda` can give it, or what is needed of it. */
function contextTypeFor(syntax: Syntax): {
  readonly text: string;
  readonly fix: (fixer: TSESLint.RuleFixer) => readonly TSESLint.RuleFix[];
} {
  const { program, sourceCode } = syntax.facts;
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" || !handlerTypeModules.has(statement.source.value)) continue;
    for (const specifier of statement.specifiers) {
      const { name } = specifier.local;
      if (specifier.type === "ImportNamespaceSpecifier")
        return { text: `${name}.${contextType}`, fix: () => [] };
      const isIt =
        specifier.type === "ImportSpecifier" &&
        specifier.imported.type === "Identifier" &&
        specifier.imported.name === contextType;
      if (isIt) return { text: name, fix: () => [] };
    }
    const last = statement.specifiers.at(-1);
    if (statement.source.value !== "aws-lambda" || last?.type !== "ImportSpecifier") continue;
    if (isNameUsed(sourceCode, contextType)) break;
    const isType = last.importKind === "type" ? "type " : "";
    return {
      text: contextType,
      fix: (fixer) => [fixer.insertTextAfter(last, `, ${isType}${contextType}`)],
    };
  }
  return { text: "{ getRemainingTimeInMillis(): number }", fix: () => [] };
}

function insertParameter(
  fixer: TSESLint.RuleFixer,
  sourceCode: Readonly<TSESLint.SourceCode>,
  fn: FunctionNode,
  parameter: string,
  event: string,
): TSESLint.RuleFix[] {
  const [first] = fn.params;
  if (first !== undefined) {
    const before = sourceCode.getTokenBefore(first);
    const hasParentheses = before?.value === "(" && before.range[0] >= fn.range[0];
    if (hasParentheses) return [fixer.insertTextAfter(first, `, ${parameter}`)];
    return [fixer.insertTextBefore(first, "("), fixer.insertTextAfter(first, `, ${parameter})`)];
  }
  const open = sourceCode.getFirstToken(fn, (token) => token.value === "(");
  return open === null ? [] : [fixer.insertTextAfter(open, `${event}, ${parameter}`)];
}
