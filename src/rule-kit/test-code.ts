import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { testFrameworks, testGlobals } from "../knowledge/test-frameworks.js";

/** True for a file that is a test by what it says, whatever it is called: it imports a framework, or calls its globals. */
export function isTestCode({ ast, scopeManager }: Readonly<TSESLint.SourceCode>): boolean {
  // A template has another tree.
  if (!Array.isArray(ast.body)) return false;
  return ast.body.some((statement) => {
    switch (statement.type) {
      case "ImportDeclaration":
        return statement.importKind !== "type" && importsFramework(statement);
      case "VariableDeclaration":
        return statement.declarations.some((declarator) => requiresFramework(declarator));
      case "ExpressionStatement":
        return isSuite(statement.expression, scopeManager);
      default:
        return false;
    }
  });
}

function isOfFramework(module: unknown, names: readonly string[]): boolean {
  return testFrameworks.some(
    (fact) => fact.module === module && names.some((name) => name === "*" || fact.exports.test(name)),
  );
}

function importsFramework({ source, specifiers }: TSESTree.ImportDeclaration): boolean {
  const names = specifiers.flatMap((specifier) => {
    if (specifier.type === "ImportDefaultSpecifier") return ["default"];
    if (specifier.type === "ImportNamespaceSpecifier") return ["*"];
    const { imported, importKind } = specifier;
    return importKind === "type" ? [] : [imported.type === "Identifier" ? imported.name : imported.value];
  });
  return isOfFramework(source.value, names);
}

/** `const { describe } = require("mocha")`, `const test = require("node:test")` */
function requiresFramework({ id, init }: TSESTree.VariableDeclarator): boolean {
  if (init?.type !== "CallExpression" || init.callee.type !== "Identifier" || init.callee.name !== "require")
    return false;
  const [module] = init.arguments;
  const names =
    id.type === "ObjectPattern"
      ? id.properties.flatMap((property) =>
          property.type === "Property" && property.key.type === "Identifier" ? [property.key.name] : [],
        )
      : ["default"];
  return module?.type === "Literal" && isOfFramework(module.value, names);
}

/** `describe("orders", () => {})`, `beforeEach(() => {})`, `describe.each(table)("orders", () => {})` of no binding. */
function isSuite(
  expression: TSESTree.Expression,
  scopeManager: Readonly<TSESLint.SourceCode>["scopeManager"],
): boolean {
  if (expression.type !== "CallExpression") return false;
  const isGiven = expression.arguments.some(
    ({ type }) => type === "ArrowFunctionExpression" || type === "FunctionExpression",
  );
  if (!isGiven) return false;
  let callee: TSESTree.Expression = expression.callee;
  while (callee.type !== "Identifier") {
    if (callee.type === "MemberExpression") callee = callee.object;
    else if (callee.type === "CallExpression") callee = callee.callee;
    else return false;
  }
  const { name } = callee;
  const isDeclared = scopeManager?.scopes
    .filter(({ type }) => type === "global" || type === "module")
    .some((scope) => (scope.set.get(name)?.defs.length ?? 0) > 0);
  return testGlobals.has(name) && isDeclared === false;
}
