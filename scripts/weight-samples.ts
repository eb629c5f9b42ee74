import type { LoadTimes } from "../src/weight/load-entry.js";
import type { LoadTrace } from "../src/weight/trace-entry.js";
import type { Subject } from "./import-weight-packages.js";

/** Unbundled with `require()`, unbundled with `import`, or one file written by esbuild. */
export type Variant = "cjs" | "esm" | "bundled";

/** One entry in one variant, and how long its loads took: what measure-weight-samples.ts keeps. */
export interface WeightSamples {
  /** The specifiers that it imports, apart by a space; empty for the module that imports nothing. */
  readonly name: string;
  readonly variant: Variant;
  /** The fit does not see it, and is judged by it. */
  readonly isUnseen: boolean;
  /** Absolute path. */
  readonly entry: string;
  readonly subjects: readonly Subject[];
  readonly trace: LoadTrace;
  /** Of a bundle: bytes that each file keeps, by absolute path. */
  readonly inputs?: Readonly<Record<string, number>>;
  readonly samples: WeightSample[];
}

export interface WeightSample extends Required<LoadTimes> {
  readonly round: number;
  /** When it was taken, in milliseconds since 1970: how fast a machine is changes within minutes. */
  readonly at: number;
}
