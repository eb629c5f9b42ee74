import type { TSESTree } from "@typescript-eslint/utils";
import { webResponseFacts } from "../../knowledge/web-responses.js";
import { type FunctionNode, isFunction } from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import type { ImportPath } from "../../syntax/import-paths.js";
import { type ParameterPath, parameterPathsOf } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { Bindings } from "../../syntax/traced.js";
import { getValueTracer } from "../../syntax/traced-values.js";
import type { SentArgument } from "../elsewhere.js";
import { sendingMethodsOf } from "../events/web-bodies.js";
import { responseUsesOf } from "../events/web-responses.js";
import { collectExportedCode } from "../handlers/exported-code.js";
import { importedCode } from "../taint/imported-code.js";
import { type SentAs, type SentSearch, SentParts } from "./sent-parts.js";

/**
 * What a function that a file exports puts of its arguments into answers: objects with a status and a body that it returns,
 * and what it sends with a response that it is given.
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
    collectReturned(fn, search, syntax);
    for (const index of fn.params.keys()) collectSentWith(fn, index, search, syntax);
    return search.sent;
  });
}

function collectReturned(fn: FunctionNode, search: OwnArguments, syntax: Syntax): void {
  const parts = new SentParts(syntax, search);
  const tracer = getValueTracer(syntax);
  for (const returned of syntax.facts.returnsOf(fn))
    for (const value of tracer.trace(returned)) {
      const object = tracer.readObject(value);
      if (object === undefined || object.properties.has("statusCode")) parts.collectAnswer(value, object);
    }
}

/** Whether the parameter is a response, who calls the function knows. */
function collectSentWith(fn: FunctionNode, index: number, search: OwnArguments, syntax: Syntax): void {
  const parameter = fn.params[index];
  const variable = parameter?.type === "Identifier" ? syntax.facts.variableOf(parameter) : undefined;
  if (variable === undefined) return;
  for (const { name, call } of responseUsesOf(variable).chains.flatMap(({ calls }) => calls)) {
    const [body] = call.arguments;
    if (!SENDING_METHODS.has(name) || body === undefined || body.type === "SpreadElement") continue;
    search.response = { argument: index, method: name };
    new SentParts(syntax, search).collectSent(body, JSON_METHODS.has(name));
  }
}

const SENDING_METHODS = new Set(webResponseFacts.flatMap((fact) => [...sendingMethodsOf(fact)]));
const JSON_METHODS = new Set(webResponseFacts.flatMap(({ jsonNames }) => jsonNames));

/** The parameters of one function. */
class OwnArguments implements SentSearch {
  readonly sent: SentArgument[] = [];
  /** Of what is found next. */
  response: SentArgument["response"];

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
      this.sent.push({ argument, path, as, ...(this.response && { response: this.response }) });
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
