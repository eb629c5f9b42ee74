import type { TSESTree } from "@typescript-eslint/utils";
import { keyName } from "../../syntax/ast.js";
import { proxyResponseKeys } from "../../knowledge/proxy-responses.js";
import { readStatic } from "../../syntax/static-value.js";
import type { TracedObject, TracedProperty, TracedValue } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import type { LambdaModel } from "../model.js";
import {
  type BodyKind,
  type JsonLoss,
  type JsonProblem,
  bodyKindOf,
  findJsonProblems,
} from "./response-body.js";
import type { HandlerAnswer } from "./responses.js";

export interface ResponseProblem {
  /** The value that is wrong, or the whole answer. */
  readonly node: TSESTree.Node;
  readonly kind:
    | "objectBody"
    | "missingStatusCode"
    | "noResponse"
    | "invalidStatusCode"
    | "unmarkedBinary"
    | "notJson"
    | "invalidHeader";
  /** Words for a message about it. */
  readonly data: Readonly<Record<string, string>>;
  /** Of an object as the body: the property that has it. */
  readonly body?: TracedProperty;
}

/**
 * What is wrong with an answer: nothing that the file does not prove, whichever of its gateways asked.
 *
 * @param isStated the configuration says that the events are requests
 */
export function findResponseProblems(
  answer: HandlerAnswer,
  lambda: LambdaModel,
  isStated: boolean,
): readonly ResponseProblem[] {
  const { value, object, gateways } = answer;
  if (!value.isCertain) return [];
  if (object?.properties.has("statusCode") !== true) {
    // Events of other sources have an `httpMethod` as well: of a Bedrock agent, of a test tool.
    if (!isStated && !answer.isRequestCertain) return [];
    return object === undefined ? findNoResponse(answer, lambda) : findMissingStatus(answer, object, lambda);
  }
  return [
    ...findStatusProblems(object, gateways, lambda),
    ...findBodyProblems(object, gateways, lambda),
    ...findHeaderProblems(object, gateways, lambda),
  ];
}

type Gateways = HandlerAnswer["gateways"];

function describeFailure(gateways: Gateways): string {
  const [only, ...others] = gateways;
  return only === undefined || others.length > 0
    ? "the gateway answers with an error instead"
    : only.onMalformed;
}

/** A list, JSON as text, the output of a command: where an HTTP API would take it for the body. */
function findNoResponse({ value, gateways }: HandlerAnswer, lambda: LambdaModel): readonly ResponseProblem[] {
  const { node } = value;
  const isRefused = gateways.every(({ withoutStatus }) => /refused|assumed/.test(withoutStatus));
  if (gateways.length === 0 || !isRefused || node.type === "Identifier") return [];
  const bodyKind = bodyKindOf(value, lambda);
  if (bodyKind !== "object" && bodyKind !== "json") return [];
  const what = bodyKind === "json" ? "JSON as text" : describe(node);
  return [{ node, kind: "noResponse", data: { what, consequence: describeFailure(gateways) } }];
}

function findMissingStatus(
  { gateways }: HandlerAnswer,
  { node, properties, isComplete }: TracedObject,
  lambda: LambdaModel,
): readonly ResponseProblem[] {
  if (!isComplete || gateways.length === 0) return [];
  const keys = [...properties.keys()];
  const isMeantAsResponse =
    properties.has("body") &&
    (keys.some((key) => /^(?:headers|multiValueHeaders|cookies|isBase64Encoded)$/.test(key)) ||
      everyValue(properties.get("body"), (value) => bodyKindOf(value, lambda) === "json"));
  const consequences = gateways.map(({ withoutStatus, onMalformed }) => {
    if (withoutStatus === "body")
      return isMeantAsResponse ? "the client gets all of it as the body, with status 200" : undefined;
    if (withoutStatus === "unknown") return undefined;
    const isKnown = withoutStatus === "assumed" && keys.every((key) => proxyResponseKeys.has(key));
    return isKnown ? "a REST API sends it with status 200, and an HTTP API answers 500" : onMalformed;
  });
  const [first] = consequences;
  if (first === undefined || consequences.includes(undefined)) return [];
  const consequence =
    gateways.length === 1 ? first : "the gateway refuses it, or sends all of it as the body";
  return [{ node, kind: "missingStatusCode", data: { consequence } }];
}

function findStatusProblems(
  { properties }: TracedObject,
  gateways: Gateways,
  lambda: LambdaModel,
): readonly ResponseProblem[] {
  const isNumericText = /^\s*\d+\s*$/;
  const needsNumber = gateways.length > 0 && gateways.every(({ needsNumericStatus }) => needsNumericStatus);
  const describeWrong = ({ node }: TracedValue): string | undefined => {
    if (node.type === "ObjectExpression" || node.type === "ArrayExpression") return describe(node);
    const status = readStatic(lambda.syntax.facts, node);
    if (status.k !== "known") return undefined;
    if (typeof status.value === "number")
      return Number.isInteger(status.value) ? undefined : "no whole number";
    if (typeof status.value === "boolean") return "a boolean";
    if (typeof status.value !== "string") return undefined;
    if (isNumericText.test(status.value)) return needsNumber ? "a string" : undefined;
    return "text that is no number";
  };
  return badValues(properties.get("statusCode"), (value) => describeWrong(value) !== undefined).map(
    (value) => ({
      node: value.node,
      kind: "invalidStatusCode",
      data: { what: describeWrong(value) ?? "", consequence: describeFailure(gateways) },
    }),
  );
}

function findBodyProblems(
  object: TracedObject,
  gateways: Gateways,
  lambda: LambdaModel,
): readonly ResponseProblem[] {
  const body = object.properties.get("body");
  if (body === undefined) return [];
  const consequence = describeFailure(gateways);
  const isOfKind = (kinds: RegExp) => (value: TracedValue) => kinds.test(bodyKindOf(value, lambda));
  const objects = badValues(body, isOfKind(/^(?:object|bytes|error)$/)).map((value): ResponseProblem => {
    const bodyKind = bodyKindOf(value, lambda);
    const { what, instead } = WRONG_BODIES[bodyKind] ?? {
      what: describe(value.node),
      instead: "`JSON.stringify(…)` of it",
    };
    const data = { what, instead, consequence };
    return { node: value.node, kind: "objectBody", data, ...(bodyKind === "object" && { body }) };
  });
  const texts = badValues(body, isOfKind(/^json$/)).flatMap(({ node, bindings, ...rest }) => {
    const [argument, replacer] = node.type === "CallExpression" ? node.arguments : [];
    if (argument === undefined || (replacer !== undefined && !isNull(replacer))) return [];
    return findJsonProblems(argument, lambda, { node, bindings, ...rest }).map(toProblem);
  });
  const binaries = isMarked(object, lambda) ? [] : badValues(body, isOfKind(/^base64$/));
  return [
    ...objects,
    ...texts,
    ...binaries.map(({ node }): ResponseProblem => ({ node, kind: "unmarkedBinary", data: {} })),
  ];
}

const WRONG_BODIES: Partial<Record<BodyKind, { readonly what: string; readonly instead: string }>> = {
  bytes: { what: "a buffer of bytes", instead: "its base64 text with `isBase64Encoded: true`" },
  error: { what: "an error", instead: "a text for the client, and write the error to the log" },
};

function isNull(node: TSESTree.Node): boolean {
  return node.type === "Literal" && node.value === null;
}

const LOSSES: Readonly<Record<JsonLoss, string>> = {
  throws: "`JSON.stringify` throws a `TypeError`, and the request fails",
  empties: "it becomes `{}`",
  drops: "the body is left out",
};

function toProblem({ node, what, loss, instead }: JsonProblem): ResponseProblem {
  return { node, kind: "notJson", data: { what, consequence: LOSSES[loss], instead } };
}

/** True when the response says that its body is base64, may say so, or means the client to get the text. */
function isMarked({ properties, isComplete }: TracedObject, lambda: LambdaModel): boolean {
  const flag = properties.get("isBase64Encoded");
  const isFalse = ({ node }: TracedValue): boolean => node.type === "Literal" && node.value === false;
  if (flag === undefined ? !isComplete : !everyValue(flag, isFalse)) return true;
  const tracer = getValueTracer(lambda.syntax);
  const headers = (properties.get("headers")?.values ?? []).map((value) => tracer.readObject(value));
  return headers.some((object) => {
    if (object === undefined || !object.isComplete) return true;
    const [, type] = [...object.properties].find(([key]) => key.toLowerCase() === "content-type") ?? [];
    return type !== undefined && !everyValue(type, ({ node }) => !/text|json/.test(textOf(node)));
  });
}

function textOf(node: TSESTree.Node): string {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : "text";
}

function findHeaderProblems(
  { properties }: TracedObject,
  gateways: Gateways,
  lambda: LambdaModel,
): readonly ResponseProblem[] {
  const tracer = getValueTracer(lambda.syntax);
  const needsText = gateways.length > 0 && gateways.every(({ needsTextHeaders }) => needsTextHeaders);
  const consequence = describeFailure(gateways);
  return ["headers", "multiValueHeaders"].flatMap((key) => {
    const isMulti = key === "multiValueHeaders";
    const isWrong = (value: TracedValue): boolean => {
      const scalar = scalarKind(value.node);
      if (isMulti) return scalar !== undefined;
      return needsText ? /^(?:number|boolean)$/.test(scalar ?? "") : false;
    };
    const holder = properties.get(key);
    if (holder === undefined || holder.isRewritten) return [];
    return holder.values.flatMap((value) => {
      if (!value.isCertain) return [];
      if (value.node.type === "NewExpression") return findJsonProblems(value.node, lambda).map(toProblem);
      return [...(tracer.readObject(value)?.properties ?? [])].flatMap(([header, property]) =>
        badValues(
          property,
          (inner) =>
            isWrong(inner) ||
            (!isMulti && bodyKindOf(inner, lambda) === "object" && !isEdgeHeader(inner.node)),
        ).map((inner): ResponseProblem => ({
          node: inner.node,
          kind: "invalidHeader",
          data: {
            header,
            what: describe(inner.node),
            consequence,
            wanted: isMulti ? "a list of strings" : "a string",
          },
        })),
      );
    });
  });
}

/** `{ value: "/" }`: a header of CloudFront Functions, whose code looks much like that of Lambda. */
function isEdgeHeader(node: TSESTree.Node): boolean {
  return (
    node.type === "ObjectExpression" &&
    node.properties.some((property) => property.type === "Property" && keyName(property) === "value")
  );
}

function scalarKind(node: TSESTree.Node): string | undefined {
  if (node.type === "TemplateLiteral") return "string";
  return node.type === "Literal" && node.value !== null ? typeof node.value : undefined;
}

function describe(node: TSESTree.Node): string {
  switch (node.type) {
    case "ArrayExpression":
      return "a list";
    case "ObjectExpression":
      return "an object";
    case "Literal":
      return `a ${typeof node.value}`;
    case "TemplateLiteral":
      return "a string";
    default:
      return "an object";
  }
}

/** The values that are wrong. Where one may have taken another's place, all of them have to be. */
function badValues(
  property: TracedProperty | undefined,
  isBad: (value: TracedValue) => boolean,
): readonly TracedValue[] {
  if (property === undefined) return [];
  const bad = property.values.filter((value) => isBad(value));
  if (bad.length === property.values.length) return bad;
  return property.isRewritten ? [] : bad.filter(({ isCertain }) => isCertain);
}

function everyValue(property: TracedProperty | undefined, isSo: (value: TracedValue) => boolean): boolean {
  return property !== undefined && property.values.length > 0 && property.values.every(isSo);
}
