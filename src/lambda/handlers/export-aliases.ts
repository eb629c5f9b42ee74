import type { TSESTree } from "@typescript-eslint/utils";
import {
  type ClassNode,
  implementedBy,
  isClass,
  isFunction,
  keyName,
  constructorOf,
} from "../../syntax/ast.js";
import { propertiesOf, resolveType } from "../../syntax/declared-types.js";
import {
  type ExportKey,
  type ExportPath,
  INSTANCE,
  RESULT,
  pathOfExport,
} from "../../syntax/export-paths.js";
import {
  type ImportPath,
  importPathsOf,
  importPathsOfType,
  importedSuperClasses,
} from "../../syntax/import-paths.js";
import { EACH } from "../../syntax/parameter-paths.js";
import type { Syntax } from "../../syntax/syntax.js";
import { collectExportedCode, collectExportedInstances } from "./exported-code.js";
import { collectExports } from "./exports.js";

/** A name under which the file passes on what another module exports; `*` for all names of the module. */
export interface ExportAlias {
  readonly name: ExportPath | "*";
  readonly module: string;
  readonly path: ExportPath;
}

/** Stands for a module: the file itself. */
export const OWN_FILE = "";

/** Objects in objects, types in types: deeper nothing is passed on. */
const MAX_DEPTH = 3;

/**
 * What a file passes on of other modules: by re-exports, as the value of an export or of its members, as what an exported
 * function gives, and as the type of a member of an exported type or class.
 */
export function collectAliases(syntax: Syntax): readonly ExportAlias[] {
  return [
    ...reexportsOf(syntax),
    ...collectExports(syntax.facts).flatMap(({ name, value }) =>
      value === undefined ? [] : aliasesOfValue(value, pathOfExport(name), syntax, 0),
    ),
    ...aliasesOfResults(syntax),
    ...exportedTypesOf(syntax).flatMap(([name, type]) =>
      aliasesOfDeclaration(type, [name, INSTANCE], syntax),
    ),
  ];
}

/** The names of what a file exports and declares itself, types too; `""` for an object that stands for all of them. */
export function collectOwnNames(syntax: Syntax): ReadonlySet<string> {
  const values = collectExports(syntax.facts).flatMap(({ name, value }) =>
    value === undefined ? [] : (pathOfExport(name)[0] ?? ""),
  );
  return new Set([...values, ...exportedTypesOf(syntax).map(([name]) => name)]);
}

/**
 * What the objects that a file exports may be where another type is asked for: instances of its classes where their super
 * class or an interface of theirs is, objects and what functions give where the type that they are declared with is. The
 * name is the object's, module and path are those of the type.
 */
export function collectBases(syntax: Syntax): readonly ExportAlias[] {
  const ownTypes = new Set(exportedTypesOf(syntax).map(([name]) => name));
  for (const { path } of collectExportedInstances(syntax)) {
    const [name = "", member] = path;
    if (member === INSTANCE) ownTypes.add(name);
  }
  const named = (name: ExportPath, type: TSESTree.Node): readonly ExportAlias[] => {
    const imported = syntax.resolveImport(type);
    if (imported !== undefined)
      return [{ name, module: imported.module, path: [...imported.path, INSTANCE] }];
    const isOwn = type.type === "Identifier" && ownTypes.has(type.name);
    return isOwn ? [{ name, module: OWN_FILE, path: [type.name, INSTANCE] }] : [];
  };
  const declared = (name: ExportPath, type: TSESTree.TypeNode | undefined): readonly ExportAlias[] => {
    // An alias of the file is looked through, unless it is what other files know.
    const isOwn = type?.type === "TSTypeReference" && named(name, type.typeName).length > 0;
    const resolved = isOwn ? type : resolveType(type, syntax);
    const parts = resolved?.type === "TSIntersectionType" ? resolved.types : [resolved];
    return parts.flatMap((part) => (part?.type === "TSTypeReference" ? named(name, part.typeName) : []));
  };
  return [
    ...collectExportedInstances(syntax).flatMap(({ path, cls }) => [
      ...importedSuperClasses(cls, syntax).map((base) => ({
        name: path,
        module: base.module,
        path: [...base.path, INSTANCE],
      })),
      ...[...implementedBy(cls).map(({ expression }) => expression), ...ownSuperClass(cls)].flatMap((type) =>
        named(path, type),
      ),
    ]),
    ...collectExports(syntax.facts).flatMap(({ name, nameNode }) => {
      const { parent } = nameNode;
      return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier"
        ? declared(pathOfExport(name), parent.id.typeAnnotation?.typeAnnotation)
        : [];
    }),
    ...[...collectExportedCode(syntax)].flatMap(([key, units]) =>
      units.flatMap((unit) =>
        isFunction(unit) ? declared(resultOf(key), unit.returnType?.typeAnnotation) : [],
      ),
    ),
  ];
}

function ownSuperClass({ superClass }: ClassNode): readonly TSESTree.Node[] {
  return superClass?.type === "Identifier" ? [superClass] : [];
}

function resultOf(key: ExportKey): ExportPath {
  return [...(key === "" ? [] : key.split(".")), RESULT];
}

function reexportsOf({ facts }: Syntax): readonly ExportAlias[] {
  return facts.program.body.flatMap((statement): readonly ExportAlias[] => {
    if (statement.type === "ExportAllDeclaration") {
      const name = statement.exported === null ? "*" : pathOfExport(nameOf(statement.exported));
      return [{ name, module: statement.source.value, path: [] }];
    }
    if (statement.type !== "ExportNamedDeclaration" || statement.source === null) return [];
    const module = statement.source.value;
    return statement.specifiers.map(({ local, exported }) => ({
      name: pathOfExport(nameOf(exported)),
      module,
      path: pathOfExport(nameOf(local)),
    }));
  });
}

function aliasesOfValue(
  value: TSESTree.Node,
  name: ExportPath,
  syntax: Syntax,
  depth: number,
): readonly ExportAlias[] {
  const direct = importPathsOf(value, syntax).map((imported) => ({ name, ...imported }));
  if (depth > MAX_DEPTH) return direct;
  const inner = syntax.values.valuesOf(value).flatMap((node): readonly ExportAlias[] => {
    if (node.type === "ObjectExpression") return aliasesOfObject(node, name, syntax, depth);
    // `export const routes = [new Orders(), customers]`
    if (node.type === "ArrayExpression")
      return node.elements.flatMap((element) =>
        element === null || element.type === "SpreadElement"
          ? []
          : aliasesOfValue(element, [...name, EACH], syntax, depth + 1),
      );
    return isClass(node) ? aliasesOfClass(node, name, syntax) : [];
  });
  return [...direct, ...inner];
}

/** `module.exports = { create, ...require("./queries") }`, `export const resolvers = { ...orders }` */
function aliasesOfObject(
  object: TSESTree.ObjectExpression,
  name: ExportPath,
  syntax: Syntax,
  depth: number,
): readonly ExportAlias[] {
  return object.properties.flatMap((property): readonly ExportAlias[] => {
    if (property.type === "SpreadElement")
      return importPathsOf(property.argument, syntax).map((imported) => ({
        name: name.length === 0 ? "*" : name,
        ...imported,
      }));
    const key = keyName(property);
    return key === undefined ? [] : aliasesOfValue(property.value, [...name, key], syntax, depth + 1);
  });
}

/** `export class Orders extends Repository {}`, and what the fields of its instances are. */
function aliasesOfClass(cls: ClassNode, name: ExportPath, syntax: Syntax): readonly ExportAlias[] {
  const inherited = importedSuperClasses(cls, syntax).map((imported) => ({ name, ...imported }));
  const instance = [...name, INSTANCE];
  const fields = cls.body.body.flatMap((member): readonly ExportAlias[] => {
    if (member.type !== "PropertyDefinition" && member.type !== "AccessorProperty") return [];
    const key = keyName(member);
    if (key === undefined) return [];
    const path = [...(member.static ? name : instance), key];
    const ofValue = member.value === null ? [] : importPathsOf(member.value, syntax);
    return ofValue.length > 0
      ? named(path, ofValue)
      : aliasesOfType(member.typeAnnotation?.typeAnnotation, path, syntax, 0);
  });
  const parameters = constructorOf(cls)?.params.flatMap((parameter): readonly ExportAlias[] => {
    if (parameter.type !== "TSParameterProperty") return [];
    const { parameter: inner } = parameter;
    const target = inner.type === "AssignmentPattern" ? inner.left : inner;
    return aliasesOfType(target.typeAnnotation?.typeAnnotation, [...instance, target.name], syntax, 0);
  });
  return [...inherited, ...fields, ...(parameters ?? [])];
}

/** `export const create = () => new Store()`, `export function create(): Dependencies` */
function aliasesOfResults(syntax: Syntax): readonly ExportAlias[] {
  return [...collectExportedCode(syntax)].flatMap(([key, units]) => {
    const name = resultOf(key);
    return units.flatMap((unit) => {
      if (!isFunction(unit)) return [];
      return [
        ...syntax.facts.returnsOf(unit).flatMap((value) => aliasesOfValue(value, name, syntax, 0)),
        ...aliasesOfType(unit.returnType?.typeAnnotation, name, syntax, 0),
      ];
    });
  });
}

function aliasesOfDeclaration(
  declaration: TypeDeclaration,
  name: ExportPath,
  syntax: Syntax,
): readonly ExportAlias[] {
  if (declaration.type === "TSTypeAliasDeclaration")
    return aliasesOfType(declaration.typeAnnotation, name, syntax, 0);
  const properties = declaration.body.body.filter((member) => member.type === "TSPropertySignature");
  return [
    ...declaration.extends.flatMap(({ expression }) => {
      const base = syntax.resolveImport(expression);
      return base === undefined ? [] : [{ name, module: base.module, path: [...base.path, INSTANCE] }];
    }),
    ...properties.flatMap((property) => aliasesOfProperty(property, name, syntax, 0)),
  ];
}

function aliasesOfType(
  type: TSESTree.TypeNode | undefined,
  name: ExportPath,
  syntax: Syntax,
  depth: number,
): readonly ExportAlias[] {
  const resolved = resolveType(type, syntax);
  if (resolved === undefined || depth > MAX_DEPTH) return [];
  const parts = resolved.type === "TSIntersectionType" ? resolved.types : [resolved];
  return [
    ...parts.flatMap((part) => named(name, importPathsOfType(part, syntax))),
    ...propertiesOf(resolved, syntax).flatMap((property) => aliasesOfProperty(property, name, syntax, depth)),
  ];
}

function aliasesOfProperty(
  property: TSESTree.TSPropertySignature,
  name: ExportPath,
  syntax: Syntax,
  depth: number,
): readonly ExportAlias[] {
  const key = keyName(property);
  if (key === undefined) return [];
  return aliasesOfType(property.typeAnnotation?.typeAnnotation, [...name, key], syntax, depth + 1);
}

function named(name: ExportPath, paths: readonly ImportPath[]): readonly ExportAlias[] {
  return paths.map((imported) => ({ name, ...imported }));
}

type TypeDeclaration = TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeAliasDeclaration;

/** The interfaces and type aliases that a file exports, by their names. Those of other files are re-exports. */
function exportedTypesOf({ facts }: Syntax): readonly (readonly [name: string, TypeDeclaration])[] {
  const found: (readonly [string, TypeDeclaration])[] = [];
  const add = (name: string, node: TSESTree.Node | undefined): void => {
    if (node?.type === "TSInterfaceDeclaration" || node?.type === "TSTypeAliasDeclaration")
      found.push([name, node]);
  };
  for (const statement of facts.program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.source !== null) continue;
    const { declaration } = statement;
    if (declaration !== null && "id" in declaration && declaration.id?.type === "Identifier")
      add(declaration.id.name, declaration);
    for (const { local, exported } of statement.specifiers)
      add(nameOf(exported), facts.variableOf(local)?.defs[0]?.node);
  }
  return found;
}

function nameOf(name: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return name.type === "Identifier" ? name.name : name.value;
}
