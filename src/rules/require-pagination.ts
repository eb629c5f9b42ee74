import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { type PaginationFact, paginationFacts } from "../knowledge/pagination.js";
import { indexOperations } from "../knowledge/sdk-operations.js";
import { usesFirstItemOnly } from "../lambda/events/first-item-use.js";
import type { LambdaModel } from "../lambda/model.js";
import { isAskedAgain } from "../lambda/clients/asked-again.js";
import { type SdkCall, isSentInInvocation, sdkCallsOf } from "../lambda/clients/sdk-commands.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { enclosingFunction, keyName, memberName, unwrap, wrapped } from "../syntax/ast.js";
import { type ImportEdit, buildImport, indentationAt, isNameUsed, lineBreakOf } from "../syntax/edits.js";
import { readStaticString } from "../syntax/static-value.js";

const factFor = indexOperations(paginationFacts);
/** What clients with methods call the operations. */
const METHODS = paginationFacts.map(
  ({ operation }) => operation.charAt(0).toLowerCase() + operation.slice(1),
);
const MENTION =
  /query|scan|list[A-Z]|describe[A-Z]|getParametersByPath|filterLogEvents|get\w*(?:Resources|Query|Execution|Detection|Analysis|Moderation|Recognition|Tables|Databases|Partitions|JobRuns|StatementResult|Findings)/i;

export default createRule({
  name: "require-pagination",
  meta: {
    type: "problem",
    hasSuggestions: true,
    docs: {
      description: "require that what AWS lists page by page is read to its end",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-10"],
    },
    messages: {
      firstPageOnly:
        "`{{name}}`{{caller}} answers with one page, and nothing here reads `{{token}}`: {{items}} beyond it are missing without an error. Use a paginator, or go on with `{{token}}`; set a limit where one page is meant.",
      firstPageOnlyByToken:
        "`{{name}}`{{caller}} answers with one page, and nothing here reads `{{token}}`: {{items}} beyond it are missing without an error. Pass `{{token}}` on as `{{inputToken}}` until an answer has none; set a limit where one page is meant.",
      countOfFirstPageOnly:
        "`{{name}}`{{caller}} answers with one page, and nothing here reads `{{token}}`: `Count` is the number of items in that page only. Add up `Count` over all pages, going on with `{{token}}`; set a limit where one page is meant.",
      usePaginator: "Read all pages with `{{paginator}}`, in as many requests as that takes.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code", words: MENTION },
  create(context) {
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayAskOthers && !mayCallClientOfOther(lambda)) return {};
    return {
      "Program:exit"() {
        for (const call of sdkCallsOf(lambda)) {
          const fact = factFor(call);
          if (fact === undefined || !readsFirstPageOnly(call, fact, lambda)) continue;
          const paginator = `paginate${fact.operation}`;
          const fix = buildPaginator(call, fact, paginator, lambda);
          // SDK v2 has no paginators, and SDK v3 not for every operation.
          const hasPaginator = fact.hasPaginator && call.spelling !== "v2";
          const byItems = hasPaginator ? "firstPageOnly" : "firstPageOnlyByToken";
          const messageId = readsCountOnly(call, fact) ? "countOfFirstPageOnly" : byItems;
          context.report({
            node: call.node.callee,
            messageId,
            data: {
              name: call.name,
              caller: describeCaller(lambda.outsideCallerOf(call.node), context),
              token: fact.token,
              items: `\`${fact.items}\``,
              ...(messageId === "firstPageOnlyByToken" && { inputToken: fact.inputToken }),
            },
            suggest: fix ? [{ messageId: "usePaginator", data: { paginator }, fix }] : [],
          });
        }
      },
    };
  },
});

/** A word that is the name of one of the operations. */
function mayCallClientOfOther({ syntax: { facts } }: LambdaModel): boolean {
  return METHODS.some((name) => facts.words.has(name));
}

function readsFirstPageOnly(call: SdkCall, fact: PaginationFact, lambda: LambdaModel): boolean {
  if (call.spelling === "paginator" || call.spelling === "waiter") return false;
  if (!isSentInInvocation(call, lambda)) return false;
  const { input, result } = call;
  if ([fact.inputToken, ...fact.limits].some((name) => input.has(name) !== "no")) return false;
  if (!result.isAwaited || result.escapes || readsToken(call, fact)) return false;
  return !isLookup(call, fact, lambda) && !isAskedAgain(call, lambda);
}

function readsToken({ result: { reads } }: SdkCall, { token, otherTokens }: PaginationFact): boolean {
  return [token, ...otherTokens].some((name) => reads.has(name));
}

/** The number of items is used, and none of them. */
function readsCountOnly({ result: { reads } }: SdkCall, { items }: PaginationFact): boolean {
  return reads.has("Count") && !reads.has(items);
}

/** A question for one item, or for whether there is any: what comes after the first does not matter. */
function isLookup({ input, result }: SdkCall, fact: PaginationFact, lambda: LambdaModel): boolean {
  if (asksForWholeKey(input, lambda)) return true;
  const used = [...result.reads].filter((name) => name !== "$metadata");
  if (used.length === 0 || used.every((name) => name === "KeyCount")) return true;
  // A filter works on the page that was read: the first page may have nothing of what is looked for.
  if (input.has("FilterExpression") !== "no") return false;
  const readers = result.readers.filter((reader) => nameOf(reader) !== "$metadata");
  return readers.every((reader) => {
    const name = nameOf(reader);
    return (name === fact.items || name === "Count") && usesFirstItemOnly(reader, lambda.syntax);
  });
}

/** Both parts of the table's key: at most one item has it. The key of an index many items may have. */
function asksForWholeKey(input: SdkCall["input"], { syntax: { facts } }: LambdaModel): boolean {
  if (input.has("IndexName") === "yes") return false;
  const [condition] = input.valuesOf("KeyConditionExpression");
  const text = condition && readStaticString(facts, condition);
  return text !== undefined && /\band\b/i.test(text) && !/[<>]|begins_with|between/i.test(text);
}

function nameOf(reader: TSESTree.Node): string | undefined {
  if (reader.type === "Property") return keyName(reader);
  return reader.type === "MemberExpression" ? memberName(reader) : undefined;
}

/**
 * `const { Items } = await client.send(new QueryCommand(input))` becomes a loop over the pages that fills an array of the
 * same name. Other uses of the answer are not taken apart.
 */
function buildPaginator(
  call: SdkCall,
  fact: PaginationFact,
  paginator: string,
  lambda: LambdaModel,
): TSESLint.ReportFixFunction | undefined {
  const { syntax } = lambda;
  const { sourceCode } = syntax.facts;
  if (!fact.hasPaginator || call.spelling !== "command" || call.inputNode === undefined) return undefined;
  const callee = unwrap(call.call.callee);
  const awaiting = wrapped(call.call).parent;
  const declarator = awaiting?.type === "AwaitExpression" ? wrapped(awaiting).parent : undefined;
  if (callee.type !== "MemberExpression" || call.call.arguments.length !== 1) return undefined;
  if (declarator?.type !== "VariableDeclarator" || declarator.id.type !== "ObjectPattern") return undefined;
  const declaration = declarator.parent;
  const list = listName(declarator.id, fact);
  if (list === undefined || declaration.declarations.length > 1 || declaration.kind !== "const")
    return undefined;
  if (declaration.parent.type !== "BlockStatement" || enclosingFunction(declaration)?.async !== true)
    return undefined;
  if (sourceCode.getCommentsInside(declaration).some((comment) => !isInsideOf(comment, call.inputNode)))
    return undefined;
  const module = syntax.resolveImport(call.node.callee)?.module;
  if (module === undefined || call.node.arguments.length !== 1) return undefined;
  const imported = replaceImport(call.node.callee, module, paginator, lambda);
  if (imported === undefined) return undefined;
  const client = sourceCode.getText(callee.object);
  const config = client === "client" ? "{ client }" : `{ client: ${client} }`;
  const pages = `${imported.localName}(${config}, ${sourceCode.getText(call.inputNode)})`;
  const indentation = indentationAt(sourceCode, declaration.range[0]);
  const br = lineBreakOf(sourceCode);
  const lines = [
    `const ${list} = [];`,
    `for await (const page of ${pages}) ${list}.push(...(page.${fact.items} ?? []));`,
  ];
  return (fixer) => [...imported.fix(fixer), fixer.replaceText(declaration, lines.join(br + indentation))];
}

/** Imports the paginator, in place of a command that is used nowhere else. */
function replaceImport(
  command: TSESTree.Node,
  module: string,
  paginator: string,
  { syntax }: LambdaModel,
): ImportEdit | undefined {
  const { facts } = syntax;
  const variable = facts.variableOf(unwrap(command));
  const uses = variable?.references.filter(({ init }) => init !== true) ?? [];
  const imported = buildImport(syntax, module, paginator);
  if (uses.length !== 1) return imported;
  const specifier = variable?.identifiers[0]?.parent;
  const isReplaceable = specifier?.type === "ImportSpecifier" || specifier?.type === "Property";
  if (!isReplaceable || isNameUsed(facts.sourceCode, paginator)) return undefined;
  return { localName: paginator, fix: (fixer) => [fixer.replaceText(specifier, paginator)] };
}

/** The variable that a pattern puts the items into, if it takes nothing else. */
function listName({ properties }: TSESTree.ObjectPattern, fact: PaginationFact): string | undefined {
  const [property, ...others] = properties;
  if (property?.type !== "Property" || others.length > 0 || keyName(property) !== fact.items)
    return undefined;
  const target = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
  return target.type === "Identifier" && target.name !== "page" ? target.name : undefined;
}

function isInsideOf({ range }: TSESTree.Comment, node: TSESTree.Node | undefined): boolean {
  return node !== undefined && range[0] >= node.range[0] && range[1] <= node.range[1];
}
