import type { TSESTree } from "@typescript-eslint/utils";
import type { FunctionConfig } from "../functions/function-config.js";
import { loadsEnvironment } from "../knowledge/environment-loaders.js";
import { reservedEnvironment } from "../knowledge/reserved-env.js";
import { isNamedByAmplify, isProvidedVariable } from "../knowledge/unset-environment.js";
import { type NeededVariable, neededEnvironmentOf } from "../lambda/secrets/needed-environment.js";
import { findClosest } from "../rule-kit/closest-word.js";
import { type CallerOfCode, describeFunctionOf, getCallersOfCode } from "../rule-kit/callers-of-code.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { mayReadVariables } from "../lambda/secrets/environment-reads.js";

export default createRule({
  name: "undefined-env",
  meta: {
    type: "problem",
    docs: {
      description: "disallow reading environment variables that the function's configuration does not set",
      recommended: "error",
      strict: "error",
      seed: ["LESS-12"],
    },
    messages: {
      undefinedVariable:
        "`{{name}}` is always undefined here: neither {{fn}} nor Lambda sets it. Add it to the function's environment, or remove the code that needs it.",
      misspeltVariable:
        "`{{name}}` is always undefined here: neither {{fn}} nor Lambda sets it, and what is set is called `{{closest}}` ({{closestPlace}}). Use the same name on both sides.",
    },
    schema: [],
  },
  create(context) {
    if (!mayReadVariables(context.sourceCode.text)) return {};
    const lambda = getLambda(context);
    if (!lambda.mayHaveEvidence && !lambda.mayServeHandlers) return {};
    if ([...lambda.syntax.facts.specifiers].some((module) => loadsEnvironment(module))) return {};
    return {
      "Program:exit"() {
        const needed = neededEnvironmentOf(lambda).filter(
          ({ name }) => !reservedEnvironment.has(name) && !isProvidedVariable(name),
        );
        const reported = new Set<string>();
        for (const variable of needed) {
          const { name } = variable;
          if (reported.has(name)) continue;
          const found = findUseWithout(variable, context);
          if (found === undefined) continue;
          const { caller, node } = found;
          reported.add(name);
          const [fn] = caller.functions;
          const closest = findClosest(name, [...fn.env.variables.keys()]);
          const closestPlace = closest === undefined ? undefined : fn.env.places.get(closest);
          const described = describeFunctionOf(caller, context);
          if (closest === undefined || closestPlace === undefined)
            context.report({ node, messageId: "undefinedVariable", data: { name, fn: described } });
          else
            context.report({
              node,
              messageId: "misspeltVariable",
              data: { name, fn: described, closest, closestPlace: describePlace(closestPlace, context) },
            });
        }
      },
    };
  },
});

/** The read, where no function sets the variable that comes to it, or else a use to which only functions come that do not. */
function findUseWithout(
  variable: NeededVariable,
  context: Parameters<typeof getCallersOfCode>[1],
): { readonly node: TSESTree.Node; readonly caller: CallerOfCode } | undefined {
  const { name, read, uses, places } = variable;
  const callers = getCallersOfCode(uses, context);
  const caller = findCallerWithout(variable, callers);
  if (caller !== undefined) return { node: read, caller };
  // Without callers one of them has no configuration that is known: the other ones may come to uses of their own.
  const isSetForAll =
    callers.length > 0 && !callers.some(({ functions }) => functions.every((fn) => isWithout(fn, name)));
  if (isSetForAll || (places.length === 1 && places[0] === uses[0])) return undefined;
  for (const node of places) {
    const ofPlace = findCallerWithout(variable, getCallersOfCode([node], context));
    if (ofPlace !== undefined) return { node, caller: ofPlace };
  }
  return undefined;
}

/** The first handler that runs into the variable, where no configuration of those that do sets it. */
function findCallerWithout(
  { name }: NeededVariable,
  callers: readonly CallerOfCode[],
): CallerOfCode | undefined {
  // A file whose handlers are told apart by nothing but the event may read for one what another one needs.
  const isMissing = callers.every(
    ({ functions, loadsEnvironment }) =>
      loadsEnvironment !== true && functions.every((fn) => isWithout(fn, name)),
  );
  return isMissing ? callers[0] : undefined;
}

/** True when nothing sets the variable for the function: its configuration, and the bundler that replaces the read. */
function isWithout({ env, bundle, packageType, framework }: FunctionConfig, name: string): boolean {
  if (!env.isComplete || env.mayBeLocal === true || env.places.has(name)) return false;
  if (packageType === "container") return false;
  if (framework === "amplify" && isNamedByAmplify(name)) return false;
  if (bundle === undefined) return true;
  return bundle.define?.every((expression) => !expression.includes(name)) ?? bundle.tool === "none";
}
