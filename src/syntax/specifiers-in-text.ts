/** `from "…"`, `import "…"`, `import("…")`, `require("…")`, and not `Buffer.from("…")`. */
const SPECIFIER = /\b(?:from|(?:import|require)\s*\(?)\s*(["'`])([^"'`\r\n]+)\1/g;

/** `import type { A } from "…"`, which loads nothing. */
const TYPE_IMPORT = /\b(?:import|export)\s+type\s[^;"'`=]*\bfrom\s*["'][^"'\r\n]+["']/g;

/**
 * The specifiers that a text imports or requires, without parsing it: those of comments and strings too, but all of
 * those that stand in the code as literals. Imports of types are left out.
 */
export function findSpecifiersInText(text: string): readonly string[] {
  return findAllSpecifiersInText(
    /\b(?:import|export)\s+type\s/.test(text) ? text.replace(TYPE_IMPORT, "") : text,
  );
}

/** The same with those of types. */
export function findAllSpecifiersInText(code: string): readonly string[] {
  return [...new Set(Array.from(code.matchAll(SPECIFIER), (match) => match[2] ?? ""))];
}
