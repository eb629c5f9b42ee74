import type { TSESTree } from "@typescript-eslint/utils";
import { chainRoot, isFunction, lastNameOf, memberName, unwrap } from "../../syntax/ast.js";
import { ANY_MEMBER, type ExportKey } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import { countSources } from "../../syntax/item-count.js";
import type { Syntax } from "../../syntax/syntax.js";
import { findExportedDatabases } from "../clients/exported-databases.js";
import type { AnswerShare } from "../elsewhere.js";
import { collectExportedCode } from "../handlers/exported-code.js";
import type { LambdaModel } from "../model.js";

/** What the result of a function has of other systems' answers. */
export interface AnsweredResult {
  readonly share: AnswerShare | undefined;
  /** Functions of other files whose results it passes on. */
  readonly passed: readonly ImportPath[];
}

/** Commands that read one thing: a list in it is as long as somebody wrote it, as settings are. */
const READS_ONE = /^Get(?:Item|Parameter|SecretValue)?Command$/;

/** Methods of databases that read one thing. */
const FINDS_ONE = /^find(?:Unique|First|One|ById|ByPk|OneBy)/;

/** Nobody writes a longer way from a call to its list; `const orders = orders.items` has no end. */
const MAX_STEPS = 20;

/**
 * The exported functions of a file that give something of what another system answered, or pass it on, and what is asked of the
 * clients that it exports.
 */
export function findAnsweredResults(lambda: LambdaModel): ReadonlyMap<ExportKey, AnsweredResult> {
  const { syntax } = lambda;
  const found = new Map<ExportKey, AnsweredResult>(
    findExportedDatabases(lambda).map((key) => [key, { share: "whole", passed: [] }]),
  );
  const isAnswer = (node: TSESTree.Node): boolean =>
    lambda.originsOf(node).has("response") && !isOfOneThing(node, syntax);
  for (const [key, units] of collectExportedCode(syntax)) {
    const results = units.flatMap((unit) => (isFunction(unit) ? syntax.facts.returnsOf(unit) : []));
    const sources = results.flatMap((result) => countSources(syntax, result));
    const passed = sources.flatMap((source) => {
      const call = importedCallOf(source, syntax);
      return call === undefined ? [] : [...call.imported, ...call.systems];
    });
    const share = sources.some(isAnswer) ? "whole" : results.some(isAnswer) ? "part" : undefined;
    if (share !== undefined || passed.length > 0) found.set(key, { share, passed });
  }
  return found;
}

/** True for a collection that a function of another file gives, as long as other systems' answers decide. */
export function isAnsweredElsewhere(source: TSESTree.Node, { syntax, otherFiles }: LambdaModel): boolean {
  const call = importedCallOf(source, syntax);
  if (call === undefined) return false;
  const isEachAnswered = (asked: readonly ImportPath[]): boolean =>
    asked.length > 0 &&
    asked.every((imported) => {
      const share = otherFiles.answerOf(imported);
      return call.isPart ? share !== undefined : share === "whole";
    });
  return isEachAnswered(call.imported) || isEachAnswered(call.systems);
}

interface ImportedCall {
  readonly imported: readonly ImportPath[];
  /** What the chain of the call begins with, as a client that is asked for something: `prisma.order.findMany()`. */
  readonly systems: readonly ImportPath[];
  /** A member of the result, and not the result itself. */
  readonly isPart: boolean;
}

function importedCallOf(source: TSESTree.Node, syntax: Syntax): ImportedCall | undefined {
  const found = callBehind(source, syntax);
  if (found === undefined) return undefined;
  const { call, isPart } = found;
  const asked = call.type === "CallExpression" ? call.callee : call.tag;
  const imported = call.type === "CallExpression" ? importPathsOf(asked, syntax) : [];
  const readsOne = FINDS_ONE.test(lastNameOf(asked) ?? "");
  const systems = (readsOne ? [] : importPathsOf(chainRoot(asked), syntax)).map(({ module, path }) => ({
    module,
    path: [...path, ANY_MEMBER],
  }));
  return imported.length === 0 && systems.length === 0 ? undefined : { imported, systems, isPart };
}

function isOfOneThing(source: TSESTree.Node, syntax: Syntax): boolean {
  const call = callBehind(source, syntax)?.call;
  const command = call?.type === "CallExpression" ? call.arguments[0] : undefined;
  return (
    command !== undefined &&
    syntax.values
      .valuesOf(command)
      .some(
        (value) =>
          value.type === "NewExpression" &&
          READS_ONE.test(syntax.resolveImport(value.callee)?.path.at(-1) ?? ""),
      )
  );
}

interface CallBehind {
  readonly call: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression;
  /** A member of the result, and not the result itself. */
  readonly isPart: boolean;
}

/** `list()` of `(await list()).items`, also through the variables that it is put into. */
export function callBehind(
  source: TSESTree.Node,
  syntax: Syntax,
  isPart = false,
  steps = 0,
): CallBehind | undefined {
  if (steps > MAX_STEPS) return undefined;
  const node = unwrap(source);
  switch (node.type) {
    case "CallExpression":
      return parsedText(node, syntax, steps) ?? { call: node, isPart };
    case "TaggedTemplateExpression":
      return { call: node, isPart };
    case "AwaitExpression":
      return callBehind(node.argument, syntax, isPart, steps + 1);
    case "MemberExpression":
      return callBehind(node.object, syntax, true, steps + 1);
    case "Identifier": {
      const given = onlyValueOf(node, syntax);
      return given && callBehind(given.value, syntax, isPart || given.isPart, steps + 1);
    }
    default:
      return undefined;
  }
}

/** `JSON.parse(await load())`: what is in the text. */
function parsedText(
  { callee, arguments: [text] }: TSESTree.CallExpression,
  syntax: Syntax,
  steps: number,
): CallBehind | undefined {
  const method = unwrap(callee);
  if (text === undefined || method.type !== "MemberExpression" || memberName(method) !== "parse")
    return undefined;
  return syntax.facts.isGlobal(unwrap(method.object), "JSON")
    ? callBehind(text, syntax, true, steps + 1)
    : undefined;
}

/** What a variable holds, where it is given one thing only: `let list; try { list = await load(); } …` */
function onlyValueOf(
  node: TSESTree.Identifier,
  syntax: Syntax,
): { readonly value: TSESTree.Node; readonly isPart: boolean } | undefined {
  const variable = syntax.facts.variableOf(node);
  const [definition, ...others] = variable?.defs ?? [];
  const declaration = definition?.node;
  if (variable === undefined || declaration?.type !== "VariableDeclarator" || others.length > 0)
    return undefined;
  const { init, id } = declaration;
  const given: { value: TSESTree.Node; isPart: boolean }[] =
    init === null || isNothing(init) ? [] : [{ value: init, isPart: id.type !== "Identifier" }];
  for (const reference of variable.references) {
    if (reference.init === true || !reference.isWrite()) continue;
    const { parent } = reference.identifier;
    if (!reference.writeExpr || parent.type !== "AssignmentExpression" || parent.operator !== "=")
      return undefined;
    if (!isNothing(reference.writeExpr)) given.push({ value: reference.writeExpr, isPart: false });
  }
  return given.length === 1 ? given[0] : undefined;
}

/** `undefined`, `null`, `[]`: what stands for a list that is still to come. */
function isNothing(value: TSESTree.Node): boolean {
  const node = unwrap(value);
  if (node.type === "ArrayExpression") return node.elements.length === 0;
  return (
    (node.type === "Identifier" && node.name === "undefined") ||
    (node.type === "Literal" && node.value === null)
  );
}
