import { describe, expect, it } from "vitest";
import { modelOf } from "../support/model-of.js";

const wordsOf = (code: string): readonly string[] => [...modelOf(code).lambda.syntax.facts.words].sort();

describe("the words of a file", () => {
  it.each([
    ["comments", "// fetch\n/* axios */"],
    ["keywords", "for (;;) { break; }"],
    ["numbers", "1;"],
  ])("are no %s", (_, code) => {
    expect(wordsOf(code)).toEqual([]);
  });

  it.each([
    ["identifiers, each once", "order; order;", ["order"]],
    ["keys and members", "order.lines; ({ total: 1 });", ["lines", "order", "total"]],
    ["texts as a whole", "'a fetch';", ["a fetch"]],
    ["specifiers", "import 'node:fs';", ["node:fs"]],
    ["parts of templates", "`https://${host}/orders`;", ["/orders", "host", "https://"]],
    ["types", "let order: Order;", ["Order", "order"]],
  ])("are %s", (_, code, expected) => {
    expect(wordsOf(code)).toEqual(expected);
  });

  it("stand one to a line in the list that patterns are tried on", () => {
    const { facts } = modelOf("order.lines;").lambda.syntax;
    expect(facts.wordList.split("\n").sort()).toEqual(["lines", "order"]);
    expect(facts.wordList).toBe(facts.wordList);
  });
});
