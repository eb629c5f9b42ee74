import type { TSESLint } from "@typescript-eslint/utils";

/** Globals that decide what a file can do, so that most files are told by one look at what they refer to. */
export type TellingGlobal = (typeof TELLING_GLOBALS)[number];

const TELLING_GLOBALS = ["require", "exports", "module", "fetch", "globalThis", "global", "process"] as const;

const TELLING_NAMES: ReadonlySet<unknown> = new Set(TELLING_GLOBALS);

/**
 * Those that the code refers to. The scope manager lists the references that lead to no declaration of the file; those of
 * the globals that ESLint was told of are with the globals.
 */
export function collectGlobals({ scopeManager }: Readonly<TSESLint.SourceCode>): ReadonlySet<string> {
  const scope = scopeManager?.globalScope;
  if (!scope) return new Set(TELLING_GLOBALS);
  const used = new Set<string>();
  for (const name of TELLING_GLOBALS) {
    const known = scope.set.get(name);
    if (known !== undefined && (known.references.length > 0 || known.defs.length > 0)) used.add(name);
  }
  for (const { identifier } of scope.through)
    if (TELLING_NAMES.has(identifier.name)) used.add(identifier.name);
  return used;
}
