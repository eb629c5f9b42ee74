import type { Sourced } from "./fact.js";

/** A function that signs a request for somebody else to send: what goes into it decides what they may read or write. */
export interface PresignFact extends Sourced {
  readonly module: string;
  readonly export: string;
  /** Index of the argument that holds the request. */
  readonly argument: number;
  /** Whether that is a command, or the input of one. */
  readonly takes: "command" | "input";
}

const checked = "2026-11-26";

export const presignFacts: readonly PresignFact[] = [
  {
    module: "@aws-sdk/s3-request-presigner",
    export: "getSignedUrl",
    argument: 1,
    takes: "command",
    source: "https://www.npmjs.com/package/@aws-sdk/s3-request-presigner",
    checked,
  },
  {
    module: "@aws-sdk/s3-presigned-post",
    export: "createPresignedPost",
    argument: 1,
    takes: "input",
    source: "https://www.npmjs.com/package/@aws-sdk/s3-presigned-post",
    checked,
  },
];

/** Methods of SDK v2's clients that take the name of the operation before its input. */
export interface SigningMethodFact extends Sourced {
  readonly methods: readonly string[];
  /** Index of the argument that holds the input. */
  readonly argument: number;
}

export const signingMethodFacts: readonly SigningMethodFact[] = [
  {
    methods: ["getSignedUrl", "getSignedUrlPromise"],
    argument: 1,
    source: "https://docs.aws.amazon.com/AWSJavaScriptSDK/latest/AWS/S3.html#getSignedUrl-property",
    checked: "2026-11-28",
  },
];
