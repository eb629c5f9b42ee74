import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { append } from "./append.js";
import {
  type CallNode,
  type ClassNode,
  type FunctionNode,
  type LoopNode,
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
  const specifiers: Specifiers = { all: new Set(), loaded: new Set() };
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
          addSpecifier(specifiers, node.arguments[0], false);
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
        addSpecifier(specifiers, node.source, false);
        dynamicImports.push(node);
        break;
      case "ImportDeclaration":
        addSpecifier(specifiers, node.source, node.importKind === "type");
        break;
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        addSpecifier(specifiers, node.source, node.exportKind === "type");
        break;
      case "TSExternalModuleReference":
        addSpecifier(specifiers, node.expression, false);
        break;
      case "TemplateElement":
        words.add(node.value.cooked ?? node.value.raw);
        break;
      case "JSXIdentifier":
        words.add(node.name);
        break;
      case "TSModuleDeclaration":
        for (const { name } of membersOfNamespace(node)) memberNames.add(name);
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
    specifiers,
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
