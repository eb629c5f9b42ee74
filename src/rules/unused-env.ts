import { readFunctionSources } from "../callers/function-sources.js";
import type { HandlerSources } from "../callers/handler-sources.js";
import { isSamePlace } from "../functions/config-value.js";
import { isReadElsewhere } from "../knowledge/quiet-packages.js";
import { isProvidedVariable } from "../knowledge/unset-environment.js";
import { describePlace } from "../rule-kit/configured-handlers.js";
import { createConfigRule } from "../rule-kit/create-config-rule.js";

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
        "Nothing reads `{{name}}`: neither {{handler}}, which {{functions}} runs, nor any file that it imports has the name. Remove it, with the permissions that belong to it.",
    },
    schema: [],
  },
  check(declared, { report, functions, context }) {
    for (const [name, place] of declared.env.places) {
      if (isProvidedVariable(name)) continue;
      // What code takes from another file is there for others too, which are not all known here.
      if (place.file !== declared.place.file && declared.framework !== "serverless") continue;
      // What functions share must be unused by all of them.
      const sharing = functions.filter((fn) => isSamePlace(fn.env.places.get(name), place));
      const sources = sharing.map((fn) => readFunctionSources(fn));
      if (!sources.every((found) => found !== undefined && isUnused(name, found))) continue;
      const { handler } = declared;
      report({
        place,
        messageId: "unusedVariable",
        data: {
          name,
          handler:
            handler.file === undefined
              ? ""
              : describePlace({ file: handler.file, line: 1, column: 1 }, context),
          functions: sharing.map(({ id }) => `\`${id}\``).join(", "),
        },
      });
    }
  },
});

function isUnused(name: string, { texts, packages }: HandlerSources): boolean {
  if (isReadElsewhere(name, packages)) return false;
  const all = [...texts.values()];
  const word = new RegExp(`\\b${name}\\b`);
  if (all.some((text) => word.test(text))) return false;
  const others = all.map(withoutReadsByParameter);
  if (others.some((text) => READS_ANY.test(text))) return false;
  // What a function reads by the name that it is given is read by a name that stands somewhere, in one piece.
  const isReadByName = others.some((text, index) => text !== all[index]);
  return !isReadByName || !all.some((text) => MAKES_NAMES.test(text) || hasPiece(text, name));
}

/** `process.env[name]`, `{ ...process.env }`, `parse(process.env)`: any variable may be meant. */
const READS_ANY =
  /\bprocess\.env\b(?!\s*(?:\.\s*[A-Za-z_$]|\?\.\s*[A-Za-z_$]|\[\s*["'`]))|\benv\[(?!\s*["'`])/;

const READ_BY_NAME = /\bprocess\.env\[\s*(\w+)(?:\s+as\s+\w+)?\s*\]/g;
const PARAMETERS =
  /(?<!\b(?:if|for|while|switch|catch)\s*)\(([^()]*)\)\s*(?::\s*[^={;]+)?(?:=>|\{)|\b(\w+)\s*=>/g;

/** The text without `process.env[name]` in functions that have `name` as a parameter. */
function withoutReadsByParameter(text: string): string {
  if (!text.includes("process.env[")) return text;
  const lists = [...text.matchAll(PARAMETERS)];
  return text.replace(READ_BY_NAME, (read: string, name: string, at: number) => {
    const names = lists.findLast(({ index }) => index < at);
    const isParameter = new RegExp(`(?:^|,)\\s*${name}\\s*(?:[:=?,]|$)`).test(names?.[1] ?? names?.[2] ?? "");
    return isParameter ? "" : read;
  });
}

/** Code that makes names of others, as `toUpperCase` does of `tableName`. */
const MAKES_NAMES = /\btoUpperCase\b|constantCase|snakeCase|snake_case/;

/** Whether a part of a name stands at the edge of a text or a template, from where the rest may be added to it. */
function hasPiece(text: string, name: string): boolean {
  const words = name.split("_");
  return words.slice(1).some((_, index) => {
    const [first, last] = [words.slice(0, index + 1).join("_"), words.slice(index + 1).join("_")];
    return new RegExp(`\\b${first}_["'\`$]|["'\`}]_${last}\\b`).test(text);
  });
}
