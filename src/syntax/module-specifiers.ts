import type { TSESTree } from "@typescript-eslint/utils";

/** The specifiers that a file imports, exports from or requires by a literal, as they are written. */
export interface Specifiers {
  readonly all: Set<string>;
  /** Without those of `import type` and `export type`, which load nothing. */
  readonly loaded: Set<string>;
}

/** Adds what a declaration or a call names, where that is a literal. */
export function addSpecifier(
  { all, loaded }: Specifiers,
  source: TSESTree.Node | null | undefined,
  isTypeOnly: boolean,
): void {
  if (source?.type !== "Literal" && source?.type !== "TemplateLiteral") return;
  const specifier = source.type === "Literal" ? source.value : (source.quasis[0]?.value.cooked ?? "");
  if (typeof specifier !== "string") return;
  all.add(specifier);
  if (!isTypeOnly) loaded.add(specifier);
}

/** What the statements of a module say without a walk. */
export interface TopLevel extends Specifiers {
  readonly hasExport: boolean;
  /** Some statement may load modules that it does not name here: `import x = require("…")`, `declare module "…" {}`. */
  readonly mayHoldMore: boolean;
  /** Where the text after the last import begins. */
  readonly importsEnd: number;
}

/** One pass, for this is all that is asked of most files. */
export function readTopLevel({ body }: TSESTree.Program): TopLevel {
  const specifiers: Specifiers = { all: new Set(), loaded: new Set() };
  let hasExport = false;
  let mayHoldMore = false;
  let importsEnd = 0;
  for (const statement of body) {
    switch (statement.type) {
      case "ImportDeclaration": {
        const { value } = statement.source;
        importsEnd = statement.range[1];
        specifiers.all.add(value);
        if (statement.importKind !== "type") specifiers.loaded.add(value);
        // It makes a `require` of the file's own.
        if (value === "node:module" || value === "module") mayHoldMore = true;
        break;
      }
      case "ExportNamedDeclaration":
        hasExport = true;
        addSpecifier(specifiers, statement.source, statement.exportKind === "type");
        if (mayLoad(statement.declaration)) mayHoldMore = true;
        break;
      case "ExportAllDeclaration":
        hasExport = true;
        addSpecifier(specifiers, statement.source, statement.exportKind === "type");
        break;
      case "ExportDefaultDeclaration":
      case "TSExportAssignment":
        hasExport = true;
        break;
      default:
        if (mayLoad(statement)) mayHoldMore = true;
    }
  }
  return { ...specifiers, hasExport, mayHoldMore, importsEnd };
}

function mayLoad(statement: TSESTree.Node | null): boolean {
  return statement?.type === "TSImportEqualsDeclaration" || statement?.type === "TSModuleDeclaration";
}

/** `import(…)`, or a comment between the two. The engine looks for a word several times as fast as for a pattern. */
export function saysImportCall(text: string, start: number): boolean {
  for (let at = text.indexOf("import", start); at !== -1; at = text.indexOf("import", at)) {
    at += "import".length;
    while (/\s/.test(text.charAt(at))) at++;
    if (text[at] === "(" || text[at] === "/") return true;
  }
  return false;
}
