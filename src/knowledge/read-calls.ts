import type { Sourced } from "./fact.js";

/** Calls that ask and change nothing, so that it does not matter which of two is answered first. */
export interface ReadCallFact extends Sourced {
  readonly module: string | RegExp;
  /** The dotted export path that is called. */
  readonly export: RegExp;
}

const checked = "2026-11-26";
/** A package as it was published: its README and its declarations were read in this version. */
const npm = (name: string, version: string): string => `https://www.npmjs.com/package/${name}/v/${version}`;

export const readCallFacts: readonly ReadCallFact[] = [
  { module: "axios", export: /^(?:get|head)$/, source: npm("axios", "1.21.1"), checked },
  { module: "ky", export: /^(?:get|head)$/, source: npm("ky", "1.14.3"), checked },
  { module: "got", export: /^(?:get|head|got\.(?:get|head))$/, source: npm("got", "14.6.6"), checked },
  {
    module: /^@aws-lambda-powertools\/parameters\//,
    export: /^get(?:Parameter|Parameters|ParametersByName|Secret|AppConfig)$/,
    source: npm("@aws-lambda-powertools/parameters", "2.35.0"),
    checked,
  },
  {
    module: "fs/promises",
    export: /^(?:access|lstat|readFile|readdir|realpath|stat)$/,
    source: npm("@types/node", "24.19.2"),
    checked,
  },
];

/** Functions that send a request as the global `fetch` does: with GET, unless their options say otherwise. */
export const fetchFacts: readonly ReadCallFact[] = [
  {
    module: /^(?:node-fetch|cross-fetch|isomorphic-fetch)$/,
    export: /^(?:default|fetch)$/,
    source: npm("node-fetch", "3.3.2"),
    checked: "2026-11-28",
  },
  { module: "undici", export: /^fetch$/, source: npm("undici", "7.30.2"), checked: "2026-11-28" },
];

const changingGets: ReadonlySet<string> = new Set([
  ...["ActivityTask", "LatestConfiguration", "RightsizingRecommendation"],
  ...["Id", "OpenIdTokenForDeveloperIdentity", "TokensFromRefreshToken", "UserAttributeVerificationCode"],
  "ScalingConfigurationRecommendation",
]);

/**
 * SDK commands that read: AWS names its operations by what they do. The 8,272 operations that begin so were looked
 * through in the service models of botocore 1.43.107 (https://pypi.org/project/botocore/1.43.107/) for the exceptions:
 * what sends a message, registers somebody, starts a job, or hands something out once.
 */
export function isReadCommand(name: string): boolean {
  return (
    /^(?:BatchGet|Describe|Get|Head|List|Query|Scan|Search)\w*Command$/.test(name) &&
    !changingGets.has(/^Get(\w+)Command$/.exec(name)?.[1] ?? "")
  );
}

/** The same as methods of aggregated clients and of the document client. */
export function isReadMethod(name: string): boolean {
  return (
    /^(?:batchGet|describe|get|head|list|query|scan|search)(?:[A-Z]\w*)?$/.test(name) &&
    !(name.startsWith("get") && changingGets.has(name.slice(3)))
  );
}

/** Commands that are batches themselves, or that belong together in one transaction. */
export const groupCommand = /^(?:Batch|Transact|Execute|Begin|Commit|Rollback)|Batch(?:Command)?$/;

/** The same as methods of clients; `send` takes any of them. */
export const groupMethod = /^(?:batch|transact|execute|begin|commit|rollback|send$)/;
