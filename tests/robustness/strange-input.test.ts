import { AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";
import { createRule } from "../../src/rule-kit/create-rule.js";
import { rules } from "../../src/rules/index.js";
import { lintText, type LintInput } from "../support/lint-text.js";
import { readProjectFile } from "../support/project-files.js";

/** Lints with every rule at once. A rule that crashes throws from here. */
function lintWithEveryRule(code: string, filename = "src/handler.ts") {
  return lintText(rules, { code, filename }).messages;
}

function hasParsed({ messages }: ReturnType<typeof lintText>): boolean {
  return !messages.some(({ fatal }) => fatal);
}

const importClient = 'import { S3Client } from "@aws-sdk/client-s3";\n';

const handlerWithClient = `
  import { S3Client } from "@aws-sdk/client-s3";
  export const handler = async () => new S3Client({});
`;

describe("input that is hardly code", () => {
  it.each([
    ["an empty file", ""],
    ["one line break", "\n"],
    ["a comment", "// handler"],
    ["a byte order mark", "\uFEFF"],
    ["a byte order mark before a handler", "\uFEFFexport const handler = async (event) => event;"],
    ["a hashbang", "#!/usr/bin/env node\nexport const handler = async (event) => event;"],
    ["Windows line ends", "export const handler = async (event) => {\r\n  event;\r\n};\r\n"],
    ["unusual line ends", "export const handler = async (event) => {\u2028  event;\u2029};\r"],
    ["names outside of ASCII", "export const handler = async (événement) => ({ 'ключ': événement['🔑'] });"],
    ["a directive", '"use strict";'],
    ["a return outside of functions", "export const handler = async () => fetch(url);\nreturn handler;"],
    ["a handler without a body", "export declare const handler: import('aws-lambda').Handler;"],
    ["a handler that is no function", "export const handler = 42; export const { lambdaHandler } = handler;"],
    [
      "a handler that refers to itself",
      "export const handler = handler; export { handler as lambdaHandler };",
    ],
    [
      "functions that call each other",
      "export const handler = async (e) => a(e); const a = (e) => b(e); const b = (e) => a(e);",
    ],
    [
      "an import that somebody has begun to type",
      "export const handler = async (event) => { const { a } = await import.defer(); import.defer().then((m) => m.b(event)); if (event.c) await import.defer(); return a; };",
    ],
    [
      "names of Object.prototype",
      "import { constructor, toString } from '__proto__'; export const handler = async (valueOf) => new constructor(valueOf, toString, hasOwnProperty);",
    ],
  ])("passes %s", (_, code) => {
    expect(lintWithEveryRule(code).filter(({ fatal }) => fatal)).toEqual([]);
  });
});

describe("a syntax error", () => {
  it("is the parser's error, with its place, and costs no finding of another file", () => {
    const [error, ...others] = lintWithEveryRule(
      "export const handler = async (event) => {\n  const = 1;\n};",
    );
    expect(error).toMatchObject({ fatal: true, line: 2, ruleId: null });
    expect(others).toEqual([]);
    expect(lintWithEveryRule(handlerWithClient).map(({ ruleId }) => ruleId)).toContain(
      "aws-lambda/no-client-in-handler",
    );
  });
});

describe("every syntax form", () => {
  /** These have a node type, but a tree has them as flags (`readonly: true`). */
  const modifiers = /^TS(?:Abstract|Async|Declare|Export|Private|Protected|Public|Readonly|Static)Keyword$/;
  const fixtures = ["every-syntax.ts", "every-syntax.tsx", "every-syntax.mjs", "sloppy-script.cjs"].map(
    (name) => ({
      filename: `src/${name}`,
      code: readProjectFile(`tests/fixtures/robustness/${name}`),
    }),
  );

  it.each(fixtures)("passes $filename", (input) => {
    expect(lintWithEveryRule(input.code, input.filename).filter(({ fatal }) => fatal)).toEqual([]);
  });

  it("is in the fixtures: each node type that typescript-eslint makes", () => {
    const seen = new Set(fixtures.flatMap(collectNodeTypes));
    const missing = Object.values<string>(AST_NODE_TYPES).filter((type) => !seen.has(type));
    expect(missing.filter((type) => !modifiers.test(type))).toEqual([]);
  });
});

describe("nesting as deep as ESLint itself can take", () => {
  const depths = [4000, 2000, 1000, 500, 250, 100];
  const shapes: Record<string, (depth: number) => string> = {
    "binary expressions": (depth) => `${"event.a + ".repeat(depth)}1`,
    "string concatenation": (depth) => `"" ${"+ event".repeat(depth)}`,
    "call chains": (depth) => `event${".a()".repeat(depth)}`,
    "member chains": (depth) => `process.env${".a".repeat(depth)}`,
    "calls in calls": (depth) => `${"f(".repeat(depth)}event${")".repeat(depth)}`,
    "functions in functions": (depth) => `${"(() => { return ".repeat(depth)}event${"; })()".repeat(depth)}`,
    "arrow functions": (depth) => `${"() => ".repeat(depth)}event`,
    "conditional expressions": (depth) => `${"event ? 1 : ".repeat(depth)}event`,
    arrays: (depth) => `${"[".repeat(depth)}event${"]".repeat(depth)}`,
    objects: (depth) => `${"({ a: ".repeat(depth)}event${" })".repeat(depth)}`,
    templates: (depth) => `${"`${".repeat(depth)}event${"}`".repeat(depth)}`,
    assignments: (depth) => `${"a = ".repeat(depth)}event`,
    awaits: (depth) => `${"await ".repeat(depth)}event`,
    constructions: (depth) => `${"new A(".repeat(depth)}event${")".repeat(depth)}`,
    "else if": (depth) => `0; ${"if (event) {} else ".repeat(depth)}{}`,
    blocks: (depth) => `0; ${"{".repeat(depth)}event${"}".repeat(depth)}`,
    loops: (depth) => `0; ${"for (const a of event) ".repeat(depth)}await a`,
  };

  it.each(Object.keys(shapes))("passes %s", (name) => {
    for (const filename of ["src/handler.ts", "src/handler.mjs"]) {
      const codeOf = (depth: number) =>
        `let a, f, A; export const handler = async (event) => { a = ${shapes[name]?.(depth)}; return a; };`;
      const depth = depths.find((candidate) => canLintWithoutRules({ code: codeOf(candidate), filename }));
      expect(depth).toBeDefined();
      expect(() => lintWithEveryRule(codeOf(depth ?? 0), filename)).not.toThrow();
    }
  });
});

describe("values that lead to one another", () => {
  const shapes: Record<string, (count: number) => string> = {
    "literals of what the same function returns": (count) =>
      `function convert(node) { switch (node.kind) {\n${repeat(count, (i) => `case ${i}: return make({ a: convert(node.a), b: [convert(node.b)] });`)}} }
       function make(node) { register(node); return node; }`,
    "functions that return one another's results": (count) =>
      repeat(count, (i) => {
        const [a, b, c] = [7, 11, 13].map((step) => `f${(i * step) % count}`);
        return `function f${i}(x) { return x ? ${a}(${b}(x)) : ${c}(x); }`;
      }) + "const convert = f1;",
    "variables that are assigned from one another": (count) =>
      `let ${Array.from({ length: count }, (_, i) => `v${i}`).join(", ")};\nfunction convert(x) {\n${repeat(
        count,
        (i) => {
          const [a, b, c] = [7, 11, 13].map((step) => `v${(i * step) % count}`);
          return `v${i} = x ? ${a} : [${b}, ${c}];`;
        },
      )}return register(v1); }`,
  };

  // Few enough for the resolver of values to go through, and so many that it gives up.
  it.each(Object.keys(shapes).flatMap((name) => [12, 40, 300].map((count) => ({ name, count }))))(
    "passes $count $name",
    ({ name, count }) => {
      // The client makes the rules ask for phases, and so for every value that could be a function.
      const handler = importClient + inHandler("return convert(event, new S3Client({}));");
      const code = handler + (shapes[name]?.(count) ?? "");
      expect(lintWithEveryRule(code).filter(({ fatal }) => fatal)).toEqual([]);
    },
  );
});

describe("huge generated files", () => {
  it.each([
    ["statements of a handler", inHandler(repeat(20_000, (i) => `const v${i} = event.a${i};`))],
    ["exported functions", repeat(20_000, (i) => `export const f${i} = async (event) => event.a${i};`)],
    [
      "functions, each calling the next",
      `${inHandler("return f0(event);")}${repeat(20_000, (i) => `function f${i}(x) { return f${i + 1}(x); }`)}`,
    ],
    [
      "entries of an object",
      `export const table = {\n${repeat(20_000, (i) => `k${i}: process.env.K${i},`)}};`,
    ],
    ["imports", repeat(20_000, (i) => `import { m${i} } from "package-${i}";`) + inHandler("m1(m2);")],
    [
      "values, each from the one before",
      inHandler(`let v0 = event;\n${repeat(20_000, (i) => `const v${i + 1} = v${i};`)}return v20000;`),
    ],
    [
      "cases of a switch",
      inHandler(`switch (event.a) {\n${repeat(20_000, (i) => `case ${i}: await f(event); break;`)}}`),
    ],
  ])("passes 20,000 %s", (_, code) => {
    // ESLint's own parser takes a fraction of the time that typescript-eslint's takes.
    expect(lintWithEveryRule(code, "src/handler.mjs").filter(({ fatal }) => fatal)).toEqual([]);
  });

  // Each of these lines has a finding, and ESLint itself copies a part of the file for every suggestion.
  it.each([
    ["clients", importClient + inHandler(repeat(2_000, (i) => `const c${i} = new S3Client({});`))],
    [
      "heavy imports",
      repeat(2_000, (i) => `import m${i} from "aws-sdk";`) +
        inHandler(repeat(2_000, (i) => `if (event.a${i}) m${i}();`)),
    ],
    ["loops", inHandler(repeat(2_000, (i) => `for (const a of event.a${i}) await fetch(a);`))],
    ["secrets", inHandler(repeat(2_000, (i) => `const s${i} = process.env.SECRET_${i};`))],
    ["assignments to module state", `let last;\n${inHandler(repeat(2_000, (i) => `last = event.a${i};`))}`],
  ])("passes 2,000 %s", (_, code) => {
    expect(lintWithEveryRule(code, "src/handler.mjs").length).toBeGreaterThan(0);
  });
});

function inHandler(statements: string): string {
  return `export const handler = async (event) => {\n${statements}\n};\n`;
}

function repeat(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

function canLintWithoutRules(input: LintInput): boolean {
  try {
    return hasParsed(lintText({}, input));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function collectNodeTypes(input: LintInput): string[] {
  const types = new Set<string>();
  const collect = createRule({
    name: "collect",
    meta: {
      type: "problem",
      docs: { description: "collect node types", recommended: "off", strict: "warn", seed: [] },
      messages: {},
      schema: [],
    },
    create: () => ({ "*": (node: TSESTree.Node) => void types.add(node.type) }),
  });
  lintText({ collect: collect }, input);
  return [...types];
}
