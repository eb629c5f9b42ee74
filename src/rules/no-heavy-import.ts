import type { TSESLint } from "@typescript-eslint/utils";
import {
  type PackageImport,
  collectPackageImports,
  findSharedMs,
  pathUseOf,
} from "../estimate/package-imports.js";
import { findBroadImports, isTakenApart } from "../estimate/broad-imports.js";
import { formatMs, lighterParts, measuredSavingMs } from "../estimate/lighter-parts.js";
import { hasBundler } from "../functions/bundler-evidence.js";
import { type LighterImport, lighterImports } from "../knowledge/lighter-imports.js";
import type { LambdaModel, PathUse } from "../lambda/model.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { buildLazyLoad } from "../syntax/lazy-load.js";
import { buildSplitImport } from "../syntax/split-import.js";
import { describeWeight } from "../weight/describe-weight.js";
import { type ImportWeight, weigh } from "../weight/weigh.js";

interface Options {
  readonly maxMs: number;
  readonly maxMsOnEveryPath: number;
  readonly maxMsWithoutAlternative: number;
  readonly maxKb?: number;
  readonly maxModules?: number;
  readonly ignore: readonly string[];
}

type MessageIds =
  | "heavyOnSomePaths"
  | "heavyOnEveryPath"
  | "heavyAndUnused"
  | "heavyWithUnknownUse"
  | "loadLazily"
  | "useLighterImport";

const count = { type: "number", minimum: 0 } as const;

export default createRule<MessageIds, [Options]>({
  name: "no-heavy-import",
  meta: {
    type: "suggestion",
    hasSuggestions: true,
    docs: {
      description: "disallow imports that make cold starts slow without being needed on every path",
      recommended: "warn",
      strict: "error",
      seed: ["LESS-01", "AP-03"],
    },
    messages: {
      heavyOnSomePaths:
        "`{{module}}` adds about {{ms}} ms to every cold start ({{weight}}), but the handler uses it on some paths only. Load it where it is used{{orLighter}}.",
      heavyOnEveryPath:
        "`{{module}}` adds about {{ms}} ms to every cold start ({{weight}}), and the handler uses it on every path. Import {{instead}}.",
      heavyAndUnused:
        "`{{module}}` adds about {{ms}} ms to every cold start ({{weight}}), but no code of the file uses it. Remove it, or import it in the file that needs it.",
      heavyWithUnknownUse:
        "`{{module}}` adds about {{ms}} ms to every cold start ({{weight}}), and the file does not show on which paths it is used. Load it where it is used{{orLighter}}.",
      loadLazily: "Load `{{module}}` where it is used, which saves about {{ms}} ms where it is not.",
      useLighterImport: "Import only what is used of `{{module}}`, which saves up to about {{ms}} ms.",
    },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          maxMs: {
            ...count,
            description: "Milliseconds that an import may add which some paths of the handler do without.",
          },
          maxMsOnEveryPath: {
            ...count,
            description:
              "Milliseconds that an import may add which the handler needs on every path, where a part of it would do.",
          },
          maxMsWithoutAlternative: {
            ...count,
            description:
              "Milliseconds that an import may add which the handler needs on every path, where no lighter one is known.",
          },
          maxKb: {
            ...count,
            description: "Kilobytes of code that an import may load which some paths do without.",
          },
          maxModules: {
            ...count,
            description: "Modules that an import may load which some paths do without.",
          },
          ignore: {
            type: "array",
            items: { type: "string", minLength: 1 },
            uniqueItems: true,
            description: "Modules that are never reported. A package stands for its subpaths as well.",
          },
        },
      },
    ],
    defaultOptions: [{ maxMs: 150, maxMsOnEveryPath: 200, maxMsWithoutAlternative: 750, ignore: [] }],
  },
  create(context, [options]) {
    const lambda = getLambda(context);
    if (lambda.handlers.length === 0) return {};
    return {
      "Program:exit"() {
        // Most files import nothing that heavy, and need no look at how they use it.
        const { specifiers } = lambda.syntax.facts;
        if (![...specifiers].some((specifier) => mayBeOverBudget(specifier, options))) return;
        const imports = collectPackageImports(lambda, getFileSettings(context));
        const bundles = () => hasBundler(context.filename);
        const reportedAsBroad = new Set(
          isActive(context, "no-broad-import")
            ? findBroadImports(imports, bundles).map((broad) => broad.imported)
            : [],
        );
        for (const imported of imports) {
          const { module, loads, weight } = imported;
          const [load] = loads;
          if (weight === undefined || isIgnored(module, options) || !isOverAnyBudget(weight, options))
            continue;
          const lighter = lighterImports.find((entry) => entry.module === module);
          if (reportedAsBroad.has(imported) || isTakenApart(imported, lighter?.isTreeShakable, bundles))
            continue;
          const use = pathUseOf(imported, lambda);
          const sharedMs = findSharedMs(imported, imports, lambda);
          if (!isOverBudget({ weight, use, sharedMs, hasPart: lighter?.relation === "part" }, options))
            continue;
          context.report({
            node: load.source,
            messageId: messageIds[use],
            data: {
              module,
              ms: String(weight.likely),
              weight: describeWeight(weight),
              orLighter: lighter === undefined ? "" : `, or import \`${lighter.lighter}\``,
              instead:
                lighter === undefined
                  ? "only the part that is needed, or a lighter package"
                  : `\`${lighter.lighter}\` instead`,
            },
            suggest:
              loads.length > 1
                ? []
                : [...buildSuggestions(imported, { use, lighter, lazyMs: weight.likely - sharedMs }, lambda)],
          });
        }
      },
    };
  },
});

function mayBeOverBudget(specifier: string, options: Options): boolean {
  return (["cjs", "esm"] as const).some((format) => {
    const weight = weigh(specifier, format);
    return weight !== undefined && isOverAnyBudget(weight, options);
  });
}

const messageIds = {
  every: "heavyOnEveryPath",
  some: "heavyOnSomePaths",
  unknown: "heavyWithUnknownUse",
  none: "heavyAndUnused",
} as const satisfies Record<PathUse, MessageIds>;

function isIgnored(module: string, { ignore }: Options): boolean {
  return ignore.some((name) => module === name || module.startsWith(`${name}/`));
}

interface Found {
  readonly weight: ImportWeight;
  readonly use: PathUse;
  /** Milliseconds that would stay without it. */
  readonly sharedMs: number;
  /** A part of it can be had alone. */
  readonly hasPart: boolean;
}

function isOverBudget(
  { weight: { likely, kb, modules }, use, sharedMs, hasPart }: Found,
  { maxMs, maxMsOnEveryPath, maxMsWithoutAlternative, maxKb = Infinity, maxModules = Infinity }: Options,
): boolean {
  // Nothing can be done about an import that every path needs as it is, so that only an outlier is worth a word.
  if (use === "every" || use === "unknown")
    return likely > (hasPart ? maxMsOnEveryPath : Math.max(maxMsOnEveryPath, maxMsWithoutAlternative));
  return likely - sharedMs > maxMs || kb > maxKb || modules > maxModules;
}

/** A look at the figures alone, which spares most imports the question how they are used. */
function isOverAnyBudget(weight: ImportWeight, options: Options): boolean {
  const found = { weight, sharedMs: 0, hasPart: true };
  return (
    isOverBudget({ ...found, use: "none" }, options) || isOverBudget({ ...found, use: "every" }, options)
  );
}

interface Remedies {
  readonly use: PathUse;
  readonly lighter: LighterImport | undefined;
  /** What a lazy import saves. */
  readonly lazyMs: number;
}

function* buildSuggestions(
  { module, loads: [load], weight, format }: PackageImport,
  { use, lighter, lazyMs }: Remedies,
  lambda: LambdaModel,
): Generator<TSESLint.SuggestionReportDescriptor<MessageIds>> {
  const { facts } = lambda.syntax;
  if (use === "some") {
    const fix = buildLazyLoad(load, facts, (statement) => lambda.pathUseOf([statement]) === "some");
    if (fix !== undefined) yield { messageId: "loadLazily", data: { module, ms: formatMs(lazyMs) }, fix };
  }
  if (lighter?.rewrite === undefined || weight === undefined) return;
  const fix = buildSplitImport(load, lighterParts(lighter.rewrite, weight.likely, format), facts);
  const savingMs = measuredSavingMs(lighter, weight, format);
  if (fix !== undefined && savingMs !== undefined)
    yield { messageId: "useLighterImport", data: { module, ms: formatMs(savingMs) }, fix };
}
