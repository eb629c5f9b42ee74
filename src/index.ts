import type { ESLint, Rule } from "eslint";
import { buildConfigs, type Configs } from "./configs/build-configs.js";
import { packageInfo, pluginNamespace } from "./rule-kit/package-info.js";
import { rules } from "./rules/index.js";
import { templateLanguage, templateLanguageName } from "./template-language/template-language.js";

export type { LambdaSettings } from "./rule-kit/settings.js";

export interface Plugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  rules: Record<string, Rule.RuleModule>;
  languages: NonNullable<ESLint.Plugin["languages"]>;
  configs: Configs;
}

const pluginWithoutConfigs = {
  meta: { name: packageInfo.name, version: packageInfo.version, namespace: pluginNamespace },
  // ESLint and typescript-eslint describe the same rule objects with different types.
  rules: rules as unknown as Plugin["rules"],
  languages: { [templateLanguageName]: templateLanguage as unknown as Plugin["languages"][string] },
};

const plugin: Plugin = Object.assign(pluginWithoutConfigs, {
  configs: buildConfigs(pluginWithoutConfigs, rules),
});

export default plugin;
