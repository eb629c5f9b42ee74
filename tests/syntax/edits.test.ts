import { Linter } from "eslint";
import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { describe, expect, it } from "vitest";
import {
  buildImport,
  buildUniqueName,
  indentationAt,
  insertBeforeTopLevel,
  rangeWithComments,
  reindent,
  removeLines,
  replaceKeepingComments,
  topLevelStatementOf,
} from "../../src/syntax/edits.js";
import { type Syntax, getSyntax } from "../../src/syntax/syntax.js";
import { buildLanguageOptions } from "../support/lint-text.js";

interface File {
  readonly syntax: Syntax;
  readonly sourceCode: Readonly<TSESLint.SourceCode>;
  /** The declaration of the variable. */
  readonly declarationOf: (name: string) => TSESTree.VariableDeclaration;
}

type Build = (fixer: TSESLint.RuleFixer, file: File) => unknown;

/** The code after an edit, or the code as it was where the edit is none. */
function edit(code: string, build: Build, filename = "src/file.ts"): string {
  const rule = {
    meta: { fixable: "code" as const },
    create: (context: { sourceCode: Readonly<TSESLint.SourceCode>; report: (problem: unknown) => void }) => ({
      Program(node: TSESTree.Program) {
        context.report({
          node,
          message: "edited",
          fix: (fixer: TSESLint.RuleFixer) => build(fixer, openFile(context.sourceCode)) ?? null,
        });
      },
    }),
  };
  const [message] = new Linter().verify(
    code,
    [
      {
        files: ["**"],
        plugins: { test: { rules: { edit: rule as never } } },
        rules: { "test/edit": "error" },
        languageOptions: buildLanguageOptions(code, filename),
      },
    ],
    { filename },
  );
  if (message?.message !== "edited") throw new Error(message?.message);
  if (message.fix === undefined) return code;
  const [start, end] = message.fix.range;
  return code.slice(0, start) + message.fix.text + code.slice(end);
}

function openFile(sourceCode: Readonly<TSESLint.SourceCode>): File {
  const syntax = getSyntax(sourceCode);
  return {
    syntax,
    sourceCode,
    declarationOf(name) {
      for (const scope of sourceCode.scopeManager?.scopes ?? []) {
        const declarator = scope.set.get(name)?.defs[0]?.node;
        if (declarator?.type === "VariableDeclarator") return declarator.parent;
      }
      throw new Error(`${name} is not declared`);
    },
  };
}

/** What a builder that makes no edit says of the file. */
function ask<T>(code: string, question: (file: File) => T, filename?: string): T {
  let answer: T | undefined;
  edit(code, (_fixer, file) => void (answer = question(file)), filename);
  return answer as T;
}

describe("indentationAt", () => {
  it("is the white space that begins the line", () => {
    expect(ask("if (a) {\n\t  const x = 1;\n}", (file) => indentationAt(file.sourceCode, 15))).toBe("\t  ");
    expect(ask("const x = 1;", (file) => indentationAt(file.sourceCode, 5))).toBe("");
  });
});

describe("buildUniqueName", () => {
  const nameFor = (code: string) => ask(code, ({ sourceCode }) => buildUniqueName(sourceCode, "s3"));
  it.each([
    ["const a = 1;", "s3"],
    ["const s3 = 1;", "s32"],
    ["function f(s3, s32) {}", "s33"],
    ["if (a) { class s3 {} }", "s32"],
    ["s3();", "s32"],
    ["type A = s3;", "s32"],
    ["a.s3 = { s3: 1 };", "s3"],
  ])("in %s", (code, name) => {
    expect(nameFor(code)).toBe(name);
  });
});

describe("rangeWithComments", () => {
  const textOf = (code: string) =>
    ask(code, ({ sourceCode, declarationOf }) => {
      const statement = topLevelStatementOf(declarationOf("x"));
      return sourceCode.text.slice(...rangeWithComments(sourceCode, statement));
    });
  it.each([
    ["no comment", "a();\nconst x = 1;", "const x = 1;"],
    ["a comment above", "a();\n// why\nconst x = 1;", "// why\nconst x = 1;"],
    [
      "comments above",
      "/** doc */\n// eslint-disable-next-line\nconst x = 1;",
      "/** doc */\n// eslint-disable-next-line\nconst x = 1;",
    ],
    ["a comment above a gap", "// header\n\nconst x = 1;", "const x = 1;"],
    ["the end of the line before", "a(); // of a\nconst x = 1;", "const x = 1;"],
    ["a comment that ends the line", "const x = 1; // why\n// of b\nb();", "const x = 1; // why"],
    ["a comment before further code", "const x = 1; /* of b */ b();", "const x = 1;"],
    ["a shebang", "#!/usr/bin/env node\nconst x = 1;", "const x = 1;"],
    [
      "decorators before export",
      "@a()\n// why\nexport class C { m() { const x = 1; } }",
      "@a()\n// why\nexport class C { m() { const x = 1; } }",
    ],
  ])("%s", (_name, code, expected) => {
    expect(textOf(code)).toBe(expected);
  });
});

describe("reindent", () => {
  const textOf = (code: string, indentation?: string) =>
    ask(code, ({ sourceCode, declarationOf }) => reindent(sourceCode, declarationOf("x").range, indentation));
  it("replaces the indentation of the first line on the others", () => {
    expect(textOf("{\n  {\n    const x = {\n      a,\n\n    };\n  }\n}")).toBe("const x = {\n  a,\n\n};");
    expect(textOf("{\n  const x = {\n    a,\n  };\n}", "\t")).toBe("const x = {\n\t  a,\n\t};");
  });
  it("leaves templates and lines that are indented less alone", () => {
    expect(textOf("{\n  const x = `\n    a\n  ${\n    b\n  }\n  c`;\n}")).toBe(
      "const x = `\n    a\n  ${\n  b\n}\n  c`;",
    );
    expect(textOf("{\n    const x = [\n  1,\n    ];\n}")).toBe("const x = [\n  1,\n];");
  });
  it("keeps Windows line breaks", () => {
    expect(textOf("{\r\n  const x = {\r\n    a,\r\n  };\r\n}")).toBe("const x = {\r\n  a,\r\n};");
  });
});

describe("insertBeforeTopLevel", () => {
  const insert = (code: string) =>
    edit(code, (fixer, { sourceCode, declarationOf }) =>
      insertBeforeTopLevel(fixer, sourceCode, topLevelStatementOf(declarationOf("x")), "const y = 2;"),
    );
  const fn = "function f() {\n  const x = 1;\n}\n";
  it.each([
    ["before the first statement", fn, `const y = 2;\n\n${fn}`],
    ["before its comments", `a();\n\n// why\n${fn}`, `a();\n\nconst y = 2;\n\n// why\n${fn}`],
    ["after the import", `import a from "a";\n\n${fn}`, `import a from "a";\n\nconst y = 2;\n\n${fn}`],
    [
      "below the declarations above",
      `const a = 1; // a\n\n${fn}`,
      `const a = 1; // a\nconst y = 2;\n\n${fn}`,
    ],
    [
      "apart from a declaration that runs on",
      `const a = {\n};\n\n${fn}`,
      `const a = {\n};\n\nconst y = 2;\n\n${fn}`,
    ],
    ["with the file's line breaks", `a();\r\n${fn}`, `a();\r\nconst y = 2;\r\n\r\n${fn}`],
  ])("%s", (_name, code, expected) => {
    expect(insert(code)).toBe(expected);
  });
});

describe("removeLines", () => {
  const remove = (code: string) =>
    edit(code, (fixer, { sourceCode, declarationOf }) =>
      removeLines(fixer, sourceCode, rangeWithComments(sourceCode, declarationOf("x"))),
    );
  it.each([
    ["the line", "{\n  a();\n  const x = 1;\n  b();\n}", "{\n  a();\n  b();\n}"],
    ["the comments", "{\n  // why\n  const x = 1; // what\n  b();\n}", "{\n  b();\n}"],
    ["the gap that would open the block", "{\n  const x = 1;\n\n  b();\n}", "{\n  b();\n}"],
    ["the second of two gaps", "{\n  a();\n\n  const x = 1;\n\n  b();\n}", "{\n  a();\n\n  b();\n}"],
    ["not the only gap", "{\n  a();\n  const x = 1;\n\n  b();\n}", "{\n  a();\n\n  b();\n}"],
    ["not what shares the line", "{ const x = 1; b(); }", "{ b(); }"],
    ["Windows line breaks", "{\r\n  const x = 1;\r\n\r\n  b();\r\n}", "{\r\n  b();\r\n}"],
    ["the last line", "a();\nconst x = 1;", "a();\n"],
  ])("%s", (_name, code, expected) => {
    expect(remove(code)).toBe(expected);
  });
});

describe("replaceKeepingComments", () => {
  const replace = (code: string, text: string) =>
    edit(code, (fixer, { sourceCode, declarationOf }) =>
      replaceKeepingComments(fixer, sourceCode, declarationOf("x"), text),
    );
  it("replaces", () => {
    expect(replace("/* a */ const x = 1; // b", "let x;")).toBe("/* a */ let x; // b");
    expect(replace("const x /* a */ = 1;", "let x /* a */;")).toBe("let x /* a */;");
  });
  it("does not lose a comment", () => {
    expect(replace("const x /* a */ = 1;", "let x;")).toBe("const x /* a */ = 1;");
  });
});

describe("buildImport", () => {
  const add = (code: string, filename?: string) => {
    let localName = "";
    const output = edit(
      code,
      (fixer, { syntax }) => {
        const added = buildImport(syntax, "pkg", "get");
        ({ localName } = added);
        const fixes = added.fix(fixer);
        return fixes.length === 0 ? undefined : fixes;
      },
      filename,
    );
    return { localName, output };
  };
  it.each([
    ["no import", "a();", 'import { get } from "pkg";\n\na();'],
    [
      "another import",
      'import a from "a"; // a\n\na();',
      'import a from "a"; // a\nimport { get } from "pkg";\n\na();',
    ],
    ["named imports", 'import { a } from "pkg";', 'import { a, get } from "pkg";'],
    ["a default import", 'import a from "pkg";', 'import a, { get } from "pkg";'],
    ["a default import with names", 'import a, { b } from "pkg";', 'import a, { b, get } from "pkg";'],
    [
      "a type import",
      'import type { A } from "pkg";',
      'import type { A } from "pkg";\nimport { get } from "pkg";',
    ],
    [
      "a namespace import",
      'import * as a from "pkg";',
      'import * as a from "pkg";\nimport { get } from "pkg";',
    ],
    ["an import for its effect", 'import "pkg";', 'import "pkg";\nimport { get } from "pkg";'],
    [
      "import equals",
      'import a = require("a");\na();',
      'import a = require("a");\nimport { get } from "pkg";\na();',
    ],
  ])("beside %s", (_name, code, output) => {
    expect(add(code)).toEqual({ localName: "get", output });
  });
  it.each([
    [
      "a require",
      'const a = require("a");\na();',
      'const a = require("a");\nconst { get } = require("pkg");\na();',
    ],
    ["the require", 'const { a } = require("pkg");', 'const { a, get } = require("pkg");'],
    [
      "a directive",
      '"use strict";\nexports.a = 1;',
      '"use strict";\nconst { get } = require("pkg");\nexports.a = 1;',
    ],
  ])("beside %s in CommonJS", (_name, code, output) => {
    expect(add(code, "src/file.js")).toEqual({ localName: "get", output });
  });
  it("finds the import that is there", () => {
    const code = 'import { get as fetchIt } from "pkg";';
    expect(add(code)).toEqual({ localName: "fetchIt", output: code });
    const commonJs = 'const { get: fetchIt } = require("pkg");';
    expect(add(commonJs, "src/file.cjs")).toEqual({ localName: "fetchIt", output: commonJs });
  });
  it("renames where the name is taken", () => {
    expect(add('import { a } from "pkg";\nconst get = 1;').output).toBe(
      'import { a, get as get2 } from "pkg";\nconst get = 1;',
    );
    expect(add('const { a } = require("pkg");\nconst get = 1;', "src/file.cjs").output).toBe(
      'const { a, get: get2 } = require("pkg");\nconst get = 1;',
    );
  });
});
