import type { ModuleEdge, SourceFacts } from "../module-graph.js";

/** A declaration or a call in a module's text that names another module. */
export interface ScannedLoad {
  readonly specifier: string;
  readonly kind: ModuleEdge["kind"];
  /** Outside functions, or in functions that are called where they stand. */
  readonly isTopLevel: boolean;
  /** There, or in a function that code there calls by its name. */
  readonly runsAtInit: boolean;
  /** In a function of which nothing in the text says that it runs at init. */
  readonly isDormant: boolean;
}

/** What one pass over the tokens of a JavaScript file tells. */
export interface SourceScan {
  readonly facts: SourceFacts;
  readonly loads: readonly ScannedLoad[];
  /** `import`, `export` or `import.meta`: Node.js takes the file for an ES module where package.json does not say. */
  readonly hasModuleSyntax: boolean;
  /**
   * A `require` is computed, or stands where tokens do not tell whether it happens at init: in a branch, or in a function
   * that may run.
   */
  readonly isAmbiguous: boolean;
}
