import { expect, it } from "vitest";
import { parseSource } from "../../src/syntax/parse-source.js";

it("gives the tree that ESLint's parsers give: parentheses are no nodes", () => {
  const sourceCode = parseSource("/project/a.ts", "export const a = (b && { c: 1 });");
  const [statement] = sourceCode?.ast.body ?? [];
  expect(statement).toMatchObject({
    declaration: { declarations: [{ init: { type: "LogicalExpression" } }] },
  });
});

it("says nothing of a text that does not parse", () => {
  expect(parseSource("/project/a.ts", "export const = 1")).toBeUndefined();
});
