import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import type { LambdaRule } from "../../src/rule-kit/create-rule.js";
import { type HandlerParts, handlerShapes } from "./handler-shapes.js";
import { lintText } from "./lint-text.js";
import { locate } from "./locate.js";
import { temporaryProject } from "./temporary-project.js";

/** A project on disk of which one file is linted: the first that is no template, unless the case names it. */
export interface JoinedCase {
  readonly files: Readonly<Record<string, string>>;
  readonly lint?: string;
  readonly options?: readonly unknown[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface JoinedFinding {
  /** Undefined for a message that names a place in another file, which is put together. */
  readonly messageId: string | undefined;
  /** The piece of code that is underlined. */
  readonly at: string;
  readonly occurrence?: number;
  /** Pieces of the message: the places of the other side among them. */
  readonly says: readonly string[];
  /** The file after the fix, where there is one. */
  readonly output?: string;
}

export interface InvalidJoinedCase extends JoinedCase {
  readonly findings: readonly JoinedFinding[];
}

/** Runs a rule that joins code with configuration: every case is a project of its own, written to disk. */
export function runJoinedRule(
  name: string,
  rule: LambdaRule,
  {
    valid,
    invalid,
  }: {
    readonly valid: Readonly<Record<string, JoinedCase>>;
    readonly invalid: Readonly<Record<string, InvalidJoinedCase>>;
  },
): void {
  describe(`${name}: valid`, () => {
    it.each(Object.entries(valid))("%s", (_, testCase) => {
      expect(lintJoined({ [name]: rule }, testCase).messages).toEqual([]);
    });
  });
  describe(`${name}: invalid`, () => {
    it.each(Object.entries(invalid))("%s", (_, testCase) => {
      const { messages, text } = lintJoined({ [name]: rule }, testCase);
      expect(
        messages.map(({ messageId, line, column, endLine, endColumn }) => ({
          messageId,
          line,
          column,
          endLine,
          endColumn,
        })),
      ).toEqual(
        testCase.findings.map(({ messageId, at, occurrence }) => ({
          messageId,
          ...locate(text, at, occurrence),
        })),
      );
      for (const [index, { says, output }] of testCase.findings.entries()) {
        const message = messages[index];
        for (const piece of says) expect(message?.message).toContain(piece);
        if (output !== undefined) {
          const { range, text: inserted } = message?.fix ?? { range: [0, 0] as const, text: "" };
          expect(text.slice(0, range[0]) + inserted + text.slice(range[1])).toBe(output);
        }
      }
    });
  });
}

/** Lints one file of a project that is written to disk. */
export function lintJoined(
  rules: Readonly<Record<string, LambdaRule>>,
  { files, lint, options = [], settings = {} }: JoinedCase,
): { readonly messages: readonly Linter.LintMessage[]; readonly text: string } {
  const directory = temporaryProject({ ".git/HEAD": "", ...files });
  const linted = lint ?? Object.keys(files).find((file) => /\.[cm]?[jt]sx?$/.test(file));
  if (linted === undefined) throw new Error("The case has no file to lint.");
  const filename = join(directory, linted);
  const text = readFileSync(filename, "utf8");
  const { messages } = lintText(rules, {
    code: text,
    filename,
    cwd: directory,
    options,
    settings: { "aws-lambda": settings },
  });
  return { messages, text };
}

/** A template of AWS SAM with one function, `Orders`, whose handler is `src/handler.handler`; `more` are lines of its properties. */
export function samTemplate(more: readonly string[] = [], resources: readonly string[] = []): string {
  return [
    "Transform: AWS::Serverless-2016-10-31",
    "Resources:",
    "  Orders:",
    "    Type: AWS::Serverless::Function",
    "    Properties:",
    "      CodeUri: .",
    "      Handler: src/handler.handler",
    ...more.map((line) => `      ${line}`),
    ...resources.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** The same program in every spelling of a handler, each with a template that names it. */
export function shapeProjects(
  parts: HandlerParts,
  more: readonly string[] = [],
  resources: readonly string[] = [],
): readonly { readonly name: string; readonly code: string; readonly files: JoinedCase["files"] }[] {
  return handlerShapes
    .filter(({ settings }) => settings === undefined)
    .map((shape) => {
      const code = shape.code(parts);
      const exported = /\bexport default\b/.test(code)
        ? "default"
        : (/\bexport const (\w+)/.exec(code)?.[1] ?? "handler");
      const handler = `${shape.filename.replace(/\.\w+$/, "")}.${exported}`;
      const template = samTemplate(more, resources).replace("src/handler.handler", handler);
      return { name: shape.name, code, files: { "template.yaml": template, [shape.filename]: code } };
    });
}
