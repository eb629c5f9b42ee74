import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { attention } from "./attention.js";
import { type CallGraph, createCallGraph } from "./call-graph.js";
import { type SyntaxFacts, collectFacts } from "./facts.js";
import { createFileValues } from "./file-values.js";
import { type ImportResolver, createImportResolver } from "./imports.js";
import { oncePer } from "./once-per.js";
import type { ValueResolver } from "./values.js";

/** Everything the file says by its syntax. Each member is computed when it is first asked for. */
export interface Syntax {
  readonly facts: SyntaxFacts;
  readonly resolveImport: ImportResolver;
  readonly graph: CallGraph;
  readonly values: ValueResolver;
}

const syntaxOf = oncePer((_ast: TSESTree.Program, sourceCode: Readonly<TSESLint.SourceCode>): Syntax => {
  attention.note(performance.now());
  return new LazySyntax(sourceCode);
});

/** The syntax of a file, shared by all rules: keyed on the tree, since some hosts reuse one `sourceCode` object. */
export function getSyntax(sourceCode: Readonly<TSESLint.SourceCode>): Syntax {
  return syntaxOf(sourceCode.ast, sourceCode);
}

class LazySyntax implements Syntax {
  #facts: SyntaxFacts | undefined;
  #resolveImport: ImportResolver | undefined;
  #graph: CallGraph | undefined;
  #values: ValueResolver | undefined;

  constructor(private readonly sourceCode: Readonly<TSESLint.SourceCode>) {}

  get facts(): SyntaxFacts {
    return (this.#facts ??= collectFacts(this.sourceCode));
  }

  get resolveImport(): ImportResolver {
    return (this.#resolveImport ??= createImportResolver(this.facts));
  }

  get graph(): CallGraph {
    return (this.#graph ??= createCallGraph(this.facts, this.values));
  }

  get values(): ValueResolver {
    return (this.#values ??= createFileValues(this.facts));
  }
}
