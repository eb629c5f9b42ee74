import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import type { ConfigNode } from "../functions/config-node.js";
import { readDeclaredCode } from "../functions/declared-code.js";
import { mayDeclareFunctions, readTemplateText } from "../functions/declared-functions.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { oncePer } from "../syntax/once-per.js";
import type { AnyRuleContext } from "./file-settings.js";

/** A tree of the language `aws-lambda/template` has the parsed text with it. */
type Root = TSESTree.Program & { readonly config?: ConfigNode };

const declaredIn = oncePer((ast: Root, context: AnyRuleContext) => {
  const file = getDeclaringFile(context);
  const { text } = context.sourceCode;
  return mayDeclareFunctions(text, file)
    ? readTemplateText(text, file, ast.config)
    : readDeclaredCode(context.sourceCode, file);
});

/**
 * The functions that the linted file itself declares: a template of AWS SAM, CloudFormation or the Serverless Framework,
 * whatever language of ESLint has parsed it, or code of the AWS CDK. Computed once for each file, for all rules.
 */
export function getDeclaredFunctions(context: AnyRuleContext): readonly FunctionConfig[] {
  return declaredIn(context.sourceCode.ast, context);
}

/** The linted file as the places of its functions name it. */
export function getDeclaringFile({ sourceCode, cwd, filename }: AnyRuleContext): string {
  return (sourceCode.ast as Root).config?.place.file ?? path.resolve(cwd, filename);
}
