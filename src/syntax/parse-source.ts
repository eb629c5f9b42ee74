import { createRequire } from "node:module";
import type { analyze } from "@typescript-eslint/scope-manager";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { loadParser } from "./load-parser.js";
import { setAside } from "./set-aside.js";

const require = createRequire(import.meta.url);

let scopes: typeof import("@typescript-eslint/scope-manager") | undefined;

/** How many files were parsed since the process started: tests hold it against the number of files. */
export const sourceParses = { count: 0 };

/**
 * A file as the model wants it: tree, scopes, text. Undefined for a text that does not parse. Oxc's parser takes a
 * quarter of the time of typescript-eslint's, gives the same tree, and loads no TypeScript; the tree is thrown away as
 * soon as the file is summarised.
 */
export function parseSource(file: string, text: string): Readonly<TSESLint.SourceCode> | undefined {
  sourceParses.count++;
  const sourceType = isModule(file, text) ? "module" : "commonjs";
  const { parseSync, visitorKeys } = loadParser();
  try {
    const { program, errors } = parseSync(file, text, {
      sourceType,
      range: true,
      astType: "ts",
      // ESLint's parsers have no nodes for parentheses.
      preserveParens: false,
    });
    if (errors.some(({ severity }) => severity === "Error")) return undefined;
    const ast = program as unknown as TSESTree.Program;
    setParents(ast, visitorKeys);
    scopes ??=
      require("@typescript-eslint/scope-manager") as typeof import("@typescript-eslint/scope-manager");
    const scopeManager = scopes.analyze(ast, {
      sourceType: sourceType === "module" ? "module" : "commonjs",
      childVisitorKeys: visitorKeys,
      // The globals of the language are those that nothing declares: a list of them takes time in each file.
      lib: [],
    });
    return {
      ast,
      text,
      scopeManager,
      visitorKeys,
      getDeclaredVariables: (node: TSESTree.Node) => scopeManager.getDeclaredVariables(node),
      getScope: (node: TSESTree.Node) => scopeAt(node, scopeManager),
      getText: (node?: TSESTree.Node) => (node === undefined ? text : text.slice(...node.range)),
    } as unknown as TSESLint.SourceCode;
  } catch (error) {
    setAside(error);
    // The file is being written, is in another language, or breaks the parser: nobody asked for it by name.
    return undefined;
  }
}

/** The innermost scope around a node, as ESLint's `SourceCode.getScope` gives it. */
function scopeAt(node: TSESTree.Node, scopes: ReturnType<typeof analyze>): TSESLint.Scope.Scope | null {
  const isInner = node.type !== "Program";
  for (let around: TSESTree.Node | undefined = node; around; around = around.parent) {
    const scope = scopes.acquire(around, isInner);
    if (scope !== null)
      return scope.type === "function-expression-name" ? (scope.childScopes[0] ?? null) : scope;
  }
  return scopes.globalScope;
}

/** A `.ts` or `.js` file that says neither `import` nor `export` is CommonJS. */
function isModule(file: string, text: string): boolean {
  if (/\.c[jt]s$/.test(file)) return false;
  return /\.m[jt]s$/.test(file) || /^\s*(?:import|export)\b/m.test(text);
}

function setParents(
  program: TSESTree.Program,
  visitorKeys: Readonly<Record<string, readonly string[]>>,
): void {
  const pending: TSESTree.Node[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const item of Array.isArray(child) ? child : [child]) {
        if (!isNode(item)) continue;
        (item as { parent: TSESTree.Node }).parent = node;
        pending.push(item);
      }
    }
  }
}

function isNode(value: unknown): value is TSESTree.Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
