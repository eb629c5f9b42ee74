import type { Sourced } from "./fact.js";

/**
 * Where it is said that these packages set environment variables from a file.
 *
 * @public Held against its date by the tests of all tables.
 */
export const environmentLoadersSource: Sourced = {
  source: "https://www.npmjs.com/package/dotenv-flow",
  checked: "2026-11-26",
};

/** A look at the text of a file: false where it imports no such module. */
export function mentionsEnvironmentLoader(text: string): boolean {
  return /["'`](?:dotenv|env-cmd)/.test(text);
}

/** True for a module that sets environment variables which no configuration of the function names. */
export function loadsEnvironment(module: string): boolean {
  return /^(?:dotenv(?:[-/][\w/-]+)?|env-cmd)$/.test(module);
}
