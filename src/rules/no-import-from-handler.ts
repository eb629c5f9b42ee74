import path from "node:path";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { isHandlerFile } from "../graph/handler-files.js";
import { resolveRelative } from "../graph/project-imports.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { matchesAnyGlob } from "../rule-kit/globs.js";

interface Options {
  readonly layers: readonly string[];
}

export default createRule<"importsHandler" | "againstLayers", [Options]>({
  name: "no-import-from-handler",
  meta: {
    type: "suggestion",
    docs: {
      description: "disallow imports from handler files and against the layers of the project",
      recommended: "off",
      strict: "warn",
      seed: ["SUGA", "DD-2"],
    },
    messages: {
      importsHandler:
        "`{{names}}` comes from the file of a handler, whose clients and module code run wherever it is imported. Move it into a module of its own, and import it from there.",
      againstLayers:
        "This file belongs to the layer `{{own}}` and imports from `{{other}}`, which is further out, so it can neither be tested nor used without it. Move what both need inwards, or pass it in from outside.",
    },
    schema: [
      {
        type: "object",
        properties: {
          layers: {
            description:
              "Globs of the project's layers from the outermost to the innermost, relative to the directory ESLint runs in. Imports may only lead inwards.",
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ layers: [] }],
  },
  create(context, [{ layers }]) {
    const { cwd, sourceCode } = context;
    const imports = sourceCode.ast.body.filter(isRelativeImport);
    if (imports.length === 0) return {};
    const filename = path.resolve(cwd, context.filename);
    return {
      "Program:exit"() {
        const own = layerOf(filename, layers, cwd);
        const { handlerNames } = getFileSettings(context).settings;
        const isOfHandler = (name: string): boolean => name === "default" || handlerNames.includes(name);
        for (const declaration of imports) {
          const { source } = declaration;
          // Most imports are told by their names, before anybody looks for the file.
          if (own === undefined && namesOf(declaration.specifiers).every(isOfHandler)) continue;
          const target = resolveRelative(source.value, filename);
          if (target === undefined) continue;
          const other = layerOf(target, layers, cwd);
          const isOutwards = own !== undefined && other !== undefined && other < own;
          if (!isOutwards && !isHandlerFile(target, handlerNames)) continue;
          const used = declaration.specifiers.filter((specifier) => isUsedValue(specifier, sourceCode));
          if (used.length === 0) continue;
          if (isOutwards) {
            const data = { own: layers[own] ?? "", other: layers[other] ?? "" };
            context.report({ node: source, messageId: "againstLayers", data });
            continue;
          }
          const names = namesOf(used);
          const taken = names.filter((name) => !isOfHandler(name));
          // A handler that is made of another one is of the same function, and so is what stands beside that.
          const isWrapped = taken.length < names.length && getLambda(context).handlers.length > 0;
          if (taken.length > 0 && !isWrapped)
            context.report({
              node: source,
              messageId: "importsHandler",
              data: { names: taken.join("`, `") },
            });
        }
      },
    };
  },
});

const globLists = new Map<string, readonly string[]>();

/** The place of the file's layer in the list; undefined when it belongs to none. */
function layerOf(file: string, layers: readonly string[], cwd: string): number | undefined {
  const index = layers.findIndex((glob) => {
    let list = globLists.get(glob);
    if (list === undefined) globLists.set(glob, (list = [glob]));
    return matchesAnyGlob(list, file, cwd);
  });
  return index === -1 ? undefined : index;
}

function isRelativeImport(statement: TSESTree.ProgramStatement): statement is TSESTree.ImportDeclaration {
  return (
    statement.type === "ImportDeclaration" &&
    statement.importKind !== "type" &&
    statement.source.value.startsWith(".")
  );
}

/** The exports that are taken; none for a namespace. */
function namesOf(specifiers: readonly TSESTree.ImportClause[]): readonly string[] {
  return specifiers.flatMap((specifier) => {
    if (specifier.type !== "ImportSpecifier") return [];
    return specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value;
  });
}

/** False for an import of which only the type is used. */
function isUsedValue(specifier: TSESTree.ImportClause, sourceCode: Readonly<TSESLint.SourceCode>): boolean {
  if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") return false;
  return sourceCode
    .getDeclaredVariables(specifier)
    .some(({ references }) =>
      references.some(
        (reference) => (reference as { isValueReference?: boolean }).isValueReference !== false,
      ),
    );
}
