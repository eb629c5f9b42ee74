import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, unwrap } from "../../syntax/ast.js";
import type { ModuleExport } from "./exports.js";

/** What is exported and is no handler, whatever its name: no configuration is looked for because of it. */
const NO_FUNCTIONS: ReadonlySet<string> = new Set<`${TSESTree.AST_NODE_TYPES}`>([
  "ArrayExpression",
  "ClassDeclaration",
  "ClassExpression",
  "Literal",
  "ObjectExpression",
  "TemplateLiteral",
  "TSModuleDeclaration",
]);

/** Whether an export may be a handler by what it is; one of another file may be. */
export function mayBeHandler({ value }: ModuleExport): boolean {
  return value === undefined || !NO_FUNCTIONS.has(value.type);
}

/** Whether an export has the name of a handler; a default export may have it from its function. */
export function isNamed(
  { name, value }: ModuleExport,
  { handlerNames }: { readonly handlerNames: readonly string[] },
): boolean {
  return handlerNames.includes(name) || (name === "default" && isNamedHandler(value, handlerNames));
}

/** `export default handler`, `export default async function handler(event) {}` */
function isNamedHandler(value: TSESTree.Node | undefined, handlerNames: readonly string[]): boolean {
  if (value === undefined) return false;
  const node = unwrap(value);
  if (node.type === "Identifier") return handlerNames.includes(node.name);
  return isFunction(node) && node.id !== null && handlerNames.includes(node.id.name);
}

/** Whether the configuration of a function names the export: a template is read for it, if the export may be a handler. */
export function isConfigured(
  exported: ModuleExport,
  options: { readonly configured: readonly string[] },
): boolean {
  return (
    mayBeHandler(exported) &&
    options.configured.some((name) => name === exported.name || name === `default.${exported.name}`)
  );
}

/** What a finding about a function points at: its name, or that of what holds it; the function itself without any. */
export function nameOf(fn: FunctionNode): TSESTree.Node {
  if (fn.id) return fn.id;
  const parent = fn.parent;
  if (parent.type === "VariableDeclarator") return parent.id;
  if (
    parent.type === "Property" ||
    parent.type === "MethodDefinition" ||
    parent.type === "PropertyDefinition"
  )
    return parent.key;
  return fn;
}
