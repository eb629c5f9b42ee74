import type { Sourced } from "./fact.js";

/** The methods by which the SDK of Alexa skills calls a request handler, an error handler or an interceptor. */
export const skillMethods: Sourced & { readonly names: readonly string[] } = {
  names: ["canHandle", "handle", "process"],
  source:
    "https://developer.amazon.com/en-US/docs/alexa/alexa-skills-kit-sdk-for-nodejs/handle-requests.html",
  checked: "2026-11-26",
};
