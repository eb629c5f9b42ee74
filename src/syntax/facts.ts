import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import {
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type LoopNode,
  isFunction,
  keyName,
  memberName,
} from "./ast.js";

export type Variable = TSESLint.Scope.Variable;
export type Reference = TSESLint.Scope.Reference;

/** What one walk over the tree collects for every later question. Lists are in source order. */
export interface SyntaxFacts {
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  readonly program: TSESTree.Program;
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
  readonly calls: readonly CallNode[];
  readonly taggedTemplates: readonly TSESTree.TaggedTemplateExpression[];
  readonly members: readonly TSESTree.MemberExpression[];
  readonly objects: readonly TSESTree.ObjectExpression[];
  readonly dynamicImports: readonly TSESTree.ImportExpression[];
  readonly assignments: readonly (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[];
  readonly awaits: readonly TSESTree.AwaitExpression[];
  readonly loops: readonly LoopNode[];
  readonly tries: readonly TSESTree.TryStatement[];
  readonly choices: readonly (TSESTree.IfStatement | TSESTree.SwitchStatement)[];
  /** Declarations that take a value apart: `const { a } = b`. */
  readonly destructured: readonly TSESTree.VariableDeclarator[];
  /** The names under which objects and classes of the file hold something: keys, methods, fields, assigned properties. */
  readonly memberNames: ReadonlySet<string>;
  /** The words of the code: its identifiers, its texts and the parts of its templates. Those of comments are none. */
  readonly words: ReadonlySet<string>;
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
  #lists: NodeLists | undefined;
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
    return (this.#specifiers ??= this.mayLoadBelowTopLevel ? this.lists.specifiersOf : this.topLevel);
  }

  /** False for a file that imports by declarations at its top level alone: their specifiers need no walk. */
  private get mayLoadBelowTopLevel(): boolean {
    const { mayHoldMore, importsEnd } = this.topLevel;
    return mayHoldMore || this.usesGlobal("require") || saysImportCall(this.sourceCode.text, importsEnd);
  }

  private get topLevel(): TopLevel {
    return (this.#topLevel ??= readTopLevel(this.program));
  }

  private get lists(): NodeLists {
    return (this.#lists ??= collectNodes(this.sourceCode));
  }

  private get index(): NameIndex {
    return (this.#index ??= indexNames(this.sourceCode));
  }
}

interface Specifiers {
  readonly all: Set<string>;
  readonly loaded: Set<string>;
}

type NodeLists = Omit<
  SyntaxFacts,
  | "sourceCode"
  | "program"
  | "specifiers"
  | "loadedSpecifiers"
  | "wordList"
  | "mayExport"
  | "returnsOf"
  | "yieldsOf"
  | "variableOf"
  | "referenceOf"
  | "usesGlobal"
  | "isGlobal"
> & {
  readonly specifiersOf: Specifiers;
  readonly returns: ReadonlyMap<FunctionNode, readonly TSESTree.Expression[]>;
  readonly yields: ReadonlyMap<FunctionNode, readonly TSESTree.Expression[]>;
};

function collectNodes(sourceCode: Readonly<TSESLint.SourceCode>): NodeLists {
  const functions: FunctionNode[] = [];
  const classes: ClassNode[] = [];
  const calls: CallNode[] = [];
  const taggedTemplates: TSESTree.TaggedTemplateExpression[] = [];
  const members: TSESTree.MemberExpression[] = [];
  const objects: TSESTree.ObjectExpression[] = [];
  const dynamicImports: TSESTree.ImportExpression[] = [];
  const assignments: (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[] = [];
  const awaits: TSESTree.AwaitExpression[] = [];
  const loops: LoopNode[] = [];
  const tries: TSESTree.TryStatement[] = [];
  const choices: (TSESTree.IfStatement | TSESTree.SwitchStatement)[] = [];
  const destructured: TSESTree.VariableDeclarator[] = [];
  const memberNames = new Set<string>();
  const words = new Set<string>();
  const specifiersOf: Specifiers = { all: new Set(), loaded: new Set() };
  const returns = new Map<FunctionNode, TSESTree.Expression[]>();
  const yields = new Map<FunctionNode, TSESTree.Expression[]>();

  walk(sourceCode, (node) => {
    switch (node.type) {
      // Most nodes are of these, and no list has them: a look first spares them the rest of the comparisons.
      case "Identifier":
        words.add(node.name);
        break;
      case "Literal":
        if (typeof node.value === "string") words.add(node.value);
        break;
      case "ExpressionStatement":
      case "BlockStatement":
      case "VariableDeclaration":
        break;
      case "MemberExpression":
        members.push(node);
        break;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        addName(memberNames, keyName(node));
        break;
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require")
          addSpecifier(specifiersOf, node.arguments[0], false);
        calls.push(node);
        break;
      case "NewExpression":
        calls.push(node);
        break;
      case "VariableDeclarator":
        if (node.id.type === "ObjectPattern") destructured.push(node);
        break;
      case "ArrowFunctionExpression":
        if (node.body.type !== "BlockStatement") append(returns, node, node.body);
        functions.push(node);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
        functions.push(node);
        break;
      case "ReturnStatement":
        if (node.argument) appendOf(returns, node, node.argument);
        break;
      case "AwaitExpression":
        awaits.push(node);
        break;
      case "AssignmentExpression":
        if (node.left.type === "MemberExpression") addName(memberNames, memberName(node.left));
        assignments.push(node);
        break;
      case "UpdateExpression":
        assignments.push(node);
        break;
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        loops.push(node);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        classes.push(node);
        break;
      case "ImportExpression":
        addSpecifier(specifiersOf, node.source, false);
        dynamicImports.push(node);
        break;
      case "ImportDeclaration":
        addSpecifier(specifiersOf, node.source, node.importKind === "type");
        break;
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        addSpecifier(specifiersOf, node.source, node.exportKind === "type");
        break;
      case "TSExternalModuleReference":
        addSpecifier(specifiersOf, node.expression, false);
        break;
      case "TemplateElement":
        words.add(node.value.cooked ?? node.value.raw);
        break;
      case "JSXIdentifier":
        words.add(node.name);
        break;
      case "TSParameterProperty":
        addName(memberNames, parameterName(node));
        break;
      case "ObjectExpression":
        objects.push(node);
        break;
      case "TryStatement":
        tries.push(node);
        break;
      case "IfStatement":
      case "SwitchStatement":
        choices.push(node);
        break;
      case "TaggedTemplateExpression":
        taggedTemplates.push(node);
        break;
      case "YieldExpression":
        if (node.argument) appendOf(yields, node, node.argument);
    }
  });

  return {
    functions,
    classes,
    calls,
    taggedTemplates,
    members,
    objects,
    dynamicImports,
    assignments,
    awaits,
    loops,
    tries,
    choices,
    destructured,
    memberNames,
    words,
    specifiersOf,
    returns,
    yields,
  };
}

/** Appends to the list of the function around the node. A `return` may stand at the top level of a broken file. */
function appendOf<Value>(lists: Map<FunctionNode, Value[]>, node: TSESTree.Node, value: Value): void {
  // The parent of the program is null in ESLint.
  for (let around: TSESTree.Node | null | undefined = node.parent; around; around = around.parent)
    if (isFunction(around)) {
      append(lists, around, value);
      return;
    }
}

function addName(names: Set<string>, name: string | undefined): void {
  if (name !== undefined) names.add(name);
}

function parameterName({ parameter }: TSESTree.TSParameterProperty): string | undefined {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  return target.name;
}

function addSpecifier(
  { all, loaded }: Specifiers,
  source: TSESTree.Node | null | undefined,
  isTypeOnly: boolean,
): void {
  if (source?.type !== "Literal" && source?.type !== "TemplateLiteral") return;
  const specifier = source.type === "Literal" ? source.value : (source.quasis[0]?.value.cooked ?? "");
  if (typeof specifier !== "string") return;
  all.add(specifier);
  if (!isTypeOnly) loaded.add(specifier);
}

/** What the statements of a module say without a walk. */
interface TopLevel extends Specifiers {
  readonly hasExport: boolean;
  /** Some statement may load modules that it does not name here: `import x = require("…")`, `declare module "…" {}`. */
  readonly mayHoldMore: boolean;
  /** Where the text after the last import begins. */
  readonly importsEnd: number;
}

/** One pass, for this is all that is asked of most files. */
function readTopLevel({ body }: TSESTree.Program): TopLevel {
  const specifiers: Specifiers = { all: new Set(), loaded: new Set() };
  let hasExport = false;
  let mayHoldMore = false;
  let importsEnd = 0;
  for (const statement of body) {
    switch (statement.type) {
      case "ImportDeclaration": {
        const { value } = statement.source;
        importsEnd = statement.range[1];
        specifiers.all.add(value);
        if (statement.importKind !== "type") specifiers.loaded.add(value);
        // It makes a `require` of the file's own.
        if (value === "node:module" || value === "module") mayHoldMore = true;
        break;
      }
      case "ExportNamedDeclaration":
        hasExport = true;
        addSpecifier(specifiers, statement.source, statement.exportKind === "type");
        if (mayLoad(statement.declaration)) mayHoldMore = true;
        break;
      case "ExportAllDeclaration":
        hasExport = true;
        addSpecifier(specifiers, statement.source, statement.exportKind === "type");
        break;
      case "ExportDefaultDeclaration":
      case "TSExportAssignment":
        hasExport = true;
        break;
      default:
        if (mayLoad(statement)) mayHoldMore = true;
    }
  }
  return { ...specifiers, hasExport, mayHoldMore, importsEnd };
}

function mayLoad(statement: TSESTree.Node | null): boolean {
  return statement?.type === "TSImportEqualsDeclaration" || statement?.type === "TSModuleDeclaration";
}

/** Globals that decide what a file can do, so that most files are told by one look at what they refer to. */
export type TellingGlobal = (typeof TELLING_GLOBALS)[number];

const TELLING_GLOBALS = ["require", "exports", "module", "fetch", "globalThis", "global", "process"] as const;

/**
 * Those that the code refers to. The scope manager lists the references that lead to no declaration of the file; those of
 * the globals that ESLint was told of are with the globals.
 */
function collectGlobals({ scopeManager }: Readonly<TSESLint.SourceCode>): ReadonlySet<string> {
  const scope = scopeManager?.globalScope;
  if (!scope) return new Set(TELLING_GLOBALS);
  const used = new Set<string>();
  for (const name of TELLING_GLOBALS) {
    const known = scope.set.get(name);
    if (known !== undefined && (known.references.length > 0 || known.defs.length > 0)) used.add(name);
  }
  for (const { identifier } of scope.through) {
    switch (identifier.name) {
      case "require":
      case "exports":
      case "module":
      case "fetch":
      case "globalThis":
      case "global":
      case "process":
        used.add(identifier.name);
    }
  }
  return used;
}

/** `import(…)`, or a comment between the two. The engine looks for a word several times as fast as for a pattern. */
function saysImportCall(text: string, start: number): boolean {
  for (let at = text.indexOf("import", start); at !== -1; at = text.indexOf("import", at)) {
    at += "import".length;
    while (/\s/.test(text.charAt(at))) at++;
    if (text[at] === "(" || text[at] === "/") return true;
  }
  return false;
}

type Visit = (node: TSESTree.Node) => void;

/** Visits every node in source order. ESLint has them in a list; other hosts may not. */
function walk(sourceCode: Readonly<TSESLint.SourceCode>, visit: Visit): void {
  const { traverse } = sourceCode as { traverse?: () => Iterable<TraversalStep> };
  if (traverse === undefined) walkTree(sourceCode, visit);
  else walkSteps(traverse.call(sourceCode), visit);
}

/** What ESLint's `SourceCode.traverse()` lists: a node that is entered (phase 1) or left (phase 2), or a code path event. */
interface TraversalStep {
  readonly kind: number;
  readonly phase?: number;
  readonly target: unknown;
}

const VISIT_NODE = 1;
const ENTER = 1;

function walkSteps(steps: Iterable<TraversalStep>, visit: Visit): void {
  for (const step of steps)
    if (step.kind === VISIT_NODE && step.phase === ENTER) visit(step.target as TSESTree.Node);
}

/** No recursion, so that depth is no limit. */
function walkTree(sourceCode: Readonly<TSESLint.SourceCode>, visit: Visit): void {
  const nodes: TSESTree.Node[] = [sourceCode.ast];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    visit(node);
    const keys = sourceCode.visitorKeys[node.type] ?? [];
    for (const key of keys.toReversed()) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const item of Array.isArray(child) ? child.toReversed() : [child])
        if (isNode(item)) nodes.push(item);
    }
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return (
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"
  );
}

interface NameIndex {
  readonly references: ReadonlyMap<TSESTree.Node, Reference>;
  readonly declared: ReadonlyMap<TSESTree.Node, Variable>;
}

function indexNames(sourceCode: Readonly<TSESLint.SourceCode>): NameIndex {
  const references = new Map<TSESTree.Node, Reference>();
  const declared = new Map<TSESTree.Node, Variable>();
  for (const scope of sourceCode.scopeManager?.scopes ?? []) {
    for (const reference of scope.references) references.set(reference.identifier, reference);
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) {
        // A class declares its name twice, outside and inside its body: the outer one is what the file sees.
        if (!declared.has(identifier)) declared.set(identifier, variable);
      }
    }
  }
  return { references, declared };
}

export function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
