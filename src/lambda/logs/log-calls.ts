import type { TSESTree } from "@typescript-eslint/utils";
import {
  type LoggerFact,
  childLoggerMethods,
  levelOptions,
  logMethods,
  loggerFacts,
  quietLevels,
} from "../../knowledge/loggers.js";
import { indexFacts } from "../../knowledge/index-facts.js";
import { type CallNode, keyName, lastNameOf, memberName, unwrap } from "../../syntax/ast.js";
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
/** What code calls a logger that comes from another file, from a parameter or from a class: `logger`, `OrderLoggingUtil`. */
const LOGGER_NAME =
  /^#?_*(?:\w*[lL]ogg(?:er|ing)(?:Utils?|Helper|Service)?|[lL]og(?:Utils?|Helper|Service)?|LOG|LOGGER|[a-z]\w*Log)$/;

/** What code calls a function that gives such a logger: `getLogger()`, `Logger("orders")`. */
const LOGGER_MAKER_NAME = /^(?:(?:get|create|make|build|use|new)?Logger|logger)$/;

/** Tells the calls that write log entries, by the logger's binding; by its name only where the file shows no binding. */
export const logCallsOf = oncePer((syntax: Syntax): LogCalls => ({
  isLog: (call) => call.type === "CallExpression" && isLogMethod(call.callee, syntax),
  isLogMethod: (callee) => isLogMethod(callee, syntax),
  isConsole: ({ callee }) => {
    const method = unwrap(callee);
    return method.type === "MemberExpression" && syntax.facts.isGlobal(unwrap(method.object), "console");
  },
}));

/** True for a method such as `logger.debug`, unless the file makes its logger for that level. */
export function isQuiet(callee: TSESTree.Node, syntax: Syntax): boolean {
  const method = unwrap(callee);
  const rank = method.type === "MemberExpression" ? quietLevels.get(memberName(method) ?? "") : undefined;
  if (method.type !== "MemberExpression" || rank === undefined) return false;
  const makers = syntax.values.valuesOf(method.object);
  return !(makers.length > 0 && makers.every((maker) => isOpenTo(rank, maker, syntax)));
}

/** `new Logger({ logLevel: "DEBUG" })` */
function isOpenTo(rank: number, maker: TSESTree.Node, syntax: Syntax): boolean {
  if (maker.type !== "NewExpression" && maker.type !== "CallExpression") return false;
  return (
    isKnown("maker", maker.callee, syntax) === true &&
    maker.arguments.some(
      (options) =>
        options.type === "ObjectExpression" &&
        options.properties.some(
          (option) =>
            option.type === "Property" &&
            levelOptions.has(keyName(option) ?? "") &&
            option.value.type === "Literal" &&
            (quietLevels.get(String(option.value.value).toLowerCase()) ?? Infinity) <= rank,
        ),
    )
  );
}

function isLogMethod(node: TSESTree.Node, syntax: Syntax): boolean {
  const callee = unboundMethod(node);
  if (callee.type !== "MemberExpression" || !logMethods.has(memberName(callee) ?? "")) return false;
  const object = unwrap(callee.object);
  return syntax.facts.isGlobal(object, "console") || isLogger(object, syntax);
}

/** `console.error` of `console.error.bind(console)` */
export function unboundMethod(node: TSESTree.Node): TSESTree.Node {
  const value = unwrap(node);
  const binding = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
  return binding?.type === "MemberExpression" && memberName(binding) === "bind"
    ? unwrap(binding.object)
    : value;
}

function isLogger(object: TSESTree.Node, syntax: Syntax): boolean {
  const found = syntax.values.valuesOf(object);
  return found.some((value) => isLoggerValue(value, syntax)) || isLoggerElsewhere(object, syntax);
}

function isLoggerValue(value: TSESTree.Node, syntax: Syntax): boolean {
  if (value.type !== "NewExpression" && value.type !== "CallExpression")
    return isKnown("logger", value, syntax) === true;
  return isKnown("maker", value.callee, syntax) ?? makesChild(unwrap(value.callee), syntax);
}

/** Undefined for what is not imported. */
function isKnown(
  kind: LoggerFact["kind"],
  node: TSESTree.Node,
  { resolveImport }: Syntax,
): boolean | undefined {
  const imported = resolveImport(node);
  return (
    imported && factsOf(imported.module).some((fact) => fact.kind === kind && matchesFact(imported, fact))
  );
}

/** `logger.child` */
function makesChild(callee: TSESTree.Node, syntax: Syntax): boolean {
  return (
    callee.type === "MemberExpression" &&
    childLoggerMethods.has(memberName(callee) ?? "") &&
    isLogger(unwrap(callee.object), syntax)
  );
}

/** `logger` of `import { logger } from "./logger"`, `this.logger`, `context.log`: nothing in the file says what it is. */
function isLoggerElsewhere(object: TSESTree.Node, syntax: Syntax): boolean {
  if (object.type === "CallExpression") {
    const callee = unwrap(object.callee);
    return LOGGER_MAKER_NAME.test(lastNameOf(callee) ?? "")
      ? isFromElsewhere(callee, syntax)
      : makesChild(callee, syntax);
  }
  const name = lastNameOf(object);
  return name !== undefined && LOGGER_NAME.test(name) && isFromElsewhere(object, syntax);
}

/** An import, a parameter, or what code of elsewhere gave: not an object or a class of this file. */
function isFromElsewhere(node: TSESTree.Node, { values }: Syntax): boolean {
  return values
    .valuesOf(node)
    .every(
      (value) =>
        value.type === "Identifier" ||
        value.type === "MemberExpression" ||
        value.type === "CallExpression" ||
        (value.type === "NewExpression" && values.classOf(value.callee) === undefined),
    );
}
