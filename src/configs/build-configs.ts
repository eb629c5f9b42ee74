import type { ESLint, Linter } from "eslint";
import type { LambdaRule } from "../rule-kit/create-rule.js";
import { packageInfo, pluginNamespace } from "../rule-kit/package-info.js";

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
};

/** Rules for JavaScript abort a run that applies them to YAML or Markdown, so each config says its files. */
const files = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];

/** The shared configs of a plugin; which rule is in which, and how severe, is read from each rule's `meta.docs`. */
export function buildConfigs(plugin: ESLint.Plugin, rules: Readonly<Record<string, LambdaRule>>): Configs {
  const buildConfig = (name: keyof Configs): Linter.Config => ({
    name: `${pluginNamespace}/${name}`,
    files,
    plugins: { [pluginNamespace]: plugin },
    rules: Object.fromEntries(
      Object.entries(rules)
        .map(([ruleName, rule]) => [`${pluginNamespace}/${ruleName}`, getSeverity(rule, name)] as const)
        .filter(([, severity]) => severity !== "off"),
    ),
  });
  return {
    recommended: buildConfig("recommended"),
    strict: buildConfig("strict"),
    security: buildConfig("security"),
    "cold-start": buildConfig("cold-start"),
  };
}

function getSeverity({ meta }: LambdaRule, config: keyof Configs): Linter.StringSeverity {
  if (meta.docs === undefined) throw new Error(`A rule of ${packageInfo.name} has no meta.docs.`);
  const { docs } = meta;
  if (config === "recommended" || config === "strict") return docs[config];
  if (docs.concerns?.includes(config) !== true) return "off";
  return docs.recommended === "off" ? "warn" : docs.recommended;
}
