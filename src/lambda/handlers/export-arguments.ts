import type { TSESTree } from "@typescript-eslint/utils";
import { keyName } from "../../syntax/ast.js";
import type { ExportPath } from "../../syntax/export-paths.js";
import { type ParameterPath, parameterPathsOf } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ArgumentOfExport } from "../elsewhere.js";
import { keysOfExported } from "./exported-code.js";

/** `deps.clients.db`: deeper nobody hands things on. */
const MAX_PATH = 2;

/** The arguments of code of the file that other files can run, of which an expression can be one. */
export function argumentsOfExports(node: TSESTree.Node, syntax: Syntax): readonly ArgumentOfExport[] {
  return argumentsIn(parameterPathsOf(node, syntax), syntax);
}

function argumentsIn(parameters: readonly ParameterPath[], syntax: Syntax): readonly ArgumentOfExport[] {
  return parameters.flatMap(({ fn, index: argument, path }) =>
    path.length > MAX_PATH ? [] : keysOfExported(fn, syntax).map((key) => ({ key, argument, path })),
  );
}

/** The same of those without a type. */
export function untypedArguments(node: TSESTree.Node, syntax: Syntax): readonly ArgumentOfExport[] {
  return argumentsIn(
    parameterPathsOf(node, syntax).filter(({ fn, index }) => !isTyped(fn.params[index])),
    syntax,
  );
}

/** `deps: Dependencies`, `db = connect()`; JavaScript says nothing, and `any` no more than that. */
function isTyped(parameter: TSESTree.Parameter | undefined): boolean {
  const inner = parameter?.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const target = inner?.type === "AssignmentPattern" ? inner.left : inner;
  const type = target?.typeAnnotation?.typeAnnotation.type;
  return type !== undefined && type !== "TSAnyKeyword";
}

interface Part {
  readonly path: ExportPath;
  readonly value: TSESTree.Node;
}

/** The argument itself or, of an object that is made for the call, each member. */
export function partsOf(node: TSESTree.Node, { values }: Syntax): readonly Part[] {
  if (node.type === "Literal" || node.type === "SpreadElement") return [];
  const objects = values.valuesOf(node).filter((value) => value.type === "ObjectExpression");
  if (objects.length === 0) return [{ path: [], value: node }];
  return objects
    .flatMap(({ properties }) => properties)
    .flatMap((property) => {
      const name = property.type === "Property" ? keyName(property) : undefined;
      return property.type === "Property" && name !== undefined
        ? [{ path: [name], value: property.value }]
        : [];
    });
}
