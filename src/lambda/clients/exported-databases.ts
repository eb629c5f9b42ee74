import type { TSESTree } from "@typescript-eslint/utils";
import { dataModels } from "../../knowledge/data-models.js";
import { type ClassNode, isClass, isFunction, unwrap } from "../../syntax/ast.js";
import {
  ANY_MEMBER,
  type ExportKey,
  type ExportPath,
  RESULT,
  keyOf,
  pathOfExport,
} from "../../syntax/export-paths.js";
import { importedSuperClasses } from "../../syntax/import-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectExports } from "../handlers/exports.js";
import type { LambdaModel } from "../model.js";

/**
 * The ways from a file's exports to what is asked of clients and data models: `prisma.[*]` for `export const prisma = new
 * PrismaClient()`, `getPool.().[*]` for a function that gives one, `User.[*]` for a class of Sequelize's models.
 */
export function findExportedDatabases(lambda: LambdaModel): readonly ExportKey[] {
  const { facts, values } = lambda.syntax;
  const isDatabase = (value: TSESTree.Node): boolean => {
    const node = unwrap(value);
    if (isClass(node)) return extendsModel(node, lambda.syntax);
    if (node.type !== "CallExpression" && node.type !== "NewExpression") return false;
    return lambda.clientAt(node) !== undefined || makesModel(node, lambda.syntax);
  };
  return collectExports(facts).flatMap(({ name, value }) => {
    if (value === undefined) return [];
    const path = pathOfExport(name);
    const found = values.valuesOf(value);
    const given = found.flatMap((fn) => (isFunction(fn) ? facts.returnsOf(fn) : []));
    return [
      ...(found.some(isDatabase) ? [keyOfAny(path)] : []),
      ...(given.some((returned) => values.valuesOf(returned).some(isDatabase))
        ? [keyOfAny([...path, RESULT])]
        : []),
    ];
  });
}

function keyOfAny(path: ExportPath): ExportKey {
  return keyOf([...path, ANY_MEMBER]);
}

function extendsModel(cls: ClassNode, syntax: Syntax): boolean {
  return importedSuperClasses(cls, syntax).some(({ module, path }) =>
    dataModels.some(
      (fact) => fact.made === "extended" && fact.module.test(module) && path.at(-1) === fact.export,
    ),
  );
}

function makesModel(call: TSESTree.CallExpression | TSESTree.NewExpression, syntax: Syntax): boolean {
  const imported = syntax.resolveImport(call.callee);
  return (
    imported !== undefined &&
    dataModels.some(
      (fact) =>
        fact.made === "called" && fact.module.test(imported.module) && imported.path.at(-1) === fact.export,
    )
  );
}
