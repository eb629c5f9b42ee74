import { expect, it } from "vitest";
import { getValueTracer } from "../../src/syntax/traced-values.js";
import { modelOf } from "../support/model-of.js";

const traced = (code: string): string[] => {
  const { lambda, probed, sourceCode } = modelOf(code);
  return getValueTracer(lambda.syntax)
    .trace(probed)
    .map(({ node }) => sourceCode.getText(node));
};

/** Functions of which each gives what the next one gives for one of four arguments. */
const chain = (length: number) =>
  Array.from({ length }, (_, index) => {
    const next = `f${index + 1}`;
    return `const f${index} = (x) => (x.a ? (x.b ? ${next}(1) : ${next}(2)) : x.c ? ${next}(3) : ${next}(4));`;
  })
    .concat(`const f${length} = (x) => 1;`)
    .join("\n");

it("traces through functions of the file to what they return", () => {
  expect(traced(`${chain(2)} probe(f0(a));`)).toEqual(Array.from({ length: 16 }, () => "1"));
});

it("takes an expression that can be more than anybody would follow for itself", () => {
  expect(traced(`${chain(5)} probe(f0(a));`)).toEqual(["f0(a)"]);
});

it("traces a promise to what it is fulfilled with", () => {
  expect(
    traced(
      `probe(new Promise((resolve, reject) => { if (a) resolve(1); else load((e, x) => resolve(x)); }));`,
    ),
  ).toEqual(["1", "x"]);
  expect(traced(`probe(await new Promise((resolve) => load(resolve)));`)).toEqual([
    "new Promise((resolve) => load(resolve))",
  ]);
  expect(traced(`import { Promise } from "./own.js"; probe(new Promise((resolve) => resolve(1)));`)).toEqual([
    "new Promise((resolve) => resolve(1))",
  ]);
});
