import type { Sourced } from "./fact.js";

/** Calls that ask and change nothing, so that it does not matter which of two is answered first. */
export interface ReadCallFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is called. */
  readonly export: RegExp;
}

const checked = "2026-11-26";

export const readCallFacts: readonly ReadCallFact[] = [
  {
    module: /^(?:axios|ky)$/,
    export: /^(?:get|head)$/,
    source: "https://axios-http.com/docs/api_intro",
    checked,
  },
  { module: "got", export: /^(?:get|head|got\.get)$/, source: "https://www.npmjs.com/package/got", checked },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    export: /^get(?:Parameter|Parameters|ParametersByName|Secret|AppConfig)$/,
    source: "https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/",
    checked,
  },
  {
    module: "fs/promises",
    export: /^(?:access|lstat|readFile|readdir|realpath|stat)$/,
    source: "https://nodejs.org/api/fs.html#promises-api",
    checked,
  },
];

/**
 * SDK commands that read. AWS names its operations by what they do; those that hand something out once (a message, a
 * token) begin with other words: `ReceiveMessage`, `GenerateDataKey`, `AssumeRole`.
 */
export const readCommand = /^(?:BatchGet|Describe|Get|Head|List|Query|Scan|Search)\w*Command$/;

/** The same as methods of aggregated clients and of the document client. */
export const readMethod = /^(?:batchGet|describe|get|head|list|query|scan|search)(?:[A-Z]\w*)?$/;

/** Commands that are batches themselves, or that belong together in one transaction. */
export const groupCommand = /^(?:Batch|Transact|Execute|Begin|Commit|Rollback)|Batch(?:Command)?$/;
