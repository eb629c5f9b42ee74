import type { TSESLint } from "@typescript-eslint/utils";
import { type BroadImport, findBroadImports, mayBeBroad } from "../estimate/broad-imports.js";
import { formatMs, measuredSavingMs } from "../estimate/lighter-parts.js";
import { collectPackageImports } from "../estimate/package-imports.js";
import { hasBundler } from "../functions/bundler-evidence.js";
import { findAggregatedClients, importsAggregatedClient } from "../lambda/clients/aggregated-clients.js";
import { declareActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { type FileSettings, getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import type { ModuleLoad } from "../syntax/module-loads.js";
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
        const imports = collectPackageImports(lambda, file);
        for (const broad of findBroadImports(imports, () => hasBundler(context.filename))) {
          const { lighter, imported } = broad;
          context.report({
            node: imported.loads[0].source,
            messageId: lighter.module === "aws-sdk" ? "wholeSdkV2" : "wholePackage",
            data: describe(broad),
            ...buildEdit(broad, file, lambda.syntax.facts),
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

/** A fix where nothing can change but what is loaded, else a suggestion. */
function buildEdit(
  broad: BroadImport,
  file: FileSettings,
  facts: SyntaxFacts,
): Pick<TSESLint.ReportDescriptor<MessageIds>, "fix" | "suggest"> {
  const { imported, lighter } = broad;
  const [load, ...others] = imported.loads;
  const { rewrite } = lighter;
  if (others.length > 0 || rewrite === undefined) return {};
  const fix = buildSplitImport(load, { ...rewrite, mostNames: Infinity }, facts);
  if (fix === undefined) return {};
  if (lighter.module === "lodash" && isInteropKnown(load, file)) return { fix };
  return { suggest: [{ messageId: "importParts", data: describe(broad), fix }] };
}

/**
 * True when a default import of a CommonJS module gives `module.exports`, as it does in Node.js and in JavaScript that is
 * compiled. TypeScript does so with `esModuleInterop` only, which a file that has such an import must have already.
 */
function isInteropKnown(
  { kind, bindings }: ModuleLoad,
  { isTypeScript, moduleFormat }: FileSettings,
): boolean {
  if (kind !== "import" || !isTypeScript || moduleFormat === "esm") return true;
  return bindings.every(({ path }) => path[0] === "default");
}

/** `a`, `a` and `b`, or the first three of more. */
function list(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > 4) return `${quoted.slice(0, 3).join(", ")} and ${quoted.length - 3} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}
