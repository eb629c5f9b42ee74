import type { ArgumentOfExport, GivenArgument, RequestOrigin } from "../lambda/elsewhere.js";
import { makesClients } from "../lambda/given-arguments.js";
import { type ExportKey, type ExportPath, keyOf } from "../syntax/export-paths.js";
import type { ImportPath } from "../syntax/import-paths.js";
import { passedOnBy } from "./passed-on.js";
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
/** Of how many exports the callers are looked for: code that everything calls is handed anything. */
const MAX_SEARCHES = 10;
const MAX_CALLERS = 30;
/** How many files may pass on a client, each under a name. */
const MAX_PASSED_ON = 50;

/** Something that a call hands over, with the file of that call. */
interface Given {
  readonly file: string;
  readonly from: RequestOrigin | ImportPath;
  /** The way from what is handed over to what was asked for; undefined where it is a part of that. */
  readonly rest: ExportPath | undefined;
}

/**
 * The clients that callers hand to an argument of code that a file exports: each by the way from its package, `Pool.new()` of pg.
 * None where there are too many callers.
 */
export function findClientsGiven(
  file: string,
  asked: ArgumentOfExport,
  project: Project,
  callsOf: FindCalls,
): readonly ImportPath[] {
  const found = new Map<string, ImportPath>();
  for (const { file: giving, from, rest } of new Search(project, callsOf).run(file, asked)) {
    if (typeof from === "string" || rest === undefined) continue;
    const path = [...from.path, ...rest];
    for (const client of findClients({ module: from.module, path }, giving, project))
      found.set(`${client.module}\0${keyOf(client.path)}`, client);
  }
  return [...found.values()];
}

/** What of Lambda's requests callers hand to such an argument: data of the event counts for more than that of the context. */
export function findRequestGiven(
  file: string,
  asked: ArgumentOfExport,
  project: Project,
  callsOf: FindCalls,
): RequestOrigin | undefined {
  const origins = new Search(project, callsOf).run(file, asked).map(({ from }) => from);
  return (["event", "context"] as const).find((origin) => origins.includes(origin));
}

/** One question. */
class Search {
  private searches = 0;
  private readonly asked = new Set<string>();

  constructor(
    private readonly project: Project,
    private readonly callsOf: FindCalls,
  ) {}

  run(file: string, asked: ArgumentOfExport, handedOn = 0): readonly Given[] {
    const id = [file, asked.key, asked.argument, ...asked.path].join("\0");
    if (this.asked.has(id) || ++this.searches > MAX_SEARCHES) return [];
    this.asked.add(id);
    const calls = this.callsOf(file, asked.key);
    if (calls.length > MAX_CALLERS) return [];
    return calls.flatMap(({ file: giving, to }) =>
      this.project
        .argumentsGivenIn(giving)
        .filter((given) => given.argument === asked.argument && isGivenTo(to, given))
        .flatMap((given) => this.follow(given, giving, asked, handedOn)),
    );
  }

  private follow(
    { path, from }: GivenArgument,
    giving: string,
    asked: ArgumentOfExport,
    handedOn: number,
  ): readonly Given[] {
    const shared = path.slice(0, asked.path.length);
    if (!shared.every((name, index) => name === asked.path[index])) return [];
    const rest = path.length > asked.path.length ? undefined : asked.path.slice(path.length);
    if (typeof from === "string" || !("key" in from)) return [{ file: giving, from, rest }];
    if (handedOn === MAX_HANDED_ON) return [];
    const further = { ...from, path: [...from.path, ...(rest ?? [])] };
    return this.run(giving, further, handedOn + 1).map((found) => ({
      ...found,
      rest: rest === undefined ? undefined : found.rest,
    }));
  }
}

function isGivenTo({ module, path }: ImportPath, { to }: GivenArgument): boolean {
  return to.module === module && keyOf(to.path) === keyOf(path);
}

/** What a name of a file is of a package of clients: by itself, or by the files of the project that pass it on. */
function findClients(code: ImportPath, importer: string, project: Project): readonly ImportPath[] {
  const found: ImportPath[] = [];
  const seen = new Set<string>();
  const queue = [{ module: code.module, key: keyOf(code.path), importer }];
  for (const { module, key, importer } of queue) {
    if (makesClients(module)) {
      found.push({ module, path: key.split(".") });
      continue;
    }
    const file = project.resolve(module, importer);
    if (file === undefined || seen.has(`${file}\0${key}`) || seen.size >= MAX_PASSED_ON) continue;
    seen.add(`${file}\0${key}`);
    queue.push(...passedOnBy(file, key, project).map((further) => ({ ...further, importer: file })));
  }
  return found;
}
