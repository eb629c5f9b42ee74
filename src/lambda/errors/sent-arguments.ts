import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction } from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import type { ImportPath } from "../../syntax/import-paths.js";
import { type ParameterPath, parameterPathsOf } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { type Bindings, getValueTracer } from "../../syntax/traced-values.js";
import type { SentArgument } from "../elsewhere.js";
import { collectExportedCode } from "../handlers/exported-code.js";
import { importedCode } from "../taint/imported-code.js";
import { type SentAs, type SentSearch, SentParts } from "./sent-parts.js";

/**
 * What a function that a file exports puts of its arguments into the answers that it returns: objects with a status and a
 * body.
 *
 * @param sentBy the same of what this file imports
 */
export function findSentArguments(
  key: ExportKey,
  syntax: Syntax,
  sentBy: (code: ImportPath) => readonly SentArgument[],
): readonly SentArgument[] {
  const functions = (collectExportedCode(syntax).get(key) ?? []).filter((unit) => isFunction(unit));
  return functions.flatMap((fn) => {
    const search = new OwnArguments(fn, syntax, sentBy);
    const parts = new SentParts(syntax, search);
    const tracer = getValueTracer(syntax);
    for (const returned of syntax.facts.returnsOf(fn))
      for (const value of tracer.trace(returned)) {
        const object = tracer.readObject(value);
        if (object === undefined || object.properties.has("statusCode")) parts.collectAnswer(value, object);
      }
    return search.sent;
  });
}

/** The parameters of one function. */
class OwnArguments implements SentSearch {
  readonly sent: SentArgument[] = [];

  constructor(
    private readonly fn: FunctionNode,
    private readonly syntax: Syntax,
    private readonly sentByOthers: (code: ImportPath) => readonly SentArgument[],
  ) {}

  isSource(expression: TSESTree.Node, bindings: Bindings): boolean {
    return this.pathsOf(expression, bindings).length > 0;
  }

  found(node: TSESTree.Node, as: SentAs, bindings: Bindings): void {
    const value = as === "stack" && node.type === "MemberExpression" ? node.object : node;
    for (const { index: argument, path } of this.pathsOf(value, bindings))
      this.sent.push({ argument, path, as });
  }

  sentBy(call: TSESTree.CallExpression): readonly SentArgument[] {
    return importedCode(call, this.syntax).flatMap((code) => this.sentByOthers(code));
  }

  private pathsOf(expression: TSESTree.Node, bindings: Bindings): readonly ParameterPath[] {
    const values = getValueTracer(this.syntax).trace(expression, bindings);
    return values
      .flatMap(({ node }) => parameterPathsOf(node, this.syntax))
      .filter(({ fn }) => fn === this.fn);
  }
}
