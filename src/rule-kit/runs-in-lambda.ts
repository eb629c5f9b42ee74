import { projectKindOf } from "../functions/project-evidence.js";
import { buildToolFacts } from "../knowledge/build-tools.js";
import { importsInfrastructure } from "../lambda/bindings/fact-match.js";
import type { Syntax } from "../syntax/syntax.js";
import type { AnyRuleContext } from "./file-settings.js";
import { getLambda } from "./get-lambda.js";

/** False for what describes infrastructure, and for tools: it can be told without a walk. */
export function mayRunInLambda(context: AnyRuleContext, syntax: Syntax): boolean {
  if (getLambda(context).mayHaveEvidence) return true;
  return !importsInfrastructure(syntax) && !isTool(context, syntax);
}

/** True when the file is a handler's, or a module of a package for Lambda; what describes infrastructure is not. */
export function runsInLambda(context: AnyRuleContext, syntax: Syntax): boolean {
  if (getLambda(context).hasEvidence) return true;
  if (importsInfrastructure(syntax) || isTool(context, syntax)) return false;
  return projectKindOf(context.filename) === "lambda" || getLambda(context).isLoadedByHandler;
}

/** Configuration of tools, builds, scripts and pages: they run on a developer's machine, in CI or in a browser. */
function isTool({ filename, sourceCode }: AnyRuleContext, { facts }: Syntax): boolean {
  return (
    sourceCode.text.startsWith("#!") ||
    buildToolFacts.some(({ module }) => facts.specifiers.has(module)) ||
    /\.config\.[cm]?[jt]s$|[\\/]serverless\.[cm]?[jt]s$|\.[jt]sx$/.test(filename) ||
    /[\\/](scripts?|bin|tools|e2e|infra|infrastructure|cdk|migrations|seeds)[\\/]/.test(filename)
  );
}
