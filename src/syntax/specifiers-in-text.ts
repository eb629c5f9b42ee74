/** `from "…"`, `import "…"`, `import("…")`, `require("…")`. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(["'`])([^"'`\r\n]+)\1/g;

/** `import type { A } from "…"`, which loads nothing. */
const TYPE_IMPORT = /\b(?:import|export)\s+type\s[^;"'`=]*\bfrom\s*["'][^"'\r\n]+["']/g;

/**
 * The specifiers that a text imports or requires, without parsing it: those of comments and strings too, but all of
 * those that stand in the code as literals.
 */
export function findSpecifiersInText(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(SPECIFIER), (match) => match[2] ?? ""));
}

/** The same without imports of types, which load nothing. */
export function findLoadedSpecifiersInText(text: string): ReadonlySet<string> {
  const hasTypeImport = /\b(?:import|export)\s+type\s/.test(text);
  return findSpecifiersInText(hasTypeImport ? text.replace(TYPE_IMPORT, "") : text);
}
