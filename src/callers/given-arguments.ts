import type { ArgumentOfExport, GivenArgument, RequestOrigin } from "../lambda/elsewhere.js";
import { makesClients } from "../lambda/given-arguments.js";
import { type ExportKey, type ExportPath, keyOf } from "../syntax/export-paths.js";
import type { ImportPath } from "../syntax/import-paths.js";
import { findPackageExports } from "./imported-code.js";
import type { Project } from "./project.js";

/** Calls of what a file exports, in one other file. */
export interface CallsIn {
  readonly file: string;
  /** The code that is called, as that file names it. */
  readonly to: ImportPath;
}

/** Finds the files that call an export of a file. */
type FindCalls = (file: string, key: ExportKey) => readonly CallsIn[];

/** Handler, service, repository: how often something is handed on. */
const MAX_HANDED_ON = 3;

/** Something that a call hands over, with the file of that call. */
interface Given {
  readonly file: string;
  readonly from: RequestOrigin | ImportPath;
  /** The way from what is handed over to what was asked for; undefined where it is a part of that. */
  readonly rest: ExportPath | undefined;
}

/**
 * The clients that callers hand to an argument of code that a file exports: each by the way from its package, `Pool.new()` of pg.
 */
export function findClientsGiven(
  file: string,
  asked: ArgumentOfExport,
  project: Project,
  callsOf: FindCalls,
): readonly ImportPath[] {
  return findGiven(file, asked, project, callsOf).flatMap(({ file: giving, from, rest }) => {
    if (typeof from === "string" || rest === undefined) return [];
    const code = { module: from.module, key: keyOf([...from.path, ...rest]) };
    return findPackageExports(code, giving, project, makesClients);
  });
}

/** What of Lambda's requests callers hand to such an argument: data of the event counts for more than that of the context. */
export function findRequestGiven(
  file: string,
  asked: ArgumentOfExport,
  project: Project,
  callsOf: FindCalls,
): RequestOrigin | undefined {
  const origins = findGiven(file, asked, project, callsOf).map(({ from }) => from);
  return (["event", "context"] as const).find((origin) => origins.includes(origin));
}

function findGiven(
  file: string,
  asked: ArgumentOfExport,
  project: Project,
  callsOf: FindCalls,
  handedOn = 0,
): readonly Given[] {
  return callsOf(file, asked.key).flatMap(({ file: giving, to }) =>
    project
      .argumentsGivenIn(giving)
      .filter((given) => given.argument === asked.argument && isGivenTo(to, given))
      .flatMap(({ path, from }): readonly Given[] => {
        const shared = path.slice(0, asked.path.length);
        if (!shared.every((name, index) => name === asked.path[index])) return [];
        const rest = path.length > asked.path.length ? undefined : asked.path.slice(path.length);
        if (typeof from === "string" || !("key" in from)) return [{ file: giving, from, rest }];
        if (handedOn === MAX_HANDED_ON) return [];
        const further = { ...from, path: [...from.path, ...(rest ?? [])] };
        return findGiven(giving, further, project, callsOf, handedOn + 1).map((found) => ({
          ...found,
          rest: rest === undefined ? undefined : found.rest,
        }));
      }),
  );
}

function isGivenTo({ module, path }: ImportPath, { to }: GivenArgument): boolean {
  return to.module === module && keyOf(to.path) === keyOf(path);
}
