import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { getDeclaredFunctions } from "../../src/rule-kit/get-declared-functions.js";
import { configReads } from "../../src/functions/config-reads.js";
import type { AnyRuleContext } from "../../src/rule-kit/file-settings.js";

const code = `Resources:
  Create:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 5
`;

/** A language of another plugin: its root is a document, and its columns count from 1. */
const otherLanguage = {
  fileType: "text",
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: "type",
  validateLanguageOptions: () => undefined,
  parse: ({ body }: { body: string }) => ({ ok: true, ast: { type: "Document", body } }),
  createSourceCode: ({ body }: { body: string }, { ast }: { ast: object }) => ({
    text: body,
    ast,
    getLoc: () => ({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }),
    getRange: () => [0, body.length],
    getParent: () => undefined,
    getAncestors: () => [],
    traverse: () => [1, 2].map((phase) => ({ type: "visit", kind: 1, target: ast, phase, args: [ast] })),
  }),
};

function lint(config: Linter.Config, text = code) {
  const rules = plugin.configs.templates.rules ?? {};
  const plugins = { "aws-lambda": plugin, other: { languages: { other: otherLanguage } } } as never;
  const messages = new Linter().verify(text, [{ files: ["**"], plugins, rules, ...config }], {
    filename: "template.yaml",
  });
  return messages.map(({ ruleId, line, column, endColumn }) => `${line}:${column}-${endColumn} ${ruleId}`);
}

describe("rules about configuration", () => {
  it("have the same places under every language, whatever its columns count from", () => {
    const finding = "2:3-9 aws-lambda/memory-size";
    expect(lint({ language: "aws-lambda/template" })).toContain(finding);
    // The list of a rule's languages names those that it is tried in.
    const anyLanguage = (rules: typeof plugin.rules) =>
      Object.fromEntries(
        Object.entries(rules).map(([name, rule]) => [
          name,
          { ...rule, meta: { ...rule.meta, languages: ["*"] } },
        ]),
      );
    const plugins = {
      "aws-lambda": { ...plugin, rules: anyLanguage(plugin.rules) },
      other: { languages: { other: otherLanguage } },
    } as never;
    expect(lint({ language: "other/other", plugins })).toContain(finding);
  });

  it("report what several functions share once", () => {
    const shared = `Globals: { Function: { MemorySize: 64 } }
Resources:
  Create: { Type: AWS::Serverless::Function }
  Delete: { Type: AWS::Serverless::Function }
`;
    expect(
      lint({ language: "aws-lambda/template", rules: { "aws-lambda/memory-size": "error" } }, shared),
    ).toEqual(["1:36-38 aws-lambda/memory-size"]);
  });

  it("parse a file once for all of them", () => {
    const seen: number[] = [];
    const rule = {
      create: (context: AnyRuleContext) => {
        seen.push(getDeclaredFunctions(context).length);
        return {};
      },
    };
    const own = { rules: { a: rule, b: rule } } as never;
    const before = configReads.parses;
    lint({
      language: "aws-lambda/template",
      plugins: { "aws-lambda": plugin, own },
      rules: { "own/a": "error", "own/b": "error", "aws-lambda/memory-size": "error" },
    });
    expect(seen).toEqual([1, 1]);
    expect(configReads.parses).toBe(before + 1);
  });
});
