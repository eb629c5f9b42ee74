import type { TSESTree } from "@typescript-eslint/utils";
import { webFrameworkModules } from "../../knowledge/web-frameworks.js";
import type { FunctionNode } from "../../syntax/ast.js";
import type { ImportedValue } from "../../syntax/imports.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ModuleExport } from "./exports.js";
import { parameterType } from "../bindings/lambda-types.js";

/**
 * An Express, Next.js … handler: typed by the framework, or taking `(req, res)`. A function whose second parameter is a
 * text or a number gets no context from Lambda.
 */
export function isForeignHandler(fn: FunctionNode, syntax: Syntax): boolean {
  const [first, second] = fn.params;
  if (isNamed(first, REQUEST_NAMES) && isNamed(second, RESPONSE_NAMES)) return true;
  if (isPrimitive(parameterType(second))) return true;
  return (
    fn.params.some((parameter) => isForeignType(parameterType(parameter), syntax)) ||
    isForeignType(typeOfDeclarator(fn), syntax)
  );
}

const REQUEST_NAMES = new Set(["req", "_req", "request", "_request"]);
const RESPONSE_NAMES = new Set(
  ["res", "response", "reply", "h", "env", "next"].flatMap((name) => [name, `_${name}`]),
);

function isNamed(parameter: TSESTree.Parameter | undefined, names: ReadonlySet<string>): boolean {
  return parameter?.type === "Identifier" && names.has(parameter.name);
}

function isPrimitive(type: TSESTree.TypeNode | undefined): boolean {
  if (type?.type === "TSUnionType") {
    const present = type.types.filter(
      ({ type: kind }) => kind !== "TSUndefinedKeyword" && kind !== "TSNullKeyword",
    );
    return present.length > 0 && present.every(isPrimitive);
  }
  return (
    type?.type === "TSStringKeyword" || type?.type === "TSNumberKeyword" || type?.type === "TSBooleanKeyword"
  );
}

function isForeignType(type: TSESTree.TypeNode | undefined, syntax: Syntax): boolean {
  if (type?.type !== "TSTypeReference") return false;
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

/** What commands of tools, tools of agents and bots' commands say of themselves, beside a `handler`. */
const COMMAND_EXPORTS = new Set(["command", "builder", "describe", "description", "usage", "inputSchema"]);

/** A yargs command exports `handler` beside `command` or `builder`, a tool for a model beside `description`. */
export function isCommandModule(exports: readonly ModuleExport[]): boolean {
  return exports.some(({ name }) => COMMAND_EXPORTS.has(name));
}

function typeOfDeclarator(fn: FunctionNode): TSESTree.TypeNode | undefined {
  const parent = fn.parent;
  if (parent.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return undefined;
  return parent.id.typeAnnotation?.typeAnnotation;
}
