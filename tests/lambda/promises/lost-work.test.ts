import { describe, expect, it } from "vitest";
import type { Elsewhere } from "../../../src/lambda/elsewhere.js";
import { lostWorkOf } from "../../../src/lambda/promises/lost-work.js";
import { modelOf } from "../../support/model-of.js";

/** The kinds of lost work in a file, in source order. */
function kindsIn(code: string): readonly string[] {
  const { lambda } = modelOf(`const work = async () => { await fetch("https://a.example"); };\n${code}`);
  return lostWorkOf(lambda, []).map(({ kind }) => kind);
}

describe("who waits", () => {
  it.each([
    ["an async handler does not", "export const handler = async () => { work(); };", ["promise"]],
    [
      "one that returns a promise does not",
      "export const handler = () => { work(); return work(); };",
      ["promise"],
    ],
    ["one that gives no promise does", "export const handler = () => { work(); };", []],
    [
      "one with a callback does",
      "export const handler = (e, c, done) => { work().then(() => done()); };",
      [],
    ],
    [
      "a helper of both kinds of handler is waited for",
      "const audit = () => { work(); }; exports.handler = async () => { audit(); }; exports.lambdaHandler = () => { audit(); };",
      [],
    ],
    ["code of no handler is unknown", "export const other = async () => { work(); };", []],
    ["module scope waits", "work(); export const handler = async () => 1;", []],
  ])("%s", (_, code, kinds) => {
    expect(kindsIn(code)).toEqual(kinds);
  });
});

describe("kinds of lost work", () => {
  it("are listed in source order", () => {
    const code = `
      import fs from "node:fs";
      export const handler = async (event) => {
        setTimeout(() => work(), 10);
        [1].forEach(async () => { await work(); });
        work();
        [1].map(async () => { await work(); });
        fs.unlink("/tmp/a", () => {});
        event.body.pipe(fs.createWriteStream("/tmp/b"));
      };`;
    expect(kindsIn(code)).toEqual([
      "timer",
      "droppedByMethod",
      "promise",
      "promiseList",
      "callback",
      "stream",
    ]);
  });

  it("are counted once where a lost callback begins them", () => {
    expect(
      kindsIn("export const handler = async () => { setTimeout(() => { void work(); }, 10); };"),
    ).toEqual(["timer"]);
  });

  it("are counted once for all that goes into one list", () => {
    const code =
      "export const handler = async () => { const all = []; all.push(work()); all.push(work()); const rest = []; rest.push(work()); };";
    expect(kindsIn(code)).toEqual(["promise", "promise"]);
  });
});

describe("a file without handlers", () => {
  /** Which of the questions about other files are asked. */
  function asked(isLoadedByHandler: boolean): readonly string[] {
    const questions: string[] = [];
    const elsewhere = {
      isLoadedByHandler,
      handlers: new Map(),
      usesOf: () => {
        questions.push("usesOf");
        return { runsAtInit: false, callers: [], isComplete: true };
      },
      givesPromise: () => {
        questions.push("givesPromise");
        return true;
      },
    } as unknown as Elsewhere;
    const code = `import { send } from "./send"; export const notify = async () => { send(); };`;
    lostWorkOf(modelOf(code, { elsewhere }).lambda, []);
    return questions;
  }

  it("is followed into other files where a handler loads it, and nowhere else", () => {
    expect(asked(true)).not.toEqual([]);
    expect(asked(false)).toEqual([]);
  });
});
