import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, unitOf, unwrap, wrapped } from "../../syntax/ast.js";
import { removeLines } from "../../syntax/edits.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import type { Syntax } from "../../syntax/syntax.js";

export type Edit = (fixer: TSESLint.RuleFixer) => TSESLint.RuleFix[];

/** A call that ends the invocation: of the callback, or of `done`, `succeed` and `fail` of the context. */
export interface AnswerCall {
  readonly call: TSESTree.CallExpression;
  /** The argument that is the error. */
  readonly error: TSESTree.Node | undefined;
  readonly result: TSESTree.Node | undefined;
}

/**
 * Drops a parameter, those behind it, and the import of their types; undefined where something else may count on them, and
 * where a comment would go with them.
 */
export function buildParameterRemoval(fn: FunctionNode, index: number, syntax: Syntax): Edit | undefined {
  const { facts, graph } = syntax;
  const { sourceCode } = facts;
  const [before, removed] = [fn.params[index - 1], fn.params.slice(index)];
  const last = removed.at(-1);
  if (before === undefined || last === undefined || usesArguments(fn, facts)) return undefined;
  if (graph.callSitesOf(fn).some(({ call }) => call.arguments.length > index)) return undefined;
  if (!removed.every(({ type }) => type === "Identifier")) return undefined;
  const range = [before.range[1], last.range[1]] as const;
  const hasComment = sourceCode
    .getAllComments()
    .some((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  if (hasComment) return undefined;
  const types = removed.flatMap((parameter) => importsOnlyFor(parameter, facts));
  return (fixer) => [
    fixer.removeRange([...range]),
    ...types.flatMap((specifier) => removeImport(fixer, specifier, types, syntax)),
  ];
}

function usesArguments(fn: FunctionNode, { sourceCode }: SyntaxFacts): boolean {
  return fn.type !== "ArrowFunctionExpression" && /\barguments\b/.test(sourceCode.getText(fn.body));
}

/** The imports that nothing but the type of this parameter refers to. */
function importsOnlyFor(
  parameter: TSESTree.Parameter,
  facts: SyntaxFacts,
): readonly TSESTree.ImportSpecifier[] {
  const [start, end] = parameter.range;
  const isInside = ({ range }: TSESTree.Node): boolean => range[0] >= start && range[1] <= end;
  return facts.program.body.flatMap((statement) => {
    if (statement.type !== "ImportDeclaration") return [];
    return statement.specifiers.flatMap((specifier) => {
      const references = facts.variableOf(specifier.local)?.references ?? [];
      const isOnly = references.length > 0 && references.every(({ identifier }) => isInside(identifier));
      return isOnly && specifier.type === "ImportSpecifier" ? [specifier] : [];
    });
  });
}

function removeImport(
  fixer: TSESLint.RuleFixer,
  specifier: TSESTree.ImportSpecifier,
  all: readonly TSESTree.ImportSpecifier[],
  { facts: { sourceCode } }: Syntax,
): TSESLint.RuleFix[] {
  const declaration = specifier.parent as TSESTree.ImportDeclaration;
  const isWhole = declaration.specifiers.every((other) => all.includes(other as TSESTree.ImportSpecifier));
  if (isWhole)
    return declaration.specifiers[0] === specifier ? [removeLines(fixer, sourceCode, declaration.range)] : [];
  const next = sourceCode.getTokenAfter(specifier);
  const previous = sourceCode.getTokenBefore(specifier);
  if (next?.value === ",") {
    const following = sourceCode.getTokenAfter(next, { includeComments: true });
    return [fixer.removeRange([specifier.range[0], following?.range[0] ?? next.range[1]])];
  }
  return previous?.value === ","
    ? [fixer.removeRange([previous.range[0], specifier.range[1]])]
    : [fixer.remove(specifier)];
}

/**
 * `return` and `throw` in the place of calls that end the invocation, in an async function: where each of them is the last
 * thing that the handler does on its path. Undefined where a callback of something else answers, since nobody would wait
 * for it.
 */
export function buildRewrite(
  fn: FunctionNode,
  answers: readonly AnswerCall[],
  syntax: Syntax,
): Edit | undefined {
  const { facts } = syntax;
  if (fn.generator || answers.length === 0) return undefined;
  const async = fn.async ? () => [] : buildAsync(fn, facts);
  const replacements = answers.map((answer) => buildReplacement(answer, fn, facts));
  if (async === undefined || replacements.includes(undefined)) return undefined;
  // What a function without `async` returns beside a callback was ignored so far.
  const calls = new Set<TSESTree.Node>(answers.map(({ call }) => call));
  if (!fn.async && facts.returnsOf(fn).some((value) => !calls.has(unwrap(value)))) return undefined;
  const emptyType = answers.some(({ result }) => !isNothing(result, facts))
    ? emptyTypeOf(fn, facts)
    : undefined;
  return (fixer) => [
    ...async(fixer),
    ...(emptyType === undefined ? [] : [fixer.remove(emptyType)]),
    ...replacements.flatMap((replace) => replace?.(fixer) ?? []),
  ];
}

/** `: Promise<void>`, which an async function that answers by its callback says of itself. */
function emptyTypeOf({ returnType }: FunctionNode, { sourceCode }: SyntaxFacts): TSESTree.Node | undefined {
  // Oxlint has null where ESLint has nothing.
  if (!returnType) return undefined;
  return /^Promise\s*<\s*(?:void|undefined)\s*>$/.test(sourceCode.getText(returnType.typeAnnotation))
    ? returnType
    : undefined;
}

function isNothing(node: TSESTree.Node | undefined, facts: SyntaxFacts): boolean {
  return (
    node === undefined ||
    (node.type === "Literal" && node.value === null) ||
    facts.isGlobal(node, "undefined")
  );
}

function buildAsync(fn: FunctionNode, { sourceCode }: SyntaxFacts): Edit | undefined {
  if (fn.returnType !== undefined) return undefined;
  const { parent } = fn;
  const isMethod =
    parent.type === "MethodDefinition" ||
    (parent.type === "Property" && (parent.method || parent.kind !== "init"));
  if (!isMethod) return (fixer) => [fixer.insertTextBefore(fn, "async ")];
  if (parent.computed || parent.kind === "get" || parent.kind === "set") return undefined;
  const key = sourceCode.getFirstToken(parent.key);
  return key === null ? undefined : (fixer) => [fixer.insertTextBefore(key, "async ")];
}

function buildReplacement(
  { call, error, result }: AnswerCall,
  fn: FunctionNode,
  facts: SyntaxFacts,
): Edit | undefined {
  const { sourceCode } = facts;
  if (unitOf(call) !== fn) return undefined;
  if ([error, result].some((argument) => argument?.type === "SpreadElement")) return undefined;
  const kept = isNothing(error, facts) ? result : error;
  if (!isNothing(error, facts) && (error === undefined || result !== undefined || !isError(error, facts)))
    return undefined;
  const isKept = sourceCode
    .getCommentsInside(call)
    .every(({ range }) => kept !== undefined && range[0] >= kept.range[0] && range[1] <= kept.range[1]);
  if (!isKept) return undefined;
  const text = kept === undefined || facts.isGlobal(kept, "undefined") ? "" : sourceCode.getText(kept);

  const whole = wrapped(call);
  const { parent } = whole;
  if (parent === fn) {
    if (kept !== result || text === "") return undefined;
    const isObject = kept !== undefined && unwrap(kept).type === "ObjectExpression";
    return (fixer) => [fixer.replaceText(whole, isObject ? `(${text})` : text)];
  }
  if (parent?.type !== "ExpressionStatement" && parent?.type !== "ReturnStatement") return undefined;
  const end = endOf(parent, fn);
  if (end === undefined) return undefined;
  const isThrown = kept === error && kept !== undefined && !isNothing(kept, facts);
  if (isThrown && isCaught(parent, fn)) return undefined;
  if (sourceCode.getTokenBefore(parent)?.value === "=>") return undefined;
  const statement = isThrown ? `throw ${toError(kept, text)};` : text === "" ? "return;" : `return ${text};`;
  return (fixer) => [fixer.replaceTextRange([parent.range[0], end], statement)];
}

/** What is an error for certain: the parameter of a `catch`, `new …` under a name too, and the text of one. */
function isError(node: TSESTree.Node, facts: SyntaxFacts): boolean {
  if (node.type === "NewExpression" || node.type === "TemplateLiteral") return true;
  if (node.type === "Literal") return typeof node.value === "string";
  const [definition] = facts.variableOf(node)?.defs ?? [];
  if (definition?.node.type === "CatchClause") return true;
  return definition?.node.type === "VariableDeclarator" && definition.node.init?.type === "NewExpression";
}

/** Lambda reports the same message for the text and for an error of that text. */
function toError(node: TSESTree.Node, text: string): string {
  return node.type === "Literal" || node.type === "TemplateLiteral" ? `new Error(${text})` : text;
}

/**
 * The end of the text that a statement is replaced with, a bare `return` after it included; undefined when something of
 * the function can run after it.
 */
function endOf(statement: TSESTree.Statement, fn: FunctionNode): number | undefined {
  if (statement.type === "ReturnStatement") return statement.range[1];
  let [, end] = statement.range;
  let current: TSESTree.Node = statement;
  for (let { parent } = statement as TSESTree.Node; ; current = parent, { parent } = parent) {
    if (parent === undefined) return undefined;
    if (current === fn.body) return end;
    const list: readonly TSESTree.Node[] | undefined =
      parent.type === "BlockStatement"
        ? parent.body
        : parent.type === "SwitchCase"
          ? parent.consequent
          : undefined;
    const following = list?.[list.indexOf(current) + 1];
    if (following?.type === "ReturnStatement" && following.argument === null) {
      if (current === statement) [, end] = following.range;
      return end;
    }
    if (following?.type === "BreakStatement" && following.label === null && parent.type === "SwitchCase") {
      if (current === statement) [, end] = following.range;
    } else if (following !== undefined) return undefined;
    const isOpen =
      list !== undefined ||
      parent.type === "IfStatement" ||
      parent.type === "CatchClause" ||
      parent.type === "SwitchStatement" ||
      parent.type === "TryStatement";
    if (!isOpen) return undefined;
    // Without a `break` the next case would run.
    if (parent.type === "SwitchCase" && following === undefined && parent !== parent.parent.cases.at(-1))
      return undefined;
    if (parent.type === "TryStatement" && parent.finalizer !== null) return undefined;
  }
}

/** True when a `throw` there would end in a `catch` of the handler itself. */
function isCaught(statement: TSESTree.Node, fn: FunctionNode): boolean {
  let child = statement;
  for (let { parent } = statement; parent && parent !== fn; child = parent, { parent } = parent)
    if (parent.type === "TryStatement" && child === parent.block && parent.handler !== null) return true;
  return false;
}
