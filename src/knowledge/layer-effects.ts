import type { Sourced } from "./fact.js";

/** What a layer does and does not do, in a sentence. */
export interface LayerEffect extends Sourced {
  readonly effect: string;
}

export const layerEffects: readonly LayerEffect[] = [
  {
    effect:
      "A layer saves storage and keeps versions the same. It makes no cold start faster: one with Powertools was slower than bundling by 154 to 194 ms.",
    source: "https://github.com/aws-powertools/powertools-lambda-typescript/issues/1725",
    checked: "2026-11-29",
  },
  {
    effect: "A function takes five layers, and 250 MB unzipped together with them.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    checked: "2026-11-29",
  },
];
