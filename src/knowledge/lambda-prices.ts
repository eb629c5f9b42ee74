import type { Sourced } from "./fact.js";

export type Architecture = "x86_64" | "arm64";

/** What Lambda costs on demand, in US dollars. */
export interface LambdaPrices extends Sourced {
  readonly region: string;
  readonly usdPerMillionRequests: number;
  /** Of the first tier. A month of more than 6,000 million GB-seconds is cheaper. */
  readonly usdPerGbSecond: Readonly<Record<Architecture, number>>;
}

/**
 * Prices of US East (N. Virginia), most regions' too. AWS renders its own table in the browser
 * (https://aws.amazon.com/lambda/pricing/): the figures are those of two others that state them.
 */
export const lambdaPrices: LambdaPrices = {
  region: "US East (N. Virginia)",
  usdPerMillionRequests: 0.2,
  usdPerGbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  source:
    "https://cloudchipr.com/blog/aws-lambda-pricing and https://app.unpkg.com/artillery@2.0.28/files/lib/platform/aws-lambda/prices.js",
  checked: "2026-11-29",
};

/** Memory sizes, in MB, that people compare: the least, its doubles, one vCPU, and the former most. */
export const comparedMemorySizes: readonly number[] = [128, 256, 512, 1024, 1769, 3008];
