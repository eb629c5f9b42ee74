import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isArray } from "../lambda/promises/array-values.js";
import type { LambdaModel } from "../lambda/model.js";
import { type SerialReads, serialAwaitsOf } from "../lambda/promises/serial-awaits.js";
import type { SerialLoop } from "../lambda/promises/serial-loops.js";
import { createRule } from "../rule-kit/create-rule.js";
import { describeCaller } from "../rule-kit/describe-caller.js";
import { getFunctionFacts } from "../rule-kit/get-function-facts.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { isFunction, memberName, unwrap } from "../syntax/ast.js";
import { buildUniqueName } from "../syntax/edits.js";

export default createRule({
  name: "no-serial-await",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "disallow awaiting one after the other what could be awaited together",
      recommended: "warn",
      strict: "warn",
      seed: ["LESS-10"],
    },
    messages: {
      serialReads:
        "`{{call}}` needs nothing of what is awaited before it{{caller}}, and is not sent until that is answered: the invocation takes, and costs, the time of both. Start them together, and await `Promise.all`.",
      serialLoop:
        "Each pass of this loop{{caller}} waits for the one before, though none needs an answer of another: the invocation takes, and costs, the time of all of them in a row. Start several at once with `Promise.all`, in groups if the list may be long.",
      awaitTogether:
        "Await all {{count}} in one `Promise.all`: they start together, and the first that fails fails the whole.",
      awaitInGroups:
        "Await ten at a time: within a group the order is open, and one that fails does not stop the others.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        if (lambda.syntax.facts.awaits.length === 0) return;
        for (const found of serialAwaitsOf(lambda)) {
          // One record is one pass.
          const isOfRecords = found.kind === "loop" && lambda.isRecords(found.list);
          if (isOfRecords && getFunctionFacts(context).batchSize === 1) continue;
          const place = found.kind === "loop" ? found.loop : found.reads[0]?.call;
          const caller = describeCaller(place && lambda.outsideCallerOf(place), context);
          const report = found.kind === "loop" ? describeLoop(found, lambda) : describeReads(found, lambda);
          context.report({ ...report, data: { ...report.data, caller } });
        }
      },
    };
  },
});

type Report = TSESLint.ReportDescriptor<"serialReads" | "serialLoop" | "awaitTogether" | "awaitInGroups">;

function describeReads(found: SerialReads, lambda: LambdaModel): Report {
  const { sourceCode } = lambda.syntax.facts;
  const [, second] = found.reads;
  const callee = requestOf(unwrap((second ?? found.reads[0])?.call.callee ?? sourceCode.ast));
  const text = sourceCode.getText(callee);
  const name = /\n|`/.test(text) && callee.type === "MemberExpression" ? memberName(callee) : text;
  const fix = buildTogether(found, lambda);
  return {
    node:
      callee.type === "MemberExpression" && callee.loc.start.line !== callee.loc.end.line
        ? callee.property
        : callee,
    messageId: "serialReads",
    data: { call: `${name ?? "…"}()` },
    suggest: fix ? [{ messageId: "awaitTogether", data: { count: String(found.reads.length) }, fix }] : [],
  };
}

/** `s3.getObject` of `s3.getObject(input).promise`, by which SDK v2 sends what stands before it. */
function requestOf(callee: TSESTree.Node): TSESTree.Node {
  if (callee.type !== "MemberExpression" || memberName(callee) !== "promise") return callee;
  const request = unwrap(callee.object);
  return request.type === "CallExpression" ? unwrap(request.callee) : callee;
}

/** `const [user, orders] = await Promise.all([getUser(id), getOrders(id)]);` */
function buildTogether(
  { reads, isAdjacent }: SerialReads,
  { syntax: { facts } }: LambdaModel,
): TSESLint.ReportFixFunction | undefined {
  if (!isAdjacent) return undefined;
  const { sourceCode } = facts;
  const [first] = reads;
  const last = reads.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isPlain = reads.every(
    ({ declaration, declarator, awaited }) =>
      declaration.kind === "const" && !declarator.id.typeAnnotation && declarator.init === awaited,
  );
  const range: [number, number] = [first.declaration.range[0], last.declaration.range[1]];
  const hasComments = sourceCode
    .getAllComments()
    .some((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  if (!isPlain || hasComments) return undefined;
  const names = reads.map(({ declarator }) => sourceCode.getText(declarator.id)).join(", ");
  const calls = reads.map(({ awaited }) => sourceCode.getText(awaited.argument)).join(", ");
  return (fixer) => fixer.replaceTextRange(range, `const [${names}] = await Promise.all([${calls}]);`);
}

function describeLoop({ loop }: SerialLoop, lambda: LambdaModel): Report {
  const fix = loop.type === "ForOfStatement" ? buildGroups(loop, lambda) : undefined;
  return {
    loc: { start: loop.loc.start, end: loop.body.loc.start },
    messageId: "serialLoop",
    suggest: fix ? [{ messageId: "awaitInGroups", fix }] : [],
  };
}

const GROUP_SIZE = 10;

/** `for (let start = 0; …; start += 10) await Promise.all(items.slice(start, start + 10).map(async (item) => { … }));` */
function buildGroups(
  loop: TSESTree.ForOfStatement,
  lambda: LambdaModel,
): TSESLint.ReportFixFunction | undefined {
  const { sourceCode } = lambda.syntax.facts;
  const { left, right, body } = loop;
  const isName =
    right.type === "Identifier" || (right.type === "MemberExpression" && !right.computed && !right.optional);
  if (!isName || !isArray(right, lambda) || left.type !== "VariableDeclaration" || continues(body))
    return undefined;
  const head: [number, number] = [loop.range[0], body.range[0]];
  const isInHead = ({ range }: TSESTree.Comment): boolean => range[0] >= head[0] && range[1] <= head[1];
  if (sourceCode.getAllComments().some(isInHead)) return undefined;
  const start = buildUniqueName(sourceCode, "start");
  const list = sourceCode.getText(right);
  const item = left.declarations[0].id;
  const isBlock = body.type === "BlockStatement";
  const text =
    `for (let ${start} = 0; ${start} < ${list}.length; ${start} += ${GROUP_SIZE}) ` +
    `await Promise.all(${list}.slice(${start}, ${start} + ${GROUP_SIZE}).map(async (${sourceCode.getText(item)}) => ${isBlock ? "" : "{ "}`;
  return (fixer) => [
    fixer.replaceTextRange(head, text),
    fixer.insertTextAfter(body, isBlock ? "));" : " }));"),
  ];
}

/** A `continue` has no loop to go on with in a function. */
function continues(node: TSESTree.Node): boolean {
  if (node.type === "ContinueStatement") return true;
  if (isFunction(node)) return false;
  if (node.type === "BlockStatement") return node.body.some((inner) => continues(inner));
  if (node.type === "IfStatement")
    return continues(node.consequent) || (node.alternate !== null && continues(node.alternate));
  if (node.type === "TryStatement")
    return [node.block, node.handler?.body, node.finalizer].some((part) => part != null && continues(part));
  return false;
}
