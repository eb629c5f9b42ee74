import type { TSESTree } from "@typescript-eslint/utils";
import type { CodeModule } from "./code-module.js";
import { type Frame, type CodeValue, type Entry, type Site, opaque, scalar } from "./code-value.js";
import { type Machine, siteOf } from "./machine.js";

/** What the variable of an import stands for. */
export function resolveImported(definition: TSESTree.Node, frame: Frame, machine: Machine): CodeValue {
  const site = siteOf(definition, frame);
  const source = specifierOf(definition);
  if (source === undefined) return opaque(site);
  const name =
    definition.type === "ImportSpecifier"
      ? definition.imported.type === "Identifier"
        ? definition.imported.name
        : definition.imported.value
      : definition.type === "ImportDefaultSpecifier"
        ? "default"
        : undefined;
  return importFrom(source, name, site, machine);
}

function specifierOf(definition: TSESTree.Node): string | undefined {
  if (definition.type === "TSImportEqualsDeclaration") {
    const { moduleReference } = definition;
    const expression =
      moduleReference.type === "TSExternalModuleReference" ? moduleReference.expression : undefined;
    return expression?.type === "Literal" && typeof expression.value === "string"
      ? expression.value
      : undefined;
  }
  const declaration = definition.parent;
  return declaration?.type === "ImportDeclaration" ? declaration.source.value : undefined;
}

/** @param name undefined for everything that the module exports */
export function importFrom(
  specifier: string,
  name: string | undefined,
  site: Site,
  machine: Machine,
): CodeValue {
  if (specifier.endsWith(".json")) {
    const data = valueOfData(machine.files.loadData(specifier, site.module.file), site);
    return name === undefined || name === "default" ? data : machine.memberOf(data, name, site);
  }
  const module = machine.files.load(specifier, site.module.file);
  if (module !== undefined) return machine.exportOf(module, name, site);
  if (specifier.startsWith("."))
    return { kind: "imported", specifier, path: name === undefined ? [] : [name], site };
  const path = name === undefined || name === "default" ? [] : [name];
  return { kind: "imported", specifier: specifier.replace(/^node:/, ""), path, site };
}

function valueOfData(data: unknown, site: Site): CodeValue {
  if (data === null || typeof data === "string" || typeof data === "number" || typeof data === "boolean")
    return scalar(data, site);
  if (Array.isArray(data))
    return { kind: "list", items: data.map((item) => valueOfData(item, site)), isOpen: false, site };
  if (typeof data !== "object") return opaque(site);
  const entries = Object.entries(data).map(([key, value]): [string, Entry] => [
    key,
    { value: valueOfData(value, site), key: site, written: site },
  ]);
  return { kind: "object", entries: new Map(entries), isOpen: false, site };
}

/** The statement that exports a name, with what it exports it from. */
export type Exported =
  | { readonly kind: "local"; readonly node: TSESTree.Node }
  | { readonly kind: "from"; readonly specifier: string; readonly name: string | undefined };

/** Where the module has the export of a name; of `export *` every module is one to ask. */
export function findExports({ sourceCode }: CodeModule, name: string): readonly Exported[] {
  const stars: Exported[] = [];
  for (const statement of sourceCode.ast.body) {
    if (statement.type === "TSExportAssignment" && name === "default")
      return [{ kind: "local", node: statement.expression }];
    if (statement.type === "ExportDefaultDeclaration" && name === "default")
      return [{ kind: "local", node: declaredName(statement.declaration) }];
    if (statement.type === "ExportAllDeclaration") {
      if (statement.exported === null) stars.push({ kind: "from", specifier: statement.source.value, name });
      else if (nameOf(statement.exported) === name)
        return [{ kind: "from", specifier: statement.source.value, name: undefined }];
    }
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const { exported, local } of statement.specifiers)
      if (nameOf(exported) === name)
        return statement.source
          ? [{ kind: "from", specifier: statement.source.value, name: nameOf(local) }]
          : [{ kind: "local", node: local }];
    const node = statement.declaration && declaredIn(statement.declaration, name);
    if (node) return [{ kind: "local", node }];
  }
  return stars;
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}

function declaredName(node: TSESTree.ExportDefaultDeclaration["declaration"]): TSESTree.Node {
  return (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id
    ? node.id
    : node;
}

function declaredIn(declaration: TSESTree.Node, name: string): TSESTree.Node | undefined {
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations
      .map(({ id }) => id)
      .find((id) => id.type === "Identifier" && id.name === name);
  const id = "id" in declaration ? declaration.id : undefined;
  return id && typeof id === "object" && "name" in id && id.name === name ? id : undefined;
}

/** Every name that the module itself exports. */
export function exportedNames({ sourceCode }: CodeModule): readonly string[] {
  return sourceCode.ast.body.flatMap((statement) => {
    if (statement.type === "ExportDefaultDeclaration") return ["default"];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    const declared =
      declaration?.type === "VariableDeclaration"
        ? declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []))
        : declaration && "id" in declaration && declaration.id && "name" in declaration.id
          ? [declaration.id.name]
          : [];
    return [...declared, ...specifiers.map(({ exported }) => nameOf(exported))];
  });
}
