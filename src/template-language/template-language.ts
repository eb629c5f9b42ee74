import type { Linter } from "eslint";
import { mayDeclareFunctions } from "../functions/declared-functions.js";
import { readValidYaml } from "../functions/read-yaml.js";
import { LineIndex, TemplateSourceCode, type TemplateRoot } from "./template-source-code.js";

/** A file as ESLint hands it to a language. */
interface LanguageFile {
  readonly path: string;
  readonly body: string;
  readonly bom: boolean;
}

/**
 * The language `aws-lambda/template`: YAML and JSON templates of AWS SAM, CloudFormation and the Serverless Framework, with
 * the tags of CloudFormation. Rules get the text and one node. Only a text that can declare functions is parsed, so a file
 * of that name that is something else is not complained of.
 */
export const templateLanguage = {
  fileType: "text" as const,
  lineStart: 1 as const,
  columnStart: 0 as const,
  nodeTypeKey: "type",
  visitorKeys: { Program: [] },

  validateLanguageOptions(): void {
    // There are none; ESLint gives those that other configs have set for the file.
  },

  /** Says where a template with functions is no YAML. */
  parse({ path: file, body }: LanguageFile) {
    const range = [0, body.length] as const;
    const ast = { type: "Program" as const, range, loc: new LineIndex(body).spanOf(range) };
    if (!mayDeclareFunctions(body, file)) return { ok: true as const, ast: { ...ast, config: undefined } };
    const config = readValidYaml(body, file);
    if (config === undefined || !("problem" in config)) return { ok: true as const, ast: { ...ast, config } };
    const { line, column } = config.place;
    return { ok: false as const, errors: [{ message: config.problem, line, column }] };
  },

  createSourceCode({ body, bom }: LanguageFile, { ast }: { readonly ast: TemplateRoot }): TemplateSourceCode {
    return new TemplateSourceCode(body, ast, bom);
  },
};

/** The name under which configs ask for the language, without the plugin's. */
export const templateLanguageName = "template";

/** The files that usually are templates, as globs of a config. */
export const templateFiles: NonNullable<Linter.Config["files"]> = [
  "**/template.{yaml,yml,json}",
  "**/*.template.{yaml,yml,json}",
  "**/*.template",
  // Others of these names are not complained of: what cannot declare functions is not parsed.
  "**/*[-_]template.{yaml,yml}",
  "**/template[-_]*.{yaml,yml}",
  "**/templates/**/*.{yaml,yml}",
  // Those that Amplify Gen 1 writes.
  "**/*-cloudformation-template.json",
  "**/{cfn,cloudformation,sam}.{yaml,yml,json}",
  "**/{cfn,cloudformation,sam,SAMtemplates,sam-templates,cfn-templates}/**/*.{yaml,yml,json}",
  "**/serverless.{yml,yaml,json}",
  "**/serverless.*.{yml,yaml,json}",
  "**/serverless[-_]*.{yml,yaml}",
];

/**
 * Where tools put the templates that they make of others and of code: each finding would be there a second time, with a place at
 * which nobody can mend it.
 */
export const generatedTemplates: NonNullable<Linter.Config["ignores"]> = [
  "**/{cdk.out,.aws-sam,.serverless,.amplify,.sst}/**",
];
