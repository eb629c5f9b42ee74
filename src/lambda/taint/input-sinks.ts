import type { TSESTree } from "@typescript-eslint/utils";
import type { ClientCategory } from "../../knowledge/client-fact.js";
import { presignFacts } from "../../knowledge/presigned-requests.js";
import { schemaStoreFacts } from "../../knowledge/schema-stores.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import { clientCategoryOf } from "../clients/clients.js";
import { functionSinkOf } from "./injection-sinks.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import { packageOf } from "../bindings/package-of.js";
import { type SdkCall, sdkCallsOf } from "../clients/sdk-commands.js";
import { nameOfCallee } from "./text-passage.js";

/** An argument that goes to another system or to a file, whatever it holds. */
export interface InputSink {
  readonly node: TSESTree.Node;
  /** What takes it, as the message names it: `PutCommand`, `pool.query()`. */
  readonly taker: string;
  /** It turns a text into what a schema has in its place, or refuses it. */
  readonly isCast?: true;
}

const STORES: ReadonlySet<ClientCategory> = new Set(["database", "search"]);

/** The inputs of SDK commands, the arguments of databases, the URLs of requests and the paths of files, in source order. */
export const inputSinksOf = oncePer((lambda: LambdaModel): readonly InputSink[] =>
  [
    ...sdkCallsOf(lambda).flatMap((sent) =>
      sent.inputNode === undefined ? [] : [{ node: sent.inputNode, taker: spell(sent) }],
    ),
    ...lambda.syntax.facts.calls.flatMap((call) => sinksOfCall(call, lambda)),
  ].sort((a, b) => a.node.range[0] - b.node.range[0]),
);

/** `PutCommand`, `documents.put()` */
function spell({ spelling, name, call }: SdkCall): string {
  if (spelling === "command") return name;
  const callee = unwrap(call.callee);
  const object = callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  return object?.type === "Identifier" ? `${object.name}.${name}()` : `${name}()`;
}

function sinksOfCall(call: CallNode, { syntax }: LambdaModel): readonly InputSink[] {
  if (call.arguments.every(({ type }) => type === "Literal")) return [];
  const callee = unwrap(call.callee);
  const taker = (): string => `${syntax.facts.sourceCode.getText(call.callee).replace(/\s+/g, "")}()`;
  const name = nameOfCallee(callee, syntax);
  const presigned =
    name && presignFacts.find((one) => one.module === name.module && one.export === name.path);
  if (presigned !== undefined)
    return inputsOf(call.arguments[presigned.argument], presigned.takes, syntax).map((node) => ({
      node,
      taker: taker(),
    }));
  const fact = name && functionSinkOf(name);
  if (fact?.sink === "url" || fact?.sink === "path")
    return fact.arguments.flatMap(({ index }) => {
      const node = call.arguments[index];
      return node === undefined ? [] : [{ node, taker: taker() }];
    });
  if (call.type !== "CallExpression" || callee.type !== "MemberExpression") return [];
  const method = memberName(callee) ?? "";
  if (!STORE_METHODS.test(method)) return []; // a look that spares most calls the next one
  const made = packageOf(callee.object, syntax);
  if (made === undefined || !isStoreMethod(made.module, method)) return [];
  const isCast = castsText(made.module);
  return call.arguments.map((node) => ({ node, taker: taker(), ...(isCast && { isCast: true as const }) }));
}

/** True for a method that reads or writes by what it is given, of something that a package for databases or searches made. */
export function isStoreMethod(module: string, method: string): boolean {
  return STORE_METHODS.test(method) && isStorePackage(module) && !validates(module, method);
}

function validates(module: string, method: string): boolean {
  return schemaStoreFacts.some((fact) => fact.module.test(module) && fact.validates.test(method));
}

/** True for a package for databases or searches. */
export function isStorePackage(module: string): boolean {
  const category = clientCategoryOf(module);
  return category !== undefined && STORES.has(category);
}

/** True for a package whose objects turn texts into what their schema has in their place. */
export function castsText(module: string): boolean {
  return schemaStoreFacts.some((fact) => fact.module.test(module));
}

/** The input of `getSignedUrl(s3, new GetObjectCommand(input))`. */
function inputsOf(
  request: TSESTree.Node | undefined,
  takes: "command" | "input",
  { values }: Syntax,
): readonly TSESTree.Node[] {
  if (request === undefined) return [];
  if (takes === "input") return [request];
  return values
    .valuesOf(request)
    .flatMap((value) => (value.type === "NewExpression" ? value.arguments.slice(0, 1) : []));
}

/** Methods of databases and search engines that read or write by what they are given; the others build or connect. */
const STORE_METHODS =
  /^(?:query|execute|batch|raw|find|insert|update|replace|delete|save|create|upsert|aggregate|index|search|get|set|put|patch|any|one|none|many|run|all|bulk|findOne\w*|findBy\w*|findUnique\w*|findFirst\w*|findMany|insert\w+|update\w+|delete\w+|replaceOne|create\w+|\$queryRaw\w*|\$executeRaw\w*)$/;
