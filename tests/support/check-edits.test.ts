import { describe, expect, it } from "vitest";
import { createRule, type LambdaRule } from "../../src/rule-kit/create-rule.js";
import { checkEdits } from "./check-edits.js";

/** Reports every identifier `old` and suggests a text in its place. */
function createRuleThatSuggests(replacement: string): LambdaRule {
  return createRule({
    name: "no-old",
    meta: {
      type: "problem",
      hasSuggestions: true,
      docs: { description: "disallow `old`", recommended: "off", strict: "warn", seed: [] },
      messages: { old: "`old` is old.", replaceOld: "Replace it." },
      schema: [],
    },
    create: (context) => ({
      "VariableDeclaration > VariableDeclarator > Identifier[name='old']"(node) {
        const { range } = context.sourceCode.getAncestors(node).at(-2)!;
        context.report({
          node,
          messageId: "old",
          suggest: [{ messageId: "replaceOld", fix: (fixer) => fixer.replaceTextRange(range, replacement) }],
        });
      },
    }),
  });
}

function check(replacement: string, code: string, filename = "src/handler.ts"): readonly string[] {
  const [problems = []] = checkEdits("no-old", createRuleThatSuggests(replacement), [{ code, filename }]);
  return problems.map((problem) => problem.split("\n")[0] ?? "");
}

const code =
  'import type { S3Event } from "aws-lambda";\nexport const f = (event: S3Event) => {\n  const old = event.Records.length;\n  return old;\n};\n';

describe("checkEdits", () => {
  it("passes an edit that keeps the types and removes the finding", () => {
    // The use of `old` is left behind on purpose below, so here the names agree.
    expect(check("const { length: old } = event.Records;", code)).toEqual([]);
  });

  it("finds an output that does not parse", () => {
    expect(check("const = 1;", code).join()).toContain("does not parse");
  });

  it("finds a new type error, against the real types", () => {
    const problems = check("const { size: old } = event.Records;", code);
    expect(problems.join()).toContain("TS2339: Property 'size' does not exist on type 'S3EventRecord[]'");
  });

  it("finds a name that the edit leaves unused", () => {
    expect(check("const { length: old } = event.Records; const spare = 1;", code).join()).toContain("TS6133");
  });

  it("finds a finding that is left", () => {
    expect(check("const old = 1;", code).join()).toContain("leaves the finding, or makes another: 3:9");
  });

  it("finds a lost comment", () => {
    const commented = code.replace("const old =", "const old = /* why */");
    expect(check("const { length: old } = event.Records;", commented).join()).toContain(
      "loses the comment: why",
    );
  });

  it("ignores the type errors that were there before", () => {
    const broken = `import { missing } from "./missing.js";\nmissing(1 as string);\n${code}`;
    expect(check("const { length: old } = event.Records;", broken)).toEqual([]);
  });

  it("checks CommonJS against the types of the packages it requires", () => {
    const commonJs =
      'const { S3Client } = require("@aws-sdk/client-s3");\nexports.f = () => {\n  const old = 1;\n  return old;\n};\nS3Client;\n';
    expect(check("const { length: old } = [];", commonJs, "src/handler.cjs")).toEqual([]);
    expect(
      check("const { old } = new S3Client({ region: 1 });", commonJs, "src/handler.cjs").join(),
    ).toContain("TS2");
  });
});
