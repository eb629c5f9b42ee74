import type { Sourced } from "./fact.js";

/** What of a request proves who sent it, or lets whoever has it act as the sender. */
export interface RequestCredentialFact extends Sourced {
  /** Names of properties that lead from the event, or from the request of a web framework, to it. */
  readonly path: readonly string[];
  /** The last name of the way, in lower case. */
  readonly name: RegExp;
}

const checked = "2026-11-28";
const headers =
  /^(?:(?:proxy-)?authorization|cookie|x-(?:api-key|access-token|auth-token|amz-security-token|id-token|refresh-token))$/;

export const requestCredentialFacts: readonly RequestCredentialFact[] = [
  ...["headers", "header"].map((path) => ({
    path: [path],
    name: headers,
    source: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Authorization",
    checked,
  })),
  {
    // Koa
    path: ["request", "headers"],
    name: headers,
    source: "https://koajs.com/#request",
    checked,
  },
  {
    path: [],
    name: /^authorizationtoken$/,
    source:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html",
    checked,
  },
  {
    path: ["request"],
    name: /^(?:password|challengeanswer)$/,
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html",
    checked,
  },
];

/** Names of fields, in a body or in arguments, that hold nothing else, in lower case and without what separates words. */
export const credentialFields =
  /^(?:(?:new|old|current|confirm|user|admin)?(?:password|passwd|passphrase)|(?:access|id|refresh|session|bearer|auth|jwt)token|jwt|clientsecret|privatekey)$/;
