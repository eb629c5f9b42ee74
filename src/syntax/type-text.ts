import type { TSESTree } from "@typescript-eslint/utils";
import { type CallNode, memberName, unwrap } from "./ast.js";
import type { Syntax } from "./syntax.js";

/**
 * The TypeScript type of what an imported class or function gives, as text that is valid in module scope: `S3Client`,
 * `InstanceType<typeof pg.Pool>`, `ReturnType<typeof createPool>`. Undefined where the callee has no name to write.
 */
export function buildTypeText(call: CallNode, { facts, resolveImport }: Syntax): string | undefined {
  const path = namePath(call.callee);
  if (path === undefined) return undefined;
  const [root, ...members] = path;
  const variable = facts.variableOf(root);
  const definition = variable?.defs[0];
  const names = [root.name, ...members].join(".");
  const args = call.typeArguments ? facts.sourceCode.getText(call.typeArguments) : "";
  const isClass = call.type === "NewExpression";

  if (variable?.scope.block.type === "Program") {
    const isNamed = path.length === 1 ? definition?.type === "ImportBinding" : isNamespace(definition?.node);
    if (isClass) return isNamed ? names + args : `InstanceType<typeof ${names}${args}>`;
    return `ReturnType<typeof ${names}${args}>`;
  }
  // `const { S3Client } = await import("@aws-sdk/client-s3")` inside the function
  const imported = resolveImport(call.callee);
  if (imported === undefined) return undefined;
  const exported = [
    `import("${imported.module}")`,
    ...(imported.path.length > 0 ? imported.path : ["default"]),
  ].join(".");
  return isClass ? exported + args : `ReturnType<typeof ${exported}${args}>`;
}

/** The identifiers of `a.b.c`, the first as a node; undefined when something else stands between. */
function namePath(callee: TSESTree.Node): [root: TSESTree.Identifier, ...names: string[]] | undefined {
  const names: string[] = [];
  let node = unwrap(callee);
  while (node.type === "MemberExpression") {
    const name = node.computed ? undefined : memberName(node);
    if (name === undefined) return undefined;
    names.unshift(name);
    node = unwrap(node.object);
  }
  return node.type === "Identifier" ? [node, ...names] : undefined;
}

function isNamespace(definition: TSESTree.Node | undefined): boolean {
  return definition?.type === "ImportNamespaceSpecifier" || definition?.type === "TSImportEqualsDeclaration";
}
