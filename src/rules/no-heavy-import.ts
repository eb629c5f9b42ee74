import type { TSESLint } from "@typescript-eslint/utils";
import { type PackageImport, collectPackageImports, isLoadedByProject } from "../estimate/package-imports.js";
import { type ImportFigures, createImportScale } from "../estimate/weigh-imports.js";
import { type BroadImport, findBroadImports, isTakenApart } from "../estimate/broad-imports.js";
import { formatMs, lighterParts, measuredSavingMs } from "../estimate/lighter-parts.js";
import { hasBundler } from "../functions/bundler-evidence.js";
import { type LighterImport, lighterImports } from "../knowledge/lighter-imports.js";
import { isInfrastructureModule } from "../lambda/bindings/fact-match.js";
import type { LambdaModel, PathUse } from "../lambda/model.js";
import { isActive } from "../rule-kit/active-rules.js";
import { createRule } from "../rule-kit/create-rule.js";
import { type AnyRuleContext, getFileSettings } from "../rule-kit/file-settings.js";
import { getLambda } from "../rule-kit/get-lambda.js";
import { hasDefaultImports, type ImportingFile } from "../syntax/default-imports.js";
import { oncePer } from "../syntax/once-per.js";
import { buildLazyLoad } from "../syntax/lazy-load.js";
import type { SyntaxFacts } from "../syntax/facts.js";
import { saysImportCall } from "../syntax/module-specifiers.js";
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

/** How long the first look at what is installed may keep an editor waiting, for each file. */
const budgetMs = 600;

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
      concerns: ["cold-start"],
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
    const { facts } = lambda.syntax;
    const isHeavyAnywhere = (): boolean => importsHeavy(facts, formatsOf(context), options);
    if (!lambda.mayHaveEvidence && !(lambda.mayServeHandlers && isHeavyAnywhere())) return {};
    return {
      "Program:exit"() {
        // Most files import nothing that heavy, and need no look at how they use it.
        if (!mayImportHeavy(facts.specifiers, formatsOf(context), options)) return;
        if (lambda.ownHandlers.length === 0 && !isHeavyAnywhere()) return;
        if (lambda.handlers.length === 0) return;
        const { isTypeScript, moduleFormat } = getFileSettings(context);
        const file = { filename: context.filename, isTypeScript, moduleFormat };
        const imports = collectPackageImports(lambda, file);
        const bundles = () => hasBundler(context.filename);
        let broad: readonly BroadImport[] | undefined;
        const isReportedAsBroad = (asked: PackageImport): boolean => {
          if (!isActive(context, "no-broad-import")) return false;
          broad ??= findBroadImports(imports, bundles);
          return broad.some(({ imported }) => imported === asked);
        };
        const scale = createImportScale({ filename: context.filename, imports, lambda, budgetMs });
        for (const imported of imports) {
          const { module, loads } = imported;
          const [load] = loads;
          const figures = isIgnored(module, options) ? undefined : scale.figuresOf(imported);
          if (figures === undefined || !isOverAnyBudget(figures, options)) continue;
          const lighter = lighterImports.find((entry) => entry.module === module);
          if (isReportedAsBroad(imported) || isTakenApart(imported, lighter?.isTreeShakable, bundles))
            continue;
          const use = scale.useOf(imported);
          const savedMs =
            use === "every" || use === "unknown" ? figures.likely : scale.savedMs(imported, figures);
          if (!isOverBudget({ figures, use, savedMs, hasPart: lighter?.relation === "part" }, options))
            continue;
          // Other files are read last: what they load, an `import()` in this one does not spare.
          if ((use === "some" || use === "none") && isLoadedByProject(imported, file, lambda)) continue;
          context.report({
            node: load.source,
            messageId: messageIds[use],
            data: {
              module,
              ms: String(figures.likely),
              weight: describeWeight(figures),
              orLighter: lighter === undefined ? "" : `, or import \`${lighter.lighter}\``,
              instead:
                lighter === undefined
                  ? "only the part that is needed, or a lighter package"
                  : `\`${lighter.lighter}\` instead`,
            },
            suggest:
              loads.length > 1
                ? []
                : [...buildSuggestions(imported, { use, lighter, figures, savedMs, file }, lambda)],
          });
        }
      },
    };
  },
});

/** The formats in which a file asks for modules: one that nothing tells, one of the two, or perhaps both. */
type Formats = "untold" | "cjs" | "esm" | "both";

/** By the words alone: the answer may be too broad. */
function formatsOf(context: AnyRuleContext): Formats {
  const { text } = context.sourceCode;
  if (text.includes("require") || saysImportCall(text, 0)) return "both";
  return getFileSettings(context).moduleFormat ?? "untold";
}

/** A file that another one may make a handler's is worth the question only for what is known to be heavy. */
function importsHeavy({ loadedSpecifiers }: SyntaxFacts, formats: Formats, options: Options): boolean {
  let isAnyHeavy = false;
  for (const specifier of loadedSpecifiers) {
    if (isInfrastructureModule(specifier)) return false;
    isAnyHeavy ||= lookUp(specifier, formats, options) === "heavy";
  }
  return isAnyHeavy;
}

/** True for a file that imports a package which nobody measured as well: what is installed of it says more. */
function mayImportHeavy(specifiers: ReadonlySet<string>, formats: Formats, options: Options): boolean {
  for (const specifier of specifiers) if (lookUp(specifier, formats, options) !== "light") return true;
  return false;
}

type TableAnswer = "heavy" | "light" | "unmeasured";

/** By the options, which are the same object for all files of a config: a run meets the same modules again and again. */
const answersOf = oncePer<Options, Record<Formats, Map<string, TableAnswer>>, []>(() => ({
  untold: new Map(),
  cjs: new Map(),
  esm: new Map(),
  both: new Map(),
}));

/** What the table says of a module: of formats that a file has both, the heavier. */
function lookUp(specifier: string, formats: Formats, options: Options): TableAnswer {
  const answers = answersOf(options)[formats];
  let answer = answers.get(specifier);
  if (answer === undefined) {
    const weights = weighAll(specifier, formats);
    const isOfPackage = !/^(?:[./]|node:)/.test(specifier);
    answer = weights.length === 0 && isOfPackage ? "unmeasured" : "light";
    if (weights.some((weight) => isOverAnyBudget(weight, options))) answer = "heavy";
    answers.set(specifier, answer);
  }
  return answer;
}

function weighAll(specifier: string, formats: Formats): readonly ImportWeight[] {
  const asked = { untold: [undefined], cjs: ["cjs"], esm: ["esm"], both: ["cjs", "esm"] } as const;
  return asked[formats].flatMap((format) => weigh(specifier, format) ?? []);
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
  readonly figures: ImportFigures;
  readonly use: PathUse;
  /** Milliseconds that go with it. */
  readonly savedMs: number;
  /** A part of it can be had alone. */
  readonly hasPart: boolean;
}

function isOverBudget(
  { figures: { likely, kb, modules }, use, savedMs, hasPart }: Found,
  { maxMs, maxMsOnEveryPath, maxMsWithoutAlternative, maxKb = Infinity, maxModules = Infinity }: Options,
): boolean {
  // Nothing can be done about an import that every path needs as it is, so that only an outlier is worth a word.
  if (use === "every" || use === "unknown")
    return likely > (hasPart ? maxMsOnEveryPath : Math.max(maxMsOnEveryPath, maxMsWithoutAlternative));
  return savedMs > maxMs || kb > maxKb || modules > maxModules;
}

/** A look at the figures alone, which spares most imports the question how they are used. */
function isOverAnyBudget(figures: ImportFigures, options: Options): boolean {
  const savedMs = figures.likely;
  return (
    isOverBudget({ figures, savedMs, hasPart: true, use: "none" }, options) ||
    isOverBudget({ figures, savedMs, hasPart: true, use: "every" }, options)
  );
}

interface Remedies {
  readonly use: PathUse;
  readonly lighter: LighterImport | undefined;
  readonly figures: ImportFigures;
  /** What a lazy import saves. */
  readonly savedMs: number;
  readonly file: ImportingFile;
}

function* buildSuggestions(
  { module, loads: [load], format }: PackageImport,
  { use, lighter, figures, savedMs, file }: Remedies,
  lambda: LambdaModel,
): Generator<TSESLint.SuggestionReportDescriptor<MessageIds>> {
  const { facts } = lambda.syntax;
  if (use === "some") {
    const fix = buildLazyLoad(load, facts, (statement) => lambda.pathUseOf([statement]) === "some");
    if (fix !== undefined) yield { messageId: "loadLazily", data: { module, ms: formatMs(savedMs) }, fix };
  }
  if (lighter?.rewrite === undefined) return;
  if (lighter.rewrite.binding === "default" && hasDefaultImports(load, file) === false) return;
  const fix = buildSplitImport(load, lighterParts(lighter.rewrite, figures.likely, format), facts);
  const lessMs = measuredSavingMs(lighter, figures, format);
  if (fix !== undefined && lessMs !== undefined)
    yield { messageId: "useLighterImport", data: { module, ms: formatMs(lessMs) }, fix };
}
