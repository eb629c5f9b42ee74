import { describe, expect, it } from "vitest";
import { modelOf } from "../../support/model-of.js";

const phasesOf = (code: string): readonly string[] => {
  const { lambda, probed } = modelOf(
    `import middy, { type MiddlewareFn, type MiddlewareObj } from "@middy/core"; ${code}`,
  );
  return [...lambda.phasesOf(probed)];
};

describe("middlewares of Middy", () => {
  it.each([
    ["a member that is used", "middy(f).use({ before: async () => { probe(1); } });"],
    [
      "what a function gives",
      "const a = () => ({ onError: () => { probe(1); } }); middy().use(a()).handler(f);",
    ],
    ["a list", "const a = { after() { probe(1); } }; middy(f).use([a, b()]);"],
    ["a chain that is kept", "const chain = middy(f); chain.use({ after: () => probe(1) });"],
    ["a method of the builder", "middy(f).before(() => { probe(1); });"],
    ["a function by its name", "const report = () => { probe(1); }; middy(f).onError(report);"],
    [
      "a declared result",
      "export const a = (): MiddlewareObj<E> => { const before = () => { probe(1); }; return { before }; };",
    ],
    ["a declared object", "export const a: middy.MiddlewareObj = { before: () => { probe(1); } };"],
    [
      "a declared function",
      "const before: MiddlewareFn = async (request) => { probe(1); }; export const a = { before };",
    ],
    [
      "a declared function as a result",
      "export const a = (): MiddlewareFn => async (request) => { probe(1); };",
    ],
  ])("%s", (_name, code) => {
    expect(phasesOf(code)).toEqual(["invocation"]);
  });

  it.each([
    ["another member", "middy(f).use({ other: () => { probe(1); } });"],
    [
      "the builder of another package",
      "import express from 'express'; express().use({ before: () => { probe(1); } });",
    ],
    [
      "a type of another package",
      "import type { MiddlewareObj as M } from './own'; export const a = (): M => ({ before: () => { probe(1); } });",
    ],
    ["an object that nothing uses", "const a = { before: () => { probe(1); } };"],
  ])("not %s", (_name, code) => {
    expect(phasesOf(code)).toEqual([]);
  });

  it("are made at init", () => {
    expect(phasesOf("const a = () => { probe(1); return { before() {} }; }; middy(f).use(a());")).toEqual([
      "init",
    ]);
  });
});
