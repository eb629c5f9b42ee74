import type { TSESTree } from "@typescript-eslint/utils";
import { keyName, memberName, unwrap } from "../syntax/ast.js";
import type { SyntaxFacts } from "../syntax/facts.js";

export interface ModuleExport {
  /** The exported name; `default` for default exports and for `export =`. */
  readonly name: string;
  /** The expression or declaration that is exported, where the file has it. */
  readonly value: TSESTree.Node | undefined;
  readonly nameNode: TSESTree.Node;
  readonly reexportedFrom: string | undefined;
}

/** Everything the module exports by name: ESM, `export =` and CommonJS. */
export function collectExports(facts: SyntaxFacts): readonly ModuleExport[] {
  return facts.program.body.flatMap((statement) => exportsOf(statement, facts));
}

function exportsOf(statement: TSESTree.ProgramStatement, facts: SyntaxFacts): ModuleExport[] {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration === null
        ? statement.specifiers.map((specifier) => fromSpecifier(specifier, statement.source?.value))
        : fromDeclaration(statement.declaration);
    case "ExportDefaultDeclaration":
      return [
        local("default", statement.declaration, statement.declaration),
        ...membersOfDefault(statement.declaration),
      ];
    case "TSExportAssignment":
      return [
        local("default", statement.expression, statement.expression),
        ...membersOfDefault(statement.expression),
      ];
    case "ExpressionStatement":
      return fromCommonJs(statement.expression, facts);
    case "VariableDeclaration":
      // `const handler = exports.handler = async …`
      return statement.declarations.flatMap(({ init }) =>
        init?.type === "AssignmentExpression" ? fromCommonJs(init, facts) : [],
      );
    default:
      return [];
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

function fromDeclaration(declaration: TSESTree.NamedExportDeclarations): ModuleExport[] {
  if (declaration.type === "VariableDeclaration") {
    return declaration.declarations.flatMap(({ id, init }) => {
      if (id.type === "Identifier") return [local(id.name, init ?? undefined, id)];
      if (id.type !== "ObjectPattern") return [];
      return id.properties.flatMap((property) =>
        property.type === "Property" && property.value.type === "Identifier"
          ? [local(property.value.name, property.value, property.value)]
          : [],
      );
    });
  }
  const isValue = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
  return isValue && declaration.id ? [local(declaration.id.name, declaration, declaration.id)] : [];
}

/** Lambda looks for `handler` on the default export as well: `export default { handler }`. */
function membersOfDefault(value: TSESTree.Node): ModuleExport[] {
  const node = unwrap(value);
  if (node.type !== "ObjectExpression") return [];
  return node.properties.flatMap((property) => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    return property.type === "Property" && name !== undefined
      ? [local(name, property.value, property.key)]
      : [];
  });
}

/** `exports.x =`, `module.exports.x =`, `module.exports = {…}`, chained assignments, `Object.assign(exports, {…})`. */
function fromCommonJs(expression: TSESTree.Expression, facts: SyntaxFacts): ModuleExport[] {
  const found: ModuleExport[] = [];
  let node = unwrap(expression);
  const targets: TSESTree.MemberExpression[] = [];
  while (node.type === "AssignmentExpression" && node.operator === "=") {
    if (node.left.type === "MemberExpression") targets.push(node.left);
    node = unwrap(node.right);
  }
  for (const target of targets) {
    const name = memberName(target);
    if (name === undefined) continue;
    if (isExportsObject(target.object, facts)) found.push(local(name, node, target.property));
    else if (facts.isGlobal(unwrap(target.object), "module") && name === "exports")
      found.push(local("default", node, node), ...membersOfDefault(node));
  }
  return found;
}

/** `exports` or `module.exports`. */
function isExportsObject(object: TSESTree.Node, facts: SyntaxFacts): boolean {
  const node = unwrap(object);
  if (facts.isGlobal(node, "exports")) return true;
  return (
    node.type === "MemberExpression" &&
    memberName(node) === "exports" &&
    facts.isGlobal(unwrap(node.object), "module")
  );
}
