import { join } from "node:path";
import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { rules } from "../../src/rules/index.js";
import { readFileSync } from "node:fs";

export interface ProjectFinding {
  readonly line: number;
  readonly rule: string;
  /** Undefined where the message says more than its id, as of another file. */
  readonly messageId: string | undefined;
  readonly message: string;
}

/** Lints one file of a project on disk, in its place, with rules of the plugin. */
export function lintFile(
  directory: string,
  file: string,
  names: readonly (keyof typeof rules)[],
  settings: Readonly<Record<string, unknown>> = {},
): readonly ProjectFinding[] {
  const filename = join(directory, file);
  const chosen: Readonly<Record<string, LambdaRule | undefined>> = Object.fromEntries(
    names.map((name) => [name, rules[name]]),
  );
  const messages = new Linter({ cwd: directory }).verify(
    readFileSync(filename, "utf8"),
    {
      files: ["**"],
      plugins: { "aws-lambda": { rules: chosen } },
      languageOptions: { parser },
      settings: { "aws-lambda": settings },
      rules: Object.fromEntries(names.map((name) => [`aws-lambda/${name}`, "error"])),
    } as unknown as Linter.Config,
    { filename },
  );
  return messages.map(({ line, ruleId, messageId, message }) => ({
    line,
    rule: ruleId ?? "",
    messageId,
    message,
  }));
}
