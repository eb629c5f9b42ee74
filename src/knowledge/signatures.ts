import type { Sourced } from "./fact.js";

/** A function that signs a text with a secret: who sends the same signature along knows the secret. */
export interface SignatureFact extends Sourced {
  readonly module: string;
  /** The dotted path of the export. */
  readonly export: RegExp;
}

const checked = "2026-11-29";

export const signatureFacts: readonly SignatureFact[] = [
  {
    module: "crypto",
    export: /^(?:default\.)?createHmac$/,
    source: "https://nodejs.org/api/crypto.html#cryptocreatehmacalgorithm-key-options",
    checked,
  },
  {
    module: "crypto-js",
    export: /^(?:default\.)?Hmac[A-Z]\w*$/,
    source: "https://cryptojs.gitbook.io/docs/#hmac",
    checked,
  },
];
