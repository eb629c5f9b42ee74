import type { TSESTree } from "@typescript-eslint/utils";
import type { WebResponseFact } from "../../knowledge/web-responses.js";
import { type FunctionNode, memberName } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { type WebResponse, responseUsesOf, responsesOf } from "./web-responses.js";

/** What a route of a web framework, or the function for its errors, sends as the body of an answer. */
export interface SentBody {
  readonly node: TSESTree.Node;
  readonly fn: WebResponse["fn"];
  /** An object goes out as JSON. */
  readonly isJson: boolean;
  /** An error that is the whole body becomes an answer with its message. */
  readonly answersErrors: boolean;
}

/** The bodies that functions of the file send by the methods and properties of a response, and by what they return. */
export const sentBodiesOf = oncePer((syntax: Syntax): readonly SentBody[] =>
  responsesOf(syntax).flatMap((response) => [...sentBy(response), ...returnedBy(response, syntax)]),
);

/** A call that is given a response: what is called may answer with it. */
export interface HandedResponse {
  readonly fact: WebResponseFact;
  /** The function that has the response. */
  readonly fn: FunctionNode;
  readonly call: TSESTree.CallExpression;
  /** Index of the argument. */
  readonly argument: number;
}

export const handedResponsesOf = oncePer((syntax: Syntax): readonly HandedResponse[] =>
  responsesOf(syntax).flatMap(({ fact, fn, variable, isHandedOn }) =>
    (isHandedOn ? variable.references : []).flatMap(({ identifier }) => {
      const { parent: call } = identifier;
      if (call.type !== "CallExpression") return [];
      const argument = call.arguments.findIndex((given) => given === identifier);
      return argument === -1 ? [] : [{ fact, fn, call, argument }];
    }),
  ),
);

/** The bodies that a function of the file sends with the response that it is given as an argument. */
export function bodiesSentBy(
  fn: FunctionNode,
  { fact, argument }: Pick<HandedResponse, "fact" | "argument">,
  syntax: Syntax,
): readonly SentBody[] {
  const parameter = fn.params[argument];
  const variable = parameter?.type === "Identifier" ? syntax.facts.variableOf(parameter) : undefined;
  return variable === undefined ? [] : sentBy({ fact, fn, chains: responseUsesOf(variable).chains });
}

/** The methods of a response that send their first argument. */
export function sendingMethodsOf({
  pageMethods,
  bodyMethods,
  textMethods = [],
  jsonNames,
}: WebResponseFact): ReadonlySet<string> {
  return new Set([...pageMethods, ...bodyMethods, ...textMethods, ...jsonNames]);
}

function sentBy({ fact, fn, chains }: Pick<WebResponse, "fact" | "fn" | "chains">): readonly SentBody[] {
  const { bodyProperties = [], jsonNames } = fact;
  const sending = sendingMethodsOf(fact);
  const body = (name: string, node: TSESTree.Node): SentBody => ({
    node,
    fn,
    isJson: jsonNames.includes(name),
    answersErrors: fact.answersErrors === true,
  });
  return chains.flatMap(({ calls, assigned }) => {
    const sent = calls.flatMap(({ name, call: { arguments: given } }) => {
      const [node] = given;
      return sending.has(name) && node && node.type !== "SpreadElement" ? [body(name, node)] : [];
    });
    const property = assigned && memberName(assigned.member);
    const isBody = property !== undefined && bodyProperties.includes(property);
    return assigned && isBody ? [...sent, body(property, assigned.value)] : sent;
  });
}

/** `return { message }` of Fastify's functions. */
function returnedBy({ fact, fn }: WebResponse, { facts }: Syntax): readonly SentBody[] {
  if (fact.sendsReturned !== true) return [];
  const answersErrors = fact.answersErrors === true;
  return facts.returnsOf(fn).map((node) => ({ node, fn, isJson: true, answersErrors }));
}
