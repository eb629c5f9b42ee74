import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { CallNode, ClassNode, FunctionNode, LoopNode } from "./ast.js";
import { type Specifiers, type TopLevel, readTopLevel, saysImportCall } from "./module-specifiers.js";
import { type NameIndex, type Reference, type Variable, indexNames } from "./name-index.js";
import { type CollectedNodes, type NodeLists, collectNodes } from "./node-lists.js";
import { type TellingGlobal, collectGlobals } from "./telling-globals.js";

/** What is asked of a file's syntax again and again: its nodes by kind, its words and imports, what its names mean. */
export interface SyntaxFacts extends NodeLists {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly program: TSESTree.Program;
  /** The words one to a line, for patterns: a fraction of the text, without comments. */
  readonly wordList: string;
  /** The specifiers that the file imports or requires by a literal, as they are written. */
  readonly specifiers: ReadonlySet<string>;
  /** The same without those of `import type` and `export type`, which load nothing. */
  readonly loadedSpecifiers: ReadonlySet<string>;
  /** False for a file without an export at its top level that never says `exports` either: no other can use it. */
  readonly mayExport: boolean;
  /** What the function can return: the arguments of its `return`s, or the body of an expression arrow. */
  returnsOf(fn: FunctionNode): readonly TSESTree.Expression[];
  yieldsOf(fn: FunctionNode): readonly TSESTree.Expression[];
  /** The variable that an identifier stands for; undefined for globals and for names nobody declares in the file. */
  variableOf(identifier: TSESTree.Node): Variable | undefined;
  referenceOf(identifier: TSESTree.Node): Reference | undefined;
  /** False where no code refers to the global. */
  usesGlobal(name: TellingGlobal): boolean;
  /** True when the identifier is a global: nothing in the file declares it. */
  isGlobal(identifier: TSESTree.Node, name: string): boolean;
}

/** Nothing is collected before it is asked for: many questions end at the module's top level, or at a name. */
export function collectFacts(sourceCode: Readonly<TSESLint.SourceCode>): SyntaxFacts {
  return new LazyFacts(sourceCode);
}

class LazyFacts implements SyntaxFacts {
  #lists: CollectedNodes | undefined;
  #specifiers: Specifiers | undefined;
  #topLevel: TopLevel | undefined;
  #mayExport: boolean | undefined;
  #globals: ReadonlySet<string> | undefined;
  #wordList: string | undefined;
  #index: NameIndex | undefined;

  constructor(readonly sourceCode: Readonly<TSESLint.SourceCode>) {}

  get program(): TSESTree.Program {
    return this.sourceCode.ast;
  }

  get functions(): readonly FunctionNode[] {
    return this.lists.functions;
  }

  get classes(): readonly ClassNode[] {
    return this.lists.classes;
  }

  get calls(): readonly CallNode[] {
    return this.lists.calls;
  }

  get taggedTemplates(): readonly TSESTree.TaggedTemplateExpression[] {
    return this.lists.taggedTemplates;
  }

  get members(): readonly TSESTree.MemberExpression[] {
    return this.lists.members;
  }

  get objects(): readonly TSESTree.ObjectExpression[] {
    return this.lists.objects;
  }

  get dynamicImports(): readonly TSESTree.ImportExpression[] {
    return this.lists.dynamicImports;
  }

  get assignments(): readonly (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[] {
    return this.lists.assignments;
  }

  get awaits(): readonly TSESTree.AwaitExpression[] {
    return this.lists.awaits;
  }

  get loops(): readonly LoopNode[] {
    return this.lists.loops;
  }

  get tries(): readonly TSESTree.TryStatement[] {
    return this.lists.tries;
  }

  get choices(): readonly (TSESTree.IfStatement | TSESTree.SwitchStatement)[] {
    return this.lists.choices;
  }

  get destructured(): readonly TSESTree.VariableDeclarator[] {
    return this.lists.destructured;
  }

  get memberNames(): ReadonlySet<string> {
    return this.lists.memberNames;
  }

  get words(): ReadonlySet<string> {
    return this.lists.words;
  }

  get wordList(): string {
    return (this.#wordList ??= [...this.words].join("\n"));
  }

  get specifiers(): ReadonlySet<string> {
    return this.allSpecifiers.all;
  }

  get loadedSpecifiers(): ReadonlySet<string> {
    return this.allSpecifiers.loaded;
  }

  get mayExport(): boolean {
    return (this.#mayExport ??=
      this.topLevel.hasExport || this.usesGlobal("exports") || this.usesGlobal("module"));
  }

  usesGlobal(name: TellingGlobal): boolean {
    return (this.#globals ??= collectGlobals(this.sourceCode)).has(name);
  }

  returnsOf(fn: FunctionNode): readonly TSESTree.Expression[] {
    return this.lists.returns.get(fn) ?? [];
  }

  yieldsOf(fn: FunctionNode): readonly TSESTree.Expression[] {
    return this.lists.yields.get(fn) ?? [];
  }

  referenceOf(identifier: TSESTree.Node): Reference | undefined {
    return this.index.references.get(identifier);
  }

  variableOf(identifier: TSESTree.Node): Variable | undefined {
    if (identifier.type !== "Identifier" && identifier.type !== "JSXIdentifier") return undefined;
    const variable = this.index.references.get(identifier)?.resolved ?? this.index.declared.get(identifier);
    return variable !== undefined && variable.defs.length > 0 ? variable : undefined;
  }

  isGlobal(identifier: TSESTree.Node, name: string): boolean {
    return (
      identifier.type === "Identifier" &&
      identifier.name === name &&
      this.variableOf(identifier) === undefined
    );
  }

  private get allSpecifiers(): Specifiers {
    return (this.#specifiers ??= this.mayLoadBelowTopLevel ? this.lists.specifiers : this.topLevel);
  }

  /** False for a file that imports by declarations at its top level alone: their specifiers need no walk. */
  private get mayLoadBelowTopLevel(): boolean {
    const { mayHoldMore, importsEnd } = this.topLevel;
    return mayHoldMore || this.usesGlobal("require") || saysImportCall(this.sourceCode.text, importsEnd);
  }

  private get topLevel(): TopLevel {
    return (this.#topLevel ??= readTopLevel(this.program));
  }

  private get lists(): CollectedNodes {
    return (this.#lists ??= collectNodes(this.sourceCode));
  }

  private get index(): NameIndex {
    return (this.#index ??= indexNames(this.sourceCode));
  }
}
