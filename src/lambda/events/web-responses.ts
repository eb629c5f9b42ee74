import type { TSESTree } from "@typescript-eslint/utils";
import {
  type WebResponseFact,
  choosingMethods,
  endingMethods,
  headerDecorator,
  headerMethods,
  pageType,
  typeMethods,
} from "../../knowledge/web-responses.js";
import { type FunctionNode, decoratorsOf, keyName, memberName, wrapped } from "../../syntax/ast.js";
import type { Variable } from "../../syntax/name-index.js";
import { oncePer } from "../../syntax/once-per.js";
import { readStaticString } from "../../syntax/static-value.js";
import type { Syntax } from "../../syntax/syntax.js";
import { errorHandlersOf, webResponseFactsOf } from "./web-error-handlers.js";
import { argumentOf, importedTypeOf, isOfNest, mayTakeWebRequests } from "./web-requests.js";
import { webRoutesOf } from "./web-routes.js";

/** What a route sends, and that a browser shows as a page. */
export interface SentPage {
  readonly node: TSESTree.Node;
  /** The call, or the property that is set; undefined for what the function returns. */
  readonly by: TSESTree.CallExpression | TSESTree.MemberExpression | undefined;
  /** Nothing says that it is a page but the way in which the framework treats a text: any, or one that begins with a tag. */
  readonly isGuessed: NonNullable<WebResponseFact["untyped"]>["isPage"] | undefined;
}

type ContentType = "page" | "other";

/** What is done with a response in one chain: `res.status(200).type("html").send(text)`, `ctx.type = "html"`. */
interface Chain {
  readonly calls: readonly { readonly name: string; readonly call: TSESTree.CallExpression }[];
  readonly assigned?: { readonly member: TSESTree.MemberExpression; readonly value: TSESTree.Expression };
}

export interface WebResponse {
  readonly fact: WebResponseFact;
  readonly fn: FunctionNode;
  /** The parameter of the function. */
  readonly variable: Variable;
  /** In source order. */
  readonly chains: readonly Chain[];
  /** Something else gets it too, which may say what it holds. */
  readonly isHandedOn: boolean;
  /** It is that of requests to several routes. */
  readonly isCommon: boolean;
}

/** The pages that the routes of a file send, by the methods of the response and by what they return. */
export const sentPagesOf = oncePer((syntax: Syntax): readonly SentPage[] => {
  if (!mayTakeWebRequests(syntax)) return [];
  const responses = responsesOf(syntax);
  const isTypeKnown = !responses.some(
    ({ isCommon, chains }) => isCommon && chains.some((chain) => typeOf([chain], syntax) === "other"),
  );
  return [
    ...responses.flatMap((response) => [
      ...response.chains.flatMap((chain) => pagesIn(chain, response, isTypeKnown, syntax)),
      ...returnedPages(response, syntax),
    ]),
    ...pagesOfNest(syntax),
  ];
});

/** The responses that functions of the file get, with what they do with them. */
export const responsesOf = oncePer((syntax: Syntax): readonly WebResponse[] =>
  mayTakeWebRequests(syntax)
    ? syntax.facts.functions.flatMap((fn) => fn.params.flatMap((_, index) => responseIn(fn, index, syntax)))
    : [],
);

// ── responses ─────────────────────────────────────────────────────────────────────────────────────────────────────

function responseIn(fn: FunctionNode, index: number, syntax: Syntax): readonly WebResponse[] {
  const parameter = fn.params[index];
  const variable = parameter?.type === "Identifier" ? syntax.facts.variableOf(parameter) : undefined;
  const fact = variable && responseFactOf(fn, index, syntax);
  if (variable === undefined || fact === undefined) return [];
  const isCommon = webRoutesOf(syntax).get(fn)?.isCommon === true;
  return [{ fact, fn, variable, isCommon, ...responseUsesOf(variable) }];
}

function responseFactOf(fn: FunctionNode, index: number, syntax: Syntax): WebResponseFact | undefined {
  const handler = errorHandlersOf(syntax).get(fn);
  if (handler !== undefined) return index === handler.fact.response ? handler.of : undefined;
  const route = webRoutesOf(syntax).get(fn);
  const parameter = fn.params[index];
  if (route !== undefined)
    return webResponseFactsOf(route.module).find((fact) => index === argumentOf(fact, fn));
  const type = parameter && importedTypeOf(parameter, syntax);
  return type && webResponseFactsOf(type.module).find(({ types }) => types.includes(type.path.at(-1) ?? ""));
}

/** What is done with what a variable holds, if that is a response. */
export function responseUsesOf(variable: Variable): Pick<WebResponse, "chains" | "isHandedOn"> {
  const uses = variable.references.map(({ identifier }) => chainFrom(identifier));
  return {
    chains: uses.filter((use) => use !== undefined),
    isHandedOn: uses.includes(undefined),
  };
}

/** Undefined where the response itself goes elsewhere: `respond(res)`. */
function chainFrom(identifier: TSESTree.Node): Chain | undefined {
  const calls: Chain["calls"][number][] = [];
  let node = wrapped(identifier);
  for (;;) {
    const member = node.parent;
    if (member?.type !== "MemberExpression" || member.object !== node)
      return calls.length > 0 ? { calls } : undefined;
    const name = memberName(member) ?? "";
    const whole = wrapped(member);
    const { parent } = whole;
    if (parent?.type === "CallExpression" && parent.callee === whole) {
      calls.push({ name, call: parent });
      node = wrapped(parent);
    } else if (parent?.type === "AssignmentExpression" && parent.left === whole)
      return { calls, assigned: { member, value: parent.right } };
    // `ctx.response` of Koa is what `ctx` passes on to.
    else if (name === "response") node = whole;
    else return { calls };
  }
}

// ── content types ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The type that chains set; that of a page where all of them set it. */
function typeOf(chains: readonly Chain[], syntax: Syntax): ContentType | undefined {
  const types = chains.flatMap(({ calls, assigned }) => [
    ...calls.map((call) => typeSetBy(call, syntax)),
    assigned && memberName(assigned.member) === "type" ? typeNamed(assigned.value, syntax) : undefined,
  ]);
  return types.includes("other") ? "other" : types.find((type) => type !== undefined);
}

function typeSetBy({ name, call }: Chain["calls"][number], syntax: Syntax): ContentType | undefined {
  if (choosingMethods.has(name)) return "other";
  const [first, second] = call.arguments;
  if (first === undefined) return undefined;
  if (typeMethods.has(name)) return typeNamed(first, syntax);
  if (!headerMethods.has(name)) return undefined;
  const header = readStaticString(syntax.facts, first);
  if (header !== undefined) return second && isTypeHeader(header) ? typeNamed(second, syntax) : undefined;
  return typeInHeaders(name === "writeHead" ? call.arguments.slice(1) : [first], syntax);
}

function typeNamed(value: TSESTree.Node, { facts }: Syntax): ContentType {
  return pageType.test(readStaticString(facts, value) ?? "") ? "page" : "other";
}

function isTypeHeader(name: string): boolean {
  return name.toLowerCase() === "content-type";
}

/** The type in objects of headers; `other` for an object that nothing is known of. */
function typeInHeaders(objects: readonly TSESTree.Node[], syntax: Syntax): ContentType | undefined {
  const types = objects
    .flatMap((object) => syntax.values.valuesOf(object))
    .flatMap((headers) => {
      if (headers.type === "Literal") return [];
      if (headers.type !== "ObjectExpression") return ["other" as const];
      return headers.properties.map((property) => {
        const name = property.type === "Property" ? keyName(property) : undefined;
        if (property.type !== "Property" || name === undefined) return "other";
        const [first] =
          property.value.type === "ArrayExpression" ? property.value.elements : [property.value];
        return isTypeHeader(name) && first ? typeNamed(first, syntax) : undefined;
      });
    });
  return types.includes("other") ? "other" : types.find((type) => type !== undefined);
}

// ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function pagesIn(
  chain: Chain,
  response: WebResponse,
  isTypeKnown: boolean,
  syntax: Syntax,
): readonly SentPage[] {
  const { fact } = response;
  const { calls, assigned } = chain;
  const sent = calls.flatMap(({ name, call }, index): readonly SentPage[] => {
    const [node, ...options] = call.arguments;
    if (node === undefined || node.type === "SpreadElement") return [];
    if (fact.pageMethods.includes(name)) return [{ node, by: call, isGuessed: undefined }];
    if (!fact.bodyMethods.includes(name)) return [];
    // `c.body(page, 200, { "Content-Type": "text/html" })`
    const own = typeInHeaders(options, syntax) ?? typeOf([{ calls: calls.slice(0, index) }], syntax);
    return pageOf({ name, node, by: call }, own, response, isTypeKnown, syntax);
  });
  const name = assigned && memberName(assigned.member);
  if (assigned === undefined || name === undefined || fact.bodyProperties?.includes(name) !== true)
    return sent;
  return pageOf(
    { name, node: assigned.value, by: assigned.member },
    undefined,
    response,
    isTypeKnown,
    syntax,
  );
}

interface SentBody {
  readonly name: string;
  readonly node: TSESTree.Node;
  readonly by: NonNullable<SentPage["by"]>;
}

/** @param own the type that the call or its own chain sets */
function pageOf(
  { name, node, by }: SentBody,
  own: ContentType | undefined,
  response: WebResponse,
  isTypeKnown: boolean,
  syntax: Syntax,
): readonly SentPage[] {
  const { untyped } = response.fact;
  const type = own ?? typeBefore(by, response, syntax);
  if (type === "page") return [{ node, by, isGuessed: undefined }];
  if (type === "other" || !isTypeKnown || response.isHandedOn) return [];
  return untyped?.names.includes(name) === true ? [{ node, by, isGuessed: untyped.isPage }] : [];
}

/** What was said of the response before, and not for another answer. */
function typeBefore(place: TSESTree.Node, { chains }: WebResponse, syntax: Syntax): ContentType | undefined {
  const before = chains.filter(
    ({ calls, assigned }) =>
      !calls.some(({ name }) => endingMethods.has(name)) &&
      (calls[0]?.call ?? assigned?.member ?? place).range[0] < place.range[0],
  );
  return typeOf(before, syntax);
}

/** `reply.type("text/html"); return page;` */
function returnedPages(response: WebResponse, syntax: Syntax): readonly SentPage[] {
  const { fact, fn } = response;
  if (fact.sendsReturned !== true) return [];
  return syntax.facts
    .returnsOf(fn)
    .filter((node) => typeBefore(node, response, syntax) === "page")
    .map((node) => ({ node, by: undefined, isGuessed: undefined }));
}

/** What a method of a controller returns under `@Header("Content-Type", "text/html")`. */
function pagesOfNest(syntax: Syntax): readonly SentPage[] {
  if (!syntax.facts.specifiers.has(headerDecorator.module)) return [];
  return syntax.facts.functions
    .filter((fn) => saysPage(fn, syntax))
    .flatMap((fn) =>
      syntax.facts.returnsOf(fn).map((node) => ({ node, by: undefined, isGuessed: undefined })),
    );
}

function saysPage({ parent }: FunctionNode, syntax: Syntax): boolean {
  if (parent.type !== "MethodDefinition") return false;
  return decoratorsOf(parent).some((decorator) => {
    const { expression } = decorator;
    if (expression.type !== "CallExpression" || !isOfNest(decorator, headerDecorator.export, syntax))
      return false;
    const [name, value] = expression.arguments;
    const header = name && readStaticString(syntax.facts, name);
    return (
      header !== undefined &&
      isTypeHeader(header) &&
      value !== undefined &&
      typeNamed(value, syntax) === "page"
    );
  });
}
