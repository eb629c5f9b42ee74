import type { TSESTree } from "@typescript-eslint/utils";
import { type FunctionNode, isFunction, keyName } from "../../syntax/ast.js";
import {
  type ExportKey,
  type ExportPath,
  RESULT,
  ROUTE,
  keyOf,
  pathOfExport,
} from "../../syntax/export-paths.js";
import { collectPropertyWrites } from "../../syntax/property-writes.js";
import type { Syntax } from "../../syntax/syntax.js";
import { findServedModules } from "./controllers.js";
import { collectExportedInstances } from "./exported-code.js";
import { collectExports } from "./exports.js";
import { makesApp, mayHoldApps } from "./request-functions.js";
import type { OwnWrappers } from "./route-parts.js";

/** An app or a router, and what it is exported as: `createApp.().route()`. */
export interface ExportedApp {
  readonly key: ExportKey;
  readonly app: TSESTree.Node;
}

/**
 * Apps and routers that the file exports, or that its exported functions give or set up.
 *
 * @param own the project's wrappers, which make apps of what they are given; where they are not asked for, none is known
 */
export function findExportedApps(syntax: Syntax, own?: OwnWrappers): readonly ExportedApp[] {
  const { facts, values } = syntax;
  if (!mayHoldApps(syntax)) {
    const made = collectExports(facts).filter(({ value }) => value && makesApp(value, own));
    return made.flatMap(({ name, value }) =>
      value === undefined ? [] : [{ key: keyOf([...pathOfExport(name), ROUTE]), app: value }],
    );
  }
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
function findAppsOfInstances(syntax: Syntax): readonly ExportedApp[] {
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

  function givenBy(fn: FunctionNode, path: ExportPath): ExportedApp[] {
    return facts.returnsOf(fn).map((app) => ({ key: keyOf(path), app }));
  }
}
