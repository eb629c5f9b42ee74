import type { TSESTree } from "@typescript-eslint/utils";
import { webFrameworkModules } from "../knowledge/web-frameworks.js";
import type { FunctionNode } from "../syntax/ast.js";
import type { ImportedValue } from "../syntax/imports.js";
import type { Syntax } from "../syntax/syntax.js";
import type { ModuleExport } from "./exports.js";
import { parameterType } from "./lambda-types.js";

/** An Express, Next.js … handler: typed by the framework, or taking `(req, res)`. */
export function isForeignHandler(fn: FunctionNode, syntax: Syntax): boolean {
  const names = fn.params.map((parameter) => (parameter.type === "Identifier" ? parameter.name : ""));
  if (/^_?req(uest)?$/.test(names[0] ?? "") && /^_?(res(ponse)?|reply|h|env|next)$/.test(names[1] ?? ""))
    return true;
  const annotation = [...fn.params.map((parameter) => parameterType(parameter)), typeOfDeclarator(fn)];
  return annotation.some((type) => type !== undefined && isForeignType(type, syntax));
}

function isForeignType(type: TSESTree.TypeNode, syntax: Syntax): boolean {
  if (type.type !== "TSTypeReference") return false;
  const imported = syntax.resolveImport(type.typeName);
  if (imported !== undefined) return webFrameworkModules.has(packageOf(imported));
  const name = type.typeName.type === "Identifier" ? type.typeName.name : undefined;
  // The browser's and the edge runtimes' own: `Request`, `MouseEvent`.
  return (
    name !== undefined &&
    /^(Request|Response|\w*Event|ExecutionContext)$/.test(name) &&
    isUndeclared(type, syntax)
  );
}

function isUndeclared(type: TSESTree.TSTypeReference, syntax: Syntax): boolean {
  return type.typeName.type === "Identifier" && syntax.facts.variableOf(type.typeName) === undefined;
}

function packageOf(imported: ImportedValue): string {
  const parts = imported.module.split("/");
  return imported.module.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? imported.module);
}

/** yargs command modules export `handler` beside `command` or `builder`. */
export function isYargsCommand(exports: readonly ModuleExport[]): boolean {
  return exports.some(({ name }) => name === "builder") || exports.some(({ name }) => name === "command");
}

function typeOfDeclarator(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const parent = fn.parent;
  if (parent.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return undefined;
  return parent.id.typeAnnotation?.typeAnnotation;
}
