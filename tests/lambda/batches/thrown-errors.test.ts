import { describe, expect, it } from "vitest";
import { thrownErrorsOf } from "../../../src/lambda/batches/thrown-errors.js";
import { modelOf } from "../../support/model-of.js";

const thrownIn = (code: string): readonly string[] => {
  const { lambda, sourceCode } = modelOf(code);
  return thrownErrorsOf(lambda).map((node) => sourceCode.getText(node as never));
};

describe("errors that something of the file catches for good", () => {
  it.each([
    [
      "around them",
      "export const handler = async () => { try { throw new Error('a'); } catch (error) { return 500; } };",
    ],
    [
      "around the only call",
      "const work = () => { throw new Error('a'); };\nexport const handler = async () => { try { work(); } catch { return 500; } };",
    ],
    ["that are no statements", "export const handler = async () => 'throw';\n// throw new Error('a');\n"],
  ])("%s", (_, code) => {
    expect(thrownIn(code)).toEqual([]);
  });
});

describe("errors that go out", () => {
  it.each([
    ["from a handler", "export const handler = async () => { throw new Error('a'); };"],
    [
      "through a catch that throws again",
      "export const handler = async () => { try { throw new Error('a'); } catch (error) { log(error); throw error; } };",
      ["throw new Error('a');", "throw error;"],
    ],
    [
      "from a function with a call that nothing is around",
      "const work = () => { throw new Error('a'); };\nexport const handler = async () => { try { work(); } catch { return 500; } work(); };",
    ],
    [
      "from beside a try",
      "export const handler = async () => { try { await fetch('a'); } catch { return 500; } throw new Error('a'); };",
    ],
  ])("%s", (_, code, expected = ["throw new Error('a');"]) => {
    expect(thrownIn(code)).toEqual(expected);
  });
});
