import { isBuiltin } from "node:module";
import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, chainRoot, unwrap } from "../../syntax/ast.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";

/** How far variables are followed to what they were made of. */
const MAX_STEPS = 3;

/** The code of modules that may be the project's that a call runs; none for a class, whose constructor need not use what it keeps. */
export function importedCode(call: CallNode, syntax: Syntax): readonly ImportPath[] {
  const isSpread = call.arguments.some(({ type }) => type === "SpreadElement");
  if (call.type === "NewExpression" || call.arguments.length === 0 || isSpread) return [];
  if (!mayBeOthers(call.callee, syntax.facts)) return [];
  return importPathsOf(call.callee, syntax).filter(({ module }) => mayBeOfProject(module));
}

/** A look at the imports: false for a file that has none of the project's own. */
export function mayCallOthers({ specifiers }: SyntaxFacts): boolean {
  return [...specifiers].some((specifier) => mayBeOfProject(specifier));
}

/** A look at the names that spares most calls the rest: false for globals, and for what installed packages give. */
function mayBeOthers(code: TSESTree.Node, facts: SyntaxFacts, steps = 0): boolean {
  const root = beginningOf(code);
  if (root.type !== "Identifier" || steps > MAX_STEPS) return true;
  const [definition] = facts.variableOf(root)?.defs ?? [];
  if (definition === undefined) return false;
  if (definition.type === "ImportBinding")
    return definition.parent.type !== "ImportDeclaration" || mayBeOfProject(definition.parent.source.value);
  const made = definition.type === "Variable" ? definition.node.init : undefined;
  if (!made) return true;
  // `require("./store")`
  const required = unwrap(made);
  const isRequired = required.type === "CallExpression" && beginningOf(required).type === "Identifier";
  return (
    (isRequired && facts.isGlobal(beginningOf(required), "require")) || mayBeOthers(made, facts, steps + 1)
  );
}

/** False for modules of Node.js and the packages that most handlers import: nobody has to be asked for them. */
export function mayBeOfProject(specifier: string): boolean {
  return specifier.startsWith(".") || !(isOfAws(specifier) || isBuiltin(specifier));
}

/** The packages of AWS that handlers import, and middy's. */
export function isOfAws(specifier: string): boolean {
  return OF_AWS.test(specifier);
}

const OF_AWS = /^(?:@(?:aws-sdk|aws-lambda-powertools|smithy|middy)\/|aws-(?:lambda|sdk|xray-sdk)\b)/;

/** What an expression begins with: `a` of `a.b().c` and of `await new a.B()`. */
function beginningOf(code: TSESTree.Node): TSESTree.Node {
  const root = chainRoot(code);
  if (root.type === "AwaitExpression") return beginningOf(root.argument);
  return root.type === "NewExpression" ? beginningOf(root.callee) : root;
}
