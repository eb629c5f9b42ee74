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
import { type FunctionNode, isFunction, keyName } from "../../syntax/ast.js";
import { importPathsOf } from "../../syntax/import-paths.js";
import { EACH } from "../../syntax/parameter-paths.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import type { Syntax } from "../../syntax/syntax.js";
import type { ImportUse, InvocationEnd } from "../import-use.js";
import { collectFromOptions } from "./app-options.js";
import { findServedModules } from "./controllers.js";
import { collectExportedInstances } from "./exported-code.js";
import { collectExports } from "./exports.js";
import type { HandlerOptions } from "./handlers.js";
import { findAttached, listed } from "./middlewares.js";
import { collectRegistered, mayHoldApps } from "./request-functions.js";
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
    const { routes, plugins } = collectRegistered(app, syntax, wrappers);
    return [
      ...usesOf(app, [[ROUTE]], runBy, syntax),
      ...routes.flatMap((given) => usesOf(given, [[], [ROUTE]], runBy, syntax)),
      ...plugins.flatMap((given) => usesOf(given, [[ROUTE]], runBy, syntax)),
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
    ...findExportedApps(syntax).flatMap(({ key, app }) =>
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
  return importPathsOf(expression, syntax)
    .flatMap(({ module, path }) => members.map((member) => ({ module, path: [...path, ...member] })))
    .filter(({ path }) => path.at(-1) !== INSTANCE)
    .map((imported) => ({ ...imported, ...ofRequest, ...runBy }));
}

/** Apps and routers that the file exports, or that its exported functions give or set up. */
function findExportedApps(
  syntax: Syntax,
): readonly { readonly key: ExportKey; readonly app: TSESTree.Node }[] {
  const { facts, values } = syntax;
  if (!mayHoldApps(syntax)) return [];
  const modules = findServedModules(syntax);
  const exported = collectExports(facts).flatMap(({ name, value }) => {
    if (value === undefined) return [];
    const path = pathOfExport(name);
    const functions = values.functionsOf(value);
    const given = functions
      .flatMap((fn) => [...facts.returnsOf(fn), ...modules])
      .map((app) => ({ key: keyOf([...path, RESULT, ROUTE]), app }));
    return [...new Set([value, ...functions])]
      .map((app) => ({ key: keyOf([...path, ROUTE]), app }))
      .concat(given);
  });
  return [...exported, ...findAppsOfInstances(syntax)];
}

/** `new App().app` and `new App().getApp()`, of a class that gives its app routes. */
function findAppsOfInstances(
  syntax: Syntax,
): readonly { readonly key: ExportKey; readonly app: TSESTree.Node }[] {
  const { facts } = syntax;
  const writes = collectPropertyWrites(facts).byClass;
  return collectExportedInstances(syntax).flatMap(({ path, cls }) => {
    const fields = cls.body.body.flatMap((member) => {
      const name = member.type === "PropertyDefinition" && !member.static ? keyName(member) : undefined;
      return member.type === "PropertyDefinition" && name !== undefined && member.value !== null
        ? [{ name, value: member.value }]
        : [];
    });
    const assigned = (writes.get(cls) ?? []).flatMap(({ name, value }) =>
      name === undefined ? [] : [{ name, value }],
    );
    const held = [...fields, ...assigned].flatMap(({ name, value }) => [
      { key: keyOf([...path, name, ROUTE]), app: value },
      ...(isFunction(value) ? givenBy(value, [...path, name, RESULT, ROUTE]) : []),
    ]);
    const given = cls.body.body.flatMap((member) => {
      const name = member.type === "MethodDefinition" && !member.static ? keyName(member) : undefined;
      if (member.type !== "MethodDefinition" || name === undefined || !isFunction(member.value)) return [];
      return givenBy(member.value, [...path, name, ...(member.kind === "get" ? [] : [RESULT]), ROUTE]);
    });
    return [...held, ...given];
  });

  function givenBy(fn: FunctionNode, path: ExportPath): { key: ExportKey; app: TSESTree.Node }[] {
    return facts.returnsOf(fn).map((app) => ({ key: keyOf(path), app }));
  }
}
