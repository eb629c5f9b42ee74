import type { TSESTree } from "@typescript-eslint/utils";
import { middlewarePhases } from "../../knowledge/middlewares.js";
import {
  type ExportKey,
  type ExportPath,
  INSTANCE,
  RESULT,
  ROUTE,
  keyOf,
  pathOfExport,
} from "../../syntax/export-paths.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ImportUse } from "../import-use.js";
import { collectExports } from "./exports.js";
import type { HandlerOptions } from "./handlers.js";
import { findAttached, listed } from "./middlewares.js";
import { collectRegistered, findApp, importsWebFramework } from "./request-functions.js";
import { importsOfPart } from "./own-wrappers.js";
import { createWrappers } from "./wrappers.js";

/** What runs for a request: the file's handlers, or an app or a router that it exports. */
type RunBy = Pick<ImportUse, "handlers" | "exports">;

/**
 * Middlewares, apps and routers of other modules: whatever is given to them runs for requests, wherever the file attaches it.
 * So does what the project's own wrappers call.
 *
 * @param handlerNames of the file's handlers
 */
export function collectRequestUses(
  syntax: Syntax,
  options: HandlerOptions,
  handlerNames: readonly string[],
): readonly ImportUse[] {
  const wrappers = createWrappers(syntax, options);
  const byHandlers: RunBy = {
    handlers: handlerNames.map((name) => ({ name, isRepeated: true, endsWithPromise: false })),
    exports: [],
  };
  const routesOf = (app: TSESTree.Node, runBy: RunBy): readonly ImportUse[] =>
    collectRegistered(app, syntax).flatMap((given) => usesOf(given, [[], [ROUTE]], runBy, syntax));

  const middlewares = findAttached(syntax, wrappers).flatMap(({ argument, phase }) =>
    phase === undefined
      ? listed(argument, syntax).flatMap((node) => usesOf(node, membersOfMiddleware, byHandlers, syntax))
      : usesOf(argument, [[]], byHandlers, syntax),
  );
  const apps = syntax.facts.calls.flatMap((call) => {
    const wrapper = call.type === "CallExpression" ? wrappers.wrapperOf(call) : undefined;
    const argument = wrapper?.kind === "app" ? call.arguments[wrapper.argument] : undefined;
    return argument === undefined ? [] : [findApp(argument, syntax)];
  });
  const given = collectExports(syntax.facts)
    .filter(({ name }) => handlerNames.includes(name))
    .flatMap(({ value }) => (value === undefined ? [] : wrappers.partsGivenIn(value)));
  for (const { argument, gets } of given) if (gets === "app") apps.push(findApp(argument, syntax));
  return [
    ...middlewares,
    ...given
      .filter(({ gets }) => gets === "other")
      .flatMap((part) => importsOfPart(part, syntax))
      .map((imported) => ({ ...imported, runsAtInit: false, ...byHandlers })),
    ...apps.flatMap((app) => [...usesOf(app, [[ROUTE]], byHandlers, syntax), ...routesOf(app, byHandlers)]),
    ...findExportedApps(syntax).flatMap(({ key, app }) =>
      routesOf(app, { handlers: [], exports: [{ key, isRepeated: true, isAtOnce: false }] }),
    ),
  ];
}

const membersOfMiddleware: readonly ExportPath[] = middlewarePhases.map((name) => [name]);

/** @param members of what the expression is, that run */
function usesOf(
  expression: TSESTree.Node,
  members: readonly ExportPath[],
  runBy: RunBy,
  syntax: Syntax,
): readonly ImportUse[] {
  return importPathsOf(expression, syntax)
    .flatMap(({ module, path }) => members.map((member) => ({ module, path: [...path, ...member] })))
    .filter(({ path }) => path.at(-1) !== INSTANCE)
    .map((imported) => ({ ...imported, runsAtInit: false, ...runBy }));
}

/** Apps and routers that the file exports, or that its exported functions give. */
function findExportedApps({
  facts,
  values,
}: Syntax): readonly { readonly key: ExportKey; readonly app: TSESTree.Node }[] {
  if (!importsWebFramework(facts)) return [];
  return collectExports(facts).flatMap(({ name, value }) => {
    if (value === undefined) return [];
    const path = pathOfExport(name);
    const given = values
      .functionsOf(value)
      .flatMap((fn) => facts.returnsOf(fn))
      .map((app) => ({ key: keyOf([...path, RESULT, ROUTE]), app }));
    return [{ key: keyOf([...path, ROUTE]), app: value }, ...given];
  });
}
