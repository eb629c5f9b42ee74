import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap } from "../../syntax/ast.js";
import { isExportsObject, isNameOfExports } from "../../syntax/exports-object.js";
import type { SyntaxFacts } from "../../syntax/facts.js";
import { oncePer } from "../../syntax/once-per.js";

export interface ModuleExport {
  /** The exported name; `default` for default exports and for `export =`. */
  readonly name: string;
  /** The expression or declaration that is exported, where the file has it. */
  readonly value: TSESTree.Node | undefined;
  readonly nameNode: TSESTree.Node;
  readonly reexportedFrom: string | undefined;
}

/** Everything the module exports by name: ESM, `export =` and CommonJS. */
export const collectExports = oncePer((facts: SyntaxFacts): readonly ModuleExport[] => {
  const found: ModuleExport[] = [];
  for (const statement of facts.program.body) addExports(statement, facts, found);
  return found;
});

function addExports(statement: TSESTree.ProgramStatement, facts: SyntaxFacts, found: ModuleExport[]): void {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      if (statement.declaration !== null) addDeclared(statement.declaration, found);
      else
        for (const specifier of statement.specifiers)
          found.push(fromSpecifier(specifier, statement.source?.value));
      break;
    case "ExportDefaultDeclaration":
      addDefault(statement.declaration, found);
      break;
    case "TSExportAssignment":
      addDefault(statement.expression, found);
      break;
    case "ExpressionStatement":
      addCommonJs(statement.expression, facts, found);
      break;
    case "VariableDeclaration":
      // `const handler = exports.handler = async …`
      for (const { init } of statement.declarations)
        if (init?.type === "AssignmentExpression") addCommonJs(init, facts, found);
  }
}

function local(name: string, value: TSESTree.Node | undefined, nameNode: TSESTree.Node): ModuleExport {
  return { name, value, nameNode, reexportedFrom: undefined };
}

function fromSpecifier(specifier: TSESTree.ExportSpecifier, source: string | undefined): ModuleExport {
  const { exported } = specifier;
  return {
    name: exported.type === "Identifier" ? exported.name : exported.value,
    value: source === undefined ? specifier.local : undefined,
    nameNode: exported,
    reexportedFrom: source,
  };
}

function addDeclared(declaration: TSESTree.NamedExportDeclarations, found: ModuleExport[]): void {
  switch (declaration.type) {
    case "VariableDeclaration":
      for (const { id, init } of declaration.declarations) {
        if (id.type === "Identifier") found.push(local(id.name, init ?? undefined, id));
        if (id.type !== "ObjectPattern") continue;
        for (const property of id.properties)
          if (property.type === "Property" && property.value.type === "Identifier")
            found.push(local(property.value.name, property.value, property.value));
      }
      break;
    case "FunctionDeclaration":
    case "ClassDeclaration":
      if (declaration.id) found.push(local(declaration.id.name, declaration, declaration.id));
      break;
    case "TSModuleDeclaration":
      if (declaration.id.type === "Identifier")
        found.push(local(declaration.id.name, declaration, declaration.id));
  }
}

/** Lambda looks for `handler` on the default export as well: `export default { handler }`. */
function addDefault(value: TSESTree.Node, found: ModuleExport[]): void {
  found.push(local("default", value, value));
  const node = unwrap(value);
  if (node.type !== "ObjectExpression") return;
  for (const property of node.properties) {
    const name = property.type === "Property" ? keyName(property) : undefined;
    if (property.type === "Property" && name !== undefined)
      found.push(local(name, property.value, property.key));
  }
}

/** `exports.x =`, `module.exports.x =`, also by a name of the file for them, `module.exports = {…}`, chained assignments. */
function addCommonJs(expression: TSESTree.Expression, facts: SyntaxFacts, found: ModuleExport[]): void {
  let node = unwrap(expression);
  if (node.type !== "AssignmentExpression") return;
  const targets: TSESTree.MemberExpression[] = [];
  while (node.type === "AssignmentExpression" && node.operator === "=") {
    if (node.left.type === "MemberExpression") targets.push(node.left);
    node = unwrap(node.right);
  }
  for (const target of targets) {
    const name = memberName(target);
    if (name === undefined) continue;
    if (isExportsObject(target.object, facts) || isNameOfExports(target.object, facts))
      found.push(local(name, node, target.property));
    else if (name === "exports" && facts.isGlobal(unwrap(target.object), "module")) addDefault(node, found);
  }
}
