import { describe, expect, it } from "vitest";
import type { TSESTree } from "@typescript-eslint/utils";
import type { LoopNode } from "../../src/syntax/ast.js";
import { canRepeat, canRepeatAfter, exitTestsOf } from "../../src/syntax/loop-exits.js";
import { modelOf } from "../support/model-of.js";

/** The first loop of a function with the given body, and the call `probe()` in it. */
function loopIn(body: string): {
  loop: LoopNode;
  probe: TSESTree.Node;
  text: (node: TSESTree.Node) => string;
} {
  const { lambda, callsOf, sourceCode } = modelOf(`function f() { ${body} }`);
  const [loop] = lambda.syntax.facts.loops;
  const [probe] = callsOf("probe");
  if (loop === undefined || probe === undefined) throw new Error("The test has no loop or no probe().");
  return { loop, probe, text: (node) => sourceCode.getText(node) };
}

describe("whether the loop goes on after a place in it", () => {
  const cases: [name: string, body: string, repeats: boolean][] = [
    ["the end of the body", "for (const a of b) { probe(); }", true],
    ["a return behind it", "for (const a of b) { probe(); return; }", false],
    ["a return around it", "for (const a of b) { return probe(); }", false],
    ["a throw around it", "for (const a of b) { throw probe(); }", false],
    ["a break behind it", "while (a) { probe(); break; }", false],
    ["a return behind its block", "while (a) { if (b) { probe(); } return; }", false],
    ["a return on one branch", "while (a) { probe(); if (b) return; }", true],
    ["a return on both branches", "while (a) { probe(); if (b) return; else throw c; }", false],
    ["a continue before the return", "while (a) { probe(); if (b) continue; return; }", true],
    ["a break of an inner loop", "while (a) { for (;;) { probe(); break; } }", true],
    ["a break of a switch", "while (a) { switch (b) { case 1: probe(); break; } }", true],
    ["a return of a switch", "while (a) { switch (b) { case 1: probe(); return; } }", false],
    ["a break of the loop by its label", "outer: while (a) { for (;;) { probe(); break outer; } }", false],
    [
      "a continue of the loop by its label",
      "outer: while (a) { for (;;) { probe(); continue outer; } }",
      true,
    ],
    ["a try whose catch goes on", "while (a) { try { return probe(); } catch {} }", true],
    ["a try whose catch leaves", "while (a) { try { return probe(); } catch { return; } }", false],
    ["a catch", "while (a) { try { return b; } catch { probe(); } }", true],
    ["a catch that leaves", "while (a) { try { b(); } catch { probe(); throw c; } }", false],
    ["a finally that leaves", "while (a) { try { probe(); } finally { return; } }", false],
    ["the condition", "while (probe()) { a(); }", true],
    ["the condition before a body that leaves", "while (probe()) { return; }", false],
    ["the condition behind the body", "do { a(); } while (probe());", true],
    ["the update", "for (;; probe()) { a(); }", true],
  ];
  it.each(cases)("%s", (_name, body, repeats) => {
    const { loop, probe } = loopIn(body);
    expect(canRepeatAfter(probe, loop)).toBe(repeats);
  });

  it("says of the whole body whether it always leaves", () => {
    expect(canRepeat(loopIn("for (const a of b) { probe(); return; }").loop)).toBe(false);
    expect(canRepeat(loopIn("for (const a of b) { if (a) return; probe(); }").loop)).toBe(true);
  });
});

describe("the tests that lead out of a loop", () => {
  it.each([
    ["break", "while (a) { probe(); if (b) break; }", ["b"]],
    [
      "return and throw, nested",
      "while (a) { probe(); if (b) { if (c) return; } else throw d; }",
      ["b", "c"],
    ],
    ["a switch", "while (a) { probe(); switch (b) { case 1: return; default: } }", ["b"]],
    ["an inner loop", "while (a) { probe(); while (b) { if (c) return; if (d) break; } }", ["b", "c"]],
    ["a continue of an outer loop", "while (a) { probe(); if (b) continue; }", []],
    ["a function", "while (a) { probe(() => { if (b) return; }); }", []],
    [
      "try",
      "while (a) { try { probe(); } catch (e) { if (e.fatal) throw e; } finally { if (b) return; } }",
      ["e.fatal", "b"],
    ],
  ])("%s", (_name, body, tests) => {
    const { loop, text } = loopIn(body);
    expect(exitTestsOf(loop).map(text)).toEqual(tests);
  });
});
