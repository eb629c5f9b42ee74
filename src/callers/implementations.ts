import { OWN_FILE, type ExportAlias } from "../lambda/handlers/export-aliases.js";
import { type ExportKey, INSTANCE, keyOf } from "../syntax/export-paths.js";
import { type AskedKeys, type ExportedCode, isAskedAgain, passedOnBy } from "./passed-on.js";
import type { Project } from "./project.js";
import { createLimit } from "./search-limit.js";

/** How many files may pass a type on. */
const MAX_ALIASES = 5;

/** Code of a file of the project. */
interface Implementation {
  readonly file: string;
  readonly key: ExportKey;
}

/**
 * The method of a class for one of an interface that a file declares: a repository for its port. Undefined where several
 * classes stand in, or too many files might.
 *
 * @param key `OrderRepository.new().save`
 */
export function implementationOf(file: string, key: ExportKey, project: Project): Implementation | undefined {
  if (!key.split(".").includes(INSTANCE)) return undefined;
  const limit = createLimit();
  const found: Implementation[] = [];
  for (const candidate of filesNaming(file, project)) {
    if (!project.mayStandIn(candidate)) continue;
    if (!limit.mayLookInto(candidate) || limit.isReached()) return undefined;
    const { bases, ownKeys } = project.summaryOf(candidate);
    for (const base of bases) {
      const own = ownKeyFor(base, candidate, file, key, project);
      if (own !== undefined && ownKeys.has(own)) found.push({ file: candidate, key: own });
    }
    if (found.length > 1) return undefined;
  }
  return found[0];
}

/** The file itself, those that name it, and those that name a file which passes its types on. */
function filesNaming(file: string, project: Project): ReadonlySet<string> {
  const namers = project.namersOf(file);
  const behind = namers
    .filter((namer) => project.mayPassOn(namer))
    .flatMap((namer) => project.namersOf(namer));
  return new Set([file, ...namers, ...behind]);
}

/** What a class calls the method of the type that it stands in for, if that is the type of the file. */
function ownKeyFor(
  { name, module, path }: ExportAlias,
  candidate: string,
  file: string,
  key: ExportKey,
  project: Project,
): ExportKey | undefined {
  if (name === "*") return undefined;
  const typeKey =
    module === OWN_FILE
      ? candidate === file
        ? keyOf(path)
        : undefined
      : keyIn(file, { module, key: keyOf(path) }, candidate, project);
  if (typeKey === undefined || !key.startsWith(`${typeKey}.`)) return undefined;
  return `${keyOf(name)}${key.slice(typeKey.length)}`;
}

/** What a file calls a type that another one imports, directly or by files that pass it on. */
function keyIn(
  file: string,
  { module, key }: ExportedCode,
  importer: string,
  project: Project,
  depth = 0,
  asked: AskedKeys = new Map(),
): ExportKey | undefined {
  const named = depth > MAX_ALIASES ? undefined : project.resolve(module, importer);
  if (named === undefined || named === file) return named && key;
  if (isAskedAgain(asked, named, key, depth)) return undefined;
  for (const further of passedOnBy(named, key, project)) {
    const found = keyIn(file, further, named, project, depth + 1, asked);
    if (found !== undefined) return found;
  }
  return undefined;
}
