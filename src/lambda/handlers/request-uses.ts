import type { TSESTree } from "@typescript-eslint/utils";
import { middlewarePhases } from "../../knowledge/middlewares.js";
import { type ExportPath, INSTANCE, ROUTE } from "../../syntax/export-paths.js";
import { type ImportPath, importPathsOf } from "../../syntax/import-paths.js";
import { EACH } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ImportUse, InvocationEnd } from "../import-use.js";
import { collectFromOptions } from "./app-options.js";
import { findExportedApps } from "./exported-apps.js";
import { collectExports } from "./exports.js";
import type { HandlerOptions } from "./handlers.js";
import { findAttached, listed } from "./middlewares.js";
import { collectRegistered } from "./request-functions.js";
import { importsOfPart } from "./own-wrappers.js";
import { createWrappers } from "./wrappers.js";

/** What runs for a request: the file's handlers, or an app or a router that it exports. */
type RunBy = Pick<ImportUse, "handlers" | "exports">;

/**
 * Middlewares, apps and routers of other modules: whatever is given to them runs for requests, wherever the file attaches it.
 * So does what the project's own wrappers call.
 *
 * @param handlerNames of the file's handlers
 * @param apps that get the events of those
 * @param endOfApps what the invocations end with that the apps answer
 */
export function collectRequestUses(
  syntax: Syntax,
  options: HandlerOptions,
  handlerNames: readonly string[],
  apps: readonly TSESTree.Node[],
  endOfApps: InvocationEnd,
): readonly ImportUse[] {
  const wrappers = createWrappers(syntax, options);
  const byHandlersThat = (end: InvocationEnd): RunBy => ({
    handlers: handlerNames.map((name) => ({ name, isRepeated: true, end })),
    exports: [],
  });
  const byHandlers = byHandlersThat("unknown");
  const routesOf = (app: TSESTree.Node, runBy: RunBy): readonly ImportUse[] => {
    const { routes, plugins, parts } = collectRegistered(app, syntax, wrappers);
    return [
      ...usesOf(app, [[ROUTE]], runBy, syntax),
      ...routes.flatMap((given) => usesOf(given, [[], [ROUTE]], runBy, syntax)),
      ...plugins.flatMap((given) => usesOf(given, [[ROUTE]], runBy, syntax)),
      ...parts
        .flatMap((part) => importsOfPart(part, syntax))
        .flatMap((imported) => usesOfMembers(imported, [[], [ROUTE]], runBy)),
      ...collectFromOptions(app, syntax).flatMap((given) => usesOf(given, [[], [EACH]], runBy, syntax)),
    ];
  };

  const middlewares = findAttached(syntax, wrappers).flatMap(({ argument, phase }) =>
    phase === undefined
      ? listed(argument, syntax).flatMap((node) => usesOf(node, membersOfMiddleware, byHandlers, syntax))
      : usesOf(argument, [[]], byHandlers, syntax),
  );
  const given = collectExports(syntax.facts)
    .filter(({ name }) => handlerNames.includes(name))
    .flatMap(({ value }) => (value === undefined ? [] : wrappers.partsGivenIn(value)));
  return [
    ...middlewares,
    ...given
      .filter(({ gets }) => gets === "other")
      .flatMap((part) => importsOfPart(part, syntax))
      .map((imported) => ({ ...imported, ...ofRequest, ...byHandlers })),
    ...apps.flatMap((app) => routesOf(app, byHandlersThat(endOfApps))),
    ...findExportedApps(syntax, wrappers).flatMap(({ key, app }) =>
      routesOf(app, { handlers: [], exports: [{ key, isRepeated: true, isAtOnce: false }] }),
    ),
  ];
}

const membersOfMiddleware: readonly ExportPath[] = middlewarePhases.map((name) => [name]);

/** A framework calls it, with what the request brings. */
const ofRequest = { givesSteadyValues: false, runsAtInit: false };

/** @param members of what the expression is, that run */
function usesOf(
  expression: TSESTree.Node,
  members: readonly ExportPath[],
  runBy: RunBy,
  syntax: Syntax,
): readonly ImportUse[] {
  return importPathsOf(expression, syntax).flatMap((imported) => usesOfMembers(imported, members, runBy));
}

function usesOfMembers(
  { module, path }: ImportPath,
  members: readonly ExportPath[],
  runBy: RunBy,
): readonly ImportUse[] {
  return members
    .map((member) => ({ module, path: [...path, ...member] }))
    .filter((imported) => imported.path.at(-1) !== INSTANCE)
    .map((imported) => ({ ...imported, ...ofRequest, ...runBy }));
}
