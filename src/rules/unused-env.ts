import { readFunctionSources } from "../callers/function-sources.js";
import { mayReadVariable } from "../callers/read-variables.js";
import { type ConfigValue, type Place, isSamePlace } from "../functions/config-value.js";
import { codeFunctionsAround } from "../functions/code-projects.js";
import type { FunctionConfig } from "../functions/function-config.js";
import { foldersOfLayers } from "../functions/layer-folders.js";
import { isReadElsewhere, readsOnlyItsOwnVariables } from "../knowledge/quiet-packages.js";
import { isProvidedVariable } from "../knowledge/unset-environment.js";
import { describeFile } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";
import type { AnyRuleContext } from "../rule-kit/file-settings.js";

/**
 * The templates of Amplify Gen 1, whose command line puts variables into all of them.
 * (https://docs.amplify.aws/gen1/javascript/tools/cli/function/)
 */
const WRITTEN_BY_AMPLIFY = /-cloudformation-template\.json$/;

/** A provider's variables are those of all its functions: the first ones will do. */
const MAX_NAMED = 3;

export default createConfigRule({
  name: "unused-env",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow environment variables that the function's code never reads",
      recommended: "off",
      strict: "warn",
      seed: ["LESS-12"],
    },
    messages: {
      unusedVariable:
        "Nothing reads `{{name}}`: the code of {{functions}} does not have the name, and no file that it imports has it. Remove it, with the permissions that belong to it.",
    },
    schema: [],
  },
  check(declared, { report, functions, text, context }) {
    for (const [name, place] of declared.env.places) {
      if (isProvidedVariable(name) || WRITTEN_BY_AMPLIFY.test(place.file)) continue;
      // What code takes from another file is there for others too, which are known of Amplify's `backend.ts` only.
      const isElsewhere = place.file !== declared.place.file;
      if (isElsewhere && declared.framework !== "serverless" && declared.framework !== "amplify") continue;
      // What functions share must be unused by all of them, which is asked with the first.
      const sharing = functions.filter((fn) => isSamePlace(fn.env.places.get(name), place));
      if (sharing[0] !== declared || isTakenBySettings(name, declared, functions, text)) continue;
      if (sharing.length === 1 && standsInForShared(name, declared, functions)) continue;
      const others = isElsewhere && declared.framework === "amplify" ? findOthers(declared, place, name) : [];
      if (others.some((fn) => fn.place.file < declared.place.file)) continue;
      // Of what one expression makes, each function has code of its own.
      const made = [...sharing, ...others].flatMap((fn) => fn.madeAs ?? [fn]);
      if (!made.every((fn) => isUnusedBy(fn, name))) continue;
      report({
        place,
        messageId: "unusedVariable",
        data: { name, functions: describeFunctions(made, context) },
      });
    }
  },
});

/** Functions of other files that get the variable from the same place. */
function findOthers(declared: FunctionConfig, place: Place, name: string): readonly FunctionConfig[] {
  const { file } = declared.place;
  return codeFunctionsAround(file).filter(
    (fn) => fn.place.file !== file && isSamePlace(fn.env.places.get(name), place),
  );
}

/**
 * Whether several functions have the variable from one place, such as the globals: a function that has one of its own does not
 * get theirs, which would come back without it.
 */
function standsInForShared(
  name: string,
  { framework }: FunctionConfig,
  functions: readonly FunctionConfig[],
): boolean {
  if (framework !== "sam" && framework !== "serverless") return false;
  const places = functions.flatMap(({ env }) => env.places.get(name) ?? []);
  return places.some((place) => places.filter((other) => isSamePlace(other, place)).length > 1);
}

/**
 * Whether other settings take the value from the variable: `${self:provider.environment.TABLE}` of the file, or a variable of
 * a function whose value stands where that of this one does.
 */
function isTakenBySettings(
  name: string,
  { env, framework }: FunctionConfig,
  functions: readonly FunctionConfig[],
  text: string,
): boolean {
  if (framework !== "serverless") return false;
  if (text.split(`environment.${name}`).some((rest, index) => index > 0 && !/^\w/.test(rest))) return true;
  const key = env.places.get(name);
  const value = placeOfValue(env.variables.get(name));
  // What it takes itself from somewhere stands there, and others may take it from there as well.
  if (value === undefined || value.file !== key?.file || value.line !== key.line) return false;
  return functions.some((fn) =>
    [...fn.env.variables].some(
      ([other, taken]) =>
        isSamePlace(placeOfValue(taken), value) && !isSamePlace(fn.env.places.get(other), key),
    ),
  );
}

function placeOfValue(value: ConfigValue<string> | undefined): Place | undefined {
  return value?.k === "known" || value?.k === "opaque" ? value.place : undefined;
}

/** Each with the file of its handler, where somebody would look for the name. Several stacks may have the same function. */
function describeFunctions(functions: readonly FunctionConfig[], context: AnyRuleContext): string {
  const distinct = new Set(
    functions.map(({ id, handler }) => `\`${id}\` (${describeFile(handler.file ?? "", context)})`),
  );
  const described = [...distinct].slice(0, MAX_NAMED);
  const others = distinct.size - described.length;
  return described.join(", ") + (others > 0 ? ` and ${others} more` : "");
}

function isUnusedBy(fn: FunctionConfig, name: string): boolean {
  const sources = readFunctionSources(fn, foldersOfLayers(fn, readsOnlyItsOwnVariables));
  if (sources === undefined) return false;
  const { texts, packages } = sources;
  if (isReadElsewhere(name, packages)) return false;
  return !mayReadVariable(name, [...texts.values()]);
}
