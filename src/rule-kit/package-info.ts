import { createRequire } from "node:module";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string };
}

// By its own name, since the built code lies in another folder than the source.
const packageJson = createRequire(import.meta.url)("eslint-plugin-aws-lambda/package.json") as PackageJson;

/** This package as npm knows it. package.json is the only place where name, version and repository are written. */
export const packageInfo = {
  name: packageJson.name,
  version: packageJson.version,
  /** The web address of the repository, without a trailing slash. */
  repositoryUrl: packageJson.repository.url.replace(/^git\+|\.git$/g, ""),
};

/** The prefix of the rules in a config (`aws-lambda/no-client-in-handler`), and the key of the settings. */
export const pluginNamespace = "aws-lambda";

/** The web address of a rule's page, which editors link the finding to. */
export function getRuleDocsUrl(ruleName: string): string {
  return `${packageInfo.repositoryUrl}/blob/main/rules-docs/${ruleName}.md`;
}
