import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, isInside, parameterTarget } from "../../syntax/ast.js";
import type { ExportKey } from "../../syntax/export-paths.js";
import type { Variable } from "../../syntax/name-index.js";
import type { Syntax } from "../../syntax/syntax.js";
import { eventKindOf } from "../bindings/lambda-types.js";
import type { ExportedCode } from "../handlers/exported-code.js";
import { isQuiet, logCallsOf } from "./log-calls.js";
import { collectLogged } from "./logged-parts.js";

/** A look at the text: false where nothing is logged. */
const LOGS = /console|[lL]og/;

/** The parameters, by their indices, that exported functions write to a log as a whole: `(event) => { console.log(event); }`. */
export function findLoggedArguments(
  exported: ExportedCode,
  syntax: Syntax,
): ReadonlyMap<ExportKey, readonly number[]> {
  const found = new Map<ExportKey, readonly number[]>();
  if (!LOGS.test(syntax.facts.sourceCode.text)) return found;
  for (const [key, [unit, ...others]] of exported) {
    if (unit === undefined || others.length > 0 || !isFunction(unit)) continue;
    const logged = loggedIn(unit, syntax);
    if (logged.length > 0) found.set(key, logged);
  }
  return found;
}

function loggedIn(fn: FunctionNode, syntax: Syntax): readonly number[] {
  if (fn.params.length === 0) return [];
  const { facts } = syntax;
  const logs = logCallsOf(syntax);
  const variableOf = (parameter: TSESTree.Parameter): Variable | undefined => {
    const target = parameterTarget(parameter);
    return target?.type === "Identifier" ? facts.variableOf(target) : undefined;
  };
  const variables = fn.params.map((parameter) => {
    // Its own file tells that it is logged.
    if (eventKindOf(parameter, syntax) !== undefined) return undefined;
    return variableOf(parameter);
  });
  const calls = facts.calls.filter(
    (call) =>
      isInside(call, fn.body) && logs.isLog(call) && (logs.isConsole(call) || !isQuiet(call.callee, syntax)),
  );
  const parameters = new Set(fn.params.flatMap((parameter) => variableOf(parameter) ?? []));
  const indices = calls.flatMap((call) => {
    const deciding = decidingOn(call, fn, parameters);
    return call.arguments.flatMap((argument) =>
      argument.type === "SpreadElement"
        ? []
        : collectLogged(
            argument,
            (node, as) => {
              if (as === "text") return undefined;
              const variable = node.type === "Identifier" ? facts.variableOf(node) : undefined;
              const index = variable === undefined ? -1 : variables.indexOf(variable);
              return index === -1 ? undefined : index;
            },
            syntax,
          )
            .map(({ kind }) => kind)
            .filter((index) => deciding.every((variable) => variable === variables[index])),
    );
  });
  return [...new Set(indices)];
}

/** The parameters that conditions around a call name: `if (isFull) console.log(event);` */
function decidingOn(
  call: TSESTree.Node,
  fn: FunctionNode,
  parameters: ReadonlySet<Variable>,
): readonly Variable[] {
  const tests: TSESTree.Node[] = [];
  for (let child = call, { parent } = call; parent && parent !== fn; child = parent, { parent } = parent) {
    if ((parent.type === "IfStatement" || parent.type === "ConditionalExpression") && parent.test !== child)
      tests.push(parent.test);
    else if (parent.type === "LogicalExpression" && parent.right === child) tests.push(parent.left);
  }
  return [...parameters].filter(({ references }) =>
    references.some(({ identifier }) => tests.some((test) => isInside(identifier, test))),
  );
}
