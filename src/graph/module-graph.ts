/** How Node.js evaluates a module. A `builtin` is Node's own (`node:http2`): no file, but it costs time too. */
export type ModuleFormat = "commonjs" | "module" | "json" | "addon" | "wasm" | "builtin";

/** What the text of one module says about the work of loading it: input of the weight model. */
export interface SourceFacts {
  readonly bytes: number;
  /** Significant tokens of the whole text: what a parser has to read at least once. */
  readonly tokens: number;
  /** Those that run at init: outside functions, and in functions that are called, or handed to a call, by what runs. */
  readonly initTokens: number;
  /** Functions, methods and arrows. */
  readonly functions: number;
  /** Of what runs at init: calls, `require()` and `new` included. Undefined where nobody counted, like the next six. */
  readonly initCalls?: number;
  /** `var`, `let` and `const`. */
  readonly initDeclarations?: number;
  /** Properties of object literals, told by their colons. */
  readonly initProperties?: number;
  /** Statements, told by their semicolons. */
  readonly initStatements?: number;
  /** Functions and methods that it creates, whether they run or not. */
  readonly initFunctions?: number;
  /** Calls of `readFileSync()` and `readdirSync()`. */
  readonly initFileReads?: number;
  /** Tokens that run once more at init, since their function is called from several places. Only bundles are asked. */
  readonly initRepeats?: number;
  /** Bytes of JSON that a bundler has written into the text as object literals, which init creates. */
  readonly jsonBytes?: number;
  /** Globals that Node.js loads when they are first read, such as `Response`, read at top level. Undefined for none. */
  readonly webGlobals?: readonly string[];
}

/** One way from a module to another: a declaration, or a call. */
export interface ModuleEdge {
  readonly specifier: string;
  readonly kind: "import" | "require" | "dynamic-import";
  /** False for what runs later, if at all: `require()` in a function nobody calls at init, `import()` in a function. */
  readonly isEager: boolean;
  /** It may fail, or not happen, without the module failing. Undefined where another module sets it going. */
  readonly isOptional?: boolean;
  /** Key in `ModuleGraph.modules`. Undefined where it does not resolve, and for lazy edges, which are not followed. */
  readonly target: string | undefined;
  /** Line of the specifier, from 1. Known for files of the project. */
  readonly line?: number;
}

export interface GraphPackage {
  readonly name: string;
  readonly version: string | undefined;
  /** Its package.json has an `exports` map, in which Node.js has to look specifiers up. Undefined for no. */
  readonly hasExports?: true;
}

export interface GraphModule {
  /** Absolute real path, or `node:http2`: the key in `ModuleGraph.modules`. */
  readonly id: string;
  readonly format: ModuleFormat;
  /** The npm package that the file belongs to; undefined for the project's own files and for Node's. */
  readonly package: GraphPackage | undefined;
  readonly facts: SourceFacts;
  readonly edges: readonly ModuleEdge[];
}

/** What could not be read, parsed or resolved. The rest of the graph stands. */
export interface GraphProblem {
  /** The file, or the specifier that does not resolve. */
  readonly file: string;
  /** The module that asks for it; undefined for an entry. */
  readonly importer: string | undefined;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** What Node.js loads at init for one entry: every module reached over eager edges, the entry included. */
export interface ModuleGraph {
  readonly entry: string;
  /** In the order in which they were found; Node's own modules included. */
  readonly modules: ReadonlyMap<string, GraphModule>;
  readonly problems: readonly GraphProblem[];
}
