import type { GraphProblem, SourceFacts } from "./module-graph.js";

/** How a function's bundler is set up, as far as it is known. The defaults are those of CDK and SAM for Node.js. */
export interface BundleSettings {
  readonly format?: "cjs" | "esm";
  readonly minify?: boolean;
  /** Packages and globs that stay imports, such as `@aws-sdk/*`, which the runtime ships. */
  readonly external?: readonly string[];
  readonly conditions?: readonly string[];
  readonly mainFields?: readonly string[];
  /** Such as `node20`. */
  readonly target?: string;
}

/** What esbuild keeps of a handler and its imports. */
export interface Bundle {
  readonly entry: string;
  /** The output's text, before it is minified: minifying saves bytes, not time. */
  readonly facts: SourceFacts;
  /** Bytes of the output as the settings make it. */
  readonly bytes: number;
  /** Files that contribute to the output, by absolute path, with the bytes they keep: none for one that leads to others. */
  readonly inputs: ReadonlyMap<string, BundleInput>;
  /** Node's own modules that the bundle loads at init: `node:http2`. */
  readonly builtins: readonly string[];
  /** Packages that stay outside the bundle, by specifier. */
  readonly externals: readonly string[];
  readonly problems: readonly GraphProblem[];
}

export interface BundleInput {
  readonly bytesInOutput: number;
  /** Absolute paths of the inputs that it imports, with the specifier. */
  readonly imports: readonly { readonly specifier: string; readonly target: string }[];
}
