import { remainingTimeMethod } from "../knowledge/context-properties.js";
import { mentionsEnvironmentLoader } from "../knowledge/environment-loaders.js";
import { variablesFilledIn } from "../lambda/secrets/filled-variables.js";
import { findAllSpecifiersInText, findSpecifiersInText } from "../syntax/specifiers-in-text.js";

/** A file as its text tells, before it is parsed. */
export interface ScannedFile {
  readonly mtimeMs: number;
  readonly size: number;
  /** The files of the project that it imports something of, be it a type, by the specifier that it writes. */
  readonly targets: ReadonlyMap<string, string>;
  /** The files among them that it loads: those of which it imports types alone are left out. */
  readonly loaded: readonly string[];
  /** The text alone tells that a handler may stand in it. */
  readonly mentionsHandlers: boolean;
  /** False for a text that cannot export what it imports by another statement than its own code. */
  readonly mayPassOn: boolean;
  /** False for a text that says of nothing that it has a super class, an interface or a declared type. */
  readonly mayStandIn: boolean;
  readonly watchesTime: boolean;
  /** It may set environment variables from a file. */
  readonly loadsEnvironment: boolean;
  /** The environment variables that it sets to secrets that it fetches. */
  readonly filledVariables: readonly string[];
}

/**
 * What a text tells by itself, and the files of the project that it imports.
 *
 * @param resolve the file of the project that a specifier means, where it means one
 * @param file the text's own
 */
export function scanText(
  text: string,
  resolve: (specifier: string) => string | undefined,
  file: string,
): Omit<ScannedFile, "mtimeMs" | "size" | "mentionsHandlers"> {
  const targets = new Map<string, string>();
  // `export * as Order from "."` names the file itself.
  const namesItself = /\bexport\s*\*\s*as\b/.test(text);
  for (const specifier of findAllSpecifiersInText(text)) {
    const target = resolve(specifier);
    if (target !== undefined && (target !== file || namesItself)) targets.set(specifier, target);
  }
  const loading = findSpecifiersInText(text);
  return {
    targets,
    loaded: loading.flatMap((specifier) => targets.get(specifier) ?? []),
    mayPassOn: /\bexport\s*(?:\*|\{)[^;"'`]*\bfrom\b|\bexports\b/.test(text),
    mayStandIn: /\b(?:extends|implements)\b|\b(?:const|let)\s+\w+\s*:|\)\s*:/.test(text),
    watchesTime: text.includes(remainingTimeMethod),
    loadsEnvironment: mentionsEnvironmentLoader(text),
    filledVariables: variablesFilledIn(text),
  };
}
