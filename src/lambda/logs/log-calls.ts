import type { TSESTree } from "@typescript-eslint/utils";
import { childLoggerMethods, logMethods, loggerFacts } from "../../knowledge/loggers.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { type CallNode, lastNameOf, memberName, unwrap } from "../../syntax/ast.js";
import { oncePer } from "../../syntax/once-per.js";
import type { Syntax } from "../../syntax/syntax.js";
import { matchesFact } from "../bindings/fact-match.js";

export interface LogCalls {
  /** True when the call writes log entries: of `console`, of a known logger, or of what another file calls a logger. */
  isLog(call: CallNode): boolean;
  /** True for a method that would write log entries if it were called: `console.error` of `.catch(console.error)`. */
  isLogMethod(callee: TSESTree.Node): boolean;
  /** True when the call is one of the global `console`. */
  isConsole(call: CallNode): boolean;
}

const factsOf = indexFacts(loggerFacts);
/** What code calls a logger that comes from another file, from a parameter or from a class. */
const LOGGER_NAME = /^#?_*(?:[a-z]\w*[lL]ogger|[lL]ogger|[lL]og|LOG|LOGGER|[a-z]\w*Log)$/;

/** What code calls a function that gives such a logger: `getLogger()`, `Logger("orders")`. */
const LOGGER_MAKER_NAME = /^(?:(?:get|create|make|build|use|new)?Logger|logger)$/;

/** Tells the calls that write log entries, by the logger's binding; by its name only where the file shows no binding. */
export const logCallsOf = oncePer((syntax: Syntax): LogCalls => createLogCalls(syntax));

function createLogCalls({ facts, values, resolveImport }: Syntax): LogCalls {
  function isLog(call: CallNode): boolean {
    return call.type === "CallExpression" && isLogMethod(call.callee);
  }

  function isLogMethod(node: TSESTree.Node): boolean {
    const callee = unwrap(node);
    if (callee.type !== "MemberExpression" || !logMethods.has(memberName(callee) ?? "")) return false;
    const object = unwrap(callee.object);
    return facts.isGlobal(object, "console") || isLogger(object);
  }

  function isConsole(call: CallNode): boolean {
    const callee = unwrap(call.callee);
    return callee.type === "MemberExpression" && facts.isGlobal(unwrap(callee.object), "console");
  }

  function isLogger(object: TSESTree.Node): boolean {
    const found = values.valuesOf(object);
    return found.some((value) => isLoggerValue(value)) || isLoggerElsewhere(object);
  }

  function isLoggerValue(value: TSESTree.Node): boolean {
    if (value.type === "NewExpression" || value.type === "CallExpression") {
      const imported = resolveImport(value.callee);
      if (imported !== undefined)
        return factsOf(imported.module).some((fact) => fact.kind === "maker" && matchesFact(imported, fact));
      const callee = unwrap(value.callee);
      return (
        callee.type === "MemberExpression" &&
        childLoggerMethods.has(memberName(callee) ?? "") &&
        isLogger(unwrap(callee.object))
      );
    }
    const imported = resolveImport(value);
    return (
      imported !== undefined &&
      factsOf(imported.module).some((fact) => fact.kind === "logger" && matchesFact(imported, fact))
    );
  }

  /** `logger` of `import { logger } from "./logger"`, `this.logger`, `context.log`: nothing in the file says what it is. */
  function isLoggerElsewhere(object: TSESTree.Node): boolean {
    if (object.type === "CallExpression") {
      const callee = unwrap(object.callee);
      if (LOGGER_MAKER_NAME.test(lastNameOf(callee) ?? "")) return isFromElsewhere(callee);
      return (
        callee.type === "MemberExpression" &&
        childLoggerMethods.has(memberName(callee) ?? "") &&
        isLogger(unwrap(callee.object))
      );
    }
    const name = lastNameOf(object);
    return name !== undefined && LOGGER_NAME.test(name) && isFromElsewhere(object);
  }

  function isFromElsewhere(node: TSESTree.Node): boolean {
    return values.valuesOf(node).every((value) => isUnseen(value));
  }

  /** An import, a parameter, or what code of elsewhere gave: not an object or a class of this file. */
  function isUnseen(value: TSESTree.Node): boolean {
    return (
      value.type === "Identifier" ||
      value.type === "MemberExpression" ||
      value.type === "CallExpression" ||
      (value.type === "NewExpression" && values.classOf(value.callee) === undefined)
    );
  }

  return { isLog, isLogMethod, isConsole };
}
