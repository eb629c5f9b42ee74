import type { TSESTree } from "@typescript-eslint/utils";
import { batchProcessorFacts } from "../../knowledge/batch-processors.js";
import {
  type FunctionNode,
  decoratorsOf,
  isFunction,
  keyName,
  memberName,
  unwrap,
  wrapped,
} from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { callsAround } from "../handlers/handler-wrapping.js";
import { logCallsOf } from "../logs/log-calls.js";
import type { Handler, LambdaModel } from "../model.js";

/** What a package's functions answer with: the failed items of the batch. */
const PROCESSORS = /^(?:processPartialResponse(?:Sync)?|batchProcessor(?:Sync)?|asyncBatchProcessor)$/;

/** The places of the file that answer with failed items of a batch: a list that may hold some, or a package that makes it. */
export const failedItemAnswersOf = oncePer((lambda: LambdaModel): readonly TSESTree.Node[] => {
  const { facts, resolveImport } = lambda.syntax;
  const lists = facts.objects.flatMap((object) =>
    object.properties.flatMap((property) =>
      property.type === "Property" &&
      keyName(property) === "batchItemFailures" &&
      (mayHoldItems(property.value, lambda) || isFilled(object, lambda))
        ? [property.key]
        : [],
    ),
  );
  const processed = facts.calls.flatMap((call) => {
    const imported = resolveImport(call.callee);
    if (imported === undefined) return [];
    const isProcessor =
      imported.module === "@aws-lambda-powertools/batch"
        ? PROCESSORS.test(imported.path.at(-1) ?? "")
        : /^@middy\/sqs-partial-batch-failure$/.test(imported.module);
    return isProcessor ? [call.callee] : [];
  });
  return [...lists, ...processed].sort((a, b) => a.range[0] - b.range[0]);
});

/**
 * Where the file speaks of failed items of which there never are any: `const response = { batchItemFailures: [] }; … return response;`.
 * The places of the name in the text.
 */
export const emptyAnswersOf = oncePer((lambda: LambdaModel): ReadonlySet<number> => {
  const places = new Set<number>();
  for (const object of lambda.syntax.facts.objects)
    for (const property of object.properties) {
      if (property.type !== "Property" || keyName(property) !== "batchItemFailures") continue;
      if (mayHoldItems(property.value, lambda) || !isOnlyReturned(object, lambda)) continue;
      const { key } = property;
      places.add(key.range[0] + (key.type === "Literal" ? 1 : 0));
      const list = lambda.syntax.facts.variableOf(unwrap(property.value));
      for (const { range } of list?.identifiers ?? []) places.add(range[0]);
      for (const { identifier } of list?.references ?? []) places.add(identifier.range[0]);
    }
  return places;
});

/** True for an object that nothing but a `return` and logs get. */
function isOnlyReturned(object: TSESTree.ObjectExpression, { syntax }: LambdaModel): boolean {
  const { parent } = wrapped(object);
  if (parent?.type === "ReturnStatement" || parent?.type === "ArrowFunctionExpression") return true;
  if (parent?.type !== "VariableDeclarator") return false;
  return (syntax.facts.variableOf(parent.id)?.references ?? []).every(
    ({ identifier, init }) =>
      init === true || identifier.parent.type === "ReturnStatement" || isLogged(identifier, syntax),
  );
}

function isLogged(name: TSESTree.Node, syntax: LambdaModel["syntax"]): boolean {
  const logs = logCallsOf(syntax);
  for (let node = name.parent; node && !/Statement$/.test(node.type); node = node.parent)
    if (node.type === "CallExpression" && logs.isLog(node)) return true;
  return false;
}

/** `response.batchItemFailures.push(…)`, `response.batchItemFailures = failed` of a variable that holds the object. */
function isFilled(object: TSESTree.ObjectExpression, { syntax: { facts } }: LambdaModel): boolean {
  const { parent } = wrapped(object);
  const variable = parent?.type === "VariableDeclarator" ? facts.variableOf(parent.id) : undefined;
  return (variable?.references ?? []).some(({ identifier }) => {
    const list = identifier.parent;
    if (list.type !== "MemberExpression" || memberName(list) !== "batchItemFailures") return false;
    const use = wrapped(list).parent;
    return use?.type === "AssignmentExpression"
      ? use.left === list
      : use?.type === "MemberExpression" && /^(?:push|unshift|splice)$/.test(memberName(use) ?? "");
  });
}

/** False for an empty list into which nothing is ever put. */
function mayHoldItems(value: TSESTree.Node, { syntax: { facts } }: LambdaModel): boolean {
  const list = unwrap(value);
  if (list.type === "ArrayExpression") return list.elements.length > 0;
  const variable = facts.variableOf(list);
  const definition = variable?.defs[0]?.node;
  if (variable === undefined || definition?.type !== "VariableDeclarator") return true;
  const init = definition.init === null ? undefined : unwrap(definition.init);
  if (init?.type !== "ArrayExpression" || init.elements.length > 0) return true;
  return variable.references.some(
    ({ identifier, init: isInit }) =>
      isInit !== true && identifier !== list && identifier.parent.type !== "Property",
  );
}

/**
 * True when the handler is certain to return no failed items: nothing in the file speaks of them, no package answers for
 * it, and it returns nothing, or a literal, or what a function of the file returns of that kind.
 */
export function neverReportsItems({ node }: Handler, lambda: LambdaModel): boolean {
  const { facts } = lambda.syntax;
  if (node?.async !== true || /batch_?item_?failure/i.test(facts.sourceCode.text)) return false;
  if ([...facts.specifiers].some((name) => batchProcessorFacts.some(({ module }) => module.test(name))))
    return false;
  if (callsAround(node, lambda).length > 0) return false;
  const isMethod = node.parent.type === "MethodDefinition" && decoratorsOf(node.parent).length > 0;
  return !isMethod && returnsOtherThings(node, lambda, new Set());
}

/** Whether a function is certain to return nothing, or something that is written down; what it returns of others as well. */
function returnsOtherThings(node: FunctionNode, lambda: LambdaModel, seen: Set<FunctionNode>): boolean {
  const { facts, values } = lambda.syntax;
  if (seen.has(node)) return true;
  seen.add(node);
  return facts.returnsOf(node).every((returned) =>
    values.valuesOf(returned).every((value) => {
      if (value.type === "ObjectExpression") return value.properties.every(({ type }) => type === "Property");
      if (value.type === "CallExpression") {
        const functions = values.functionsOf(value.callee);
        return functions.length > 0 && functions.every((fn) => returnsOtherThings(fn, lambda, seen));
      }
      return (
        value.type === "Literal" ||
        value.type === "TemplateLiteral" ||
        isUndefined(value) ||
        isFunction(value)
      );
    }),
  );
}

function isUndefined(node: TSESTree.Node): boolean {
  return node.type === "Identifier" && node.name === "undefined";
}
