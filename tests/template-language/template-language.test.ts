import { ESLint, Linter } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { TemplateSourceCode } from "../../src/template-language/template-source-code.js";

/** One rule is enough to see the language at work. */
const templates = { ...plugin.configs.templates, rules: { "aws-lambda/memory-size": "warn" } } as const;

const code = `Resources:
  Create: # the first
    Type: AWS::Serverless::Function
`;

function lint(text: string, config: Linter.Config = {}, filename = "template.yaml") {
  const linter = new Linter();
  const messages = linter.verify(text, [templates, config], { filename });
  return messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId ?? message}`);
}

describe("the language aws-lambda/template", () => {
  it("counts lines from 1 and columns from 1 in what ESLint prints, with any line ending", () => {
    expect(lint(code)).toEqual(["2:3 aws-lambda/memory-size"]);
    expect(lint(code.replaceAll("\n", "\r\n"))).toEqual(["2:3 aws-lambda/memory-size"]);
  });

  it.each([
    "sandbox_template.yaml",
    "template-source.yml",
    "services/orders/cfn.yaml",
    "SAMtemplates/functions/main.yaml",
    "deploy/cloudformation/api.yml",
    "cloudformation/functions.json",
  ])("is that of templates with other usual names: %s", (filename) => {
    expect(lint(code, {}, filename)).toEqual(["2:3 aws-lambda/memory-size"]);
    expect(lint("{{ broken: [", {}, filename)).toEqual([]);
  });

  it.each([
    ["a list that is not closed", "    Properties: [\n      Handler: a\n", 5],
    ["a map that is not closed", "    Properties: {\n      Handler: a\n", 5],
    ["a text that is not closed", '    Description: "a function\n', 4],
    ["a tab", "\tHandler: a\n", 3],
    ["a key that is indented less than the others", "   Handler: a\n", 3],
    ["two values on one line", "    Handler: a: b\n", 4],
    ["a conflict that nobody has solved", "<<<<<<< HEAD\n    Handler: a\n", 4],
  ])("says where a template is no YAML: %s", (_, rest, line) => {
    const messages = new Linter().verify(code + rest, [templates], { filename: "template.yaml" });
    expect(messages).toEqual([expect.objectContaining({ fatal: true, severity: 2 })]);
    expect(Math.abs((messages[0]?.line ?? 0) - line)).toBeLessThan(2);
  });

  it("reads on behind brackets and quotes that close further to the left than the library likes", () => {
    for (const rest of [
      "    Metadata: [\n    one,\n    two\n    ]\n",
      "    Metadata:\n      Tags: [{\n        a: b\n      }]\n",
      '    Description: "a function\n    of two lines"\n',
    ])
      expect(lint(code + rest), rest).toEqual(["2:3 aws-lambda/memory-size"]);
  });

  it.each([
    "cdk.out/OrdersStack.template.json",
    ".aws-sam/build/template.yaml",
    "services/orders/.serverless/cloudformation-template-create-stack.json",
    ".amplify/artifacts/cdk.out/backend.nested.template.json",
  ])("leaves %s alone, which a tool has made", async (filename) => {
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [plugin.configs.templates] });
    expect(await eslint.calculateConfigForFile(filename)).toBeUndefined();
  });

  it("ignores a byte order mark", () => {
    expect(lint(`\uFEFF${code}`)).toEqual(["2:3 aws-lambda/memory-size"]);
  });

  it.each([
    ["the line before", code.replace("  Create", "  # eslint-disable-next-line\n  Create")],
    ["the same line", code.replace("# the first", "# eslint-disable-line aws-lambda/memory-size -- small")],
    ["the whole file", `# eslint-disable\n${code}`],
    [
      "a block",
      code.replace("  Create", "# eslint-disable aws-lambda/memory-size\n  Create") + "# eslint-enable\n",
    ],
    ["a rule set in a comment", `# eslint aws-lambda/memory-size: off\n${code}`],
    ["a rule set with a list", `# eslint aws-lambda/memory-size: ["off"]\n${code}`],
  ])("honours comments: %s", (_, text) => {
    expect(lint(text)).toEqual([]);
  });

  it.each([
    [
      "another rule",
      code.replace("  Create", "  # eslint-disable-next-line aws-lambda/no-heavy-import\n  Create"),
    ],
    ["prose", code.replace("  Create", "  # eslint is what checks this file\n  Create")],
    ["no comment", code.replace("  Create", "  A#: eslint-disable-next-line\n  Create")],
  ])("takes nothing else for one: %s", (_, text) => {
    expect(lint(text).filter((finding) => finding.endsWith("memory-size"))).toHaveLength(1);
  });

  it("reports directives that are not needed, and comments that set no rule", () => {
    const unused = { linterOptions: { reportUnusedDisableDirectives: "error" as const } };
    const text = `# eslint-disable-next-line aws-lambda/memory-size\nResources: {}\n`;
    expect(lint(text, unused)).toEqual([expect.stringMatching(/^1:1 Unused eslint-disable directive/)]);
    expect(lint(`# eslint aws-lambda/memory-size: [\n${code}`)[0]).toMatch(
      /^1:1 Failed to parse the comment/,
    );
    expect(lint(`# eslint nothing: off\n`)).toEqual(["1:1 nothing"]);
  });

  it("runs other rules that ask for positions, text and lines", () => {
    const seen: unknown[] = [];
    const rule = {
      create(context: { sourceCode: TemplateSourceCode }) {
        const { sourceCode } = context;
        return {
          Program(node: TemplateSourceCode["ast"]) {
            seen.push(sourceCode.getText() === code, sourceCode.lines.length, sourceCode.getRange(node));
            seen.push(sourceCode.getLocFromIndex(13), sourceCode.getLocFromIndex(code.length));
            seen.push(sourceCode.getAncestors());
          },
        };
      },
    };
    lint(code, { plugins: { own: { rules: { look: rule as never } } }, rules: { "own/look": "error" } });
    expect(seen).toEqual([true, 4, [0, code.length], { line: 2, column: 2 }, { line: 4, column: 0 }, []]);
  });
});
