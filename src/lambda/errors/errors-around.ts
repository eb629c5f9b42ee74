import type { TSESTree } from "@typescript-eslint/utils";
import { errorKeepingMiddlewares, middyModule } from "../../knowledge/middlewares.js";
import { globalWrapperFacts, wrapperFacts } from "../../knowledge/wrappers.js";
import { type CallNode, memberName, unwrap } from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { callsAround } from "../handlers/handler-wrapping.js";
import { listed } from "../handlers/middlewares.js";
import type { Handler, LambdaModel } from "../model.js";

/**
 * Whether an error of the handler may never come to Lambda, for what stands around its function: a wrapper that nobody knows,
 * or a middleware that can answer an error with a response.
 */
export function mayEndAround({ node }: Handler, lambda: LambdaModel): boolean {
  if (node === undefined) return true;
  const { syntax } = lambda;
  const around = callsAround(node, lambda);
  return (
    around.some(({ callee }) => !isKnownWrapper(unwrap(callee), syntax)) ||
    (around.length > 0 && syntax.facts.calls.some((call) => mayAnswerErrors(call, lambda)))
  );
}

/** A wrapper of the table, one of the runtime, and `handler` of a chain that begins with one. */
function isKnownWrapper(callee: TSESTree.Node, syntax: Syntax): boolean {
  const module = rootOf(callee, syntax)?.module;
  if (module !== undefined) return isWrapperModule(module);
  const text = syntax.facts.sourceCode.getText(callee);
  return globalWrapperFacts.some(({ global }) => text === global || text === `globalThis.${global}`);
}

function isWrapperModule(module: string): boolean {
  return wrapperFacts.some(({ module: known }) =>
    typeof known === "string" ? known === module : known.test(module),
  );
}

/** `.use(errorHandler())` and `.onError(answer)` of a chain of Middy. */
function mayAnswerErrors(call: CallNode, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const callee = unwrap(call.callee);
  const [argument] = call.arguments;
  if (callee.type !== "MemberExpression" || argument === undefined) return false;
  const name = memberName(callee);
  if (name !== "use" && name !== "onError") return false;
  if (rootOf(callee.object, syntax)?.module !== middyModule) return false;
  return (
    name === "onError" || listed(argument, syntax).some((middleware) => mayHaveOnError(middleware, lambda))
  );
}

/** Where a middleware of a package, or of a file that does not show it, has one its name has to tell: else nothing is reported. */
function mayHaveOnError(middleware: TSESTree.Node, lambda: LambdaModel): boolean {
  const { syntax } = lambda;
  const imported = importPathsOf(middleware, syntax);
  if (imported.length > 0)
    return imported.some(
      (one) =>
        !errorKeepingMiddlewares.test(one.module) &&
        (lambda.otherFiles.hasFunction(one, "onError") ??
          ANSWERS_ERRORS.test([one.module, ...one.path].join(" "))),
    );
  const node = unwrap(middleware);
  const isOpen =
    node.type === "ObjectExpression" && node.properties.some(({ type }) => type === "SpreadElement");
  return isOpen || syntax.values.membersOf(middleware, "onError").length > 0;
}

/** The import that a chain of calls begins with: `middy` of `middy(fn).use(a).handler`, also by way of a constant. */
function rootOf(node: TSESTree.Node, syntax: Syntax, depth = 0): ReturnType<Syntax["resolveImport"]> {
  const current = unwrap(node);
  const imported = syntax.resolveImport(current);
  if (imported !== undefined || depth > MAX_STEPS) return imported;
  if (current.type === "CallExpression") return rootOf(current.callee, syntax, depth + 1);
  if (current.type === "MemberExpression") return rootOf(current.object, syntax, depth + 1);
  const [value, ...others] = syntax.values.valuesOf(current);
  return value === undefined || others.length > 0 || value === current
    ? undefined
    : rootOf(value, syntax, depth + 1);
}

const ANSWERS_ERRORS = /err|catch|fail|respon|recover|batch/i;
/** Longer chains are nobody's. */
const MAX_STEPS = 40;
