import type { GivenFunction } from "../lambda/elsewhere.js";
import type { ExportAlias } from "../lambda/handlers/export-aliases.js";
import type { GivenFunctions } from "../lambda/handlers/given-functions.js";
import { type ExportKey, type ExportPath, keyOf } from "../syntax/export-paths.js";

/** What a project knows of its files. */
interface Files {
  resolve(specifier: string, importer: string): string | undefined;
  givenFunctionsOf(file: string): GivenFunctions;
}

/** How many files may pass on a name, or a function that they are given. */
const MAX_FILES = 5;

/** What code of another file does with the functions it is given, wherever that passes them on; each use once. */
export function findGivenFunctions(
  importer: string,
  module: string,
  path: ExportPath,
  project: Files,
): readonly GivenFunction[] {
  return new Walk(project).lookInto(module, keyOf(path), importer, 0);
}

/** Code that passes functions on in many places leads to the same code in many ways, each of which is gone once. */
class Walk {
  /** By file, key and depth. */
  private readonly known = new Map<string, readonly GivenFunction[]>();

  constructor(private readonly project: Files) {}

  lookInto(module: string, key: ExportKey, importer: string, depth: number): readonly GivenFunction[] {
    const file = depth > MAX_FILES ? undefined : this.project.resolve(module, importer);
    if (file === undefined) return [];
    const id = `${file}\0${key}\0${depth}`;
    const given = this.known.get(id) ?? distinct(this.givenIn(file, key, depth));
    this.known.set(id, given);
    return given;
  }

  private givenIn(file: string, key: ExportKey, depth: number): readonly GivenFunction[] {
    const { own, passedOn, aliases, ownKeys } = this.project.givenFunctionsOf(file);
    if (!ownKeys.has(key))
      return aliases.flatMap((alias) => {
        const ofAlias = ownKeyOf(alias, key);
        return ofAlias === undefined ? [] : this.lookInto(alias.module, ofAlias, file, depth + 1);
      });
    return [
      ...own.filter((given) => given.key === key),
      ...passedOn
        .filter((given) => given.key === key)
        .flatMap(({ argument, path, toArgument, toPath, ...next }) =>
          this.lookInto(next.module, next.to, file, depth + 1)
            .filter((given) => given.argument === toArgument && startsWith(given.path, toPath))
            .map((given) => ({ ...given, argument, path: [...path, ...given.path.slice(toPath.length)] })),
        ),
    ];
  }
}

function distinct(given: readonly GivenFunction[]): readonly GivenFunction[] {
  const byUse = new Map<string, GivenFunction>();
  for (const use of given) {
    const { argument, path, gets, isRepeated, requestArguments, keepsRequest } = use;
    byUse.set(JSON.stringify([argument, path, gets, isRepeated, requestArguments, keepsRequest]), use);
  }
  return [...byUse.values()];
}

function startsWith(path: ExportPath, start: ExportPath): boolean {
  return start.every((name, index) => path[index] === name);
}

/** What the code is called in the module that an alias passes on, if the alias has it: the default export has any member. */
export function ownKeyOf({ name, path }: ExportAlias, key: ExportKey): ExportKey | undefined {
  if (name === "*") return key === "" ? undefined : [...path, key].join(".");
  const prefix = keyOf(name);
  if (prefix === "") return keyOf(key === "" ? path : [...path, key]);
  if (key !== prefix && !key.startsWith(`${prefix}.`)) return undefined;
  const rest = key.slice(prefix.length + 1);
  return [...path, ...(rest === "" ? [] : [rest])].join(".");
}
