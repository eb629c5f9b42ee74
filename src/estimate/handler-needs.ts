import type { LambdaModel } from "../lambda/model.js";
import { type CodeUnit, unitOf } from "../syntax/ast.js";
import type { CallGraph } from "../syntax/call-graph.js";
import { type ModuleLoad, collectModuleLoads } from "../syntax/module-loads.js";
import type { HandlerNeeds } from "./what-ifs.js";

/**
 * Which imports each of several handlers of a file uses, for the question what a file of its own would save it. An import
 * that something else uses as well, module code or a function that no handler is seen to call, is named by none: it stays.
 */
export function readHandlerNeeds(lambda: LambdaModel, isTypeScript: boolean): readonly HandlerNeeds[] {
  const { facts, graph } = lambda.syntax;
  const handlers = lambda.handlers.flatMap(({ node, exportName }) =>
    node === undefined || exportName === undefined
      ? []
      : [{ name: exportName, units: unitsRunBy(node, graph) }],
  );
  if (handlers.length < 2) return [];
  const divided = collectModuleLoads(facts, isTypeScript).flatMap((load) => {
    const units = unitsThatUse(load);
    const isDivided = units?.every((unit) => handlers.some((handler) => handler.units.has(unit)));
    return units !== undefined && isDivided === true ? [{ specifier: load.module, units }] : [];
  });
  return handlers.map(({ name, units }) => {
    const needed = divided.filter((load) => load.units.some((unit) => units.has(unit)));
    return { name, needs: new Set(needed.map(({ specifier }) => specifier)) };
  });
}

/** The handler, and all that it calls or hands to others. */
function unitsRunBy(handler: CodeUnit, graph: CallGraph): ReadonlySet<CodeUnit> {
  const units = new Set([handler]);
  // The set grows while it is read.
  for (const unit of units) for (const { to } of graph.edgesFrom(unit)) units.add(to);
  return units;
}

/** Undefined for what is needed wherever the file is loaded. */
function unitsThatUse({
  bindings,
  isReexported,
  isNeededAtOnce,
}: ModuleLoad): readonly CodeUnit[] | undefined {
  const units = bindings.flatMap(({ values }) => values.map((value) => unitOf(value)));
  const stays = isReexported || isNeededAtOnce || units.length === 0;
  return stays || units.some(({ type }) => type === "Program") ? undefined : units;
}
