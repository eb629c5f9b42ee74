import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { append } from "./append.js";
import {
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type LoopNode,
  importedSource,
  isFunction,
  keyName,
  memberName,
  membersOfNamespace,
} from "./ast.js";
import { type Specifiers, addSpecifier } from "./module-specifiers.js";
import { walk } from "./walk.js";

/** What one walk over the tree collects for every later question. Lists are in source order. */
export interface NodeLists {
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
}

/** The lists with what `SyntaxFacts` gives by its methods. */
export interface CollectedNodes extends NodeLists {
  readonly specifiers: Specifiers;
  readonly returns: ReadonlyMap<FunctionNode, readonly TSESTree.Expression[]>;
  readonly yields: ReadonlyMap<FunctionNode, readonly TSESTree.Expression[]>;
}

/** One walk for all lists: walking takes longer than what is done with a node. */
export function collectNodes(sourceCode: Readonly<TSESLint.SourceCode>): CollectedNodes {
  const collector = new NodeCollector();
  walk(sourceCode, (node) => {
    collector.add(node);
  });
  return collector;
}

class NodeCollector implements CollectedNodes {
  readonly functions: FunctionNode[] = [];
  readonly classes: ClassNode[] = [];
  readonly calls: CallNode[] = [];
  readonly taggedTemplates: TSESTree.TaggedTemplateExpression[] = [];
  readonly members: TSESTree.MemberExpression[] = [];
  readonly objects: TSESTree.ObjectExpression[] = [];
  readonly dynamicImports: TSESTree.ImportExpression[] = [];
  readonly assignments: (TSESTree.AssignmentExpression | TSESTree.UpdateExpression)[] = [];
  readonly awaits: TSESTree.AwaitExpression[] = [];
  readonly loops: LoopNode[] = [];
  readonly tries: TSESTree.TryStatement[] = [];
  readonly choices: (TSESTree.IfStatement | TSESTree.SwitchStatement)[] = [];
  readonly destructured: TSESTree.VariableDeclarator[] = [];
  readonly memberNames = new Set<string>();
  readonly words = new Set<string>();
  readonly specifiers: Specifiers = { all: new Set(), loaded: new Set() };
  readonly returns = new Map<FunctionNode, TSESTree.Expression[]>();
  readonly yields = new Map<FunctionNode, TSESTree.Expression[]>();

  /** Words, names, and the kinds that most nodes are of: a look first spares them the rest of the comparisons. */
  add(node: TSESTree.Node): void {
    switch (node.type) {
      case "Identifier":
        this.words.add(node.name);
        break;
      case "Literal":
        if (typeof node.value === "string") this.words.add(node.value);
        break;
      case "ExpressionStatement":
      case "BlockStatement":
      case "VariableDeclaration":
        break;
      case "MemberExpression":
        this.members.push(node);
        break;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        addName(this.memberNames, keyName(node));
        break;
      case "CallExpression":
        if (node.callee.type === "Identifier" && node.callee.name === "require")
          addSpecifier(this.specifiers, node.arguments[0], false);
        this.calls.push(node);
        break;
      case "NewExpression":
        this.calls.push(node);
        break;
      case "TemplateElement":
        this.words.add(node.value.cooked ?? node.value.raw);
        break;
      case "JSXIdentifier":
        this.words.add(node.name);
        break;
      case "TSModuleDeclaration":
        for (const { name } of membersOfNamespace(node)) this.memberNames.add(name);
        break;
      case "TSParameterProperty":
        addName(this.memberNames, parameterName(node));
        break;
      default:
        this.addCode(node);
    }
  }

  private addCode(node: TSESTree.Node): void {
    switch (node.type) {
      case "VariableDeclarator":
        if (node.id.type === "ObjectPattern") this.destructured.push(node);
        break;
      case "ArrowFunctionExpression":
        if (node.body.type !== "BlockStatement") append(this.returns, node, node.body);
        this.functions.push(node);
        break;
      case "FunctionDeclaration":
      case "FunctionExpression":
        this.functions.push(node);
        break;
      case "ReturnStatement":
        if (node.argument) appendOf(this.returns, node, node.argument);
        break;
      case "YieldExpression":
        if (node.argument) appendOf(this.yields, node, node.argument);
        break;
      case "AwaitExpression":
        this.awaits.push(node);
        break;
      case "AssignmentExpression":
        if (node.left.type === "MemberExpression") addName(this.memberNames, memberName(node.left));
        this.assignments.push(node);
        break;
      case "UpdateExpression":
        this.assignments.push(node);
        break;
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        this.loops.push(node);
        break;
      case "IfStatement":
      case "SwitchStatement":
        this.choices.push(node);
        break;
      case "TryStatement":
        this.tries.push(node);
        break;
      case "ClassDeclaration":
      case "ClassExpression":
        this.classes.push(node);
        break;
      case "ObjectExpression":
        this.objects.push(node);
        break;
      case "TaggedTemplateExpression":
        this.taggedTemplates.push(node);
        break;
      default:
        this.addImport(node);
    }
  }

  private addImport(node: TSESTree.Node): void {
    switch (node.type) {
      case "ImportExpression":
        addSpecifier(this.specifiers, node.source, false);
        if (importedSource(node) !== undefined) this.dynamicImports.push(node);
        break;
      case "ImportDeclaration":
        addSpecifier(this.specifiers, node.source, node.importKind === "type");
        break;
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        addSpecifier(this.specifiers, node.source, node.exportKind === "type");
        break;
      case "TSExternalModuleReference":
        addSpecifier(this.specifiers, node.expression, false);
    }
  }
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
