import type { TSESTree } from "@typescript-eslint/utils";
import { loggingMiddleware } from "../../knowledge/middlewares.js";
import { type CallNode, isInside, keyName, parameterTarget } from "../../syntax/ast.js";
import { namesIn } from "../../syntax/names.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { LambdaModel } from "../model.js";
import { isQuiet, logCallsOf } from "./log-calls.js";

/** The middlewares of the file that write every event as a whole to the log: `inputOutputLogger()`. */
export function findLoggingMiddlewares({ syntax }: LambdaModel): readonly CallNode[] {
  const { facts, resolveImport } = syntax;
  if (!facts.specifiers.has(loggingMiddleware.module)) return [];
  return facts.calls.filter(
    (call) =>
      resolveImport(call.callee)?.module === loggingMiddleware.module &&
      (call.arguments[0] === undefined || writesWhole(call.arguments[0], syntax)),
  );
}

/** True where the options leave nothing out, and what they log with is the default, or seen to log what it gets. */
function writesWhole(options: TSESTree.Node, syntax: Syntax): boolean {
  return syntax.values.valuesOf(options).every((value) => {
    if (value.type !== "ObjectExpression") return false;
    if (value.properties.some((property) => property.type === "SpreadElement")) return false;
    if (value.properties.some((property) => loggingMiddleware.picks.has(nameOf(property)))) return false;
    const logger = value.properties.find((property) => nameOf(property) === "logger");
    return logger?.type !== "Property" || logsWhole(logger.value, syntax);
  });
}

function nameOf(property: TSESTree.ObjectLiteralElement): string {
  return (property.type === "Property" && keyName(property)) || "";
}

/** `(request) => logger.info("request", { request })`, and `console.log` itself. */
function logsWhole(logger: TSESTree.Node, syntax: Syntax): boolean {
  const { facts, values } = syntax;
  const logs = logCallsOf(syntax);
  if (logs.isLogMethod(logger)) return !isQuiet(logger, syntax);
  return values.functionsOf(logger).some((fn) => {
    const parameter = parameterTarget(fn.params[0]);
    const variable = parameter && facts.variableOf(parameter);
    return (
      variable !== undefined &&
      facts.calls.some(
        (call) =>
          isInside(call, fn) &&
          logs.isLog(call) &&
          !isQuiet(call.callee, syntax) &&
          namesIn(call, facts).includes(variable),
      )
    );
  });
}
