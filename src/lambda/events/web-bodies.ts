import type { TSESTree } from "@typescript-eslint/utils";
import { memberName } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { type WebResponse, responsesOf } from "./web-responses.js";

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

function sentBy({ fact, fn, chains }: WebResponse): readonly SentBody[] {
  const { pageMethods, bodyMethods, textMethods = [], bodyProperties = [], jsonNames } = fact;
  const sending = new Set([...pageMethods, ...bodyMethods, ...textMethods, ...jsonNames]);
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
