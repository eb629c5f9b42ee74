import path from "node:path";
import type { TSESTree } from "@typescript-eslint/utils";
import { findImportCycles } from "../graph/import-cycles.js";
import { importsOf, resolveImports } from "../graph/project-imports.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import type { SyntaxFacts } from "../syntax/facts.js";

export default createRule({
  name: "no-circular-import",
  meta: {
    type: "problem",
    docs: {
      description: "disallow modules that a handler loads and that load each other",
      recommended: "off",
      strict: "warn",
      seed: ["DD-2"],
    },
    messages: {
      circularImport:
        "Loading this runs into a circle: {{cycle}}. The module that is loaded first runs while the other's exports are not there yet, and neither can be loaded or tested alone. Move what both need into a module of its own.",
    },
    schema: [],
  },
  needs: { evidence: true, imports: /^\.{1,2}(?:\/|$)/ },
  create(context) {
    const lambda = getLambda(context);
    const { sourceCode } = context;
    const filename = path.resolve(context.cwd, context.filename);
    return {
      "Program:exit"() {
        if (lambda.handlers.length === 0) return;
        // Types are imported as well. Where even they lead to no circle, nobody has to know which imports stay.
        const all = resolveImports(lambda.syntax.facts.specifiers, filename);
        if (findImportCycles(filename, all).length === 0) return;
        const loaded = importsOf(sourceCode.text, filename);
        for (const { specifier, modules } of findImportCycles(filename, loaded)) {
          const node = findSource(specifier, lambda.syntax.facts);
          if (node === undefined) continue;
          const folder = path.dirname(filename);
          const cycle = modules.map((file) => `\`${spell(path.relative(folder, file))}\``).join(" → ");
          context.report({ node, messageId: "circularImport", data: { cycle } });
        }
      },
    };
  },
});

function spell(file: string): string {
  const posix = file.split(path.sep).join("/");
  return posix.startsWith(".") ? posix : `./${posix}`;
}

/** Where the file names the module. */
function findSource(specifier: string, { program, calls }: SyntaxFacts): TSESTree.Node | undefined {
  for (const statement of program.body) {
    const source = "source" in statement ? statement.source : undefined;
    if (source?.value === specifier) return source;
  }
  return calls
    .flatMap(({ callee, arguments: [argument] }) =>
      callee.type === "Identifier" && callee.name === "require" && argument?.type === "Literal"
        ? [argument]
        : [],
    )
    .find(({ value }) => value === specifier);
}
