import type { TSESLint } from "@typescript-eslint/utils";
import { type BroadImport, findBroadImports, mayBeBroad } from "../estimate/broad-imports.js";
import { formatMs, measuredSavingMs } from "../estimate/lighter-parts.js";
import { collectPackageImports } from "../estimate/package-imports.js";
import { hasBundler } from "../functions/bundler-evidence.js";
import { findAggregatedClients, importsAggregatedClient } from "../lambda/clients/aggregated-clients.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { hasDefaultImports, type ImportingFile } from "../syntax/default-imports.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import { buildSplitImport } from "../syntax/split-import.js";

type MessageIds = "wholePackage" | "wholeSdkV2" | "aggregatedClient" | "importParts" | "useBareClient";

export default createRule<MessageIds>({
  name: "no-broad-import",
  meta: {
    type: "suggestion",
    fixable: "code",
    hasSuggestions: true,
    docs: {
      description: "disallow imports of whole packages and clients of which a part serves",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-01"],
      concerns: ["cold-start"],
    },
    messages: {
      wholePackage:
        "The whole of `{{module}}` is loaded at every cold start for {{names}}: {{why}}. Import {{names}} from `{{lighter}}`{{saving}}.",
      wholeSdkV2:
        "The whole of `{{module}}` is loaded at every cold start for {{names}} of it: {{why}}. Import the client alone, from `{{lighter}}`{{saving}}, or, better, the one of SDK v3, `@aws-sdk/client-<service>`, which the Lambda runtime has.",
      aggregatedClient:
        "`{{client}}` has a method for every command of the service, and no bundler can leave one out. Use `{{bare}}`{{commands}}.",
      importParts: "Import only what is used of `{{module}}`{{saving}}.",
      useBareClient: "Use `{{bare}}`, and send the commands that are used.",
    },
    schema: [],
  },
  needs: { evidence: true, orServes: "code" },
  create(context) {
    declareActive(context, "no-broad-import");
    const lambda = getLambda(context);
    return {
      "Program:exit"() {
        if (!importsBroad(lambda.syntax.facts)) return;
        if (!lambda.hasEvidence && !lambda.isLoadedByHandler) return;
        const file = getFileSettings(context);
        const { isTypeScript, moduleFormat } = file;
        const imports = collectPackageImports(lambda, file);
        for (const broad of findBroadImports(imports, () => hasBundler(context.filename))) {
          const { lighter, imported } = broad;
          context.report({
            node: imported.loads[0].source,
            messageId: lighter.module === "aws-sdk" ? "wholeSdkV2" : "wholePackage",
            data: describe(broad),
            ...buildEdit(
              broad,
              { filename: context.filename, isTypeScript, moduleFormat },
              lambda.syntax.facts,
            ),
          });
        }
        const loads = imports.flatMap((imported) => imported.loads);
        const clients = loads.flatMap((load) => findAggregatedClients(load, lambda.syntax));
        // Without a bundler every command is loaded with the package, whoever asks for it.
        if (clients.length === 0 || hasBundler(context.filename) === false) return;
        for (const { node, className: client, bareName: bare, commands, fix } of clients)
          context.report({
            node,
            messageId: "aggregatedClient",
            data: { client, bare, commands: commands.length === 0 ? "" : ` and send ${list(commands)}` },
            suggest: fix === undefined ? [] : [{ messageId: "useBareClient", data: { bare }, fix }],
          });
      },
    };
  },
});

function importsBroad({ specifiers, program }: SyntaxFacts): boolean {
  for (const specifier of specifiers) if (mayBeBroad(specifier)) return true;
  return program.body.some(importsAggregatedClient);
}

type Data = Record<"module" | "names" | "why" | "lighter" | "saving", string>;

function describe({ imported, lighter, names }: BroadImport): Data {
  const savingMs = measuredSavingMs(lighter, imported.weight, imported.format);
  const parts = names?.filter((name) => lighter.rewrite?.specifierOf(name) !== undefined);
  const used = parts && parts.length > 0 ? list(parts) : undefined;
  return {
    module: imported.module,
    names: used === undefined ? "a part" : used,
    why: lighter.why,
    lighter: lighter.lighter,
    saving:
      savingMs === undefined || savingMs < 1
        ? ""
        : `, which saves up to about ${formatMs(savingMs)} ms unbundled`,
  };
}

/** A fix where nothing can change but what is loaded, else a suggestion; none where it could not be compiled. */
function buildEdit(
  broad: BroadImport,
  file: ImportingFile,
  facts: SyntaxFacts,
): Pick<TSESLint.ReportDescriptor<MessageIds>, "fix" | "suggest"> {
  const { imported, lighter } = broad;
  const [load, ...others] = imported.loads;
  const { rewrite } = lighter;
  if (others.length > 0 || rewrite === undefined) return {};
  const isDefault = rewrite.binding === "default" ? hasDefaultImports(load, file) : true;
  if (isDefault === false) return {};
  const fix = buildSplitImport(load, { ...rewrite, mostNames: Infinity }, facts);
  if (fix === undefined) return {};
  if (lighter.module === "lodash" && isDefault === true) return { fix };
  return { suggest: [{ messageId: "importParts", data: describe(broad), fix }] };
}

/** `a`, `a` and `b`, or the first three of more. */
function list(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > 4) return `${quoted.slice(0, 3).join(", ")} and ${quoted.length - 3} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}
