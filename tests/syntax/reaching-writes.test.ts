import { expect, it } from "vitest";
import { writesReaching } from "../../src/syntax/reaching-writes.js";
import { modelOf } from "../support/model-of.js";

/** The texts that the variable `x` can have been given where `probe(x)` reads it. */
const reaching = (body: string): string[] => {
  const { lambda, probed, sourceCode } = modelOf(`const f = (a, b) => { ${body} };`);
  const { facts } = lambda.syntax;
  const root = probed.type === "MemberExpression" ? probed.object : probed;
  const variable = facts.variableOf(root);
  if (variable === undefined) throw new Error("nothing is probed");
  return writesReaching(variable, root, facts, new Set(["push"])).map(({ kind, value, property }) => {
    const text = value === undefined ? "" : sourceCode.getText(value);
    return [kind, property, text].filter(Boolean).join(" ");
  });
};

it.each([
  ["a declaration", "const x = a; probe(x)", ["value a"]],
  ["the last of two", "let x = a; x = b; probe(x)", ["value b"]],
  ["a branch", "let x = a; if (b) x = b; probe(x)", ["value a", "value b"]],
  ["the branch itself", "let x = a; if (b) { x = b; probe(x) }", ["value b"]],
  ["after the read", "let x = a; probe(x); x = b", ["value a"]],
  ["after the read, in a loop", "let x = a; while (b) { probe(x); x = b }", ["value a", "value b"]],
  ["before the read, in a loop", "let x = a; while (b) { x = b; probe(x) }", ["value b"]],
  ["the other branch", "let x = a; if (b) { x = b } else probe(x)", ["value a"]],
  ["a branch further up", "let x; if (a) { x = a } else if (b) { x = b } else { probe(x) }", []],
  [
    "the other branch, in a loop",
    "let x = a; while (b) { if (b) { x = b } else { probe(x) } }",
    ["value a", "value b"],
  ],
  [
    "the other branch, of a variable of the pass",
    "while (b) { let x; if (b) { x = b } else { probe(x) } }",
    [],
  ],
  ["a branch that returns", "let x = a; if (b) { x = b; return x } probe(x)", ["value a"]],
  ["a branch that throws", "let x = a; if (b) { x = b; throw x } probe(x)", ["value a"]],
  [
    "a branch that throws what is caught",
    "let x = a; try { if (b) { x = b; throw x } } catch {} probe(x)",
    ["value a", "value b"],
  ],
  ["another case", "let x = a; switch (b) { case 1: x = b; break; case 2: probe(x) }", ["value a"]],
  [
    "the case that falls through",
    "let x = a; switch (b) { case 1: x = b; case 2: probe(x) }",
    ["value a", "value b"],
  ],
  ["an addition", "let x = a; x += b; probe(x)", ["value a", "value b"]],
  [
    "of a function that is called in between",
    "let x = a; const g = () => { x = b }; probe(x)",
    ["value a", "value b"],
  ],
  ["a property", "const x = {}; x.id = a; probe(x.id)", ["value {}", "value id a"]],
  ["a property, twice", "const x = {}; x.id = a; x.id = b; probe(x.id)", ["value {}", "value id b"]],
  ["items", "for (const x of a) probe(x)", ["item a"]],
  ["keys", "for (const x in a) probe(x)", ["key a"]],
  ["pushed", "const x = []; x.push(a); probe(x)", ["value []", "added a"]],
  ["merged", "const x = {}; Object.assign(x, a); probe(x)", ["value {}", "merged a"]],
  ["taken out of an object", "let x; ({ x } = a); probe(x)", ["value a"]],
])("%s", (_, body, expected) => {
  expect(reaching(body)).toEqual(expected);
});

it("tells where a pattern takes the value from", () => {
  const { lambda, probed } = modelOf("const f = ({ a: [, { b }] }) => probe(b);");
  const variable = lambda.syntax.facts.variableOf(probed);
  const [write] = variable ? writesReaching(variable, probed, lambda.syntax.facts, new Set()) : [];
  expect(write?.kind).toBe("parameter");
  expect(write?.from).toEqual(["a", "1", "b"]);
});
