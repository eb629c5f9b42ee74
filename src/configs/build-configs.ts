import type { ESLint, Linter } from "eslint";
import type { Concern, LambdaRule } from "../rule-kit/create-rule.js";
import { packageInfo, pluginNamespace } from "../rule-kit/package-info.js";
import {
  generatedTemplates,
  templateFiles,
  templateLanguageName,
} from "../template-language/template-language.js";

/** A type and not an interface: only a type has the index signature that `defineConfig` asks of `plugin.configs`. */
export type Configs = {
  /** The rules that suit every project, most of them as warnings. */
  readonly recommended: Linter.Config;
  /** Every rule. */
  readonly strict: Linter.Config;
  /** The rules about secrets, untrusted data and what leaks, whether or not they are in `recommended`. */
  readonly security: Linter.Config;
  /** The rules about what a function does before its first request. */
  readonly "cold-start": Linter.Config;
  /** The rules about configuration for templates and serverless.yml, as severe as in `recommended`. */
  readonly templates: Linter.Config;
  /** The same as severe as in `strict`: with those that are a matter of opinion. */
  readonly "templates-strict": Linter.Config;
};

/** Rules for JavaScript abort a run that applies them to YAML or Markdown, so each config says its files. */
const files = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];

/** The shared configs of a plugin; which rule is in which, and how severe, is read from each rule's `meta`. */
export function buildConfigs(plugin: ESLint.Plugin, rules: Readonly<Record<string, LambdaRule>>): Configs {
  const plugins = { [pluginNamespace]: plugin };
  const language = `${pluginNamespace}/${templateLanguageName}`;
  const severities = (config: Selection, isWanted: (rule: LambdaRule) => boolean = () => true) =>
    Object.fromEntries(
      Object.entries(rules)
        .filter(([, rule]) => isWanted(rule))
        .map(([ruleName, rule]) => [`${pluginNamespace}/${ruleName}`, getSeverity(rule, config)] as const)
        .filter(([, severity]) => severity !== "off"),
    );
  const buildConfig = (name: Selection): Linter.Config => ({
    name: `${pluginNamespace}/${name}`,
    files,
    plugins,
    rules: severities(name),
  });
  const buildTemplateConfig = (name: string, severity: Selection): Linter.Config => ({
    name: `${pluginNamespace}/${name}`,
    files: templateFiles,
    ignores: generatedTemplates,
    plugins,
    language,
    rules: severities(severity, ({ meta }) => meta.languages?.includes(language) === true),
  });
  return onDemand<Configs>({
    recommended: () => buildConfig("recommended"),
    strict: () => buildConfig("strict"),
    security: () => buildConfig("security"),
    "cold-start": () => buildConfig("cold-start"),
    templates: () => buildTemplateConfig("templates", "recommended"),
    "templates-strict": () => buildTemplateConfig("templates-strict", "strict"),
  });
}

/** An object whose values are made when they are asked for: a project uses one or two of the configs, and loads the plugin. */
function onDemand<T extends object>(builders: { readonly [Name in keyof T]: () => T[Name] }): T {
  const values: Partial<T> = {};
  for (const name in builders)
    Object.defineProperty(values, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = builders[name]();
        Object.defineProperty(values, name, { enumerable: true, value });
        return value;
      },
    });
  return values as T;
}

/** What of a rule's `meta.docs` says whether it is in a config. */
type Selection = "recommended" | "strict" | Concern;

function getSeverity({ meta }: LambdaRule, config: Selection): Linter.StringSeverity {
  if (meta.docs === undefined) throw new Error(`A rule of ${packageInfo.name} has no meta.docs.`);
  const { docs } = meta;
  if (config === "recommended" || config === "strict") return docs[config];
  if (docs.concerns?.includes(config) !== true) return "off";
  return docs.recommended === "off" ? "warn" : docs.recommended;
}
