import type { Statement } from "oxc-parser";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { declaredNames, nameOf } from "./declared-names.js";
import { programThrows, type Surroundings } from "./machine.js";
import {
  callable,
  constant,
  type Imported,
  native,
  nothing,
  object,
  ObjectValue,
  type Scope,
  unknown,
} from "./values.js";

interface ModuleScopeSource extends Pick<Surroundings, "canResolve" | "pathOf"> {
  readonly path: string;
  readonly format: "commonjs" | "module";
}

/** Declares what every module has: `require`, `module` and the like, or `import.meta`. */
export function declareModule(
  scope: Scope,
  module: ObjectValue,
  { path, format, canResolve, pathOf }: ModuleScopeSource,
): void {
  if (format === "module") {
    scope.declare("this", nothing);
    const meta = object({
      url: constant(pathToFileURL(path).href),
      dirname: constant(dirname(path)),
      filename: constant(path),
    });
    meta.isComplete = false;
    scope.declare("import.meta", meta);
    return;
  }
  const require = callable({ kind: "require" });
  require.isComplete = false;
  require.set("main", object());
  require.set("resolve", makeResolve({ canResolve, pathOf }));
  require.set("cache", object());
  module.set("require", require);
  module.set("parent", object());
  module.isComplete = false;
  const exports = module.properties.get("exports")?.value ?? unknown;
  scope.declare("module", module);
  scope.declare("exports", exports);
  scope.declare("require", require);
  scope.declare("__require", require);
  scope.declare("__filename", constant(path));
  scope.declare("__dirname", constant(dirname(path)));
  scope.declare("this", exports);
}

/** `require.resolve()`: where it finds nothing, it throws. */
function makeResolve({ canResolve, pathOf }: Pick<Surroundings, "canResolve" | "pathOf">): ObjectValue {
  return native("resolve", ({ arguments: [specifier, options] }) => {
    if (specifier?.kind !== "constant" || typeof specifier.value !== "string" || options !== undefined)
      return unknown;
    if (!canResolve(specifier.value, "require")) throw programThrows;
    const path = pathOf(specifier.value, "require");
    return path === undefined ? unknown : constant(path);
  });
}

/** The exports of an ES module as an object. */
export function exportsOfModule(body: readonly Statement[], scope: Scope): ObjectValue {
  const exports = new ObjectValue();
  const add = (name: string, local: string) => {
    exports.set(name, scope.own(local) ?? unknown);
  };
  for (const statement of body) {
    if (statement.type === "ExportDefaultDeclaration") add("default", "*default*");
    if (statement.type === "ExportAllDeclaration") {
      const { source, exported } = statement;
      const all: Imported = { kind: "imported", specifier: source.value, mode: "import", path: [] };
      if (exported === null) exports.copies.push(all);
      else exports.set(nameOf(exported), all);
    }
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const name of declaredNames(statement.declaration)) add(name, name);
    for (const { local, exported } of statement.specifiers) {
      const name = nameOf(exported);
      if (statement.source === null) add(name, nameOf(local));
      else
        exports.set(name, {
          kind: "imported",
          specifier: statement.source.value,
          mode: "import",
          path: [nameOf(local)],
        });
    }
  }
  return exports;
}

/** Declares what the declarations of an ES module import. */
export function declareImports(body: readonly Statement[], scope: Scope): void {
  for (const statement of body) {
    if (statement.type !== "ImportDeclaration") continue;
    const specifier = statement.source.value;
    for (const one of statement.specifiers) {
      const path =
        one.type === "ImportNamespaceSpecifier"
          ? []
          : [one.type === "ImportDefaultSpecifier" ? "default" : nameOf(one.imported)];
      scope.declare(one.local.name, { kind: "imported", specifier, mode: "import", path });
    }
  }
}
