import { Linter } from "eslint";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { getLambdaModel, type LambdaModelOptions } from "../../src/lambda/get-lambda-model.js";
import type { LambdaModel } from "../../src/lambda/model.js";
import { buildLanguageOptions } from "./lint-text.js";

export interface ModelledFile {
  readonly lambda: LambdaModel;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  /** The calls of the function with the given name, which nothing in the file declares. */
  callsOf(name: string): readonly TSESTree.CallExpression[];
  /** The argument of the only call `probe(…)`. */
  readonly probed: TSESTree.Node;
}

const defaults: LambdaModelOptions = {
  handlerNames: ["handler", "lambdaHandler"],
  wrappers: [],
  clients: [],
  eventKinds: [],
  configured: [],
  isHandlerFile: false,
};

/** The model of a piece of code, as a rule would get it from ESLint. */
export function modelOf(
  code: string,
  { filename = "src/handler.ts", ...options }: Partial<LambdaModelOptions> & { filename?: string } = {},
): ModelledFile {
  let sourceCode: Readonly<TSESLint.SourceCode> | undefined;
  const capture = {
    create(context: { sourceCode: unknown }) {
      sourceCode = context.sourceCode as TSESLint.SourceCode;
      return {};
    },
  };
  const messages = new Linter().verify(
    code,
    [
      {
        files: ["**"],
        plugins: { test: { rules: { capture } } },
        rules: { "test/capture": "error" },
        languageOptions: buildLanguageOptions(code, filename),
      },
    ],
    { filename },
  );
  if (sourceCode === undefined)
    throw new Error(`The code of the test does not parse: ${messages[0]?.message ?? ""}`);
  const lambda = getLambdaModel(sourceCode, { ...defaults, ...options });
  const callsOf = (name: string): TSESTree.CallExpression[] =>
    lambda.syntax.facts.calls.filter(
      (call): call is TSESTree.CallExpression =>
        call.type === "CallExpression" && call.callee.type === "Identifier" && call.callee.name === name,
    );
  return {
    lambda,
    sourceCode,
    callsOf,
    get probed() {
      const [argument] = callsOf("probe").flatMap((call) => call.arguments);
      if (argument === undefined) throw new Error("The code of the test has no call probe(…).");
      return argument;
    },
  };
}
