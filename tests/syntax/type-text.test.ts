import { describe, expect, it } from "vitest";
import type { CallNode } from "../../src/syntax/ast.js";
import { buildTypeText } from "../../src/syntax/type-text.js";
import { modelOf } from "../support/model-of.js";

const typeOf = (code: string): string | undefined => {
  const { lambda, probed } = modelOf(code);
  return buildTypeText(probed as CallNode, lambda.syntax);
};

describe("the type of what a class or factory gives", () => {
  it.each([
    ["a class", 'import { A } from "a"; probe(new A());', "A"],
    ["a default export", 'import A from "a"; probe(new A());', "A"],
    ["a class with type arguments", 'import { A } from "a"; probe(new A<string>());', "A<string>"],
    ["a member of a namespace", 'import * as a from "a"; probe(new a.b.C());', "a.b.C"],
    ["a member of import equals", 'import a = require("a"); probe(new a.C());', "a.C"],
    ["a member of a default export", 'import a from "a"; probe(new a.C());', "InstanceType<typeof a.C>"],
    ["an alias of a class", 'import { A } from "a"; const B = A; probe(new B());', "InstanceType<typeof B>"],
    ["a required class", 'const { A } = require("a"); probe(new A());', "InstanceType<typeof A>"],
    ["a factory", 'import { make } from "a"; probe(make());', "ReturnType<typeof make>"],
    ["a static factory", 'import { A } from "a"; probe(A.from(1));', "ReturnType<typeof A.from>"],
    [
      "a factory with type arguments",
      'import { make } from "a"; probe(make<A>());',
      "ReturnType<typeof make<A>>",
    ],
    [
      "a class loaded in a function",
      'async function f() { const { A: B } = await import("a"); probe(new B()); }',
      'import("a").A',
    ],
    [
      "a default export loaded in a function",
      'async function f() { const { default: a } = await import("a"); probe(a()); }',
      'ReturnType<typeof import("a").default>',
    ],
    ["a computed member", 'import a from "a"; probe(new a[b]());', undefined],
    ["what a call gives", 'import a from "a"; probe(new (a())());', undefined],
    ["a class of the function", "function f() { class A {} probe(new A()); }", undefined],
  ])("%s", (_name, code, expected) => {
    expect(typeOf(code)).toBe(expected);
  });
});
