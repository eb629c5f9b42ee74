import { methodSinkFacts } from "../../knowledge/method-sinks.js";
import { type ExportPath, INSTANCE, RESULT } from "../../syntax/export-paths.js";
import type { TakenArgument } from "../elsewhere.js";
import { pathsOf } from "./injection-sinks.js";
import { castsText, isStoreMethod, isStorePackage } from "./input-sinks.js";
import { DEEP } from "./value-path.js";

/** Databases have no methods with more arguments than these that are not callbacks. */
const ARGUMENTS = [0, 1, 2];

/** True for a package that makes something whose methods take arguments to a store. */
export function makesTakers(module: string): boolean {
  return isStorePackage(module) || methodSinkFacts.some((fact) => fact.module.test(module));
}

/**
 * What a method of something that a package made does with its arguments, by the way from the package to it:
 * `Pool.new().query` of pg, `model.().findOne` of mongoose. For objects that one file makes and another one uses.
 */
export function argumentsTakenByPackage(module: string, path: ExportPath): readonly TakenArgument[] {
  const made = path.findIndex((name) => name === RESULT || name === INSTANCE);
  const method = path.at(-1);
  if (made === -1 || method === undefined || made === path.length - 1) return [];
  const through = path.slice(made, -1);
  const taker = `${method}()`;
  const isCast = castsText(module);
  const inputs = isStoreMethod(module, method) ? ARGUMENTS : [];
  const texts = methodSinkFacts.filter(
    (fact) =>
      fact.module.test(module) &&
      fact.methods.includes(method) &&
      (fact.notOn === undefined || !through.includes(fact.notOn)),
  );
  return [
    ...inputs.map((argument) => ({
      argument,
      sink: "input" as const,
      path: [DEEP],
      intact: 1,
      isBuiltIn: false,
      ...(isCast && { isCast: true as const }),
      taker,
    })),
    ...texts.flatMap(({ sink, arguments: taken }) =>
      taken.flatMap((argument) =>
        pathsOf(argument, sink).map((way) => ({
          argument: argument.index,
          sink,
          path: way,
          intact: way.length,
          isBuiltIn: false,
          taker,
        })),
      ),
    ),
  ];
}
